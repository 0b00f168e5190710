"""One forecast for every question of capacity: when does this fill, and what does the history carry.

The slope is Theil and Sen's (the median of the slopes between all pairs of points), over each day's greatest value, with
the interval of 90 % that the variance of Kendall's S gives (Gilbert, Statistical Methods for Environmental Pollution
Monitoring, 1987, 16.5; Helsel and Hirsch, Statistical Methods in Water Resources, 10.1). No single outlier moves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import combinations, pairwise
from math import sqrt
from statistics import median

from checks.base import Point

DAY_SECONDS = 86400.0
MOST_DAYS = 120
"""Days that are looked at, the latest: ours; a quarter and a month, and 7,140 pairs at most."""
LEAST_DAYS = 4
"""Of four days a steady rise is by chance in one case of 24 (4!); of three in one of six."""
Z_90_PERCENT = 1.645
"""The normal distribution's quantile for an interval of 90 %."""
WIDEST = 3.0
"""Ours: where the fastest slope is more than this many times the slowest, the points do not agree on a date."""
REACH = 4.0
"""Ours: a date no farther away than this many times the history's length."""
SAME_CAPACITY = 0.01
"""Ours: what a filesystem's own bookkeeping changes is less, what somebody adds is more."""
CLEANED_OF_CAPACITY, CLEANED_OF_RANGE = 0.01, 0.2
"""Ours: a fall from one day to the next by both these shares was a clean-up, not noise."""
STEP_OF_RISE = 0.5
"""Ours: a single rise of more than this share of all of it, beyond what the slope gives, is a step."""


class Withheld(Enum):
    """Why no date is given."""

    SHORT = "short"
    STEPPED = "stepped"
    NOISY = "noisy"
    CLEANED = "cleaned"


class Begun(Enum):
    """Where the series begins: with the first point, or again because something else is measured since."""

    FIRST = "first"
    EPOCH = "epoch"
    CAPACITY = "capacity"
    CLEANED = "cleaned"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a series comes to. Slopes in units a day; times None where it does not grow or no date is given.

    ``earliest_at`` is by the interval's fastest slope, ``latest_at`` by its slowest (None: never). ``fills_at`` is None
    where it does not grow, lies beyond ``REACH``, or is withheld.
    """

    begun: Begun
    since_at: datetime
    days_count: int
    withheld: Withheld | None = None
    slope: float = 0.0
    fills_at: datetime | None = None
    earliest_at: datetime | None = None
    latest_at: datetime | None = None


def forecast(points: Sequence[Point]) -> Forecast:
    """Forecast when a series reaches the capacity of its last point. There is at least one point, the oldest first."""
    begun, same = _since_restart(points)
    days = _daily(same)
    begun, days = _since_clean_up(begun, days)
    made = Forecast(begun, days[0].at, len(days))
    if begun is Begun.CLEANED and len(days) < LEAST_DAYS:
        return _withheld(made, Withheld.CLEANED)
    if len(days) < LEAST_DAYS:
        return _withheld(made, Withheld.SHORT)
    return _dated(made, days, points[-1])


def _withheld(made: Forecast, why: Withheld) -> Forecast:
    return Forecast(made.begun, made.since_at, made.days_count, why, made.slope)


def _since_restart(points: Sequence[Point]) -> tuple[Begun, Sequence[Point]]:
    """The points since the epoch or the capacity changed last."""
    last = points[-1]
    for place in range(len(points) - 1, -1, -1):
        one = points[place]
        if one.epoch != last.epoch:
            return Begun.EPOCH, points[place + 1 :]
        if abs(one.capacity - last.capacity) > SAME_CAPACITY * last.capacity:
            return Begun.CAPACITY, points[place + 1 :]
    return Begun.FIRST, points


def _daily(points: Sequence[Point]) -> list[Point]:
    """Each day's greatest point (days counted back from the last), the latest days."""
    last = points[-1].at
    greatest: dict[int, Point] = {}
    for one in points:
        day = int((last - one.at).total_seconds() // DAY_SECONDS)
        if day not in greatest or one.value > greatest[day].value:
            greatest[day] = one
    return [greatest[day] for day in sorted(greatest, reverse=True)][-MOST_DAYS:]


def _since_clean_up(begun: Begun, days: list[Point]) -> tuple[Begun, list[Point]]:
    """After one clean-up the series begins again; of one that is cleaned again and again the peaks are looked at.

    Where it now stands above every peak before, the cleaning has stopped, and what came after the last one counts.
    """
    values = [one.value for one in days]
    least = max(CLEANED_OF_RANGE * (max(values) - min(values)), CLEANED_OF_CAPACITY * days[-1].capacity)
    cuts = [place + 1 for place, (one, after) in enumerate(pairwise(days)) if one.value - after.value > least]
    if not cuts:
        return begun, days
    peaks = [max(days[start:end], key=lambda one: one.value) for start, end in pairwise([0, *cuts])]
    rest = days[cuts[-1] :]
    if len(cuts) == 1 or max(one.value for one in rest) > max(one.value for one in peaks) + least:
        return Begun.CLEANED, rest
    return begun, peaks


def _dated(made: Forecast, days: Sequence[Point], last: Point) -> Forecast:
    times = [(one.at - last.at).total_seconds() / DAY_SECONDS for one in days]
    values = [one.value for one in days]
    slope, slowest, fastest = slopes(times, values)
    level = median(value - slope * time for value, time in zip(values, times, strict=True))
    remaining = last.capacity - level
    middle = median(times)  # the interval's lines turn about the middle of the points, where the level is known best
    middle_at, from_middle = last.at + timedelta(days=middle), remaining - slope * middle
    made = Forecast(made.begun, made.since_at, made.days_count, None, slope, None, _after(middle_at, from_middle, fastest))
    if slope <= 0 and slowest <= 0 and _rise(values) <= 0:
        return Forecast(made.begun, made.since_at, made.days_count, None, slope)
    if _is_stepped(times, values, slope):
        return _held(made, Withheld.STEPPED)
    if slowest <= 0 or fastest > WIDEST * slowest:
        return _held(made, Withheld.NOISY)
    fills_at = _after(last.at, remaining, slope)
    if fills_at is None or remaining / slope > REACH * (times[-1] - times[0]):
        return _held(made, Withheld.SHORT)
    return Forecast(
        made.begun,
        made.since_at,
        made.days_count,
        None,
        slope,
        fills_at,
        made.earliest_at,
        _after(middle_at, from_middle, slowest),
    )


def _held(made: Forecast, why: Withheld) -> Forecast:
    """Without a date, but with the earliest moment that the interval allows: far enough away, it answers the question."""
    return Forecast(made.begun, made.since_at, made.days_count, why, made.slope, None, made.earliest_at)


def _rise(values: Sequence[float]) -> float:
    return values[-1] - values[0]


def _is_stepped(times: Sequence[float], values: Sequence[float], slope: float) -> bool:
    """Whether one rise makes most of the whole."""
    greatest = max(
        after - before - slope * (end - start)
        for (start, before), (end, after) in pairwise(zip(times, values, strict=True))
    )
    return greatest > STEP_OF_RISE * max(max(values) - min(values), 0.0)


def slopes(times: Sequence[float], values: Sequence[float]) -> tuple[float, float, float]:
    """Theil and Sen's slope with the ends of its 90 % interval, for at least two points at different times."""
    every = sorted((b - a) / (t - s) for (s, a), (t, b) in combinations(zip(times, values, strict=True), 2))
    count, pairs = len(times), len(every)
    spread = Z_90_PERCENT * sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = max(round((pairs - spread) / 2) - 1, 0)
    high = min(round((pairs + spread) / 2), pairs - 1)
    return median(every), every[low], every[high]


def _after(at: datetime, remaining: float, slope: float) -> datetime | None:
    """When ``remaining`` is used up; None where that is never, or beyond the calendar."""
    if slope <= 0:
        return None
    try:
        return at + timedelta(days=max(remaining, 0.0) / slope)
    except OverflowError:
        return None
