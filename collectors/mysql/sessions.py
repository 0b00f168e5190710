"""What runs at the moment: open transactions, waits for locks, the history that purge has yet to clean up.

InnoDB writes ``trx_started`` in the time zone of the server's machine, whatever zone the session has: it is compared with
the present in that same zone. The text of statements is not asked for.

Sample (rows of the transactions)::

    [["41", "7312", "app", "10.0.0.21:50122", "shop", "Sleep", "7300", "3", "1", "1"]]
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, Reason, SessionError, Sql, Statement
from collectors.facts.mysql.sessions import HISTORY, TRANSACTIONS, WAITS, Transaction, Transactions, Wait
from collectors.mysql.products import MARIADB, MYSQL, V8, innodb, native
from config.text import _

_PRESENT: Final = "CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')"
_MOST: Final = 50
_TRANSACTIONS_ASK: Final = Sql(
    (
        Statement(
            f"SELECT t.trx_mysql_thread_id AS thread, TIMESTAMPDIFF(SECOND, t.trx_started, {_PRESENT}) AS age_seconds, "  # noqa: S608 - constants
            "p.user AS user, p.host AS host, p.db AS db, p.command AS command, p.time AS state_seconds, "
            "t.trx_rows_locked AS trx_rows_locked, t.trx_rows_modified AS trx_rows_modified, "
            "(SELECT COUNT(*) FROM information_schema.innodb_trx) AS total_count FROM information_schema.innodb_trx t "
            "LEFT JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id "
            f"WHERE t.trx_mysql_thread_id <> CONNECTION_ID() ORDER BY t.trx_started LIMIT {_MOST}"
        ),
    ),
    rights="process",
)
_METADATA: Final = (
    "UNION ALL SELECT 'metadata', p.time, p.id, p.user, 0, '', '' FROM information_schema.processlist p "
    "WHERE p.state LIKE 'Waiting for%metadata lock' OR p.state LIKE 'Waiting for table flush' LIMIT 200"
)


def _waits(source: str, waiting: str, blocking: str) -> str:
    """Who waits is told by the transactions themselves: the list of who blocks whom is empty without performance_schema."""
    return (
        f"SELECT 'row' AS kind, TIMESTAMPDIFF(SECOND, r.trx_wait_started, {_PRESENT}) AS waiting_seconds, "  # noqa: S608 - constants
        "r.trx_mysql_thread_id AS waiter, q.user AS waiter_user, b.trx_mysql_thread_id AS blocker, h.user AS blocker_user, "
        "h.command AS blocker_state FROM information_schema.innodb_trx r "
        f"LEFT JOIN {source} w ON w.{waiting} = r.trx_id "
        f"LEFT JOIN information_schema.innodb_trx b ON b.trx_id = w.{blocking} "
        "LEFT JOIN information_schema.processlist q ON q.id = r.trx_mysql_thread_id "
        "LEFT JOIN information_schema.processlist h ON h.id = b.trx_mysql_thread_id "
        f"WHERE r.trx_state = 'LOCK WAIT' {_METADATA}"
    )


_OF_5: Final = _waits("information_schema.innodb_lock_waits", "requesting_trx_id", "blocking_trx_id")
_OF_8: Final = _waits(
    "performance_schema.data_lock_waits", "requesting_engine_transaction_id", "blocking_engine_transaction_id"
)
_WAITS_ASK: Final = Sql(
    (Statement(_OF_5, products=MARIADB), Statement(_OF_8, since=V8), Statement(_OF_5)), rights="process performance_schema"
)
_METRIC: Final = "FROM information_schema.innodb_metrics WHERE name = 'trx_rseg_history_len'"
_HISTORY_ASK: Final = Sql(
    (
        Statement(f"SELECT count AS length, enabled AS is_counted {_METRIC}", since=100500, products=MARIADB),
        Statement(f"SELECT count AS length, status = 'enabled' AS is_counted {_METRIC}"),
    ),
    rights="process",
)
_COUNT = _("SET GLOBAL innodb_monitor_enable = 'trx_rseg_history_len' on the server, then inspect again")


def transactions(answer: Answer) -> Transactions:
    """Read the oldest open transactions; none is an answer too."""
    found = innodb(answer)
    oldest = tuple(
        Transaction(
            thread=row.number("thread"),
            age_seconds=float(row.number("age_seconds")),
            user=row.text("user"),
            host=row.text("host").rpartition(":")[0] or row.text("host"),
            schema=row.text("db"),
            is_idle=row.text("command") == "Sleep",
            idle_seconds=row.maybe("state_seconds") or 0.0 if row.text("command") == "Sleep" else 0.0,
            rows_locked=row.number("trx_rows_locked", 0),
            rows_modified=row.number("trx_rows_modified", 0),
        )
        for row in found
    )
    return Transactions(oldest, max((row.number("total_count") for row in found), default=0))


def waits(answer: Answer) -> tuple[Wait, ...]:
    """Read who waits for whom."""
    return tuple(
        Wait(
            row.text("kind"),
            max(0.0, row.maybe("waiting_seconds") or 0.0),
            row.number("waiter"),
            row.text("waiter_user"),
            row.number("blocker", 0),
            row.text("blocker_user"),
            row.text("blocker_state"),
        )
        for row in native(answer)
    )


def history(answer: Answer) -> int:
    """Read the length; one that is not counted stands at 0 and says nothing."""
    row = innodb(answer).one()
    if not row.flag("is_counted"):
        raise SessionError(Reason.NO_RECORD, "trx_rseg_history_len", _COUNT)
    length = row.number("length")
    if length < 0:
        raise ParseError("a negative length", str(length))
    return length


TRANSACTIONS_MYSQL: Final = Collector(
    id="mysql.transactions", provides=TRANSACTIONS, on=MYSQL, ask=_TRANSACTIONS_ASK, parse=transactions
)
WAITS_MYSQL: Final = Collector(id="mysql.waits", provides=WAITS, on=MYSQL, ask=_WAITS_ASK, parse=waits)
HISTORY_MYSQL: Final = Collector(id="mysql.history", provides=HISTORY, on=MYSQL, ask=_HISTORY_ASK, parse=history)
