"""Facts about network cards, bonds and who listens."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class BondMember:
    """One card of a bond. Identity: ``name``. A backup card that is up counts as up, whether it carries traffic or not."""

    name: str
    is_up: bool
    status: str
    speed: str = ""
    duplex: str = ""
    link_failures_count: int = 0
    aggregator: str = ""


@dataclass(frozen=True, slots=True)
class Bond:
    """One bond or team. Identity: ``name``. ``partner`` is the switch's LACP address where root may see it, else ""."""

    name: str
    mode: str
    is_up: bool
    members: tuple[BondMember, ...]
    active_member: str = ""
    partner: str = ""

    @property
    def is_lacp(self) -> bool:
        """Whether the switch has to agree."""
        return "802.3ad" in self.mode or "lacp" in self.mode


@dataclass(frozen=True, slots=True)
class LinkCounters:
    """Packets and errors of both directions since the driver last reset them."""

    packets_count: int
    errors_count: int
    dropped_count: int


@dataclass(frozen=True, slots=True)
class Link:
    """One network interface. Identity: ``name``. None is what the kernel did not say (a virtual card has no speed).

    ``total`` counts since boot, ``window`` over ``window_seconds``; None where a counter went backwards or there was no
    first sample.
    """

    name: str
    is_physical: bool
    is_enabled: bool
    has_carrier: bool | None
    total: LinkCounters
    window: LinkCounters | None = None
    window_seconds: float = 0.0
    speed_bits_per_second: int | None = None
    duplex: str = ""
    carrier_changes_count: int | None = None
    window_carrier_changes_count: int | None = None
    has_address: bool | None = None
    is_used_by_another: bool | None = None
    """Whether a bond, bridge, team or VLAN stands on it."""
    hardware_address: str = ""
    """Its own MAC address, also as a member of a bond; "" where it was not told."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One socket that waits for others. Identity: all but ``pid``. ``process`` "" is not visible to us."""

    protocol: str
    address: str
    port: int
    process: str = ""
    pid: int | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine itself can reach it (RFC 5735, RFC 4291)."""
        bare = self.address.strip("[]").partition("%")[0].removeprefix("::ffff:")
        return bare == "::1" or bare.startswith("127.")


BONDS: Final = FactKind[Listing[Bond]]("bonds")
"""Witness of a lost line: /sys/class/net names each bond beside /proc/net/bonding."""
LINKS: Final = FactKind[Listing[Link]]("links")
"""Witness of a lost line: /sys/class/net names each card beside /proc/net/dev."""
LISTENERS: Final = FactKind[Listing[Listener]]("listeners")
"""No witness of a lost line in the middle."""
