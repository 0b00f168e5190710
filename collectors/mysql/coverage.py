"""Which tables the account sees, beside those that there are.

information_schema shows an account only what it has some right on; InnoDB's own dictionary (PROCESS) shows all names. Both
are compared, so that no rows are not taken for no fault.

Sample (rows)::

    [["shop", "7", "0"], ["hr", "12", "0"], ["shop", "0", "7"], ["", "19", "0"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, Sql, Statement
from collectors.facts.mysql.tables import COVERAGE, SchemaSeen
from collectors.mysql.products import MARIADB, MYSQL, V8, innodb, plain
from config.text import _

OWN: Final = "('mysql','sys','information_schema','performance_schema')"
MOST_TABLES: Final = 20_000
"""With more of them the dictionary is not walked: MariaDB and MySQL 5.7 open every table to tell of it (measured on MariaDB
10.11: 200 of 200, 2.5 s for the counters of 6,000; with this bound none), MySQL 8 does so for auto_increment."""
_TOO_MANY = _("have a DBA look at them at a quiet hour: telling of so many tables would make the server open every one")


def bounded(view: str) -> str:
    """The condition under which a statement walks the dictionary; the coverage tells whether it holds."""
    return f"(SELECT COUNT(*) FROM information_schema.{view} WHERE name LIKE '%/%') <= {MOST_TABLES}"  # noqa: S608 - constants


def _coverage(view: str) -> str:
    bare = "SUBSTRING_INDEX(SUBSTRING_INDEX(name, '#P#', 1), '#p#', 1)"
    return (
        "SELECT CAST(SUBSTRING_INDEX(name, '/', 1) AS BINARY) AS name, "  # noqa: S608 - constants
        f"COUNT(DISTINCT CAST({bare} AS BINARY)) AS tables_count, 0 AS seen_count FROM information_schema.{view} "
        "WHERE name LIKE '%/%' AND name NOT LIKE '%/FTS\\_%' "
        f"AND name NOT LIKE '%/#sql%' AND SUBSTRING_INDEX(name, '/', 1) NOT IN {OWN} GROUP BY 1 "
        "UNION ALL SELECT CAST(table_schema AS BINARY), 0, COUNT(*) FROM information_schema.tables "
        "WHERE table_type IN ('BASE TABLE','SEQUENCE','SYSTEM VERSIONED') AND engine = 'InnoDB' "
        f"AND table_name NOT LIKE 'FTS\\_%' AND table_schema NOT IN {OWN} AND {bounded(view)} GROUP BY 1 "
        f"UNION ALL SELECT '', COUNT(*), 0 FROM information_schema.{view} WHERE name LIKE '%/%'"
    )


_COVERAGE_ASK: Final = Sql(
    (
        Statement(_coverage("innodb_sys_tables"), products=MARIADB),
        Statement(_coverage("innodb_tables"), since=V8),
        Statement(_coverage("innodb_sys_tables")),
    ),
    seconds=30,
    rights="process references",
)


def coverage(answer: Answer) -> tuple[SchemaSeen, ...]:
    """Read, by schema, how many tables there are and how many are seen. Raises SessionError where there are too many."""
    there: dict[str, list[int]] = {}
    for row in innodb(answer):
        if not row.text("name"):
            if (count := row.number("tables_count")) > MOST_TABLES:
                raise SessionError(Reason.BUDGET, _("{count:number} tables", count=count), _TOO_MANY)
            continue
        counts = there.setdefault(plain(row.text("name")), [0, 0])
        counts[0] += row.number("tables_count")
        counts[1] += row.number("seen_count")
    return tuple(SchemaSeen(name, *counts) for name, counts in sorted(there.items()))


COVERAGE_MYSQL: Final = Collector(id="mysql.coverage", provides=COVERAGE, on=MYSQL, ask=_COVERAGE_ASK, parse=coverage)
