"""The ledger over a real store: what inspections saw and persons said, and the commands that print it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent.ledger import CLAIM, DISMISS, entry, problems, shape_of
from agent.store.open import open_store
from agent.store.store import Store
from checks.acceptance import Acceptance, Bound
from checks.base import Finding, Level
from config.text import Text
from reports.record.problems import Problem, State
from tests.program import Done, xunjian
from tests.stored import DISK, finding, result, round_of

KEY = ("app01", DISK, "/data")
DAY = timedelta(days=1)
NOW = datetime.now(UTC)
TODAY = NOW.date()


def rounds(store: Store, *levels: Level | None) -> None:
    """A round a day up to yesterday; None is a round in which the subject was no longer there."""
    for number, level in enumerate(levels):
        one = finding(level or Level.OK, subject="/data" if level else "/other", used=0.9)
        round_of(store, result(findings=[one], at=NOW - (len(levels) - number) * DAY))


def one(store: Store, today: date = TODAY) -> Problem:
    [problem] = problems(store, today).values()
    return problem


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "s.db"), create=True) as opened:
        yield opened


BAD, GOOD, BLIND = Level.WARN, Level.OK, Level.UNKNOWN


@pytest.mark.parametrize(
    ("levels", "state", "recurred"),
    [
        ((BAD,), State.NEW, 0),
        ((BAD, BAD), State.CONTINUING, 0),
        ((BAD, GOOD), State.VERIFIED, 0),
        ((BAD, None), State.RETIRED, 0),
        ((BAD, None, BAD), State.RECURRED, 1),
        ((BAD, BLIND), State.NEW, 0),
        ((BAD, BLIND, BAD), State.CONTINUING, 0),
        ((BAD, GOOD, BAD), State.RECURRED, 1),
        ((BAD, GOOD, BAD, GOOD, BAD), State.RECURRED, 2),
        ((BAD, GOOD, GOOD, BLIND), State.VERIFIED, 0),
        ((BAD, Level.CRITICAL, BAD), State.CONTINUING, 0),
    ],
)
def test_what_inspections_saw(levels: tuple[Level | None, ...], state: State, recurred: int, store: Store) -> None:
    rounds(store, *levels)
    found = one(store)
    assert (found.key, found.state, found.times_recurred) == (KEY, state, recurred)
    assert found.worst is max(
        (level for level in levels if level in {BAD, Level.CRITICAL}), key=[BAD, Level.CRITICAL].index
    )


def test_what_never_failed_is_in_no_ledger(store: Store) -> None:
    rounds(store, GOOD, BLIND, GOOD)
    assert problems(store, TODAY) == {}


def test_a_claim_waits_for_the_next_inspection(store: Store) -> None:
    rounds(store, BAD)
    store.record([entry(CLAIM, KEY, "李工", "")])
    assert one(store).state is State.CLAIMED
    round_of(store, result(findings=[finding(GOOD, subject="/data")], at=datetime.now(UTC) + DAY))
    assert one(store).state is State.VERIFIED


@pytest.mark.parametrize(("form", "state"), [("", State.DISMISSED), ("another form", State.CONTINUING)])
def test_a_false_alarm_is_bound_to_its_form(form: str, state: State, store: Store) -> None:
    rounds(store, BAD)
    store.record([entry(DISMISS, KEY, "李工", "测试分区", shape=shape_of(one(store).finding))])
    assert one(store).state is State.DISMISSED
    again: Finding = finding(BAD, subject="/data", used=0.99)
    again = replace(again, summary=Text(form)) if form else again
    round_of(store, result(findings=[again], at=datetime.now(UTC) + DAY))
    assert one(store).state is state


def test_an_acceptance_is_held_against_what_is_seen_now(store: Store) -> None:
    rounds(store, BAD)
    bound = (Bound("used_ratio", 0.92),)
    store.accept(Acceptance(*KEY, BAD, "r", "王工", "c", TODAY + DAY, bound))
    assert one(store).state is State.ACCEPTED
    assert one(store, TODAY + 2 * DAY).state is State.NEW, "it ended"
    round_of(store, result(findings=[finding(BAD, subject="/data", used=0.95)], at=datetime.now(UTC) + DAY))
    assert one(store).state is State.CONTINUING, "it grew beyond"


def said(folder: Path, *words: str) -> Done:
    return xunjian("problems", *words, "--store", "s.db", "--lang", "zh-CN", folder=folder)


def test_a_store_without_an_inspection_says_nothing_of_problems(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db"), create=True):
        pass
    assert "不能据此认为没有问题" in said(tmp_path, "list").out


def test_an_engineers_rating_stands_beside_the_level_while_that_stays(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db"), create=True) as store:
        rounds(store, BAD, BAD)

    def listed() -> dict[str, object]:
        return dict(json.loads(said(tmp_path, "list", "--output", "json").out)["problems"][0])

    short = str(listed()["id"])[:8]
    by_level = str(listed()["risk"])
    other = "low" if by_level != "low" else "high"
    by = ("--by", "李工", "--reason", "测试环境")
    assert said(tmp_path, "risk", short, *by).code == 64, "nobody rated it"
    assert said(tmp_path, "risk", short, by_level, *by).code == 64, "that says nothing"
    assert said(tmp_path, "risk", short, "极高", *by).code == 64
    rated = said(tmp_path, "risk", short, {"low": "低", "high": "高"}[other], *by)
    assert (rated.code, "李工 研判为" in rated.out) == (0, True), rated.err
    assert (listed()["risk"], listed()["risk_rated"]) == (by_level, other)
    assert "研判为" in said(tmp_path, "show", short).out
    assert said(tmp_path, "risk", short, *by).code == 0
    assert listed()["risk_rated"] is None


def test_the_commands(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db"), create=True) as store:
        rounds(store, BAD, BAD)
    listed = json.loads(said(tmp_path, "list", "--output", "json").out)["problems"]
    [problem] = listed
    assert (problem["state"], problem["subject"]) == ("continuing", "/data")
    short = problem["id"][:8]
    assert short in said(tmp_path, "list").out
    assert "已整改（待复核）" in said(tmp_path, "claim", short, "--by", "李工").out
    assert "李工 称已整改" in said(tmp_path, "show", short).out
    assert said(tmp_path, "dismiss", short, "--by", "李工", "--reason", " ").code == 64
    assert said(tmp_path, "reinstate", short, "--by", "李工", "--reason", "x").code == 64
    assert "误报" in said(tmp_path, "dismiss", short, "--by", "李工", "--reason", "测试分区").out
    assert "没有未结的问题（最近一次巡检：2026-" in said(tmp_path, "list").out
    assert "没有巡检过 elsewhere" in said(tmp_path, "list", "-t", "elsewhere").out
    assert short in said(tmp_path, "list", "--all").out
    assert said(tmp_path, "reinstate", short, "--by", "张工", "--reason", "不是误报").code == 0
    assert short in said(tmp_path, "list").out
    assert said(tmp_path, "show", "ffffffff").code == 64
