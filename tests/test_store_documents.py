"""Documents packed over earlier ones: they come back the same, take little, and an older program's store is read on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.store import documents
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Finding, Level
from checks.result import TargetResult
from config.text import _
from tests.store_places import PLACES, back_to, place, postgres_server
from tests.stored import DISK, START, result, round_of

DAY = timedelta(days=1)


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


def of_day(day: int, target: str = "app01", subjects: int = 60) -> TargetResult:
    """A document with much in it that does not change, and numbers that do."""
    findings = tuple(
        Finding(f"/data/{n**9}", Level.OK, _("{used:percent} used", used=(n * 7 + day) % 100 / 100), check=DISK)
        for n in range(subjects)
    )
    return result(target, findings, at=START + day * DAY)


def sizes(path: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT base, length(body) FROM targets ORDER BY inspection").fetchall()


def test_each_comes_back_as_it_was_written(store: Store) -> None:
    days = [of_day(day) for day in range(12)]
    ids = [round_of(store, one, replace(one, target="db01")) for one in days]
    for one, written in zip(ids, days, strict=True):
        assert store.load(one).targets == (written, replace(written, target="db01"))
        assert store.target_result(one, "app01") == written
    assert list(store.verify()) == []


def test_what_repeats_an_earlier_one_takes_a_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store:
        first, *_more = [round_of(store, of_day(day)) for day in range(12)]
    (alone, whole), *rest = sizes(path)
    assert alone == ""
    assert {base for base, _size in rest} == {first}
    assert max(size for _base, size in rest) < whole / 2


def test_another_document_is_a_whole_one_and_the_next_are_packed_over_that(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store:
        ids = [round_of(store, of_day(0)), *(round_of(store, of_day(day, subjects=900)) for day in (1, 2))]
        assert store.load(ids[2]).targets == (of_day(2, subjects=900),)
    assert [base for base, _size in sizes(path)] == ["", "", ids[1]]


def test_after_so_many_comes_a_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST", 3)
    path = tmp_path / "s.db"
    with open_store(path) as store:
        ids = [round_of(store, of_day(0)) for _again in range(9)]
    assert [base for base, _size in sizes(path)] == ["", *[ids[0]] * 3, "", *[ids[4]] * 3, ""]


def test_when_they_drift_off_comes_a_whole_one_before_they_cost_as_much(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store:
        for day in range(40):
            words = " ".join(str(n**5 * 7919) for n in range(day * 12))  # longer every day
            round_of(store, replace(of_day(day), about={"log": words}))
    found = sizes(path)
    wholes = [at for at, (base, _size) in enumerate(found) if not base]
    assert 1 < len(wholes) < 20
    for begins, ends in zip(wholes, [*wholes[1:], len(found)], strict=True):
        over = [size for _base, size in found[begins + 1 : ends]]
        assert sum(over) - len(over) * min(over, default=0) < found[begins][1] * 2


def test_an_older_programs_store_is_read_and_written_on_and_can_be_given_back(url: str) -> None:
    with open_store(url) as store:
        ids = [round_of(store, of_day(day), purpose="routine") for day in range(5)]
        assert store.purge_evidence(START + 33 * DAY) == 3
    back_to(url, "0003")
    with open_store(url) as store:
        assert list(store.verify()) == []
        assert [store.load(one).targets for one in ids] == [(of_day(day),) for day in range(5)]
        ids.append(round_of(store, of_day(5), purpose="routine"))
        assert store.load(ids[-1]).targets == (of_day(5),)
        assert store.purge_evidence(START + 90 * DAY) == 3
        assert list(store.verify()) == []
