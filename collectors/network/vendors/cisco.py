"""Cisco: processors by CISCO-PROCESS-MIB and CISCO-ENTITY-QFP-MIB, and by scalars where these are missing."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.loads import Processor
from collectors.network.entities import ENTITY, Entity, entities
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import CISCO
from collectors.network.vendors.states import distinct

MGMT: Final = f"{CISCO}.9"
TOTAL: Final = f"{MGMT}.109.1.1.1.1"
CPM_TOTAL: Final[Mapping[str, str]] = {
    "part": f"{TOTAL}.2",
    "five_minutes": f"{TOTAL}.8",
    "five_minutes_old": f"{TOTAL}.5",
    "one_minute": f"{TOTAL}.7",
    "one_minute_old": f"{TOTAL}.4",
}
"""cpmCPUTotalTable: PhysicalIndex, 5minRev, 5min (deprecated, of old releases), 1minRev, 1min."""
_WINDOWS: Final = {"five_minutes": 300.0, "five_minutes_old": 300.0, "one_minute": 60.0, "one_minute_old": 60.0}
CPM_CORES: Final[Mapping[str, str]] = {"five_minutes": f"{MGMT}.109.1.1.2.1.5"}
"""cpmCore5min; index: cpmCPUTotalIndex, core."""
QFP: Final[Mapping[str, str]] = {"load": f"{MGMT}.715.1.1.6.1.14"}
"""ceqfpUtilProcessingLoad; index: entPhysicalIndex, interval (5 seconds, 1 minute, 5 minutes, 1 hour)."""
_FIVE_MINUTES: Final = 3
_WINDOW: Final = 300.0
AIRESPACE: Final = "1.3.6.1.4.1.14179.1.1.5"
_ALONE: Final[Mapping[str, float | None]] = {
    f"{MGMT}.305.1.1.1.0": None,
    f"{CISCO}.6.1.101.1.9.0": _WINDOW,
    f"{AIRESPACE}.1.0": None,
    f"{CISCO}.2.1.58.0": _WINDOW,
}
"""Scalars in percent, with over how long they are a mean: cseSysCPUUtilization of CISCO-SYSTEM-EXT-MIB (of the active
supervisor), rlCpuUtilDuringLast5Minutes of the small business switches (101 where it is switched off),
agentCurrentCPUUtilization of wireless controllers, avgBusy5 of OLD-CISCO-CPU-MIB."""


def part_name(known: Mapping[str, Entity], part: int | None, otherwise: str) -> str:
    """What the part is called; physical index 0 says that it stands for no part."""
    found = known.get(str(part))
    return found.words if found is not None else otherwise


def cpu_names(said: Objects) -> dict[str, str]:
    """Names of cpmCPUTotalTable by its index."""
    known = entities(said)
    return {row.index: part_name(known, row.whole("part"), f"CPU {row.index}") for row in said.rows(CPM_TOTAL)}


def _processors(said: Objects) -> Iterator[Processor]:
    yield from distinct((*_totals(said), *_cores(said), *_forwarders(said)))


def _totals(said: Objects) -> Iterator[tuple[str, Processor]]:
    names = cpu_names(said)
    for row in said.rows(CPM_TOTAL):
        for column, window in _WINDOWS.items():
            used = ratio(row.number(column))
            if used is not None:
                yield row.index, Processor(names[row.index], used, row.oid(column), window_seconds=window)
                break


def _cores(said: Objects) -> Iterator[tuple[str, Processor]]:
    names = cpu_names(said)
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
            name = part_name(known, part, f"QFP {part}")
            yield row.index, Processor(name, used, row.oid("load"), window_seconds=_WINDOW, is_data_plane=True)


def _busy(said: Objects) -> Iterator[Processor]:
    for oid, window in _ALONE.items():
        used = ratio(said.number(oid))
        if used is not None:
            yield Processor("CPU", used, oid, window_seconds=window)
            return


_CPUS: Final = (*CPM_TOTAL.values(), *CPM_CORES.values(), *QFP.values(), *ENTITY.values())
PROCESSORS: Final = (
    Reading(_processors, dict.fromkeys(_CPUS), of=(CISCO,)),
    Reading(_busy, scalars=_ALONE, of=(CISCO,), is_fallback=True),
)
