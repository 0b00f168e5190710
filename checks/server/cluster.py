"""Pacemaker clusters. A cluster that has lost a node, its quorum or its fencing fails when it is needed, not before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, worst
from collectors.base import Reason
from collectors.facts.clusters import CLUSTER, Cluster, ClusterNode, ClusterResource, FailCount
from config.limits import Layered, limit
from config.text import Text, _

_FENCING: Final = "stonith:"
_SETTLED: Final = frozenset({"Started", "Stopped", "Master", "Slave", "Promoted", "Unpromoted", "FAILED"})
_MEMBERS: Final = frozenset({"member", "ping"})
Verdict = tuple[Level, Text]


@dataclass(frozen=True, slots=True)
class ClusterLimits:
    """Failures of a resource on one node since somebody cleaned its count."""

    warn_fail_count: int = limit(1, unit="count", source="Pacemaker Explained, migration-threshold")


def judge(cluster: Cluster, limits: Layered[ClusterLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding for the cluster, its quorum, fencing and modes, each node and each resource (a clone is one)."""
    if not cluster.is_running:
        summary = _("the cluster software is configured on this node and does not run")
        yield Finding("cluster", Level.CRITICAL, summary, quote=cluster.words, remedy=_START)
        return
    yield _finding("quorum", _quorum(cluster))
    yield _finding("fencing", _fencing(cluster))
    yield _finding("maintenance", _modes(cluster))
    for node in cluster.nodes:
        yield _finding(f"node {node.name}", _node(node, cluster))
    for name, instances in _by_name(cluster.resources).items():
        yield _resource_finding(name, instances, cluster, limits.at(name))


_START: Final = _(
    "Find out first why it does not run: planned work, a node that was fenced, or a failure (logs of corosync and "
    "pacemaker of that hour, network between the nodes, shared storage). When that is in order, start the cluster on this "
    "node (pcs cluster start, crm cluster start), see that the node joins and that its services run, and have it start at "
    "boot if that is what was agreed."
)


def _finding(subject: str, verdict: Verdict, quote: str = "") -> Finding:
    level, summary = verdict
    reason = Reason.EMPTY.value if level is Level.UNKNOWN else ""
    return Finding(subject, level, summary, quote=quote, reason=reason)


def _quorum(cluster: Cluster) -> Verdict:
    if cluster.has_quorum is None:
        return Level.UNKNOWN, _("the cluster does not say whether it has quorum")
    if not cluster.has_quorum:
        return Level.CRITICAL, _("the partition of this node is without quorum: its resources are not served")
    return Level.OK, _("the partition has quorum; coordinator {node}", node=cluster.coordinator or "-")


def _fencing(cluster: Cluster) -> Verdict:
    said = cluster.options.get("fencing-enabled") or cluster.options.get("stonith-enabled")
    devices = [one for one in cluster.resources if one.agent.startswith(_FENCING)]
    if said and said.lower() == "false":
        return Level.WARN, _("fencing (stonith) is switched off: a hung node can write to shared data beside its successor")
    if devices or cluster.has_sbd:
        return Level.OK, _(
            "fencing is configured: {devices}", devices=tuple(dict.fromkeys(d.name for d in devices)) or "sbd"
        )
    if said is None or cluster.unseen:
        return Level.UNKNOWN, _("the cluster does not say whether fencing is switched on")
    return Level.WARN, _("fencing is switched on and no fencing device is configured: resources will not start or move")


def _modes(cluster: Cluster) -> Verdict:
    said = cluster.options.get("maintenance-mode")
    if said is None:
        return Level.UNKNOWN, _("the cluster does not say whether it is in maintenance mode")
    if said.lower() == "true":
        return Level.WARN, _("the whole cluster is in maintenance mode: nothing is watched and nothing fails over")
    if cluster.options.get("stop-all-resources", "").lower() == "true":
        return Level.WARN, _("the whole cluster is told to stop all resources")
    return Level.OK, _("the cluster manages its resources")


def _node(node: ClusterNode, cluster: Cluster) -> Verdict:
    name = node.name
    if node.is_unclean:
        return Level.CRITICAL, _("{node} is unclean: its state is not known, and it has yet to be fenced", node=name)
    if not node.is_online:
        return _offline(node, cluster)
    if node.is_pending:
        return Level.WARN, _("{node} is joining the cluster and not yet in it", node=name)
    if node.is_maintenance:
        return Level.WARN, _("{node} is in maintenance: what runs on it is not watched", node=name)
    if node.is_standby:
        return Level.WARN, _("{node} is standby: it takes over nothing", node=name)
    return Level.OK, _("{node} is online", node=name)


def _offline(node: ClusterNode, cluster: Cluster) -> Verdict:
    name = node.name
    if node.kind not in _MEMBERS:
        stands_for = [one for one in cluster.resources if name in (one.name, *one.parts)]
        if stands_for and all(one.is_disabled or (one.parts and not one.is_active) for one in stands_for):
            return Level.NOTICE, _("{node} is offline as its resource is stopped; that one is judged by itself", node=name)
        return Level.WARN, _("{node} is offline (a remote or guest node)", node=name)
    if not node.is_expected:
        return Level.CRITICAL, _("{node} is offline; the cluster was shut down on it in order", node=name)
    return Level.CRITICAL, _("{node} is offline", node=name)


def _by_name(resources: Sequence[ClusterResource]) -> Mapping[str, list[ClusterResource]]:
    """The instances of each resource: one, or those of a clone or bundle."""
    found: dict[str, list[ClusterResource]] = {}
    for one in resources:
        found.setdefault(one.name, []).append(one)
    return found


def _resource_finding(name: str, instances: Sequence[ClusterResource], cluster: Cluster, limits: ClusterLimits) -> Finding:
    is_one = not instances[0].within
    level, summary = _one(instances[0], cluster) if is_one else _several(name, instances, cluster)
    counts = _counts(instances, cluster)
    total = sum(one.count for one in counts)
    if counts and max(one.count for one in counts) >= limits.warn_fail_count and worst((level, Level.WARN)) is Level.WARN:
        where = tuple(f"{one.node} {one.count}" for one in counts)
        level = Level.WARN
        summary = _(
            "{resource} runs, and failed before (count by node: {where}); the count stays until somebody cleans it",
            resource=name,
            where=where,
        )
    roles = tuple(f"{one.role} {' '.join(one.nodes)}".strip() for one in instances)
    return Finding(
        f"resource {name}",
        level,
        summary,
        observed=_("{agent}: {roles}", agent=instances[0].agent or "-", roles=roles),
        quote=" ".join(f"{one.resource} {one.node} fail-count={one.count} {one.last_failure}".strip() for one in counts),
        measures={"fail_count": total},
        reason=Reason.CUT.value if level is Level.UNKNOWN else "",
    )


def _counts(instances: Sequence[ClusterResource], cluster: Cluster) -> list[FailCount]:
    names = {name for one in instances for name in (one.name, *one.parts)}
    return [one for one in cluster.fail_counts if one.resource in names]


def _one(one: ClusterResource, cluster: Cluster) -> Verdict:
    """A resource of which there is one."""
    name = one.name
    if (found := _broken(one)) is not None:
        return found
    if one.is_orphaned and one.is_active:
        return Level.WARN, _("{resource} runs and is no longer in the configuration", resource=name)
    if not one.is_active:
        return _stopped(one, cluster)
    if not one.is_managed:
        return _unmanaged(one, cluster)
    if one.role not in _SETTLED:
        return Level.NOTICE, _("{resource} is changing its state ({role})", resource=name, role=one.role)
    return Level.OK, _("{resource} runs on {nodes}", resource=name, nodes=one.nodes)


def _broken(one: ClusterResource) -> Verdict | None:
    if one.is_blocked:
        return Level.CRITICAL, _(
            "{resource} failed, and the cluster can do nothing more with it (blocked)", resource=one.name
        )
    if one.is_failed and not one.is_failure_ignored and not one.is_disabled:
        return Level.CRITICAL, _("{resource} failed on {nodes}", resource=one.name, nodes=one.nodes or "-")
    return None


def _stopped(one: ClusterResource, cluster: Cluster) -> Verdict:
    if one.is_disabled or cluster.options.get("stop-all-resources", "").lower() == "true":
        return Level.NOTICE, _("{resource} is stopped on purpose (target-role)", resource=one.name)
    if one.is_maintenance or not one.is_managed:
        return Level.WARN, _("{resource} is stopped and not managed: the cluster will not start it", resource=one.name)
    return Level.CRITICAL, _("{resource} is stopped, and nobody told it to", resource=one.name)


def _unmanaged(one: ClusterResource, cluster: Cluster) -> Verdict:
    """A resource that nobody watches; a mode of the cluster or of its node that makes it so is reported there, once."""
    said = cluster.options.get("maintenance-mode")
    by_node = any(node.is_maintenance for node in cluster.nodes if node.name in one.nodes)
    if said is None or (cluster.unseen and not by_node):
        return Level.UNKNOWN, _("{resource} runs unmanaged; why could not be seen", resource=one.name)
    if said.lower() == "true" or by_node:
        return Level.OK, _(
            "{resource} runs on {nodes}, not managed while in maintenance", resource=one.name, nodes=one.nodes
        )
    return Level.WARN, _(
        "{resource} runs on {nodes} and is not managed: nobody restarts it", resource=one.name, nodes=one.nodes
    )


def _several(name: str, instances: Sequence[ClusterResource], cluster: Cluster) -> Verdict:
    """The instances of a clone or bundle: as many as its nodes can hold are enough."""
    broken = [found for one in instances if (found := _broken(one)) is not None]
    if broken:
        return broken[0]
    active = [one for one in instances if one.is_active]
    if not active and all(one.is_disabled for one in instances):
        return Level.NOTICE, _("{resource} is stopped on purpose (target-role)", resource=name)
    if cluster.unseen:
        return Level.UNKNOWN, _("not all instances of {resource} could be seen", resource=name)
    return _enough(name, active, len(instances), cluster) if active else _stopped(instances[0], cluster)


def _enough(name: str, active: Sequence[ClusterResource], instance_count: int, cluster: Cluster) -> Verdict:
    nodes = tuple(dict.fromkeys(node for one in active for node in one.nodes))
    unmanaged = [one for one in active if not one.is_managed]
    able = [one for one in cluster.nodes if one.kind in _MEMBERS and one.is_online and not one.is_standby]
    if len(active) < min(len(able), instance_count):
        return Level.WARN, _(
            "{resource} runs {active:number} times, with {able:number} nodes able to run it: {nodes}",
            resource=name,
            active=len(active),
            able=len(able),
            nodes=nodes,
        )
    if unmanaged:
        return _unmanaged(unmanaged[0], cluster)
    return Level.OK, _("{resource} runs on {nodes}", resource=name, nodes=nodes)


CLUSTER_CHECK: Final = Check(
    id="server.cluster",
    title=_("Pacemaker cluster"),
    area=Area.CLUSTER,
    needs=CLUSTER,
    limits=ClusterLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("crm_mon: nodes, resources, fail counts, quorum and options, and whether the cluster's processes run"),
    remedy=_(
        "Find out why a resource failed (crm_mon -1rf, the pacemaker and resource logs of that hour) before "
        "its count is cleaned (pcs resource cleanup, crm resource cleanup): the cluster probes it again then "
        "and may start or move it, so agree the moment. Bring a lost node back only when network, quorum and "
        "shared storage are in order, and see beforehand whether resources would move back (stickiness). "
        "Register who ends a maintenance mode and when. Set up fencing and test it in a change window. For a "
        "case keep crm_report or sosreport."
    ),
    traps=(
        _("maintenance mode during an announced change is one warning, not one for each resource"),
        _("a resource stopped by its target-role is stopped on purpose"),
        _("a fail count is history: it stays after the resource runs again, until somebody cleans it"),
        _("exit code 102 of crm_mon means that no cluster runs, or that we may not ask it: the processes tell which"),
        _("of two nodes the one that is left keeps quorum (two_node) and works: the lost node is the fault"),
        _("instances of a clone beyond the nodes that can hold them are stopped by nature"),
    ),
    clause="1.4.3.4",
    refs=("crm_mon(8)", "Pacemaker Explained", "pacemaker include/crm/common/results.h"),
)
