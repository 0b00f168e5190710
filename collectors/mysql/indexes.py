"""Indexes of tables that have several beginning with the same column: the only ones of which one may be superfluous.

One row a table; in it indexes are parted by the sign RS (1e), their words by US (1f): name, 0 for unique, kind, columns.
"""

from typing import Final

from collectors.base import Answer, Collector, Sql, Statement
from collectors.facts.mysql.tables import INDEXED_ROWS, Index, Indexed
from collectors.mysql.coverage import OWN, bounded
from collectors.mysql.products import MARIADB, MYSQL, V8, native
from collectors.mysql.tables import name_of

_UNIT, _RECORD = "\x1f", "\x1e"


def _same(expression: str, view: str) -> str:
    column = f"CONCAT({expression}, IFNULL(CONCAT('(', sub_part, ')'), ''), IF(collation = 'D', ' DESC', ''))"
    return (
        "SELECT i.table_schema AS table_schema, i.table_name AS table_name, "  # noqa: S608 - constants
        "GROUP_CONCAT(CONCAT_WS(CHAR(31), index_name, non_unique, index_type, columns) "
        "ORDER BY index_name SEPARATOR 0x1E) AS indexes FROM (SELECT table_schema AS table_schema, "
        "table_name AS table_name, index_name AS index_name, "
        "MIN(non_unique) AS non_unique, MIN(index_type) AS index_type, "
        f"GROUP_CONCAT({column} ORDER BY seq_in_index SEPARATOR 0x1F) AS columns, "
        f"MIN(CASE seq_in_index WHEN 1 THEN {expression} END) AS beginning "
        f"FROM information_schema.statistics WHERE table_schema NOT IN {OWN} AND {bounded(view)} "
        "GROUP BY table_schema, table_name, index_name) i "
        "GROUP BY i.table_schema, i.table_name HAVING COUNT(*) > COUNT(DISTINCT beginning) LIMIT 2000"
    )


_INDEXED_ASK: Final = Sql(
    (
        Statement(_same("column_name", "innodb_sys_tables"), products=MARIADB),
        Statement(_same("IFNULL(column_name, CONCAT('expression of ', index_name))", "innodb_tables"), since=V8),
        Statement(_same("column_name", "innodb_sys_tables")),
    ),
    seconds=30,
    rights="process references",
)


def indexed(answer: Answer) -> tuple[Indexed, ...]:
    """Read the tables of which several indexes begin alike."""
    return tuple(
        Indexed(name_of(row), tuple(_index(one) for one in row.text("indexes").split(_RECORD))) for row in native(answer)
    )


def _index(words: str) -> Index:
    name, non_unique, kind, *columns = words.split(_UNIT)
    return Index(name, non_unique == "0", kind, tuple(columns))


INDEXED_MYSQL: Final = Collector(
    id="mysql.same_beginnings", provides=INDEXED_ROWS, on=MYSQL, ask=_INDEXED_ASK, parse=indexed
)
