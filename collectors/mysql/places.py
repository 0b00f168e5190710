"""Where a MySQL or MariaDB server keeps its files: for the filesystems of its host."""

from posixpath import dirname, join, normpath
from typing import Final

from collectors.base import Answer, Collector, sql
from collectors.facts.database_servers import DATABASE_PLACES, HostSide, Place, ServerSide
from collectors.mysql.products import MYSQL, innodb

_TEXT: Final = (
    "SELECT @@datadir AS data, @@innodb_log_group_home_dir AS redo, @@log_bin_basename AS logs, @@tmpdir AS temporary"
)


def parse(answer: Answer) -> HostSide | ServerSide:
    """Read the folders; one that is no full path lies in the data directory."""
    row = innodb(answer).one()
    data = row.text("data")
    told = (
        ("data", data),
        ("wal", row.text("redo")),
        ("wal", dirname(row.text("logs"))),
        ("temporary", row.text("temporary").partition(":")[0]),
    )
    return ServerSide("mysql", tuple(dict.fromkeys(Place(role, normpath(join(data, path))) for role, path in told if path)))


PLACES_MYSQL: Final = Collector(id="mysql.places", provides=DATABASE_PLACES, on=MYSQL, ask=sql(_TEXT), parse=parse)
