"""Sessions, waits, open transactions, deadlocks and slow statements.

V$TRX has no start time: how long a transaction is open is told by when its session last asked for something, which is a
lower bound. The unit of V$TRXWAIT.WAIT_TIME is not documented, so the waiting session's own time is taken instead.
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, sql
from collectors.dameng.rows import DAMENG, RIGHTS, all_visible, beside
from collectors.facts.dameng.sessions import (
    DEADLOCKS,
    SESSIONS,
    SLOW_STATEMENTS,
    TRANSACTIONS,
    WAITS,
    Deadlocks,
    Sessions,
    SlowStatement,
    Transaction,
    Wait,
)
from collectors.tables import Row, table
from config.text import _

_MONITOR: Final = _(
    "with ENABLE_MONITOR = 1 the server keeps its slowest statements; agree with the customer, it costs a little"
)


def parse_sessions(answer: Answer) -> Sessions:
    """Read the one row."""
    row = table(answer).one()
    return Sessions(
        row.number("n_sess"), row.number("active"), row.number("max_sessions"), max(0, row.number("licensed", 0))
    )


def parse_waits(answer: Answer) -> tuple[Wait, ...]:
    """Read every wait; none is healthy, provided that others' sessions are visible."""
    all_visible(answer)
    return beside(answer, "waiter", _wait)


def _wait(row: Row) -> Wait:
    return Wait(row.text("waiting_user"), row.text("holding_user"), row.text("holder_state"), row.number("seconds", 0))


def parse_transactions(answer: Answer) -> tuple[Transaction, ...]:
    """Read every open transaction."""
    all_visible(answer)
    return beside(answer, "trx", _transaction)


def _transaction(row: Row) -> Transaction:
    changes = sum(row.number(one, 0) for one in ("ins_cnt", "del_cnt", "upd_cnt"))
    return Transaction(
        row.text("user_name"), row.text("appname"), row.text("state") == "IDLE", changes, row.number("seconds", 0)
    )


def parse_deadlocks(answer: Answer) -> Deadlocks:
    """Read the one row."""
    row = table(answer).one()
    return Deadlocks(row.number("known"), row.number("recent"), row.number("uptime_seconds"))


def parse_slow(answer: Answer) -> tuple[SlowStatement, ...]:
    """Read the slowest kinds of statement. Without monitoring the server keeps none."""
    if not any(row.flag("monitored") for row in table(answer)):
        raise SessionError(Reason.NO_RECORD, "ENABLE_MONITOR = 0", _MONITOR)
    return beside(
        answer, "sql_id", lambda row: SlowStatement(row.text("sql_id"), row.number("n_runs"), row.number("exec_time"))
    )


SESSIONS_V: Final = Collector(
    id="dameng.sessions",
    provides=SESSIONS,
    on=DAMENG,
    ask=sql(
        "select s.n_sess, (select count(*) from v$sessions where state = 'ACTIVE') as active, "
        "(select sys_value from v$parameter where name = 'MAX_SESSIONS') as max_sessions, "
        "(select max(concurrency_user_number) from v$license) as licensed from v$session_sys s",
        rights=RIGHTS,
    ),
    parse=parse_sessions,
)
WAITS_V: Final = Collector(
    id="dameng.waits",
    provides=WAITS,
    on=DAMENG,
    ask=sql(
        "select s.n_sess, (select count(*) from v$sessions) as visible, "
        "w.id as waiter, a.user_name as waiting_user, b.user_name as holding_user, "
        "b.state as holder_state, datediff(ss, a.last_recv_time, sysdate) as seconds from v$session_sys s "
        "left join v$trxwait w on 1 = 1 left join v$sessions a on a.trx_id = w.id "
        "left join v$sessions b on b.trx_id = w.wait_for_id",
        rights=RIGHTS,
    ),
    parse=parse_waits,
)
TRANSACTIONS_V: Final = Collector(
    id="dameng.transactions",
    provides=TRANSACTIONS,
    on=DAMENG,
    ask=sql(
        "select s.n_sess, (select count(*) from v$sessions) as visible, "
        "t.id as trx, a.user_name, a.appname, a.state, t.ins_cnt, t.del_cnt, t.upd_cnt, "
        "datediff(ss, a.last_recv_time, sysdate) as seconds from v$session_sys s "
        "left join v$trx t on t.status <> 'NOT START' and t.sess_id <> sessid() "
        "left join v$sessions a on a.sess_id = t.sess_id",
        rights=RIGHTS,
    ),
    parse=parse_transactions,
)
DEADLOCKS_V: Final = Collector(
    id="dameng.deadlocks",
    provides=DEADLOCKS,
    on=DAMENG,
    ask=sql(
        "select (select count(*) from v$deadlock_history) as known, "
        "(select count(*) from v$deadlock_history where happen_time > sysdate - 7) as recent, "
        "datediff(ss, i.start_time, sysdate) as uptime_seconds from v$instance i",
        rights=RIGHTS,
    ),
    parse=parse_deadlocks,
)
SLOW_V: Final = Collector(
    id="dameng.slow_statements",
    provides=SLOW_STATEMENTS,
    on=DAMENG,
    ask=sql(
        "select p.sys_value as monitored, q.sql_id, q.n_runs, q.exec_time from v$parameter p "
        "left join v$system_long_exec_sqls q on 1 = 1 where p.name = 'ENABLE_MONITOR' order by q.exec_time desc",
        rights=RIGHTS,
    ),
    parse=parse_slow,
)
