"""Online redo logs: groups, members, and how often they are switched."""

from typing import Final

from collectors.base import Answer, Collector, sql
from collectors.facts.oracle.activity import REDO, LogGroup, Redo
from collectors.oracle.containers import ORACLE, RIGHTS, witnessed
from collectors.oracle.spelling import table
from collectors.tables import Row

_TEXT: Final = (
    "select 'group' as about, group# as group_number, thread# as thread_number, bytes as amount, status, "
    "to_char(null) as member from v$log union all "
    "select 'member', group#, to_number(null), to_number(null), status, member from v$logfile where type = 'ONLINE' "
    "union all select 'switches', sum(h.n), h.thread#, max(h.n), to_char(null), to_char(null) from "
    "(select thread#, to_char(first_time, 'YYYY-MM-DD HH24') as in_hour, count(*) as n from v$log_history "
    "where first_time > sysdate - 7 group by thread#, to_char(first_time, 'YYYY-MM-DD HH24')) h group by h.thread#"
)
_HOURS: Final = 168


def parse(answer: Answer) -> Redo:
    """Read the rows by what they are about; there are always groups."""
    rows = table(answer).rows
    groups = witnessed([row for row in rows if row.text("about") == "group"], "v$log")
    members = [row for row in rows if row.text("about") == "member"]
    return Redo(
        groups=tuple(_group(row, members) for row in groups),
        switches=tuple(
            (row.number("thread_number"), row.number("group_number") / _HOURS, row.number("amount"))
            for row in rows
            if row.text("about") == "switches"
        ),
    )


def _group(row: Row, members: list[Row]) -> LogGroup:
    number = row.number("group_number")
    return LogGroup(
        number=number,
        thread=row.number("thread_number"),
        size_bytes=row.number("amount"),
        status=row.text("status"),
        members=tuple((m.text("member"), m.text("status")) for m in members if m.number("group_number") == number),
    )


REDO_V: Final = Collector(
    id="oracle.redo", provides=REDO, on=ORACLE, ask=sql(_TEXT, rights=RIGHTS, seconds=20), parse=parse
)
