"""Facts about what the kernel's network stack dropped for want of room."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Drops:
    """One counter. ``count`` since boot (of this network namespace), ``window_count`` between the two samples."""

    count: int
    window_count: int


@dataclass(frozen=True, slots=True)
class NetworkDrops:
    """What was dropped; None where the kernel does not count it.

    ``listen_overflows``: connections lost because a program accepted too slowly; ``listen_drops``: those and all other
    losses of listening sockets. ``udp_buffer_errors``: datagrams lost because a program read too slowly. ``softnet_drops``:
    packets lost before the stack, ``softnet_squeezes``: times it ran out of its time slice (no loss).
    """

    window_seconds: float
    uptime_seconds: float
    listen_overflows: Drops | None
    listen_drops: Drops | None
    udp_buffer_errors: Drops | None
    softnet_drops: Drops | None
    softnet_squeezes: Drops | None


NETWORK_DROPS: Final = FactKind[NetworkDrops]("network_drops")
