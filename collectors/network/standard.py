"""What standard MIBs tell of loads: HOST-RESOURCES-MIB (RFC 2790), UCD-SNMP-MIB of net-snmp. The fallback of all makers."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.loads import Memory, Pool, Processor, Storage
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row

_HOST: Final = "1.3.6.1.2.1.25"
HOST_PROCESSOR: Final[Mapping[str, str]] = {"load": f"{_HOST}.3.3.1.2"}
HOST_STORAGE: Final[Mapping[str, str]] = {
    "type": f"{_HOST}.2.3.1.2",
    "name": f"{_HOST}.2.3.1.3",
    "unit": f"{_HOST}.2.3.1.4",
    "size": f"{_HOST}.2.3.1.5",
    "used": f"{_HOST}.2.3.1.6",
}
_FS: Final[Mapping[str, str]] = {"access": f"{_HOST}.3.8.1.5", "storage": f"{_HOST}.3.8.1.7"}
_READ_ONLY: Final = 2
_PSEUDO: Final = ("/dev", "/proc", "/sys", "devfs", "procfs", "linprocfs", "fdescfs")
"""Filesystems without a disk behind them, full by nature."""
_DISCS: Final = ("/iso", "cdrom", "dvd")
_STORAGE_TYPES: Final = f"{_HOST}.2.1"
_RAM, _VIRTUAL, _FIXED_DISK, _REMOVABLE, _COMPACT_DISC, _FLASH, _NETWORK_DISK = (
    f"{_STORAGE_TYPES}.{number}" for number in (2, 3, 4, 5, 7, 9, 10)
)
_DRIVE: Final = re.compile(r"([A-Za-z]:\\.*?) +Label:.*", re.ASCII | re.DOTALL)
_MINUTE: Final = 60.0
_CACHES: Final = ("cached memory", "memory buffers", "shared memory", "real memory")
"""Rows of net-snmp that count parts of the physical memory once more; "real memory" is that of FreeBSD's processes."""


def _processors(said: Objects) -> Iterator[Processor]:
    for row in said.rows(HOST_PROCESSOR):
        used = ratio(row.number("load"))
        if used is not None:
            yield Processor(f"processor {row.index}", used, row.oid("load"), window_seconds=_MINUTE, is_core=True)


def storage_bytes(row: Row) -> tuple[float, float] | None:
    """Size and use of a row of hrStorageTable. Size is a signed 32-bit number: a larger one shows as a negative."""
    unit, size, used = row.number("unit"), row.values.get("size"), row.values.get("used")
    if not unit or size is None or used is None:
        return None
    try:
        whole, taken = (int(value.written) % 2**32 for value in (size, used))
    except ValueError:
        return None
    return (whole * unit, taken * unit) if whole and taken <= whole else None


def _memories(said: Objects) -> Iterator[Memory]:
    for row in said.rows(HOST_STORAGE):
        kind, found = row.text("type"), storage_bytes(row)
        if kind not in {_RAM, _VIRTUAL} or found is None:
            continue
        total, used = found
        yield Memory(row.text("name"), used / total, row.oid("used"), total, used, pool=_pool(row.text("name"), kind))


def _pool(name: str, kind: str) -> Pool:
    words = name.lower()
    if words.startswith(_CACHES):
        return Pool.CACHE
    if "swap" in words or kind == _VIRTUAL:
        return Pool.SWAP
    return Pool.MIXED


def _storages(said: Objects) -> Iterator[Storage]:
    fixed = {row.text("storage") for row in said.rows(_FS) if row.whole("access") == _READ_ONLY}
    for row in said.rows(HOST_STORAGE):
        kind, found = row.text("type"), storage_bytes(row)
        if kind in {_FIXED_DISK, _REMOVABLE, _FLASH, _NETWORK_DISK, _COMPACT_DISC} and found is not None:
            total, used = found
            name = _named(row.text("name"))
            is_image = kind == _FLASH and used == total  # a chip of firmware; no filesystem fills to its last block
            is_fixed = is_image or kind == _COMPACT_DISC or row.index in fixed or _is_pseudo(name)
            yield Storage(name, used, total, row.oid("used"), is_fixed=is_fixed)


def _named(said: str) -> str:
    r"""Of Windows the drive alone, which it writes before label and serial number (``C:\ Label:A  Serial Number 1a2b``)."""
    drive = _DRIVE.match(said)
    return drive[1] if drive else said


def _is_pseudo(name: str) -> bool:
    """By its name or its mount (FreeBSD and Junos: ``devfs: dev file system, mounted on: /dev``); or a mounted disc."""
    if any(word in name.lower() for word in _DISCS):
        return True
    mount = name.rpartition("mounted on: ")[2]
    return any(one == word or one.startswith((f"{word}/", f"{word}:")) for one in (name, mount) for word in _PSEUDO)


PROCESSORS: Final = (Reading(_processors, HOST_PROCESSOR.values(), is_fallback=True),)
MEMORIES: Final = (Reading(_memories, HOST_STORAGE.values(), is_fallback=True),)
STORAGES: Final = (Reading(_storages, (*HOST_STORAGE.values(), *_FS.values()), is_fallback=True),)
