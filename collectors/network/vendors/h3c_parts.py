"""H3C and HPE Comware: temperatures, power, fans, power supplies, faults (HH3C-ENTITY-EXT-MIB, HH3C-LswDEVM-MIB)."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entities import ENTITY, FAN, MODULE, POWER_SUPPLY, SENSOR, STACK, entities
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.h3c import ROOTS, Root
from collectors.network.vendors.parts import part_names
from collectors.network.vendors.states import States, stated

_NONE: Final = 65535
"""What Comware says where a part has no thermometer or no limit."""
_HOTTEST: Final = 200
_MILLI: Final = 1000.0
_ERRORS: Final[States] = {
    1: (Standing.UNKNOWN, "notSupported"),
    2: (Standing.OK, "normal"),
    3: (Standing.FAILED, "postFailure"),
    4: (Standing.ABSENT, "entityAbsent"),
    11: (Standing.FAILED, "poeError"),
    21: (Standing.FAILED, "stackError"),
    22: (Standing.WARN, "stackPortBlocked"),
    23: (Standing.FAILED, "stackPortFailed"),
    31: (Standing.WARN, "sfpRecvError"),
    32: (Standing.WARN, "sfpSendError"),
    33: (Standing.WARN, "sfpBothError"),
    41: (Standing.FAILED, "fanError"),
    51: (Standing.FAILED, "psuError"),
    61: (Standing.FAILED, "rpsError"),
    71: (Standing.FAILED, "moduleFaulty"),
    81: (Standing.FAILED, "sensorError"),
    91: (Standing.FAILED, "hardwareFaulty"),
}
_UNSUPPORTED: Final = 1
_ACTIVE: Final[States] = {
    1: (Standing.OK, "active"),
    2: (Standing.FAILED, "deactive"),
    3: (Standing.ABSENT, "not-install"),
    4: (Standing.UNKNOWN, "unsupport"),
}
_PARTS: Final = {
    FAN: Part.FAN,
    POWER_SUPPLY: Part.POWER,
    MODULE: Part.MODULE,
    STACK: Part.STACK,
    SENSOR: Part.TEMPERATURE,
}


def _celsius(row: Row, name: str) -> float | None:
    value = row.number(name, _NONE, 0)
    return value if value is not None and abs(value) <= _HOTTEST else None


def _sensors(root: Root, said: Objects) -> Iterator[Sensor]:
    names = part_names(said)
    for row in said.rows({name: root.state[name] for name in ("temperature", "temperature_high", "temperature_critical")}):
        value = _celsius(row, "temperature")
        if value is not None:
            name = names.get(row.index, row.index)
            high, critical = _celsius(row, "temperature_high"), _celsius(row, "temperature_critical")
            yield Sensor(
                name,
                Quantity.TEMPERATURE,
                value,
                row.oid("temperature"),
                high_warn=high,
                high_critical=critical if critical is not None and critical > (high or 0) else None,
                place=_place(name),
            )
    for row in said.rows(root.power):
        watts = row.number("current", 0)
        if watts is not None and watts > 0:
            yield Sensor(names.get(row.index, row.index), Quantity.POWER, watts / _MILLI, row.oid("current"))
    for row in said.rows(root.fans):
        speed = row.number("speed")
        if speed is not None and speed > 0:
            yield Sensor(f"fan {row.index}", Quantity.FAN_SPEED, speed, row.oid("speed"))


def _place(name: str) -> Place:
    """Comware calls its thermometers inflow, outflow and hotspot; others stand on the board."""
    if "inflow" in name.lower():
        return Place.INLET
    place = place_of(name)
    return Place.BOARD if place is Place.UNKNOWN else place


def _components(root: Root, said: Objects) -> Iterator[Component]:
    """Fans and supplies stand in two tables, often in both: they are told of once."""
    each = list(_errors(root, said))
    for table, what, part in ((root.fans, "fan", Part.FAN), (root.supplies, "power", Part.POWER)):
        active = [one for row in said.rows(table) for one in stated(row, "status", _ACTIVE, f"{what} {row.index}", part)]
        yield from _fuller(active, [one for one in each if one.part is part])
    yield from (one for one in each if one.part not in {Part.FAN, Part.POWER})


def _fuller(one: list[Component], other: list[Component]) -> list[Component]:
    """The table that knows no fewer parts and no fewer failed ones; both where neither does, so that no fault is lost."""
    first, second = ((len(found), sum(part.standing is Standing.FAILED for part in found)) for found in (one, other))
    if first[0] >= second[0] and first[1] >= second[1]:
        return one
    return other if second[0] >= first[0] and second[1] >= first[1] else one + other


def _errors(root: Root, said: Objects) -> Iterator[Component]:
    known, names = entities(said), part_names(said)
    for row in said.rows({"error": root.state["error"]}):
        entity = known.get(row.index)
        part = _PARTS.get(entity.class_number, Part.OTHER) if entity else Part.OTHER
        if row.whole("error") not in {None, 0, _UNSUPPORTED}:
            yield from stated(row, "error", _ERRORS, names.get(row.index, row.index), part)


SENSORS: Final = tuple(
    Reading(
        partial(_sensors, one),
        (
            *(one.state[name] for name in ("temperature", "temperature_high", "temperature_critical")),
            *one.power.values(),
            *one.fans.values(),
            *ENTITY.values(),
        ),
        of=(one.of,),
    )
    for one in ROOTS
)
COMPONENTS: Final = tuple(
    Reading(
        partial(_components, one),
        (*one.fans.values(), *one.supplies.values(), one.state["error"], *ENTITY.values()),
        of=(one.of,),
    )
    for one in ROOTS
)
