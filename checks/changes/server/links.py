"""Network cards and bonds: speed, duplex and members after a change as before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.network import BONDS, LINKS, Bond, Link
from collectors.policies import Moot, Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Card:
    """One physical card. ``address`` keeps it known when eth0 becomes ens3; one that is down tells no speed."""

    name: Annotated[str, Policy.IDENTITY]
    address: Annotated[str, Policy.ALIAS]
    is_up: Annotated[bool | None, Policy.AT_LEAST]
    megabits: Annotated[int | Moot | None, Policy.AT_LEAST]
    duplex: Annotated[str | Moot | None, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class Bundle:
    """One bond: its way of joining and the members that are up."""

    name: Annotated[str, Policy.IDENTITY]
    mode: Annotated[str, Policy.EQUAL]
    is_up: Annotated[bool, Policy.AT_LEAST]
    members: Annotated[tuple[str, ...], Policy.AT_LEAST]
    up: Annotated[tuple[str, ...], Policy.AT_LEAST]


def cards(links: Listing[Link]) -> Iterator[Card]:
    """Physical cards; what containers make comes and goes."""
    for one in links.records:
        if one.is_physical and one.has_carrier:
            speed = one.speed_bits_per_second
            megabits = None if speed is None else speed // 10**6
            yield Card(one.name, one.hardware_address, one.has_carrier, megabits, one.duplex or None)
        elif one.is_physical:
            is_up = one.has_carrier if one.is_enabled else False
            yield Card(one.name, one.hardware_address, is_up, Moot.MOOT, Moot.MOOT)


def bundles(bonds: Listing[Bond]) -> Iterator[Bundle]:
    """Bonds with their members."""
    for one in bonds.records:
        members = tuple(sorted(member.name for member in one.members))
        up = tuple(sorted(member.name for member in one.members if member.is_up))
        yield Bundle(one.name, one.mode, one.is_up, members, up)


_LINK_REMEDY: Final = _("See cable, module and the switch's port; a lower speed or half duplex is a fault of negotiation.")
LINKS_ASPECT: Final = Aspect(
    id="server.changed_links",
    title=_("Changes of network cards"),
    area=Area.NETWORK,
    needs=LINKS,
    record=Card,
    things=cards,
    one=_("network card {name}"),
    fields={"is_up": _("has a link"), "megabits": _("speed (Mbit/s)"), "duplex": _("duplex")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("physical network cards: link, speed and duplex, now and then"),
    remedy=_LINK_REMEDY,
    traps=(
        _("cards that containers and virtual machines make come and go and are not compared"),
        _("a card that was given another name (eth0, ens3) is known by its MAC address"),
    ),
    refs=("ethtool(8)",),
)
BONDS_ASPECT: Final = Aspect(
    id="server.changed_bonds",
    title=_("Changes of bonded network cards"),
    area=Area.NETWORK,
    needs=BONDS,
    record=Bundle,
    things=bundles,
    one=_("bond {name}"),
    fields={"mode": _("mode"), "is_up": _("is up"), "members": _("members"), "up": _("members that are up")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("bonds and teams: mode, members and which of them are up, now and then"),
    remedy=_("Put the member back; with LACP look at the switch's side too."),
    traps=(_("which member is active may move by itself and is not compared"),),
    refs=("bonding.rst (kernel)",),
)
