"""Facts about a device among others: neighbours, routing peers, redundancy, spanning tree, aggregated links."""

from dataclasses import dataclass
from typing import Annotated, Final

from collectors.base import FactKind, Listing
from collectors.policies import Policy


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What stands at the other end of a link by LLDP (or CDP). Identity: ``port`` (ours) and ``chassis``."""

    port: Annotated[str, Policy.IDENTITY]
    chassis: Annotated[str, Policy.REPORT]
    remote_port: Annotated[str, Policy.REPORT]
    remote_name: Annotated[str, Policy.REPORT]
    remote_description: str = ""
    protocol: str = "lldp"
    address: str = ""
    """Where it lets itself be managed, as it says; "" where it does not."""
    is_endpoint: bool = False
    """It says that it is a telephone or a host and forwards nothing: such come and go."""


@dataclass(frozen=True, slots=True)
class BgpPeer:
    """One BGP neighbour. Identity: ``address`` (and ``instance`` where there are several)."""

    address: str
    remote_as: int
    state: str
    """idle, connect, active, opensent, openconfirm or established."""
    is_enabled: bool | None
    """None where the device does not tell."""
    established_seconds: float | None
    transitions_count: int | None
    last_error: str = ""
    instance: str = ""
    oid: str = ""
    prefixes_count: int | None = None
    """How many prefixes it sent us; None where the device does not tell, or it is not established."""


@dataclass(frozen=True, slots=True)
class OspfNeighbour:
    """One OSPF or IS-IS neighbour. Identity: ``address`` or router id; ``state`` as OSPF-MIB names it."""

    router_id: str
    address: str
    state: str
    events_count: int | None
    protocol: str = "ospf"


@dataclass(frozen=True, slots=True)
class AggregateMember:
    """One port of an aggregated link. Identity: ``aggregate`` and ``port``. LACP's flags are None on a static one."""

    aggregate: str
    port: str
    is_distributing: bool | None
    is_defaulted: bool | None = None
    is_expired: bool | None = None
    words: str = ""
    is_standby: bool = False
    """Selected for the aggregate and not attached to it: it waits until one of the active ones goes."""
    is_shut: bool = False
    """The aggregate itself is switched off on purpose."""


@dataclass(frozen=True, slots=True)
class StackMember:
    """One member of a stack, cluster or chassis pair. Identity: ``name``."""

    name: str
    role: str
    is_ready: bool | None
    words: str = ""
    is_impaired: bool = False
    """It works in part or the other side does its work: a warning, no failure."""


@dataclass(frozen=True, slots=True)
class GatewayGroup:
    """One VRRP, HSRP or HA group as this device sees it. Identity: ``protocol``, ``port`` and ``group``."""

    protocol: str
    port: str
    group: str
    state: str
    """master, backup or initialize, as VRRP-MIB names them; active, standby, ... of HSRP; of HA the device's own word."""
    address: str = ""
    is_synchronised: bool | None = None


@dataclass(frozen=True, slots=True)
class SpanningTree:
    """One instance of spanning tree. Identity: ``instance``."""

    instance: str
    root: str
    root_port: str
    is_root: bool
    changes_count: int | None
    last_change_seconds: float | None


NEIGHBOURS: Final = FactKind[Listing[Neighbour]]("network.neighbours")
BGP_PEERS: Final = FactKind[Listing[BgpPeer]]("network.bgp_peers")
OSPF_NEIGHBOURS: Final = FactKind[Listing[OspfNeighbour]]("network.ospf_neighbours")
AGGREGATES: Final = FactKind[Listing[AggregateMember]]("network.aggregates")
STACK_MEMBERS: Final = FactKind[Listing[StackMember]]("network.stack_members")
GATEWAY_GROUPS: Final = FactKind[Listing[GatewayGroup]]("network.gateway_groups")
SPANNING_TREES: Final = FactKind[Listing[SpanningTree]]("network.spanning_trees")
