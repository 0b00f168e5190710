"""Who stands beside a device and what part it has among them: neighbours, spanning tree, gateways, stack, routing peers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.devices.topology import (
    GATEWAY_GROUPS,
    NEIGHBOURS,
    SPANNING_TREES,
    STACK_MEMBERS,
    GatewayGroup,
    Neighbour,
    SpanningTree,
    StackMember,
)
from collectors.policies import UNTOLD, Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Cabled:
    """One port and what stands at its other end."""

    port: Annotated[str, Policy.IDENTITY]
    ends: Annotated[tuple[str, ...], Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Tree:
    """One instance of spanning tree: its root bridge and the port that leads there."""

    instance: Annotated[str, Policy.IDENTITY]
    way: Annotated[str, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class Gateway:
    """One gateway group and this device's part in it."""

    name: Annotated[str, Policy.IDENTITY]
    state: Annotated[str, Policy.EQUAL]
    is_synchronised: Annotated[bool | None, Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Unit:
    """One member of a stack."""

    name: Annotated[str, Policy.IDENTITY]
    is_ready: Annotated[bool | None, Policy.AT_LEAST]
    role: Annotated[str, Policy.REPORT]


def cabled(listing: Listing[Neighbour]) -> Iterator[Cabled]:
    """Ports with neighbours that forward something; telephones and hosts come and go."""
    ends: dict[str, set[str]] = {}
    for one in listing.records:
        if not one.is_endpoint:
            ends.setdefault(one.port, set()).add(f"{one.remote_name or one.chassis} {one.remote_port}".strip())
    for port, of in ends.items():
        yield Cabled(port, tuple(sorted(of)))


def trees(listing: Listing[SpanningTree]) -> Iterator[Tree]:
    """Instances; how often they changed, and when, moves by itself."""
    for one in listing.records:
        yield Tree(one.instance or "root", f"{one.root} · {one.root_port}" if one.root_port else one.root or UNTOLD)


def gateways(listing: Listing[GatewayGroup]) -> Iterator[Gateway]:
    """Groups by protocol, interface and number."""
    for one in listing.records:
        name = " ".join(part for part in (one.protocol, one.port, one.group) if part)
        yield Gateway(name, one.state.lower() or UNTOLD, one.is_synchronised)


def units(listing: Listing[StackMember]) -> Iterator[Unit]:
    """Members of a stack, cluster or pair."""
    for one in listing.records:
        yield Unit(one.name, one.is_ready, one.role or UNTOLD)


NEIGHBOURS_ASPECT: Final = Aspect(
    id="network.changed_neighbours",
    title=_("Changes of neighbours"),
    area=Area.NETWORK,
    needs=NEIGHBOURS,
    record=Cabled,
    things=cabled,
    one=_("neighbours at port {name}"),
    fields={"ends": _("neighbours")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("neighbours by LLDP or CDP, port by port, now and then"),
    remedy=_("Put the cable back as it was, or look at the device at its other end; LLDP must be on at both."),
    traps=(_("telephones and hosts come and go and are not compared, where they say what they are"),),
    refs=("IEEE 802.1AB",),
    is_checked=False,
)
SPANNING_TREES_ASPECT: Final = Aspect(
    id="network.changed_spanning_trees",
    title=_("Changes of spanning tree"),
    area=Area.NETWORK,
    needs=SPANNING_TREES,
    record=Tree,
    things=trees,
    one=_("spanning tree {name}"),
    fields={"way": _("root bridge and the port to it")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("root bridge and root port of each instance, now and then"),
    remedy=_("Another root takes all traffic another way: set the priorities as planned, and see which link is gone."),
    traps=(_("how often the topology changed, and when, is not compared"),),
    refs=("IEEE 802.1D",),
)
GATEWAYS_ASPECT: Final = Aspect(
    id="network.changed_gateways",
    title=_("Changes of gateway redundancy (VRRP, HSRP, HA)"),
    area=Area.CLUSTER,
    needs=GATEWAY_GROUPS,
    record=Gateway,
    things=gateways,
    one=_("group {name}"),
    fields={"state": _("state"), "is_synchronised": _("synchronised")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("gateway groups and this device's part in them, now and then"),
    remedy=_("See why the part changed: interface, priority, tracked objects; a swap that was planned is declared."),
    traps=(_("a swap of master and backup is told until it is declared: it was meant, or it was not"),),
    refs=("RFC 5798",),
)
STACK_ASPECT: Final = Aspect(
    id="network.changed_stack",
    title=_("Changes of the stack"),
    area=Area.CLUSTER,
    needs=STACK_MEMBERS,
    record=Unit,
    things=units,
    one=_("{name} of the stack"),
    fields={"is_ready": _("ready"), "role": _("role")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("members of the stack, their roles and whether they are ready, now and then"),
    remedy=_("See power and stacking cables of the member, and that it runs the same software as the others."),
    traps=(_("another master after a restart is told, and no fault"),),
    is_checked=False,
)
