"""Five quarters through the real store: faults appear, last, vanish unseen, are fixed, come back, are accepted, renamed."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from agent.aliases import acceptances, undoing
from agent.aliases import entry as alias_entry
from agent.called import STREAM as ALIASES
from agent.called import Named, every
from agent.ledger import CLAIM, DISMISS, STREAM, problems, shape_of
from agent.quarters import round_of
from agent.store.engine import writing
from agent.store.record import Entry
from agent.store.store import Store
from agent.store.tables import ACCEPTANCES
from agent.store.ulid import derived
from checks.acceptance import State as Worth
from checks.base import Finding, Level
from checks.result import TargetResult
from config.site import Site, Target
from config.text import Text
from reports.record.problems import Key, Problem, State
from tests.site_stores import DAY, handed, moment, round_in, seen, store_at, told
from tests.stored import DISK, finding

START = moment(2025, 9, 8, 6)
QUARTER = 91
Act = Callable[[Store], object]
W, C, N, OK = Level.WARN, Level.CRITICAL, Level.NOTICE, Level.OK


def at(quarter: int, day: float = 0) -> datetime:
    return START + timedelta(days=quarter * QUARTER + day)


def blind(target: str, when: datetime) -> TargetResult:
    """Nobody could look: the check's one finding is UNKNOWN."""
    return replace(seen(target, when, {}), findings=(Finding("", Level.UNKNOWN, Text("denied"), check=DISK),))


def word(kind: str, key: Key, by: str, when: datetime, note: str, **body: str) -> Entry:
    name = json.dumps(list(key), ensure_ascii=False)
    return Entry(derived(when, kind, name, by), STREAM, name, kind, when, when, by, note, body)


def accepted(key: Key, until: str, when: datetime, store: Store) -> None:
    """As ``store.accept`` writes it, at a moment of the test's own."""
    plain = dict(zip(("target", "check_id", "subject"), key, strict=True))
    said = {
        "event": "accept",
        "level": "warn",
        "reason": "低风险",
        "said_by": "王工",
        "control": "每周核对",
        "bounds": "[]",
    }
    row = {**plain, **said, "id": derived(when, *key), "until": until, "written_by": "李工", "at": when.timestamp()}
    with writing(store.engine, store.place) as connection:
        connection.execute(sa.insert(ACCEPTANCES).values(**row))


def record(one: Entry, store: Store) -> None:
    store.record([one])


def inspect(quarter: int, results: Sequence[TargetResult], store: Store) -> None:
    round_in(store, at(quarter), *results)


def renamed(old: str, new: str, when: datetime, **more: str) -> Entry:
    row = alias_entry(Named("", old, new, "李工", when, "更名", **more))
    return replace(row, id=derived(when, old, new), told_at=when)


SHAPE = shape_of(finding(N))
APP: list[dict[str, Level]] = [
    {"/persist": C, "/fixed": W, "/accepted": W, "/alarm": N, "/claimed": W, "/gone": W, "/data": W},
    {"/persist": C, "/fixed": OK, "/accepted": W, "/alarm": N, "/claimed": W, "/data": W},
    {"/persist": C, "/fixed": W, "/accepted": W, "/alarm": N, "/claimed": OK, "/data2": W},
    {"/persist": W, "/fixed": OK, "/accepted": W, "/alarm": N, "/claimed": OK, "/data2": C},
    {"/persist": C, "/fixed": W, "/accepted": W, "/alarm": N, "/claimed": OK, "/data2": C},
]
OTHERS: list[dict[str, Level] | None] = [{"/unseen": W}, None, None, {"/unseen": OK}, None]
MOVED = [("db01", W), ("db01", W), ("db01", C), ("db02", W), ("db02", OK)]


def rounds() -> list[tuple[datetime, Act]]:
    """The inspection of each quarter, and what was said between them."""
    acts: list[tuple[datetime, Act]] = []
    for quarter in range(5):
        when, hidden, (host, level) = at(quarter), OTHERS[quarter], MOVED[quarter]
        results = [seen("app01", when, APP[quarter]), seen(host, when, {"/u01": level})]
        results.append(blind("app02", when) if hidden is None else seen("app02", when, hidden))
        acts.append((when, partial(inspect, quarter, results)))
    claimed, alarm = ("app01", DISK, "/claimed"), ("app01", DISK, "/alarm")
    said: list[tuple[datetime, Act]] = [
        (at(0, 2), partial(accepted, ("app01", DISK, "/accepted"), at(2, 30).date().isoformat(), at(0, 2))),
        (at(0, 3), partial(record, word(CLAIM, claimed, "李工", at(0, 3), "已清理"))),
        (at(1, 3), partial(record, word(DISMISS, alarm, "李工", at(1, 3), "测试分区", shape=SHAPE))),
        (at(1, 40), partial(record, renamed("/data", "/data2", at(1, 40), target="app01", check=DISK))),
        (at(2, 40), partial(record, renamed("db01", "db02", at(2, 40)))),
    ]
    return sorted([*acts, *said], key=lambda one: one[0])


EXPECTED: dict[str, list[State]] = {
    "/persist": [State.NEW, *[State.CONTINUING] * 4],
    "/fixed": [State.NEW, State.VERIFIED, State.RECURRED, State.VERIFIED, State.RECURRED],
    "/accepted": [State.ACCEPTED, State.ACCEPTED, State.ACCEPTED, State.CONTINUING, State.CONTINUING],
    "/alarm": [State.NEW, *[State.DISMISSED] * 4],
    "/claimed": [State.CLAIMED, State.CONTINUING, State.VERIFIED, State.VERIFIED, State.VERIFIED],
    "/gone": [State.NEW, *[State.RETIRED] * 4],
    "/data": [State.NEW, *[State.CONTINUING] * 4],
    "/unseen": [State.NEW, State.NEW, State.NEW, State.VERIFIED, State.VERIFIED],
    "/u01": [State.NEW, State.CONTINUING, State.CONTINUING, State.CONTINUING, State.VERIFIED],
}


def states(store: Store, quarter: int) -> dict[str, Problem]:
    """The problems as they stand a month after a quarter's round, by the subject they were first seen under."""
    found = problems(store, at(quarter, 10).date())
    assert len(found) == len(EXPECTED), sorted(found)
    return {{"/data2": "/data"}.get(key[2], key[2]): one for key, one in found.items()}


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Problem]]:
    """Each quarter's ledger, as it was told ten days after its round."""
    found = []
    waiting = rounds()
    with store_at(tmp_path_factory.mktemp("quarters") / "s.db") as store:
        for quarter in range(5):
            while waiting and waiting[0][0] <= at(quarter, 10):
                waiting.pop(0)[1](store)
            found.append(states(store, quarter))
            for _when, act in [one for one in waiting if one[0] < at(quarter + 1)]:
                act(store)
                waiting.pop(0)
    return found


@pytest.mark.parametrize("subject", EXPECTED)
def test_every_state_of_every_quarter(subject: str, quarters: list[dict[str, Problem]]) -> None:
    assert [one[subject].state for one in quarters] == EXPECTED[subject]


def test_what_else_is_told_of_them(quarters: list[dict[str, Problem]]) -> None:
    last = quarters[-1]
    assert last["/fixed"].times_recurred == 2
    assert last["/fixed"].needs_corrective_action
    assert last["/accepted"].reopened_by is Worth.EXPIRED
    assert (last["/persist"].worst, last["/persist"].first_seen) == (C, at(0))
    assert [one["/unseen"].unverified_since for one in quarters] == [None, at(1), at(1), None, None]
    assert (last["/data"].key, last["/data"].first_seen) == (("app01", DISK, "/data2"), at(0))
    assert last["/data"].worst is C
    assert (last["/u01"].key, last["/u01"].first_seen, last["/u01"].worst) == (("db02", DISK, "/u01"), at(0), C)


@pytest.mark.parametrize("seed", range(3))
def test_three_stores_that_each_saw_some_of_it_tell_the_same(seed: int, tmp_path: Path) -> None:
    dice = Random(seed)
    with ExitStack() as stack:
        one, *others = (stack.enter_context(store_at(tmp_path / f"{name}.db")) for name in ("one", "a", "b", "c"))
        acts = rounds()
        for _when, act in acts:
            act(one)
        dice.shuffle(acts)
        for _when, act in acts:
            act(dice.choice(others))
            if dice.random() < 0.3:
                giver, taker = dice.sample(others, 2)
                handed(giver, taker, tmp_path / "x")
        for _turn in range(2):
            for giver, taker in zip(others, [*others[1:], others[0]], strict=True):
                handed(giver, taker, tmp_path / "x")
        today = at(4, 10).date()
        assert [told(store, today) == told(one, today) for store in others] == [True] * 3
        assert {key: problem.state for key, problem in problems(others[0], today).items()} == {
            key: problem.state for key, problem in problems(one, today).items()
        }


def test_a_word_on_a_name_that_is_undone_parts_the_rows_again(tmp_path: Path) -> None:
    with store_at(tmp_path / "s.db") as store:
        for _when, act in rounds():
            act(store)
        today = at(4, 10).date()
        joined = problems(store, today)
        assert ("db01", DISK, "/u01") not in joined
        assert problems(store, today, "db02") == {key: one for key, one in joined.items() if key[0] == "db02"}
        (word_on,) = (one for one, _undone in every(store.recorded(ALIASES)) if one.old == "db01")
        store.record([undoing(word_on, "王工", "是另一台")])
        apart = problems(store, today)
        assert (apart["db01", DISK, "/u01"].state, apart["db01", DISK, "/u01"].level) == (State.CONTINUING, C)
        assert apart["db02", DISK, "/u01"].first_seen == at(3)
        assert [(one.old, undone) for one, undone in every(store.recorded(ALIASES))] == [("/data", False), ("db01", True)]


def test_a_name_that_was_given_twice_and_one_that_leads_on(tmp_path: Path) -> None:
    with store_at(tmp_path / "s.db") as store:
        for quarter, host in enumerate(("db01", "db02", "db03")):
            round_in(store, at(quarter), seen(host, at(quarter), {f"/u0{quarter}": W, "/u01": W}))
        for number, (old, new) in enumerate((("db01", "db02"), ("db02", "db03"))):
            store.record([renamed(old, new, at(3, number))])
        store.record([renamed("/u00", "/u01", at(3, 3), target="db03", check=DISK)])
        found = problems(store, at(4).date())
        assert sorted(found) == [("db03", DISK, "/u01"), ("db03", DISK, "/u02")]
        assert (found["db03", DISK, "/u01"].first_seen, found["db03", DISK, "/u01"].times_seen) == (at(0), 3)


def test_the_last_round_is_compared_under_todays_names(tmp_path: Path) -> None:
    with store_at(tmp_path / "s.db") as store:
        round_in(store, at(2), seen("db01", at(2), {"/u01": W}))
        round_in(store, at(3), seen("db02", at(3), {"/u01": W}))
        site = Site(customer="滨海市环卫局", targets=(Target("db02", "linux", "192.0.2.7"),), timezone="Asia/Shanghai")
        before = round_of(store, site, "", at(3) + DAY).previous
        assert before is not None
        assert [one.target for one in before.targets] == ["db01"]
        store.record([renamed("db01", "db02", at(3))])
        after = round_of(store, site, "", at(3) + DAY).previous
        assert after is not None
        assert [one.target for one in after.targets] == ["db02"]


def test_a_risk_accepted_under_a_former_name_is_accepted_under_todays(tmp_path: Path) -> None:
    with store_at(tmp_path / "s.db") as store:
        round_in(store, at(0), seen("db01", at(0), {"/u01": W}))
        accepted(("db01", DISK, "/u01"), "2027-01-01", at(0, 1), store)
        assert [one.target for one in acceptances(store)] == ["db01"]
        store.record([renamed("db01", "db02", at(0, 2))])
        round_in(store, at(1), seen("db02", at(1), {"/u01": W}))
        assert [one.target for one in acceptances(store)] == ["db02"]
        (one,) = problems(store, at(1, 10).date()).values()
        assert (one.key[0], one.state) == ("db02", State.ACCEPTED)
