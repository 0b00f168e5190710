"""The error log, where the server gives it in SQL (MySQL 8.0.22 on): kinds of message, how often, a sample of each.

Of MariaDB and of older servers the log is a file or the journal: what is read there stands in linux/mysql_logs.py.

Sample (rows)::

    [["MY-012592", "Error", "InnoDB", "3", "2026-11-20 01:00:00.1", "2026-11-21 09:00:00.2", "Operating system error ...",
      "2026-09-01 00:00:00.0"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, Sql, Statement
from collectors.facts.mysql.accounts import ERROR_LOG, ErrorLog, LoggedError
from collectors.mysql.products import MARIADB, MYSQL, ROLES_RENAMED, native
from config.text import _

DAYS: Final = 92
"""A quarter: from one inspection to the next."""
_BEFORE_QUERY: Final = "SUBSTRING_INDEX(SUBSTRING_INDEX(MAX(e.data), 'Query: ', 1), 'query: ', 1)"
_BEFORE_VALUE: Final = f"SUBSTRING_INDEX(SUBSTRING_INDEX({_BEFORE_QUERY}, 'Duplicate entry ', 1), ' value: ', 1)"
_SAMPLE: Final = f"LEFT(SUBSTRING_INDEX({_BEFORE_VALUE}, 'Statement: ', 1), 300)"
"""Messages of replication quote a statement or a row's values towards their end: the server cuts them off."""
_ASK: Final = Sql(
    (
        Statement("SELECT @@log_error AS log_error", products=MARIADB),
        Statement(
            "SELECT e.error_code AS error_code, e.prio AS prio, e.subsystem AS subsystem, "  # noqa: S608 - constants
            "COUNT(e.error_code) AS times, MIN(e.logged) AS first_at, MAX(e.logged) AS last_at, "
            f"{_SAMPLE} AS sample, s.since_at AS since_at "
            "FROM (SELECT MIN(logged) AS since_at FROM performance_schema.error_log) s "
            "LEFT JOIN performance_schema.error_log e ON e.prio IN ('Error', 'Warning', 'System') "
            f"AND e.logged > NOW() - INTERVAL {DAYS} DAY "
            "GROUP BY e.error_code, e.prio, e.subsystem, s.since_at ORDER BY times DESC LIMIT 500",
            since=ROLES_RENAMED,
        ),
        Statement("SELECT @@log_error AS log_error"),
    ),
    rights="performance_schema",
)
_HOST = _("inspect the machine that it runs on as well (host: in its entry): the log is a file there")


def parse(answer: Answer) -> ErrorLog:
    """Read the kinds. Raises SessionError where the server does not give its log in SQL: somebody must look at the file."""
    found = native(answer)
    if found.rows and "log_error" in found.rows[0]:
        raise SessionError(Reason.NO_RECORD, found.one().text("log_error") or "log_error", _HOST)
    kinds = tuple(
        LoggedError(
            code=row.text("error_code"),
            level=row.text("prio"),
            subsystem=row.text("subsystem"),
            count=row.number("times"),
            first_at=row.moment("first_at"),
            last_at=row.moment("last_at"),
            sample=row.text("sample"),
        )
        for row in found
        if row.text("error_code")
    )
    since = found.rows[0].moment("since_at") if found.rows else None
    if since is None:
        raise SessionError(Reason.EMPTY, "performance_schema.error_log", _HOST)
    return ErrorLog(kinds, DAYS, since)


ERROR_LOG_MYSQL: Final = Collector(id="mysql.error_log", provides=ERROR_LOG, on=MYSQL, ask=_ASK, parse=parse)
