"""Facts about mounts: what is mounted how, what fstab asks for, and whether remote ones answer."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectors.base import FactKind, Listing, Unseen


@dataclass(frozen=True, slots=True)
class Mount:
    """One mount of the target's mount table. Identity: ``mount``; of two on one point the later covers the earlier.

    ``options`` belong to this mount, ``super_options`` to the filesystem below it: a kernel that turns a filesystem
    read-only after an error says ``ro`` in the second alone. ``root`` is the part of the filesystem that is mounted ("/"
    unless a bind mount or a subvolume). ``device`` is the kernel's name (sda1, dm-0) where it is known, else "".
    ``uuid`` is the filesystem's own, as udev read it; "" where it tells none.
    """

    mount: str
    source: str
    kind: str
    root: str
    options: tuple[str, ...]
    super_options: tuple[str, ...]
    device: str = ""
    uuid: str = ""

    @property
    def is_readonly(self) -> bool:
        """Whether nobody can write through this mount."""
        return "ro" in self.options or self.is_filesystem_readonly

    @property
    def is_filesystem_readonly(self) -> bool:
        """Whether the filesystem itself refuses writes. ``emergency_ro``: ext4 since 6.15 after an error; ``shutdown``."""
        return not {"ro", "emergency_ro", "shutdown"}.isdisjoint(self.super_options)


@dataclass(frozen=True, slots=True)
class FstabEntry:
    """One line of fstab. Identity: ``mount``, for swap ``source``.

    ``mount`` has symbolic links resolved where it is not mounted as written. ``device`` is the kernel's name of ``source``
    where it is known; ``is_device_missing``: udev's links enumerate such names and this one is not among them.
    """

    source: str
    mount: str
    kind: str
    options: tuple[str, ...]
    device: str = ""
    is_device_missing: bool = False


@dataclass(frozen=True, slots=True)
class MountTable:
    """What is mounted and what should be, in one moment.

    ``fstab`` is None where there is none; ``fstab_witness`` then says what was listed instead. ``malformed`` are lines of
    fstab with fewer than three fields. ``swaps`` are active swap areas by kernel name or path. ``units`` are mount points
    that have a systemd mount unit of their own. ``cluster`` is the configuration file of a cluster stack, if one is there.
    """

    mounts: tuple[Mount, ...]
    fstab: tuple[FstabEntry, ...] | None
    fstab_witness: str = ""
    malformed: tuple[str, ...] = ()
    swaps: tuple[str, ...] | None = None
    units: tuple[str, ...] = ()
    cluster: str = ""
    unseen: tuple[Unseen, ...] = ()

    def at(self, mount: str) -> Mount | None:
        """What is mounted at a point now: the last that was put there."""
        return next((one for one in reversed(self.mounts) if one.mount == mount), None)


class Response(Enum):
    """How a remote mount behaved when it was asked for its statistics."""

    ANSWERS = "answers"
    HANGS = "hangs"  # no answer in the time allowed, or its process cannot even be killed
    FAILS = "fails"  # stale handle, transport endpoint not connected, host down, I/O error


@dataclass(frozen=True, slots=True)
class RemoteMount:
    """One mount whose data lie on another machine. Identity: ``mount``. ``detail`` is the target's own word."""

    mount: str
    source: str
    kind: str
    response: Response
    detail: str = ""
    options: tuple[str, ...] = ()


MOUNT_TABLE: Final = FactKind[MountTable]("mount_table")
REMOTE_MOUNTS: Final = FactKind[Listing[RemoteMount]]("remote_mounts")
