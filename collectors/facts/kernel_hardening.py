"""Facts about the kernel's settings that harden a host: as they are now, and as files set them at the next start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class AtStart:
    """What a file sets at the next start: the last that does, by the order in which they are read."""

    value: str
    path: str


@dataclass(frozen=True, slots=True)
class OfCards:
    """One value of a setting of the network cards: how many have it, and one of them. ``lo`` is not counted."""

    value: str
    count: int
    card: str


@dataclass(frozen=True, slots=True)
class KernelHardening:
    """Settings by sysctl name (``net.ipv4.conf.all.rp_filter``).

    ``now`` are those that the kernel has; ``cards`` by the name with ``*`` what the network cards have;
    ``at_start`` what files set. ``unread`` are files that could not be read. ``bridges`` are bridges of containers and
    virtual machines, for which a host forwards.
    """

    now: Mapping[str, str] = field(hash=False)
    cards: Mapping[str, tuple[OfCards, ...]] = field(hash=False)
    at_start: Mapping[str, AtStart] = field(hash=False)
    unread: tuple[str, ...] = ()
    bridges: tuple[str, ...] = ()
    has_ipv6: bool = True


KERNEL_HARDENING: Final = FactKind[KernelHardening]("kernel_hardening")
