"""Growth of the memory in use since the last inspection: a leak is slow, and ends with a restart at a bad time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then, unknown
from checks.local_time import day
from checks.since_start import ran_on
from collectors.base import Reason, Unseen
from collectors.facts.devices.loads import Memory, Pool
from collectors.facts.devices.since_start import MEMORY_LEVELS, SinceStart
from config.limits import Layered, limit
from config.text import _

_JUDGED: Final = frozenset({Pool.SYSTEM, Pool.MIXED})
_SAME_SIZE: Final = 0.01
"""Sizes that differ by more are two memories: a board was changed."""
_ROUND: Final = 1e-9
"""Below any step that a device tells: 80 and 70 % are ten points apart, whatever binary fractions make of it."""


@dataclass(frozen=True, slots=True)
class MemoryGrowthLimits:
    """By how much more of a memory may be in use than at the last inspection."""

    warn_points: float = limit(
        0.10, unit="ratio", source="our judgement: ten percentage points between two visits are no daily variation"
    )


def judge(
    now: SinceStart[Memory],
    then: Then[SinceStart[Memory]],
    limits: Layered[MemoryGrowthLimits],
    scene: Scene,
) -> Iterator[Finding]:
    """One finding a memory that both inspections saw, by its name; not applicable after a restart between them."""
    since = day(then.at, scene)
    is_same_run = ran_on(now.up_seconds, then.at, scene)
    if is_same_run is False:
        summary = _(
            "restarted since {since}: memory filled anew, growth is judged again at the next inspection", since=since
        )
        yield Finding("", Level.ABSENT, summary)
        return
    before = {one.name: one for one in then.facts.facts.records}
    pairs = [
        (one, old)
        for one in now.facts.records
        if one.pool in _JUDGED and (old := before.get(one.name)) is not None and _is_same(one, old)
    ]
    for one, old in pairs:
        yield _judge_one(one, old, limits.at(one.name), since, is_known=is_same_run is True)
    if not pairs:
        yield Finding("", Level.ABSENT, _("no memory of today was there on {since} with the same size", since=since))


def _is_same(one: Memory, old: Memory) -> bool:
    if one.total_bytes is None or old.total_bytes is None:
        return True
    return abs(one.total_bytes - old.total_bytes) <= _SAME_SIZE * max(one.total_bytes, old.total_bytes)


def _judge_one(one: Memory, old: Memory, limits: MemoryGrowthLimits, since: str, *, is_known: bool) -> Finding:
    grown = one.used_ratio - old.used_ratio
    measures = {"used_ratio": one.used_ratio, "grown_ratio": round(grown, 4)}
    summary = _(
        "{memory}: {before:percent} used on {since}, {after:percent} now",
        memory=one.name,
        before=old.used_ratio,
        since=since,
        after=one.used_ratio,
    )
    expected = _("less than {warn:percent} more than then", warn=limits.warn_points)
    if grown + _ROUND < limits.warn_points:
        return Finding(one.name, Level.OK, summary, expected=expected, measures=measures)
    if not is_known:
        why = _(
            "{memory} went from {before:percent} on {since} to {after:percent}; the device does not tell whether it was "
            "restarted in between",
            memory=one.name,
            before=old.used_ratio,
            since=since,
            after=one.used_ratio,
        )
        return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why))
    level = Level.WARN if one.pool is Pool.SYSTEM else Level.NOTICE
    quote = f"{one.oid} = {one.used_ratio * 100:g}" if one.oid else ""
    return Finding(one.name, level, summary, expected=expected, quote=quote, measures=measures)


MEMORY_GROWTH: Final = Change(
    id="network.memory_growth",
    title=_("Growth of the device's memory in use"),
    area=Area.RESOURCES,
    needs=MEMORY_LEVELS,
    limits=MemoryGrowthLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the same memories as network.memory_usage and how long the device runs, beside the inspection before"),
    remedy=_(
        "Compare with inspections before: a rise that goes on is a leak. See which process holds it, look the version up "
        "in the maker's list of known defects, plan the upgrade, or a restart in an agreed window before it is full."
    ),
    traps=(
        _("after a restart memory fills anew: nothing is judged across one"),
        _("where caches may be counted as used, growth is a notice at most"),
    ),
)
