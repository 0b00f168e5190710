"""Cisco: processors (CISCO-PROCESS-MIB, CISCO-ENTITY-QFP-MIB) and memories (CISCO-ENHANCED-MEMPOOL-MIB and older)."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.loads import Memory, Pool, Processor
from collectors.network.entities import ENTITY, Entity, entities
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import CISCO
from collectors.network.vendors.states import distinct

_MGMT: Final = f"{CISCO}.9"
_TOTAL: Final = f"{_MGMT}.109.1.1.1.1"
CPM_TOTAL: Final[Mapping[str, str]] = {
    "part": f"{_TOTAL}.2",
    "five_minutes": f"{_TOTAL}.8",
    "five_minutes_old": f"{_TOTAL}.5",
    "one_minute": f"{_TOTAL}.7",
    "one_minute_old": f"{_TOTAL}.4",
}
"""cpmCPUTotalTable: PhysicalIndex, 5minRev, 5min (deprecated, of old releases), 1minRev, 1min."""
_WINDOWS: Final = {"five_minutes": 300.0, "five_minutes_old": 300.0, "one_minute": 60.0, "one_minute_old": 60.0}
CPM_CORES: Final[Mapping[str, str]] = {"five_minutes": f"{_MGMT}.109.1.1.2.1.5"}
"""cpmCore5min; index: cpmCPUTotalIndex, core."""
QFP: Final[Mapping[str, str]] = {"load": f"{_MGMT}.715.1.1.6.1.14"}
"""ceqfpUtilProcessingLoad; index: entPhysicalIndex, interval (5 seconds, 1 minute, 5 minutes, 1 hour)."""
_FIVE_MINUTES: Final = 3
_WINDOW: Final = 300.0
_AIRESPACE: Final = "1.3.6.1.4.1.14179.1.1.5"
_ALONE: Final[Mapping[str, float | None]] = {
    f"{_MGMT}.305.1.1.1.0": None,
    f"{CISCO}.6.1.101.1.9.0": _WINDOW,
    f"{_AIRESPACE}.1.0": None,
    f"{CISCO}.2.1.58.0": _WINDOW,
}
"""Scalars in percent, with over how long they are a mean: cseSysCPUUtilization of CISCO-SYSTEM-EXT-MIB (of the active
supervisor), rlCpuUtilDuringLast5Minutes of the small business switches (101 where it is switched off),
agentCurrentCPUUtilization of wireless controllers, avgBusy5 of OLD-CISCO-CPU-MIB."""
_NEXUS_MEMORY: Final = f"{_MGMT}.305.1.1.2.0"
"""cseSysMemoryUtilization, in percent."""
_WIRELESS_TOTAL, _WIRELESS_FREE = f"{_AIRESPACE}.2.0", f"{_AIRESPACE}.3.0"
"""agentTotalMemory and agentFreeMemory of wireless controllers, in KiB."""

_CPM_MEMORY: Final[Mapping[str, str]] = {
    "part": f"{_TOTAL}.2",
    "used": f"{_TOTAL}.17",
    "free": f"{_TOTAL}.19",
    "used_32": f"{_TOTAL}.12",
    "free_32": f"{_TOTAL}.13",
}
"""cpmCPUMemoryHCUsed, HCFree, Used, Free, in KiB: the memory of the system under IOS-XE, IOS XR and NX-OS."""
_KIB: Final = 1024.0
_POOLS: Final = f"{_MGMT}.221.1.1.1.1"
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
_OLD_POOLS: Final = f"{_MGMT}.48.1.1.1"
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


def _name(known: Mapping[str, Entity], part: int | None, otherwise: str) -> str:
    """What the part is called; physical index 0 says that it stands for no part."""
    found = known.get(str(part))
    return found.words if found is not None else otherwise


def _cpus(said: Objects) -> dict[str, str]:
    """Names of cpmCPUTotalTable by its index."""
    known = entities(said)
    return {row.index: _name(known, row.whole("part"), f"CPU {row.index}") for row in said.rows(CPM_TOTAL)}


def _processors(said: Objects) -> Iterator[Processor]:
    yield from distinct((*_totals(said), *_cores(said), *_forwarders(said)))


def _totals(said: Objects) -> Iterator[tuple[str, Processor]]:
    names = _cpus(said)
    for row in said.rows(CPM_TOTAL):
        for column, window in _WINDOWS.items():
            used = ratio(row.number(column))
            if used is not None:
                yield row.index, Processor(names[row.index], used, row.oid(column), window_seconds=window)
                break


def _cores(said: Objects) -> Iterator[tuple[str, Processor]]:
    names = _cpus(said)
    for row in said.rows(CPM_CORES):
        cpu, _dot, core = row.index.partition(".")
        used = ratio(row.number("five_minutes"))
        if used is not None:
            name = f"{names.get(cpu, f'CPU {cpu}')} core {core}"
            yield row.index, Processor(name, used, row.oid("five_minutes"), window_seconds=_WINDOW)


def _forwarders(said: Objects) -> Iterator[tuple[str, Processor]]:
    known = entities(said)
    for row in said.rows(QFP):
        part, used = row.numbers[0], ratio(row.number("load"))
        if row.numbers[-1] == _FIVE_MINUTES and used is not None:
            name = _name(known, part, f"QFP {part}")
            yield row.index, Processor(name, used, row.oid("load"), window_seconds=_WINDOW, is_data_plane=True)


def _busy(said: Objects) -> Iterator[Processor]:
    for oid, window in _ALONE.items():
        used = ratio(said.number(oid))
        if used is not None:
            yield Processor("CPU", used, oid, window_seconds=window)
            return


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
    names = _cpus(said)
    for row in said.rows(_CPM_MEMORY):
        found += _memory(row, f"{names.get(row.index, f'CPU {row.index}')} system", Pool.SYSTEM, _KIB)
    yield from distinct(found)


def _enhanced(said: Objects) -> Iterator[tuple[str, Memory]]:
    known = entities(said)
    for row in said.rows(ENHANCED_POOL):
        words = row.text("name") or f"pool {row.index}"
        holder = _name(known, row.numbers[0], "")
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


_CPUS: Final = (*CPM_TOTAL.values(), *CPM_CORES.values(), *QFP.values(), *ENTITY.values())
_MEMORY: Final = (*ENHANCED_POOL.values(), *OLD_POOL.values(), *_CPM_MEMORY.values(), *CPM_TOTAL.values(), *ENTITY.values())
PROCESSORS: Final = (
    Reading(_processors, dict.fromkeys(_CPUS), of=(CISCO,)),
    Reading(_busy, scalars=_ALONE, of=(CISCO,), is_fallback=True),
)
MEMORIES: Final = (
    Reading(_memories, dict.fromkeys(_MEMORY), of=(CISCO,)),
    Reading(_system, scalars=(_NEXUS_MEMORY, _WIRELESS_TOTAL, _WIRELESS_FREE), of=(CISCO,), is_fallback=True),
)
