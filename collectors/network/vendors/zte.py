"""ZTE ZXR10 (switches, routers): loads, fans, power supplies, temperatures, what it is.

Newer software has ZXR10-SYSTEM-HARDWARE-MIB, whose UNITS are percent and MB; older only ZXR10-MIB zxr10SystemTable. The
fans, supplies and temperatures of older software (3902.3.200) have states that no MIB at hand names: they are not read.
The tables of supplies and of board temperatures are as a public program lists them from that MIB of a 5960X (V6.00.04);
of the states of a supply it names two, 1 in place and 1 running, and no other: what is not 1 while in place is unknown.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import ZTE
from collectors.network.vendors.states import States, distinct, stated

_UNIT: Final = f"{ZTE}.3.6002.2.1.1"
UNITS: Final[Mapping[str, str]] = {
    "megabytes": f"{_UNIT}.5",
    "memory": f"{_UNIT}.6",
    "cpu": f"{_UNIT}.9",
    "name": f"{_UNIT}.13",
    "cpu_limit": f"{_UNIT}.31",
    "memory_limit": f"{_UNIT}.32",
}
"""zxr10CpusystemTable, by rack, shelf, slot and unit."""
_OLD: Final = f"{ZTE}.3.3.1.1"
OLD_UNITS: Final[Mapping[str, str]] = {"memory": f"{_OLD}.4", "cpu_2m": f"{_OLD}.5", "cpu": f"{_OLD}.12"}
"""zxr10SystemMemUsed, zxr10SystemCpuUtility2m, zxr10SystemCpuUtility5m."""
FANS: Final[Mapping[str, str]] = {"status": f"{ZTE}.3.6002.2.3.1.7", "ratio": f"{ZTE}.3.6002.2.3.1.14"}
_SHELF: Final = f"{ZTE}.3.6002.2.4.1"
SHELVES: Final[Mapping[str, str]] = {
    "value": f"{_SHELF}.3",
    "low": f"{_SHELF}.4",
    "high": f"{_SHELF}.5",
    "higher": f"{_SHELF}.6",
}
"""zxr10ShelfTemperatureTable: EnvironTemperature, LowThreshold, HighThreshold1 and 2."""
_SUPPLY: Final = f"{ZTE}.3.6002.2.6.2.1"
SUPPLIES: Final[Mapping[str, str]] = {"present": f"{_SUPPLY}.4", "status": f"{_SUPPLY}.7", "position": f"{_SUPPLY}.27"}
"""zxr10PowerModuleTable: physical status, running status, the name of the place."""
_BOARD: Final = f"{ZTE}.3.6002.2.5.1"
BOARDS: Final[Mapping[str, str]] = {
    "board": f"{_BOARD}.6",
    "point": f"{_BOARD}.7",
    "value": f"{_BOARD}.9",
    "high": f"{_BOARD}.11",
}
"""zxr10BoardTempTable: board, what is measured there, degrees Celsius, the major one of its limits."""
_MEGA: Final = 1024.0 * 1024.0
_FIVE_MINUTES: Final = 300.0
_TWO_MINUTES: Final = 120.0
_HOTTEST: Final = 200
_MOST_PERCENT: Final = 100
_FAN_STATES: Final[States] = {0: (Standing.FAILED, "abnormal"), 1: (Standing.OK, "normal")}
_SUPPLY_STATES: Final[States] = {1: (Standing.OK, "running")}
_IN_PLACE: Final = 1
_PLACES: Final = ("rack", "shelf", "slot", "unit")
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_MODEL: Final = re.compile(r"\bZXR10[_ ](?P<model>[\w-]*\d[\w-]*) Software")
_VERSION: Final = re.compile(r"Software, Version (?:ZXR10 )?(?:[\w-]+ )??(?P<version>V[\d.]\S*)")


def _placed(row: Row, *places: str) -> str:
    """``rack 1 shelf 1 slot 9 unit 1``: the index, which is where the part stands."""
    return " ".join(f"{place} {number}" for place, number in zip(places, row.index.split("."), strict=False))


def _processors(said: Objects) -> Iterator[Processor]:
    for row in said.rows({name: UNITS[name] for name in ("cpu", "cpu_limit")}):
        used = ratio(row.number("cpu"))
        if used is not None:
            limit = ratio(row.number("cpu_limit")) or None
            name = _placed(row, *_PLACES)
            yield Processor(name, used, row.oid("cpu"), limit_ratio=limit, window_seconds=_FIVE_MINUTES)


def _memories(said: Objects) -> Iterator[Memory]:
    for row in said.rows({name: UNITS[name] for name in ("memory", "megabytes", "memory_limit")}):
        used, mega = ratio(row.number("memory")), row.number("megabytes")
        if used is not None:
            total = mega * _MEGA if mega else None
            taken, limit = None if total is None else total * used, ratio(row.number("memory_limit")) or None
            yield Memory(_placed(row, *_PLACES), used, row.oid("memory"), total, taken, limit_ratio=limit)


def _old_processors(said: Objects) -> Iterator[Processor]:
    for row in said.rows({name: OLD_UNITS[name] for name in ("cpu", "cpu_2m")}):
        column, window = ("cpu", _FIVE_MINUTES) if "cpu" in row.values else ("cpu_2m", _TWO_MINUTES)
        used = ratio(row.number(column))
        if used is not None:
            yield Processor(_placed(row, *_PLACES), used, row.oid(column), window_seconds=window)


def _old_memories(said: Objects) -> Iterator[Memory]:
    for row in said.rows({"memory": OLD_UNITS["memory"]}):
        used = ratio(row.number("memory"))
        if used is not None:
            yield Memory(_placed(row, *_PLACES), used, row.oid("memory"))


def _celsius(row: Row, name: str) -> float | None:
    value = row.number(name, -1)
    return value if value is not None and abs(value) <= _HOTTEST else None


def _sensors(said: Objects) -> Iterator[Sensor]:
    for row in said.rows(SHELVES):
        value = _celsius(row, "value")
        if value:
            yield Sensor(
                _placed(row, "rack", "shelf"),
                Quantity.TEMPERATURE,
                value,
                row.oid("value"),
                low_warn=_celsius(row, "low"),
                high_warn=_celsius(row, "high"),
                high_critical=_celsius(row, "higher"),
                place=Place.INLET,
            )
    for row in said.rows(FANS):
        load = row.number("ratio")
        if load is not None and 0 < load <= _MOST_PERCENT:  # 128: it is set automatically
            yield Sensor(_placed(row, "rack", "shelf", "tray", "fan"), Quantity.FAN_LOAD, load, row.oid("ratio"))


def _board_sensors(said: Objects) -> Iterator[Sensor]:
    """By board and point; of those that share both, by their place too. Zero is no thermometer."""
    yield from distinct((row.index, one) for row in said.rows(BOARDS) for one in _board_sensor(row))


def _board_sensor(row: Row) -> Iterator[Sensor]:
    value = _celsius(row, "value")
    name = " ".join(one for one in (row.text("board"), row.text("point")) if one) or f"board {row.index}"
    if value:
        place = place_of(name)
        yield Sensor(
            name,
            Quantity.TEMPERATURE,
            value,
            row.oid("value"),
            high_warn=_celsius(row, "high") or None,
            place=Place.BOARD if place is Place.UNKNOWN else place,
        )


def _supplies(said: Objects) -> Iterator[Component]:
    """Of a place whose physical status is not 1 nothing but that is told."""
    yield from distinct((row.index, one) for row in said.rows(SUPPLIES) for one in _supply(row))


def _supply(row: Row) -> Iterator[Component]:
    name = row.text("position") or f"power {row.index}"
    present = row.number("present")
    if present is not None and present != _IN_PLACE:
        yield Component(name, Part.POWER, Standing.ABSENT, f"{present:.0f}", present, row.oid("present"))
    else:
        yield from stated(row, "status", _SUPPLY_STATES, name, Part.POWER)


def _fans(said: Objects) -> Iterator[Component]:
    for row in said.rows(FANS):
        yield from stated(row, "status", _FAN_STATES, _placed(row, "rack", "shelf", "tray", "fan"), Part.FAN)


def _made(said: Objects) -> Iterator[Made]:
    description = said.text(_DESCRIPTION)
    model, version = _MODEL.search(description), _VERSION.search(description)
    told = {"model": model["model"] if model else "", "version": version["version"].rstrip(",") if version else ""}
    yield Made(**told, oids=tuple((field, _DESCRIPTION) for field, words in told.items() if words))


PROCESSORS: Final = (
    Reading(_processors, (UNITS["cpu"], UNITS["cpu_limit"]), of=(ZTE,)),
    Reading(_old_processors, (OLD_UNITS["cpu"], OLD_UNITS["cpu_2m"]), of=(ZTE,), is_fallback=True),
)
MEMORIES: Final = (
    Reading(_memories, (UNITS["memory"], UNITS["megabytes"], UNITS["memory_limit"]), of=(ZTE,)),
    Reading(_old_memories, (OLD_UNITS["memory"],), of=(ZTE,), is_fallback=True),
)
SENSORS: Final = (
    Reading(_sensors, (*SHELVES.values(), *FANS.values()), of=(ZTE,)),
    Reading(_board_sensors, BOARDS.values(), of=(ZTE,)),
)
COMPONENTS: Final = (
    Reading(_fans, FANS.values(), of=(ZTE,)),
    Reading(_supplies, SUPPLIES.values(), of=(ZTE,)),
)
MADE: Final = (Reading(_made, scalars=(_DESCRIPTION,), of=(ZTE,)),)
