"""What is wrong with data files: offline, in need of recovery, corrupt, left in backup mode, changed without redo.

Each row says what it is about; the first counts all data files, so that silence about the rest means that nothing is wrong.
V$DATAFILE says OFFLINE of a tablespace that was taken offline in order, RECOVER of a file that fell out. A standby recovers
all the time: of its files only those with an error count.
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, sql
from collectors.facts.oracle.recovery import FILE_STATES, FileState
from collectors.oracle.containers import ORACLE, RIGHTS
from collectors.oracle.spelling import table
from collectors.tables import Row

_TEXT: Final = (
    "select 'all' as about, to_char(null) as name, count(*) as amount from v$datafile union all "
    "select 'most', name, to_number(value) from v$parameter where name = 'db_files' union all "
    "select 'offline', name, to_number(null) from v$datafile where status not in ('ONLINE', 'SYSTEM', 'OFFLINE') union all "
    "select 'parked', name, to_number(null) from v$datafile where status = 'OFFLINE' union all "
    "select 'recovery', to_char(r.file#) || ' ' || r.error, to_number(null) from v$recover_file r join v$database d "
    "on d.database_role = 'PRIMARY' or r.error is not null where r.error is null or r.error <> 'OFFLINE NORMAL' union all "
    "select 'corrupt', to_char(file#), sum(blocks) from v$database_block_corruption group by file# union all "
    "select 'backup', d.name, round((sysdate - b.time) * 86400) from v$backup b join v$datafile d on d.file# = b.file# "
    "where b.status = 'ACTIVE' union all "
    "select 'unrecoverable', d.name, to_number(null) from v$datafile d left join (select file#, "
    "max(completion_time) as saved "
    "from v$backup_datafile group by file#) b on b.file# = d.file# where d.unrecoverable_time > sysdate - 31 "
    "and (b.saved is null or d.unrecoverable_time > b.saved)"
)


def parse(answer: Answer) -> FileState:
    """Read the rows by what they are about."""
    rows = table(answer).rows
    files = [row for row in rows if row.text("about") == "all"]
    if len(files) != 1 or not files[0].number("amount"):
        raise SessionError(Reason.EMPTY, "v$datafile")
    of = {name: [row for row in rows if row.text("about") == name] for name in _ABOUT}
    return FileState(
        files_count=files[0].number("amount"),
        offline=_names(of["offline"]),
        in_recovery=_names(of["recovery"]),
        corrupt_blocks_count=sum(row.number("amount") for row in of["corrupt"]),
        corrupt_files=tuple(row.number("name") for row in of["corrupt"]),
        in_backup_mode=tuple((row.text("name"), float(row.number("amount"))) for row in of["backup"]),
        unrecoverable=_names(of["unrecoverable"]),
        parked=_names(of["parked"]),
        limit_count=next((row.number("amount") for row in rows if row.text("about") == "most"), None),
    )


_ABOUT: Final = ("offline", "parked", "recovery", "corrupt", "backup", "unrecoverable")


def _names(rows: list[Row]) -> tuple[str, ...]:
    return tuple(sorted(row.text("name") for row in rows))


FILE_STATES_V: Final = Collector(
    id="oracle.file_states",
    provides=FILE_STATES,
    on=ORACLE,
    ask=sql(_TEXT, rights=RIGHTS, seconds=30),
    parse=parse,
)
