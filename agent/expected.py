"""What is expected of whom: the wanted targets and checks, the limits that hold for them, the catalogue as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from typing import Any

from agent.catalogue import CHECKS, checks_for
from checks.base import Area, Check, Level, unknown
from checks.result import CatalogueRow, Inspection, TargetResult
from collectors.base import Reason, Unseen
from config.limits import Layered, Rule, described, layer
from config.site import Site, Target
from config.text import _, keep

DEFAULT_TIMEZONE = "Asia/Shanghai"
INSPECTED_KINDS = frozenset({"local", "linux"})
UNASKED = "inspection"
"""Stands where a check's id would, of a target that no check has a way to look at."""
_UNASKED_TITLE = _("The target as a whole")
_BY_HAND = _("This version has no way to ask a target of this kind: inspect it by hand, and say so in the report")
_WORST = Level.CRITICAL.value


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the site to inspect: globs over target ids (or tags) and check ids; empty means all."""

    targets: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    only: dict[str, frozenset[str]] = field(default_factory=dict)
    """By target, the checks to ask again; where not empty, nothing else is asked."""

    def target(self, target: Target) -> bool:
        """Say whether a target is wanted."""
        names = (target.id, *target.tags)
        is_named = not self.targets or any(fnmatchcase(name, glob) for glob in self.targets for name in names)
        return is_named and (not self.only or target.id in self.only)

    def check(self, target: Target, check: Check[Any, Any]) -> bool:
        """Say whether a check is wanted of a target."""
        is_named = not self.checks or any(fnmatchcase(check.id, glob) for glob in self.checks)
        return is_named and (not self.only or check.id in self.only[target.id])


def targets_of(site: Site, wanted: Wanted) -> tuple[Target, ...]:
    """The wanted targets that this version has a way to inspect."""
    return tuple(t for t in site.targets if t.kind in INSPECTED_KINDS and wanted.target(t))


def unasked_of(site: Site, wanted: Wanted) -> tuple[Target, ...]:
    """The wanted targets that this version has no way to inspect: they keep their place as not inspected."""
    return tuple(t for t in site.targets if t.kind not in INSPECTED_KINDS and wanted.target(t) and not wanted.only)


def with_unasked(inspection: Inspection, targets: Sequence[Target]) -> Inspection:
    """Show beside what was inspected what could not be, so that no output passes over it."""
    shown = tuple(_unasked(target, inspection) for target in targets)
    row = CatalogueRow(UNASKED, keep(_UNASKED_TITLE), Area.SERVICES.value, keep(_UNASKED_TITLE), keep(_BY_HAND), _WORST)
    catalogue = (*inspection.catalogue, row) if shown else inspection.catalogue
    return replace(inspection, targets=(*inspection.targets, *shown), catalogue=catalogue)


def _unasked(target: Target, inspection: Inspection) -> TargetResult:
    finding = unknown("", Unseen("", Reason.NOT_ASKED, target.kind, keep(_BY_HAND)))
    return TargetResult(
        target=target.id,
        kind=target.kind,
        platform=target.platform,
        address=target.address,
        state="unasked",
        started_at=inspection.started_at,
        ended_at=inspection.ended_at or inspection.started_at,
        findings=(replace(finding, check=UNASKED, summary=keep(finding.summary)),),
        importance=target.importance,
        tags=target.tags,
        asset=target.asset,
    )


def whole(inspection: Inspection, site: Site) -> Inspection:
    """What a document counts against: of each target every check of its kind, asked or not, and every asset of the site."""
    platforms = {one.platform for one in inspection.targets}
    checks = [check for check in CHECKS if any(check in checks_for(platform) for platform in platforms)]
    known = {row.check for row in inspection.catalogue}
    added = catalogue_of([check for check in checks if check.id not in known], inspection.rules)
    targets = tuple(replace(one, checks=_every(one)) for one in inspection.targets)
    filled = replace(inspection, targets=targets, catalogue=(*inspection.catalogue, *added))
    return with_unasked(filled, unasked_of(site, Wanted()))


def _every(one: TargetResult) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.checks, *(check.id for check in checks_for(one.platform)))))


def wanted_checks(target: Target, wanted: Wanted) -> tuple[Check[Any, Any], ...]:
    """The checks expected of a target."""
    return tuple(check for check in checks_for(target.platform) if wanted.check(target, check))


def limits_of(checks: Sequence[Check[Any, Any]], rules: Sequence[Rule], target: str, on: date) -> dict[str, Layered[Any]]:
    """Every check's limits on one target: the operator's rules that hold on that day, laid over the defaults."""
    valid = [rule for rule in rules if rule.until is None or rule.until >= on]
    return {c.id: layer(c.limits, [r for r in valid if fnmatchcase(c.id, r.check)], target) for c in checks}


def values_of(site: Site) -> dict[str, str]:
    """The values of parameters that come from the configuration."""
    return {"log_days": str(site.bounds.log_days)}


def catalogue_of(checks: Sequence[Check[Any, Any]], rules: Sequence[Rule]) -> tuple[CatalogueRow, ...]:
    """The catalogue as this inspection uses it: words in both languages, limits with the layer that set them."""
    everywhere = limits_of(checks, [r for r in rules if r.target == "*"], "*", datetime.now(UTC).date())
    return tuple(
        CatalogueRow(
            check=check.id,
            title=keep(check.title),
            area=check.area.value,
            reads=keep(check.reads),
            remedy=keep(check.remedy),
            worst=check.worst.value,
            limits=described(everywhere[check.id]),
            clause=check.clause,
        )
        for check in checks
    )


def unknown_checks(inspection: Inspection) -> dict[str, frozenset[str]]:
    """By target, the checks that have something not inspected: what ``--retry-unknown`` asks again.

    Of a target that was expected and never finished (the run was cut off before) it is every check.
    """
    every = frozenset(row.check for row in inspection.catalogue)
    found = dict.fromkeys(inspection.expected, every)
    found |= {
        one.target: frozenset(f.check for f in one.findings if f.level is Level.UNKNOWN) for one in inspection.targets
    }
    return {target: checks for target, checks in found.items() if checks}
