"""Spanning tree against the baseline: another root takes all traffic another way."""

from collections.abc import Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Finding, Level, NoLimits, Scene
from checks.local_time import day
from collectors.base import Listing
from collectors.facts.devices.topology import SPANNING_TREES, SpanningTree
from config.limits import Layered
from config.text import _

_RECENT_SECONDS: Final = 3600.0
_BUSY_COUNT: Final = 10


def judge(
    now: Listing[SpanningTree], confirmed: Confirmed[Listing[SpanningTree]] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding an instance."""
    before = {one.instance: one for one in confirmed.facts.records} if confirmed else {}
    for one in now.records:
        yield _judge_one(one, before.pop(one.instance, None), day(confirmed.confirmed_at, scene) if confirmed else "")
    for one in before.values():
        summary = _("this instance is gone; its root bridge was {root} in the baseline", root=one.root)
        yield Finding(one.instance or "root", Level.WARN, summary)
    if not now.records and not now.unseen and not before:
        yield Finding("", Level.ABSENT, _("the device runs no spanning tree"))


def _judge_one(one: SpanningTree, then: SpanningTree | None, since: str) -> Finding:
    quote = one.root
    measures = {} if one.changes_count is None else {"changes_count": float(one.changes_count)}
    name = one.instance or "root"
    if then is not None and then.root != one.root:
        summary = _(
            "the root bridge is {after}; it was {before} in the baseline of {since}",
            after=one.root,
            before=then.root,
            since=since,
        )
        return Finding(name, Level.CRITICAL, summary, quote=quote, measures=measures)
    is_young = one.last_change_seconds is not None and one.last_change_seconds < _RECENT_SECONDS
    if is_young and (one.changes_count or 0) > _BUSY_COUNT:
        summary = _(
            "the topology changed {ago:duration} ago, {count} times since the device counts",
            ago=one.last_change_seconds or 0.0,
            count=one.changes_count or 0,
        )
        return Finding(name, Level.NOTICE, summary, quote=quote, measures=measures)
    if then is None:
        summary = _("the root bridge is {root}; no baseline has this instance", root=one.root)
        return Finding(name, Level.OK, summary, quote=quote, measures=measures)
    return Finding(
        name,
        Level.OK,
        _("the root bridge is {root}, as in the baseline of {since}", root=one.root, since=since),
        quote=quote,
        measures=measures,
    )


SPANNING_TREE: Final = Against(
    id="network.spanning_tree",
    title=_("Spanning tree"),
    area=Area.NETWORK,
    needs=SPANNING_TREES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("BRIDGE-MIB: root bridge, root port, changes of topology; by SNMP or command line"),
    remedy=_(
        "Find out which bridge took over and why (a new device, a lower priority); pin the root by priorities and guard "
        "the ports towards users (root guard, edge ports with BPDU guard)."
    ),
    traps=(
        _("BRIDGE-MIB tells of one instance only; others are told by the command line"),
        _("user ports that are no edge ports make a change of topology each time a computer starts"),
    ),
    refs=("IEEE 802.1D", "RFC 4188"),
)
