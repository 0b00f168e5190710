"""The cluster that the machine belongs to: its nodes, its options, its resources and where they run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import HoldingTrait
from collectors.facts.clusters import CLUSTER, Cluster, ClusterNode
from collectors.policies import UNTOLD, Moot, Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource with the roles of its instances. ``places`` says something only while all of them are active."""

    name: Annotated[str, Policy.IDENTITY]
    roles: Annotated[tuple[str, ...], Policy.EQUAL]
    is_managed: Annotated[bool, Policy.AT_LEAST]
    places: Annotated[tuple[str, ...] | Moot, Policy.REPORT]


def traits(found: Cluster) -> Iterator[HoldingTrait]:
    """The cluster itself, its nodes and its options; of one that is down nothing else is told."""
    yield HoldingTrait("pacemaker", holds=found.is_running)
    if not found.is_running:
        return
    yield HoldingTrait("version", version=found.version or UNTOLD)
    yield HoldingTrait("quorum", holds=found.has_quorum)
    for node in found.nodes:
        yield HoldingTrait(f"node {node.name}", holds=node.is_online, nature=_nature(node))
    for name, value in found.options.items():
        yield HoldingTrait(f"option {name}", nature=value)


def _nature(node: ClusterNode) -> str:
    marks = (("standby", node.is_standby), ("maintenance", node.is_maintenance))
    return " ".join((node.kind, *(word for word, is_so in marks if is_so)))


def resources(found: Cluster) -> Iterator[Resource]:
    """Resources by name, the instances of a clone together."""
    instances: dict[str, list[int]] = {}
    for place, one in enumerate(found.resources):
        if not one.is_orphaned:
            instances.setdefault(one.name, []).append(place)
    for name, of in instances.items():
        each = [found.resources[place] for place in of]
        is_whole = all(one.is_active for one in each)
        places = tuple(sorted(f"{one.role} {node}" for one in each for node in one.nodes))
        roles = tuple(sorted(one.role for one in each))
        yield Resource(name, roles, all(one.is_managed for one in each), places if is_whole else Moot.MOOT)


CLUSTER_ASPECT: Final = Aspect(
    id="server.changed_cluster",
    title=_("Changes of the cluster"),
    area=Area.CLUSTER,
    needs=CLUSTER,
    record=HoldingTrait,
    things=traits,
    one=_("{name}"),
    fields={"holds": _("in order"), "nature": _("value"), "version": _("version")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("Pacemaker: whether it runs, its quorum, nodes, options and version, now and then"),
    remedy=_("Take nodes out of standby and the cluster out of maintenance mode after the change; see each node's log."),
    traps=(_("of a cluster that is down on this machine nothing else is compared"),),
    refs=("crm_mon(8)",),
    partly=lambda found: not found.is_running,
)
RESOURCES_ASPECT: Final = Aspect(
    id="server.changed_cluster_resources",
    title=_("Changes of cluster resources"),
    area=Area.CLUSTER,
    needs=CLUSTER,
    record=Resource,
    things=resources,
    one=_("resource {name}"),
    fields={"roles": _("state"), "is_managed": _("managed"), "places": _("node")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("Pacemaker's resources, their states and the nodes where they run, now and then"),
    remedy=_("Clean up what failed after its cause is known, and move resources back to where they belong."),
    traps=(_("a resource that runs on another node after a switch is told, and no fault"),),
    refs=("crm_mon(8)",),
    partly=lambda found: not found.is_running,
)
