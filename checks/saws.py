"""Teeth of a saw: what fills evenly and is cleaned at a fixed interval, found by folding the series at each interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean, median

SKEWED = -0.25
"""Ours: day by day teeth rise a little and fall much; of symmetric noise 120 points are so skewed in one case of eight."""
LEAST_GAPS, LEAST_TEETH = 2.5, 2.5
"""Ours: a tooth has three points, and three begin within the history."""
BEST = 6
"""Ours: of the intervals so many are given to the regression."""


@dataclass(frozen=True, slots=True)
class Saw:
    """A tooth of so many days; the last clean-up was on ``cut_day``, in days before the last point (0 or less)."""

    period_days: float
    cut_day: float

    def at(self, day: float) -> float:
        """Where in its tooth a day is: from -1, just cleaned, to 0, just before the next clean-up."""
        return (day - self.cut_day) % self.period_days / self.period_days - 1


def is_toothed(values: Sequence[float]) -> bool:
    """Whether it falls steeper than it rises."""
    steps = [after - before for before, after in pairwise(values)]
    mean = fmean(steps)
    squares = fmean((one - mean) ** 2 for one in steps)
    return fmean((one - mean) ** 3 for one in steps) < SKEWED * squares * sqrt(squares)


def saws(days: Sequence[float], values: Sequence[float]) -> list[Saw]:
    """The likeliest teeth, at most a few; whether there are any is for the regression to say."""
    rest = _level(days, values)
    gap = median(after - before for before, after in pairwise(days))
    periods = range(max(round(LEAST_GAPS * gap), 2), int(-days[0] / LEAST_TEETH) + 1)
    found = [_best(_folded(days, rest, period), period) for period in periods]
    return [one for _score, one in sorted(found, key=lambda one: -one[0])[:BEST]]


def _folded(days: Sequence[float], rest: Sequence[float], period: int) -> list[float | None]:
    """The sum of the rest on each day of the interval; None where no point lies."""
    sums: list[float | None] = [None] * period
    for day, one in zip(days, rest, strict=True):
        place = round(day) % period
        sums[place] = (sums[place] or 0.0) + one
    return sums


def _best(sums: Sequence[float | None], period: int) -> tuple[float, Saw]:
    """The day of the clean-up that fits best, with how far the rest then goes along with the teeth.

    A clean-up a day later puts that day at the end of a tooth: the sum grows by what lies on it, for a rest of mean 0.
    Where no point lies, the days fit alike, and it is the middle of them.
    """
    along = [sum((one or 0.0) * place for place, one in enumerate(sums)) / period]
    for one in sums[:-1]:
        along.append(along[-1] + (one or 0.0))
    top = max(range(period), key=along.__getitem__)
    late = top
    while sums[late % period] is None:
        late += 1
    while sums[(top - 1) % period] is None:
        top -= 1
    middle = (top + late) / 2 % period
    return max(along), Saw(period, middle - period if middle else 0.0)


def _level(days: Sequence[float], values: Sequence[float]) -> list[float]:
    """Values less their own line (least squares)."""
    day_mean, mean = fmean(days), fmean(values)
    squares = sum((day - day_mean) ** 2 for day in days)
    slope = sum((day - day_mean) * (one - mean) for day, one in zip(days, values, strict=True)) / squares
    return [one - mean - slope * (day - day_mean) for day, one in zip(days, values, strict=True)]
