"""Many targets, each with a deadline that is kept from outside, whatever its session does."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from agent import runner
from agent.inspecting import Job
from agent.runner import Finished, run
from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.result import TargetResult
from collectors.base import LINUX, Answer, Collector, FactKind, Listing, Question, Reason, SessionError, Shell
from collectors.evidence import Reply, encode
from collectors.facts.identity import IDENTITY, Identity
from collectors.sessions.notices import Cost
from config.limits import Layered
from config.site import Bounds, Target
from config.text import _

THINGS: FactKind[Listing[str]] = FactKind("things")
COLLECTOR = Collector("things", THINGS, LINUX, Shell("ls"), lambda answer: Listing(tuple(answer.text.split())))


def whom(answer: Answer) -> Identity:
    return Identity(answer.text.strip(), "h", os_id="", os_name="", os_version="", kernel="", architecture="", uid=0)


WHO = Collector("who", IDENTITY, LINUX, Shell("cat /etc/machine-id"), whom)


def judge(things: Listing[str], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    return (Finding(name, Level.OK, _("{name} seen", name=name)) for name in things.records)


CHECK: Check[Listing[str], NoLimits] = Check(
    "server.things", _("Things"), Area.STORAGE, THINGS, NoLimits(), judge, Level.WARN, _("things"), _("mend it")
)
ANSWERS = {"things": "x", "who": "m1"}


@dataclass
class Session:
    """Answers at once, unless told otherwise."""

    fails: Exception | None = None
    """Raised by connect."""
    breaks: Exception | None = None
    """Raised after the first answer."""
    hangs: bool = False
    ignores_close: bool = False
    answers: Mapping[str, str] = field(default_factory=lambda: ANSWERS)
    transport: Mapping[str, str] = field(default_factory=dict)
    costs: Sequence[Cost] = ()
    closed: threading.Event = field(default_factory=threading.Event)

    def connect(self) -> None:
        if self.fails:
            raise self.fails

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        for number, question in enumerate(questions):
            if number and self.breaks:
                raise self.breaks
            if number and self.hangs:
                FOR_EVER.wait(10) if self.ignores_close else self.closed.wait(10)
                raise SessionError(Reason.CUT, "closed")
            yield question, encode((Reply("ok", 0, self.answers[question.id].encode()),))

    def close(self) -> None:
        self.closed.set()


FOR_EVER = threading.Event()


def job(name: str, session: Session, known: Mapping[str, str] | None = None, seconds: int = 0) -> Job:
    return Job(
        target=Target(name, seconds=seconds),
        timezone="Asia/Shanghai",
        collectors=(WHO, COLLECTOR),
        checks=(CHECK,),
        limits={},
        values={},
        known_identity=known,
        open_session=lambda: session,
    )


BOUNDS = Bounds(target_seconds=1, connect_seconds=0, run_seconds=20, parallel=8)


def results(
    *jobs: Job, bounds: Bounds = BOUNDS, lease: Callable[[Job], bool] = lambda _job: True
) -> dict[str, TargetResult]:
    made = list(run(jobs, bounds, lease))
    assert len({one.result.target for one in made}) == len(made)
    return {one.result.target: one.result for one in made}


def only(result: TargetResult) -> Finding:
    (finding,) = result.findings
    return finding


@pytest.fixture(autouse=True)
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "GRACE_SECONDS", 0.3)


def test_a_healthy_target_is_judged_and_its_session_closed() -> None:
    session = Session()
    made = results(job("a", session))["a"]
    assert (made.state, only(made).level, only(made).subject) == ("done", Level.OK, "x")
    assert (made.identity, made.session_error) == ({"machine_id": "m1"}, None)
    assert [a.state for a in made.asked] == ["ok", "ok"]
    assert session.closed.is_set()


def test_evidence_goes_with_the_result() -> None:
    (made,) = run([job("a", Session())], BOUNDS, lambda _job: True)
    assert isinstance(made, Finished)
    assert set(made.evidence) == {a.evidence for a in made.result.asked}


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.REFUSED, Reason.IDENTITY, Reason.UNPROVED, Reason.TIMEOUT])
def test_without_a_session_everything_expected_is_not_inspected(reason: Reason) -> None:
    made = results(job("a", Session(fails=SessionError(reason, "why"))))["a"]
    assert (made.state, made.checks) == ("unreached", ("server.things",))
    assert (only(made).level, only(made).reason) == (Level.UNKNOWN, reason.value)
    assert made.session_error is not None
    assert made.session_error.reason is reason


def test_a_session_that_breaks_off_leaves_what_came() -> None:
    made = results(job("a", Session(breaks=SessionError(Reason.CUT, "gone"))))["a"]
    assert (only(made).level, only(made).reason) == (Level.UNKNOWN, "cut")
    assert [a.id for a in made.asked] == ["who"]


@pytest.mark.parametrize("session", [Session(fails=RuntimeError("a driver's bug")), Session(breaks=MemoryError())])
def test_a_bug_of_ours_is_said_as_one_and_darkens_its_target_only(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL + 1):
        made = results(job("a", session), job("b", Session()))
    assert (only(made["a"]).level, only(made["a"]).reason) == (Level.UNKNOWN, "bug")
    assert only(made["b"]).level is Level.OK
    assert session.closed.is_set()


@pytest.mark.parametrize("ignores_close", [False, True])
def test_a_target_that_hangs_is_closed_at_its_deadline(*, ignores_close: bool) -> None:
    """The one obeys its close; the other is left behind, and says so of what it had not answered."""
    began = time.monotonic()
    made = results(job("hangs", Session(hangs=True, ignores_close=ignores_close)), job("b", Session()))
    assert 1 <= time.monotonic() - began < 4
    assert list(made) == ["b", "hangs"]
    assert made["hangs"].state == "cut_off"
    assert (only(made["hangs"]).level, only(made["hangs"]).reason) == (Level.UNKNOWN, "budget")
    assert [a.id for a in made["hangs"].asked] == ["who"], "what had come is kept"


def test_a_target_may_have_seconds_of_its_own() -> None:
    bounds = Bounds(target_seconds=20, connect_seconds=0, run_seconds=30)
    began = time.monotonic()
    results(job("hangs", Session(hangs=True), seconds=1), bounds=bounds)
    assert time.monotonic() - began < 4


def test_the_whole_run_has_a_deadline_of_its_own() -> None:
    """What runs and what still waits are both said."""
    bounds = Bounds(target_seconds=60, connect_seconds=0, run_seconds=1, parallel=1)
    began = time.monotonic()
    made = results(job("runs", Session(hangs=True)), job("waits", Session()), bounds=bounds)
    assert time.monotonic() - began < 4
    assert {name: only(one).reason for name, one in made.items()} == {"runs": "budget", "waits": "budget"}
    assert made["waits"].state == "unreached"


def test_no_more_run_at_once_than_allowed() -> None:
    now, most, turn = [0], [0], threading.Lock()

    class Counting(Session):
        def connect(self) -> None:
            with turn:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.02)

        def close(self) -> None:
            with turn:
                now[0] -= not self.closed.is_set()
            super().close()

    bounds = Bounds(target_seconds=10, connect_seconds=0, parallel=3)
    made = results(*(job(str(n), Counting()) for n in range(12)), bounds=bounds)
    assert len(made) == 12
    assert most[0] == 3


def test_a_leased_target_waits_and_does_not_hold_the_others() -> None:
    frees_at = time.monotonic() + 1

    def lease(one: Job) -> bool:
        return one.target.id != "leased" or time.monotonic() >= frees_at

    made = results(job("leased", Session()), job("b", Session()), bounds=Bounds(parallel=1), lease=lease)
    assert list(made) == ["b", "leased"]
    assert only(made["leased"]).level is Level.OK


def test_a_lease_that_never_comes_ends_with_the_run() -> None:
    bounds = Bounds(target_seconds=1, connect_seconds=0, run_seconds=1)
    made = results(job("leased", Session()), bounds=bounds, lease=lambda _job: False)
    assert only(made["leased"]).reason == "budget"


def test_a_session_opened_too_late_is_not_connected() -> None:
    """Its target was given up while a jump host let it wait: nothing is sent to it any more."""
    late, connected = threading.Event(), threading.Event()

    class Late(Session):
        def connect(self) -> None:
            connected.set()

    def opens() -> Session:
        late.wait(10)
        return Late()

    one = job("a", Session())
    slow = Job(one.target, one.timezone, one.collectors, one.checks, {}, {}, None, opens)
    made = results(slow)["a"]
    late.set()
    assert only(made).reason == "budget"
    assert not connected.wait(0.3)


KEY = {"host_key": "SHA256:a"}


@pytest.mark.parametrize(
    ("known", "transport", "is_stranger"),
    [
        (None, KEY, False),
        ({"machine_id": "m1"}, {}, False),
        ({"machine_id": "m2"}, {}, True),
        ({"machine_id": "m1", "host_key": "SHA256:b"}, KEY, False),
        ({"machine_id": "m2", "host_key": "SHA256:a"}, KEY, True),
        ({"host_key": "SHA256:b"}, KEY, True),
        ({"host_key": "SHA256:a"}, KEY, False),
        ({"host_key": "SHA256:b"}, {}, False),
    ],
)
def test_another_machine_than_the_known_one_is_not_judged(
    known: Mapping[str, str] | None, transport: Mapping[str, str], *, is_stranger: bool
) -> None:
    made = results(job("a", Session(transport=transport), known))["a"]
    assert (only(made).reason == "identity") == is_stranger
    assert only(made).level is (Level.UNKNOWN if is_stranger else Level.OK)
