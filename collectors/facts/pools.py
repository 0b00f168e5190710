"""Facts about storage that guards its own copies: ZFS pools, btrfs filesystems, DRBD devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class PoolDevice:
    """One line of a pool's tree: a disk or what disks are joined to. Error counts are since the last ``zpool clear``."""

    name: str
    state: str
    read_error_count: int = 0
    write_error_count: int = 0
    checksum_error_count: int = 0
    note: str = ""

    @property
    def error_count(self) -> int:
        """All errors of this line."""
        return self.read_error_count + self.write_error_count + self.checksum_error_count


@dataclass(frozen=True, slots=True)
class Pool:
    """One ZFS pool. Identity: ``name``. ``used_ratio`` None where the pool cannot tell; texts are zpool's own words.

    ``errors`` is "" where ``zpool status`` said nothing of this pool.
    """

    name: str
    health: str
    size_bytes: int | None
    free_bytes: int | None
    used_ratio: float | None
    status: str = ""
    scan: str = ""
    errors: str = ""
    devices: tuple[PoolDevice, ...] = ()


@dataclass(frozen=True, slots=True)
class BtrfsDevice:
    """One device of a btrfs filesystem; ``counts`` by btrfs' own names (write_io_errs, flush_io_errs, ...)."""

    name: str
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class BtrfsFilesystem:
    """One mounted btrfs. Identity: ``uuid``.

    ``size_bytes`` is all devices' together, ``allocated_bytes`` what was given to data, metadata and system in all copies;
    ``metadata_ratio`` is how full the room for metadata is. None where the kernel does not tell.
    """

    uuid: str
    label: str
    mount_point: str
    devices: tuple[BtrfsDevice, ...]
    size_bytes: int | None = None
    allocated_bytes: int | None = None
    metadata_ratio: float | None = None
    data_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """The other side of a replicated device, with DRBD's own words; ``out_of_sync_bytes`` None where not told."""

    name: str
    connection: str
    role: str
    disk_state: str
    replication: str = ""
    out_of_sync_bytes: int | None = None
    is_paused: bool = False
    is_diskless_by_intent: bool = False


@dataclass(frozen=True, slots=True)
class ReplicatedDevice:
    """One DRBD volume. Identity: ``name`` (``resource/volume``; of version 8 ``drbd<minor>``).

    ``disk_state`` is ``missing`` where a resource is configured and not up at all.
    """

    name: str
    role: str
    disk_state: str
    peers: tuple[Peer, ...]
    has_quorum: bool = True
    is_suspended: bool = False
    is_diskless_by_intent: bool = False


POOLS: Final = FactKind[Listing[Pool]]("pools")
"""Witness of a lost line: the pools of zpool list, of zpool status and of /proc/spl/kstat/zfs."""
BTRFS: Final = FactKind[Listing[BtrfsFilesystem]]("btrfs")
"""Witness of a lost line: the names below /sys/fs/btrfs, told before what is in them."""
REPLICATED: Final = FactKind[Listing[ReplicatedDevice]]("replicated_devices")
"""Witness of a lost line: the drbd devices below /sys/block."""
