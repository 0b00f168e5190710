"""Performance after a change beside the same hour of the weeks before, from the measures that the store keeps."""

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from agent.past import Kept
from agent.upgrades.sides import Couple
from checks.base import AnyCheck, Finding
from checks.verification import PerformanceRow
from config.text import Text, keep, verbatim

WEEKS: Final = timedelta(days=28)
"""How far back the same hour is looked for: four of each day of the week."""
HOURS: Final = 1
"""An hour before and after count as the same: ours, rounds do not begin on the minute."""
LEAST_DAYS: Final = 3
"""Of fewer days a median is the value of one of them."""
MOVED: Final = 0.3
"""By more than this share it is out of what is usual: the catalogue of snapshots (CPU, memory, I/O ±30 %)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure whose rise is a loss, or whose fall is. ``least`` is by how much it must move at all, in its own unit."""

    check: str
    measure: str
    unit: str
    least: float
    is_better_high: bool = False


MEASURES: Final = (
    Measured("server.cpu", "*_ratio", "ratio", 0.05),
    Measured("server.memory", "available_ratio", "ratio", 0.05, is_better_high=True),
    Measured("server.load_pressure", "load15_per_cpu", "number", 0.2),
    Measured("server.disk_latency", "busy_ratio", "ratio", 0.05),
    Measured("database.*.connections", "used_ratio", "ratio", 0.05),
    Measured("database.*.connections", "connection_ratio", "ratio", 0.05),
    Measured("network.processor_load", "used_ratio", "ratio", 0.05),
    Measured("network.memory_usage", "used_ratio", "ratio", 0.05),
    Measured("network.port_utilisation", "used_ratio", "ratio", 0.05),
    Measured("function.*", "took_seconds", "seconds", 0.05),
)


def is_of_performance(check: str) -> bool:
    """Whether a check measures a moment's load."""
    return any(fnmatch.fnmatchcase(check, one.check) for one in MEASURES)


def performance_of(couple: Couple, store: Kept, checks: Mapping[str, AnyCheck], timezone: str) -> Iterator[PerformanceRow]:
    """Every measure of the side after that has something to stand beside."""
    if couple.before is None or couple.after is None:
        return
    snapshot = {(one.check, one.subject): one for one in couple.before.findings}
    for one in couple.after.findings:
        for measured in MEASURES:
            names = fnmatch.filter(one.measures, measured.measure) if fnmatch.fnmatchcase(one.check, measured.check) else ()
            for name in names:
                yield from _row(couple, one, replace(measured, measure=name), snapshot, (store, checks, timezone))


def _row(
    couple: Couple,
    one: Finding,
    measured: Measured,
    snapshot: Mapping[tuple[str, str], Finding],
    beside: tuple[Kept, Mapping[str, AnyCheck], str],
) -> Iterator[PerformanceRow]:
    store, checks, timezone = beside
    assert couple.before is not None and couple.after is not None  # noqa: S101, PT018 - the caller looked
    at = one.at or couple.after.scene.at
    series = store.measures_of(couple.before_id, one.check, couple.before.scene.at - WEEKS)
    points = series.get((one.subject, measured.measure), ())
    days = same_hour(points, at, couple.before.scene.at, timezone)
    now = one.measures[measured.measure]
    was = snapshot.get((one.check, one.subject))
    if len(days) >= LEAST_DAYS:
        usual = median(days)
        loss = usual - now if measured.is_better_high else now - usual
        is_out = loss > max(MOVED * abs(usual), measured.least)
        yield _made(couple, one, measured, checks, (usual, now, len(days), is_out))
    elif was is not None and measured.measure in was.measures:
        yield _made(couple, one, measured, checks, (was.measures[measured.measure], now, 0, False))


def _made(
    couple: Couple,
    one: Finding,
    measured: Measured,
    checks: Mapping[str, AnyCheck],
    of: tuple[float, float, int, bool],
) -> PerformanceRow:
    title: Text = checks[one.check].title if one.check in checks else verbatim(one.check)
    before, now, days, is_out = of
    return PerformanceRow(couple.name, keep(title), one.subject, measured.unit, before, now, days, is_out, one.check)


def same_hour(points: Sequence[tuple[datetime, float]], at: datetime, until: datetime, timezone: str) -> list[float]:
    """The median of each day's values in the hours around ``at``, of the weeks before ``until``, by the site's clock."""
    zone = ZoneInfo(timezone)
    hour = at.astimezone(zone).hour
    of_day: dict[object, list[float]] = {}
    for when, value in points:
        there = when.astimezone(zone)
        apart = abs(there.hour - hour)
        if until - WEEKS <= when <= until and min(apart, 24 - apart) <= HOURS:
            of_day.setdefault(there.date(), []).append(value)
    return [median(values) for values in of_day.values()]
