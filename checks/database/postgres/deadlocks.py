"""Deadlocks, and queries that a standby had to give up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then
from checks.postgres_counting import compared
from collectors.base import Listing
from collectors.facts.postgres.counters import COUNTERS, Counters
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class DeadlockLimits:
    """How many a day are more than chance."""

    deadlocks_a_day: float = limit(10.0, unit="count a day", source="our judgement")
    conflicts_a_day: float = limit(10.0, unit="count a day", source="our judgement")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


def judge(
    found: Listing[Counters], then: Then[Listing[Counters]], limits: Layered[DeadlockLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a database that was there then."""
    yield from compared(found, then, limits, scene, _judged)


def _judged(one: Counters, was: Counters, days: float, limits: DeadlockLimits) -> Finding:
    deadlocks = (one.deadlock_count - was.deadlock_count) / days
    conflicts = (one.conflict_count - was.conflict_count) / days
    if deadlocks > limits.deadlocks_a_day:
        level, summary = Level.WARN, _("{count:number} deadlocks a day", count=round(deadlocks, 1))
    elif conflicts > limits.conflicts_a_day:
        level, summary = Level.WARN, _("{count:number} queries a day gave way to replay", count=round(conflicts, 1))
    else:
        level, summary = Level.OK, _("deadlocks and conflicts with replay are rare")
    return Finding(
        one.database,
        level,
        summary,
        observed=_(
            "{deadlocks:number} deadlocks and {conflicts:number} conflicts a day",
            deadlocks=round(deadlocks, 2),
            conflicts=round(conflicts, 2),
        ),
        expected=_("at most {most:number} a day", most=limits.deadlocks_a_day),
        measures={"deadlocks_a_day": deadlocks, "conflicts_a_day": conflicts},
    )


DEADLOCKS: Final = Change(
    id="database.postgres.deadlocks",
    title=_("PostgreSQL: deadlocks and conflicts"),
    area=Area.DB_STATUS,
    needs=COUNTERS,
    limits=DeadlockLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("pg_stat_database.deadlocks and conflicts, now and in the inspection before"),
    remedy=_(
        "The server's log names both statements of each deadlock: have the application take its locks in one order and "
        "keep transactions short. Queries that give way on a standby: raise max_standby_streaming_delay, or turn on "
        "hot_standby_feedback and accept that the primary cleans later."
    ),
    traps=(_("conflicts are counted on the standby alone"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 13.3.4 Deadlocks, 26.4.2 Handling Query Conflicts",),
)
