"""The kinds of statement that have cost most, by performance_schema: their text without its values.

Sample (rows)::

    [["9f1c...", "shop", "SELECT * FROM `orders` WHERE `customer` = ?", "120", "340.5", "9000000", "120", "120", "0", ...]]
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, Sql, Statement
from collectors.facts.mysql.sessions import TOP_STATEMENTS, Statements, TopStatements
from collectors.mysql.products import MYSQL, SWITCH, native
from config.text import _

_CONSUMER = _("switch statements_digest on in performance_schema.setup_consumers, then inspect again after a working day")
_TEXT_MOST: Final = 300
_MOST: Final = 20
_PICOSECONDS: Final = "1e12"
_TABLE: Final = "performance_schema.events_statements_summary_by_digest"
_ASK: Final = Sql(
    (
        Statement(
            "SELECT IFNULL(d.digest, '') AS digest, IFNULL(d.schema_name, '') AS schema_name, "  # noqa: S608 - constants
            f"LEFT(d.digest_text, {_TEXT_MOST}) AS digest_text, d.count_star AS count_star, "
            f"d.sum_timer_wait / {_PICOSECONDS} AS total_seconds, d.sum_rows_examined AS sum_rows_examined, "
            "d.sum_rows_sent AS sum_rows_sent, d.sum_no_index_used AS sum_no_index_used, d.sum_errors AS sum_errors, "
            "a.all_seconds AS all_seconds, a.lost_count AS lost_count, @@performance_schema AS is_counted "
            f"FROM (SELECT SUM(sum_timer_wait) / {_PICOSECONDS} AS all_seconds, "
            f"SUM(IF(digest IS NULL, count_star, 0)) AS lost_count FROM {_TABLE}) a "
            f"LEFT JOIN {_TABLE} d ON 1 = 1 ORDER BY d.sum_timer_wait DESC LIMIT {_MOST}"
        ),
    ),
    rights="performance_schema",
)


def parse(answer: Answer) -> TopStatements:
    """Read the kinds. A server that counts nothing, not even what we have just said, says nothing about its statements."""
    rows = native(answer).rows
    if not rows or not rows[0].flag("is_counted"):
        raise SessionError(Reason.NO_RECORD, "performance_schema = OFF", SWITCH)
    if rows[0].maybe("all_seconds") is None:
        raise SessionError(Reason.NO_RECORD, "events_statements_summary_by_digest: 0", _CONSUMER)
    kinds = tuple(
        Statements(
            digest=row.text("digest"),
            schema=row.text("schema_name"),
            text=row.text("digest_text"),
            calls_count=row.number("count_star"),
            total_seconds=row.maybe("total_seconds") or 0.0,
            rows_examined=row.number("sum_rows_examined", 0),
            rows_sent=row.number("sum_rows_sent", 0),
            no_index_count=row.number("sum_no_index_used", 0),
            errors_count=row.number("sum_errors", 0),
        )
        for row in rows
        if row.text("digest")
    )
    return TopStatements(kinds, rows[0].maybe("all_seconds") or 0.0, int(rows[0].maybe("lost_count") or 0))


TOP_STATEMENTS_MYSQL: Final = Collector(id="mysql.top_statements", provides=TOP_STATEMENTS, on=MYSQL, ask=_ASK, parse=parse)
