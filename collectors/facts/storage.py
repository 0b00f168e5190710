"""Facts about mounted filesystems: their space and their inodes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from collectors.base import FactKind, Listing

NEVER_FILLS: Final = frozenset(
    {"squashfs", "iso9660", "udf", "erofs", "cramfs", "romfs", "devtmpfs", "efivarfs", "ramfs"},
)
"""Kinds for which a share of use means nothing: images made full, and what has no size of its own."""

PASSING_MOUNTS: Final = re.compile(
    r"/(?:sys|proc|snap|run/(?:user|credentials|lock|netns|docker|containerd)|"
    r"var/lib/(?:docker|containers|containerd|kubelet|snapd|machines))(?:/.*)?"
)
"""Where systemd and container engines mount by themselves: a tmpfs there comes and goes with a login or a container."""


@dataclass(frozen=True, slots=True)
class Filesystem:
    """One mounted filesystem with its space. Identity: ``mount``. ``available_bytes`` is what non-root may still write."""

    mount: str
    device: str
    kind: str
    size_bytes: int
    used_bytes: int
    available_bytes: int
    is_readonly: bool = False

    @property
    def used_ratio(self) -> float:
        """Used of what can be used, as df's Capacity: reserved blocks count on neither side."""
        usable = self.used_bytes + self.available_bytes
        return self.used_bytes / usable if usable else 0.0

    @property
    def reserved_bytes(self) -> int:
        """What only root may still fill (5 % of an ext filesystem unless tuned); other kinds keep none in this sense."""
        return max(0, self.size_bytes - self.used_bytes - self.available_bytes) if self.kind.startswith("ext") else 0


@dataclass(frozen=True, slots=True)
class InodeUse:
    """The inodes of one mounted filesystem. Identity: ``mount``. ``total_count`` 0: this kind sets no limit."""

    mount: str
    device: str
    kind: str
    total_count: int
    used_count: int
    free_count: int
    is_readonly: bool = False

    @property
    def used_ratio(self) -> float:
        """Used of all."""
        return self.used_count / self.total_count if self.total_count else 0.0


_Space = TypeVar("_Space", Filesystem, InodeUse)


def passes(kind: str, mount: str) -> bool:
    """Whether a share of use means nothing there: NEVER_FILLS, and a tmpfs at one of PASSING_MOUNTS."""
    return kind in NEVER_FILLS or (kind == "tmpfs" and PASSING_MOUNTS.fullmatch(mount) is not None)


def distinct(records: Iterable[_Space]) -> Iterator[_Space]:
    """Give a device once, by its shortest mount point: bind mounts and btrfs subvolumes share one space."""
    groups: dict[str, list[_Space]] = {}
    for one in records:
        groups.setdefault(one.device if one.device.startswith("/dev/") else f"at {one.mount}", []).append(one)
    for group in groups.values():
        first = min(group, key=lambda one: (len(one.mount), one.mount))
        yield replace(first, is_readonly=all(one.is_readonly for one in group))


FILESYSTEMS: Final = FactKind[Listing[Filesystem]]("filesystems")
INODES: Final = FactKind[Listing[InodeUse]]("inodes")
