"""Ports and their light, aggregated links and their members: after a change as before.

A port is known by its name, never by ifIndex, which a restart may give to another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.ports import ports_of
from collectors.base import Listing
from collectors.facts.devices.ports import INTERFACES, Interface
from collectors.facts.devices.sensors import OPTICS, Quantity, Sensor
from collectors.facts.devices.topology import AGGREGATES, AggregateMember
from collectors.policies import Moot, Policy, Within
from config.text import _

_UNTOLD_STATES: Final = frozenset({"", "unknown", "testing"})
_DARK_DBM: Final = -35.0
"""As network.optical_change: -40 and -36.96 are what modules say without any light."""
_NOISE_DB: Final = 2.0
"""By how much light may differ between two looks (catalogue of what is compared): a module reads to about 1 dB."""


@dataclass(frozen=True, slots=True)
class Port:
    """One port that a cable belongs into. ``is_enabled`` says something only of one that is down."""

    name: Annotated[str, Policy.IDENTITY]
    is_up: Annotated[bool | None, Policy.AT_LEAST]
    is_enabled: Annotated[bool | Moot | None, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Negotiated:
    """What a port that is up agreed upon with its far end."""

    name: Annotated[str, Policy.IDENTITY]
    megabits: Annotated[int | None, Policy.AT_LEAST]
    duplex: Annotated[str | None, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class Member:
    """One port of an aggregated link, and whether it carries traffic or waits to by design."""

    aggregate: Annotated[str, Policy.IDENTITY]
    port: Annotated[str, Policy.IDENTITY]
    works: Annotated[bool | None, Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Light:
    """One light of an optical module. ``module`` are the limits that are written into it: another module has others."""

    name: Annotated[str, Policy.IDENTITY]
    module: Annotated[str, Policy.EPOCH]
    dbm: Annotated[float | Moot, Within(least=_NOISE_DB)]


def ports(listing: Listing[Interface]) -> Iterator[Port]:
    """Ports that a cable belongs into; VLANs, tunnels and what containers make come and go."""
    for one in ports_of(listing.records):
        is_up = None if one.state in _UNTOLD_STATES else one.is_up
        yield Port(one.name, is_up, Moot.MOOT if one.is_up else one.is_enabled)


def negotiated(listing: Listing[Interface]) -> Iterator[Negotiated]:
    """Ports that are up; of an aggregate the speed is that of its members."""
    for one in ports_of(listing.records):
        if one.is_up:
            yield Negotiated(one.name, one.speed_bits_per_second // 10**6 or None, one.duplex or None)


def members(listing: Listing[AggregateMember]) -> Iterator[Member]:
    """Members of aggregated links; a static one tells nothing of LACP."""
    for one in listing.records:
        yield Member(one.aggregate, one.port, _works(one))


def _works(one: AggregateMember) -> bool | None:
    if one.is_standby or one.is_distributing is None:
        return True if one.is_standby else None
    return one.is_distributing and not one.is_expired and not one.is_defaulted


def lights(listing: Listing[Sensor]) -> Iterator[Light]:
    """The light that modules send and receive; a dark or idle one says nothing."""
    for one in listing.records:
        if one.quantity is Quantity.OPTICAL_POWER:
            module = f"{one.low_critical} {one.low_warn} {one.high_warn} {one.high_critical}"
            yield Light(one.name, module, Moot.MOOT if one.is_idle or one.value <= _DARK_DBM else one.value)


PORTS_ASPECT: Final = Aspect(
    id="network.changed_ports",
    title=_("Changes of ports"),
    area=Area.NETWORK,
    needs=INTERFACES,
    record=Port,
    things=ports,
    one=_("port {name}"),
    fields={"is_up": _("is up"), "is_enabled": _("switched on")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("ports: whether they are there, switched on and up, now and then"),
    remedy=_("See cable, module and far end; a port that was shut on purpose is declared beforehand."),
    traps=(
        _("ports are known by their name, never by ifIndex, which a restart may renumber"),
        _("VLANs, tunnels, sub-interfaces and what containers make are not compared"),
    ),
    is_checked=False,
)
PORT_SPEEDS_ASPECT: Final = Aspect(
    id="network.changed_port_speeds",
    title=_("Changes of speed and duplex of ports"),
    area=Area.NETWORK,
    needs=INTERFACES,
    record=Negotiated,
    things=negotiated,
    one=_("port {name}"),
    fields={"megabits": _("speed (Mbit/s)"), "duplex": _("duplex")},
    gone=None,
    come=None,
    reads=_("speed and duplex of the ports that were up both times"),
    remedy=_("See cable, module and the far end's settings; a lower speed or half duplex is a fault of negotiation."),
    traps=(_("a port that was down on one of the two days is not compared"),),
)
AGGREGATES_ASPECT: Final = Aspect(
    id="network.changed_aggregates",
    title=_("Changes of aggregated links"),
    area=Area.NETWORK,
    needs=AGGREGATES,
    record=Member,
    things=members,
    one=_("member {name}"),
    fields={"works": _("carries traffic or stands by")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("members of aggregated links and whether they carry traffic, now and then"),
    remedy=_("Put the member back; compare LACP mode, keys and speed of both ends."),
    traps=(_("a member that stands by until another one goes is in order: which one stands by may change"),),
    refs=("IEEE 802.1AX",),
)
LIGHTS_ASPECT: Final = Aspect(
    id="network.changed_lights",
    title=_("Changes of light by more than 2 dB"),
    area=Area.HARDWARE,
    needs=OPTICS,
    record=Light,
    things=lights,
    one=_("{name}"),
    fields={"dbm": _("light (dBm)")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("the light that optical modules send and receive, now and then"),
    remedy=_("Clean the connectors of both ends and look for a bent fibre; ask whether it was moved during the change."),
    traps=(
        _("a port that was dark or shut on one of the two days is not compared"),
        _("another kind of module has other limits of its own: it is not compared with the one before"),
    ),
    refs=("SFF-8472",),
    is_checked=False,
)
