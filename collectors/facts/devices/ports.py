"""Facts about a device's interfaces."""

from dataclasses import dataclass, field
from typing import Annotated, Final

from collectors.base import FactKind, Listing
from collectors.policies import Policy

_IF: Final = "1.3.6.1.2.1.2.2.1"
"""IF-MIB's ifEntry."""


@dataclass(frozen=True, slots=True)
class Counters:
    """What an interface has counted; None where the device does not count it. Counters of 64 bits where there are any."""

    in_bytes: int | None = None
    out_bytes: int | None = None
    in_packets: int | None = None
    out_packets: int | None = None
    in_errors: int | None = None
    out_errors: int | None = None
    in_discards: int | None = None
    out_discards: int | None = None
    checksum_errors: int | None = None
    late_collisions: int | None = None
    is_64_bit: bool = False


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface. Identity: ``name`` (ifName), never ifIndex, which a restart may give to another.

    ``type_number`` is IANA's ifType (6 Ethernet, 24 loopback, 53 virtual, 131 tunnel, 135 VLAN, 161 aggregate).
    ``speed_bits_per_second`` 0 where it is not told. ``changed_seconds`` is how long ago its state changed, None where
    nobody says. ``discontinuity`` names the epoch of its counters. ``earlier`` are the counters of the first sample and
    ``window_seconds`` the time between the two.
    """

    name: Annotated[str, Policy.IDENTITY]
    alias: Annotated[str, Policy.REPORT]
    description: str
    index: int
    type_number: int
    is_enabled: bool | None
    state: str
    """up, down, testing, unknown, dormant, notPresent or lowerLayerDown, as IF-MIB calls them; "" where it is not told."""
    speed_bits_per_second: Annotated[int, Policy.REPORT]
    duplex: str = ""
    """half or full; "" where it is not told."""
    changed_seconds: float | None = None
    discontinuity: str = ""
    counters: Counters = field(default_factory=Counters)
    earlier: Counters | None = None
    window_seconds: float = 0.0
    has_connector: bool | None = None

    @property
    def state_oid(self) -> str:
        """The object that tells its state (ifOperStatus); "" where a command line told it."""
        return f"{_IF}.8.{self.index}" if self.index and self.state else ""

    @property
    def errors_oid(self) -> str:
        """The object that counts the more errors (ifInErrors, ifOutErrors); "" where a command line did."""
        is_out = (self.counters.out_errors or 0) > (self.counters.in_errors or 0)
        return f"{_IF}.{20 if is_out else 14}.{self.index}" if self.index else ""

    @property
    def is_up(self) -> bool:
        """Whether packets pass."""
        return self.state == "up"


INTERFACES: Final = FactKind[Listing[Interface]]("network.interfaces")
MEASURED_LINKS: Final = FactKind[Listing[Interface]]("network.measured_links")
"""As network.interfaces; an aggregate that tells no speed of its own has that of its members together."""
