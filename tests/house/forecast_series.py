"""Series to forecast whose truth is known: a signal without noise, and what would have been measured of it.

The truth is when the signal, continued, first reaches the capacity; None where it never does. A tooth or a rhythm is on
whole days, so there it is a day. Noise is normal, independent or an AR(1) of days, seen through the sampling.
"""

import random
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, log, pi, sin, sqrt
from typing import Final

from checks.base import Point

CAPACITY: Final = 1000.0
NOW: Final = datetime(2026, 11, 22, 4, tzinfo=UTC)
NOISES: Final = (0.01, 0.03, 0.1, 0.25)
"""Standard deviations, as shares of what the signal rises by over the history."""
GAPS: Final = (0.0, 0.0, 0.1, 0.3)
"""Shares of the inspections that were missed."""
Signal = Callable[[float], float]
"""The value on a day, 0 being today."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How often it is looked at, and how many times."""

    name: str
    every_days: int
    least: int
    most: int


DAILY: Final = Sampling("daily", 1, 30, 120)
WEEKLY: Final = Sampling("weekly", 7, 12, 60)
QUARTERLY: Final = Sampling("quarterly", 91, 6, 12)
MONTHLY_SEEN: Final = (Sampling("daily", 1, 90, 120), Sampling("weekly", 7, 26, 60))
KINDS: Final[Mapping[str, tuple[Sampling, ...]]] = {
    "linear": (DAILY, WEEKLY, QUARTERLY),
    "step": (DAILY, WEEKLY, QUARTERLY),
    "sawtooth": (DAILY, WEEKLY),
    "seasonal, week": (DAILY,),
    "seasonal, month": MONTHLY_SEEN,
    "plateau": (DAILY, WEEKLY, QUARTERLY),
    "short": (Sampling("daily", 1, 2, 5), Sampling("weekly", 7, 2, 5), Sampling("quarterly", 91, 2, 5)),
    "noise only": (DAILY, WEEKLY, QUARTERLY),
}
"""Each kind with samplings that can show it: a tooth or a rhythm shorter than the sampling is noise to whoever looks."""
ENDLESS: Final = frozenset({"plateau", "noise only"})


@dataclass(frozen=True, slots=True)
class Course:
    """The line under a signal: its days, what it rises by over them, and today's level."""

    span: int
    rise: float
    level: float

    @property
    def slope(self) -> float:
        """Rise a day."""
        return self.rise / max(self.span, 1)

    def at(self, day: float) -> float:
        """The line's value."""
        return self.level + self.slope * day

    @property
    def days_left(self) -> float:
        """Until the line is at the capacity."""
        return (CAPACITY - self.level) / self.slope


@dataclass(frozen=True, slots=True)
class Made:
    """One series with its truth."""

    kind: str
    sampling: str
    noise: float
    is_dependent: bool
    points: tuple[Point, ...]
    crosses_day: float | None


def series(kind: str, seed: int) -> Iterator[Made]:
    """Series of a kind without end, the same for the same seed."""
    dice = random.Random(f"{kind} {seed}")
    while True:
        made = _made(kind, dice)
        if made is not None:
            yield made


def _made(kind: str, dice: random.Random) -> Made | None:
    """One series; None for one that would be below nothing, or was full before today."""
    sampling = dice.choice(KINDS[kind])
    count = dice.randint(sampling.least, sampling.most)
    span = sampling.every_days * (count - 1)
    course = _course(kind, span, dice)
    signal, rise = _signal(kind, course, sampling, dice)
    noise, memory = dice.choice(NOISES), dice.choice((0.0, dice.uniform(0.2, 0.9)))
    missed = 0.0 if kind == "short" else dice.choice(GAPS)
    past = [signal(day) for day in range(-span, 1)]
    if min(past) < 2 * noise * rise or max(past) >= CAPACITY:
        return None
    points = tuple(_points(past, sampling.every_days, (noise * rise, memory, missed), dice))
    truth = None if kind in ENDLESS else _truth(kind, signal, course)
    return Made(kind, sampling.name, noise, memory > 0, points, truth)


def _course(kind: str, span: int, dice: random.Random) -> Course:
    if kind == "plateau":
        return Course(span, CAPACITY * dice.uniform(0.1, 0.5), CAPACITY * dice.uniform(0.5, 0.95))
    if kind == "noise only":
        return Course(span, CAPACITY * dice.uniform(0.05, 0.5), CAPACITY * dice.uniform(0.3, 0.95))
    ahead = exp(dice.uniform(log(0.1), log(3)))  # histories
    rise = min(CAPACITY * dice.uniform(0.05, 0.5), 0.95 * CAPACITY / (1 + ahead))
    return Course(span, rise, CAPACITY - rise * ahead)


def _truth(kind: str, signal: Signal, course: Course) -> float | None:
    if kind in {"linear", "step", "short"}:
        return course.days_left
    days = range(1, int(course.days_left * 1.5) + 400)
    return next((float(day) for day in days if signal(day) >= CAPACITY), None)


def _points(past: list[float], every: int, of: tuple[float, float, float], dice: random.Random) -> Iterator[Point]:
    sigma, memory, missed = of
    error = dice.gauss(0, 1)
    for place, value in enumerate(past):
        error = memory * error + sqrt(1 - memory * memory) * dice.gauss(0, 1)
        back = len(past) - 1 - place
        if back % every == 0 and (back == 0 or dice.random() >= missed):
            yield Point(NOW - timedelta(days=back), max(value + sigma * error, 0.0), CAPACITY)


def _signal(kind: str, course: Course, sampling: Sampling, dice: random.Random) -> tuple[Signal, float]:
    """The signal of a kind, and what its noise is a share of."""
    makers: dict[str, Callable[[Course, Sampling, random.Random], Signal]] = {
        "step": _step,
        "sawtooth": _sawtooth,
        "seasonal, week": _week,
        "seasonal, month": _month,
        "plateau": _plateau,
        "noise only": _flat,
    }
    return makers.get(kind, _line)(course, sampling, dice), course.rise


def _line(course: Course, _sampling: Sampling, _dice: random.Random) -> Signal:
    return course.at


def _flat(course: Course, _sampling: Sampling, _dice: random.Random) -> Signal:
    return lambda _day: course.level


def _step(course: Course, _sampling: Sampling, dice: random.Random) -> Signal:
    place = -dice.uniform(0.15, 0.85) * course.span
    height = dice.choice((-1, 1)) * dice.uniform(0.5, 1.5) * course.rise
    return lambda day: course.at(day) - height * (day < place)


def _sawtooth(course: Course, sampling: Sampling, dice: random.Random) -> Signal:
    most = max(course.span // 4, 3 * sampling.every_days)
    period = min(dice.randint(3, 15) if sampling.every_days == 1 else dice.randint(21, 45), most)
    offset, height = dice.randrange(period), dice.uniform(0.2, 1) * course.rise
    return lambda day: course.at(day) - height * (1 - ((day + offset) % period + 1) / period)


def _week(course: Course, _sampling: Sampling, dice: random.Random) -> Signal:
    height, phase = dice.uniform(0.1, 0.5) * course.rise, dice.randrange(7)
    if dice.random() < 0.5:
        return lambda day: course.at(day) + height * sin(2 * pi * (day + phase) / 7)
    return lambda day: course.at(day) + height * ((day + phase) % 7 < 1)


def _month(course: Course, _sampling: Sampling, dice: random.Random) -> Signal:
    height, phase = dice.uniform(0.1, 0.5) * course.rise, dice.random()

    def signal(day: float) -> float:
        at = NOW + timedelta(days=day)
        return course.at(day) + height * sin(2 * pi * ((at.day - 1) / monthrange(at.year, at.month)[1] + phase))

    return signal


def _plateau(course: Course, _sampling: Sampling, dice: random.Random) -> Signal:
    """It rises and then stands: at once, or less and less."""
    knee = -dice.uniform(0.3, 0.8) * course.span
    if dice.random() < 0.5:
        rate = course.rise / max(course.span + knee, 1.0)
        return lambda day: course.level - rate * max(knee - day, 0.0)
    slower = course.span / dice.uniform(4, 8)
    return lambda day: course.level - course.rise * exp(-(day + course.span) / slower)
