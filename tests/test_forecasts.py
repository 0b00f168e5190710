"""Forecasts over generated series whose truth is known; the whole is ``make prove`` (docs/forecasts.md)."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Point
from checks.forecasts import Forecast, forecast
from checks.regression import fit
from checks.saws import Saw
from checks.shapes import Rhythm
from checks.student import quantile
from tests.house.forecast_measured import failures, measured, ours, plain
from tests.house.forecast_series import CAPACITY, ENDLESS, KINDS, NOW, series

SOME = 130
"""Of each kind: with as many a share of 90 % is off by 4 % in one case of ten."""


def points(values: Sequence[float], every_days: float = 1.0) -> tuple[Point, ...]:
    last = len(values) - 1
    return tuple(Point(NOW - timedelta(days=every_days * (last - n)), v, CAPACITY) for n, v in enumerate(values))


def days_left(made: Forecast) -> float:
    assert made.full.at is not None
    return (made.full.at - NOW).total_seconds() / 86400


def noisy(signal: Callable[[int], float], count: int, sigma: float = 2.0) -> tuple[Point, ...]:
    dice = random.Random(7)
    return points([signal(n - count + 1) + dice.gauss(0, sigma) for n in range(count)])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ENDLESS | {"short"}])
def test_the_interval_holds_the_truth_and_a_plain_line_s_does_less_often(kind: str) -> None:
    source = series(kind, 3)
    made = [next(source) for _n in range(SOME)]
    own, other = (measured(made, [say(one.points) for one in made]) for say in (ours, plain))
    assert own.held_ratio >= 0.82
    assert own.held_ratio > other.held_ratio
    if kind == "linear":
        assert own.dated_ratio >= 0.60


@pytest.mark.parametrize(("kind", "most"), [("noise only", 0.0), ("plateau", 0.08), ("short", 0.20)])
def test_what_carries_no_date_gets_none(kind: str, most: float) -> None:
    source = series(kind, 3)
    made = [next(source) for _n in range(2 * SOME)]
    assert measured(made, [ours(one.points) for one in made]).dated_ratio <= most


def test_a_failing_kind_is_told() -> None:
    source = series("linear", 3)
    made = [next(source) for _n in range(20)]
    assert list(failures("linear", measured(made, [None] * 20)))
    assert not list(failures("noise only", measured(made, [None] * 20)))


def test_generated_series_are_the_same_for_the_same_seed() -> None:
    assert next(series("sawtooth", 5)) == next(series("sawtooth", 5))


def test_a_week_s_rhythm_is_seen_and_its_peak_reaches_the_limit_first() -> None:
    made = forecast(noisy(lambda day: 700 + 2.0 * day + 60 * (day % 7 == 0), 90))
    assert made.shape.rhythms == (Rhythm.WEEK,)
    assert days_left(made) == pytest.approx(126, abs=0.01), "the 18th week's peak, not the line's 150 days"


def test_a_month_s_rhythm_is_seen() -> None:
    def signal(day: int) -> float:
        return 600 + 2.0 * day + 50 * sin(2 * pi * ((NOW + timedelta(days=day)).day - 1) / 30.4)

    made = forecast(noisy(signal, 110))
    assert made.shape.rhythms == (Rhythm.MONTH,)
    assert days_left(made) == pytest.approx(next(day for day in range(400) if signal(day) >= CAPACITY), abs=3)


def test_teeth_of_any_interval_are_found() -> None:
    made = forecast(noisy(lambda day: 500 + 2.0 * day + 8.0 * ((day + 4) % 11), 80))
    assert made.shape.saw == Saw(11, -4.0)
    assert days_left(made) == pytest.approx(215, abs=11)


def test_clean_ups_now_and_then_leave_the_rate_between_the_peaks() -> None:
    cuts = (9, 16, 31, 38, 52, 70)
    made = forecast(points([400 + 6.0 * n - 50.0 * sum(n >= cut for cut in cuts) for n in range(80)]))
    assert made.shape.cuts == cuts
    assert made.full.at is not None
    assert made.slope == pytest.approx(6 - 50 / 12.2, abs=0.1)


def test_the_limit_before_full_has_a_date_of_its_own() -> None:
    made = forecast(noisy(lambda day: 600 + 4.0 * day, 60, sigma=0.5), (0.8, 1.0))
    limit, full = made.crossings
    assert limit.at is not None
    assert (limit.at - NOW).days in {49, 50}
    assert days_left(made) == pytest.approx(100, abs=1)
    assert limit.share == 0.8
    assert full.share == 1.0


def test_dependent_errors_widen_the_interval() -> None:
    dice = random.Random(3)
    error, walking = 0.0, []
    for _n in range(90):
        error = 0.85 * error + dice.gauss(0, 1)
        walking.append(error * 4)
    alone = walking[:]
    dice.shuffle(alone)
    widths = []
    for errors in (walking, alone):
        full = forecast(points([300 + 4.0 * n + e for n, e in enumerate(errors)])).full
        assert full.earliest_at is not None
        assert full.latest_at is not None
        widths.append((full.latest_at - full.earliest_at).total_seconds())
    assert widths[0] > 2 * widths[1]


@pytest.mark.parametrize(("freedom", "value"), [(1, 6.314), (2, 2.920), (3, 2.353), (10, 1.812), (30, 1.697), (120, 1.658)])
def test_student_s_quantiles_are_those_of_the_tables(freedom: int, value: float) -> None:
    assert quantile(0.05, freedom) == pytest.approx(value, abs=5e-4)


def test_without_memory_the_fit_is_least_squares() -> None:
    days = [0.0, 1.0, 2.0, 4.0, 7.0]
    values = [1.0, 3.0, 2.0, 6.0, 7.0]
    made = fit([1.0, 1.0, 1.0, 2.0, 3.0], [[1.0] * 5, days], values, ((0.0, 1.0),))
    assert made is not None
    assert made.coefficients == pytest.approx((1.3636, 0.8701), abs=1e-3)
    value, error = made.at([0.0, 1.0])
    assert (value, error) == pytest.approx((0.8701, 0.1941), abs=1e-3)


def test_a_column_twice_has_no_answer() -> None:
    assert fit([1.0] * 5, [[1.0] * 5, [1.0] * 5], [1.0, 2.0, 3.0, 4.0, 5.0]) is None


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=130), st.floats(0.3, 100))
def test_a_date_lies_within_its_interval(values: list[float], every_days: float) -> None:
    full = forecast(tuple(Point(p.at, p.value, 1.1e12) for p in points(values, every_days))).full
    if full.at is not None:
        assert full.earliest_at is not None
        assert full.latest_at is not None
        assert full.earliest_at <= full.at <= full.latest_at
