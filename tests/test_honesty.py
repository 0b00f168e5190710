"""The honesty property: whatever is taken away, a finding stays what it was or becomes UNKNOWN.

None turns to another judged level or to ABSENT, none vanishes; neither coverage nor the lower score rises. Over worlds
made of recorded answers (one case a collector, drawn), and over the very bytes of a real round cut anywhere.
"""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import checks_for, collectors_for
from agent.expected import catalogue_of, values_of
from agent.gather import ROUNDS, Gathering
from agent.judging import judge
from agent.outcomes import FALL_THROUGH, Reply
from checks.base import Finding, Level, Scene
from checks.result import Inspection, TargetResult
from collectors.base import LINUX, Collector, Question, Reason, SessionError
from collectors.evidence import decode, encode
from collectors.facts.identity import IDENTITY
from collectors.sessions.base import Budget
from collectors.sessions.frames import answers
from collectors.sessions.script import assemble
from config.site import Site
from reports.documents.answers import Pair
from reports.documents.score import Assessment, assess, share_seen
from tests.test_cases import FOLDERS, evidence_of

CHECKS = checks_for(LINUX, None)
WIRED = collectors_for(LINUX, CHECKS, always=(IDENTITY,))
NONCE = "0123456789abcdef01234567"
AT = datetime(2026, 11, 22, tzinfo=UTC)
GONE = tuple(reason for reason in Reason if reason not in FALL_THROUGH)
"""Not what says "this form does not exist here": that is another answer, which lets the next form speak (ADR 0006)."""
MUTED = SessionError(Reason.NOT_ASKED)


@dataclass(frozen=True)
class World:
    """Replies by collector, and what is judged of them."""

    replies: Mapping[str, Reply]
    findings: tuple[Finding, ...]
    assessment: Assessment


def world(replies: Mapping[str, Reply]) -> World:
    gathering = Gathering(WIRED, values_of(Site()))
    for number in range(1, ROUNDS + 1):
        for question in gathering.questions(number):
            gathering.replies[question.id] = replies.get(question.id, MUTED)
    for one in WIRED:
        gathering.replies.setdefault(one.id, replies.get(one.id, MUTED))
    gathering.settle()
    findings, _exhibits = judge(CHECKS, gathering.outcomes, {}, Scene(at=AT))
    return World(replies, tuple(findings), assessed(findings))


def assessed(findings: Sequence[Finding]) -> Assessment:
    checks = tuple(c.id for c in CHECKS)
    one = TargetResult("local", "local", LINUX, "", "done", AT, AT, tuple(findings), checks=checks)
    inspection = Inspection("x", "test", "0", AT, AT, "done", (one,), catalogue_of(CHECKS, ()))
    return assess(inspection, Site())


def assert_no_better(whole: World, less: World) -> None:
    now = {(f.check, f.subject): f for f in less.findings}
    for finding in whole.findings:
        found = now.get((finding.check, finding.subject)) or now.get((finding.check, ""))
        assert found is not None, f"{finding.check} {finding.subject} vanished"
        assert found.level in {finding.level, Level.UNKNOWN}, (
            f"{finding.check} {finding.subject}: {finding.level.value} became {found.level.value}: {found.summary}"
        )
    before = {(f.check, f.subject) for f in whole.findings}
    for found in less.findings:
        if (found.check, found.subject) not in before:
            assert found.level is Level.UNKNOWN, f"{found.check} {found.subject}: new, and {found.level.value}"
    assert less.assessment.coverage.ratio <= whole.assessment.coverage.ratio + 1e-9, shares(whole, less)
    assert less.assessment.lower <= whole.assessment.lower + 1e-9


def shares(whole: World, less: World) -> list[tuple[str, float, float]]:
    """The checks whose share seen rose."""

    def of(one: World, check: str) -> float:
        findings = tuple(f for f in one.findings if f.check == check)
        return share_seen(Pair("local", check, findings, AT))

    pairs = [(c.id, of(whole, c.id), of(less, c.id)) for c in CHECKS]
    return [(check, before, after) for check, before, after in pairs if after > before]


@cache
def cases_by_collector() -> Mapping[str, tuple[Path, ...]]:
    walkable = {one.id for one in WIRED if isinstance(one, Collector)}
    return {name: tuple(p for p in FOLDERS if p.parent.name == name) for name in sorted(walkable)}


@cache
def case_evidence(case: Path) -> bytes:
    return evidence_of(case)


@st.composite
def recorded_worlds(draw: st.DrawFn) -> dict[str, Reply]:
    cases = cases_by_collector()
    return {name: case_evidence(draw(st.sampled_from(paths))) for name, paths in cases.items() if paths}


@st.composite
def taken_away(draw: st.DrawFn, reply: Reply) -> Reply:
    """Less of one reply: the answer, an item of a walk, a grant."""
    if isinstance(reply, SessionError):
        return reply
    first, *items = decode(reply)
    how = draw(st.sampled_from(["answer", "grant", "item"] if items else ["answer", "grant"]))
    if how == "answer":
        return SessionError(draw(st.sampled_from(GONE)))
    if how == "grant":
        denied = replace(first, exit_code=1, out=b"", err=b"Permission denied", is_privileged=False)
        return encode((denied, *items))
    kept = draw(st.sets(st.integers(0, len(items) - 1), max_size=len(items) - 1))
    return encode((first, *(item for n, item in enumerate(items) if n in kept)))


@given(st.data())
def test_taking_evidence_away_never_makes_anything_better(data: st.DataObject) -> None:
    whole = world(data.draw(recorded_worlds()))
    victims = data.draw(st.sets(st.sampled_from(sorted(whole.replies)), min_size=1, max_size=6))
    less = dict(whole.replies) | {name: data.draw(taken_away(whole.replies[name])) for name in victims}
    assert_no_better(whole, world(less))


@cache
def first_cases() -> dict[str, Reply]:
    return {name: case_evidence(paths[0]) for name, paths in cases_by_collector().items() if paths}


@pytest.mark.parametrize("name", sorted(cases_by_collector()))
def test_each_answer_alone_can_be_lost(name: str) -> None:
    """Every case of every collector, lost, the rest as in each collector's first case; the first for every reason.

    What is lost is lost the same whatever it would have been.
    """
    lost = world(first_cases() | {name: SessionError(Reason.DENIED)})
    for number, case in enumerate(cases_by_collector()[name]):
        whole = world(first_cases() | {name: case_evidence(case)})
        for reason in GONE if number == 0 else ():
            assert_no_better(whole, world(first_cases() | {name: SessionError(reason)}))
        assert_no_better(whole, lost)


@cache
def real_round() -> tuple[tuple[Question, ...], bytes]:
    """The questions of this machine's first round, and the very bytes that came back."""
    gathering = Gathering(WIRED, values_of(Site()))
    questions = tuple(gathering.questions(1))
    script = assemble(questions, nonce=NONCE, budget=Budget(total_seconds=60, sample_seconds=1))
    done = subprocess.run(["/bin/sh", "-s"], input=script, capture_output=True, timeout=90, check=False, cwd="/")
    return questions, done.stdout


def heard(stream: bytes) -> dict[str, Reply]:
    questions, _whole = real_round()
    return {question.id: reply for question, reply in answers(questions, NONCE, [stream])}


@cache
def real_world() -> World:
    return world(heard(real_round()[1]))


def test_a_real_round_answers() -> None:
    assert sum(isinstance(reply, bytes) for reply in real_world().replies.values()) >= len(real_world().replies) * 0.9


@given(st.data())
def test_a_round_cut_at_any_byte_is_never_better(data: st.DataObject) -> None:
    _questions, stream = real_round()
    at = data.draw(st.integers(0, len(stream)))
    assert_no_better(real_world(), world(heard(stream[:at])))


@given(st.data())
def test_garbage_in_the_stream_is_never_better(data: st.DataObject) -> None:
    _questions, stream = real_round()
    at = data.draw(st.integers(0, len(stream)))
    noise = data.draw(st.binary(min_size=1, max_size=200))
    assert_no_better(real_world(), world(heard(stream[:at] + noise + stream[at:])))
