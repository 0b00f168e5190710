"""Replication: the channels by which a server follows others, its binary logs, its group.

Sample (rows; of SHOW ALL SLAVES STATUS, shortened)::

    [["", "10.0.0.11", "3306", "Yes", "No", "0", "", "1062", "Error 'Duplicate entry ...", null, "0", "No", ""]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, SessionError, Sql, Statement
from collectors.facts.mysql.replication import (
    BINARY_LOG_FILES,
    BINARY_LOGS,
    CHANNELS,
    FOLLOWING,
    BinaryLogs,
    Channel,
    Following,
)
from collectors.facts.mysql.variables import SETTINGS, Variables
from collectors.mysql.products import MARIADB, MYSQL, ROLES_RENAMED, native
from collectors.tables import Row

_CHANNELS: Final = Sql(
    (
        Statement("SHOW ALL SLAVES STATUS", products=MARIADB),
        Statement("SHOW REPLICA STATUS", since=ROLES_RENAMED),
        Statement("SHOW SLAVE STATUS"),
    ),
    rights="replication",
)
_LOGS: Final = Sql((Statement("SHOW BINARY LOGS"),), most=20000, rights="replication")
_OF_GROUP: Final = ("group_replication_recovery", "group_replication_applier")
"""A member that has caught up shows the first, stopped (MySQL Reference Manual: Replication Channel Naming Conventions)."""
_FILTERS: Final = ("Do_DB", "Ignore_DB", "Do_Table", "Ignore_Table", "Wild_Do_Table", "Wild_Ignore_Table")


def channels(answer: Answer) -> tuple[Channel, ...]:
    """Read every channel; none is a server that follows nobody. A group's own channels are the group's business."""
    return tuple(one for row in native(answer) if not (one := _channel(row)).name.startswith(_OF_GROUP))


def _channel(row: Row) -> Channel:
    """One channel, in the words of before 8.0.22 (Slave, Master) or of after (Replica, Source)."""

    def said(*names: str) -> str:
        found = next((name for name in names if name in row), names[0])
        return row.text(found)

    executed = said("Executed_Gtid_Set", "Gtid_Slave_Pos", "Gtid_IO_Pos")
    lag = said("Seconds_Behind_Source", "Seconds_Behind_Master")
    using = said("Using_Gtid", "Auto_Position")
    state = said("Replica_SQL_Running_State", "Slave_SQL_Running_State", "Slave_SQL_State")
    return Channel(
        name=said("Channel_Name", "Connection_name"),
        source=f"{said('Source_Host', 'Master_Host')}:{said('Source_Port', 'Master_Port')}",
        receiver=said("Replica_IO_Running", "Slave_IO_Running"),
        applier=said("Replica_SQL_Running", "Slave_SQL_Running"),
        receiver_error=_error(row, "Last_IO_Errno", "Last_IO_Error"),
        applier_error=_error(row, "Last_SQL_Errno", "Last_SQL_Error"),
        lag_seconds=float(lag) if lag else None,
        delay_seconds=row.maybe("SQL_Delay") or 0.0,
        is_gtid=using.lower() not in {"", "0", "no"},
        is_waiting_all="has read all relay log" in state,
        received=said("Retrieved_Gtid_Set") if "Retrieved_Gtid_Set" in row else "",
        executed=executed,
        filters=tuple(f"Replicate_{name}={row[f'Replicate_{name}']}" for name in _FILTERS if row.get(f"Replicate_{name}")),
    )


def _error(row: Row, number: str, words: str) -> str:
    """Number and words; the words may quote a statement with its values, so only what stands before it is kept."""
    code = row.number(number, 0)
    said = row.text(words).partition(". Query:")[0].partition(" on query.")[0]
    return f"{code} {said}"[:_WORDS_MOST].strip() if code else ""


_WORDS_MOST: Final = 300


def following(found: object, settings: object) -> Following:
    """Put the channels beside what may be written."""
    if isinstance(found, SessionError):
        raise found
    known = settings if isinstance(settings, Variables) else None
    assert isinstance(found, tuple)  # noqa: S101 - a kind comes to its facts, an Absent or a SessionError
    return Following(found, known.is_on("read_only") if known else None, known.is_on("super_read_only") if known else None)


def files(answer: Answer) -> tuple[tuple[str, int], ...]:
    """Read the names and lengths of the binary logs."""
    return tuple((row.text("Log_name"), row.number("File_size")) for row in native(answer))


def logs(found: object, settings: object) -> BinaryLogs:
    """Say what binary logs there are; a server that writes none refuses to list them (1381), and its settings say so."""
    if isinstance(settings, Variables) and settings.is_on("log_bin") is False:
        return BinaryLogs(is_on=False, count=0, size_bytes=0, kept_seconds=0.0)
    for one in (found, settings):
        if isinstance(one, Exception):
            raise one
    assert isinstance(settings, Variables)  # noqa: S101 - as above
    assert isinstance(found, tuple)  # noqa: S101 - as above
    return BinaryLogs(
        is_on=True,
        count=len(found),
        size_bytes=sum(size for _name, size in found),
        kept_seconds=_kept(settings),
        first=found[0][0] if found else "",
        last=found[-1][0] if found else "",
    )


def _kept(settings: Variables) -> float:
    """Seconds after which a binary log is purged; MySQL 8's own switch may hold that back (0: never)."""
    if settings.is_on("binlog_expire_logs_auto_purge") is False:
        return 0.0
    return (settings.number("binlog_expire_logs_seconds") or 0.0) or (settings.number("expire_logs_days") or 0.0) * 86400


CHANNELS_MYSQL: Final = Collector(id="mysql.channels", provides=CHANNELS, on=MYSQL, ask=_CHANNELS, parse=channels)
FOLLOWINGS: Final = Derived(id="mysql.following", provides=FOLLOWING, of=(CHANNELS, SETTINGS), derive=following)
BINARY_LOG_FILES_MYSQL: Final = Collector(
    id="mysql.binary_log_files", provides=BINARY_LOG_FILES, on=MYSQL, ask=_LOGS, parse=files
)
BINARY_LOGS_DERIVED: Final = Derived(
    id="mysql.binary_logs", provides=BINARY_LOGS, of=(BINARY_LOG_FILES, SETTINGS), derive=logs
)
