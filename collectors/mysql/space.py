"""Space: the InnoDB files by schema, and the biggest tables with what their statistics say is in use.

Read from InnoDB's own dictionary with PROCESS alone: no table is opened, none is waited for, and no schema is hidden. Names
are as in file names (``@4e2d`` for a sign beyond ASCII). Tables of other engines take space that is not counted here.

Sample (rows of the spaces)::

    [["innodb_system", "1", "12582912"], ["shop", "7", "311296"], ["@4e2d@6587", "1", "98304"]]
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, Sql, Statement
from collectors.facts.mysql.space import BIG_TABLES, SPACE, BigTable, BigTables, SchemaSpace
from collectors.mysql.products import MARIADB, MYSQL, V8, innodb, plain, subject

LEAST_BYTES: Final = 64 * 1024 * 1024
"""Smaller tables are not worth a word about their free space."""
MOST_TABLES: Final = 100
PAGE_BYTES_DEFAULT: Final = 16384
_OWN: Final = frozenset({"mysql", "sys", "performance_schema", "information_schema"})


def _spaces(view: str) -> str:
    return (
        f"SELECT CAST(SUBSTRING_INDEX(name, '/', 1) AS BINARY) AS name, COUNT(*) AS files_count, "  # noqa: S608 - constants
        f"SUM(file_size) AS size_bytes, SUM(name LIKE '%/%') AS tables_count FROM information_schema.{view} GROUP BY 1"
    )


def _big(spaces: str, stats: str) -> str:
    return (
        "SELECT t.name AS name, t.file_size AS file_size, s.stats_initialized AS stats_initialized, "  # noqa: S608 - constants
        "s.num_rows AS num_rows, s.clust_index_size AS clust_index_size, s.other_index_size AS other_index_size, "
        "@@innodb_page_size AS page_size, "
        f"(SELECT COUNT(*) FROM information_schema.{spaces} WHERE name LIKE '%/%' AND file_size >= {LEAST_BYTES}) AS "
        "big_count "
        f"FROM information_schema.{spaces} t LEFT JOIN information_schema.{stats} s ON s.name = t.name "
        f"WHERE t.name LIKE '%/%' AND t.file_size >= {LEAST_BYTES} ORDER BY t.file_size DESC LIMIT {MOST_TABLES}"
    )


_SPACE_ASK: Final = Sql(
    (
        Statement(_spaces("innodb_sys_tablespaces"), products=MARIADB),
        Statement(_spaces("innodb_tablespaces"), since=V8),
        Statement(_spaces("innodb_sys_tablespaces")),
    ),
    rights="process",
)
_BIG_ASK: Final = Sql(
    (
        Statement(_big("innodb_sys_tablespaces", "innodb_sys_tablestats"), products=MARIADB),
        Statement(_big("innodb_tablespaces", "innodb_tablestats"), since=V8),
        Statement(_big("innodb_sys_tablespaces", "innodb_sys_tablestats")),
    ),
    rights="process",
)


def parse(answer: Answer) -> tuple[SchemaSpace, ...]:
    """Read the schemas. A server with InnoDB has its own tablespaces at least."""
    found = [
        SchemaSpace(
            plain(row.text("name")),
            row.number("files_count"),
            row.number("size_bytes", 0),
            is_own=not row.number("tables_count") or row.text("name") in _OWN,
        )
        for row in innodb(answer)
    ]
    if not found:
        raise ParseError("a server without a single tablespace")
    return tuple(sorted(found, key=lambda one: (one.is_own, one.name)))


def big(answer: Answer) -> BigTables:
    """Read the biggest tables; none is an answer too, of a server without big ones."""
    found = innodb(answer)
    tables = []
    for row in found:
        page = row.number("page_size", PAGE_BYTES_DEFAULT)
        has_statistics = row.text("stats_initialized").lower() in {"1", "initialized"}
        tables.append(
            BigTable(
                subject(row.text("name")),
                row.number("file_size"),
                row.number("num_rows") if has_statistics else None,
                row.number("clust_index_size") * page if has_statistics else None,
                row.number("other_index_size") * page if has_statistics else None,
            )
        )
    count = max((row.number("big_count") for row in found), default=0)
    return BigTables(tuple(tables), LEAST_BYTES, count <= len(tables))


SPACES_MYSQL: Final = Collector(id="mysql.space", provides=SPACE, on=MYSQL, ask=_SPACE_ASK, parse=parse)
BIG_TABLES_MYSQL: Final = Collector(id="mysql.big_tables", provides=BIG_TABLES, on=MYSQL, ask=_BIG_ASK, parse=big)
