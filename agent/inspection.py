"""One inspection from end to end: which targets and checks, the round, the store, the seal."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from agent.aging import age
from agent.expected import Wanted, catalogue_of, groups_of, targets_of, wanted_checks
from agent.own import checks_of
from agent.purposes import ON_DEMAND
from agent.runner import Finished
from agent.underway import Asking, Underway, asked_here
from checks.plugins import plugins
from checks.result import Inspection, TargetResult
from config.site import Site, Target
from config.text import keep

if TYPE_CHECKING:
    from agent.slots import Slots
    from agent.store.store import Store
    from collectors.sessions.base import Session


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
    asking: Asking | None = None,
) -> Iterator[tuple[str, TargetResult | None]]:
    """Inspect and commit target by target; yield the inspection's id first, then each result as it is kept.

    ``schedule`` says whose bookmarks are read from and moved; a run on demand ("") has its own. ``read_from`` names others
    to read from alone: what came since a snapshot, however often it is looked at. ``slots`` are those that
    the sessions of ``opener`` step aside from. ``asking`` asks the targets in its own way, and not by ``opener``.
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
    under = Underway(inspection, site, store, wanted, purpose, schedule, schedule if read_from is None else read_from)
    together = Groups(site, groups, wanted)
    ask = asking or partial(asked_here, opener=opener, slots=slots)
    for kept, evidence in ask(under, targets):
        together.take(kept, evidence)
        yield inspection, kept
    for group in groups:
        yield inspection, under.keep(Finished(together.result(group), {}))
    store.finish(inspection, _footprint(started))
    age(store, datetime.now(UTC))


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
