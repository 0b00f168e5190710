"""One inspection from end to end: which targets and checks, the round, the store, the seal."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from agent.catalogue import CHECKS, checks_for, collectors_for
from agent.runner import Finished, run
from checks.base import Check, Level, unknown
from checks.result import CatalogueRow, Inspection, TargetResult
from collectors.base import Reason, Unseen
from collectors.facts.identity import IDENTITY
from config.limits import Layered, Rule, described, layer
from config.site import Site, Target
from config.text import _, keep

if TYPE_CHECKING:
    from agent.inspecting import Job
    from agent.store.store import Store
    from collectors.sessions.base import Session

log = logging.getLogger("xunjian.inspection")

ON_DEMAND = "on-demand"
DEFAULT_TIMEZONE = "Asia/Shanghai"
INSPECTED_KINDS = frozenset({"local", "linux"})
UNASKED = "inspection"
"""Stands where a check's id would, of a target that no check has a way to look at."""


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
    return replace(inspection, targets=(*inspection.targets, *(_unasked(target, inspection) for target in targets)))


def _unasked(target: Target, inspection: Inspection) -> TargetResult:
    remedy = keep(_("This version has no way to ask a target of this kind: inspect it by hand, and say so in the report"))
    finding = unknown("", Unseen("", Reason.NOT_ASKED, target.kind, remedy))
    return TargetResult(
        target=target.id,
        kind=target.kind,
        platform=target.platform,
        address=target.address,
        state="unreached",
        started_at=inspection.started_at,
        ended_at=inspection.ended_at or inspection.started_at,
        findings=(replace(finding, check=UNASKED, summary=keep(finding.summary)),),
        importance=target.importance,
        tags=target.tags,
        asset=target.asset,
    )


def wanted_checks(target: Target, wanted: Wanted) -> tuple[Check[Any, Any], ...]:
    """The checks expected of a target."""
    return tuple(check for check in checks_for(target.platform) if wanted.check(target, check))


def limits_of(checks: Sequence[Check[Any, Any]], rules: Sequence[Rule], target: str, on: date) -> dict[str, Layered[Any]]:
    """Every check's limits on one target: the operator's rules that hold on that day, laid over the defaults."""
    valid = [rule for rule in rules if rule.until is None or rule.until >= on]
    return {c.id: layer(c.limits, [r for r in valid if fnmatchcase(c.id, r.check)], target) for c in checks}


def job_of(site: Site, target: Target, wanted: Wanted, store: "Store", open_session: Callable[[], "Session"]) -> "Job":
    """Put together what inspecting one target needs."""
    from agent.inspecting import Job  # noqa: PLC0415 - not needed where nothing is asked

    checks = wanted_checks(target, wanted)
    collectors = collectors_for(target.platform, checks, always=(IDENTITY,))
    return Job(
        target=target,
        timezone=site.timezone or DEFAULT_TIMEZONE,
        collectors=collectors,
        checks=checks,
        limits=limits_of(checks, site.rules, target.id, datetime.now(UTC).date()),
        values=values_of(site),
        known_identity=store.known_identity(target.id),
        open_session=open_session,
    )


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


def inspect_all(
    site: Site,
    store: "Store",
    wanted: Wanted,
    opener: Callable[[Target], Callable[[], "Session"]],
    *,
    purpose: str = ON_DEMAND,
    completes: str = "",
) -> Iterator[tuple[str, TargetResult | None]]:
    """Inspect and commit target by target; yield the inspection's id first, then each result as it is kept."""
    from agent.cli import VERSION  # noqa: PLC0415 - the command line imports this module

    started = time.monotonic()
    targets = targets_of(site, wanted)
    checks = [c for c in CHECKS if any(wanted.check(t, c) for t in targets)]
    header = Inspection(
        id="",
        purpose=purpose,
        tool_version=VERSION,
        started_at=datetime.now(UTC),
        ended_at=None,
        state="running",
        catalogue=catalogue_of(checks, site.rules),
        rules=site.rules,
        completes=completes,
        expected=tuple(t.id for t in targets),
        config_digest=site.digest,
    )
    inspection = store.begin(header)
    yield inspection, None
    jobs = [job_of(site, target, wanted, store, opener(target)) for target in targets]
    seconds = site.bounds.target_seconds + site.bounds.connect_seconds
    for finished in run(
        jobs, site.bounds, lambda job: store.lease(job.target.id, inspection, (job.target.seconds or seconds) + 60)
    ):
        yield inspection, _commit(store, inspection, finished)
    store.finish(inspection, _footprint(started))


def _commit(store: "Store", inspection: str, finished: Finished) -> TargetResult:
    """Keep one target; what cannot be written is kept as a defect of ours, and the other targets go on."""
    from agent.store.values import StoreError  # noqa: PLC0415 - only where a store is

    result = finished.result
    try:
        store.commit_target(inspection, result, finished.evidence)
    except StoreError:
        raise
    except Exception as error:
        log.exception("target %s: its result could not be written", result.target)
        result = unwritten(result, error)
        store.commit_target(inspection, result, {})
    store.release_lease(result.target, inspection)
    return result


def unwritten(result: TargetResult, error: Exception) -> TargetResult:
    """A result of which nothing could be written: each check that was expected is UNKNOWN, as a defect of ours."""
    bug = unknown("", Unseen("", Reason.BUG, f"{type(error).__name__}"))
    said = replace(bug, summary=keep(bug.summary), at=result.started_at)
    findings = tuple(replace(said, check=check) for check in result.checks)
    return TargetResult(
        target=result.target,
        kind=result.kind,
        platform=result.platform,
        address=result.address,
        state=result.state,
        started_at=result.started_at,
        ended_at=result.ended_at,
        findings=findings,
        checks=result.checks,
    )


def _footprint(started: float) -> dict[str, float]:
    import psutil  # noqa: PLC0415 - 30 ms that only a finished inspection needs

    process = psutil.Process()
    cpu = process.cpu_times()
    return {
        "cpu_seconds": round(cpu.user + cpu.system, 3),
        "children_cpu_seconds": round(cpu.children_user + cpu.children_system, 3),
        "rss_bytes": process.memory_info().rss,
        "wall_seconds": round(time.monotonic() - started, 3),
    }


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
