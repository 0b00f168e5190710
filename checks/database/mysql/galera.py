"""Galera: the node is in the primary component, synced, and with as many others as before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.mysql.variables import WORKLOAD, Variables, Workload
from config.limits import Layered, compare, limit
from config.text import Text, _, verbatim

_SYNCED: Final = "4"
_DONOR: Final = "2"
_ENOUGH: Final = 3


@dataclass(frozen=True, slots=True)
class GaleraLimits:
    """How much of the time writes are held back, and how many nodes there should be."""

    paused_warn_ratio: float = limit(
        0.1, unit="ratio", source="Galera documentation: wsrep_flow_control_paused near 0 is good"
    )
    paused_critical_ratio: float = limit(0.5, unit="ratio", source="our judgement")
    nodes_count: int = limit(_ENOUGH, unit="count", source="Galera documentation: three nodes or more keep a quorum")


def judge(work: Workload, limits: Layered[GaleraLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of the node, one of flow control."""
    counters = work.counters
    if not work.settings.is_on("wsrep_on"):
        yield Finding(
            "", Level.ABSENT, _("no node of a Galera cluster"), quote=f"wsrep_on {work.settings.text('wsrep_on')}"
        )
        return
    status, state = counters.text("wsrep_cluster_status"), counters.text("wsrep_local_state")
    level, summary = _node(counters, status, state, limits.base)
    yield Finding(
        "",
        level,
        summary,
        observed=verbatim(counters.text("wsrep_local_state_comment") or status),
        quote=f"wsrep_cluster_status {status}; wsrep_local_state {state}; wsrep_ready {counters.text('wsrep_ready')}",
        measures={"nodes_count": counters.number("wsrep_cluster_size") or 0.0},
    )
    paused = counters.number("wsrep_flow_control_paused")
    if paused is not None:
        side = compare(paused, limits.base.paused_warn_ratio, limits.base.paused_critical_ratio)
        yield Finding(
            "flow control",
            LEVEL_OF_SIDE[side],
            _("writes were held back for a slow node {paused:percent} of the time", paused=paused),
            quote=f"wsrep_flow_control_paused {paused}",
            measures={"paused_ratio": paused},
        )


def _node(counters: Variables, status: str, state: str, limits: GaleraLimits) -> tuple[Level, Text]:
    size = counters.number("wsrep_cluster_size")
    if not status or size is None:
        return Level.UNKNOWN, _("the node says nothing of its cluster")
    if status.lower() != "primary" or counters.is_on("wsrep_ready") is False:
        return Level.CRITICAL, _("the node is outside of the primary component: it takes no statements")
    if state not in {_SYNCED, _DONOR}:
        return Level.CRITICAL, _("the node is not synced")
    if size < limits.nodes_count:
        return Level.WARN, _(
            "only {size:number} of {wanted:number} nodes are in the cluster", size=size, wanted=limits.nodes_count
        )
    return Level.OK, _("the node is synced in a cluster of {size:number}", size=size)


GALERA: Final = Check(
    id="database.mysql.galera",
    title=_("MySQL: Galera cluster"),
    area=Area.DB_BACKUP,
    needs=WORKLOAD,
    limits=GaleraLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("wsrep_on, wsrep_cluster_status, wsrep_local_state, wsrep_cluster_size, wsrep_flow_control_paused"),
    remedy=_(
        "Read the error log of the node and of the one that left. Start a whole cluster again only from the node with the "
        "highest seqno in grastate.dat (safe_to_bootstrap). Flow control: find the slowest node, its disk and its appliers "
        "(wsrep_slave_threads)."
    ),
    traps=(
        _("a donor is not synced for a while: no fault"),
        _("wsrep variables are there without Galera too: wsrep_on says whether it is used"),
    ),
    clause="1.4.3.4",
    refs=("Galera Cluster documentation: Monitoring the Cluster",),
)
