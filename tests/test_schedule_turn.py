"""A turn of the ledger over a store: what a daemon left is taken up, what waits is sent, an old clock undoes nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.schedule import answering
from agent.schedule.ledger import State
from agent.schedule.steps import key_of
from agent.schedule.tick import Ended, Told, turn
from agent.store.store import Store
from config.schedules import Schedule
from config.site import Site
from reports.record.outbox import Piece
from tests import stored
from tests.site_stores import store_at

BEGINS = datetime(2026, 12, 1, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
SITE = Site(
    timezone="Asia/Shanghai",
    schedules=(
        Schedule("nightly", cron="30 2 * * *"),
        Schedule("sheet", cron="31 2 * * *", rounds=(), documents=("customer",), is_approval_needed=False),
    ),
)
NIGHTLY = Site(timezone="Asia/Shanghai", schedules=SITE.schedules[:1])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path / "s.db") as opened:
        yield opened


def states(store: Store, name: str = "nightly") -> list[State]:
    return [one.state for one in store.occasions(BEGINS, BEGINS + timedelta(days=9)) if one.schedule == name]


def inspected(store: Store, step: str, at: datetime) -> None:
    one = store.begin(stored.header("app01", started_at=at))
    store.refer_step(key_of(step), one)
    store.commit_target(one, stored.result(at=at), {})
    store.finish(one)


def test_a_step_whose_turn_died_before_it_answered_begins_again(store: Store, tmp_path: Path) -> None:
    """It is running by the ledger, and nobody runs it: without this nothing would ever run again."""
    turn(store, NIGHTLY, BEGINS, tmp_path)
    lost = turn(store, NIGHTLY, DUE, tmp_path).ready
    assert lost is not None
    assert turn(store, NIGHTLY, DUE + timedelta(minutes=1), tmp_path).ready is None
    again = turn(store, NIGHTLY, DUE + timedelta(minutes=2), tmp_path, begins=True).ready
    assert again is not None
    assert again.name == lost.name


def test_what_the_daemon_runs_is_not_taken_from_it_and_nothing_is_run_beside_it(store: Store, tmp_path: Path) -> None:
    turn(store, NIGHTLY, BEGINS, tmp_path)
    first = turn(store, NIGHTLY, DUE, tmp_path).ready
    assert first is not None
    later = DUE + timedelta(days=1)
    assert turn(store, NIGHTLY, later, tmp_path, begins=True, runs=first.name).ready is None
    assert states(store) == [State.RUNNING, State.WAITING]
    # the clock is set back over what runs: its row is void, and the process is there all the same
    assert turn(store, NIGHTLY, DUE - timedelta(days=3), tmp_path, runs=first.name).ready is None


def test_what_ends_cut_off_again_and_again_gets_a_pause(store: Store, tmp_path: Path) -> None:
    turn(store, NIGHTLY, BEGINS, tmp_path)
    at = DUE
    begun = 0
    for _minute in range(5):
        begun += turn(store, NIGHTLY, at, tmp_path, begins=True).ready is not None
        at += timedelta(minutes=1)
    assert begun == 3


def test_an_old_clock_undoes_nothing_of_the_ledger(store: Store, tmp_path: Path) -> None:
    """A battery died, and the machine begins in 2020 until it finds the time."""
    turn(store, NIGHTLY, BEGINS, tmp_path)
    ready = turn(store, NIGHTLY, DUE, tmp_path).ready
    assert ready is not None
    inspected(store, ready.name, DUE)
    assert turn(store, NIGHTLY, DUE, tmp_path, Ended(ready.name, 0)).ready is None
    past = turn(store, NIGHTLY, datetime(2020, 1, 1, tzinfo=UTC), tmp_path, begins=True)
    assert past.ready is None
    assert "clock is wrong" in past.notes[0]
    assert turn(store, NIGHTLY, DUE + timedelta(hours=1), tmp_path, begins=True).ready is None
    assert states(store) == [State.DONE]


def test_the_outbox_is_emptied_after_a_round_and_when_a_pieces_moment_comes(store: Store, tmp_path: Path) -> None:
    turn(store, NIGHTLY, BEGINS, tmp_path)
    ready = turn(store, NIGHTLY, DUE, tmp_path)
    assert ready.ready is not None
    assert not ready.sends
    inspected(store, ready.ready.name, DUE)
    assert turn(store, NIGHTLY, DUE, tmp_path, Ended(ready.ready.name, 0)).sends
    assert not turn(store, NIGHTLY, DUE, tmp_path).sends
    at = DUE + timedelta(hours=1)
    store.put_out([Piece("k", "post", "mail", {}, made_at=DUE, next_at=at)])
    waits = turn(store, NIGHTLY, DUE, tmp_path)
    assert (waits.sends, waits.wake_at) == (False, at)
    assert turn(store, NIGHTLY, at, tmp_path).sends


def test_what_cannot_be_issued_holds_up_nothing_else(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turn(store, SITE, BEGINS, tmp_path)
    at = DUE + timedelta(minutes=1)
    names = []

    def breaks(*_given: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr("agent.schedule.tick.versions", breaks)
    monkeypatch.setattr("agent.schedule.tick._document", lambda *_given: "XJ-1")
    told = turn(store, SITE, at, tmp_path)
    while told.ready is not None:
        names.append(told.ready.name.rpartition("/")[2])
        if names[-1] == "inspection":
            inspected(store, told.ready.name, at)
        told = turn(store, SITE, at, tmp_path, Ended(told.ready.name, 0))
    assert names == ["inspection", "document:customer"]
    (failing,) = [one for one in store.known_occasions(at).open if one.name == "issue:customer"]
    assert failing.attempts == 1
    assert failing.next_at is not None


def test_a_store_that_is_a_file_is_one_daemons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock keeps every other away, so what is running there and is not this daemon's runs no longer."""
    given: list[dict[str, object]] = []

    def told(*_given: object, **more: object) -> Told:
        given.append(more)
        return Told()

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(answering, "turn", told)
    answering.answer(None, str(tmp_path / "s.db"), {"ended": None, "begins": False, "runs": "x"})
    assert given == [{"begins": True, "runs": "x"}]
