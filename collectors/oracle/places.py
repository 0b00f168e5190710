"""Where an Oracle database keeps its files: for the filesystems of its host. What lies on ASM is judged with its groups."""

from posixpath import dirname
from typing import Final

from collectors.base import Absent, Answer, Collector, Reason, SessionError, sql
from collectors.facts.database_servers import DATABASE_PLACES, HostSide, Place, ServerSide
from collectors.oracle.containers import ORACLE, RIGHTS, about
from collectors.oracle.spelling import table
from collectors.tables import Row

_TEXT: Final = (
    "select 'all' as about, to_char(count(*)) as path from v$datafile union all "
    "select 'data', name from v$datafile union all select 'temporary', name from v$tempfile union all "
    "select 'wal', member from v$logfile union all "
    "select 'archive', destination from gv$archive_dest where status in ('VALID', 'ALTERNATE') union all "
    "select 'recovery', value from v$parameter where name = 'db_recovery_file_dest' union all "
    "select 'log', value from v$parameter where name = 'diagnostic_dest'"
)
_FILES: Final = frozenset({"data", "temporary", "wal"})
"""Of these the file is named; of the others the folder."""


def parse(answer: Answer) -> HostSide | ServerSide:
    """Read the folders, once each. Absent where none of them lies on a filesystem."""
    rows = table(answer).rows
    counted = about(rows, "all")
    if len(counted) != 1 or counted[0].text("path") in {"", "0"}:
        raise SessionError(Reason.EMPTY, "v$datafile")
    places = tuple(dict.fromkeys(_place(row) for row in rows if row.text("path").startswith("/")))
    if not places:
        raise Absent(f"v$datafile: {counted[0].text('path')} files, none on a filesystem")
    return ServerSide("oracle", places)


def _place(row: Row) -> Place:
    role, path = row.text("about"), row.text("path")
    return Place(role, dirname(path) if role in _FILES else path.rstrip("/") or "/")


PLACES_V: Final = Collector(
    id="oracle.places", provides=DATABASE_PLACES, on=ORACLE, ask=sql(_TEXT, rights=RIGHTS, most=20000), parse=parse
)
