"""Counters of PostgreSQL now beside then: whether they may be compared, over which time, and what to say where not."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final, Protocol, TypeVar

from checks.base import Finding, Level, Scene, Then
from checks.local_time import day
from collectors.base import Listing, Reason
from collectors.facts.postgres.counters import Counters
from config.limits import Layered
from config.text import _

DAY_SECONDS: Final = 86_400


class Spaced(Protocol):
    """Limits that say how far apart two inspections must be."""

    @property
    def least_days(self) -> float:
        """The least days between them for a rate."""


L = TypeVar("L", bound=Spaced)


def compared(
    found: Listing[Counters],
    then: Then[Listing[Counters]],
    limits: Layered[L],
    scene: Scene,
    judged: Callable[[Counters, Counters, float, L], Finding],
) -> Iterator[Finding]:
    """One finding a database that was there then: ``judged`` of now, then and the days between, where these compare."""
    days = days_since(then, scene)
    for one, was in paired(found, then):
        mine = limits.at(one.database)
        if one.epoch != was.epoch:
            yield begun_again(one.database, then, scene)
        elif days < mine.least_days:
            yield too_soon(one.database, days)
        else:
            yield judged(one, was, days, mine)


def days_since(then: Then[Any], scene: Scene) -> float:
    """Days between two inspections, at least an hour."""
    return max((scene.at - then.at).total_seconds(), timedelta(hours=1).total_seconds()) / DAY_SECONDS


def paired(now: Listing[Counters], then: Then[Listing[Counters]]) -> Iterator[tuple[Counters, Counters]]:
    """The databases that were there both times, but for those that nobody connects to."""
    before = {one.database: one for one in then.facts.records}
    for one in now.records:
        if one.database in before and one.database not in {"template0", "template1"}:
            yield one, before[one.database]


def begun_again(subject: str, then: Then[Any], scene: Scene) -> Finding:
    """The counters began anew since then: by a restart, a crash or a reset. What was counted before is not known."""
    summary = _(
        "counted from the beginning again since {since} (the server was started or its statistics reset)",
        since=day(then.at, scene),
    )
    return Finding(subject, Level.UNKNOWN, summary, reason=Reason.NO_RECORD.value)


def too_soon(subject: str, days: float) -> Finding:
    """The time between two inspections is too short for a judgement."""
    return Finding(
        subject,
        Level.ABSENT,
        _("only {days:number} days since the inspection before: too short to tell", days=round(days, 1)),
    )
