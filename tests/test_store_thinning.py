"""Measures grow thin after 400 days: one moment a week of each subject, the greatest where a forecast takes that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.store.open import open_store
from agent.store.store import Store
from agent.store.thinning import WEEK_SECONDS
from agent.store.values import Snapshot
from checks.base import Finding
from tests.store_places import PLACES, place, postgres_server
from tests.stored import DISK, START, SWAP, finding, result, round_of

DAY = timedelta(days=1)
LEADING = {DISK: "used_bytes"}
USED = (3, 9, 1, 4, 4, 8, 2, 6, 5, 7)
"""A day each, again and again: weeks whose greatest is never their first."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as folder:
        yield folder


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place(request, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def measured(day: int, subject: str = "/data") -> Finding:
    return replace(finding(subject=subject), measures={"used_bytes": USED[day % 10], "usable_bytes": 10.0 + day})


def filled(store: Store, days: int, *findings: Finding) -> list[str]:
    return [round_of(store, result(findings=[measured(day), *findings], at=START + day * DAY)) for day in range(days)]


def weeks(days: int) -> list[list[int]]:
    """The days of each whole or partial week, from START."""
    found: dict[float, list[int]] = {}
    for day in range(days):
        found.setdefault((START + day * DAY).timestamp() // WEEK_SECONDS, []).append(day)
    return list(found.values())


def kept_days(store: Store, name: str, check: str = DISK, subject: str = "/data") -> list[int]:
    return [(at - START).days for at, _value in store.measures("app01", check, subject, name)]


def test_of_a_week_the_greatest_stays_and_its_capacity_with_it(store: Store) -> None:
    filled(store, 30)
    now = START + 421 * DAY
    gone = store.thin_measures(now, leading=LEADING)
    old = [week for week in weeks(30) if max(week) < 20]
    assert 2 <= len(old) <= 3, "only weeks that are wholly past are thinned"
    greatest = [max(week, key=lambda day: (USED[day % 10], -day)) for week in old]
    whole = list(range(max(old[-1]) + 1, 30))
    assert kept_days(store, "used_bytes") == [*greatest, *whole]
    assert kept_days(store, "usable_bytes") == [*greatest, *whole], "value and capacity are of one moment"
    assert gone == 2 * (30 - len(greatest) - len(whole))
    assert store.thin_measures(now, leading=LEADING) == 0


def test_where_no_forecast_reads_it_the_first_of_a_week_stays(store: Store) -> None:
    filled(store, 30, replace(finding(check=SWAP, subject=""), measures={"b_count": 1.0, "a_count": 2.0}))
    store.thin_measures(START + 500 * DAY, leading=LEADING)
    firsts = [min(week) for week in weeks(30)]
    assert kept_days(store, "a_count", SWAP, "") == kept_days(store, "b_count", SWAP, "") == firsts


def test_each_subject_has_its_own_greatest(store: Store) -> None:
    for day in range(14):
        other = replace(measured(day, "/other"), measures={"used_bytes": float(-day), "usable_bytes": 1.0})
        round_of(store, result(findings=[measured(day), other], at=START + day * DAY))
    store.thin_measures(START + 500 * DAY, leading=LEADING)
    assert kept_days(store, "used_bytes", subject="/other") == [min(week) for week in weeks(14)]
    assert kept_days(store, "used_bytes") == [max(week, key=lambda day: (USED[day % 10], -day)) for week in weeks(14)]


def test_thinning_day_by_day_comes_to_the_same_as_thinning_once(tmp_path: Path) -> None:
    left = []
    for name, turns in (("daily.db", range(400, 470)), ("once.db", range(469, 470))):
        with open_store(tmp_path / name) as store:
            filled(store, 60)
            for day in turns:
                store.thin_measures(START + day * DAY, leading=LEADING)
            left.append(store.measures_of("app01", DISK, START - DAY))
    assert left[0] == left[1]


def test_what_a_snapshot_saw_stays_as_long_as_it_has_its_name(store: Store) -> None:
    ids = filled(store, 30)
    first = min(weeks(30)[1])
    day = next(day for day in weeks(30)[1] if USED[day % 10] < 8)
    store.add_snapshot(Snapshot("升级前", ids[day], START, "张三"))
    store.thin_measures(START + 500 * DAY, leading=LEADING)
    assert day in kept_days(store, "used_bytes")
    assert day in kept_days(store, "usable_bytes")
    assert len([one for one in kept_days(store, "used_bytes") if first <= one < first + 7]) == 2


def test_a_pin_of_an_inspection_that_was_removed_keeps_nothing_from_growing_thin(store: Store) -> None:
    filled(store, 14)
    store.pin("01ARZ3NDEKTSV4RRFFQ69G5FAV", "XJ-2026Q2")
    assert store.thin_measures(START + 500 * DAY, leading=LEADING) == 2 * (14 - len(weeks(14)))
