"""Sessions: limits of resources, who waits for whom, which transactions are open.

Blocked sessions are read from GV$SESSION alone (final_blocking_session, 11.2 on); V$LOCK is never joined. The first row
counts all sessions, so that none blocked is an answer.
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, sql
from collectors.facts.oracle.activity import (
    BLOCKING,
    RESOURCES,
    TRANSACTIONS,
    Blocked,
    Blocking,
    Resource,
    Transaction,
    Transactions,
)
from collectors.oracle.containers import ORACLE, RIGHTS, rows_of, witnessed
from collectors.oracle.spelling import table
from collectors.tables import Row


def parse_resources(answer: Answer) -> tuple[Resource, ...]:
    """Read every limited resource."""
    return witnessed(rows_of(answer, _resource), "gv$resource_limit")


def _resource(row: Row) -> Resource:
    limit = row.text("limit_value").strip()
    return Resource(
        instance_number=row.number("inst_id"),
        name=row.text("resource_name"),
        used_count=row.number("current_utilization"),
        peak_count=row.number("max_utilization"),
        limit_count=None if limit in {"UNLIMITED", "0", ""} else row.number("limit_value"),
    )


def parse_blocking(answer: Answer) -> Blocking:
    """Read the count of all sessions and every blocked one."""
    count, rows = _counted(answer)
    return Blocking(count, tuple(_blocked(row) for row in rows))


def _counted(answer: Answer) -> tuple[int, tuple[Row, ...]]:
    rows = table(answer).rows
    counted = [row.number("sessions") for row in rows if row.text("sid") == ""]
    if len(counted) != 1 or not counted[0]:
        raise SessionError(Reason.EMPTY, "gv$session")
    return counted[0], tuple(row for row in rows if row.text("sid"))


def _blocked(row: Row) -> Blocked:
    return Blocked(
        session=row.text("sid"),
        user=row.text("username"),
        event=row.text("event"),
        waited_seconds=float(row.number("waited", 0)),
        blocker=row.text("blocker"),
        blocker_user=row.text("blocker_user"),
        blocker_program=row.text("blocker_program"),
        blocker_status=row.text("blocker_status"),
        is_background=row.text("blocker_type") == "BACKGROUND",
    )


def parse_transactions(answer: Answer) -> Transactions:
    """Read the count of all sessions and every open transaction."""
    count, rows = _counted(answer)
    return Transactions(
        count,
        tuple(
            Transaction(
                session=row.text("sid"),
                user=row.text("username"),
                program=row.text("program"),
                status=row.text("status"),
                age_seconds=float(row.number("age", 0)),
                idle_seconds=float(row.number("idle", 0)),
                undo_blocks=row.number("undo_blocks", 0),
            )
            for row in rows
        ),
    )


RESOURCES_GV: Final = Collector(
    id="oracle.resources",
    provides=RESOURCES,
    on=ORACLE,
    ask=sql(
        "select inst_id, resource_name, current_utilization, max_utilization, limit_value from gv$resource_limit "
        "where resource_name in ('processes', 'sessions', 'transactions', 'enqueue_locks', 'parallel_max_servers') "
        "order by inst_id, resource_name",
        rights=RIGHTS,
    ),
    parse=parse_resources,
)
BLOCKING_GV: Final = Collector(
    id="oracle.blocking",
    provides=BLOCKING,
    on=ORACLE,
    ask=sql(
        "select count(*) as sessions, to_char(null) as sid, to_char(null) as username, to_char(null) as event, "
        "to_number(null) as waited, to_char(null) as blocker, to_char(null) as blocker_user, "
        "to_char(null) as blocker_program, to_char(null) as blocker_status, to_char(null) as blocker_type from gv$session "
        "union all select to_number(null), to_char(s.inst_id) || ':' || to_char(s.sid), s.username, s.event, "
        "s.seconds_in_wait, to_char(s.final_blocking_instance) || ':' || to_char(s.final_blocking_session), b.username, "
        "b.program, b.status, b.type from gv$session s left join gv$session b on b.inst_id = s.final_blocking_instance "
        "and b.sid = s.final_blocking_session where s.blocking_session is not null",
        rights=RIGHTS,
    ),
    parse=parse_blocking,
)
TRANSACTIONS_GV: Final = Collector(
    id="oracle.transactions",
    provides=TRANSACTIONS,
    on=ORACLE,
    ask=sql(
        "select count(*) as sessions, to_char(null) as sid, to_char(null) as username, to_char(null) as program, "
        "to_char(null) as status, to_number(null) as age, to_number(null) as idle, to_number(null) as undo_blocks "
        "from gv$session union all select to_number(null), to_char(s.inst_id) || ':' || to_char(s.sid), s.username, "
        "s.program, s.status, round((sysdate - t.start_date) * 86400), s.last_call_et, t.used_ublk "
        "from gv$transaction t join gv$session s on s.saddr = t.ses_addr and s.inst_id = t.inst_id",
        rights=RIGHTS,
    ),
    parse=parse_transactions,
)
