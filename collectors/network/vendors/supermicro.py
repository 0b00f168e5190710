"""Supermicro servers by their management board (ATEN-IPMI-MIB): IPMI's sensors with their limits, power supplies.

Every sensor is one row of text ("32.000"), whatever it measures: its quantity is told by its name alone. A row of zeros,
limits too, is a sensor of nothing that is plugged in. Rows without limits that are not zero are states (chassis intrusion,
PS status, battery), by the bits of IPMI 2.0 table 42-3.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Component, Part, Quantity, Sensor, Standing
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading
from collectors.network.tables_of_values import Measure, State, measures, states
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.device_limits import DeviceLimits
from collectors.network.vendors.prefixes import ATEN
from collectors.network.vendors.states import States, distinct, stated

_S: Final = f"{ATEN}.1.3.1"
_SUPPLY: Final = f"{ATEN}.1.14.2.1"
TABLE: Final[Mapping[str, str]] = {
    "value": f"{_S}.2",
    "low_warn": f"{_S}.5",
    "low_critical": f"{_S}.6",
    "high_warn": f"{_S}.8",
    "high_critical": f"{_S}.9",
    "name": f"{_S}.13",
}
_LIMITS: Final = ("low_critical", "low_warn", "high_warn", "high_critical")
_MAJOR, _MINOR, _BUILD = f"{ATEN}.1.5.1.0", f"{ATEN}.1.5.2.0", f"{ATEN}.1.5.7.0"
_MODEL, _SERIAL = f"{ATEN}.1.16.3.4.0", f"{ATEN}.1.16.3.6.0"
_POWERED: Final[States] = {0: (Standing.OFF, "off"), 1: (Standing.OK, "on"), 2: (Standing.WARN, "reset")}
_INTRUSION: Final[States] = {0: (Standing.OK, "none"), 1: (Standing.WARN, "general chassis intrusion")}
_SUPPLY_STATES: Final[States] = {
    0: (Standing.ABSENT, "not present"),
    1: (Standing.OK, "present"),
    2: (Standing.FAILED, "failure detected"),
    3: (Standing.FAILED, "present, failure detected"),
    5: (Standing.WARN, "present, predictive failure"),
    9: (Standing.FAILED, "present, input lost"),
    11: (Standing.FAILED, "present, failure detected, input lost"),
}
_BATTERY: Final[States] = {
    0: (Standing.ABSENT, "not present"),
    1: (Standing.WARN, "low"),
    2: (Standing.FAILED, "failed"),
    4: (Standing.OK, "present"),
    5: (Standing.WARN, "present, low"),
    6: (Standing.FAILED, "present, failed"),
}
_DISCRETE: Final = (
    ("intru", _INTRUSION, Part.OTHER),
    ("status", _SUPPLY_STATES, Part.POWER),
    ("vbat", _BATTERY, Part.BOARD_BATTERY),
)


def _has_limits(row: Row) -> bool:
    return any(row.number(column) for column in _LIMITS)


def _quantity(row: Row) -> Quantity | None:
    """By its name; a row of zeros and a state is no measurement."""
    name = row.text("name").lower()
    if not _has_limits(row):
        return None
    if "fan" in name:
        return Quantity.FAN_SPEED
    return Quantity.TEMPERATURE if "temp" in name else Quantity.VOLTAGE


def _readings(said: Objects) -> Iterator[tuple[str, Sensor]]:
    for row in said.rows(TABLE):
        quantity, value, name = _quantity(row), row.number("value"), row.text("name") or f"sensor {row.index}"
        if quantity is not None and value is not None:
            limits = DeviceLimits(*(row.number(column, 0) for column in _LIMITS))
            yield row.index, Sensor(name, quantity, value, row.oid("value"), *limits, place=place_of(name))


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from distinct(_readings(said))


def _parts(said: Objects) -> Iterator[tuple[str, Component]]:
    for row in said.rows(TABLE):
        name = row.text("name") or f"sensor {row.index}"
        if "fan" in name.lower():
            yield row.index, _fan(row, name)
            continue
        for mark, meanings, part in _DISCRETE:
            if mark in name.lower() and not _has_limits(row):
                yield from ((row.index, one) for one in stated(row, "value", meanings, name, part))


def _fan(row: Row, name: str) -> Component:
    """A fan tells only its speed and its limits: one that stands below its own lowest limit has failed."""
    speed, least = row.number("value"), row.number("low_critical")
    words = f"{row.text('value')} rpm"
    if not speed and not _has_limits(row):
        return Component(name, Part.FAN, Standing.ABSENT, words, oid=row.oid("value"))
    if speed is None:
        return Component(name, Part.FAN, Standing.UNKNOWN, words)
    standing = Standing.FAILED if least is not None and speed < least else Standing.OK
    return Component(name, Part.FAN, standing, words, oid=row.oid("value"))


def _components(said: Objects) -> Iterator[Component]:
    yield from distinct(_parts(said))


def _made(said: Objects) -> Iterator[Made]:
    """The version is three numbers (1, 74, 11), the last of which older boards do not tell."""
    parts = [said.text(oid) for oid in (_MAJOR, _MINOR, _BUILD)]
    told = {"model": said.text(_MODEL), "serial": said.text(_SERIAL), "version": ".".join(one for one in parts if one)}
    sources = {"model": _MODEL, "serial": _SERIAL, "version": _MAJOR}
    yield Made(**told, oids=tuple((field, oid) for field, oid in sources.items() if told[field]))


_OF: Final = (ATEN,)
SENSORS: Final = (
    Reading(_sensors, TABLE.values(), of=_OF),
    measures(
        (),
        (
            Measure(f"{_SUPPLY}.3", "power supply {index} input", Quantity.VOLTAGE, none=(0,)),
            Measure(f"{_SUPPLY}.4", "power supply {index} input", Quantity.CURRENT),
            Measure(f"{_SUPPLY}.5", "power supply {index} input", Quantity.POWER),
            Measure(f"{_SUPPLY}.9", "power supply {index} 1", Quantity.TEMPERATURE, none=(0,)),
            Measure(f"{_SUPPLY}.10", "power supply {index} 2", Quantity.TEMPERATURE, none=(0,)),
            Measure(f"{_SUPPLY}.11", "power supply {index} fan 1", Quantity.FAN_SPEED, none=(0,)),
            Measure(f"{_SUPPLY}.12", "power supply {index} fan 2", Quantity.FAN_SPEED, none=(0,)),
        ),
        of=_OF,
    ),
)
COMPONENTS: Final = (
    Reading(_components, TABLE.values(), of=_OF),
    states(
        (State(f"{ATEN}.1.4.0", "server power", Part.SYSTEM, _POWERED),),
        (State(f"{_SUPPLY}.2", "power supply {index}", Part.POWER, _SUPPLY_STATES),),
        of=_OF,
    ),
)
MADE: Final = (Reading(_made, scalars=(_MODEL, _SERIAL, _MAJOR, _MINOR, _BUILD), of=_OF),)
