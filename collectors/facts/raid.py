"""Facts about hardware RAID: controllers with their volumes, disks, and what keeps the write cache through a power cut."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectors.base import FactKind, Listing, Merge


class VolumeState(Enum):
    """How a volume stands, over all makers' words."""

    OPTIMAL = "optimal"
    BUSY = "busy"  # whole, with background work: initialising, expanding, checking
    DEGRADED = "degraded"  # works without redundancy, or with less of it
    REBUILDING = "rebuilding"  # degraded, and being mended
    FAILED = "failed"  # does not work, or has lost data
    UNKNOWN = "unknown"  # a word that we do not know


class DriveState(Enum):
    """How a disk of a controller stands."""

    ONLINE = "online"
    SPARE = "spare"
    UNUSED = "unused"  # good and in no array, or given to the system as it is (JBOD, HBA)
    REBUILDING = "rebuilding"
    COPYING = "copying"
    FOREIGN = "foreign"  # carries the configuration of another controller
    PREDICTED = "predicted"  # works, and foretells its failure
    FAILED = "failed"
    UNKNOWN = "unknown"


class CacheState(Enum):
    """How the battery or capacitor of the write cache stands."""

    GOOD = "good"
    LEARNING = "learning"  # charging, or measuring its own capacity: hours, then good again
    WEAK = "weak"  # below what it should be; the cache may still be on
    FAILED = "failed"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume (virtual or logical drive). Identity: ``name`` on its controller.

    ``said`` is the tool's own word. ``is_write_back`` is the cache as it works now, ``wants_write_back`` as it is
    configured; None where the tool does not tell. ``done_ratio`` is how far background work is.
    """

    name: str
    state: VolumeState
    said: str
    level: str = ""
    label: str = ""
    is_write_back: bool | None = None
    wants_write_back: bool | None = None
    done_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Drive:
    """One disk. Identity: ``slot`` on its controller (the disk in it changes, ``serial`` says which it is)."""

    slot: str
    state: DriveState
    said: str
    model: str = ""
    serial: str = ""
    media_error_count: int | None = None
    other_error_count: int | None = None
    predictive_count: int | None = None
    has_alert: bool | None = None
    done_ratio: float | None = None
    temperature_celsius: int | None = None


@dataclass(frozen=True, slots=True)
class CachePower:
    """The battery (BBU) or capacitor (CacheVault, Smart Storage Battery) of a controller."""

    state: CacheState
    said: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RaidController:
    """One controller. Identity: ``identity``, its serial number; without one its place on the PCI bus, then its number.

    ``address`` is domain:bus:device.function in lower case, "" where the tool does not tell. ``said`` is the tool's word
    for its state, ``is_well`` None where it says none. ``volume_count`` and ``drive_count`` are what the tool counts,
    beside those that it lists. ``cache_power`` is None where the tool does not mention any.
    """

    identity: str
    tool: str
    model: str = ""
    address: str = ""
    firmware: str = ""
    said: str = ""
    is_well: bool | None = None
    volumes: tuple[Volume, ...] = ()
    drives: tuple[Drive, ...] = ()
    cache_power: CachePower | None = None
    volume_count: int | None = None
    drive_count: int | None = None
    memory_error_count: int | None = None


@dataclass(frozen=True, slots=True)
class PciStorage:
    """One storage controller of the PCI bus that may hold a RAID. Identity: ``address``. ``ids`` is vendor:device."""

    address: str
    ids: str
    driver: str


RAID_TOOLS: Final = FactKind[Listing[RaidController]]("raid_tools", merge=Merge.UNION)
"""Each maker's tool knows its own controllers only."""
PCI_STORAGE: Final = FactKind[Listing[PciStorage]]("pci_storage")
RAID_CONTROLLERS: Final = FactKind[Listing[RaidController]]("raid_controllers")
