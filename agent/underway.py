"""An inspection under way: what asking one of its targets needs, asking them from here, and keeping what came."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from agent.advisories.keeping import recalled
from agent.catalogue import aspects_for, collectors_for
from agent.expected import DEFAULT_TIMEZONE, Wanted, limits_of, members_needs, values_of, wanted_checks
from agent.past import past_of
from agent.purposes import COMPARED
from agent.runner import Finished, run
from checks.base import unknown
from checks.result import TargetResult
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

Evidence = Callable[[str], bytes]
"""Gives evidence by digest."""
Came = tuple[TargetResult, Evidence]
"""What a target came to, as it is kept."""


@dataclass(frozen=True, slots=True)
class Underway:
    """An inspection that has begun: by what its targets are asked, and as what they are kept."""

    id: str
    site: Site
    store: "Store"
    wanted: Wanted
    purpose: str
    schedule: str = ""
    """Whose bookmarks move."""
    read_from: str = ""
    """Whose bookmarks are read from."""

    def job(self, target: Target, open_session: "Callable[[], Session]") -> "Job":
        """What inspecting one target needs."""
        is_compared = self.purpose in COMPARED
        return job_of(self.site, target, self.wanted, self.store, open_session, self.read_from, is_compared=is_compared)

    def lease(self, target: Target) -> bool:
        """Take the target's lease for as long as it may be asked; False while another inspection asks it."""
        bounds = self.site.bounds
        seconds = (target.seconds or bounds.target_seconds + bounds.connect_seconds) + 60
        return self.store.lease(target.id, self.id, seconds)

    def keep(self, finished: Finished) -> TargetResult:
        """Commit what came of a target; give it as it is kept."""
        return commit(self.store, self.id, finished, self.schedule)


Asking = Callable[[Underway, Sequence[Target]], Iterator[Came]]
"""Asks the targets of an inspection and yields each as it is kept."""


def asked_here(
    inspection: Underway,
    targets: Sequence[Target],
    opener: "Callable[[Target], Callable[[], Session]]",
    slots: "Slots | None" = None,
) -> Iterator[Came]:
    """Ask them from this process; ``slots`` are those that the sessions of ``opener`` step aside from."""
    jobs = [inspection.job(target, opener(target)) for target in targets]
    for finished in run(jobs, inspection.site.bounds, lambda job: inspection.lease(job.target), slots):
        yield inspection.keep(finished), finished.evidence.__getitem__


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


def commit(store: "Store", inspection: str, finished: Finished, schedule: str = "") -> TargetResult:
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
