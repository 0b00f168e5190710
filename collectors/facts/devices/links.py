"""Facts about links between devices, as each end tells of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing, Unseen
from collectors.facts.devices.topology import GatewayGroup

_PORT: Final = re.compile(r"([A-Za-z-]+)\s*(\d\S*)", re.ASCII)
_FEWEST_LETTERS: Final = 2


def port_key(name: str) -> str:
    """One word for a port that is written out and short: Gi1/0/1, GE1/0/1 and GigabitEthernet1/0/1 are one.

    Makers keep the first two letters of a kind; of twenty-five gigabits (``Twe``) three, beside two and a half (``Tw``).
    """
    found = _PORT.fullmatch(name.strip())
    if found is None:
        return name.strip().casefold()
    letters = found[1].replace("-", "").lower()
    kind = "twe" if letters.startswith("twe") else "gi" if letters == "ge" else letters[:_FEWEST_LETTERS]
    return f"{kind} {found[2].lower()}"


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
