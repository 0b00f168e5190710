"""Huawei VRP: temperatures, voltages, fans' speeds, supplies, power taken (HUAWEI-ENTITY-EXTENT, -ENERGYMNGT-MIB)."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.entities import ENTITY
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.huawei import DEVICES, EXTENT, STATE, is_working
from collectors.network.vendors.parts import part_names
from collectors.network.vendors.prefixes import HUAWEI

_TEMPERATURE: Final = f"{EXTENT}.1.1.8.1"
TEMPERATURE: Final[Mapping[str, str]] = {
    "status": f"{_TEMPERATURE}.5",
    "value": f"{_TEMPERATURE}.6",
    "minor": f"{_TEMPERATURE}.7",
    "major": f"{_TEMPERATURE}.8",
}
_VOLTAGE: Final = f"{EXTENT}.1.1.9.1"
VOLTAGE: Final[Mapping[str, str]] = {
    "status": f"{_VOLTAGE}.5",
    "value": f"{_VOLTAGE}.7",
    "low_major": f"{_VOLTAGE}.9",
    "low_fatal": f"{_VOLTAGE}.10",
    "high_major": f"{_VOLTAGE}.11",
    "high_fatal": f"{_VOLTAGE}.12",
}
_FAN: Final = f"{EXTENT}.1.1.10.1"
FANS: Final[Mapping[str, str]] = {"speed": f"{_FAN}.5", "present": f"{_FAN}.6", "state": f"{_FAN}.7"}
_POWER: Final = f"{EXTENT}.1.1.18.1"
POWERS: Final[Mapping[str, str]] = {
    "present": f"{_POWER}.5",
    "state": f"{_POWER}.6",
    "current": f"{_POWER}.7",
    "voltage": f"{_POWER}.8",
}
_ENERGY: Final = f"{HUAWEI}.6.157"
_AVERAGE_POWER, _CURRENT_POWER = f"{_ENERGY}.1.3.0", f"{_ENERGY}.1.6.0"
BOARD_POWER: Final[Mapping[str, str]] = {"name": f"{_ENERGY}.2.1.1.3", "power": f"{_ENERGY}.2.1.1.4"}
_TEMPERATURE_STATE: Final = {
    name: STATE[name]
    for name in (
        "oper",
        "temperature",
        "temperature_high",
        "temperature_low",
        "voltage",
        "voltage_low",
        "voltage_high",
    )
}
_MILLI: Final = 1000.0
_LEAST_MILLIVOLTS: Final = 100
"""hwEntityVoltage has no unit in the MIB: some models say 5 (with limits of 3 and 13), others 12000. No board has 100 V."""
_NO_TEMPERATURE: Final = 0x7FFFFFF
"""As the MIB writes it (seven digits); 0x7FFFFFFF is a sentinel everywhere."""
_COLDEST: Final = -60
_HOTTEST: Final = 200
_ABSENT: Final = 2
_MOST_PERCENT: Final = 100


def _celsius(value: float | None) -> float | None:
    """A temperature that one can be; 0 stands where a part has none, and for a limit that is not set."""
    return value if value and value != _NO_TEMPERATURE and _COLDEST <= value <= _HOTTEST else None


def _entity_sensors(said: Objects) -> Iterator[Sensor]:
    names = part_names(said)
    for row in said.rows(_TEMPERATURE_STATE):
        if not is_working(row):
            continue
        name, value = names.get(row.index, row.index), _celsius(row.number("temperature"))
        if value is not None:
            low, high = _celsius(row.number("temperature_low")), _celsius(row.number("temperature_high"))
            place = place_of(name)
            yield Sensor(
                name,
                Quantity.TEMPERATURE,
                value,
                row.oid("temperature"),
                low_critical=low,
                high_critical=high if high is not None and high > (low or 0) else None,
                place=Place.BOARD if place is Place.UNKNOWN else place,
            )
        volts = row.number("voltage")
        if volts and volts > 0:
            unit = _MILLI if volts >= _LEAST_MILLIVOLTS else 1.0
            low, high = _set(row, "voltage_low", unit), _set(row, "voltage_high", unit)
            yield Sensor(name, Quantity.VOLTAGE, volts / unit, row.oid("voltage"), low_critical=low, high_critical=high)


def _set(row: Row, name: str, unit: float) -> float | None:
    value = row.number(name)
    return value / unit if value and value > 0 else None


def _millis(row: Row, name: str) -> float | None:
    return _set(row, name, _MILLI)


def place_name(row: Row) -> str:
    """Slot, bus, address and channel: the index of the sensor tables."""
    slot, *rest = row.index.split(".")
    return f"slot {slot} sensor {'.'.join(rest)}"


def _table_sensors(said: Objects) -> Iterator[Sensor]:
    for row in said.rows(TEMPERATURE):
        value = _celsius(row.number("value"))
        if value is not None:
            yield Sensor(
                place_name(row),
                Quantity.TEMPERATURE,
                value,
                row.oid("value"),
                high_warn=_celsius(row.number("minor")),
                high_critical=_celsius(row.number("major")),
                place=Place.BOARD,
            )
    for row in said.rows(VOLTAGE):
        volts = _millis(row, "value")
        if volts is not None:
            yield Sensor(
                place_name(row),
                Quantity.VOLTAGE,
                volts,
                row.oid("value"),
                low_critical=_millis(row, "low_fatal"),
                low_warn=_millis(row, "low_major"),
                high_warn=_millis(row, "high_major"),
                high_critical=_millis(row, "high_fatal"),
            )


def slot_name(row: Row, what: str) -> str:
    """Slot and number in it: the index of the fan and power tables."""
    slot, _dot, number = row.index.partition(".")
    return f"slot {slot} {what} {number or slot}"


def is_there(row: Row) -> bool:
    """Whether a fan or a power supply is plugged in, or the device does not say."""
    return row.whole("present") != _ABSENT


def _supply_sensors(said: Objects) -> Iterator[Sensor]:
    """Of an empty place, and of a supply that measures nothing (both are 0), there is no reading."""
    for row in said.rows(FANS):
        speed = row.number("speed")
        if speed is not None and 0 <= speed <= _MOST_PERCENT and is_there(row):
            yield Sensor(slot_name(row, "fan"), Quantity.FAN_LOAD, speed, row.oid("speed"))
    for row in said.rows(POWERS):
        amperes, volts = row.number("current", -1), row.number("voltage", -1)
        if not is_there(row) or not (amperes or volts):
            continue
        if amperes is not None:
            yield Sensor(slot_name(row, "power"), Quantity.CURRENT, amperes / _MILLI, row.oid("current"))
        if volts is not None:
            yield Sensor(slot_name(row, "power"), Quantity.VOLTAGE, volts / _MILLI, row.oid("voltage"))


def _energy(said: Objects) -> Iterator[Sensor]:
    """HUAWEI-ENERGYMNGT-MIB counts in milliwatt; a device that measures none says 0."""
    for name, oid in (("system average", _AVERAGE_POWER), ("system", _CURRENT_POWER)):
        value = said.number(oid, 0)
        if value is not None and value > 0:
            yield Sensor(name, Quantity.POWER, value / _MILLI, oid)
    rows = list(said.rows(BOARD_POWER))
    names = [row.text("name") for row in rows]
    for row in rows:
        value, name = row.number("power", 0), row.text("name")
        if value is not None and value > 0:
            whole = name if name and names.count(name) == 1 else f"{name or 'board'} {row.index}"
            yield Sensor(whole, Quantity.POWER, value / _MILLI, row.oid("power"))


SENSORS: Final = (
    Reading(_entity_sensors, (*_TEMPERATURE_STATE.values(), *ENTITY.values()), of=DEVICES),
    Reading(_table_sensors, (*TEMPERATURE.values(), *VOLTAGE.values()), of=DEVICES),
    Reading(_supply_sensors, (*FANS.values(), *POWERS.values()), of=DEVICES),
    Reading(_energy, BOARD_POWER.values(), (_AVERAGE_POWER, _CURRENT_POWER), of=DEVICES),
)
