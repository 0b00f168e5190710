"""Judge stored evidence again, without its targets: the same program over the same evidence gives the same findings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.catalogue import CHECKS, COLLECTORS, collectors_for
from agent.expected import limits_of
from agent.gather import ROUNDS, Gathering, Reply
from agent.judging import judge
from agent.store.values import StoreError
from checks.base import Finding
from checks.result import Asked, Inspection, TargetResult
from collectors.base import Collector, Question, Reason, SessionError, Unseen, Wired
from collectors.facts.identity import IDENTITY
from config.limits import Rule

NOT_ASKED_THEN = SessionError(Reason.NOT_ASKED, "not asked then")
Evidence = Callable[[str], bytes]
"""Gives evidence by digest; raises StoreError where it is no longer kept."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that reads otherwise now; None where it was not, or is no longer."""

    target: str
    before: Finding | None
    now: Finding | None


def replay(
    inspection: Inspection, evidence: Evidence, rules: Sequence[Rule] | None = None
) -> list[tuple[TargetResult, list[Finding]]]:
    """Judge every target of a stored inspection again; ``rules`` replace the limits of that day."""
    used = inspection.rules if rules is None else rules
    return [(one, replay_target(one, evidence, used)) for one in inspection.targets]


def replay_target(one: TargetResult, evidence: Evidence, rules: Sequence[Rule]) -> list[Finding]:
    """Judge one target again, under the scene of that day."""
    checks = [check for check in CHECKS if check.id in one.checks]
    gathering = Gathering(collectors_then(one), {})
    for number in range(1, ROUNDS + 1):
        for question in gathering.questions(number):
            gathering.replies[question.id] = _reply(question, one.asked, evidence)
    error = _error(one.session_error) if one.session_error else None
    outcomes = gathering.settled_under(error)
    findings, _exhibits = judge(checks, outcomes, limits_of(checks, rules, one.target, one.scene.at.date()), one.scene)
    return findings


def collectors_then(one: TargetResult) -> tuple[Wired, ...]:
    """The collectors whose kinds the target's checks need, with the identity's."""
    checks = [check for check in CHECKS if check.id in one.checks]
    return collectors_for(one.platform, checks, always=(IDENTITY,))


def _reply(question: Question, asked: Sequence[Asked], evidence: Evidence) -> Reply:
    """What came back then for the same ask, or for an earlier wording that the collector still reads."""
    readable = {question.digest, *_ALSO_READ.get(question.id, ())}
    then = next((a for a in asked if a.id == question.id and a.ask_digest in readable), None)
    then = then or next((a for a in asked if a.ask_digest == question.digest), None)
    if then is None:
        return NOT_ASKED_THEN
    if then.unseen is not None:
        return _error(then.unseen)
    try:
        return evidence(then.evidence)
    except StoreError as error:
        return SessionError(Reason.NOT_ASKED, str(error))


def _error(unseen: Unseen) -> SessionError:
    return SessionError(unseen.reason, unseen.detail, unseen.remedy)


_ALSO_READ = {one.id: one.also_reads for one in COLLECTORS if isinstance(one, Collector)}


def differences(one: TargetResult, now: Sequence[Finding]) -> list[Difference]:
    """What reads otherwise: level or words of a subject, or a subject that one side lacks."""
    before = {(f.check, f.subject): f for f in one.findings}
    after = {(f.check, f.subject): f for f in now}
    keys = dict.fromkeys([*before, *after])
    pairs = [(before.get(key), after.get(key)) for key in keys]
    return [Difference(one.target, was, is_now) for was, is_now in pairs if not _equal(was, is_now)]


def _equal(was: Finding | None, is_now: Finding | None) -> bool:
    if was is None or is_now is None:
        return False
    return all(getattr(was, name) == getattr(is_now, name) for name in ("level", "summary", "observed", "evidence"))
