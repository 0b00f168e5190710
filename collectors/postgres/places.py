"""Where a PostgreSQL server keeps its files: for the filesystems of its host. Where pg_wal leads no statement tells."""

from typing import Final

from collectors.base import Answer, Collector, Reason, Unseen, sql
from collectors.facts.database_servers import DATABASE_PLACES, HostSide, Place, ServerSide
from collectors.postgres.instances import POSTGRES
from collectors.tables import table
from config.text import _

_TEXT: Final = """\
select 'data' as role, (select setting from pg_settings where name = 'data_directory') as path
union all
select 'tablespace', pg_tablespace_location(oid) from pg_tablespace where pg_tablespace_location(oid) <> ''"""
_GRANT: Final = _("grant pg_monitor (or pg_read_all_settings) to the inspecting account: else data_directory is not shown")


def parse(answer: Answer) -> HostSide | ServerSide:
    """Read the folders; the data directory is hidden from an account without the right."""
    rows = table(answer).rows
    places = tuple(Place(row.text("role"), row.text("path")) for row in rows if row.text("path"))
    hidden = (Unseen("", Reason.DENIED, "data_directory", _GRANT),) if len(places) < len(rows) else ()
    return ServerSide("postgres", places, hidden)


PLACES_POSTGRES: Final = Collector(
    id="postgres.places", provides=DATABASE_PLACES, on=POSTGRES, ask=sql(_TEXT, rights="pg_monitor"), parse=parse
)
