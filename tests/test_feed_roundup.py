"""A real service desk, both ways: created, found again, updated, in conflict, away, closed there while it fails here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.commands.problem_words import desk_words
from agent.feeds import roundup
from agent.feeds.desk_reading import DESK, on_desks
from agent.feeds.transitions import mark_of
from agent.ledger import CLAIM, STREAM, problems
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Level
from config.deliveries import Delivery
from config.text import render
from reports.record.outbox import Again, Sent, State
from reports.record.problems import State as Stands
from tests import stored
from tests.feeds import due_now, pieces, plainly, site, turned, words
from tests.peers.roundup import Tracker, missing, tracker

pytestmark = pytest.mark.peer
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracker]:
    if missing():
        pytest.skip(missing())
    with tracker(tmp_path_factory.mktemp("roundup")) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as made:
        yield made


@pytest.fixture
def way(desk: Tracker) -> Delivery:
    since = (stored.START - 30 * DAY).date()
    return Delivery(
        "工单", "roundup", what=("problem",), url=desk.url, credential="desk", since=since, is_at_site=True, seconds=30
    )


def looked(store: Store, subject: str, level: Level, days: int) -> None:
    """One inspection, some days after the first."""
    found = [stored.finding(level, subject)]
    at = stored.START + days * DAY
    stored.round_of(store, stored.result(findings=found, at=at))


def of(desk: Tracker, subject: str) -> dict[str, object]:
    """The one issue of a subject."""
    mark = mark_of(("app01", stored.DISK, subject))
    (found,) = [one for one in desk.issues() if mark in one["title"]]
    return dict(found)


def status(issue: dict[str, object]) -> object:
    named = issue["status"]
    return named["name"] if isinstance(named, dict) else named


def test_a_problem_becomes_one_issue_and_its_end_closes_it(desk: Tracker, store: Store, way: Delivery) -> None:
    looked(store, "/a", Level.CRITICAL, 0)
    assert turned(store, site(way)).notes == ()
    issue = of(desk, "/a")
    assert "app01" in str(issue["title"])
    assert len(desk.messages(issue)) == 1
    assert turned(store, site(way)).gathered == 0, "nothing is told twice"
    desk.ask(
        f"issue/{issue['id']}",
        {"assignedto": "admin", "title": f"改了标题 {mark_of(('app01', stored.DISK, '/a'))}"},
        "PATCH",
    )
    looked(store, "/a", Level.OK, 1)
    turned(store, site(way))
    ended = of(desk, "/a")
    assert status(ended) == "resolved"
    assert ended["assignedto"]["username"] == "admin"  # type: ignore[index] # the person is the desk's
    assert str(ended["title"]).startswith("改了标题"), "and so is the title, but for the mark"
    assert len(desk.messages(ended)) == 2
    assert all(one.state is State.DELIVERED for one in pieces(store))


def test_closed_there_and_failing_here_is_opened_again_with_a_word(desk: Tracker, store: Store, way: Delivery) -> None:
    looked(store, "/b", Level.CRITICAL, 0)
    turned(store, site(way))
    issue = of(desk, "/b")
    desk.ask(f"issue/{issue['id']}", {"status": "resolved", "assignedto": "admin"}, "PATCH")
    turned(store, site(way))
    key = ("app01", stored.DISK, "/b")
    (claim,) = [row for row in store.recorded(STREAM) if row.kind == CLAIM]
    assert claim.by == "admin"
    assert str(issue["id"]) in claim.note
    assert problems(store, claim.at.date())[key].state is Stands.CLAIMED
    turned(store, site(way))
    assert status(of(desk, "/b")) == "resolved", "it waits for an inspection"
    assert len([row for row in store.recorded(STREAM) if row.kind == CLAIM]) == 1
    days = (claim.at - stored.START).days + 2
    looked(store, "/b", Level.CRITICAL, days)
    turned(store, site(way))
    again = of(desk, "/b")
    assert status(again) == "chatting"
    assert len(desk.messages(again)) == 2
    assert [row.body["assigned"] for row in store.recorded(DESK)][-1] == "admin"
    (known,) = on_desks(store, key)
    assert render(desk_words({**known, "due": "2027-01-05"}), "en") == (
        f"on the service desk {known['desk']}: issue {issue['id']}, {known['status']}, with admin, by 2027-01-05"
    )


def test_what_we_closed_ourselves_is_no_word_of_the_desk(desk: Tracker, store: Store, way: Delivery) -> None:
    looked(store, "/c", Level.WARN, 0)
    turned(store, site(way))
    looked(store, "/c", Level.OK, 1)
    turned(store, site(way))
    turned(store, site(way))
    assert status(of(desk, "/c")) == "resolved"
    assert [row for row in store.recorded(STREAM) if row.kind == CLAIM] == []


def test_an_outage_is_waited_out_and_nothing_comes_twice(desk: Tracker, store: Store, way: Delivery) -> None:
    looked(store, "/d", Level.CRITICAL, 0)
    desk.stop()
    told = turned(store, site(way))
    (waits,) = pieces(store)
    assert waits.state is State.WAITING
    assert "工单" in words(told.notes)
    desk.start()
    due_now(store)
    turned(store, site(way))
    assert [one.state for one in pieces(store)] == [State.DELIVERED]
    assert len(desk.messages(of(desk, "/d"))) == 1


def test_killed_after_it_was_made_there_it_is_found_again_by_its_mark(desk: Tracker, store: Store, way: Delivery) -> None:
    looked(store, "/e", Level.CRITICAL, 0)
    turned(store, site(way))
    (piece,) = pieces(store)
    made = roundup.send(replace(way, seconds=30), desk.url, ("admin", "adminpw"), piece)
    assert isinstance(made, Sent)
    assert len(desk.messages(of(desk, "/e"))) == 1, "neither the issue nor the message stands there twice"


def test_a_change_that_came_between_is_read_again_and_kept(desk: Tracker, way: Delivery) -> None:
    number = desk.ask("issue", {"title": "冲突 [xunjian:00ff]"}, "POST")["id"]
    opened = roundup.desk_of(way, desk.url, ("admin", "adminpw"))
    with opened.service.web:
        stale = roundup.read(opened, number)
        assert stale is not None
        desk.ask(f"issue/{number}", {"assignedto": "admin"}, "PATCH")
        answer = opened.send("PATCH", f"issue/{number}", {"status": "resolved"}, stale.etag)
        assert answer.status == 412
        fresh = roundup.read(opened, number)
        assert fresh is not None
        assert fresh.assigned == "admin"
        assert opened.send("PATCH", f"issue/{number}", {"status": "resolved"}, fresh.etag).status == 200


def test_a_change_between_our_reading_and_writing_is_merged(
    desk: Tracker, store: Store, way: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(store, "/f", Level.CRITICAL, 0)
    turned(store, site(way))
    number = str(of(desk, "/f")["id"])
    real = roundup._message
    done: list[object] = []

    def meanwhile(*given: object) -> str:
        made = real(*given)  # type: ignore[arg-type] # as it was called
        if not done:
            done.append(desk.ask(f"issue/{number}", {"assignedto": "admin"}, "PATCH"))
        return made

    monkeypatch.setattr(roundup, "_message", meanwhile)
    looked(store, "/f", Level.OK, 1)
    turned(store, site(way))
    issue = of(desk, "/f")
    assert done
    assert status(issue) == "resolved"
    assert issue["assignedto"]["username"] == "admin"  # type: ignore[index] # who the desk gave it to meanwhile


def test_a_wrong_password_is_the_channels_trouble(desk: Tracker, store: Store, way: Delivery) -> None:
    looked(store, "/g", Level.CRITICAL, 0)
    made = site(way)
    wrong = replace(made, credentials={"desk": replace(made.credentials["desk"], password="no")})
    turned(store, wrong)
    (waits,) = pieces(store)
    assert waits.state is State.WAITING
    assert "401" in waits.error


def test_what_is_no_tracker_is_told(store: Store, way: Delivery, desk: Tracker) -> None:
    looked(store, "/h", Level.CRITICAL, 0)
    turned(store, site(replace(way, url=f"{desk.url}nothing/")))
    (left,) = pieces(store)
    assert left.state in {State.WAITING, State.DEAD}
    assert left.error
    assert isinstance(roundup.send(way, "http://127.0.0.1:9/", ("a", "b"), left), Again)
    assert plainly("a", "", "") == "a"
