"""Judge stored evidence again, without its targets: the same program over the same evidence gives the same findings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from agent.catalogue import COLLECTORS, collectors_for, every_check, members_kinds
from agent.former_names import UnderFormerNames, names_now, result_now
from agent.gather import ROUNDS, Gathering
from agent.judging import NO_PAST, judge
from agent.limits_then import limits_again
from agent.members import outcomes_of_group
from agent.outcomes import Outcome, Reply
from agent.own import checks_then
from agent.past import Kept, Past, past_again
from agent.store.values import StoreError
from checks.base import AnyCheck, Check, Finding
from checks.result import Asked, CatalogueRow, Inspection, TargetResult
from checks.standards import Difference
from collectors.base import Collector, FactKind, Question, Reason, SessionError, Unseen, Wired
from collectors.facts.identity import IDENTITY
from config.limits import Layered, Rule
from config.text import _

NOT_ASKED_THEN = SessionError(Reason.NOT_ASKED, _("it was not asked in that inspection"))
Evidence = Callable[[str], bytes]
"""Gives evidence by digest; raises StoreError where it is no longer kept."""


@dataclass(frozen=True, slots=True)
class By:
    """What is judged by: the operator's rules, and the catalogue of the day whose defaults hold ((): today's)."""

    rules: Sequence[Rule]
    defaults: Sequence[CatalogueRow] = ()


@dataclass(frozen=True, slots=True)
class Which:
    """Which checks are made again: those of that day (or ``only`` some), and ``also`` some that it did not know."""

    only: frozenset[str] | None = None
    also: Sequence[AnyCheck] = ()


ALL: Final = Which()


@dataclass(frozen=True, slots=True)
class Judged:
    """A target judged again: findings under today's names, the limits that held, and what could not be read again.

    ``missing`` says by question whether it was asked then and its answer is no longer kept (True), or was never asked.
    """

    result: TargetResult
    checks: tuple[AnyCheck, ...]
    findings: list[Finding]
    limits: Mapping[str, Layered[Any]]
    missing: Mapping[str, bool]


def replay(
    inspection: Inspection, store: Kept, rules: Sequence[Rule] | None = None
) -> list[tuple[TargetResult, list[Finding]]]:
    """Judge every target of a stored inspection again, by the limits of that day.

    ``rules`` replace those of that day; then the program's own defaults are today's too.
    """
    by = By(inspection.rules, inspection.catalogue) if rules is None else By(rules)
    return [(one, judged_again(inspection, one, store, [by])[0].findings) for one in inspection.targets]


def judged_again(
    inspection: Inspection, one: TargetResult, store: Kept, bys: Sequence[By], which: Which = ALL
) -> list[Judged]:
    """Judge one target of an inspection again by each of ``bys``; a group on the evidence of its members."""
    make = _group if one.members else _target
    return make(inspection, one, store, bys, which)


def moment_again(
    one: TargetResult, inspection: Inspection, store: Kept, rules: Sequence[Rule], kinds: Sequence[FactKind[Any]]
) -> tuple[Mapping[str, Outcome], Judged]:
    """Read one moment of a target again, once: what its kinds and ``kinds`` came to, and its checks of one moment.

    Checks that compare with another moment are left out, and no past is read.
    """
    one = result_now(one, names_now())
    checks = tuple(check for check in checks_then(one, inspection.catalogue) if isinstance(check, Check))
    missing: dict[str, bool] = {}
    outcomes = outcomes_then(one, collectors_for(one.platform, checks, always=(IDENTITY, *kinds)), store.evidence, missing)
    return outcomes, _by_each([By(rules)], one, checks, outcomes, missing, NO_PAST)[0]


def _target(inspection: Inspection, one: TargetResult, store: Kept, bys: Sequence[By], which: Which) -> list[Judged]:
    return _judged(one, inspection.catalogue, store, bys, which)


def _judged(
    one: TargetResult, catalogue: Sequence[CatalogueRow], store: Kept, bys: Sequence[By], which: Which
) -> list[Judged]:
    names = names_now()
    one = result_now(one, names)
    checks = _wanted(checks_then(one, catalogue), which)
    missing: dict[str, bool] = {}
    collectors = collectors_for(one.platform, checks, always=(IDENTITY,))
    outcomes = outcomes_then(one, collectors, store.evidence, missing)
    past = past_again(UnderFormerNames(store, names) if names else store, one, checks)
    return _by_each(bys, one, checks, outcomes, missing, past)


def _group(inspection: Inspection, group: TargetResult, store: Kept, bys: Sequence[By], which: Which) -> list[Judged]:
    """Judge a group again on the evidence of its members, under the scene of that day."""
    group = result_now(group, names_now())
    results = {one.target: one for one in inspection.targets}
    checks = _wanted([check for check in every_check() if check.id in group.checks], which)
    kinds = {kind.name: kind for of in members_kinds(group.platform, checks).values() for kind in of}.values()
    missing: dict[str, bool] = {}
    came = {
        member: outcomes_then(one, collectors_for(one.platform, (), always=kinds), store.evidence, missing)
        for member in group.members
        if (one := results.get(member)) is not None
    }
    outcomes = outcomes_of_group(group.platform, group.members, checks, came)
    return _by_each(bys, group, checks, outcomes, missing, NO_PAST)


def _wanted(checks: Sequence[AnyCheck], which: Which) -> tuple[AnyCheck, ...]:
    chosen = [check for check in checks if which.only is None or check.id in which.only]
    return (*chosen, *(check for check in which.also if check not in chosen))


def _by_each(
    bys: Sequence[By],
    one: TargetResult,
    checks: tuple[AnyCheck, ...],
    outcomes: Mapping[str, Outcome],
    missing: Mapping[str, bool],
    past: Past,
) -> list[Judged]:
    """Judge the same outcomes by each standard; one that sets the same limits as the one before says the same."""
    made: list[Judged] = []
    for by in bys:
        limits = limits_again(checks, by.rules, one.target, one.scene.at.date(), by.defaults)
        if made and made[-1].limits == limits:
            made.append(made[-1])
            continue
        made.append(Judged(one, checks, judge(checks, outcomes, limits, one.scene, past)[0], limits, missing))
    return made


def outcomes_then(
    one: TargetResult, collectors: tuple[Wired, ...], evidence: Evidence, missing: dict[str, bool] | None = None
) -> dict[str, Outcome]:
    """What each kind of these collectors came to on a target, from its evidence.

    ``missing`` is filled with the questions that have no answer to read: whether their answer was kept once.
    """
    gathering = Gathering(collectors, {})
    lost = {} if missing is None else missing
    for question in gathering.recall():
        gathering.replies[question.id] = _reply(question, one.asked, evidence, lost)
    for number in range(1, ROUNDS + 1):
        for question in gathering.questions(number):
            gathering.replies[question.id] = _reply(question, one.asked, evidence, lost)
    return gathering.settled_under(_error(one.session_error) if one.session_error else None)


def _reply(question: Question, asked: Sequence[Asked], evidence: Evidence, missing: dict[str, bool]) -> Reply:
    """What came back then for the same ask, or for an earlier wording that the collector still reads."""
    readable = {question.digest, *_ALSO_READ.get(question.id, ())}
    then = next((a for a in asked if a.id == question.id and a.ask_digest in readable), None)
    then = then or next((a for a in asked if a.ask_digest == question.digest), None)
    if then is None:
        missing[question.id] = False
        return NOT_ASKED_THEN
    if then.unseen is not None:
        return _error(then.unseen)
    try:
        return evidence(then.evidence)
    except StoreError as error:
        missing[question.id] = True
        return SessionError(Reason.NOT_ASKED, error.text)


def _error(unseen: Unseen) -> SessionError:
    return SessionError(unseen.reason, unseen.detail, unseen.remedy)


_ALSO_READ = {one.id: one.also_reads for one in COLLECTORS if isinstance(one, Collector)}


def differences(one: TargetResult, now: Sequence[Finding]) -> list[Difference]:
    """What reads otherwise: level or words of a subject, or a subject that one side lacks. Causes are not looked for."""
    return [Difference(one.target, was, is_now) for was, is_now in unequal(one, now)]


def unequal(one: TargetResult, now: Sequence[Finding]) -> list[tuple[Finding | None, Finding | None]]:
    """The findings of a target that read otherwise, each with what it is now; a renamed check's under its new name."""
    names = names_now()
    before = {(names.get(f.check, f.check), f.subject): f for f in one.findings}
    after = {(f.check, f.subject): f for f in now}
    keys = dict.fromkeys([*before, *after])
    pairs = [(before.get(key), after.get(key)) for key in keys]
    return [(was, is_now) for was, is_now in pairs if not _equal(was, is_now)]


def _equal(was: Finding | None, is_now: Finding | None) -> bool:
    if was is None or is_now is None:
        return False
    return all(getattr(was, name) == getattr(is_now, name) for name in _COMPARED)


_COMPARED: Final = ("check", "level", "summary", "observed", "expected", "evidence")
