"""Arista: what parts measure by ENTITY-SENSOR-MIB, with the limits of ARISTA-ENTITY-SENSOR-MIB; parts; storages."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.loads import Storage
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entities import ENTITY, FAN, POWER_SUPPLY, Entity, entities
from collectors.network.entity_sensors import ENTITY_SENSOR, OK, QUANTITIES, place_of, scaled
from collectors.network.readings import Reading
from collectors.network.standard import HOST_STORAGE, storage_bytes
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.links import LINKS, Link, links
from collectors.network.vendors.linux_memory import is_cache
from collectors.network.vendors.prefixes import ARISTA
from collectors.network.vendors.states import States, distinct, stated

_LIMITS: Final = f"{ARISTA}.3.12.1.1.1"
SENSOR: Final[Mapping[str, str]] = {
    **ENTITY_SENSOR,
    "low_warn": f"{_LIMITS}.1",
    "low_critical": f"{_LIMITS}.2",
    "high_warn": f"{_LIMITS}.3",
    "high_critical": f"{_LIMITS}.4",
}
"""entPhySensorTable and aristaEntSensorThresholdTable, in the scale and precision of the sensor."""
_PORT: Final = re.compile(r"\bfor (?P<port>Ethernet[\d/]+)$")
_DARK_DBM: Final = -40.0
"""For 0 mW: less than the last digit that is told, 0.0001 mW."""
_MILLIWATTS: Final = 1000.0
_STATE: Final = {"state": "1.3.6.1.2.1.131.1.1.1.3"}
"""entStateOper of ENTITY-STATE-MIB (RFC 4268)."""
OPER_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.FAILED, "disabled"),
    3: (Standing.OK, "enabled"),
    4: (Standing.WARN, "testing"),
}
_CLASSES: Final[Mapping[int, Part]] = {POWER_SUPPLY: Part.POWER, FAN: Part.FAN}
_DEEPEST: Final = 6
_VIRTUAL, _FLASH, _FIXED_DISK = (f"1.3.6.1.2.1.25.2.1.{number}" for number in (3, 9, 4))


def _named(known: Mapping[str, Entity], index: str) -> str:
    """Its own words; where they tell no number, behind those of the nearest holder that does.

    "Input current sensor" stands in every power supply.
    """
    part = known.get(index)
    words = part.words if part else f"sensor {index}"
    holder = part
    for _step in range(_DEEPEST):
        if holder is None or any(sign.isdigit() for sign in holder.words) or holder.contained_in == "0":
            break
        holder = known.get(holder.contained_in)
    return words if holder is None or holder is part or holder.contained_in == "0" else f"{holder.words} {words}"


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from distinct(_measured(said))


def _measured(said: Objects) -> Iterator[tuple[str, Sensor]]:
    known, ports = entities(said), links(said)
    for row in said.rows(SENSOR):
        quantity, value = QUANTITIES.get(row.whole("type") or 0), scaled(row)
        if quantity is None or value is None or row.whole("status") not in {OK, None}:
            continue
        name = _named(known, row.index)
        found = Sensor(
            name,
            quantity,
            value,
            row.oid("value"),
            low_critical=_limit(row, "low_critical"),
            low_warn=_limit(row, "low_warn"),
            high_warn=_limit(row, "high_warn"),
            high_critical=_limit(row, "high_critical"),
            place=place_of(name),
        )
        yield row.index, _of_module(found, ports)


def _limit(row: Row, name: str) -> float | None:
    """A limit in whole units; what a sensor has none of stands as an overflow, and an upper one of 0 is none."""
    found = scaled(row, value=name)
    return None if name.startswith("high") and not found else found


def _of_module(found: Sensor, ports: Mapping[str, Link]) -> Sensor:
    """A sensor of an optical module ("DOM ... Sensor for Ethernet1"): light is told in watts, and meant in dBm."""
    port = _PORT.search(found.name)
    if port is None:
        return found
    link = ports.get(port["port"], Link(port["port"], is_idle=False))
    is_light = found.quantity is Quantity.POWER
    quantity = {Quantity.POWER: Quantity.OPTICAL_POWER, Quantity.CURRENT: Quantity.BIAS_CURRENT}.get(
        found.quantity, found.quantity
    )
    low_critical, low_warn, high_warn, high_critical = (
        _dbm(limit) if is_light else limit
        for limit in (found.low_critical, found.low_warn, found.high_warn, found.high_critical)
    )
    return Sensor(
        found.name,
        quantity,
        (_dbm(found.value) if is_light else found.value) or 0.0,
        found.oid,
        low_critical,
        low_warn,
        high_warn,
        high_critical,
        place=Place.MODULE,
        port=link.name,
        is_idle=link.is_idle,
    )


def _dbm(watts: float | None) -> float | None:
    """Decibels relative to one milliwatt."""
    if watts is None:
        return None
    return 10.0 * math.log10(watts * _MILLIWATTS) if watts > 0 else _DARK_DBM


def _parts(said: Objects) -> Iterator[Component]:
    """Power supplies and fans, where the device has ENTITY-STATE-MIB."""
    known = entities(said)
    found = []
    for row in said.rows(_STATE):
        part = known.get(row.index)
        kind = None if part is None else _CLASSES.get(part.class_number)
        if part is not None and kind is not None:
            found += [(row.index, one) for one in stated(row, "state", OPER_STATES, part.words, kind)]
    yield from distinct(found)


def _storages(said: Objects) -> Iterator[Storage]:
    """Flash, and the file systems in memory (Tmp, Log, Core), which the device calls virtual memory."""
    for row in said.rows(HOST_STORAGE):
        size = storage_bytes(row)
        if row.text("type") in {_VIRTUAL, _FLASH, _FIXED_DISK} and not is_cache(row) and size is not None:
            total, used = size
            yield Storage(row.text("name"), used, total, row.oid("used"))


SENSORS: Final = (Reading(_sensors, (*SENSOR.values(), *ENTITY.values(), *LINKS.values()), of=(ARISTA,)),)
COMPONENTS: Final = (Reading(_parts, (*_STATE.values(), *ENTITY.values()), of=(ARISTA,)),)
STORAGES: Final = (Reading(_storages, HOST_STORAGE.values(), of=(ARISTA,)),)
