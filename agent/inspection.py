"""One inspection from end to end: which targets and checks, the round, the store, the seal."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from agent.advisories.keeping import recalled
from agent.aging import age
from agent.catalogue import aspects_for, collectors_for
from agent.expected import (
    DEFAULT_TIMEZONE,
    Wanted,
    catalogue_of,
    groups_of,
    limits_of,
    members_needs,
    targets_of,
    values_of,
    wanted_checks,
)
from agent.own import checks_of
from agent.past import past_of
from agent.purposes import COMPARED, ON_DEMAND
from agent.runner import Finished, run
from checks.base import unknown
from checks.plugins import plugins
from checks.result import Inspection, TargetResult
from collectors.base import Reason, Unseen
from collectors.facts.identity import IDENTITY
from config.site import Site, Target
from config.text import keep

if TYPE_CHECKING:
    from agent.inspecting import Job
    from agent.slots import Slots
    from agent.store.store import Store
    from collectors.sessions.base import Session

log = logging.getLogger("xunjian.inspection")


def job_of(
    site: Site,
    target: Target,
    wanted: Wanted,
    store: "Store",
    open_session: Callable[[], "Session"],
    schedule: str = "",
    *,
    is_compared: bool = False,
) -> "Job":
    """Put together what inspecting one target needs; ``schedule`` is whose bookmarks it reads from.

    ``is_compared``: it is asked too what no check needs and a comparison of two moments does.
    """
    from agent.inspecting import Job  # noqa: PLC0415 - not needed where nothing is asked

    checks = wanted_checks(target, wanted)
    for_groups = [kind for kinds in members_needs(site, wanted, target).values() for kind in kinds]
    compared = tuple(one.needs for one in aspects_for(target.platform)) if is_compared else ()
    collectors = collectors_for(target.platform, checks, always=(IDENTITY, *for_groups, *compared))
    return Job(
        target=target,
        timezone=site.timezone or DEFAULT_TIMEZONE,
        collectors=collectors,
        checks=checks,
        limits=limits_of(checks, site.rules, target.id, datetime.now(UTC).date()),
        values=values_of(site, target.id),
        known_identity=store.known_identity(target.id),
        open_session=open_session,
        bookmarks=store.bookmarks(target.id, schedule) | recalled(store, checks),
        past=partial(past_of, store),
    )


def inspect_all(  # noqa: PLR0913 - what is asked, how it is reached, and as what it is kept
    site: Site,
    store: "Store",
    wanted: Wanted,
    opener: Callable[[Target], Callable[[], "Session"]],
    *,
    purpose: str = ON_DEMAND,
    completes: str = "",
    schedule: str = "",
    read_from: str | None = None,
    slots: "Slots | None" = None,
) -> Iterator[tuple[str, TargetResult | None]]:
    """Inspect and commit target by target; yield the inspection's id first, then each result as it is kept.

    ``schedule`` says whose bookmarks are read from and moved; a run on demand ("") has its own. ``read_from`` names others
    to read from alone: what came since a snapshot, however often it is looked at. ``slots`` are those that
    the sessions of ``opener`` step aside from.
    """
    from agent.cli import VERSION  # noqa: PLC0415 - the command line imports this module
    from agent.groups import Groups  # noqa: PLC0415 - not needed where nothing is asked

    started = time.monotonic()
    targets, groups = targets_of(site, wanted), groups_of(site, wanted)
    asked_of = {check.id for target in (*targets, *groups) for check in wanted_checks(target, wanted)}
    checks = [c for c in checks_of(site) if c.id in asked_of]
    header = Inspection(
        id="",
        purpose=purpose,
        tool_version=VERSION,
        started_at=datetime.now(UTC),
        ended_at=None,
        state="running",
        catalogue=catalogue_of(checks, site.rules, site.own),
        defects=tuple(keep(one) for one in plugins().defects),
        rules=site.rules,
        completes=completes,
        expected=tuple(t.id for t in (*targets, *groups)),
        config_digest=site.digest,
        customer=site.customer,
    )
    inspection = store.begin(header)
    yield inspection, None
    read_from, is_compared = schedule if read_from is None else read_from, purpose in COMPARED
    jobs = [job_of(site, one, wanted, store, opener(one), read_from, is_compared=is_compared) for one in targets]
    together = Groups(site, groups, wanted)
    seconds = site.bounds.target_seconds + site.bounds.connect_seconds
    for finished in run(
        jobs,
        site.bounds,
        lambda job: store.lease(job.target.id, inspection, (job.target.seconds or seconds) + 60),
        slots,
    ):
        kept = _commit(store, inspection, finished, schedule)
        together.take(kept, finished.evidence)
        yield inspection, kept
    for group in groups:
        yield inspection, _commit(store, inspection, Finished(together.result(group), {}))
    store.finish(inspection, _footprint(started))
    age(store, datetime.now(UTC))


def _commit(store: "Store", inspection: str, finished: Finished, schedule: str = "") -> TargetResult:
    """Keep one target; what cannot be written is kept as a defect of ours, and the other targets go on."""
    from agent.store.values import StoreError  # noqa: PLC0415 - only where a store is

    result = finished.result
    try:
        marks = finished.bookmarks
        store.commit_target(inspection, result, finished.evidence, bookmarks_by_collector=marks, schedule=schedule)
    except StoreError:
        raise
    except Exception as error:
        log.exception("target %s: its result could not be written", result.target)
        result = unwritten(result, error)
        store.commit_target(inspection, result, {})
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
