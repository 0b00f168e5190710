"""Cisco: memories by CISCO-ENHANCED-MEMPOOL-MIB, CISCO-MEMORY-POOL-MIB and CISCO-PROCESS-MIB."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.loads import Memory, Pool
from collectors.network.entities import ENTITY, entities
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.cisco import AIRESPACE, CPM_TOTAL, MGMT, TOTAL, cpu_names, part_name
from collectors.network.vendors.prefixes import CISCO
from collectors.network.vendors.states import distinct

_NEXUS_MEMORY: Final = f"{MGMT}.305.1.1.2.0"
"""cseSysMemoryUtilization, in percent."""
_WIRELESS_TOTAL, _WIRELESS_FREE = f"{AIRESPACE}.2.0", f"{AIRESPACE}.3.0"
"""agentTotalMemory and agentFreeMemory of wireless controllers, in KiB."""

_CPM_MEMORY: Final[Mapping[str, str]] = {
    "part": f"{TOTAL}.2",
    "used": f"{TOTAL}.17",
    "free": f"{TOTAL}.19",
    "used_32": f"{TOTAL}.12",
    "free_32": f"{TOTAL}.13",
}
"""cpmCPUMemoryHCUsed, HCFree, Used, Free, in KiB: the memory of the system under IOS-XE, IOS XR and NX-OS."""
_KIB: Final = 1024.0
_POOLS: Final = f"{MGMT}.221.1.1.1.1"
ENHANCED_POOL: Final[Mapping[str, str]] = {
    "type": f"{_POOLS}.2",
    "name": f"{_POOLS}.3",
    "valid": f"{_POOLS}.6",
    "used": f"{_POOLS}.18",
    "free": f"{_POOLS}.20",
    "used_32": f"{_POOLS}.7",
    "free_32": f"{_POOLS}.8",
}
"""cempMemPoolTable: Type, Name, Valid, HCUsed, HCFree, Used, Free, in bytes; index: entPhysicalIndex, pool."""
_OLD_POOLS: Final = f"{MGMT}.48.1.1.1"
OLD_POOL: Final[Mapping[str, str]] = {
    "name": f"{_OLD_POOLS}.2",
    "valid": f"{_OLD_POOLS}.4",
    "used_32": f"{_OLD_POOLS}.5",
    "free_32": f"{_OLD_POOLS}.6",
}
"""ciscoMemoryPoolTable: Name, Valid, Used, Free, in bytes."""
_FALSE: Final = 2
_TYPES: Final[Mapping[int, Pool]] = {
    3: Pool.PACKET,  # ioMemory
    7: Pool.RESERVED,  # interruptStackMemory
    8: Pool.RESERVED,  # processStackMemory
    9: Pool.RESERVED,  # localExceptionMemory, for a core dump
    11: Pool.RESERVED,  # reservedMemory
    12: Pool.RESERVED,  # imageMemory
    13: Pool.PACKET,  # asicMemory
}
"""CempMemPoolTypes; the others are what the system runs in."""
_RESERVED: Final = ("reserve", "lsmpi_io", "image", "interrupt stack", "process stack")
"""Pools that are full, or all but empty, by design."""
_PACKETS: Final = ("i/o", "io", "fast", "mempool_dma", "packet")


def _pool(name: str, number: int | None) -> Pool:
    """What a pool is for. Of a pool named reserve the MIB's type is other(1), and lsmpi_io is of type processor."""
    words = name.lower()
    if words.startswith(_RESERVED):
        return Pool.RESERVED
    if words.startswith(_PACKETS):
        return Pool.PACKET
    return _TYPES.get(number or 0, Pool.SYSTEM)


def _memory(row: Row, name: str, pool: Pool, unit: float = 1.0) -> Iterator[tuple[str, Memory]]:
    """From used and free. Valid says false of figures that may be too small; the 32-bit ones stop at 4294967295."""
    if row.whole("valid") == _FALSE:
        return
    for used_column, free_column in (("used", "free"), ("used_32", "free_32")):
        used, free = row.number(used_column), row.number(free_column)
        if used is not None and free is not None and min(used, free) >= 0 and used + free > 0:
            total = (used + free) * unit
            ratio_used = used / (used + free)
            yield row.index, Memory(name, ratio_used, row.oid(used_column), total, used * unit, pool=pool)
            return


def _memories(said: Objects) -> Iterator[Memory]:
    found = [*_enhanced(said)] or [*_old(said)]
    names = cpu_names(said)
    for row in said.rows(_CPM_MEMORY):
        found += _memory(row, f"{names.get(row.index, f'CPU {row.index}')} system", Pool.SYSTEM, _KIB)
    yield from distinct(found)


def _enhanced(said: Objects) -> Iterator[tuple[str, Memory]]:
    known = entities(said)
    for row in said.rows(ENHANCED_POOL):
        words = row.text("name") or f"pool {row.index}"
        holder = part_name(known, row.numbers[0], "")
        yield from _memory(row, f"{holder} {words}".strip(), _pool(words, row.whole("type")))


def _old(said: Objects) -> Iterator[tuple[str, Memory]]:
    for row in said.rows(OLD_POOL):
        words = row.text("name") or f"pool {row.index}"
        yield from _memory(row, words, _pool(words, None))


def _system(said: Objects) -> Iterator[Memory]:
    used = ratio(said.number(_NEXUS_MEMORY))
    if used is not None:
        yield Memory("system", used, _NEXUS_MEMORY)
    total, free = said.number(_WIRELESS_TOTAL, 0), said.number(_WIRELESS_FREE)
    if total is not None and free is not None and free <= total:
        taken = total - free
        yield Memory("system", taken / total, _WIRELESS_FREE, total * _KIB, taken * _KIB)


_MEMORY: Final = (*ENHANCED_POOL.values(), *OLD_POOL.values(), *_CPM_MEMORY.values(), *CPM_TOTAL.values(), *ENTITY.values())
MEMORIES: Final = (
    Reading(_memories, dict.fromkeys(_MEMORY), of=(CISCO,)),
    Reading(_system, scalars=(_NEXUS_MEMORY, _WIRELESS_TOTAL, _WIRELESS_FREE), of=(CISCO,), is_fallback=True),
)
