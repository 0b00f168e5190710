"""ENTITY-SENSOR-MIB (RFC 3433): what parts measure; without limits of their own, which only makers' MIBs have.

value = entPhySensorValue * 10 ** (3 * (scale - 9)) / 10 ** precision; status 1 ok, 2 unavailable, 3 nonoperational.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.entities import ENTITY, Entity, entities, words_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row

_BASE: Final = "1.3.6.1.2.1.99.1.1.1"
ENTITY_SENSOR: Final[Mapping[str, str]] = {
    "type": f"{_BASE}.1",
    "scale": f"{_BASE}.2",
    "precision": f"{_BASE}.3",
    "value": f"{_BASE}.4",
    "status": f"{_BASE}.5",
}
_UNITS_SCALE: Final = 9
OK: Final = 1
OVERFLOWS: Final = (-1_000_000_000, 1_000_000_000)
"""EntitySensorValue where the value is below or above what it can tell."""
QUANTITIES: Final[Mapping[int, Quantity]] = {
    3: Quantity.VOLTAGE,
    4: Quantity.VOLTAGE,
    5: Quantity.CURRENT,
    6: Quantity.POWER,
    7: Quantity.FREQUENCY,
    8: Quantity.TEMPERATURE,
    9: Quantity.HUMIDITY,
    10: Quantity.FAN_SPEED,
    11: Quantity.AIRFLOW,
    14: Quantity.OPTICAL_POWER,
}
"""EntitySensorDataType; 14 is dBm in Cisco's and Arista's use of it. Others (bytes, truth values) are no measurement."""
_INLET: Final = ("inlet", "intake", "ambient", "front", "air in")
_OUTLET: Final = ("outlet", "exhaust", "rear", "air out", "outflow")
_CHIP: Final = ("asic", "cpu", "chip", "core", "die", "npu", "phy", "processor", "junction", "hotspot", "switch")
_MODULE: Final = ("xcvr", "transceiver", "sfp", "xfp", "dom ", "optic", "ethernet")


def scaled(row: Row, scale: str = "scale", precision: str = "precision", value: str = "value") -> float | None:
    """A row's value in whole units; None where it has none, or its scale is none that the MIB knows."""
    number = row.number(value, *OVERFLOWS)
    return None if number is None else shifted(row, number, scale, precision)


def shifted(row: Row, number: float, scale: str = "scale", precision: str = "precision") -> float | None:
    """A number that stands in a row's scale and precision (its value, or a limit of it) in whole units."""
    power, digits = row.whole(scale), row.whole(precision)
    if power is None or not 1 <= power <= 17 or (digits or 0) > 9:  # noqa: PLR2004 - yocto to yotta; decimal places
        return None
    places = 3 * (power - _UNITS_SCALE) - max(0, digits or 0)  # below 0 it tells how many digits are accurate
    return number * 10.0**places if places >= 0 else number / 10.0**-places


def place_of(words: str) -> Place:
    """Where a temperature is measured, by what its sensor is called."""
    lower = words.lower().replace("input", "")  # which holds "npu"
    for place, marks in ((Place.MODULE, _MODULE), (Place.CHIP, _CHIP), (Place.INLET, _INLET), (Place.OUTLET, _OUTLET)):
        if any(mark in lower for mark in marks):
            return place
    return Place.UNKNOWN


def sensors(said: Objects) -> Iterator[Sensor]:
    """Every sensor that works and measures one of our quantities."""
    known = entities(said)
    for row in said.rows(ENTITY_SENSOR):
        quantity, value = QUANTITIES.get(row.whole("type") or 0), scaled(row)
        if quantity is not None and value is not None and row.whole("status") in {OK, None}:
            words = named(known, row.index)
            yield Sensor(words, quantity, value, row.oid("value"), place=place_of(words))


def named(known: Mapping[str, Entity], index: str) -> str:
    """What to call a sensor: its own name or description, and with it the part that holds it where its own says little."""
    words = words_of(known, index, f"sensor {index}")
    part = known.get(index)
    holder = known.get(part.contained_in) if part else None
    return words if holder is None or holder.words in words else f"{holder.words} {words}"


SENSORS: Final = (Reading(sensors, (*ENTITY_SENSOR.values(), *ENTITY.values()), is_fallback=True),)
