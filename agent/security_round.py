"""What a security document counts against: of each asset every security check of its kind, and every asset of the site."""

from dataclasses import replace
from typing import Final

from agent.catalogue import Scope, checks_for
from agent.expected import catalogue_of, unasked
from agent.own import checks_of
from checks.base import Area, Level, unknown
from checks.result import CatalogueRow, Inspection, TargetResult
from checks.security.profiles import is_in
from collectors.base import Reason, Unseen
from config.site import Site, Target
from config.text import _, keep
from reports.documents.kinds import name_of

NO_CHECKS: Final = "security.asset"
"""Stands where a check's id would, of an asset whose kind has no security checks."""
_TITLE: Final = _("The asset as a whole")
_NOT_LOOKED_AT: Final = _("Not inspected: this version has no security checks for such an asset ({what})")
_BY_HAND: Final = _("Have an engineer check it against the control points, and write the answers down (declared:)")


def whole_security(inspection: Inspection, site: Site) -> Inspection:
    """Show every asset: those with results with all their checks, those without as not inspected, none forgotten."""
    site_targets = {target.id: target for target in site.targets}
    made = [_every(one, site_targets.get(one.target), site) for one in inspection.targets if one.state != "unasked"]
    shown = [one for one in made if one.checks]
    known = {one.target for one in shown}
    shown += [_missing(target, inspection, site) for target in site.targets if target.id not in known]
    expected = {check for one in shown for check in one.checks} - {row.check for row in inspection.catalogue}
    added = list(catalogue_of([check for check in checks_of(site) if check.id in expected], inspection.rules))
    if NO_CHECKS in expected:
        title = keep(_TITLE)
        added.append(CatalogueRow(NO_CHECKS, title, Area.SECURITY.value, title, keep(_BY_HAND), Level.CRITICAL.value))
    return replace(inspection, targets=tuple(shown), catalogue=(*inspection.catalogue, *added))


def _expected(platform: str, profile: str) -> tuple[str, ...]:
    return tuple(check.id for check in checks_for(platform, Scope.SECURITY) if is_in(profile, check.id))


def _every(one: TargetResult, target: Target | None, site: Site) -> TargetResult:
    """A result with every check of its kind under its profile, asked or not; a stranger's is the site's own."""
    profile = site.profile_of(target) if target else site.profile
    checks = dict.fromkeys((*one.checks, *_expected(one.platform, profile)))
    return replace(one, checks=tuple(checks))


def _missing(target: Target, inspection: Inspection, site: Site) -> TargetResult:
    """An asset without a result: its checks were not made, or its kind has none."""
    empty = replace(unasked(target, inspection), state="unlooked", findings=())
    checks = _expected(target.platform, site.profile_of(target))
    if checks:
        return replace(empty, checks=checks)
    said = unknown("", Unseen("", Reason.NOT_ASKED, name_of(target.kind), keep(_BY_HAND)))
    summary = keep(replace(_NOT_LOOKED_AT, values={"what": name_of(target.kind)}))
    return replace(empty, checks=(NO_CHECKS,), findings=(replace(said, check=NO_CHECKS, summary=summary),))
