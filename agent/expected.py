"""What is expected of whom: the wanted targets and checks, the limits that hold for them, the catalogue as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from itertools import chain
from typing import Any

from agent.by_hand import by_hand
from agent.catalogue import Scope, checks_for, members_kinds
from agent.own import checks_of, checks_on, definitions
from checks.backup_jobs import asked, jobs, joined
from checks.base import AnyCheck, Area, Level, unknown
from checks.function.required_processes import REQUIRED_PROCESSES_CHECK
from checks.required_programs import asked_programs
from checks.result import UNASKED, CatalogueRow, Inspection, TargetResult
from checks.security.profiles import is_in
from checks.server.backup_freshness import BACKUP_FRESHNESS
from checks.server.local_certificates import LOCAL_CERTIFICATES
from checks.server.log_novelty import LOG_NOVELTY, asked_texts
from collectors.base import FactKind, Reason, Unseen
from collectors.linux.required_processes import PATTERNS
from config.kinds import DEVICES, INSPECTED
from config.limits import Layered, Rule, described, layer
from config.own import Own, read
from config.site import DEFAULT_TIMEZONE, Site, Target
from config.text import _, keep
from reports.documents.kinds import name_of

__all__ = ["DEFAULT_TIMEZONE"]
"""What is told here but stands in config/site.py."""

_UNASKED_TITLE = _("The target as a whole")
_BY_HAND = _("Print its form (xunjian form), fill it in on site, and read it back (xunjian form read)")
_NOT_LOOKED_AT = _("Not inspected: it is looked at by hand, and no form of this quarter was read back")
_NO_FORM = _("no form of it was read back in this time")
_WORST = Level.CRITICAL.value


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the site to inspect: globs over target ids (or tags) and check ids; empty means all."""

    targets: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    only: dict[str, frozenset[str]] = field(default_factory=dict)
    """By target, the checks to ask again; where not empty, nothing else is asked."""
    scope: Scope = Scope.INSPECTION
    profiles: dict[str, str] = field(default_factory=dict)
    """By target, the security profile that says which checks are made; one that is not named makes all."""

    def target(self, target: Target) -> bool:
        """Say whether a target is wanted."""
        names = (target.id, *target.tags)
        is_named = not self.targets or any(fnmatchcase(name, glob) for glob in self.targets for name in names)
        return is_named and (not self.only or target.id in self.only)

    def check(self, target: Target, check: AnyCheck) -> bool:
        """Say whether a check is wanted of a target; of a member that only its group wants, none is."""
        is_named = not self.checks or any(fnmatchcase(check.id, glob) for glob in self.checks)
        is_named = is_named and is_in(self.profiles.get(target.id, ""), check.id)
        if not is_named or not self.target(target):
            return False
        return not self.only or check.id in self.only[target.id]


def is_askable(target: Target) -> bool:
    """Whether this version can inspect a target: its kind has a session, and its platform a check that is answered."""
    has_way = target.kind in INSPECTED or (target.kind in DEVICES and _has_way(target))
    return has_way and bool(checks_for(target.platform))


def _has_way(target: Target) -> bool:
    """Whether a device's entry says how to ask it: by SNMP, or a network device's command line."""
    has_line = target.ssh.credential or target.telnet is not None
    return bool(target.address) and (target.snmp is not None or (target.kind == "network" and bool(has_line)))


def targets_of(site: Site, wanted: Wanted) -> tuple[Target, ...]:
    """The targets to ask: the wanted ones that this version has a way to inspect, and the members of wanted groups."""
    members = {member for group in groups_of(site, wanted) for member in group.members}
    askable = (t for t in site.targets if is_askable(t) and (wanted.target(t) or t.id in members))
    return tuple(t for t in askable if wanted.scope is Scope.INSPECTION or t.id in members or wanted_checks(t, wanted))


def groups_of(site: Site, wanted: Wanted) -> tuple[Target, ...]:
    """The wanted groups that some wanted check looks at; of any other there is nothing to say."""
    return tuple(g for g in site.groups if wanted.target(g) and wanted_checks(g, wanted))


def members_needs(site: Site, wanted: Wanted, target: Target) -> dict[str, tuple[FactKind[Any], ...]]:
    """By check of a wanted group that a target is a member of, the kinds that it needs of the target."""
    needs: dict[str, tuple[FactKind[Any], ...]] = {}
    for group in groups_of(site, wanted):
        if target.id in group.members:
            for check, kinds in members_kinds(group.platform, wanted_checks(group, wanted)).items():
                needs[check] = tuple(dict.fromkeys((*needs.get(check, ()), *kinds)))
    return needs


def unasked_of(site: Site, wanted: Wanted) -> tuple[Target, ...]:
    """The wanted targets that this version has no way to inspect: they keep their place as not inspected."""
    return tuple(t for t in site.targets if not is_askable(t) and wanted.target(t) and not wanted.only)


def with_unasked(inspection: Inspection, targets: Sequence[Target]) -> Inspection:
    """Show beside what was inspected what could not be, so that no output passes over it."""
    known = {one.target for one in inspection.targets}
    shown = tuple(unasked(target, inspection) for target in targets if target.id not in known)
    row = CatalogueRow(UNASKED, keep(_UNASKED_TITLE), Area.SERVICES.value, keep(_UNASKED_TITLE), keep(_BY_HAND), _WORST)
    catalogue = (*inspection.catalogue, row) if shown else inspection.catalogue
    return replace(inspection, targets=(*inspection.targets, *shown), catalogue=catalogue)


def unasked(target: Target, inspection: Inspection) -> TargetResult:
    """A target that nothing was asked, in its place among the results."""
    unseen = unknown("", Unseen("", Reason.NOT_ASKED, name_of(target.kind), keep(_BY_HAND)))
    finding = replace(unseen, summary=_NOT_LOOKED_AT)
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
    inspection = replace(inspection, targets=(*inspection.targets, *_groups_left_out(inspection, site)))
    inspection = replace(inspection, targets=(*inspection.targets, *_without_form(inspection, site)))
    platforms = {one.platform for one in inspection.targets}
    own = {target.id: tuple(one.check for one in target.own) for target in site.targets}
    expected = {check.id for platform in platforms for check in checks_for(platform)} | set(chain(*own.values()))
    known = {row.check for row in inspection.catalogue}
    checks = [check for check in checks_of(site) if check.id in expected - known]
    added = catalogue_of(checks, inspection.rules, site.own)
    targets = tuple(replace(one, checks=_every(one, own.get(one.target, ()))) for one in inspection.targets)
    return replace(inspection, targets=targets, catalogue=(*inspection.catalogue, *added))


def _without_form(inspection: Inspection, site: Site) -> list[TargetResult]:
    """The targets that a person should have answered for and nobody did: the checks of their form are expected."""
    known = {one.target for one in inspection.targets}
    left = [by_hand(site, t) for t in unasked_of(site, Wanted()) if t.id not in known]
    said = unknown("", Unseen("", Reason.NOT_ASKED, _NO_FORM, keep(_BY_HAND)))
    said = replace(said, summary=keep(said.summary))
    return [
        replace(unasked(t, inspection), findings=tuple(replace(said, check=c.id) for c in checks_for(t.platform)))
        for t in left
    ]


def _groups_left_out(inspection: Inspection, site: Site) -> list[TargetResult]:
    """The groups that no result speaks of: every check of theirs is expected, none was made."""
    known = {one.target for one in inspection.targets}
    left = [g for g in site.groups if g.id not in known and checks_for(g.platform)]
    return [replace(unasked(g, inspection), findings=(), members=g.members) for g in left]


def _every(one: TargetResult, own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.checks, *(check.id for check in checks_for(one.platform)), *own)))


def wanted_checks(target: Target, wanted: Wanted) -> tuple[AnyCheck, ...]:
    """The checks expected of a target."""
    return tuple(check for check in checks_on(target, wanted.scope) if wanted.check(target, check))


def limits_of(checks: Sequence[AnyCheck], rules: Sequence[Rule], target: str, on: date) -> dict[str, Layered[Any]]:
    """Every check's limits on one target: the operator's rules that hold on that day, laid over the defaults."""
    valid = [rule for rule in rules if rule.until is None or rule.until >= on]
    return {c.id: layer(c.limits, [r for r in valid if fnmatchcase(c.id, r.check)], target) for c in checks}


def _told(layered: Layered[Any], definition: str) -> tuple[tuple[str, str, str, str], ...]:
    """Tell the limits of one check; those of the operator's own that no rule set stand where he wrote the check."""
    return described(layered, read(definition).place if definition else "")


def values_of(site: Site, target: str = "") -> dict[str, str]:
    """The values of parameters that come from the configuration; those of one target where it is named."""
    values = {"log_days": str(site.bounds.log_days)}
    if target:
        named = (BACKUP_FRESHNESS, LOCAL_CERTIFICATES, LOG_NOVELTY, REQUIRED_PROCESSES_CHECK)
        limits = limits_of(named, site.rules, target, datetime.now(UTC).date())
        wanted, _wrong = jobs(limits[BACKUP_FRESHNESS.id].base.jobs)
        values |= asked(wanted)
        values[PATTERNS] = asked_programs(limits[REQUIRED_PROCESSES_CHECK.id].base.processes)
        values["log_expected"] = asked_texts(limits[LOG_NOVELTY.id].base.expected)
        values["certificate_globs"] = joined(limits[LOCAL_CERTIFICATES.id].base.paths)
    return values


def catalogue_of(checks: Sequence[AnyCheck], rules: Sequence[Rule], owns: Sequence[Own] = ()) -> tuple[CatalogueRow, ...]:
    """The catalogue as this inspection uses it: words in both languages, limits with the layer that set them."""
    defined = definitions(owns)
    everywhere = limits_of(checks, [r for r in rules if r.target == "*"], "*", datetime.now(UTC).date())
    return tuple(
        CatalogueRow(
            check=check.id,
            title=keep(check.title),
            area=check.area.value,
            reads=keep(check.reads),
            remedy=keep(check.remedy),
            worst=check.worst.value,
            limits=_told(everywhere[check.id], defined.get(check.id, "")),
            clause=check.clause,
            definition=defined.get(check.id, ""),
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
