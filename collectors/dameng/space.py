"""Tablespaces and their data files.

Sizes of V$DATAFILE are counted in pages (SF_GET_PAGE_SIZE(), one size for a whole database), MAX_SIZE and
NEXT_SIZE in MiB (DM8 系统管理员手册, appendix 2).
DBA_FREE_SPACE is not read: a tablespace that is full has no row there.

Sample (one row of v$tablespace beside v$datafile)::

    [["4", "MAIN", "1", "0", "1", "/dm8/data/DAMENG/MAIN.DBF", "16384", "12000", "8192", "1", "0"]]
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, sql
from collectors.dameng.rows import DAMENG, RIGHTS, rows_of
from collectors.facts.dameng.space import TABLESPACES, DataFile, Tablespace
from collectors.tables import Row

_MIB: Final = 1 << 20
_MOST_PAGES: Final = 2_147_483_647
"""Of one data file (DM8_SQL 语言使用手册, CREATE TABLESPACE: 4096 to 2147483647 pages)."""
_TEMPORARY: Final = 2


def _file(row: Row) -> DataFile:
    page = row.number("page_size")
    size = row.number("total_size") * page
    most = row.number("max_size", 0) * _MIB or _MOST_PAGES * page
    is_growing = row.flag("auto_extend")
    return DataFile(
        row.text("path"), size, row.number("free_size") * page, max(size, most) if is_growing else size, is_growing
    )


def parse(answer: Answer) -> tuple[Tablespace, ...]:
    """Read every tablespace with as many files as it says that it has."""
    by_name: dict[str, list[Row]] = {}
    for row in rows_of(answer, lambda one: one):
        by_name.setdefault(row.text("name"), []).append(row)
    found = []
    for name, rows in by_name.items():
        files = tuple(_file(row) for row in rows if row["path"] is not None)
        if len(files) < rows[0].number("file_num"):
            raise ParseError("fewer files than the tablespace has", name)
        found.append(Tablespace(name, rows[0].number("kind") == _TEMPORARY, rows[0].number("status"), files))
    return tuple(found)


TABLESPACES_V: Final = Collector(
    id="dameng.tablespaces",
    provides=TABLESPACES,
    on=DAMENG,
    ask=sql(
        "select t.id, t.name, t.type$ as kind, t.status$ as status, t.file_num, f.path, f.total_size, f.free_size, "
        "sf_get_page_size() as page_size, f.auto_extend, f.max_size "
        "from v$tablespace t left join v$datafile f on f.group_id = t.id "
        "order by t.id, f.id",
        rights=RIGHTS,
    ),
    parse=parse,
)
