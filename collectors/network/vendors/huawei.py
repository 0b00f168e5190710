"""Huawei VRP (switches S and CE, routers NE and AR, firewalls USG): loads, storages, what it is.

HUAWEI-ENTITY-EXTENT-MIB hwEntityStateTable numbers boards by entPhysicalIndex; older software has only HUAWEI-CPU-MIB and
HUAWEI-MEMORY-MIB. HUAWEI-FLASH-MAN-MIB hwStorageTable counts in KB.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor, Storage
from collectors.network.entities import ENTITY
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.parts import part_names
from collectors.network.vendors.prefixes import HUAWEI

DEVICES: Final = (f"{HUAWEI}.2",)
"""sysObjectIDs of VRP devices (HUAWEI-MIB products); management boards (2.235) are among them and answer none of this."""
EXTENT: Final = f"{HUAWEI}.5.25.31"
_STATE: Final = f"{EXTENT}.1.1.1.1"
STATE: Final[Mapping[str, str]] = {
    "admin": f"{_STATE}.1",
    "oper": f"{_STATE}.2",
    "light": f"{_STATE}.4",
    "cpu": f"{_STATE}.5",
    "cpu_limit": f"{_STATE}.6",
    "memory": f"{_STATE}.7",
    "memory_limit": f"{_STATE}.8",
    "memory_bytes": f"{_STATE}.9",
    "temperature": f"{_STATE}.11",
    "temperature_high": f"{_STATE}.12",
    "voltage": f"{_STATE}.13",
    "voltage_low": f"{_STATE}.14",
    "voltage_high": f"{_STATE}.15",
    "temperature_low": f"{_STATE}.16",
    "memory_megabytes": f"{_STATE}.19",
}
"""hwEntityStateTable. One row for every part, ports too: most of a row is zero because the part has no such thing."""
_LOADS: Final = {name: STATE[name] for name in ("oper", "cpu", "cpu_limit")}
_MEMORIES: Final = {name: STATE[name] for name in ("oper", "memory", "memory_limit", "memory_bytes", "memory_megabytes")}
WORKING: Final = frozenset({3, 11, 13, 15, 16, 18})
"""HwOperState: enabled, up, connect, protocolUp, linkUp, present. Another part's figures are left over or zero."""
_OLD_CPU: Final[Mapping[str, str]] = {"minute": f"{HUAWEI}.6.3.4.1.3", "now": f"{HUAWEI}.6.3.4.1.2"}
_OLD_MEMORY: Final[Mapping[str, str]] = {
    "size": f"{HUAWEI}.6.3.5.1.1.2",
    "free": f"{HUAWEI}.6.3.5.1.1.3",
    "size64": f"{HUAWEI}.6.3.5.1.1.8",
    "free64": f"{HUAWEI}.6.3.5.1.1.9",
}
_STORAGE: Final[Mapping[str, str]] = {
    "size": f"{HUAWEI}.6.9.1.4.2.1.3",
    "free": f"{HUAWEI}.6.9.1.4.2.1.4",
    "name": f"{HUAWEI}.6.9.1.4.2.1.5",
}
_KB: Final = 1024
_MINUTE: Final = 60.0
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_SYSTEM_MODEL: Final = f"{EXTENT}.6.5.0"
_PRODUCT: Final = f"{HUAWEI}.5.25.188.1.4.0"
_ESN: Final = f"{HUAWEI}.5.25.188.1.1.0"
_PATCH: Final = f"{HUAWEI}.5.25.19.1.8.5.1.1.4"
"""HUAWEI-SYS-MAN-MIB hwPatchVersion, by slot and patch."""
_VERSION: Final = re.compile(r"Version\s+(?P<vrp>[\d.]+)\s*\((?P<family>[^()]*?)\s*(?P<version>V\d{3}R\d{3}\w*)\)")


def is_working(row: Row) -> bool:
    """Whether a part of hwEntityStateTable works by its own word, or says nothing of it."""
    state = row.whole("oper")
    return state is None or state in WORKING


def _processors(said: Objects) -> Iterator[Processor]:
    names = part_names(said)
    for row in said.rows(_LOADS):
        used, limit = row.number("cpu"), row.number("cpu_limit")
        share = ratio(used)
        if share is not None and (used or limit) and is_working(row):
            yield Processor(names.get(row.index, row.index), share, row.oid("cpu"), limit_ratio=ratio(limit) or None)


def _memories(said: Objects) -> Iterator[Memory]:
    names = part_names(said)
    for row in said.rows(_MEMORIES):
        used, limit = row.number("memory"), row.number("memory_limit")
        share, total = ratio(used), _memory_bytes(row)
        if share is None or not is_working(row) or not (used or (limit and total)):
            continue
        taken = None if total is None else share * total
        name = names.get(row.index, row.index)
        yield Memory(name, share, row.oid("memory"), total, taken, limit_ratio=ratio(limit) or None)


def _memory_bytes(row: Row) -> float | None:
    """By hwEntityMemSizeMega in MB, else hwEntityMemSize in bytes, a signed number that turns negative above 2 GB."""
    mega = row.number("memory_megabytes")
    if mega and mega > 0:
        return mega * _KB * _KB
    found = row.whole("memory_bytes")
    return float(found % 2**32) if found else None


def _old_processors(said: Objects) -> Iterator[Processor]:
    """HUAWEI-CPU-MIB hwCpuDevTable, by frame, slot and processor."""
    for row in said.rows(_OLD_CPU):
        column = "minute" if "minute" in row.values else "now"
        used = ratio(row.number(column))
        if used is not None:
            window = _MINUTE if column == "minute" else None
            yield Processor(_slot(row), used, row.oid(column), window_seconds=window)


def _old_memories(said: Objects) -> Iterator[Memory]:
    """HUAWEI-MEMORY-MIB hwMemoryDevTable in bytes, by frame, slot and module; of 64 bits where it has them."""
    for row in said.rows(_OLD_MEMORY):
        wide = (row.number("size64"), row.number("free64"))
        total, free = wide if wide[0] else (row.number("size"), row.number("free"))
        column = "free64" if wide[0] else "free"
        if total and free is not None and 0 <= free <= total:
            yield Memory(_slot(row), (total - free) / total, row.oid(column), total, total - free)


def _slot(row: Row) -> str:
    frame, slot, *rest = (*row.numbers, 0, 0)[:3]
    return f"frame {frame} slot {slot}" + (f" unit {rest[0]}" if rest and rest[0] else "")


def _storages(said: Objects) -> Iterator[Storage]:
    """A removed card has no size."""
    for row in said.rows(_STORAGE):
        size, free = row.number("size"), row.number("free")
        if size and free is not None and 0 <= free <= size:
            name = row.text("name") or f"storage {row.index}"
            yield Storage(name, (size - free) * _KB, size * _KB, row.oid("free"))


def _made(said: Objects) -> Iterator[Made]:
    found = _VERSION.search(said.text(_DESCRIPTION))
    models = [oid for oid in (_SYSTEM_MODEL, _PRODUCT) if said.text(oid)]
    patches = sorted({value.text for value in said.column(_PATCH).values() if value.text})
    version = f"{found['vrp']} ({found['version']})" if found else ""
    patched = f"{version} [{', '.join(patches)}]" if version and patches else version
    sources = {"model": models[0] if models else "", "serial": _ESN, "version": _DESCRIPTION if found else ""}
    told = Made(
        model=said.text(models[0]) if models else (found["family"] if found else ""),
        serial=said.text(_ESN),
        version=patched,
    )
    yield Made(
        told.model,
        told.serial,
        told.version,
        tuple((field, oid or _DESCRIPTION) for field, oid in sources.items() if getattr(told, field)),
    )


PROCESSORS: Final = (
    Reading(_processors, (*_LOADS.values(), *ENTITY.values()), of=DEVICES),
    Reading(_old_processors, _OLD_CPU.values(), of=DEVICES, is_fallback=True),
)
MEMORIES: Final = (
    Reading(_memories, (*_MEMORIES.values(), *ENTITY.values()), of=DEVICES),
    Reading(_old_memories, _OLD_MEMORY.values(), of=DEVICES, is_fallback=True),
)
STORAGES: Final = (Reading(_storages, _STORAGE.values(), of=DEVICES),)
MADE: Final = (Reading(_made, (_PATCH,), (_DESCRIPTION, _SYSTEM_MODEL, _PRODUCT, _ESN), of=DEVICES),)
