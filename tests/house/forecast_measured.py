"""How well forecasts hold: our own and a plain linear regression over the same generated series.

    python -m tests.house.forecast_measured [series of each kind]

writes docs/forecasts.md. ``make prove`` runs it as ``forecasts``.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from math import sqrt
from pathlib import Path
from time import process_time
from typing import Final

from checks.base import Point
from checks.forecasts import REACH, forecast
from checks.student import quantile
from tests.house.forecast_series import CAPACITY, ENDLESS, KINDS, NOW, Made, series

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "forecasts.md"
EACH: Final = 2000
SEED: Final = 26
HOLDS: Final = (0.86, 0.94)
DATED: Final = 0.60
_DAY: Final = 86400.0
_NEAR: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from now."""

    at: float
    earliest: float
    latest: float


@dataclass(frozen=True, slots=True)
class Share:
    """Of a kind: how many series, how many got a date, how many intervals hold the truth, how long they are."""

    count: int
    dated: int
    held: int
    width: float = 0.0
    """The median, as a share of the days to the date."""

    @property
    def dated_ratio(self) -> float:
        """Of all series."""
        return self.dated / max(self.count, 1)

    @property
    def held_ratio(self) -> float:
        """Of those with a date."""
        return self.held / max(self.dated, 1)


def ours(points: Sequence[Point]) -> Interval | None:
    """What the product says."""
    full = forecast(points).full
    if full.at is None or full.earliest_at is None or full.latest_at is None:
        return None
    at, earliest, latest = ((moment - NOW).total_seconds() / _DAY for moment in (full.at, full.earliest_at, full.latest_at))
    return Interval(at, earliest, latest)


def plain(points: Sequence[Point]) -> Interval | None:
    """Least squares as every textbook has it: a date where the slope's own interval of 90 % does not hold 0.

    With the same bound on how far away, and Fieller's interval, so that only the method differs.
    """
    days = [(one.at - NOW).total_seconds() / _DAY for one in points]
    count, freedom = len(days), len(days) - 2
    if freedom < 1:
        return None
    middle, mean = sum(days) / count, sum(one.value for one in points) / count
    squares = sum((day - middle) ** 2 for day in days)
    slope = sum((day - middle) * (one.value - mean) for day, one in zip(days, points, strict=True)) / squares
    rest = sum((one.value - mean - slope * (day - middle)) ** 2 for day, one in zip(days, points, strict=True))
    width, variance = quantile(0.05, freedom), rest / freedom
    leading = slope**2 - width**2 * variance / squares
    if slope <= 0 or leading <= 0:
        return None
    away = CAPACITY - mean
    root = width * sqrt(variance * (away**2 / squares + leading / count))
    at = middle + away / slope
    if at > REACH * -days[0]:
        return None
    return Interval(at, middle + (slope * away - root) / leading, middle + (slope * away + root) / leading)


def measured(made: Sequence[Made], said: Sequence[Interval | None]) -> Share:
    """Count."""
    pairs = [(one.crosses_day, interval) for one, interval in zip(made, said, strict=True) if interval is not None]
    held = sum(
        truth is not None and interval.earliest - _NEAR <= truth <= interval.latest + _NEAR for truth, interval in pairs
    )
    widths = sorted((interval.latest - interval.earliest) / max(interval.at, 1.0) for _truth, interval in pairs)
    return Share(len(made), len(pairs), held, widths[len(widths) // 2] if widths else 0.0)


def of_kind(kind: str, count: int, seed: int = SEED) -> tuple[list[Made], list[Interval | None], list[Interval | None]]:
    """Series of a kind with what we and the plain line say of each."""
    made = list(islice(series(kind, seed), count))
    return made, [ours(one.points) for one in made], [plain(one.points) for one in made]


def failures(kind: str, mine: Share) -> Iterator[str]:
    """What a kind's figures must be and are not."""
    if kind == "noise only" and mine.dated:
        yield f"{kind}: {mine.dated} dates"
    if kind == "linear" and mine.dated_ratio < DATED:
        yield f"{kind}: dates for {mine.dated_ratio:.1%}"
    if kind not in ENDLESS and not HOLDS[0] <= mine.held_ratio <= HOLDS[1]:
        yield f"{kind}: {mine.held_ratio:.1%} held"


def page(count: int) -> tuple[str, list[str], str]:
    """The page, what fails, and the whole in a line."""
    rows: list[str] = []
    split: list[str] = []
    wrong: list[str] = []
    said: list[str] = []
    spent = 0.0
    for kind in KINDS:
        started = process_time()
        made, mine, theirs = of_kind(kind, count)
        spent += process_time() - started
        own, other = measured(made, mine), measured(made, theirs)
        rows.append(_row(kind, own, other))
        wrong += failures(kind, own)
        said.append(f"{kind} {own.dated_ratio:.0%}/{own.held_ratio:.0%}" if kind not in ENDLESS else f"{kind} {own.dated}")
        split += list(_split(kind, made, mine, theirs)) if kind == "linear" else []
    head = "| {} | series | dates | 90 % interval holds | its length | plain: dates | plain: holds |\n{}"
    lines = [
        "# Forecasts",
        "",
        f"*Written by `python -m tests.house.forecast_measured` on {datetime.now(tz=UTC):%Y-%m-%d}; seed {SEED}.*",
        "",
        __doc__.splitlines()[0],
        "",
        *_EXPLAINED,
        "",
        head.format("kind", "| --- " * 7 + "|"),
        *rows,
        "",
        "Linear series by sampling, noise (its standard deviation as a share of the rise over the history) and by whether",
        "errors depend on each other (AR(1), 0.2 to 0.9 a day):",
        "",
        head.format("linear", "| --- " * 7 + "|"),
        *split,
        "",
        f"CPU of both methods: {spent / count / len(KINDS) * 1000:.1f} ms a series.",
        "",
    ]
    return "\n".join(lines), wrong, f"{count} of each kind, dates/held: {', '.join(said)}"


_EXPLAINED: Final = (
    "A signal without noise is continued until it reaches the capacity: that is the truth. What is forecast is the same",
    "signal with noise (normal, independent or dependent), looked at daily, weekly or quarterly, up to three of ten times",
    "not at all. A date is counted where one is given; the interval holds where the truth lies within it. Of plateaus and",
    "of noise alone every date is wrong. A tooth and a rhythm are on whole days: an interval of one day that is right is",
    "right always, so such kinds lie higher. The length is the median, as a share of the days to the date.",
    "",
    "Beside it a plain linear regression over the same points: a date where the slope's own 90 % interval does not hold 0",
    "and no farther away than four histories, as ours. It dates nearly everything, plateaus too.",
)


def _row(name: str, own: Share, other: Share) -> str:
    def held(one: Share) -> str:
        return f"{one.held_ratio:.1%}" if one.dated else ""

    cells = (
        name,
        own.count,
        f"{own.dated_ratio:.1%}",
        held(own),
        f"{own.width:.0%}",
        f"{other.dated_ratio:.1%}",
        held(other),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _split(
    _kind: str, made: Sequence[Made], mine: Sequence[Interval | None], theirs: Sequence[Interval | None]
) -> Iterator[str]:
    groups: dict[str, list[int]] = {}
    for place, one in enumerate(made):
        for name in (
            one.sampling,
            f"noise {one.noise:.0%}",
            "dependent errors" if one.is_dependent else "independent errors",
        ):
            groups.setdefault(name, []).append(place)
    order = (
        "daily",
        "weekly",
        "quarterly",
        "noise 1%",
        "noise 3%",
        "noise 10%",
        "noise 25%",
        "independent errors",
        "dependent errors",
    )
    for name in order:
        places = groups.get(name, [])
        some = [made[place] for place in places]
        yield _row(name, measured(some, [mine[p] for p in places]), measured(some, [theirs[p] for p in places]))


def proved() -> tuple[str, str]:
    """Write the page; the whole in a line, and what is not as it must be."""
    text, wrong, line = page(EACH)
    PAGE.write_text(text, encoding="utf-8")
    return line, "; ".join(wrong)


def many(count: int) -> list[tuple[Point, ...]]:
    """Series of all kinds in turn, for the benchmark."""
    sources = [series(kind, SEED) for kind in KINDS]
    found = [next(sources[place % len(sources)]).points for place in range(count)]
    random.Random(SEED).shuffle(found)
    return found


def main() -> int:
    """Write the page."""
    text, wrong, _line = page(int(sys.argv[1]) if len(sys.argv) > 1 else EACH)
    PAGE.write_text(text, encoding="utf-8")
    for one in wrong:
        print(one)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
