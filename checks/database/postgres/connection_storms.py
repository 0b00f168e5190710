"""Whether applications open a session for each piece of work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then
from checks.postgres_counting import DAY_SECONDS, compared
from collectors.base import Listing
from collectors.facts.postgres.counters import COUNTERS, Counters
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class StormLimits:
    """How many new sessions are a storm."""

    a_second: float = limit(5.0, unit="count a second", source="our judgement: each costs a process and some ms")
    lost_share: float = limit(0.05, unit="ratio", source="our judgement: of sessions that clients abandon")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


def judge(
    found: Listing[Counters], then: Then[Listing[Counters]], limits: Layered[StormLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a database that was there then."""
    yield from compared(found, then, limits, scene, _judged)


def _judged(one: Counters, was: Counters, days: float, limits: StormLimits) -> Finding:
    if one.session_count is None or was.session_count is None:
        return Finding(one.database, Level.ABSENT, _("below version 14 the server does not count sessions"))
    opened = one.session_count - was.session_count
    lost = (one.abandoned_count or 0) - (was.abandoned_count or 0)
    rate, share = opened / days / DAY_SECONDS, lost / opened if opened else 0.0
    if rate > limits.a_second:
        summary = _("{rate:number} new sessions a second: nothing pools them", rate=round(rate, 1))
    elif share > limits.lost_share and lost > limits.a_second * days:
        summary = _("{share:percent} of its sessions are abandoned by the client", share=round(share, 3))
    else:
        summary = None
    return Finding(
        one.database,
        Level.OK if summary is None else Level.NOTICE,
        summary or _("{rate:number} new sessions a second", rate=round(rate, 3)),
        observed=_(
            "{opened:number} opened, {lost:number} abandoned, {ended:number} ended by errors or by an administrator",
            opened=opened,
            lost=lost,
            ended=_ended(one) - _ended(was),
        ),
        expected=_("at most {most:number} a second", most=limits.a_second),
        measures={"sessions_a_second": rate, "abandoned_ratio": share},
    )


def _ended(one: Counters) -> int:
    return (one.fatal_count or 0) + (one.killed_count or 0)


CONNECTION_STORMS: Final = Change(
    id="database.postgres.connection_storms",
    title=_("PostgreSQL: new sessions"),
    area=Area.DB_TUNING,
    needs=COUNTERS,
    limits=StormLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_stat_database.sessions and how they ended (14 and later), now and in the inspection before"),
    remedy=_(
        "Let the application keep its connections (a pool in the application, or pgbouncer in transaction mode before the "
        "server). Effect: less CPU, shorter answers, fewer connections; effort: a day with the application's people. "
        "Abandoned sessions: look at timeouts of firewalls and load balancers, and set tcp_keepalives_idle."
    ),
    traps=(_("an average hides a storm at the opening of business"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 27.2.17 pg_stat_database",),
)
