"""One forecast for every question of capacity: when does this fill, and what does the history carry.

A line is fitted by generalised least squares to each day's greatest value, together with the shape that the history shows
(``checks.shape_search``: jumps, clean-ups, a week's or a month's rhythm), its errors allowed to remember each other
(``checks.regression``); lone outliers are left out before. How well the intervals hold is in docs/forecasts.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum

from checks.base import Point
from checks.crossings import Span, crossing
from checks.regression import Fit, fit
from checks.series import Begun, Days, daily, days_of, since_restart, without_outliers
from checks.shape_search import bend_of, shapes_of
from checks.shapes import Shape, columns, trend_row
from checks.student import quantile

LEAST_DAYS = 4
"""Of four days a steady rise is by chance in one case of 24 (4!); of three in one of six."""
CHANCE = 1e-5
"""Ours: a date is given where noise alone would rise like this in less than one series of 100,000."""
WIDEST = 3.0
"""Ours: where the interval's far end is more than this many times as far as its near end, the points do not agree."""
NEGLIGIBLE = 1e-6
"""Ours: of the range; what rises by less over the whole history stands."""
REACH = 4.0
"""Ours: a date no farther away than this many times the history's length."""
MOST_BENDS = 2
LOOKED = 2.0
"""Times that reach: how far the end of an interval is looked for."""


class Withheld(Enum):
    """Why no date is given."""

    SHORT = "short"
    STEPPED = "stepped"
    NOISY = "noisy"
    CLEANED = "cleaned"


@dataclass(frozen=True, slots=True)
class Crossing:
    """When a share of the capacity is reached. ``at`` is None where it does not grow, or where a date is withheld.

    ``earliest_at`` to ``latest_at`` holds the moment with 90 %; without a date the earliest stands alone, where known.
    """

    share: float
    withheld: Withheld | None = None
    at: datetime | None = None
    earliest_at: datetime | None = None
    latest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a series comes to. ``slope`` in units a day; ``withheld`` where nothing at all can be said of its rate."""

    begun: Begun
    since_at: datetime
    days_count: int
    withheld: Withheld | None = None
    slope: float = 0.0
    shape: Shape = field(default_factory=Shape)
    crossings: tuple[Crossing, ...] = ()
    """By the shares that were asked for; none where it does not vary."""

    @property
    def full(self) -> Crossing:
        """That of the last share that was asked for."""
        return self.crossings[-1] if self.crossings else Crossing(1.0, self.withheld)


def forecast(points: Sequence[Point], shares: Sequence[float] = (1.0,)) -> Forecast:
    """Forecast when a series, the oldest of its points first and at least one, reaches shares of its last capacity."""
    begun, same = since_restart(points)
    levels = tuple((share, share * points[-1].capacity) for share in shares)
    return _of(begun, without_outliers(daily(same)), levels, MOST_BENDS)


def _of(begun: Begun, kept: Sequence[Point], levels: Sequence[tuple[float, float]], bends: int) -> Forecast:
    made = Forecast(begun, kept[0].at, len(kept))
    if len(kept) < LEAST_DAYS:
        return replace(made, withheld=Withheld.SHORT)
    series = days_of(kept)
    if series is None:
        return made
    shapes = shapes_of(series)
    why = _since_jump(series, shapes[0])
    if bends and not why and (place := shapes[0].bend or bend_of(series, shapes[0])):
        is_lower = kept[place].value < kept[place - 1].value
        return _of(Begun.CLEANED if shapes[0].bend and is_lower else Begun.BENT, kept[place:], levels, bends - 1)
    fitted = fit(series.gaps, columns(series, shapes[0]), series.values)
    if why or fitted is None:
        return replace(made, shape=shapes[0], withheld=why or Withheld.NOISY)
    rise, error = fitted.at(trend_row(series, shapes[0]))
    is_certain = rise > error * quantile(CHANCE, fitted.freedom)
    made = replace(made, shape=shapes[0], slope=rise * series.scale / series.span)
    if rise <= NEGLIGIBLE:
        return replace(made, crossings=tuple(Crossing(share) for share, _level in levels))
    spans = [(share, _span(series, shapes, fitted, (level - series.base) / series.scale)) for share, level in levels]
    return replace(made, crossings=tuple(_said(share, span, series, is_certain=is_certain) for share, span in spans))


def _since_jump(series: Days, shape: Shape) -> Withheld | None:
    """Why nothing can be said: since the last jump there is too little."""
    if not shape.jumps or len(series.days) - shape.jumps[-1] >= LEAST_DAYS:
        return None
    place = shape.jumps[-1]
    return Withheld.CLEANED if series.values[place] < series.values[place - 1] else Withheld.STEPPED


def _span(series: Days, shapes: Sequence[Shape], fitted: Fit, level: float) -> Span:
    most = LOOKED * REACH * series.span
    span = crossing(series, shapes[0], fitted, level, most)
    for other in shapes[1:]:
        if (made := fit(series.gaps, columns(series, other), series.values)) is not None:
            span = span.with_other(crossing(series, other, made, level, most))
    return span


def _said(share: float, span: Span, series: Days, *, is_certain: bool) -> Crossing:
    """A date where the history carries it."""
    at, earliest, latest = (_moment(series, days) for days in (span.at, span.earliest, span.latest))
    why = _why(span, series) if is_certain else Withheld.NOISY
    return Crossing(share, why, None, earliest) if why else Crossing(share, None, at, earliest, latest)


def _why(span: Span, series: Days) -> Withheld | None:
    """Why no date is given although it surely grows."""
    if span.at is None or span.at > REACH * series.span:
        return Withheld.SHORT
    if span.earliest is None or span.latest is None or span.latest > WIDEST * max(span.earliest, 1.0):
        return Withheld.NOISY
    return None


def _moment(series: Days, days: float | None) -> datetime | None:
    """So many days after the last point; None for never, or beyond the calendar."""
    try:
        return None if days is None else series.moments[-1] + timedelta(days=days)
    except OverflowError:
        return None
