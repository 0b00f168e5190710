"""From points to a series of days: what was measured of the same thing, each day's greatest, without lone outliers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import pairwise
from statistics import median

from checks.base import Point

DAY_SECONDS = 86400.0
MOST_DAYS = 120
"""Days that are looked at, the latest: ours; of daily points a quarter and a month."""
SAME_CAPACITY = 0.01
"""Ours: what a filesystem's own bookkeeping changes is less, what somebody adds is more."""
LEAST_FOR_OUTLIERS = 10
OUTLYING = 6.0
"""Ours: so many times what neighbours usually differ by, from both neighbours."""
MOST_OUTLYING = 0.05
"""Ours: what happens in more than one of twenty days belongs to the series."""
QUIETEST = 0.001
"""Ours: of the range; below it a difference is no outlier, however quiet the rest."""
MAD = 1.4826
"""The standard deviation of a normal distribution by its median absolute deviation."""


class Begun(Enum):
    """Where the series begins: with the first point, or again because something else is measured since."""

    FIRST = "first"
    EPOCH = "epoch"
    CAPACITY = "capacity"
    CLEANED = "cleaned"
    BENT = "bent"


@dataclass(frozen=True, slots=True)
class Days:
    """A series day by day: moments, days before the last (0 and less), and values as shares of their range.

    A value of the measure is ``base`` (the last one) and ``scale`` (the range, not 0) times what stands here.
    """

    moments: tuple[datetime, ...]
    days: tuple[float, ...]
    values: tuple[float, ...]
    base: float
    scale: float

    @property
    def span(self) -> float:
        """Days from the first to the last."""
        return -self.days[0]

    @property
    def gaps(self) -> list[float]:
        """Days since the one before; of the first 1, which is not read."""
        return [1.0, *(after - before for before, after in pairwise(self.days))]


def days_of(points: Sequence[Point]) -> Days | None:
    """Put a series into days; None where all values are the same."""
    values = [one.value for one in points]
    scale = max(values) - min(values)
    if not scale:
        return None
    last = points[-1]
    days = tuple((one.at - last.at).total_seconds() / DAY_SECONDS for one in points)
    return Days(
        tuple(one.at for one in points), days, tuple((one - last.value) / scale for one in values), last.value, scale
    )


def since_restart(points: Sequence[Point]) -> tuple[Begun, Sequence[Point]]:
    """The points since the epoch or the capacity changed last."""
    last = points[-1]
    for place in range(len(points) - 1, -1, -1):
        one = points[place]
        if one.epoch != last.epoch:
            return Begun.EPOCH, points[place + 1 :]
        if abs(one.capacity - last.capacity) > SAME_CAPACITY * last.capacity:
            return Begun.CAPACITY, points[place + 1 :]
    return Begun.FIRST, points


def daily(points: Sequence[Point]) -> list[Point]:
    """Each day's greatest point (days counted back from the last), the latest days."""
    last = points[-1].at
    greatest: dict[int, Point] = {}
    for one in points:
        day = int((last - one.at).total_seconds() // DAY_SECONDS)
        if day not in greatest or one.value > greatest[day].value:
            greatest[day] = one
    return [greatest[day] for day in sorted(greatest, reverse=True)][-MOST_DAYS:]


def without_outliers(points: list[Point]) -> list[Point]:
    """Leave out lone days that are far from the days around them; what is frequent stays."""
    if len(points) < LEAST_FOR_OUTLIERS:
        return points
    steps = [after.value - before.value for before, after in pairwise(points)]
    usual, values = median(steps), [one.value for one in points]
    least = OUTLYING * max(noise_of(steps), QUIETEST * (max(values) - min(values)))
    away = [
        (before - usual, usual - after) for before, after in pairwise(steps)
    ]  # from the day before, and from the day after
    out = {place + 1 for place, (one, other) in enumerate(away) if one * other > 0 and min(abs(one), abs(other)) > least}
    if len(out) > max(1.0, MOST_OUTLYING * len(points)):
        return points
    return [one for place, one in enumerate(points) if place not in out]


def noise_of(steps: Sequence[float]) -> float:
    """What steps usually differ by from the usual step."""
    usual = median(steps)
    return median(abs(one - usual) for one in steps) * MAD
