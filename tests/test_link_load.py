"""The load of links on the average of days, from the bytes they have carried."""

from datetime import timedelta

import pytest

from agent.judging import judge_one
from agent.outcomes import Seen
from agent.past import Past
from checks.base import Finding, Level, NoLimits, Point, Scene
from checks.network.link_bytes import LINK_BYTES, MOST
from checks.network.link_load import LINK_LOAD, averages
from collectors.base import Listing
from collectors.facts.devices.ports import Counters, Interface
from config.limits import Layered
from tests.house.forecast_series import NOW

SCENE = Scene(at=NOW)
GIGABIT = 10**9
DAY = 86_400


def port(name: str, count: int | None, *, is_64_bit: bool = True, state: str = "up", speed: int = GIGABIT) -> Interface:
    counters = Counters(in_bytes=count, out_bytes=0, is_64_bit=is_64_bit)
    return Interface(name, "", "", 1, 6, True, state, speed, counters=counters)  # noqa: FBT003 - is_enabled


def carried(*ports: Interface) -> list[Finding]:
    return [one for one in LINK_BYTES.judge(Listing(ports), Layered(NoLimits()), SCENE) if isinstance(one, Finding)]


def points(*counts: float, days: float = 1.0) -> tuple[Point, ...]:
    last = len(counts) - 1
    return tuple(Point(NOW - timedelta(days=days * (last - n)), count, GIGABIT) for n, count in enumerate(counts))


def test_the_busiest_links_are_followed_and_no_others() -> None:
    found = carried(*(port(f"GE0/0/{n}", 10**12 * n) for n in range(1, MOST + 5)))
    assert len(found) == MOST
    assert found[0].subject == f"GE0/0/{MOST + 4}"
    assert found[0].measures == {"carried_bytes": 1e12 * (MOST + 4), "speed_bits_per_second": 1e9}


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (port("GE0/0/1", 5, state="down"), Level.ABSENT),
        (port("GE0/0/1", 5, is_64_bit=False), Level.UNKNOWN),
        (port("GE0/0/1", 5, speed=0), Level.UNKNOWN),
        (port("GE0/0/1", 5), Level.OK),
    ],
)
def test_what_is_not_counted_is_not_followed(one: Interface, level: Level) -> None:
    assert [said.level for said in carried(one)] == [level]


def test_the_average_is_of_the_bytes_between_two_looks() -> None:
    a_day = 0.2 * GIGABIT / 8 * DAY
    (first, second) = averages(points(0, a_day, 3 * a_day))
    assert first.value == pytest.approx(0.2)
    assert second.value == pytest.approx(0.4)


def test_a_counter_that_began_again_gives_no_average() -> None:
    assert [one.value for one in averages(points(100, 5, 10))] == [pytest.approx(5 * 8 / DAY / GIGABIT)]


def test_two_looks_of_one_hour_are_a_glance() -> None:
    assert not list(averages(points(0, 10**9, days=1 / 24)))


def test_a_load_that_rises_has_a_date() -> None:
    """From 10 % on the average by 0.5 points a day: 40 % today, half of the speed in twenty days."""
    total, counts = 0.0, [0.0]
    for n in range(61):
        total += (0.10 + 0.005 * n) * GIGABIT / 8 * DAY
        counts.append(total)
    kept = points(*counts)[:-1]
    series = {
        ("GE0/0/1", "carried_bytes"): [(one.at, one.value) for one in kept],
        ("GE0/0/1", "speed_bits_per_second"): [(one.at, float(GIGABIT)) for one in kept],
    }
    facts = Listing((port("GE0/0/1", round(counts[-1])),))
    said = judge_one(LINK_LOAD, Seen(facts), Layered(LINK_LOAD.limits), SCENE, Past(series={LINK_BYTES.id: series}))
    (found,) = [one for one in said if isinstance(one, Finding)]
    assert found.level is Level.WARN
    assert found.measures["days_until_full"] == pytest.approx(20, abs=0.1)


def test_one_look_is_no_average() -> None:
    facts = Listing((port("GE0/0/1", 10**12),))
    (found,) = [
        one for one in judge_one(LINK_LOAD, Seen(facts), Layered(LINK_LOAD.limits), SCENE) if isinstance(one, Finding)
    ]
    assert found.level is Level.ABSENT
