"""From facts to findings: every check over what its kind came to. Pure.

Nothing vanishes here: what was not seen becomes an UNKNOWN finding, and a check that said nothing of facts it was given is
UNKNOWN too.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from agent.catalogue import CHECKS
from agent.outcomes import NOT_ASKED, Missed, Outcome, Seen, unseen_of
from agent.past import Past
from checks.base import (
    Against,
    AnyCheck,
    Change,
    Check,
    Confirmed,
    Exhibit,
    Finding,
    Level,
    Point,
    Scene,
    Then,
    Trend,
    unknown,
    worst,
)
from collectors.base import Absent, Reason, SessionError, Unseen
from config.limits import Layered
from config.text import Text, _, keep

log = logging.getLogger("xunjian.judging")
FIRST = Finding(
    "",
    Level.ABSENT,
    _("Not applicable (first time): no earlier inspection with kept evidence saw this; the next one is compared with this"),
)
"""What a Change says without a then: nothing is counted as new."""
NO_PAST = Past()
SAYS_NOTHING = Unseen("", Reason.EMPTY)
_WITH_REMEDY = frozenset({Level.NOTICE, Level.WARN, Level.CRITICAL})
_AGAIN = _("Inspect again when it is less busy; if it comes back, raise its seconds in the configuration")
_TO_US = _("Send us the case: xunjian evidence export writes it")
_REMEDIES: Mapping[str, Text] = {
    Reason.UNREACHABLE.value: _("Check the address, the port, the network between and that the machine runs"),
    Reason.REFUSED.value: _("Check the account and its credential on the target"),
    Reason.IDENTITY.value: _("Find out which machine answered before anything of it is believed"),
    Reason.NO_CREDENTIAL.value: _("Mend the credential in the configuration (reference, file, rights), then inspect again"),
    Reason.UNPROVED.value: _("Compare the host key's fingerprint with the machine's own, then make it known here"),
    Reason.DENIED.value: _("Give the inspecting account the right to read it, or allow sudo in the target's entry"),
    Reason.TIMEOUT.value: _AGAIN,
    Reason.STUCK.value: _("Find out on the target what the command waits for: a disk, a dead network filesystem"),
    Reason.BUDGET.value: _AGAIN,
    Reason.CUT.value: _("Inspect again; if it comes back, look at what ends the connection or makes the answer so long"),
    Reason.TOOL_MISSING.value: _("Install the command on the target, or look at this by hand"),
    Reason.NOT_OFFERED.value: _("Open the other way to it (SNMP view, command line, web page), or look at this by hand"),
    Reason.EMPTY.value: _("See on the target why it says nothing: rights, a service that is not running, a container"),
    Reason.NO_RECORD.value: _("Have the target keep such a record from now on, or look where it is kept by hand"),
    Reason.FAILED.value: _("Run the command by hand on the target and see what it says: xunjian plan prints it"),
    Reason.NOT_ASKED.value: _("Inspect again: xunjian run --retry-unknown"),
    Reason.TOLD.value: _("See it with your own eyes and fill in the form: xunjian form"),
    Reason.MISWRITTEN.value: _("Correct the form and read it again: xunjian form read"),
    Reason.NOT_UNDERSTOOD.value: _TO_US,
    Reason.BUG.value: _TO_US,
}
"""What would open it, where nobody nearer to it has said: no UNKNOWN leaves a person without a next step."""


def judge(
    checks: Iterable[AnyCheck],
    outcomes: Mapping[str, Outcome],
    limits: Mapping[str, Layered[Any]],
    scene: Scene,
    past: Past = NO_PAST,
) -> tuple[list[Finding], list[Exhibit]]:
    """Judge every check; what it says carries its check's id, remedy and evidence, words kept in both languages."""
    findings: list[Finding] = []
    exhibits: list[Exhibit] = []
    for check in checks:
        outcome = outcomes.get(check.needs.name, Missed(NOT_ASKED))
        layered = limits.get(check.id, Layered(check.limits))
        said = judge_one(check, outcome, layered, scene, past)
        findings += [_finished(f, check, outcome, scene) for f in _distinct(f for f in said if isinstance(f, Finding))]
        exhibits += [
            replace(
                e,
                title=keep(e.title),
                columns=tuple(map(keep, e.columns)),
                rows=tuple(tuple(keep(cell) if isinstance(cell, Text) else cell for cell in row) for row in e.rows),
                check=check.id,
                evidence=outcome.evidence,
            )
            for e in said
            if isinstance(e, Exhibit)
        ]
    return findings, exhibits


def judge_one(
    check: AnyCheck, outcome: Outcome, limits: Layered[Any], scene: Scene, past: Past = NO_PAST
) -> list[Finding | Exhibit]:
    """Judge one check over one outcome, adding an UNKNOWN for all that was not seen."""
    if isinstance(outcome, Missed) and not _is_gone(check, outcome.error, past):
        return [FIRST if _has_no_then(check, outcome.error, past) else _missed(check, outcome.error)]
    facts = outcome.facts if isinstance(outcome, Seen) else None
    try:
        if isinstance(check, Change) and check.id not in past.then:
            return [FIRST]
        if other := _by_another_way(outcome, past.then.get(check.id)):
            return [unknown("", other)]
        said = list(_asked(check, facts, limits, scene, past))
        told = {one.subject for one in said if isinstance(one, Finding) and one.level is Level.UNKNOWN}
        said += [unknown(u.subject, u) for u in unseen_in(facts) if u.subject not in told]
    except Exception as error:
        log.exception("check %s failed", check.id)
        return [unknown("", unseen_of(error))]
    if not any(isinstance(one, Finding) for one in said):
        said.append(unknown("", SAYS_NOTHING))
    return said


def _has_no_then(check: AnyCheck, error: Exception, past: Past) -> bool:
    """Whether there is nothing that it could be held against, and the target does not tell it the way it was asked.

    That it is not seen is said by the check of today; one that only compares has nothing to add before a first answer.
    """
    is_compared = isinstance(check, Change) and check.beside_baseline and check.id not in past.then
    return is_compared and isinstance(error, SessionError) and error.reason is Reason.NOT_OFFERED


def _is_gone(check: AnyCheck, error: Exception, past: Past) -> bool:
    """Whether a target proves that it has none of what it had: then that is what changed."""
    is_compared = isinstance(check, Change) and check.beside_baseline
    return is_compared and isinstance(error, Absent) and isinstance(past.then.get(check.id), Then | Confirmed)


def _by_another_way(outcome: Outcome, then: Then[Any] | Confirmed[Any] | Exception | None) -> Unseen | None:
    """What was told by SNMP then and by command line now is not held against each other: their names differ."""
    if not isinstance(outcome, Seen) or not isinstance(then, Then | Confirmed):
        return None
    if not then.ways or not outcome.ways or then.ways == outcome.ways:
        return None
    detail = _(
        "told by {now} today and by {then} when it was kept: the two call the same things by other names",
        now=" + ".join(outcome.ways),
        then=" + ".join(then.ways),
    )
    return Unseen("", Reason.NOT_ASKED, detail, _OTHER_WAY)


_OTHER_WAY: Final = _("inspect again when the device answers by the same way, or confirm the baseline anew by this one")


def _asked(
    check: AnyCheck,
    facts: Any,  # noqa: ANN401 - facts of any kind
    limits: Layered[Any],
    scene: Scene,
    past: Past,
) -> Iterable[Finding | Exhibit]:
    """Call the judge of a check of any shape with what its shape wants."""
    match check:
        case Check():
            return check.judge(facts, limits, scene)
        case Change():
            then = past.then[check.id]
            if isinstance(then, Exception):
                return [unknown("", unseen_of(then))]
            by = then.by if isinstance(then, Confirmed) else ""
            return check.judge(facts, Then(then.facts, then.at, by=by), limits, scene)
        case Against():
            confirmed = past.then.get(check.id)
            if isinstance(confirmed, Exception):
                return [unknown("", unseen_of(confirmed))]
            return check.judge(facts, confirmed if isinstance(confirmed, Confirmed) else None, limits, scene)
        case Trend():
            points, blind = _points(check, facts, scene, past)
            return [*(check.judge(points, limits, scene) if points or not blind else ()), *blind]


def _points(
    trend: Trend[Any, Any], facts: object, scene: Scene, past: Past
) -> tuple[dict[str, tuple[Point, ...]], list[Finding]]:
    """The points of every subject: those that were kept, and today's as the check that measures has it now.

    A subject that it calls not applicable has none; one that it could not see, and was followed so far, is not seen here.
    """
    source = next(one for one in CHECKS if one.id == trend.of.check and isinstance(one, Check))
    series = past.series.get(source.id, {})
    names = [name for name in (trend.of.value, trend.of.capacity, trend.of.epoch) if name]
    found: dict[str, tuple[Point, ...]] = {}
    blind: list[Finding] = []

    def point(at: datetime, values: Mapping[str, float]) -> Point:
        capacity = values[trend.of.capacity] if trend.of.capacity else 1.0
        return Point(at, values[trend.of.value], capacity, values[trend.of.epoch] if trend.of.epoch else 0.0)

    for said in source.judge(facts, Layered(source.limits), scene):
        if isinstance(said, Finding) and all(name in said.measures for name in names):
            kept = {name: dict(series.get((said.subject, name), ())) for name in names}
            moments = sorted(set.intersection(*(set(one) for one in kept.values())))
            earlier = [point(at, {name: one[at] for name, one in kept.items()}) for at in moments]
            found[said.subject] = (*earlier, point(scene.at, said.measures))
        elif isinstance(said, Finding) and said.level is Level.ABSENT:
            found[said.subject] = ()
        elif isinstance(said, Finding) and said.level is Level.UNKNOWN:
            blind.append(replace(said, measures={}))
    followed = {subject for subject, _name in series}
    return found, [one for one in blind if not found or one.subject in followed]


def unseen_in(facts: object) -> tuple[Unseen, ...]:
    """What facts themselves say was not seen: an ``unseen`` that is an Unseen, or a tuple of them."""
    said = getattr(facts, "unseen", ())
    several = (said,) if isinstance(said, Unseen) else said if isinstance(said, tuple) else ()
    return tuple(one for one in several if isinstance(one, Unseen))


def _missed(check: AnyCheck, error: Exception) -> Finding:
    if isinstance(error, Absent):
        return Finding("", Level.ABSENT, _("Not applicable: {witness}", witness=error.witness), quote=error.witness)
    unseen = unseen_of(error)
    if unseen.reason is Reason.BUG:
        log.error("facts for %s failed", check.id, exc_info=error)
    if unseen.reason is Reason.NOT_UNDERSTOOD:
        log.info("facts for %s were not understood: %s", check.id, error)
    return unknown("", unseen)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a subject: of two, the worse."""
    by_subject: dict[str, Finding] = {}
    for finding in findings:
        other = by_subject.get(finding.subject)
        if other is None or (other.level is not finding.level and worst([other.level, finding.level]) is finding.level):
            by_subject[finding.subject] = finding
    return list(by_subject.values())


def _finished(finding: Finding, check: AnyCheck, outcome: Outcome, scene: Scene) -> Finding:
    remedy = finding.remedy or (check.remedy if finding.level in _WITH_REMEDY else _REMEDIES.get(finding.reason))
    return Finding(  # field by field, not replace(): a hundred of them a target
        subject=finding.subject,
        level=finding.level,
        summary=keep(finding.summary),
        observed=_kept(finding.observed),
        expected=_kept(finding.expected),
        quote=finding.quote,
        measures=finding.measures,
        remedy=_kept(remedy),
        reason=finding.reason,
        check=check.id,
        evidence=outcome.evidence,
        at=scene.at,
    )


def _kept(text: Text | None) -> Text | None:
    return keep(text) if text else None
