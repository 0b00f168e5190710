"""Dell SmartFabric OS10: chassis and cards, power supplies, fan trays and fans of DELLEMC-OS10-CHASSIS-MIB."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import DELL_OS10
from collectors.network.vendors.states import States, distinct, stated

_OBJECTS: Final = f"{DELL_OS10}.4.1"
_CHASSIS: Final = f"{_OBJECTS}.1.3.1"
_SERVICE_TAG: Final = f"{_CHASSIS}.7"
CHASSIS: Final[Mapping[str, str]] = {"temperature": f"{_CHASSIS}.11"}
CARD: Final[Mapping[str, str]] = {
    "name": f"{_OBJECTS}.1.4.1.3",
    "state": f"{_OBJECTS}.1.4.1.4",
    "temperature": f"{_OBJECTS}.1.4.1.5",
}
"""os10ChassisTemp; os10CardDescription, CardStatus, CardTemp."""
CARD_STATES: Final[States] = {
    1: (Standing.OK, "ready"),
    2: (Standing.FAILED, "cardMisMatch"),
    3: (Standing.FAILED, "cardProblem"),
    4: (Standing.FAILED, "diagMode"),
    5: (Standing.ABSENT, "cardAbsent"),
    6: (Standing.OFF, "offline"),
}
"""Os10CardOpStatus."""
SUPPLY: Final[Mapping[str, str]] = {"state": f"{_OBJECTS}.2.1.1.4"}
TRAY: Final[Mapping[str, str]] = {"state": f"{_OBJECTS}.2.2.1.4"}
"""os10PowerSupplyOperStatus, os10FanTrayOperStatus."""
FAN: Final[Mapping[str, str]] = {
    "holder": f"{_OBJECTS}.2.3.1.4",
    "slot": f"{_OBJECTS}.2.3.1.5",
    "number": f"{_OBJECTS}.2.3.1.6",
    "state": f"{_OBJECTS}.2.3.1.7",
}
"""os10FanEntity (1 power supply, 2 fan tray), FanEntitySlot, FanId, FanOperStatus."""
_HOLDERS: Final[Mapping[int, str]] = {1: "power supply", 2: "fan tray"}
OPER_STATES: Final[States] = {
    1: (Standing.OK, "up"),
    2: (Standing.FAILED, "down"),
    3: (Standing.WARN, "testing"),
    4: (Standing.UNKNOWN, "unknown"),
    5: (Standing.OFF, "dormant"),
    6: (Standing.ABSENT, "notPresent"),
    7: (Standing.FAILED, "lowerLayerDown"),
    8: (Standing.FAILED, "failed"),
}
"""Os10CmnOperStatus."""
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_MODEL: Final = re.compile(r"(?im)^System Type: *(?P<model>[\w./+-]+)")
_VERSION: Final = re.compile(r"(?im)^(?:OS|System|Software|OS10) Version: *(?P<version>\d[\w.-]*\w)")


def _sensors(said: Objects) -> Iterator[Sensor]:
    found = []
    for row in said.rows(CHASSIS):
        found += [(row.index, one) for one in _temperature(row, f"chassis {row.index}")]
    for row in said.rows(CARD):
        found += [(row.index, one) for one in _temperature(row, f"card {row.index}")]
    yield from distinct(found)


def _temperature(row: Row, name: str) -> Iterator[Sensor]:
    """Degrees; 0 of what has no sensor."""
    value = row.number("temperature", 0)
    if value is not None:
        yield Sensor(name, Quantity.TEMPERATURE, value, row.oid("temperature"), place=Place.BOARD)


def _parts(said: Objects) -> Iterator[Component]:
    found = []
    for row in said.rows(SUPPLY):
        found += [(row.index, one) for one in stated(row, "state", OPER_STATES, f"power supply {row.index}", Part.POWER)]
    for row in said.rows(TRAY):
        found += [(row.index, one) for one in stated(row, "state", OPER_STATES, f"fan tray {row.index}", Part.FAN)]
    for row in said.rows(FAN):
        found += [(row.index, one) for one in stated(row, "state", OPER_STATES, _fan(row), Part.FAN)]
    for row in said.rows(CARD):
        found += [(row.index, one) for one in stated(row, "state", CARD_STATES, f"card {row.index}", Part.MODULE)]
    yield from distinct(found)


def _fan(row: Row) -> str:
    """By where it is: the fans of a power supply stand in the same table as those of the trays."""
    holder = _HOLDERS.get(row.whole("holder") or 0, "")
    return f"{holder} {row.text('slot')} fan {row.text('number')}" if holder else f"fan {row.index}"


def _made(said: Objects) -> Iterator[Made]:
    words = said.text(_DESCRIPTION)
    model, version = _MODEL.search(words), _VERSION.search(words)
    tags = said.column(_SERVICE_TAG)
    tag = min(tags, default="")
    oids = [(name, _DESCRIPTION) for name, found in (("model", model), ("version", version)) if found]
    yield Made(
        model["model"] if model else "",
        tags[tag].text if tag else "",
        version["version"] if version else "",
        (*oids, *((("serial", f"{_SERVICE_TAG}.{tag}"),) if tag else ())),
    )


SENSORS: Final = (Reading(_sensors, (*CHASSIS.values(), *CARD.values()), of=(DELL_OS10,)),)
COMPONENTS: Final = (Reading(_parts, (*SUPPLY.values(), *TRAY.values(), *FAN.values(), *CARD.values()), of=(DELL_OS10,)),)
MADE: Final = (Reading(_made, (_SERVICE_TAG,), (_DESCRIPTION,), of=(DELL_OS10,)),)
