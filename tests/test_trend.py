"""Where a series is going: one forecast, which gives a date only where the history carries one."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.judging import judge_one
from agent.outcomes import Seen
from agent.past import Past
from checks.base import Finding, Level, Point, Scene
from checks.forecasts import Forecast, Withheld, forecast
from checks.growth import GrowthLimits, judge
from checks.series import Begun
from checks.server.filesystem_growth import FILESYSTEM_GROWTH
from checks.server.filesystem_usage import FILESYSTEM_USAGE
from collectors.base import Listing
from collectors.facts.storage import Filesystem
from config.limits import Layered

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=NOW)


def series(values: Sequence[float], capacity: float = 1000.0, every_days: float = 1.0) -> tuple[Point, ...]:
    """Points up to now, the last one today's."""
    count = len(values)
    return tuple(Point(NOW - timedelta(days=every_days * (count - 1 - n)), v, capacity) for n, v in enumerate(values))


def linear(count: int, left_days: float, capacity: float = 1000.0, slope: float = 2.0) -> tuple[Point, ...]:
    return series([capacity - slope * (left_days + count - 1 - n) for n in range(count)], capacity)


def days_left(made: Forecast) -> float:
    assert made.full.at is not None
    return (made.full.at - NOW).total_seconds() / 86400


def judged(points: tuple[Point, ...]) -> Finding:
    (found,) = judge({"/data": points}, Layered(GrowthLimits()), SCENE)
    return found


@pytest.mark.parametrize(
    ("left_days", "level"),
    [
        (6.9, Level.CRITICAL),
        (7.0, Level.CRITICAL),
        (7.1, Level.WARN),
        (30.0, Level.WARN),
        (30.1, Level.NOTICE),
        (89.9, Level.NOTICE),
        (90.1, Level.OK),
    ],
)
def test_the_level_is_of_the_days_that_are_left(left_days: float, level: Level) -> None:
    found = judged(linear(40, left_days))
    assert found.level is level
    assert found.measures["days_until_full"] == pytest.approx(left_days, abs=0.06)


def test_four_quarters_are_enough_and_three_are_not() -> None:
    quarterly = series([400, 500, 600, 700], every_days=91)
    made = forecast(quarterly)
    assert made.full.at == NOW + timedelta(days=273)
    assert forecast(quarterly[1:]).withheld is Withheld.SHORT
    assert judged(quarterly[1:]).level is Level.ABSENT


def test_the_first_inspection_gives_no_date_and_says_why() -> None:
    found = judged(series([990]))
    assert (found.level, found.measures) == (Level.ABSENT, {})
    assert "too short" in str(found.summary)


def test_a_date_is_not_farther_away_than_the_history_reaches() -> None:
    near, far = linear(5, 15.9), linear(5, 30.0)
    assert forecast(near).full.at is not None
    assert forecast(far).full.withheld is Withheld.SHORT
    assert judged(linear(5, 200.0)).level is Level.OK, "not within ninety days, whatever the interval says"


def test_a_resized_filesystem_begins_again() -> None:
    before = [Point(p.at, p.value, 500.0) for p in series([400 + n for n in range(40)])]
    resized = (*before[:-2], *series([438, 439])[-2:])
    made = forecast(resized)
    assert (made.begun, made.days_count, made.withheld) == (Begun.CAPACITY, 2, Withheld.SHORT)
    assert "size changed" in str(judged(resized).observed)


def test_a_capacity_that_jitters_is_the_same() -> None:
    points = tuple(Point(p.at, p.value, p.capacity + n % 3) for n, p in enumerate(linear(40, 20.0)))
    assert forecast(points).begun is Begun.FIRST
    assert judged(points).level is Level.WARN


def test_another_epoch_begins_again() -> None:
    points = tuple(Point(p.at, p.value, p.capacity, float(n >= 35)) for n, p in enumerate(linear(40, 20.0)))
    made = forecast(points)
    assert (made.begun, made.days_count) == (Begun.EPOCH, 5)


def test_one_clean_up_changes_the_level_and_not_the_rate() -> None:
    points = series([*(500 + 10.0 * n for n in range(40)), *(300 + 10.0 * n for n in range(30))])
    made = forecast(points)
    assert (made.begun, made.days_count, made.shape.jumps) == (Begun.FIRST, 70, (40,)), "the rate is that of both sides"
    assert made.slope == pytest.approx(10.0)
    assert days_left(made) == pytest.approx(41)


def test_after_a_clean_up_another_rate_begins_the_series_again() -> None:
    points = series([*(500 + 10.0 * n for n in range(40)), *(300 + 2.0 * n for n in range(30))])
    made = forecast(points)
    assert (made.begun, made.days_count) == (Begun.CLEANED, 30)
    assert made.slope == pytest.approx(2.0)
    assert "cleaned up" in str(judged(points).observed)


def test_after_a_clean_up_four_days_are_needed() -> None:
    points = series([*(500 + 10.0 * n for n in range(40)), 300, 310, 320])
    assert forecast(points).withheld is Withheld.CLEANED
    assert judged(points).level is Level.ABSENT


def test_rotated_logs_are_compared_by_their_peaks() -> None:
    level = [300 + 40.0 * (n % 7) for n in range(70)]
    assert judged(series(level)).level is Level.OK
    rising = [v + n for n, v in enumerate(level)]
    made = forecast(series(rising))
    assert made.slope == pytest.approx(1.0, abs=0.05)


def test_a_rotation_that_stopped_is_no_saw_any_more() -> None:
    saw = [300 + 20.0 * (n % 7) for n in range(56)]
    stopped = [*saw, *(saw[-1] + 30.0 * (n + 1) for n in range(8))]
    assert judged(series(stopped, capacity=900)).level is Level.WARN


def test_a_step_is_no_rate() -> None:
    made = forecast(series([300.0] * 20 + [700.0] * 20))
    assert made.full.at is None
    assert judged(series([300.0] * 20 + [700.0] * 20)).level is Level.OK, "before and after it does not grow"
    assert forecast(series([300.0] * 20 + [700.0] * 3)).withheld is Withheld.STEPPED


def test_a_small_jump_of_a_series_without_noise_takes_no_date_away() -> None:
    points = linear(40, 20.0)
    last = points[-1]
    nudged = (*points[:-1], Point(last.at, last.value + 0.5, last.capacity))
    assert judged(nudged).level is Level.WARN


def test_several_inspections_of_one_day_are_its_greatest() -> None:
    points = linear(40, 20.0)
    noon = tuple(Point(p.at - timedelta(hours=3), p.value - 300, p.capacity) for p in points)
    both = tuple(sorted((*points, *noon), key=lambda p: p.at))
    assert forecast(both).full.at == forecast(points).full.at


def test_what_sets_no_limit_is_not_applicable() -> None:
    assert judged(()).level is Level.ABSENT


@given(st.floats(0.5, 50), st.integers(8, 120), st.floats(1, 25))
def test_a_line_without_noise_gives_its_own_date(slope: float, count: int, left_days: float) -> None:
    made = forecast(linear(count, left_days, capacity=1e5, slope=slope))
    assert made.full.at is not None
    assert abs((made.full.at - NOW).total_seconds() / 86400 - left_days) < 0.01


def noise(dice: random.Random, count: int) -> list[float]:
    return [500 + dice.gauss(0, 40) for _n in range(count)]


def with_dates(make: Callable[[random.Random], Sequence[float]], times: int = 150) -> float:
    dice = random.Random(26)
    return sum(forecast(series(make(dice))).full.at is not None for _n in range(times)) / times


@pytest.mark.parametrize("count", [8, 30, 90])
def test_of_noise_alone_no_date_is_given(count: int) -> None:
    assert with_dates(lambda dice: noise(dice, count)) <= 0.01


def test_of_noisy_lines_most_give_a_date_that_is_about_right() -> None:
    dice = random.Random(27)
    errors = []
    for _n in range(150):
        points = series([1000 - 2 * (40 + 60 - n) + dice.gauss(0, 8) for n in range(60)], capacity=1000)
        made = forecast(points)
        if made.full.at:
            errors.append(abs((made.full.at - NOW).total_seconds() / 86400 - 41))
    assert len(errors) >= 90
    assert sorted(errors)[len(errors) * 9 // 10] < 12


@given(st.lists(st.tuples(st.floats(0, 1e15), st.floats(1, 1e15), st.integers(0, 2)), min_size=1, max_size=40))
def test_any_series_comes_to_something(rows: list[tuple[float, float, int]]) -> None:
    points = tuple(Point(NOW - timedelta(hours=9 * n), v, c, e) for n, (v, c, e) in enumerate(rows))[::-1]
    found = judged(points)
    assert (found.level is Level.ABSENT) or found.measures.get("days_until_full", 0) >= 0


def test_a_lone_outlier_moves_nothing() -> None:
    values = [500 + 2.0 * n for n in range(60)]
    spoiled = [*values[:30], 990.0, *values[31:]]
    assert days_left(forecast(series(spoiled))) == pytest.approx(days_left(forecast(series(values))), abs=0.01)


def facts(used: int, size: int = 1000) -> Listing[Filesystem]:
    return Listing((Filesystem("/data", "/dev/vdb", "xfs", size, used, size - used),))


def test_the_points_are_those_of_the_check_that_measures_and_todays() -> None:
    points = linear(40, 20.0)[:-1]
    kept = {
        ("/data", "used_bytes"): [(p.at, p.value) for p in points],
        ("/data", "usable_bytes"): [(p.at, p.capacity) for p in points[3:]],
        ("/gone", "used_bytes"): [(p.at, p.value) for p in points],
    }
    past = Past(series={FILESYSTEM_USAGE.id: kept})
    limits = Layered(FILESYSTEM_GROWTH.limits)
    (found,) = judge_one(FILESYSTEM_GROWTH, Seen(facts(960)), limits, SCENE, past)
    assert isinstance(found, Finding)
    assert (found.subject, found.level) == ("/data", Level.WARN)
    assert "37 day(s)" in str(found.observed)


def test_what_the_trends_read_is_measured() -> None:
    (usage,) = FILESYSTEM_USAGE.judge(facts(960), Layered(FILESYSTEM_USAGE.limits), SCENE)
    of = FILESYSTEM_GROWTH.of
    assert isinstance(usage, Finding)
    assert {of.value, of.capacity} <= usage.measures.keys()
    assert FILESYSTEM_GROWTH.needs == FILESYSTEM_USAGE.needs
