"""Data Guard: of a standby its lags, gaps and apply processes; of a primary the destinations that are standbys."""

import re
from typing import Final

from collectors.base import Absent, Answer, Collector, ParseError, sql
from collectors.facts.oracle.recovery import SHIPPINGS, STANDBYS, Shipping, Standby
from collectors.oracle.containers import ORACLE, RIGHTS
from collectors.oracle.spelling import table
from collectors.tables import Row, Table

_INTERVAL: Final = re.compile(r"([+-])(\d+) (\d+):(\d+):(\d+)(?:\.\d+)?")
_TEXT: Final = (
    "select 'database' as about, database_role as name, open_mode as value, to_number(null) as amount from "
    "v$database union all "
    "select 'lag', name, value, round((sysdate - to_date(datum_time, 'MM/DD/YYYY HH24:MI:SS')) * 86400) "
    "from v$dataguard_stats where name in ('transport lag', 'apply lag') union all "
    "select 'gap', to_char(thread#), to_char(low_sequence#), to_number(null) from v$archive_gap union all "
    "select 'process', process, status, to_number(null) from gv$managed_standby where process like 'MR%' union all "
    "select 'online', to_char(thread#), to_char(null), count(*) from v$log group by thread# union all "
    "select 'received', to_char(null), to_char(null), count(*) from v$standby_log"
)
"""datum_time is text: when the primary's last word came in, by the clock of the standby's host (Reference)."""


def parse_standby(answer: Answer) -> Standby:
    """Read the rows by what they are about. Absent on a primary, by its own word."""
    found = table(answer)
    database = _only(found, "database")
    role = database.text("name")
    if role == "PRIMARY":
        raise Absent("v$database.database_role = PRIMARY")
    lags = {row.text("name"): row for row in found if row.text("about") == "lag"}
    heard = [age for row in lags.values() if (age := row.maybe("amount")) is not None]
    return Standby(
        role=role,
        open_mode=database.text("value"),
        transport_lag_seconds=_lag(lags.get("transport lag")),
        apply_lag_seconds=_lag(lags.get("apply lag")),
        datum_age_seconds=max(heard, default=None),
        gaps_count=sum(row.text("about") == "gap" for row in found),
        online_groups=tuple(row.number("amount") for row in found if row.text("about") == "online"),
        standby_groups_count=next((row.number("amount") for row in found if row.text("about") == "received"), None),
        apply_processes=tuple(f"{r.text('name')} {r.text('value')}" for r in found if r.text("about") == "process"),
    )


def _only(found: Table, about: str) -> Row:
    rows = [row for row in found if row.text("about") == about]
    if len(rows) != 1:
        raise ParseError(f"{len(rows)} rows about {about}")
    return rows[0]


def _lag(row: Row | None) -> float | None:
    """``+00 00:00:05`` as seconds; None where it says nothing."""
    if row is None or not row.text("value"):
        return None
    if not (found := _INTERVAL.fullmatch(row.text("value").strip())):
        raise ParseError("no interval", row.text("value")[:80])
    sign, days, hours, minutes, seconds = found.groups()
    amount = ((int(days) * 24 + int(hours)) * 60 + int(minutes)) * 60 + int(seconds)
    return float(-amount if sign == "-" else amount)


def parse_shipping(answer: Answer) -> tuple[Shipping, ...]:
    """Read every destination that is a standby's. Absent where the primary has none, or this is no primary."""
    found = table(answer)
    heads = [row for row in found if row.text("dest_id") == ""]
    rows = [row for row in found if row.text("dest_id")]
    if heads or not found.rows:
        raise Absent(f"v$database.database_role = {found.one().text('database_role')}, v$archive_dest_status")
    return tuple(
        Shipping(
            number=row.number("dest_id"),
            status=row.text("status"),
            kind=row.text("type"),
            recovery_mode=row.text("recovery_mode"),
            gap=row.text("gap_status"),
            error=row.text("error"),
            unique_name=row.text("db_unique_name"),
        )
        for row in rows
    )


STANDBY_V: Final = Collector(
    id="oracle.standby",
    provides=STANDBYS,
    on=ORACLE,
    ask=sql(_TEXT, rights=RIGHTS),
    parse=parse_standby,
)
SHIPPING_V: Final = Collector(
    id="oracle.shipping",
    provides=SHIPPINGS,
    on=ORACLE,
    ask=sql(
        "select d.database_role, s.dest_id, s.status, s.type, s.recovery_mode, s.gap_status, s.error, s.db_unique_name "
        "from v$database d left join v$archive_dest_status s on s.type not in ('LOCAL', 'UNKNOWN', 'CROSS-INSTANCE') "
        "and s.status <> 'INACTIVE' and d.database_role = 'PRIMARY' order by s.dest_id",
        rights=RIGHTS,
    ),
    parse=parse_shipping,
)
