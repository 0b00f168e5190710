"""Facts about the ways to storage: multipath maps, Fibre Channel ports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class StoragePath:
    """One path of a map, with the words of multipath-tools.

    ``mapper_state`` is device-mapper's (active, failed), ``checker_state`` the path checker's (ready, ghost, faulty, i/o
    timeout ...), ``device_state`` the kernel's (running, offline). ``transport`` is fc, iscsi, sas or srp by its host
    adapter; "" for others, as a local controller's disk.
    """

    device: str
    mapper_state: str
    checker_state: str
    device_state: str = ""
    transport: str = ""


@dataclass(frozen=True, slots=True)
class PathGroup:
    """Paths that are used together. ``state`` is active, enabled (standing by) or disabled."""

    state: str
    paths: tuple[StoragePath, ...]


@dataclass(frozen=True, slots=True)
class MultipathMap:
    """One volume that is reached over several paths. Identity: ``wwid``.

    ``is_queueing``: requests wait for ever when no path is left, instead of failing (queue_if_no_path).
    """

    wwid: str
    name: str
    product: str
    is_queueing: bool
    groups: tuple[PathGroup, ...]

    @property
    def paths(self) -> tuple[StoragePath, ...]:
        """The paths of all groups."""
        return tuple(path for group in self.groups for path in group.paths)


@dataclass(frozen=True, slots=True)
class FcPort:
    """One Fibre Channel port of this host. Identity: ``wwpn``.

    ``remote_count``: storage ports that it has seen since the start, connected or lost. ``counts`` are error counters since
    the driver was loaded; what the adapter does not count is missing there.
    """

    wwpn: str
    host: str
    state: str
    speed: str = ""
    supported_speeds: str = ""
    model: str = ""
    kind: str = ""
    remote_count: int = 0
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)


MULTIPATHS: Final = FactKind[Listing[MultipathMap]]("multipaths")
"""Witness of a lost line: the device-mapper devices below /sys/block with their uuid and slaves."""
FC_PORTS: Final = FactKind[Listing[FcPort]]("fc_ports")
"""Witness of a lost port: the names below /sys/class/fc_host, and the Fibre Channel functions of the PCI bus."""
