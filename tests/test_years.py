"""A few targets inspected daily for two months, made as the long proof makes two years: small, whole, and read quickly."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.store.open import open_store
from tests.house import years
from tests.program import xunjian

TARGETS, DAYS = 5, 60
ENDS = datetime(2026, 11, 22, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Grown:
    """The store, and what it took after each day."""

    folder: Path
    made: years.Years
    sizes: dict[int, int]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    folder = tmp_path_factory.mktemp("years")
    made = years.Years(str(folder / "s.db"), years.template(folder), list(years.names(TARGETS)), DAYS, ENDS)
    sizes: dict[int, int] = {}
    years.grow(made, told=sizes.__setitem__)
    return Grown(folder, made, sizes)


def test_a_day_of_a_target_takes_a_few_kilobytes(grown: Grown) -> None:
    """14.7 KB are 2 GB of 200 targets in two years; of the first month most is evidence, which then goes."""
    with closing(sqlite3.connect(grown.made.place)) as connection:
        (documents,) = connection.execute("SELECT sum(length(body) + length(evidence)) FROM targets").fetchone()
        (whole,) = connection.execute("SELECT avg(length(body)) FROM targets WHERE base = ''").fetchone()
    assert documents / TARGETS / DAYS < 9_000
    assert documents / TARGETS / DAYS < whole / 4


def test_evidence_of_routine_rounds_goes_after_thirty_days(grown: Grown) -> None:
    with open_store(grown.made.place) as store:
        oldest, newest = store.inspections()[-1], store.inspections(1)[0]
        changing = {one.id for one in grown.made.made_of.result.asked if one.evidence in grown.made.made_of.changing}
        for heading, is_kept in ((oldest, False), (newest, True)):
            one = store.target_result(heading.id, "srv001")
            assert one is not None
            pieces = {asked.evidence for asked in one.asked if asked.id in changing and asked.evidence}
            with store.rows() as rows:
                kept = {digest for digest in pieces if rows("SELECT 1 FROM evidence WHERE digest = ?", digest)}
            assert pieces
            assert kept == (pieces if is_kept else set())


def test_all_of_it_verifies(grown: Grown) -> None:
    with open_store(grown.made.place) as store:
        assert list(store.verify()) == []


def test_each_day_is_what_was_committed(grown: Grown) -> None:
    with open_store(grown.made.place) as store:
        headings = tuple(reversed(store.inspections()))
        assert [heading.started_at for heading in headings] == [
            ENDS - (DAYS - 1 - n) * timedelta(days=1) for n in range(DAYS)
        ]
        for day in (0, 31, 59):
            (found,) = [one for one in store.load(headings[day].id).targets if one.target == "srv003"]
            assert found == years.of_day(grown.made, "srv003", day)[0]


def test_history_draws_the_whole_course(grown: Grown) -> None:
    told = xunjian("history", "srv002", "server.filesystem_usage", "/", "--store", grown.made.place, folder=grown.folder)
    assert told.code == 0
    assert f"({DAYS} values)" in told.out
    assert "▁" in told.out
    assert "█" in told.out
