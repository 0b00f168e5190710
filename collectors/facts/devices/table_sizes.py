"""Facts about how many entries a device's forwarding tables hold."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class TableSize:
    """How many entries one table holds. Identity: ``name``, which says what was counted.

    Two ways of counting do not count the same (all routes, the active ones; with static addresses, without), so each has a
    name of its own, and only what was counted one way is compared. ``oid`` is the object or column, "" by command line.
    """

    name: str
    entries_count: int
    oid: str = ""


ROUTES_COUNT: Final = FactKind[Listing[TableSize]]("network.routes_count")
ARP_COUNT: Final = FactKind[Listing[TableSize]]("network.arp_count")
MAC_COUNT: Final = FactKind[Listing[TableSize]]("network.mac_count")
