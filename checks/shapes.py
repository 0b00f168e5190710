"""The shape of a series beside its line, as columns of a regression: jumps, clean-ups, the rhythm of week or month."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import cos, pi, sin

from checks.saws import Saw
from checks.series import DAY_SECONDS, Days

HARMONICS = 3
"""Of a week's seven days these are all there are; a month's end is seen as steep as a tenth of the month."""


class Rhythm(Enum):
    """What repeats by the calendar."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Shape:
    """What was found. ``jumps`` and ``cuts`` are the places of the first point after each."""

    jumps: tuple[int, ...] = ()
    cuts: tuple[int, ...] = ()
    """Clean-ups now and then, all of about the same size."""
    every_days: float = 0.0
    """The usual interval between these; 0 where there are none, or where they have stopped."""
    saw: Saw | None = None
    """Clean-ups at a fixed interval."""
    rhythms: tuple[Rhythm, ...] = ()
    bend: int = 0
    """The place of a jump from which on it grows at another rate; 0 for none."""

    @property
    def is_toothed(self) -> bool:
        """Whether it will be cleaned again and again."""
        return self.saw is not None or self.every_days > 0


def columns(series: Days, shape: Shape) -> list[list[float]]:
    """The columns of the regression: level, rise over the history, then those of the shape."""
    count = len(series.days)
    found = [[1.0] * count, [day / series.span for day in series.days]]
    found += [[-float(place < jump) for place in range(count)] for jump in shape.jumps]
    if shape.cuts:
        found.append([-float(sum(place < cut for cut in shape.cuts)) for place in range(count)])
    if shape.saw:
        found.append([shape.saw.at(day) for day in series.days])
    if shape.bend:
        found.append([min(day - series.days[shape.bend], 0.0) / series.span for day in series.days])
    for rhythm in shape.rhythms:
        found += waves(rhythm, series)
    return found


def waves(rhythm: Rhythm, series: Days) -> list[list[float]]:
    """The columns of a rhythm."""
    return [list(column) for column in zip(*(_waves_at(rhythm, at) for at in series.moments), strict=True)]


def row_after(series: Days, shape: Shape, days: float) -> list[float]:
    """What the columns are so many days after the last point."""
    row = [1.0, days / series.span, *(0.0 for _jump in shape.jumps)]
    if shape.cuts:
        row.append(float((days - series.days[shape.cuts[-1]]) // shape.every_days) if shape.every_days else 0.0)
    if shape.saw:
        row.append(shape.saw.at(days))
    row += [0.0] * bool(shape.bend)
    for rhythm in shape.rhythms:
        row += _waves_at(rhythm, series.moments[-1] + timedelta(days=days))
    return row


def peak_after(series: Days, shape: Shape, days: float) -> list[float]:
    """The same where that is the last day of a tooth, and without the rhythms: what comes nearest to full."""
    row = [1.0, days / series.span, *(0.0 for _jump in shape.jumps)]
    if shape.cuts:
        since = days - series.days[shape.cuts[-1]]
        row.append(since / shape.every_days - 1 if shape.every_days else 0.0)
    if shape.saw:
        row.append(-1 / shape.saw.period_days)
    return row + [0.0] * (bool(shape.bend) + 2 * HARMONICS * len(shape.rhythms))


def trend_row(series: Days, shape: Shape) -> list[float]:
    """What the columns gain over one more history's length, teeth and rhythms apart."""
    later, now = peak_after(series, shape, series.span), peak_after(series, shape, 0.0)
    return [one - other for one, other in zip(later, now, strict=True)]


def _waves_at(rhythm: Rhythm, at: datetime) -> list[float]:
    if rhythm is Rhythm.WEEK:
        phase = at.timestamp() / DAY_SECONDS / 7
    else:
        phase = (at.day - 1 + at.hour / 24) / monthrange(at.year, at.month)[1]
    turns = [2 * pi * phase * n for n in range(1, HARMONICS + 1)]
    return [wave(turn) for turn in turns for wave in (cos, sin)]
