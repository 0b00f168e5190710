"""Judge stored evidence again, without its targets: the same program over the same evidence gives the same findings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.catalogue import COLLECTORS, collectors_for, every_check, members_kinds
from agent.expected import limits_of
from agent.gather import ROUNDS, Gathering
from agent.judging import judge
from agent.members import outcomes_of_group
from agent.outcomes import Outcome, Reply
from agent.own import checks_then
from agent.past import Kept, past_again
from agent.store.values import StoreError
from checks.base import Finding
from checks.result import Asked, CatalogueRow, Inspection, TargetResult
from collectors.base import Collector, Question, Reason, SessionError, Unseen, Wired
from collectors.facts.identity import IDENTITY
from config.limits import Rule
from config.text import _

NOT_ASKED_THEN = SessionError(Reason.NOT_ASKED, _("it was not asked in that inspection"))
Evidence = Callable[[str], bytes]
"""Gives evidence by digest; raises StoreError where it is no longer kept."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that reads otherwise now; None where it was not, or is no longer."""

    target: str
    before: Finding | None
    now: Finding | None


def replay(
    inspection: Inspection, store: Kept, rules: Sequence[Rule] | None = None
) -> list[tuple[TargetResult, list[Finding]]]:
    """Judge every target of a stored inspection again; ``rules`` replace the limits of that day."""
    used = inspection.rules if rules is None else rules
    results = {one.target: one for one in inspection.targets}
    return [
        (
            one,
            replay_group(one, results, store.evidence, used)
            if one.members
            else replay_target(one, store, used, inspection.catalogue),
        )
        for one in inspection.targets
    ]


def replay_target(
    one: TargetResult, store: Kept, rules: Sequence[Rule], catalogue: Sequence[CatalogueRow] = ()
) -> list[Finding]:
    """Judge one target again, under the scene of that day and beside what it was compared with then.

    ``catalogue`` is that day's: the operator's own checks are made of it again.
    """
    checks = checks_then(one, catalogue)
    outcomes = outcomes_then(one, collectors_then(one, catalogue), store.evidence)
    limits = limits_of(checks, rules, one.target, one.scene.at.date())
    return judge(checks, outcomes, limits, one.scene, past_again(store, one, checks))[0]


def replay_group(
    group: TargetResult, results: Mapping[str, TargetResult], evidence: Evidence, rules: Sequence[Rule]
) -> list[Finding]:
    """Judge a group again on the evidence of its members, under the scene of that day."""
    checks = [check for check in every_check() if check.id in group.checks]
    kinds = {kind.name: kind for of in members_kinds(group.platform, checks).values() for kind in of}.values()
    came = {
        member: outcomes_then(one, collectors_for(one.platform, (), always=kinds), evidence)
        for member in group.members
        if (one := results.get(member)) is not None
    }
    outcomes = outcomes_of_group(group.platform, group.members, checks, came)
    limits = limits_of(checks, rules, group.target, group.scene.at.date())
    return judge(checks, outcomes, limits, group.scene)[0]


def outcomes_then(one: TargetResult, collectors: tuple[Wired, ...], evidence: Evidence) -> dict[str, Outcome]:
    """What each kind of these collectors came to on a target, from its evidence."""
    gathering = Gathering(collectors, {})
    for question in gathering.recall():
        gathering.replies[question.id] = _reply(question, one.asked, evidence)
    for number in range(1, ROUNDS + 1):
        for question in gathering.questions(number):
            gathering.replies[question.id] = _reply(question, one.asked, evidence)
    return gathering.settled_under(_error(one.session_error) if one.session_error else None)


def collectors_then(one: TargetResult, catalogue: Sequence[CatalogueRow] = ()) -> tuple[Wired, ...]:
    """The collectors whose kinds the target's checks need, with the identity's."""
    return collectors_for(one.platform, checks_then(one, catalogue), always=(IDENTITY,))


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
        return SessionError(Reason.NOT_ASKED, error.text)


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
