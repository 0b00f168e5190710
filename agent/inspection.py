"""One inspection from end to end: which targets and checks, the round, the store, the seal."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.catalogue import CHECKS, collectors_for
from agent.expected import DEFAULT_TIMEZONE, Wanted, catalogue_of, limits_of, targets_of, values_of, wanted_checks
from agent.runner import Finished, run
from checks.base import unknown
from checks.result import Inspection, TargetResult
from collectors.base import Reason, Unseen
from collectors.facts.identity import IDENTITY
from config.site import Site, Target
from config.text import keep

if TYPE_CHECKING:
    from agent.inspecting import Job
    from agent.store.store import Store
    from collectors.sessions.base import Session

log = logging.getLogger("xunjian.inspection")

ON_DEMAND = "on-demand"


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
        customer=site.customer,
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
    _age(store)


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


def _age(store: "Store") -> None:
    """Let the store grow old: thin measures, purge evidence past its days but its digests. A failure costs nothing else."""
    from agent.store.values import StoreError  # noqa: PLC0415 - only where a store is

    try:
        now = datetime.now(UTC)
        store.thin_measures(now)
        store.purge_evidence(now)
    except StoreError as error:
        log.warning("the store was not thinned: %s", error)


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
