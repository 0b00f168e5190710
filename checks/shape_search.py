"""Which shape a series has. One is taken only where it makes the history so much likelier that chance does not explain it.

Schwarz's criterion (Annals of Statistics 1978), with a margin of ours, over fits that allow for errors that remember.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import log
from operator import mul
from statistics import median

from checks.regression import COARSE, Fit, fit
from checks.saws import is_toothed, saws
from checks.series import Days, noise_of
from checks.shapes import HARMONICS, Rhythm, Shape, columns, waves

WEEK_GAP_DAYS, WEEK_SPAN_DAYS = 1.5, 21.0
"""A week's rhythm is looked for in daily points over three weeks: ours."""
MONTH_GAP_DAYS, MONTH_SPAN_DAYS = 7.5, 75.0
"""A month's in weekly points or denser over two months and a half: ours."""
LEAST_SHARE = 0.2
"""Ours: a rhythm that explains less of what the line leaves is not tried."""
MARGIN = 3.0
"""Ours: by so much more than the criterion asks a shape must raise the log likelihood; a jump is searched for."""
ALIKE = 3.0
"""Ours: teeth that are less likely by so much in the logarithm are no longer considered."""
LEAST_POINTS = 6
"""Ours: with fewer nothing but a line is fitted."""
JUMP_OF_NOISE, JUMP_OF_RANGE, MOST_JUMPS = 3.0, 0.03, 3
"""Ours: jumps of so many times what neighbours usually differ by, and of such a share of the range, are tried."""
MOST_SHAPES = 3
LEAST_CUTS = 3
"""Ours: what was cleaned less often is a jump and not a habit."""
STOPPED = 1.6
"""Ours: cleaning has stopped where the last is more than so many times the usual interval ago."""
COST_OF = {"jump": 2, "cuts": 8, "saw": 4}
"""Parameters that a column stands for, the places that were searched with it: ours. Teeth before clean-ups now and then."""
LEAST_FOR_BEND, BEND_PLACES, LEAST_AFTER_BEND = 10, 6, 4
BEND_MARGIN = 2.0
"""Ours: a change of rate is looked for at five places of ten points and more, and asks for so much more."""


def shapes_of(series: Days) -> tuple[Shape, ...]:
    """Take the likeliest shape, one piece after the other; behind it those with other teeth that are nearly as likely."""
    shape, alike = Shape(), list[Shape]()
    best = _fitted(series, shape) if len(series.values) >= LEAST_POINTS else None
    rhythms = {rhythm: waves(rhythm, series) for rhythm in _visible(series)} if best else {}
    for _n in range(MOST_SHAPES):
        if best is None:
            break
        rest = _rest(series, shape, best)
        tried = [
            (made.likelihood - _price(series, one), made, one)
            for one in _further(series, shape, rest, rhythms)
            if (made := _fitted(series, one)) is not None
        ]
        gain, made, taken = max(tried, key=lambda one: one[0], default=(0.0, best, shape))
        if taken is shape or gain < best.likelihood - _price(series, shape) + MARGIN:
            break
        if taken.saw != shape.saw:
            alike = [one for gained, _made, one in tried if one.saw not in {taken.saw, None} and gained > gain - ALIKE]
        best, shape = made, taken
    return (shape, *(replace(shape, saw=other.saw) for other in alike if shape.saw))


def bend_of(series: Days, shape: Shape) -> int:
    """The place from which on it grows at another rate; 0 where it does not."""
    count = len(series.days)
    plain = _fitted(series, shape) if count >= LEAST_FOR_BEND else None
    if plain is None:
        return 0
    best, found = plain.likelihood + log(count) + BEND_MARGIN, 0
    known = columns(series, shape)
    for place in (count * n // BEND_PLACES for n in range(1, BEND_PLACES)):
        if place < LEAST_AFTER_BEND or count - place < LEAST_AFTER_BEND:
            continue
        hinge = [max(day - series.days[place], 0.0) / series.span for day in series.days]
        made = fit(series.gaps, [*known, hinge], series.values, ((plain.memory, 1.0),))
        if made is not None and made.likelihood > best:
            best, found = made.likelihood, place
    return found


def _price(series: Days, shape: Shape) -> float:
    """Schwarz's price of the columns that a shape adds."""
    count = len(shape.jumps) * COST_OF["jump"] + 2 * HARMONICS * len(shape.rhythms)
    count += bool(shape.bend) + COST_OF["cuts"] * bool(shape.cuts) + COST_OF["saw"] * bool(shape.saw)
    return count * log(len(series.values)) / 2


def _fitted(series: Days, shape: Shape) -> Fit | None:
    return fit(series.gaps, columns(series, shape), series.values, COARSE)


def _further(
    series: Days, shape: Shape, rest: Sequence[float], rhythms: Mapping[Rhythm, Sequence[Sequence[float]]]
) -> Iterator[Shape]:
    """What could be added to a shape."""
    if not shape.saw and not shape.cuts:
        yield from _cleaned(series, shape, rest)
    for rhythm, found in rhythms.items():
        if rhythm not in shape.rhythms and _share(found, rest) > LEAST_SHARE:
            kept = (
                Shape(rhythms=shape.rhythms) if shape.cuts else shape
            )  # what falls every week was no clean-up now and then
            yield replace(kept, rhythms=(*shape.rhythms, rhythm))


def _cleaned(series: Days, shape: Shape, rest: Sequence[float]) -> Iterator[Shape]:
    """Shapes with jumps, or with teeth in the place of jumps."""
    if is_toothed(rest):
        for saw in saws(series.days, rest):
            yield replace(shape, saw=saw)
    jumps, falls = _jumps(rest)
    if len(falls) >= LEAST_CUTS and not shape.jumps:
        yield replace(shape, cuts=falls, every_days=_interval(series, falls), jumps=())
    for jump in jumps:
        if jump not in shape.jumps:
            further = replace(shape, jumps=tuple(sorted((*shape.jumps, jump))))
            yield from (further, replace(further, bend=jump))


def _rest(series: Days, shape: Shape, made: Fit) -> list[float]:
    rows = zip(*columns(series, shape), strict=True)
    return [value - sum(map(mul, made.coefficients, row)) for value, row in zip(series.values, rows, strict=True)]


def _visible(series: Days) -> Iterator[Rhythm]:
    """The rhythms that points so dense over so long can show."""
    gap = median(series.gaps[1:])
    if gap <= WEEK_GAP_DAYS and series.span >= WEEK_SPAN_DAYS:
        yield Rhythm.WEEK
    if gap <= MONTH_GAP_DAYS and series.span >= MONTH_SPAN_DAYS:
        yield Rhythm.MONTH


def _share(found: Sequence[Sequence[float]], rest: Sequence[float]) -> float:
    """The share of a rest that a rhythm explains, about."""
    along = [sum(map(mul, wave, rest)) for wave in found]
    explained: float = sum(map(mul, along, along)) * 2 / len(rest)
    return explained / (sum(map(mul, rest, rest)) or 1.0)


def _jumps(rest: Sequence[float]) -> tuple[list[int], tuple[int, ...]]:
    """The greatest jumps, and all falls that are no noise."""
    steps = [after - before for before, after in pairwise(rest)]
    usual, least = median(steps), max(JUMP_OF_NOISE * noise_of(steps), JUMP_OF_RANGE)
    beyond = [(abs(one - usual), place + 1, one) for place, one in enumerate(steps) if abs(one - usual) > least]
    greatest = [place for _size, place, _one in sorted(beyond, reverse=True)[:MOST_JUMPS]]
    return greatest, tuple(place for _size, place, one in beyond if one < 0)


def _interval(series: Days, cuts: Sequence[int]) -> float:
    """The usual interval between clean-ups; 0 where they have stopped."""
    every = (series.days[cuts[-1]] - series.days[cuts[0]]) / (len(cuts) - 1)
    return 0.0 if -series.days[cuts[-1]] > STOPPED * every else every
