"""Accepted risks: they end, they are outgrown, and they never make a level, a score or an exit code better."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from agent.store.open import open_store
from agent.store.store import Store
from checks.acceptance import PROBLEMS, Acceptance, Accepted, Bound, State, Withdrawal, accepted_on, decide
from checks.base import Finding, Level
from config.site import Site
from config.text import _, render
from reports.documents.quarterly import build
from reports.documents.score import assess
from reports.output.machine import as_object
from reports.render import render as draw
from tests.program import Done, xunjian
from tests.rounds import first
from tests.store_places import PLACES, back_to, place, postgres_server, tables_of

TODAY = date(2026, 11, 20)
CHECK = "server.filesystem_usage"
ONE = Acceptance(
    "app01", CHECK, "/data", Level.WARN, "迁移在即", "张三", "每日人工清理", date(2026, 12, 31), written_by="li@host"
)
USED = Bound("used_ratio", 0.9)


def finding(level: Level = Level.WARN, used: float = 0.85, subject: str = "/data") -> Finding:
    return Finding(subject, level, _("used"), measures={"used_ratio": used}, check=CHECK)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 12, 31), State.ACCEPTED),
        (date(2027, 1, 1), State.EXPIRED),
        (TODAY, State.ACCEPTED),
    ],
)
def test_it_holds_through_its_last_day(today: date, state: State) -> None:
    assert decide(ONE, finding(), today) is state


@pytest.mark.parametrize("accepted", PROBLEMS)
@pytest.mark.parametrize("now", PROBLEMS)
def test_it_is_outgrown_by_a_worse_level_alone(accepted: Level, now: Level) -> None:
    is_worse = PROBLEMS.index(now) > PROBLEMS.index(accepted)
    found = decide(replace(ONE, level=accepted), finding(now), TODAY)
    assert found is (State.OUTGROWN if is_worse else State.ACCEPTED)


@pytest.mark.parametrize(("used", "state"), [(0.9, State.ACCEPTED), (0.9001, State.OUTGROWN), (0.1, State.ACCEPTED)])
def test_it_is_outgrown_beyond_the_bound_of_a_measure(used: float, state: State) -> None:
    assert decide(replace(ONE, bounds=(USED,)), finding(used=used), TODAY) is state


def test_a_bound_may_be_a_least_and_a_measure_that_was_not_seen_does_not_hold() -> None:
    least = Bound("free_ratio", 0.1, is_least=True)
    assert least.holds({"free_ratio": 0.1})
    assert not least.holds({"free_ratio": 0.0999})
    assert decide(replace(ONE, bounds=(least,)), finding(), TODAY) is State.OUTGROWN


def test_the_end_is_told_before_the_growth() -> None:
    assert decide(ONE, finding(Level.CRITICAL), date(2027, 1, 1)) is State.EXPIRED


def test_it_is_of_one_finding_of_one_target() -> None:
    accepted = accepted_on([ONE], TODAY)
    assert accepted.of("app01", finding()) is not None
    assert accepted.of("app02", finding()) is None
    assert accepted.of("app01", finding(subject="/")) is None
    assert accepted.of("app01", replace(finding(), check="server.memory")) is None


@pytest.mark.parametrize("level", [Level.OK, Level.UNKNOWN, Level.ABSENT])
def test_what_is_no_problem_has_none_beside_it(level: Level) -> None:
    assert accepted_on([ONE], TODAY).of("app01", finding(level)) is None


@pytest.mark.parametrize(
    ("today", "level", "words"),
    [
        (TODAY, Level.WARN, "风险已接受（至 2026-12-31）"),
        (date(2027, 1, 1), Level.WARN, "风险接受已于 2026-12-31 到期，重新待处理"),
        (TODAY, Level.CRITICAL, "已超出接受时的程度（原接受至 2026-12-31），重新待处理"),
    ],
)
def test_every_state_is_said_in_chinese(today: date, level: Level, words: str) -> None:
    standing = accepted_on([ONE], today).of("app01", finding(level))
    assert standing is not None
    assert render(standing.words, "zh_CN") == words


# --- in the store


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


def test_what_was_accepted_comes_back_whole(store: Store) -> None:
    new = store.accept(replace(ONE, bounds=(USED, Bound("x", 1, is_least=True))))
    (found,) = store.acceptances()
    assert found == replace(ONE, bounds=(USED, Bound("x", 1, is_least=True)), id=new, at=found.at)
    assert found.at is not None


def test_the_latest_counts_and_the_earlier_stays_on_record(store: Store) -> None:
    store.accept(ONE)
    store.accept(replace(ONE, until=date(2027, 3, 31)))
    store.accept(replace(ONE, subject="/"))
    assert {(one.subject, one.until) for one in store.acceptances()} == {
        ("/data", date(2027, 3, 31)),
        ("/", date(2026, 12, 31)),
    }
    assert len(store.acceptance_events()) == 3


def test_one_that_was_taken_back_no_longer_counts_and_can_be_given_anew(store: Store) -> None:
    store.accept(ONE)
    store.withdraw_acceptance(ONE, "李四", "已扩容")
    assert store.acceptances() == ()
    told = store.acceptance_events()[-1]
    assert isinstance(told, Withdrawal)
    assert (told.by, told.reason, told.subject) == ("李四", "已扩容", "/data")
    store.accept(ONE)
    assert len(store.acceptances()) == 1
    assert len(store.acceptance_events()) == 3


def test_the_migration_goes_both_ways(url: str) -> None:
    with open_store(url):
        pass
    assert "acceptances" in tables_of(url)
    back_to(url, "0005")
    assert "acceptances" not in tables_of(url)
    with open_store(url) as opened:
        assert opened.acceptances() == ()
        opened.accept(ONE)


# --- in what is printed


def of_round() -> tuple[Acceptance, Finding]:
    """An acceptance of the first problem of the small round."""
    for one in first().inspection.targets:
        for found in one.findings:
            if found.level is Level.CRITICAL:
                made = replace(ONE, target=one.target, check=found.check, subject=found.subject, level=found.level)
                return made, found
    raise AssertionError


def test_the_quarterly_report_shows_it_and_nothing_else_changes() -> None:
    accepted, _found = of_round()
    plain, made = first(), replace(first(), accepted=(accepted,))
    before, after = (build(one, Site(), "zh_CN") for one in (plain, made))
    page = draw(after, "html").decode()
    assert "风险已接受（至 2026-12-31）" in page
    assert "风险已接受" not in draw(before, "html").decode()
    for word in ("张三", "迁移在即", "每日人工清理"):
        assert word in page
    was, now = (json.loads(draw(one, "json")) for one in (before, after))
    told = [one.pop("accepted") for one in now["problems"]]
    assert [a["until"] for one in told for a in one] == ["2026-12-31"]
    for one in was["problems"]:
        assert one.pop("accepted") == []
    assert was == now, "no level, score or count is another"


def test_an_acceptance_that_ended_is_shown_as_open_again() -> None:
    accepted, _found = of_round()
    made = replace(first(), accepted=(replace(accepted, until=first().made_at.date() - timedelta(days=1)),))
    assert "到期，重新待处理" in draw(build(made, Site(), "zh_CN"), "html").decode()


def test_the_json_of_a_run_has_it_beside_the_level_as_judged() -> None:
    accepted, found = of_round()
    whole = first().inspection
    made = as_object(whole, assess(whole, Site()), "en", Accepted((accepted,), TODAY))
    mine = [f for t in made["targets"] if t["id"] == accepted.target for f in t["findings"] if "accepted" in f]
    assert [(f["check"], f["subject"], f["level"]) for f in mine] == [(found.check, found.subject, "critical")]
    assert mine[0]["accepted"]["state"] == "accepted"
    assert made["score"] == as_object(whole, assess(whole, Site()), "en")["score"]


# --- on the command line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A machine on which every filesystem is a warning."""
    limits = "limits:\n- check: server.filesystem_usage\n  warn: 0.000001\n  critical: 1\n"
    (tmp_path / "xunjian.yaml").write_text(f"site: {{timezone: UTC}}\ntargets: [{{id: here, kind: local}}]\n{limits}")
    return tmp_path


def program(folder: Path, *arguments: str) -> Done:
    return xunjian(*arguments, "--store", "s.db", folder=folder)


def inspect(folder: Path, *more: str) -> Done:
    return program(folder, "run", "--only", CHECK, "--quiet", *more)


def accept(folder: Path, *more: str, until: str = "2999-12-31") -> Done:
    said = ("--reason", "why", "--by", "Zhang", "--control", "cleaned by hand", "--until", until)
    return program(folder, "problems", "accept", CHECK, *more, "--target", "here", *said)


def problems(folder: Path) -> list[str]:
    found = [
        f["subject"]
        for f in inspect(folder, "--output", "json").findings()
        if f["level"] not in {"ok", "unknown", "absent"}
    ]
    assert found
    return found


def test_accept_list_run_withdraw(folder: Path) -> None:
    subject = problems(folder)[0]
    before = inspect(folder)
    done = accept(folder, subject)
    assert done.code == 0, done.err
    assert "accepted by Zhang until 2999-12-31" in done.out
    after = inspect(folder)
    assert after.code == before.code
    assert "risk accepted (until 2999-12-31)" in after.out
    assert "risk accepted" not in before.out
    listed = program(folder, "problems", "accepted").out
    assert "risk accepted (until 2999-12-31)" in listed
    assert "cleaned by hand" in listed
    gone = program(folder, "problems", "withdraw", CHECK, subject, "-t", "here", "--by", "Li", "--reason", "mended")
    assert gone.code == 0, gone.err
    assert "No risk is accepted" in program(folder, "problems", "accepted").out
    assert program(folder, "problems", "withdraw", CHECK, subject, "-t", "here", "--by", "Li", "--reason", "x").code == 64


@pytest.mark.parametrize(
    ("more", "until", "words"),
    [
        (("/nowhere",), "2999-12-31", "no problem there that could be accepted"),
        (("SUBJECT",), "2020-01-01", "in the past"),
        (("SUBJECT", "--bound", "what"), "2999-12-31", "used_ratio<=0.9"),
        (("SUBJECT", "--bound", "what<=1"), "2999-12-31", "no measure of this finding"),
        (("SUBJECT", "--bound", "used_ratio<=0.0000001"), "2999-12-31", "beyond the bound"),
        (("SUBJECT", "--by", " "), "2999-12-31", "wants words"),
    ],
)
def test_what_can_be_no_acceptance_is_refused(folder: Path, more: tuple[str, ...], until: str, words: str) -> None:
    subject = problems(folder)[0]
    given = tuple(subject if one == "SUBJECT" else one for one in more)
    said = ["--reason", "why", "--control", "c", "--until", until, "--target", "here"]
    said += [] if "--by" in given else ["--by", "Zhang"]
    done = program(folder, "problems", "accept", CHECK, *given, *said)
    assert done.code == 64
    assert words in done.err


def test_an_end_is_mandatory(folder: Path) -> None:
    problems(folder)
    done = program(folder, "problems", "accept", CHECK, "-t", "here", "--reason", "w", "--by", "Z", "--control", "c")
    assert done.code == 64
    assert "--until" in done.err
