"""Facts about links between devices, as each end tells of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing, Unseen
from collectors.facts.devices.topology import GatewayGroup


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """One end of a link by LLDP. Identity: ``port``. ``own_name`` is what the device calls itself to its neighbours.

    ``speed_bits_per_second`` 0 and ``duplex`` "" where they are not told.
    """

    own_name: str
    port: str
    neighbour: str
    neighbour_port: str
    speed_bits_per_second: int
    duplex: str


@dataclass(frozen=True, slots=True)
class Links:
    """The ends of every member that was seen, by target id."""

    ends: Mapping[str, tuple[LinkEnd, ...]]
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class GatewayPairs:
    """Every gateway group by (protocol, number, interface), and how each member that was seen stands in it."""

    groups: Mapping[tuple[str, str, str], Mapping[str, GatewayGroup]]
    members: tuple[str, ...]
    unseen: tuple[Unseen, ...] = ()


LINK_ENDS: Final = FactKind[Listing[LinkEnd]]("network.link_ends")
LINKS: Final = FactKind[Links]("group.links")
GATEWAY_PAIRS: Final = FactKind[GatewayPairs]("group.gateway_pairs")
