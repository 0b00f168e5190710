"""Huawei and xFusion servers by their management board (HUAWEI-SERVER-IBMC-MIB): parts, temperatures, power, loads.

Temperatures are tenths of a degree, 65535 where there is none (a processor's while the server is off); fan speeds are
revolutions a minute; -1 is an invalid usage. A part that is not there is absent (5), or its presence is absence (1).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import HUAWEI
from collectors.network.vendors.states import States, distinct, stated, stated_alone

BOARD: Final = f"{HUAWEI}.2.235"
_B: Final = f"{BOARD}.1.1"
_HEALTH, _NAME, _SERIAL, _POWERED, _WATTS, _CPU, _MEMORY, _CPU_LIMIT, _MEMORY_LIMIT = (
    f"{_B}.1.{number}.0" for number in (1, 6, 7, 12, 13, 23, 25, 26, 27)
)
EVENTS: Final[Mapping[str, str]] = {"name": f"{_B}.1.50.1.2", "severity": f"{_B}.1.50.1.4", "words": f"{_B}.1.50.1.5"}
SUPPLIES: Final[Mapping[str, str]] = {
    "status": f"{_B}.6.50.1.7",
    "watts": f"{_B}.6.50.1.8",
    "presence": f"{_B}.6.50.1.9",
    "name": f"{_B}.6.50.1.13",
}
FANS: Final[Mapping[str, str]] = {
    "speed": f"{_B}.8.50.1.2",
    "presence": f"{_B}.8.50.1.3",
    "status": f"{_B}.8.50.1.4",
    "name": f"{_B}.8.50.1.7",
}
PROCESSOR_PARTS: Final[Mapping[str, str]] = {"status": f"{_B}.15.50.1.6", "name": f"{_B}.15.50.1.10"}
MEMORY_PARTS: Final[Mapping[str, str]] = {"status": f"{_B}.16.50.1.6", "name": f"{_B}.16.50.1.10"}
DISKS: Final[Mapping[str, str]] = {
    "presence": f"{_B}.18.50.1.2",
    "status": f"{_B}.18.50.1.3",
    "name": f"{_B}.18.50.1.6",
}
TEMPERATURES: Final[Mapping[str, str]] = {"name": f"{_B}.26.50.1.2", "value": f"{_B}.26.50.1.3"}
_TENTHS: Final = 10.0
_NONE: Final = 65535
_HOTTEST: Final = 200
_ABSENCE: Final = 1
_STATES: Final[States] = {
    1: (Standing.OK, "ok"),
    2: (Standing.WARN, "minor"),
    3: (Standing.FAILED, "major"),
    4: (Standing.FAILED, "critical"),
    5: (Standing.ABSENT, "absence"),
    6: (Standing.UNKNOWN, "unknown"),
}
_POWER_STATES: Final[States] = {1: (Standing.OFF, "normalPowerOff"), 2: (Standing.OK, "powerOn")}
_OK: Final = 1
_TABLES: Final = (
    (SUPPLIES, "power", Part.POWER),
    (FANS, "fan", Part.FAN),
    (PROCESSOR_PARTS, "CPU", Part.PROCESSOR),
    (MEMORY_PARTS, "DIMM", Part.MEMORY),
    (DISKS, "disk", Part.DISK),
)


def _named(row: Row, what: str) -> str:
    name = row.text("name")
    return name if name not in {"", "0"} else f"{what} {row.index}"  # an empty slot is called 0


def _is_there(row: Row) -> bool:
    return row.whole("presence") != _ABSENCE


def _parts(said: Objects) -> Iterator[tuple[str, Component]]:
    for table, what, part in _TABLES:
        for row in said.rows(table):
            for one in stated(row, "status", _STATES, _named(row, what), part):
                yield row.index, one if _is_there(row) else replace(one, standing=Standing.ABSENT, words="absence")
    for row in said.rows(EVENTS):
        if row.whole("severity") not in {None, _OK}:
            for one in stated(row, "severity", _STATES, row.text("name") or f"event {row.index}", Part.ALARM):
                yield row.index, replace(one, words=row.text("words") or one.words)


def _components(said: Objects) -> Iterator[Component]:
    yield from stated_alone(said, _HEALTH, _STATES, "server", Part.SYSTEM)
    yield from stated_alone(said, _POWERED, _POWER_STATES, "server power", Part.SYSTEM)
    yield from distinct(_parts(said))


def _readings(said: Objects) -> Iterator[tuple[str, Sensor]]:
    for row in said.rows(TEMPERATURES):
        tenths = row.number("value", 0, -1, _NONE)
        if tenths is not None and abs(tenths / _TENTHS) <= _HOTTEST:
            name = _named(row, "temperature")
            place = place_of(name)
            yield row.index, Sensor(name, Quantity.TEMPERATURE, tenths / _TENTHS, row.oid("value"), place=place)
    for table, what, column, quantity in (
        (FANS, "fan", "speed", Quantity.FAN_SPEED),
        (SUPPLIES, "power", "watts", Quantity.POWER),
    ):
        for row in said.rows(table):
            value = row.number(column, -1)
            if value is not None and value >= 0 and _is_there(row):
                yield row.index, Sensor(_named(row, what), quantity, value, row.oid(column), place=Place.UNKNOWN)


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from distinct(_readings(said))
    watts = said.number(_WATTS, 0, -1)
    if watts is not None and watts > 0:
        yield Sensor("server", Quantity.POWER, watts, _WATTS)


def _processors(said: Objects) -> Iterator[Processor]:
    used = ratio(said.number(_CPU))
    if used is not None:
        yield Processor("server", used, _CPU, limit_ratio=ratio(said.number(_CPU_LIMIT)) or None)


def _memories(said: Objects) -> Iterator[Memory]:
    used = ratio(said.number(_MEMORY))
    if used is not None:
        yield Memory("server", used, _MEMORY, limit_ratio=ratio(said.number(_MEMORY_LIMIT)) or None)


def _made(said: Objects) -> Iterator[Made]:
    told = {"model": said.text(_NAME), "serial": said.text(_SERIAL)}
    sources = {"model": _NAME, "serial": _SERIAL}
    yield Made(**told, oids=tuple((field, oid) for field, oid in sources.items() if told[field]))


_COLUMNS: Final = tuple(oid for table, *_rest in _TABLES for oid in table.values())
PROCESSORS: Final = (Reading(_processors, scalars=(_CPU, _CPU_LIMIT), of=(BOARD,)),)
MEMORIES: Final = (Reading(_memories, scalars=(_MEMORY, _MEMORY_LIMIT), of=(BOARD,)),)
SENSORS: Final = (Reading(_sensors, (*TEMPERATURES.values(), *FANS.values(), *SUPPLIES.values()), (_WATTS,), of=(BOARD,)),)
COMPONENTS: Final = (Reading(_components, (*_COLUMNS, *EVENTS.values()), (_HEALTH, _POWERED), of=(BOARD,)),)
MADE: Final = (Reading(_made, scalars=(_NAME, _SERIAL), of=(BOARD,)),)
