"""Facts about what lies below filesystems: software arrays, LVM, disks at work."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Member:
    """One device of an array.

    ``flags`` as mdstat writes them: F faulty, S spare, W write-mostly, J journal, R replacement.
    """

    device: str
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Array:
    """One Linux software array (md). Identity: ``uuid``, as mdadm writes it, "" where nobody told; then ``name``.

    The kernel's ``name`` changes: md0 of today is md127 when the machine starts without its mdadm.conf. ``given_name`` is
    the one in the metadata (``db01:0``), which stays.

    ``state`` is mdstat's word (active, inactive, broken) or ``missing``: mdadm.conf names it and it does not run.
    ``expected_count`` and ``working_count`` are mdstat's [n/m], None for levels without redundancy. ``degraded_count``,
    ``mismatch_count`` come from sysfs, None where it does not say. ``action`` is recovery, resync, check, reshape ... with
    ``action_ratio`` done, None when it waits. ``is_swap``: the array itself is a swap area.
    """

    name: str
    state: str
    level: str
    members: tuple[Member, ...]
    metadata: str = ""
    read_only: str = ""
    expected_count: int | None = None
    working_count: int | None = None
    degraded_count: int | None = None
    mismatch_count: int | None = None
    action: str = ""
    action_ratio: float | None = None
    is_swap: bool = False
    uuid: str = ""
    given_name: str = ""


@dataclass(frozen=True, slots=True)
class PhysicalVolume:
    """One device of a volume group. ``name`` is LVM's placeholder where the device is missing; ``uuid`` stays."""

    name: str
    is_missing: bool
    size_bytes: int
    free_bytes: int
    uuid: str = ""


@dataclass(frozen=True, slots=True)
class LogicalVolume:
    """One logical volume. ``attributes`` is lv_attr: its characters are explained in lvs(8).

    Ratios are of the pool's or snapshot's own space; None where LVM cannot see them (not active) or there are none.
    ``is_hidden``: an inner part of another volume.
    """

    name: str
    attributes: str
    size_bytes: int
    pool: str = ""
    data_ratio: float | None = None
    metadata_ratio: float | None = None
    health: str = ""
    is_hidden: bool = False
    uuid: str = ""

    @property
    def is_thin_pool(self) -> bool:
        """Whether it gives space to thin volumes."""
        return self.attributes[:1] == "t"

    @property
    def is_snapshot(self) -> bool:
        """Whether it is an old-style snapshot with space of its own: a full one becomes invalid."""
        return self.attributes[:1] in {"s", "S"} and not self.pool


@dataclass(frozen=True, slots=True)
class VolumeGroup:
    """One LVM volume group with its parts. Identity: ``name``; of a logical volume ``group/volume``.

    ``missing_count`` is how many physical volumes LVM misses. ``uuid``, as those of its parts, is another when it was made
    anew under its name; "" where it was not told.
    """

    name: str
    attributes: str
    size_bytes: int
    free_bytes: int
    missing_count: int
    physical: tuple[PhysicalVolume, ...]
    logical: tuple[LogicalVolume, ...]
    uuid: str = ""


@dataclass(frozen=True, slots=True)
class DiskActivity:
    """What one disk did between two looks. Identity: ``disk``. Counts and seconds are of the window alone.

    ``waited_seconds`` is the sum over requests from queue to completion, ``queued_seconds`` the time integral of the number
    in flight, ``busy_seconds`` the time with at least one in flight; ``in_flight_count`` the lower of the two looks.
    """

    disk: str
    window_seconds: float
    completed_count: int
    waited_seconds: float
    busy_seconds: float
    queued_seconds: float
    in_flight_count: int

    @property
    def await_seconds(self) -> float:
        """Mean time of one request, as iostat's await."""
        return self.waited_seconds / self.completed_count if self.completed_count else 0.0

    @property
    def queue_count(self) -> float:
        """Mean number in flight, as iostat's aqu-sz."""
        return self.queued_seconds / self.window_seconds

    @property
    def busy_ratio(self) -> float:
        """Share of the window with something in flight, as iostat's %util."""
        return min(1.0, self.busy_seconds / self.window_seconds)


ARRAYS: Final = FactKind[Listing[Array]]("arrays")
VOLUME_GROUPS: Final = FactKind[Listing[VolumeGroup]]("volume_groups")
DISK_ACTIVITY: Final = FactKind[Listing[DiskActivity]]("disk_activity")
