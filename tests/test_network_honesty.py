"""The honesty property over devices: an answer that is lost or cut makes nothing better, and no finding vanishes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import checks_for, collectors_for
from agent.gather import ROUNDS, Gathering
from agent.judging import judge
from agent.outcomes import FALL_THROUGH, Reply
from checks.base import Finding, Level, Scene
from collectors.base import Collector, Reason, SessionError
from collectors.evidence import decode, encode
from collectors.facts.identity import IDENTITY
from config.kinds import NETWORK
from tests.test_cases import FOLDERS, evidence_of

CHECKS = checks_for(NETWORK, None)
WIRED = collectors_for(NETWORK, CHECKS, always=(IDENTITY,))
GONE = tuple(reason for reason in Reason if reason not in FALL_THROUGH)


@cache
def cases() -> Mapping[str, tuple[Path, ...]]:
    """Recorded cases by collector: those that are understood first, of them the ordinary ones of switches."""
    found = {one.id: [p for p in FOLDERS if p.parent.name == one.id] for one in WIRED if isinstance(one, Collector)}
    return {
        name: tuple(sorted(paths, key=lambda p: ((p / "error.txt").exists(), not p.name.startswith("switch"), p.name)))
        for name, paths in found.items()
    }


@cache
def evidence(case: Path) -> bytes:
    return evidence_of(case)


def findings(replies: Mapping[str, Reply]) -> dict[tuple[str, str], Finding]:
    gathering = Gathering(WIRED, {})
    for number in range(1, ROUNDS + 1):
        for question in gathering.questions(number):
            gathering.replies[question.id] = replies.get(question.id, SessionError(Reason.NOT_OFFERED))
    gathering.settle()
    found, _exhibits = judge(CHECKS, gathering.outcomes, {}, Scene())
    return {(one.check, one.subject): one for one in found}


def assert_no_better(whole: Mapping[tuple[str, str], Finding], less: Mapping[tuple[str, str], Finding]) -> None:
    for (check, subject), was in whole.items():
        now = less.get((check, subject)) or less.get((check, ""))
        assert now is not None, f"{check} {subject} vanished"
        assert now.level in {was.level, Level.UNKNOWN}, f"{check} {subject}: {was.level.value} became {now.level.value}"
    for key, now in less.items():
        assert key in whole or now.level is Level.UNKNOWN, f"{key}: new, and {now.level.value}"


@cache
def first_world() -> Mapping[str, Reply]:
    """A switch that answers SNMP: each collector's first case."""
    return {name: evidence(paths[0]) for name, paths in cases().items() if paths and name.startswith("snmp.")}


@cache
def whole() -> Mapping[tuple[str, str], Finding]:
    return findings(first_world())


SNMP = sorted(name for name, paths in cases().items() if paths and name.startswith("snmp."))
CLI = sorted(name for name, paths in cases().items() if paths and name.startswith("cli."))


def test_the_world_of_first_cases_is_judged() -> None:
    assert len({one.check for one in whole().values() if one.level not in {Level.UNKNOWN, Level.ABSENT}}) > 10


@pytest.mark.parametrize("name", SNMP)
def test_an_answer_of_a_device_that_is_lost_is_missed(name: str) -> None:
    for reason in GONE:
        assert_no_better(whole(), findings({**first_world(), name: SessionError(reason)}))
    for case in cases()[name]:
        one = {**first_world(), name: evidence(case)}
        assert_no_better(findings(one), findings({**one, name: SessionError(Reason.DENIED)}))


@pytest.mark.parametrize("name", CLI)
def test_an_answer_of_a_command_line_that_is_lost_is_missed(name: str) -> None:
    for case in cases()[name]:
        alone = {name: evidence(case)}
        assert_no_better(findings(alone), findings({name: SessionError(Reason.DENIED)}))


@given(st.data())
def test_an_answer_that_loses_bytes_at_its_end_or_a_line_is_missed(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SNMP))
    case = data.draw(st.sampled_from(cases()[name]))
    first, *more = decode(evidence(case))
    lines = first.out.splitlines(keepends=True)
    if data.draw(st.booleans()):
        number = data.draw(st.integers(0, max(0, len(lines) - 1)))
        kept = b"".join(lines[:number] + lines[number + 1 :])
        if lines and lines[number].rstrip().endswith(b" 0"):
            return  # an empty column's count says what its silence says
    else:
        kept = first.out[: data.draw(st.integers(0, max(0, len(first.out.rstrip()) - 1)))]
    less = {**first_world(), name: encode((replace(first, out=kept), *more))}
    assert_no_better(findings({**first_world(), name: evidence(case)}), findings(less))
