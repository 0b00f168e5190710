"""Facts about how busy and how full a device is: processors, memories, storages."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Processor:
    """One processor, board or core. Identity: ``name``. ``used_ratio`` from 0 to 1.

    ``limit_ratio`` is the device's own alarm threshold, None where it has none; ``window_seconds`` over how long the figure
    is a mean, None where nobody says (it may be an instant). ``oid`` is the object that was read ("" of a command line).
    ``is_data_plane``: it forwards packets and is busy by design where the software polls.
    """

    name: str
    used_ratio: float
    oid: str = ""
    limit_ratio: float | None = None
    window_seconds: float | None = None
    is_data_plane: bool = False
    is_core: bool = False
    """One core of many under one scheduler, as HOST-RESOURCES-MIB lists them: only their mean says something."""


class Pool(Enum):
    """What a memory is for."""

    SYSTEM = "system"  # what the device runs in: judged
    MIXED = "mixed"  # as SYSTEM, but caches may be counted as used, which nobody tells: a notice at most
    SWAP = "swap"
    CACHE = "cache"  # buffers and cache, full by design
    RESERVED = "reserved"  # pools that are full by design (Cisco reserve, lsmpi_io)
    PACKET = "packet"  # packet buffers


@dataclass(frozen=True, slots=True)
class Memory:
    """One memory or pool. Identity: ``name``. ``used_ratio`` from 0 to 1; bytes are None where only a ratio is told.

    ``limit_ratio`` is the device's own alarm threshold, ``critical_ratio`` where it begins to refuse work.
    """

    name: str
    used_ratio: float
    oid: str = ""
    total_bytes: float | None = None
    used_bytes: float | None = None
    limit_ratio: float | None = None
    critical_ratio: float | None = None
    pool: Pool = Pool.SYSTEM


@dataclass(frozen=True, slots=True)
class Storage:
    """One filesystem, flash or disk of a device. Identity: ``name``. ``is_fixed``: read-only by nature (a CD, an image)."""

    name: str
    used_bytes: float
    total_bytes: float
    oid: str = ""
    is_fixed: bool = False

    @property
    def used_ratio(self) -> float:
        """From 0 to 1; a storage of no size is full."""
        return self.used_bytes / self.total_bytes if self.total_bytes else 1.0


PROCESSORS: Final = FactKind[Listing[Processor]]("network.processors")
MEMORIES: Final = FactKind[Listing[Memory]]("network.memories")
STORAGES: Final = FactKind[Listing[Storage]]("network.storages")


@dataclass(frozen=True, slots=True)
class PoeBudget:
    """What one group of ports may give to the devices that it feeds. Identity: ``name``. ``state``: on, off, faulty."""

    name: str
    capacity_watts: float
    used_watts: float
    state: str
    oid: str = ""


POE_BUDGETS: Final = FactKind[Listing[PoeBudget]]("network.poe_budgets")
