"""Ruijie and FS: temperatures, fans and power supplies (RUIJIE-SYSTEM-MIB); older software has the older tables only."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import RUIJIE
from collectors.network.vendors.ruijie import ALL, FS, Tables, everywhere, got, rows
from collectors.network.vendors.states import States, distinct, stated

_NONE: Final = -255
_HOTTEST: Final = 200
_MILLI: Final = 1000.0
_STATES: Final[States] = {
    1: (Standing.ABSENT, "noexist"),
    2: (Standing.FAILED, "existnopower"),
    3: (Standing.OFF, "existreadypower"),
    4: (Standing.OK, "normal"),
    5: (Standing.FAILED, "powerbutabnormal"),
    6: (Standing.UNKNOWN, "unknow"),
    7: (Standing.FAILED, "linefail"),
}
_TEMPERATURE_STATES: Final[States] = {
    1: (Standing.OK, "ok"),
    2: (Standing.WARN, "warning"),
    3: (Standing.FAILED, "critical"),
    4: (Standing.FAILED, "fail"),
}


def _celsius(row: Row, name: str) -> float | None:
    value = row.number(name, _NONE, 0)
    return value if value is not None and abs(value) <= _HOTTEST else None


def _sensors(tables: Tables, said: Objects) -> Iterator[Sensor]:
    found = [(row.index, one) for row in said.rows(tables.temperatures_new) for one in _temperature(tables, row)]
    if not found:
        found = [(row.index, one) for row in rows(said, tables.temperatures) for one in _temperature(tables, row)]
    yield from distinct(found)
    scalar = tables.scalar("1.1.16")
    value = said.number(scalar, 0, _NONE)
    if not found and value is not None and abs(value) <= _HOTTEST:
        yield Sensor("device", Quantity.TEMPERATURE, value, scalar, place=Place.BOARD)
    for row in said.rows(tables.fans_new):
        speed = row.number("speed", 0)
        if speed is not None:
            yield Sensor(_indexed(row, "fan"), Quantity.FAN_SPEED, speed, row.oid("speed"))
    for row in said.rows(tables.supplies_new):
        yield from _supply(row)


def _temperature(tables: Tables, row: Row) -> Iterator[Sensor]:
    """FS keeps a low limit where Ruijie keeps a state."""
    value = _celsius(row, "value")
    if value is None:
        return
    name = row.text("name") or "temperature"
    place = place_of(name)
    yield Sensor(
        f"{_indexed(row, 'sensor')} {name}" if "." in row.index else name,
        Quantity.TEMPERATURE,
        value,
        row.oid("value"),
        low_warn=_celsius(row, "eighth") if tables.maker == FS else None,
        high_warn=_celsius(row, "warn"),
        high_critical=_celsius(row, "critical"),
        place=Place.BOARD if place is Place.UNKNOWN else place,
    )


def _supply(row: Row) -> Iterator[Sensor]:
    name = _indexed(row, "power")
    for column, quantity, divisor in (
        ("volts", Quantity.VOLTAGE, 1.0),
        ("milliwatts", Quantity.POWER, _MILLI),
        ("temperature", Quantity.TEMPERATURE, 1.0),
    ):
        value = row.number(column, 0, _NONE)
        if value is not None:
            yield Sensor(name, quantity, value / divisor, row.oid(column))


def _indexed(row: Row, what: str) -> str:
    """By device and number: ``device 1 slot 2 sensor 3``, ``device 1 fan 2``."""
    numbers = row.index.split(".")
    words = ("device", "slot" if what == "sensor" else "tray") if len(numbers) > len(("device", what)) else ("device",)
    return " ".join(f"{word} {number}" for word, number in zip((*words, what), numbers, strict=False))


def _components(tables: Tables, said: Objects) -> Iterator[Component]:
    for old, new, what, part in (
        (tables.supplies, tables.supplies_new, "power", Part.POWER),
        (tables.fans, tables.fans_new, "fan", Part.FAN),
    ):
        found = [
            (row.index, one)
            for row in rows(said, old)
            for one in stated(row, "status", _STATES, row.text("name") or f"{what} {row.index}", part)
        ]
        yield from distinct(found)
        for row in () if found else said.rows(new):
            yield from stated(row, "status", _STATES, _indexed(row, what), part)
    for row in said.rows(tables.temperatures_new) if tables.maker == RUIJIE else ():
        name = f"{_indexed(row, 'sensor')} {row.text('name')}".strip()
        yield from stated(row, "eighth", _TEMPERATURE_STATES, name, Part.TEMPERATURE)


SENSORS: Final = tuple(
    Reading(
        partial(_sensors, one),
        everywhere(one.temperatures, one.temperatures_new, one.fans_new, one.supplies_new),
        (*got(one.temperatures), one.scalar("1.1.16")),
        of=(one.maker,),
    )
    for one in ALL
)
COMPONENTS: Final = tuple(
    Reading(
        partial(_components, one),
        everywhere(one.supplies, one.supplies_new, one.fans, one.fans_new, one.temperatures_new),
        (*got(one.supplies), *got(one.fans)),
        of=(one.maker,),
    )
    for one in ALL
)
