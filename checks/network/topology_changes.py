"""How often the spanning tree changed since the last inspection: each change makes switches forget where stations are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then, unknown
from checks.local_time import day
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.topology import SPANNING_TREES, SpanningTree
from config.limits import Layered, limit
from config.text import _

_DAY_SECONDS: Final = 86400.0


@dataclass(frozen=True, slots=True)
class TopologyChangesLimits:
    """Changes of topology a day, on average since the last inspection."""

    warn_daily: float = limit(10.0, unit="count a day", source="our judgement: a tree at rest has none for weeks")


def judge(
    now: Listing[SpanningTree], then: Then[Listing[SpanningTree]], limits: Layered[TopologyChangesLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding an instance that both inspections saw."""
    since = day(then.at, scene)
    days = max((scene.at - then.at).total_seconds() / _DAY_SECONDS, 1.0)
    before = {one.instance: one for one in then.facts.records}
    judged = 0
    for one in now.records:
        old = before.get(one.instance)
        if old is None or one.changes_count is None or old.changes_count is None:
            continue
        judged += 1
        name = one.instance or "root"
        if one.changes_count < old.changes_count:
            why = _("the count of changes began anew since {since}", since=since)
            yield unknown(name, Unseen(name, Reason.NO_RECORD, why))
        else:
            yield _judge_one(name, one.changes_count - old.changes_count, days, limits.at(name), since)
    if not judged:
        yield Finding("", Level.ABSENT, _("no instance counted its changes both today and on {since}", since=since))


def _judge_one(name: str, grown: int, days: float, limits: TopologyChangesLimits, since: str) -> Finding:
    daily = grown / days
    summary = _(
        "{count} changes of topology since {since}, {daily:number} a day", count=grown, since=since, daily=round(daily, 1)
    )
    return Finding(
        name,
        Level.WARN if daily > limits.warn_daily else Level.OK,
        summary,
        expected=_("at most {warn:number} a day", warn=limits.warn_daily),
        measures={"changes_daily": round(daily, 2)},
    )


TOPOLOGY_CHANGES: Final = Change(
    id="network.topology_changes",
    title=_("Stability of the spanning tree"),
    area=Area.NETWORK,
    needs=SPANNING_TREES,
    limits=TopologyChangesLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the count of topology changes of each instance, beside that of the inspection before"),
    remedy=_(
        "Find the port from which the changes come (display stp tc, show spanning-tree detail: from), repair the link that "
        "comes and goes, and make ports towards computers edge ports."
    ),
    traps=(
        _("ports towards computers that are no edge ports make a change each time one starts"),
        _("a count that went back began anew with a restart"),
    ),
    refs=("IEEE 802.1D", "RFC 4188 dot1dStpTopChanges"),
)
