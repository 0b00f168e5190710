"""What the members of a cluster say of it. Two halves that each see the other gone are worse than any node lost."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Reason
from collectors.facts.clusters import Cluster
from collectors.facts.groups import CLUSTER_VIEWS, ClusterViews
from config.limits import Layered
from config.text import Text, _

Verdict = tuple[Level, Text]


def judge(facts: ClusterViews, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """Two findings: do the members agree who is online, and is there one partition with quorum."""
    running = {member: view for member, view in facts.views.items() if view.is_running}
    down = tuple(member for member, view in facts.views.items() if not view.is_running)
    said = tuple(f"{member}: {' '.join(_online(view)) or '-'}" for member, view in running.items())
    for subject, (level, summary) in (
        ("members", _members(running, down, facts)),
        ("partitions", _partitions(running, facts)),
    ):
        reason = Reason.NOT_ASKED.value if level is Level.UNKNOWN else ""
        yield Finding(subject, level, summary, observed=_("online as seen by {said}", said=said or "-"), reason=reason)


def _online(view: Cluster) -> tuple[str, ...]:
    return tuple(sorted(node.name for node in view.nodes if node.is_online))


def _members(running: dict[str, Cluster], down: tuple[str, ...], facts: ClusterViews) -> Verdict:
    if len({_online(view) for view in running.values()}) > 1:
        return Level.CRITICAL, _("the members do not agree which nodes are online: the cluster may be split")
    if down and running:
        return Level.CRITICAL, _(
            "the cluster does not run on {down}; it runs on {running}", down=down, running=tuple(running)
        )
    if down:
        return Level.CRITICAL, _("the cluster runs on none of the members: {down}", down=down)
    if facts.unseen:
        return Level.UNKNOWN, _("not every member's view of the cluster was seen")
    if facts.strangers:
        return Level.WARN, _(
            "no cluster is configured on {strangers}, which belongs to the group", strangers=facts.strangers
        )
    return Level.OK, _("all members agree which nodes are online")


def _partitions(running: dict[str, Cluster], facts: ClusterViews) -> Verdict:
    coordinators = tuple(sorted({view.coordinator for view in running.values() if view.coordinator}))
    without = tuple(member for member, view in running.items() if view.has_quorum is False)
    if len(coordinators) > 1:
        return Level.CRITICAL, _("several coordinators at once: {names} (split brain)", names=coordinators)
    if without:
        return Level.CRITICAL, _("without quorum as seen by {members}", members=without)
    if facts.unseen or not running or any(view.has_quorum is None for view in running.values()):
        return Level.UNKNOWN, _("it was not seen of every member whether it has quorum")
    return Level.OK, _("one partition with quorum; coordinator {names}", names=coordinators or "-")


CLUSTER_VIEW: Final = Check(
    id="group.cluster_view",
    title=_("The cluster as its members see it"),
    area=Area.CLUSTER,
    needs=CLUSTER_VIEWS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("crm_mon of every member: who is online, quorum, coordinator"),
    remedy=_(
        "Where members see different nodes check the heartbeat network first, and do not start resources by "
        "hand: both halves may write to shared data. Find out which half serves the users and has the good "
        "data, agree it with the customer, fence or stop the other one, mend the network, then let the nodes "
        "join again."
    ),
    traps=(
        _("the members are asked within one round, not at one moment: a node that joins just then is seen by some only"),
        _("one node that is down is one finding here, however many members see it"),
    ),
    clause="1.4.3.4",
    refs=("Clusters from Scratch, Pacemaker", "crm_mon(8)"),
)
