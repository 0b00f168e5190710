"""How the machine is reached and reaches others: addresses, routes, rules, packet filter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.facts.routing import PACKET_FILTER, ROUTING, CardAddress, PacketFilter, Route, Routing
from collectors.policies import Policy
from config.text import _

_PASSING_CARD: Final = re.compile(
    r"lo|(?:docker|veth|virbr|vnet|tap|cali|cni|flannel|cilium|lxc|weave|kube-|nodelocaldns|podman|ovn|genev|vxlan)\S*|"
    r"br-[0-9a-f]{6,}"
)
"""Cards that containers and virtual machines make: they come and go with them."""
_DIRECT: Final = "direct"
_OF_THE_LINK: Final = ("fe80:", "169.254.")
"""Destinations that each card has by itself (RFC 4291, RFC 3927)."""


@dataclass(frozen=True, slots=True)
class Held:
    """One address with its prefix length, and the card that has it."""

    address: Annotated[str, Policy.IDENTITY]
    card: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Routed:
    """One route: where to, and over which next hops and cards."""

    name: Annotated[str, Policy.IDENTITY]
    via: Annotated[tuple[str, ...], Policy.EQUAL]
    cards: Annotated[tuple[str, ...], Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Ruled:
    """One rule of which table is asked, by all of it."""

    words: Annotated[str, Policy.IDENTITY]


@dataclass(frozen=True, slots=True)
class Filtered:
    """One chain or set of the packet filter."""

    name: Annotated[str, Policy.IDENTITY]
    head: Annotated[str, Policy.EQUAL]
    rules: Annotated[tuple[str, ...], Policy.EQUAL]


def own(found: Routing) -> Iterator[Held]:
    """Addresses that the machine has for itself."""
    for one in _lasting(found):
        if not _is_floating(one):
            yield Held(one.address, one.card)


def floating(found: Routing) -> Iterator[Held]:
    """Addresses beside its own: those that move between machines stand so."""
    for one in _lasting(found):
        if _is_floating(one):
            yield Held(one.address, one.card)


def _lasting(found: Routing) -> Iterator[CardAddress]:
    for one in found.addresses:
        if one.scope not in {"host", "link"} and not one.is_passing and not _PASSING_CARD.fullmatch(one.card):
            yield one


def _is_floating(one: CardAddress) -> bool:
    return one.is_beside or one.address.endswith(("/32", "/128"))


def routed(found: Routing) -> Iterator[Routed]:
    """Routes that somebody set, in one record each destination of a table and metric."""
    together: dict[str, list[Route]] = {}
    for one in found.routes:
        is_passing = any(_PASSING_CARD.fullmatch(card) for card in one.cards)
        if one.source != "kernel" and not is_passing and not one.destination.startswith(_OF_THE_LINK):
            together.setdefault(_route_name(one), []).append(one)
    for name, of in together.items():  # next hops of IPv6 stand in lines of their own
        via = {hop for one in of for hop in one.via or (_DIRECT,)}
        yield Routed(name, tuple(sorted(via)), tuple(sorted({card for one in of for card in one.cards})))


def _route_name(one: Route) -> str:
    parts = (
        one.destination,
        "IPv6" if one.family == 6 else "",  # noqa: PLR2004 - the address family
        "" if one.table == "main" else f"table {one.table}",
        f"metric {one.metric}" if one.metric else "",
    )
    return " ".join(part for part in parts if part)


def ruled(found: Routing) -> Iterator[Ruled]:
    """Rules; those of every kernel too, for without them nothing is routed."""
    for one in found.rules:
        yield Ruled(f"{'IPv6 ' if one.family == 6 else ''}{one.priority}: {one.words}")  # noqa: PLR2004 - as above


def filtered(found: PacketFilter) -> Iterator[Filtered]:
    """Chains and sets."""
    for one in found.chains:
        yield Filtered(one.name, one.head, one.rules)


def _lost(kind: str, found: Routing) -> bool:
    return any(one.subject.startswith(kind) for one in found.lost)


ADDRESSES_ASPECT: Final = Aspect(
    id="server.changed_addresses",
    title=_("Changes of network addresses"),
    area=Area.NETWORK,
    needs=ROUTING,
    record=Held,
    things=own,
    one=_("address {name}"),
    fields={"card": _("network card")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("addresses of network cards, now and then"),
    remedy=_("Put it back, also into the configuration of the card, so that the next start has it too."),
    traps=(
        _("addresses of containers, of loopback and of the link alone are not compared, nor are temporary ones"),
        _("a card that was given another name keeps its address: that is told, and no fault"),
    ),
    refs=("ip-address(8)",),
)
FLOATING_ADDRESSES_ASPECT: Final = Aspect(
    id="server.changed_floating_addresses",
    title=_("Changes of additional addresses"),
    area=Area.NETWORK,
    needs=ROUTING,
    record=Held,
    things=floating,
    one=_("address {name}"),
    fields={"card": _("network card")},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("addresses beside those of the cards themselves, now and then"),
    remedy=_("See which machine of the cluster has it now: exactly one must."),
    traps=(_("a virtual address that moved to another machine after a switch is told, and no fault"),),
    refs=("ip-address(8)",),
)
ROUTES_ASPECT: Final = Aspect(
    id="server.changed_routes",
    title=_("Changes of routes"),
    area=Area.NETWORK,
    needs=ROUTING,
    record=Routed,
    things=routed,
    one=_("route {name}"),
    fields={"via": _("next hop"), "cards": _("network card")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("routes of every table, now and then"),
    remedy=_("Put it back, also into the configuration: what was set by hand with ip route is lost at each start."),
    traps=(_("routes that the kernel adds for its own addresses, or a routing daemon learns, are not compared"),),
    refs=("ip-route(8)",),
    partly=lambda found: _lost("routes", found),
)
RULES_ASPECT: Final = Aspect(
    id="server.changed_routing_rules",
    title=_("Changes of routing rules"),
    area=Area.NETWORK,
    needs=ROUTING,
    record=Ruled,
    things=ruled,
    one=_("rule “{name}”"),
    fields={},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("rules of which table of routes is asked, now and then"),
    remedy=_("Put it back, also into the configuration: what was set by hand with ip rule is lost at each start."),
    traps=(_("a kernel that knows no rules tells none: then nothing is compared"),),
    refs=("ip-rule(8)",),
    partly=lambda found: _lost("rules", found),
)
PACKET_FILTER_ASPECT: Final = Aspect(
    id="server.changed_packet_filter",
    title=_("Changes of the packet filter"),
    area=Area.NETWORK,
    needs=PACKET_FILTER,
    record=Filtered,
    things=filtered,
    one=_("chain {name}"),
    fields={"head": _("hook and policy"), "rules": _("rules")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("chains and rules of nftables or iptables without their counters, now and then"),
    remedy=_("Compare with the change's record; an upgrade may load the saved rules anew, without what was set by hand."),
    traps=(
        _("counters, and elements of sets that come and go by themselves, are not compared"),
        _("chains that Docker, Kubernetes, libvirt and fail2ban make are left out"),
    ),
    refs=("nft(8)", "iptables-save(8)"),
)
