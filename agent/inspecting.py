"""Inspect one target: connect, ask in rounds, prove whom we met, judge. Runs in a thread of its own."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from agent.gather import ROUNDS, Gathering
from agent.judging import judge
from agent.outcomes import NOT_ASKED, Missed, Outcome, Reply, Seen, unseen_of
from agent.past import Past, Whose
from agent.sending import sent, writes
from checks.base import AnyCheck, Scene
from checks.result import Asked, TargetResult
from collectors.base import Question, Reason, SessionError, Unseen, Wired
from collectors.evidence import decode, digest, state_of
from collectors.facts.devices.device import DEVICE_ASSETS
from collectors.facts.identity import IDENTITY, Identity
from collectors.sessions.base import Session
from collectors.sessions.notices import Cost
from config.limits import Layered
from config.site import Target
from config.text import Text, _, keep

log = logging.getLogger("xunjian.inspecting")


@dataclass(frozen=True, slots=True)
class Job:
    """What inspecting one target needs. ``collectors`` include the identity's; ``checks`` are what is expected of it."""

    target: Target
    timezone: str
    collectors: tuple[Wired, ...]
    checks: tuple[AnyCheck, ...]
    limits: Mapping[str, Layered[Any]]
    values: Mapping[str, str]
    known_identity: Mapping[str, str] | None
    open_session: Callable[[], Session]
    bookmarks: Mapping[str, str] = field(default_factory=dict)
    """How far this schedule had read the target's logs, by collector."""
    past: Callable[[Whose, Sequence[AnyCheck]], Past] = lambda _whose, _checks: Past()
    """Gives what was known of the target before; where nothing is kept, nothing."""


@dataclass
class Course:
    """How far one inspection has come: what the deadline's keeper closes, and what can be judged when it does."""

    job: Job
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started_monotonic: float = field(default_factory=time.monotonic)
    session: Session | None = None
    evidence: dict[str, bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    """How far it has read now, to be kept with the result."""
    is_given_up: bool = False
    gathering: Gathering = field(init=False)

    def __post_init__(self) -> None:
        self.gathering = Gathering(self.job.collectors, self.job.values, self.job.bookmarks)

    def close(self) -> None:
        """End the session from outside."""
        self.is_given_up = True
        if self.session is not None:
            self.session.close()


def inspect(course: Course) -> TargetResult:
    """Run the whole course. A session's failure is in the result, never raised."""
    error: SessionError | None = None
    try:
        course.session = course.job.open_session()
        if course.is_given_up:
            raise given_up(time.monotonic() - course.started_monotonic)  # closed while there was nothing to close yet
        course.session.connect()
        _recall(course)
        for number in range(1, ROUNDS + 1):
            questions = course.gathering.questions(number)
            if questions:
                _ask(course, questions)
    except SessionError as failure:
        error = failure
    finally:
        if course.session is not None:
            course.session.close()
    if course.is_given_up:
        error = given_up(time.monotonic() - course.started_monotonic)
    return result(course, course.gathering, error)


def given_up(seconds: float) -> SessionError:
    """Say that a target's deadline came before its answers."""
    return SessionError(
        Reason.BUDGET,
        _("given up after {seconds:number} s", seconds=round(seconds)),
        _("Inspect again when the target is less busy, or raise target_seconds in the configuration"),
    )


def unreached(course: Course, error: SessionError) -> TargetResult:
    """Judge what has come so far, beside a thread that may still run; the rest is UNKNOWN because of ``error``."""
    now = course.gathering
    snapshot = Gathering(now.collectors, now.values, now.bookmarks, dict(now.replies), dict(now.asked))
    return result(course, snapshot, error)


def broken(course: Course, error: Exception) -> TargetResult:
    """The result where our own program failed over this target: everything expected is UNKNOWN, whatever came."""
    bug = SessionError(Reason.BUG, f"{type(error).__name__}: {error}"[:200])
    return result(course, Gathering((), {}), bug)


def _recall(course: Course) -> None:
    for question, reply in course.gathering.recall().items():
        _log(course, question, reply)


def _ask(course: Course, questions: list[Question]) -> None:
    assert course.session is not None  # noqa: S101 - inspect() opened it
    first = len(course.asked)
    for question, reply in course.session.ask(questions):
        _log(course, question, reply)
        course.gathering.replies[question.id] = reply
    costs: dict[str, list[Cost]] = {}
    for cost in course.session.costs:
        costs.setdefault(cost.id, []).append(cost)
    for place in range(first, len(course.asked)):
        course.asked[place] = _with_costs(course.asked[place], costs)


def _log(course: Course, question: Question, reply: Reply) -> None:
    """Keep what came: its evidence, and a line of the run log."""
    name, state, size_bytes = "", "ok", 0
    if isinstance(reply, bytes):
        name, size_bytes = digest(reply), len(reply)
        course.evidence[name] = reply
    if isinstance(reply, SessionError):
        state = reply.reason.value
    elif not question.items:
        replies = decode(reply)
        course.gathering.decoded[question.id] = (name, replies)
        state = state_of(question.ask, replies)
    course.asked.append(
        Asked(
            id=question.id,
            ask_digest=course.gathering.ask_digest_of(question),
            command=command_of(question, course.job.target),
            state=state,
            evidence=name,
            evidence_bytes=size_bytes,
            values=question.items or question.values,
            unseen=_kept(unseen_of(reply)) if isinstance(reply, SessionError) else None,
        )
    )


def _with_costs(asked: Asked, costs: Mapping[str, Sequence[Cost]]) -> Asked:
    mine = costs.get(asked.id, ())
    seconds, cpu_seconds = sum(c.seconds for c in mine), sum(c.cpu_seconds for c in mine)
    return replace(asked, seconds=round(seconds, 3), cpu_seconds=round(cpu_seconds, 3)) if mine else asked


def _kept(unseen: Unseen) -> Unseen:
    detail = keep(unseen.detail) if isinstance(unseen.detail, Text) else unseen.detail
    return replace(unseen, detail=detail, remedy=keep(unseen.remedy) if unseen.remedy else None)


def command_of(question: Question, target: Target) -> str:
    """What is sent, as a person reads it."""
    return sent(question.ask, target)


def result(course: Course, gathering: Gathering, error: SessionError | None) -> TargetResult:
    """Judge what came. Where there was no session, or another machine answered, everything expected is UNKNOWN."""
    job, target = course.job, course.job.target
    gathering.settle()
    transport = dict(course.session.transport) if course.session is not None else {}
    transport |= {"writes_confirmed_by": target.confirmed_by} if writes(target) else {}
    identity = _identity(gathering, transport)
    stranger = _stranger(target.id, job.known_identity, identity)
    failure = stranger or error
    expected: dict[str, Outcome] = {check.needs.name: Missed(failure or NOT_ASKED) for check in job.checks}
    outcomes = expected | gathering.settled_under(failure)
    course.bookmarks = {} if stranger else gathering.marks()
    taken_at = datetime.fromisoformat(transport["taken_at"]) if "taken_at" in transport else course.started_at
    scene = scene_of(target, job.timezone, taken_at, transport)
    past = _past(job, Whose(target.id, target.platform, identity, taken_at), outcomes)
    findings, exhibits = judge(job.checks, outcomes, job.limits, scene, past)
    return TargetResult(
        target=target.id,
        kind=target.kind,
        platform=target.platform,
        address=target.address,
        state="cut_off" if course.is_given_up else "done" if course.evidence else "unreached",
        started_at=course.started_at,
        ended_at=datetime.now(UTC),
        findings=tuple(findings),
        exhibits=tuple(exhibits),
        asked=tuple(course.asked),
        checks=tuple(check.id for check in job.checks),
        session_error=_kept(unseen_of(failure)) if failure is not None else None,
        scene=scene,
        importance=target.importance,
        tags=target.tags,
        asset=target.asset,
        identity=identity,
        about=_about(gathering),
        transport=transport,
        compared_with=past.compared,
    )


def _past(job: Job, whose: Whose, outcomes: Mapping[str, Outcome]) -> Past:
    """The past of what was seen now; what is not seen is compared with nothing."""
    seen = [check for check in job.checks if isinstance(outcomes.get(check.needs.name), Seen)]
    try:
        return job.past(whose, seen)
    except Exception as error:
        log.exception("target %s: its past could not be read", whose.target)
        return Past({check.id: error for check in seen})


def scene_of(target: Target, timezone: str, at: datetime, transport: Mapping[str, str]) -> Scene:
    """What the judges know without asking."""
    offset = transport.get("clock_offset_seconds")
    return Scene(
        at=at,
        timezone=timezone,
        importance=target.importance,
        tags=target.tags,
        dengbao=target.dengbao,
        mitigations=target.mitigations,
        clock_offset_seconds=float(offset) if offset else None,
        clock_offset_uncertainty_seconds=float(transport.get("clock_offset_uncertainty_seconds", 0)),
        is_local=target.kind == "local",
        is_live=transport.get("origin") != "terminal_log",
    )


def _known(gathering: Gathering) -> Identity | None:
    outcome = gathering.outcomes.get(IDENTITY.name)
    return outcome.facts if isinstance(outcome, Seen) else None


def _identity(gathering: Gathering, transport: Mapping[str, str]) -> dict[str, str]:
    """Whom we met: the machine's own id where it tells one, and the key its server proved to hold."""
    met = {}
    facts = _known(gathering)
    if facts is not None and facts.machine_id:
        met["machine_id"] = facts.machine_id
    if transport.get("host_key"):
        met["host_key"] = transport["host_key"]
    return met


_IDENTITY_WORDS = {"machine_id": _("the machine id"), "host_key": _("the host key")}


def _stranger(target: str, known: Mapping[str, str] | None, met: Mapping[str, str]) -> SessionError | None:
    """Another machine than the known one: the machine id decides, and where there is none the host key."""
    for name, what in _IDENTITY_WORDS.items():
        if known and name in known and name in met:
            if known[name] == met[name]:
                return None
            return SessionError(
                Reason.IDENTITY,
                _("{what} was {known}, now {met}", what=what, known=known[name], met=met[name]),
                _(
                    "Find out whether the machine was replaced, moved or reinstalled, then say so: xunjian targets "
                    "confirm {target}",
                    target=target,
                ),
            )
    return None


def _about(gathering: Gathering) -> dict[str, str]:
    """What it calls itself and is; of a device by command line alone, whose identity no page tells, its assets."""
    about, facts, assets = {}, _known(gathering), gathering.outcomes.get(DEVICE_ASSETS.name)
    if isinstance(assets, Seen):
        one = assets.facts
        about = {"hostname": one.name, "model": one.model, "version": one.version, "serial": one.serial}
    if facts is not None:
        os = {"os": facts.os_name, "kernel": facts.kernel, "architecture": facts.architecture}
        about |= {"hostname": facts.hostname or about.get("hostname", ""), **os}
    return {name: value for name, value in about.items() if value}
