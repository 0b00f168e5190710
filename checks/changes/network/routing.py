"""Routing peers and how many prefixes they send: after a change as before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.devices.topology import BGP_PEERS, OSPF_NEIGHBOURS, BgpPeer, OspfNeighbour
from collectors.policies import Policy, Within
from config.text import _

_WHOLE: Final = frozenset({"full", "twoWay", "up"})
"""As network.ospf_neighbours: two-way is normal between routers that are not designated; IS-IS says up."""
_PREFIXES_RATIO: Final = 0.05
"""Prefix counts within five per cent are the same (catalogue of what is compared)."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One BGP neighbour."""

    name: Annotated[str, Policy.IDENTITY]
    is_established: Annotated[bool | None, Policy.AT_LEAST]
    remote_as: Annotated[int, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class Sent:
    """How many prefixes an established BGP neighbour sends."""

    name: Annotated[str, Policy.IDENTITY]
    prefixes: Annotated[int | None, Within(ratio=_PREFIXES_RATIO)]


@dataclass(frozen=True, slots=True)
class Adjacent:
    """One OSPF or IS-IS neighbour."""

    name: Annotated[str, Policy.IDENTITY]
    is_whole: Annotated[bool | None, Policy.AT_LEAST]


def peers(listing: Listing[BgpPeer]) -> Iterator[Peer]:
    """BGP neighbours by instance and address."""
    for one in listing.records:
        yield Peer(_name(one), one.state == "established" if one.state else None, one.remote_as)


def sent(listing: Listing[BgpPeer]) -> Iterator[Sent]:
    """What established neighbours send."""
    for one in listing.records:
        if one.state == "established":
            yield Sent(_name(one), one.prefixes_count)


def _name(one: BgpPeer) -> str:
    return f"{one.instance} {one.address}".strip()


def adjacent(listing: Listing[OspfNeighbour]) -> Iterator[Adjacent]:
    """OSPF and IS-IS neighbours by address, or by router id where they tell none."""
    for one in listing.records:
        yield Adjacent(one.address or one.router_id, one.state in _WHOLE if one.state else None)


BGP_ASPECT: Final = Aspect(
    id="network.changed_bgp_peers",
    title=_("Changes of BGP neighbours"),
    area=Area.NETWORK,
    needs=BGP_PEERS,
    record=Peer,
    things=peers,
    one=_("BGP neighbour {name}"),
    fields={"is_established": _("established"), "remote_as": _("AS")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("BGP neighbours and whether they are established, now and then"),
    remedy=_("See the last error, the link, the far side's configuration and its limit of prefixes."),
    traps=(_("how long a session stands is not compared: a restart of the device begins it anew"),),
    refs=("RFC 4271",),
)
PREFIXES_ASPECT: Final = Aspect(
    id="network.changed_bgp_prefixes",
    title=_("Changes of received prefixes by more than 5 %"),
    area=Area.NETWORK,
    needs=BGP_PEERS,
    record=Sent,
    things=sent,
    one=_("BGP neighbour {name}"),
    fields={"prefixes": _("prefixes received")},
    gone=None,
    come=None,
    reads=_("how many prefixes each BGP neighbour sends, now and then"),
    remedy=_("Compare route policies and filters of both sides; some minutes after a restart the table may not be whole."),
    traps=(_("a neighbour that was not established on one of the two days is not compared"),),
    refs=("RFC 4271",),
    is_checked=False,
)
OSPF_ASPECT: Final = Aspect(
    id="network.changed_ospf_neighbours",
    title=_("Changes of OSPF and IS-IS neighbours"),
    area=Area.NETWORK,
    needs=OSPF_NEIGHBOURS,
    record=Adjacent,
    things=adjacent,
    one=_("neighbour {name}"),
    fields={"is_whole": _("adjacent")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("OSPF and IS-IS neighbours and whether they are adjacent, now and then"),
    remedy=_("Compare MTU, area, authentication and timers of both ends, then the link."),
    traps=(_("two-way is normal between routers that are neither designated router nor its backup"),),
    refs=("RFC 2328",),
    is_checked=False,
)
