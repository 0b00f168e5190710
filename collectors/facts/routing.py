"""Facts about how a machine is reached and reaches others: addresses, routes, rules, packet filter."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class CardAddress:
    """One address of a card, with its prefix length. Identity: ``address``.

    ``is_passing``: the kernel or a server gave it for a time, under another name tomorrow (temporary addresses of IPv6).
    ``is_beside``: it stands beside another one of the same network, as those do that move between machines.
    """

    card: str
    address: str
    scope: str
    is_passing: bool = False
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One route. Identity: ``table``, ``destination``, ``metric``, of each address family. ``via`` are its next hops.

    ``source`` is who made it (kernel, static, dhcp, boot), "" where it is not told.
    """

    family: int
    table: str
    destination: str
    via: tuple[str, ...]
    cards: tuple[str, ...]
    metric: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of which table is asked. Identity: all of it."""

    family: int
    priority: str
    words: str


@dataclass(frozen=True, slots=True)
class Routing:
    """Addresses, routes and rules. ``lost``: which were not told, by subject: routes 6, rules 4 ..."""

    addresses: tuple[CardAddress, ...]
    routes: tuple[Route, ...]
    rules: tuple[Rule, ...]
    lost: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterChain:
    """One chain or set of the packet filter, without counters. Identity: ``name`` (family, table, chain).

    ``head`` is where it stands in a packet's way and what it does at its end.
    """

    name: str
    head: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PacketFilter:
    """Every chain but those that containers and virtual machines make. ``form`` is how it was told: nft, iptables ..."""

    form: str
    chains: tuple[FilterChain, ...]


ROUTING: Final = FactKind[Routing]("routing")
PACKET_FILTER: Final = FactKind[PacketFilter]("packet_filter")
