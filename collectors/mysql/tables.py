"""Tables: those without a key, of other engines, with counters near their end, with doubled indexes.

What the account sees of them at all tells coverage.py. Every column has its alias: MySQL 8 names those of
information_schema in capitals, however they are written (bug 84456).

Sample (rows of the other engines)::

    [["shop", "old", "MyISAM"], ["shop", "gone", null]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, Reason, Sql, Statement, Unseen
from collectors.facts.mysql.tables import (
    COUNTING,
    COUNTING_ROWS,
    COVERAGE,
    INDEXED,
    INDEXED_ROWS,
    KEYLESS,
    OTHER_ENGINES,
    OTHER_ENGINES_ROWS,
    Counting,
    Keyless,
    OtherEngine,
    Tables,
)
from collectors.mysql.coverage import OWN, bounded
from collectors.mysql.products import MARIADB, MYSQL, V8, innodb, native, subject
from collectors.tables import Row
from config.text import _

MOST_KEYLESS: Final = 1000
_GRANT = _("GRANT REFERENCES ON *.* to the inspecting account: it sees every table then, and cannot read a row")


_OR_CLOSED: Final = " OR t.auto_increment IS NULL"
"""Where the dictionary is read from the tables themselves, a table that is locked at this moment says nothing of it."""


def _keyless(tables: str, indexes: str) -> str:
    return (
        "SELECT '' AS name, COUNT(*) AS tables_count, "  # noqa: S608 - constants
        f"(SELECT COUNT(*) FROM information_schema.{tables} u "
        f"JOIN information_schema.{indexes} j ON j.table_id = u.table_id "
        f"WHERE j.name = 'GEN_CLUST_INDEX' AND SUBSTRING_INDEX(u.name, '/', 1) NOT IN {OWN}) AS keyless_count "
        f"FROM information_schema.{tables} WHERE name LIKE '%/%' AND SUBSTRING_INDEX(name, '/', 1) NOT IN {OWN} "
        f"UNION ALL (SELECT t.name, 0, 0 FROM information_schema.{tables} t "
        f"JOIN information_schema.{indexes} i ON i.table_id = t.table_id WHERE i.name = 'GEN_CLUST_INDEX' "
        f"AND SUBSTRING_INDEX(t.name, '/', 1) NOT IN {OWN} ORDER BY t.name LIMIT {MOST_KEYLESS})"
    )


_KEYLESS_ASK: Final = Sql(
    (
        Statement(_keyless("innodb_sys_tables", "innodb_sys_indexes"), products=MARIADB),
        Statement(_keyless("innodb_tables", "innodb_indexes"), since=V8),
        Statement(_keyless("innodb_sys_tables", "innodb_sys_indexes")),
    ),
    seconds=30,
    rights="process",
)


def _engines(view: str) -> str:
    return (
        "SELECT table_schema AS table_schema, table_name AS table_name, engine AS engine "  # noqa: S608 - constants
        "FROM information_schema.tables WHERE table_type = 'BASE TABLE' "
        f"AND (engine IS NULL OR engine <> 'InnoDB') AND table_schema NOT IN {OWN} AND {bounded(view)} "
        "ORDER BY 1, 2 LIMIT 2000"
    )


def _counting(view: str, or_closed: str = _OR_CLOSED) -> str:
    return (
        "SELECT c.table_schema AS table_schema, c.table_name AS table_name, c.column_name AS column_name, "  # noqa: S608 - constants
        "c.column_type AS column_type, t.auto_increment AS auto_increment "
        "FROM information_schema.columns c JOIN information_schema.tables t "
        "ON t.table_schema = c.table_schema AND t.table_name = c.table_name "
        "WHERE c.extra LIKE '%auto_increment%' AND (t.auto_increment > CASE c.data_type WHEN 'tinyint' THEN 50 "
        "WHEN 'smallint' THEN 12000 WHEN 'mediumint' THEN 3000000 WHEN 'int' THEN 800000000 "
        f"ELSE 3000000000000000000 END{or_closed}) AND c.table_schema NOT IN {OWN} AND {bounded(view)} LIMIT 2000"
    )


_ENGINES_ASK: Final = Sql(
    (
        Statement(_engines("innodb_sys_tables"), products=MARIADB),
        Statement(_engines("innodb_tables"), since=V8),
        Statement(_engines("innodb_sys_tables")),
    ),
    seconds=30,
    rights="process references",
)
_COUNTING_ASK: Final = Sql(
    (
        Statement(_counting("innodb_sys_tables"), products=MARIADB),
        Statement(_counting("innodb_tables", ""), since=V8),
        Statement(_counting("innodb_sys_tables")),
    ),
    seconds=30,
    rights="process references",
)


def keyless(answer: Answer) -> Keyless:
    """Read the tables that InnoDB gave a hidden key. Partitions are one table."""
    total, *rows = innodb(answer).rows
    names = dict.fromkeys(subject(row.text("name")).partition("#")[0] for row in rows)
    is_whole = len(rows) < MOST_KEYLESS
    return Keyless(tuple(names), total.number("tables_count"), len(names) if is_whole else total.number("keyless_count"))


def engines(answer: Answer) -> tuple[OtherEngine, ...]:
    """Read the tables of other engines."""
    return tuple(OtherEngine(name_of(row), row.text("engine")) for row in native(answer))


def counting(answer: Answer) -> tuple[Counting, ...]:
    """Read the columns whose next value is beyond a third of what their type holds."""
    return tuple(
        Counting(
            f"{name_of(row)}.{row.text('column_name')}",
            row.text("column_type"),
            None if row.maybe("auto_increment") is None else row.number("auto_increment"),
        )
        for row in native(answer)
    )


def name_of(row: Row) -> str:
    """schema.table."""
    return f"{row.text('table_schema')}.{row.text('table_name')}"


def seen(found: object, covered: object) -> Tables:
    """Put what was found beside what the account sees. Raises what either came to: without coverage nothing is proved."""
    for one in (covered, found):
        if isinstance(one, Exception):
            raise one
    assert isinstance(covered, tuple)  # noqa: S101 - a kind comes to its facts, an Absent or a SessionError
    assert isinstance(found, tuple)  # noqa: S101 - as above
    dark = [one for one in covered if one.seen_count < one.tables_count]
    return Tables(
        found,
        sum(one.seen_count for one in covered),
        tuple(
            Unseen(
                one.name,
                Reason.DENIED,
                _("{seen:number} of {count:number} tables are shown", seen=one.seen_count, count=one.tables_count),
                _GRANT,
            )
            for one in dark
        ),
    )


KEYLESS_MYSQL: Final = Collector(id="mysql.keyless_tables", provides=KEYLESS, on=MYSQL, ask=_KEYLESS_ASK, parse=keyless)
ENGINES_MYSQL: Final = Collector(
    id="mysql.other_engines", provides=OTHER_ENGINES_ROWS, on=MYSQL, ask=_ENGINES_ASK, parse=engines
)
COUNTING_MYSQL: Final = Collector(
    id="mysql.auto_increments", provides=COUNTING_ROWS, on=MYSQL, ask=_COUNTING_ASK, parse=counting
)
SEEN: Final = (
    Derived(id="mysql.other_engines_seen", provides=OTHER_ENGINES, of=(OTHER_ENGINES_ROWS, COVERAGE), derive=seen),
    Derived(id="mysql.auto_increments_seen", provides=COUNTING, of=(COUNTING_ROWS, COVERAGE), derive=seen),
    Derived(id="mysql.same_beginnings_seen", provides=INDEXED, of=(INDEXED_ROWS, COVERAGE), derive=seen),
)
