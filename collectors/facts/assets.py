"""Facts about what a machine is made of. What it does not say is an empty string or None, never a guess."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.identity import Identity


@dataclass(frozen=True, slots=True)
class Disk:
    """One block device of hardware. Identity: ``name``."""

    name: str
    model: str
    size_bytes: int
    serial: str = ""
    is_rotational: bool | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a network interface. Identity: ``interface`` and ``address`` (with its prefix length)."""

    interface: str
    address: str


@dataclass(frozen=True, slots=True)
class Hardware:
    """A machine's parts as its firmware and kernel name them.

    ``serial`` wants root: ``serial_unseen`` says when it was there and could not be read. ``memory_bytes`` is what the
    kernel may use, somewhat less than what is built in.
    """

    maker: str
    model: str
    serial: str
    bios_version: str
    bios_date: str
    cpu_model: str
    cpu_count: int
    socket_count: int | None
    memory_bytes: int
    disks: tuple[Disk, ...]
    addresses: tuple[Address, ...]
    has_firmware_tables: bool
    serial_unseen: Unseen | None = None


@dataclass(frozen=True, slots=True)
class Assets:
    """A machine with its name and system; ``identity`` None where that was not seen."""

    hardware: Hardware
    identity: Identity | None


HARDWARE: Final = FactKind[Hardware]("hardware")
ASSETS: Final = FactKind[Assets]("assets")
