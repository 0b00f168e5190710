"""When a fitted series reaches a level, with the interval in which it does so with 90 %.

The interval is Fieller's (Biometrika 1954): the days on which a line that is 5 % too high or too low by its own standard
error, level and slope together, reaches the level.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from statistics import median

from checks.regression import Fit
from checks.series import Days
from checks.shapes import Shape, peak_after, row_after
from checks.student import quantile

BEYOND = 0.05
"""On each side of an interval of 90 %."""
BEYOND_BY_DAY = 0.10
"""The same of a series with a rhythm, which is looked at day by day: whole days make an interval wider by themselves.
By the generated series (docs/forecasts.md)."""
BEYOND_OF_FEW = ((3, 0.03), (9, 0.04))
"""The same with at most so many degrees of freedom: of short histories only those get a date whose errors happen to look
small. By the generated series."""
FAR_DAYS = 36525.0
"""A hundred years: farther away than anything is planned."""
HALVINGS = 40
DAILY_GAP = 1.5
"""Days: with points so dense the day of a clean-up is known."""
LATEST = 3.0
"""Of the days to the date itself: how far the end of the interval is looked for day by day, and a month."""
_MIDDLE, _HALF = 0.5, 0.45
"""Where in a tooth it fills, when nobody knows the day of the clean-up: the middle, and 90 % of the tooth around it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days after the last point: of the fitted series itself, and the ends of its interval. None is never."""

    at: float | None
    earliest: float | None
    latest: float | None

    def with_other(self, other: "Span") -> "Span":
        """The interval widened to that of another shape which is nearly as likely."""
        early = None if self.earliest is None or other.earliest is None else min(self.earliest, other.earliest)
        late = None if self.latest is None or other.latest is None else max(self.latest, other.latest)
        return Span(self.at, early, late)


def crossing(series: Days, shape: Shape, fitted: Fit, level: float, most_days: float) -> Span:
    """When it reaches a level; a series with a rhythm is looked at day by day, at most so far."""
    beyond = next((beyond for most, beyond in BEYOND_OF_FEW if fitted.freedom <= most), BEYOND)
    width = quantile(beyond, fitted.freedom)

    def row(days: float) -> tuple[float, float]:
        return fitted.at(row_after(series, shape, days))

    def peak(days: float) -> tuple[float, float]:
        return fitted.at(peak_after(series, shape, days))

    is_known = shape.saw is not None and median(series.gaps[1:]) <= DAILY_GAP
    if shape.is_toothed and not is_known:
        every = shape.saw.period_days if shape.saw else shape.every_days
        return _within_tooth(_smooth(peak, level, width), every)
    if shape.saw or shape.rhythms:
        return _day_by_day(row, level, quantile(BEYOND_BY_DAY, fitted.freedom), most_days)
    return _smooth(row, level, width)


def _smooth(at: Callable[[float], tuple[float, float]], level: float, width: float) -> Span:
    """Of a line: its value with its error is monotonous enough to halve the days."""

    def first(sign: float) -> float | None:
        def is_there(days: float) -> bool:
            value, error = at(days)
            return value + sign * width * error >= level

        return _first(is_there)

    return Span(first(0.0), first(1.0), first(-1.0))


def _first(is_there: Callable[[float], bool]) -> float | None:
    low, high = 0.0, 1.0
    if is_there(low):
        return low
    while not is_there(high):
        low, high = high, high * 2
        if high > FAR_DAYS:
            return None
    for _n in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_there(middle) else (middle, high)
    return high


def _within_tooth(span: Span, every: float) -> Span:
    """From when the peaks reach a level to when it is reached: at some moment of that tooth."""
    if span.at is None or span.earliest is None or span.latest is None:
        return span
    at = span.at + _MIDDLE * every
    early, late = hypot(_HALF * every, span.at - span.earliest), hypot(_HALF * every, span.latest - span.at)
    return Span(at, max(at - early, 0.0), at + late)


def _day_by_day(at: Callable[[float], tuple[float, float]], level: float, width: float, most_days: float) -> Span:
    middle = early = late = None
    day, most = 0.0, most_days
    while day <= most and late is None:
        value, error = at(day)
        if early is None and value + width * error >= level:
            early = day
        if middle is None and value >= level:
            middle, most = day, max(LATEST * day + 31, day)
        if value - width * error >= level:
            late = day
        day += 1
    return Span(middle, early, late)
