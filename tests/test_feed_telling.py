"""What is news of the record, told once: problems by their transitions, incidents by their events, clocks as they run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent.commands.mail import command as mail_command
from agent.commands.outbox import command as outbox_command
from agent.feeds.telling import gather
from agent.feeds.transitions import mark_of, news
from agent.incidents import entry as incident_entry
from agent.incidents import new_event, number_of
from agent.store.open import open_store
from agent.store.record import new_id
from agent.store.store import Store
from checks.base import Finding, Level
from config.deliveries import Delivery
from config.terms import Clock, Terms
from config.text import _
from reports.record.events import Kind
from reports.record.outbox import Piece, State
from reports.record.problems import Problem
from reports.record.problems import State as Stands
from tests import stored
from tests.feeds import NUMBER, issued, pieces, site

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
KEY = ("app01", stored.DISK, "/data")
OLD = NOW - timedelta(days=400)


def problem(state: Stands = Stands.NEW, level: Level = Level.WARN, **more: object) -> Problem:
    known = {"finding": Finding("/data", level, _("{used:percent} used", used=0.9), check=stored.DISK), **more}
    return Problem(KEY, state, level, level, OLD, NOW, "i", **known)  # type: ignore[arg-type] # fields of a problem


def told(one: Problem, *before: str, level: str = "warn", claims: tuple[str, datetime] | None = None) -> list[str]:
    mark = mark_of(KEY)
    known = frozenset(mark + name for name in before)
    found = news([one], {}, {KEY: claims} if claims else {}, level, known, OLD)
    return [one.name.removeprefix(mark) for one in found]


def test_a_problem_is_told_once_and_again_where_it_changes() -> None:
    assert told(problem()) == ["open.0.warn"]
    assert told(problem(), "open.0.warn") == []
    assert told(problem(level=Level.CRITICAL), "open.0.warn") == ["open.0.critical"]
    assert told(problem(Stands.RECURRED, times_recurred=1), "open.0.warn") == ["open.1.warn"]


def test_what_is_over_is_told_where_it_was_told_of() -> None:
    over = problem(Stands.VERIFIED, ended_at=NOW)
    assert told(over) == []
    assert told(over, "open.0.warn") == ["over.0.verified"]
    assert told(over, "open.0.warn", "over.0.verified") == []


@pytest.mark.parametrize("state", [Stands.CLAIMED, Stands.ACCEPTED, Stands.DISMISSED, Stands.SUPERSEDED])
def test_what_a_person_said_is_no_news_of_ours(state: Stands) -> None:
    assert told(problem(state)) == []


def test_from_a_level_on_and_since_a_moment() -> None:
    assert told(problem(), level="critical") == []
    assert list(news([problem()], {}, {}, "warn", frozenset(), OLD + timedelta(seconds=1))) == []


def test_a_claim_that_an_inspection_refuted_is_news() -> None:
    claim = ("C1", NOW - timedelta(days=1))
    assert told(problem(Stands.CONTINUING), "open.0.warn", claims=claim) == ["open.0.warn.C1"]
    assert told(problem(Stands.CONTINUING), "open.0.warn", "open.0.warn.C1", claims=claim) == []
    assert told(problem(Stands.CONTINUING), "open.0.warn", claims=("C1", NOW)) == [], "nobody has looked again"


def test_a_mark_is_for_ever_and_holds_no_word_of_the_site() -> None:
    assert mark_of(KEY) == mark_of(("app01", stored.DISK, "/data")) != mark_of(("app02", stored.DISK, "/data"))
    assert "app01" not in mark_of(KEY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as made:
        yield made


def hook(*what: str, **more: object) -> Delivery:
    made = Delivery(
        "群", "webhook", what=what, url="http://127.0.0.1:9/", template="wecom", since=OLD.date(), is_at_site=True
    )
    return replace(made, **more)  # type: ignore[arg-type] # fields of a delivery


def test_a_group_gets_one_message_of_all_that_is_new(store: Store) -> None:
    findings = [stored.finding(Level.CRITICAL, f"/d{n}") for n in range(60)]
    stored.round_of(store, stored.result(findings=findings, at=NOW))
    assert gather(store, site(hook("problem")), NOW).count == 1
    assert gather(store, site(hook("problem")), NOW).count == 0
    (one,) = pieces(store)
    lines = one.payload["lines"]
    assert isinstance(lines, list)
    assert "60" in str(one.payload["title"])
    assert len(lines) == 51
    assert "10" in lines[-1]
    stored.round_of(
        store, stored.result(findings=[*findings, stored.finding(Level.WARN, "/new")], at=NOW + timedelta(days=1))
    )
    assert gather(store, site(hook("problem")), NOW).count == 1
    assert "/new" in str(pieces(store)[-1].payload["title"])


def test_a_machine_gets_each_apart(store: Store) -> None:
    stored.round_of(store, stored.result(findings=[stored.finding(Level.CRITICAL, f"/d{n}") for n in range(3)], at=NOW))
    assert gather(store, site(hook("problem", template="plain")), NOW).count == 3
    assert {one.payload["word"] for one in pieces(store)} == {"open"}


def test_what_leaves_masked_names_nobody(store: Store) -> None:
    stored.round_of(store, stored.result("db-生产-01", [stored.finding(Level.CRITICAL, "/d")], at=NOW))
    made = site(hook("problem", is_at_site=False), data="leaves-masked")
    gather(store, made, NOW)
    (one,) = pieces(store)
    assert one.payload["masked"] is True
    assert "db-生产-01" not in str(one.payload)
    assert made.customer not in str(one.payload)


def called(store: Store, at: datetime, *kinds: Kind) -> str:
    number = number_of(at, new_id())
    values = {"title": "数据库宕机", "level": "一级"}
    events = [new_event(number, kind, at + timedelta(minutes=n), values=values) for n, kind in enumerate(kinds)]
    store.record([incident_entry(one) for one in events])
    return number


def test_an_incident_is_told_as_it_goes_on_and_nothing_of_the_desks_own(store: Store) -> None:
    number = called(store, NOW, Kind.RECEIVED, Kind.DISPATCHED, Kind.ESCALATED, Kind.COMPLAINED, Kind.RESTORED)
    gather(store, site(hook("incident")), NOW)
    titles = [str(one.payload["title"]) for one in pieces(store)]
    assert len(titles) == 2
    assert all(number in title and "数据库宕机" in title for title in titles)
    assert gather(store, site(hook("incident")), NOW).count == 0


def test_a_clock_is_told_of_at_half_at_four_fifths_and_when_it_is_missed(store: Store) -> None:
    promise = Clock("第五条", "到场", ("received",), ("arrived",), 100, None, "7x24")
    made = site(hook("clock"), terms=Terms(clocks=(promise,)))
    called(store, NOW, Kind.RECEIVED)
    counts = [gather(store, made, NOW + timedelta(minutes=passed)).count for passed in (49, 50, 60, 80, 99, 101, 200)]
    assert counts == [0, 1, 0, 1, 0, 1, 0]


# --- the commands, in process


def run(folder: Path, *words: str, deliveries: str = "") -> Result:
    config = folder / "xunjian.yaml"
    config.write_text(f"contract: {{data: leaves}}\ndeliveries:\n{deliveries}" if deliveries else "site: {}\n", "utf-8")
    command, words = (mail_command, words[1:]) if words[0] == "mail" else (outbox_command, words)
    where = ["--config", str(config), "--store", str(folder / "s.db")]
    return CliRunner().invoke(command, [*words, *where], catch_exceptions=False)


FOLDER = "  - {name: 目录, kind: folder, folder: out}\n"


def test_a_document_is_sent_by_hand_once(store: Store, tmp_path: Path) -> None:
    issued(store)
    done = run(tmp_path, "mail", NUMBER.lower(), deliveries=FOLDER)
    assert done.exit_code == 0, done.output
    assert "目录" in done.output
    run(tmp_path, "mail", NUMBER, deliveries=FOLDER)
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert run(tmp_path, "mail", "XJ-0", deliveries=FOLDER).exit_code == 64
    assert run(tmp_path, "mail", NUMBER, "--delivery", "没有", deliveries=FOLDER).exit_code == 64
    assert run(tmp_path, "mail", NUMBER).exit_code == 64


def test_what_did_not_arrive_is_named_sent_anew_and_taken_back(store: Store, tmp_path: Path) -> None:
    store.put_out([Piece(f"incident/{n}", "群", "incident", {"title": f"事件{n}"}) for n in range(2)])
    gone = "  - {name: 群, kind: webhook, url: 'http://127.0.0.1:9/', what: incident}\n"
    done = run(tmp_path, "send", deliveries=gone)
    assert done.exit_code == 75
    listed = run(tmp_path, "list", deliveries=gone).output
    assert "事件0" in listed
    assert "事件1" in listed
    ids = [line.split()[0] for line in listed.splitlines() if "事件" in line]
    assert run(tmp_path, "withdraw", *ids, deliveries=gone).exit_code == 0
    assert [one.state for one in pieces(store)] == [State.WITHDRAWN, State.WITHDRAWN]
    assert "事件" not in run(tmp_path, "list", deliveries=gone).output
    assert "事件" in run(tmp_path, "list", "--all", deliveries=gone).output
    assert run(tmp_path, "retry", ids[0], deliveries=gone).exit_code == 0
    assert [one.state for one in pieces(store)].count(State.WAITING) == 1
    assert run(tmp_path, "retry", "zz", deliveries=gone).exit_code == 64
    assert run(tmp_path, "send", "没有", deliveries=gone).exit_code == 64
    assert '"outbox"' in run(tmp_path, "list", "--output", "json", deliveries=gone).output


def test_a_secret_that_is_missing_is_a_note_and_holds_up_no_other(store: Store, tmp_path: Path) -> None:
    store.told_since("目录")
    issued(store)
    robot = "  - {name: 群, kind: webhook, template: wecom, url: '${env:XUNJIAN_NO_SUCH}'}\n"
    done = run(tmp_path, "send", deliveries=robot + FOLDER)
    assert done.exit_code == 75
    assert "XUNJIAN_NO_SUCH" in done.output
    assert len(list((tmp_path / "out").iterdir())) == 1
