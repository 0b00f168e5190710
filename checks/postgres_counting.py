"""Counters of PostgreSQL now beside then: whether they may be compared, over which time, and what to say where not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from checks.base import Finding, Level, Scene, Then
from checks.local_time import day
from collectors.base import Listing, Reason
from collectors.facts.postgres.counters import Counters
from config.text import _

DAY_SECONDS: Final = 86_400


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
