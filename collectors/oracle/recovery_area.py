"""The fast recovery area and the archive destinations; V$PARAMETER and V$DATABASE stand in every row as witnesses."""

from typing import Final

from collectors.base import Absent, Answer, Collector, sql
from collectors.facts.oracle.recovery import (
    ARCHIVED_LOGS,
    DESTINATIONS,
    RECOVERY_AREAS,
    ArchivedLogs,
    Destination,
    Destinations,
    RecoveryArea,
)
from collectors.oracle.containers import ORACLE, RIGHTS, witnessed
from collectors.oracle.spelling import table
from collectors.tables import Row


def parse_area(answer: Answer) -> RecoveryArea:
    """Read the one row. Absent where no recovery area is set."""
    row = table(answer).one()
    if not row.text("path"):
        raise Absent("db_recovery_file_dest = ''")
    return RecoveryArea(
        path=row.text("path"),
        limit_bytes=row.number("space_limit"),
        used_bytes=row.number("space_used"),
        reclaimable_bytes=row.number("space_reclaimable"),
        files_count=row.number("number_of_files"),
    )


def parse_destinations(answer: Answer) -> Destinations:
    """Read every destination that is not merely a number (there are always 10, from 11.2 on 31, on each instance)."""
    rows = witnessed(table(answer).rows, "gv$archive_dest")
    return Destinations(rows[0].text("log_mode"), tuple(_destination(row) for row in rows))


def _destination(row: Row) -> Destination:
    return Destination(
        instance_number=row.number("inst_id"),
        number=row.number("dest_id"),
        status=row.text("status"),
        target=row.text("target"),
        place=row.text("destination"),
        error=row.text("error"),
        binding=row.text("binding"),
    )


def parse_archived(answer: Answer) -> ArchivedLogs:
    """Read the one row: sums over what is on disk and in no backup."""
    row = table(answer).one()
    return ArchivedLogs(
        log_mode=row.text("log_mode"),
        unsaved_count=row.number("logs"),
        unsaved_bytes=row.number("bytes", 0),
        oldest_seconds=row.maybe("oldest_seconds"),
        role=row.text("database_role"),
        saved_count=row.number("saved"),
        standbys_count=row.number("standbys"),
    )


RECOVERY_AREA_V: Final = Collector(
    id="oracle.recovery_area",
    provides=RECOVERY_AREAS,
    on=ORACLE,
    ask=sql(
        "select p.value as path, r.space_limit, r.space_used, r.space_reclaimable, r.number_of_files from v$parameter p "
        "left join v$recovery_file_dest r on 1 = 1 where p.name = 'db_recovery_file_dest'",
        rights=RIGHTS,
    ),
    parse=parse_area,
)
DESTINATIONS_GV: Final = Collector(
    id="oracle.archive_destinations",
    provides=DESTINATIONS,
    on=ORACLE,
    ask=sql(
        "select d.log_mode, a.inst_id, a.dest_id, a.status, a.target, a.destination, a.error, a.binding "
        "from gv$archive_dest a join v$database d on 1 = 1 order by a.inst_id, a.dest_id",
        rights=RIGHTS,
    ),
    parse=parse_destinations,
)
ARCHIVED_LOGS_V: Final = Collector(
    id="oracle.archived_logs",
    provides=ARCHIVED_LOGS,
    on=ORACLE,
    ask=sql(
        "select d.log_mode, d.database_role, a.logs, a.bytes, a.oldest_seconds, b.saved, s.standbys from v$database d "
        "join (select count(*) as logs, sum(blocks * block_size) as bytes, "
        "round((sysdate - min(completion_time)) * 86400) as oldest_seconds from v$archived_log where backup_count = 0 "
        "and deleted = 'NO' and archived = 'YES' and standby_dest = 'NO' and name is not null) a on 1 = 1 "
        "join (select count(*) as saved from v$archived_log where backup_count > 0) b on 1 = 1 "
        "join (select count(*) as standbys from gv$archive_dest where target = 'STANDBY' "
        "and status in ('VALID', 'IDLE')) s on 1 = 1",
        rights=RIGHTS,
        seconds=30,
    ),
    parse=parse_archived,
)
