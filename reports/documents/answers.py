"""What is expected of whom, and what came of it: the (target, check) pairs that every figure of a document counts.

One place decides what is counted, so that page one, the annex, coverage and score cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from checks.base import REASON_WORDS, Finding, Level, unknown
from checks.result import UNASKED, Inspection, TargetResult
from config.site import Site
from config.text import _
from reports.documents.kinds import look_at, name_of

_OF_SOME = ("group.", "manual.")
"""How the ids of checks begin that look at groups of targets or at what a person answers for, not at every asset."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One check on one target. ``findings`` is never empty: what was expected and gave nothing is UNKNOWN.

    ``at`` is when its evidence was taken; None where the target has no result at all.
    """

    target: str
    check: str
    findings: tuple[Finding, ...]
    at: datetime | None
    origin: str = ""
    """Who answered where no session did: form, told; "" is the target itself."""

    @property
    def is_absent(self) -> bool:
        """Whether the target has no such thing: listed, not counted."""
        return all(finding.level is Level.ABSENT for finding in self.findings)

    @property
    def why_unseen(self) -> str | None:
        """The first reason why something of it was not seen; None where all was."""
        return next((f.reason or "not_asked" for f in self.findings if f.level is Level.UNKNOWN), None)


def pairs(inspection: Inspection, site: Site) -> tuple[Pair, ...]:
    """Lay out every check expected of every target: the contract's assets first, in their order, then others inspected."""
    results = {result.target: result for result in inspection.targets}
    known = [target.id for target in site.targets]
    order = {row.check: place for place, row in enumerate(inspection.catalogue)}
    out: list[Pair] = []
    for target in (*known, *(id_ for id_ in results if id_ not in set(known))):
        made = of_result(results[target]) if target in results else _of_nothing(target, inspection)
        out += sorted(made, key=lambda pair: order.get(pair.check, len(order)))
    return tuple(out)


def of_result(result: TargetResult) -> Iterator[Pair]:
    """Lay out every check expected of one target that has a result."""
    said: dict[str, list[Finding]] = {check: [] for check in result.checks}
    for finding in result.findings:
        shown = _unasked(finding, result.kind) if finding.check == UNASKED else finding
        said.setdefault(finding.check, []).append(shown)
    of_all = result.transport.get("origin", "")
    for check, findings in said.items():
        origin = result.transport.get(f"origin {check}", of_all)
        yield Pair(result.target, check, tuple(findings) or (_silent(check, result),), result.ended_at, origin)


def _unasked(finding: Finding, kind: str) -> Finding:
    """Say of a target that this version has no way to inspect what it is, and what to look at by hand."""
    summary = _("Not inspected: no automatic inspection of such a target in this version ({what})", what=name_of(kind))
    return replace(finding, summary=summary, remedy=look_at(kind))


def _silent(check: str, result: TargetResult) -> Finding:
    """What was expected and gave nothing: for the reason the session ended, where it did."""
    error = result.session_error
    if error is None:
        return _not_seen(check, "unreachable" if result.state == "unreached" else "not_asked")
    return replace(unknown("", error), check=check)


def _of_nothing(target: str, inspection: Inspection) -> Iterator[Pair]:
    """An asset of the contract without a result: every check of the catalogue but a group's is expected, none was seen."""
    for row in inspection.catalogue:
        if row.check == UNASKED or row.check.startswith(_OF_SOME):
            continue
        yield Pair(target, row.check, (_not_seen(row.check, "not_asked"),), None)


def _not_seen(check: str, reason: str) -> Finding:
    summary = _("Not inspected: {why}", why=REASON_WORDS[reason])
    return Finding("", Level.UNKNOWN, summary, reason=reason, check=check)
