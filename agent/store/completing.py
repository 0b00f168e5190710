"""Complete an inspection with later ones that asked again what was UNKNOWN. Pure.

Keyed by (target, check), then by subject: a later answer stands where it judged; a later UNKNOWN never covers what an
earlier inspection saw, and takes the place of an earlier UNKNOWN: its reason is the one to act on.
"""

from collections.abc import Iterable
from dataclasses import replace

from checks.base import Exhibit, Finding, Level
from checks.result import Inspection, TargetResult


def completed(base: Inspection, later: Iterable[Inspection]) -> Inspection:
    """Lay later inspections, the oldest first, over ``base``; its id, times, catalogue and seal stay."""
    targets = {result.target: result for result in base.targets}
    for inspection in later:
        for result in inspection.targets:
            before = targets.get(result.target)
            by = inspection.id
            targets[result.target] = result if before is None else _over(before, result, by)
    order = {name: number for number, name in enumerate(base.expected)}
    return replace(base, targets=tuple(sorted(targets.values(), key=lambda t: order.get(t.target, len(order)))))


def _over(before: TargetResult, after: TargetResult, by: str) -> TargetResult:
    """Lay one target's later result over its earlier one, check by check in the earlier order."""
    answered = {finding.check for finding in after.findings if finding.level is not Level.UNKNOWN}
    findings: list[Finding] = []
    exhibits: list[Exhibit] = []
    stands: set[str] = set()
    names = (*before.checks, *after.checks, *(one.check for one in (*before.findings, *after.findings)))
    for check in dict.fromkeys(names):
        old = [finding for finding in before.findings if finding.check == check]
        new = [finding for finding in after.findings if finding.check == check]
        now = _merged(old, new) if check in answered else _told_why(old, new)
        findings += now
        if check in answered or now != old:
            stands.add(check)
    if not stands:
        return before
    for check in dict.fromkeys(one.check for one in (*before.exhibits, *after.exhibits)):
        newer = [exhibit for exhibit in after.exhibits if exhibit.check == check]
        exhibits += newer or [exhibit for exhibit in before.exhibits if exhibit.check == check]
    return replace(
        before if _describes(before, answered) else after,
        findings=tuple(findings),
        exhibits=tuple(exhibits),
        asked=(*before.asked, *after.asked),
        checks=before.checks or after.checks,
        identity={**before.identity, **after.identity},
        about={**before.about, **after.about},
        completed_by={**before.completed_by, **dict.fromkeys(sorted(stands), by)},
    )


def _describes(before: TargetResult, answered: set[str]) -> bool:
    """Whether the earlier result says how the target was met: it came to its end, or only it saw something."""
    is_seen = any(finding.level is not Level.UNKNOWN for finding in before.findings)
    return before.state == "done" or (is_seen and not answered)


def _told_why(old: list[Finding], new: list[Finding]) -> list[Finding]:
    """Of a check that a later inspection could not answer: what was seen stays, of what was not the newest reason."""
    if all(finding.level is Level.UNKNOWN for finding in old):
        return new or old
    newer = {finding.subject: finding for finding in new}
    return [newer.get(f.subject, f) if f.level is Level.UNKNOWN else f for f in old]


def _merged(old: list[Finding], new: list[Finding]) -> list[Finding]:
    """Merge one check's findings: while the later answer has holes, what was seen before stays."""
    if all(finding.level is not Level.UNKNOWN for finding in new):
        return new
    seen = {finding.subject: finding for finding in old if finding.level is not Level.UNKNOWN}
    kept = [seen.get(f.subject, f) if f.level is Level.UNKNOWN else f for f in new]
    mentioned = {finding.subject for finding in new}
    return [*kept, *(finding for subject, finding in seen.items() if subject not in mentioned)]
