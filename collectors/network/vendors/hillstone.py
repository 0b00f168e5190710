"""Hillstone firewalls (HILLSTONE-SYSTEM-, -MODULE-, -FAN-, -POWER-, -TEMPERATURE-MIB): loads, sessions, parts, what it is.

The MIBs give memory no unit: only its ratio is used. No MIB tells the greatest number of sessions.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import HILLSTONE
from collectors.network.vendors.states import States, distinct, stated, stated_alone

_SYSTEM: Final = f"{HILLSTONE}.2.2.1"
_SERIAL, _SOFTWARE, _CPU, _TOTAL, _USED, _SESSIONS, _PAIR = (f"{_SYSTEM}.{number}.0" for number in (1, 2, 3, 4, 5, 7, 8))
MODULES: Final[Mapping[str, str]] = {
    "name": f"{HILLSTONE}.2.25.1.2.1.3",
    "state": f"{HILLSTONE}.2.25.1.2.1.4",
}
FANS: Final[Mapping[str, str]] = {
    "name": f"{HILLSTONE}.2.26.1.2.1.2",
    "type": f"{HILLSTONE}.2.26.1.2.1.3",
    "speed": f"{HILLSTONE}.2.26.1.2.1.4",
    "state": f"{HILLSTONE}.2.26.1.2.1.5",
}
"""Of a fan of type speed(0) the speed counts, of one of type state(1) the state."""
POWERS: Final[Mapping[str, str]] = {"name": f"{HILLSTONE}.2.27.1.2.1.2", "state": f"{HILLSTONE}.2.27.1.2.1.3"}
TEMPERATURES: Final[Mapping[str, str]] = {"name": f"{HILLSTONE}.2.28.1.2.1.2", "value": f"{HILLSTONE}.2.28.1.2.1.3"}
_BY_SPEED: Final = 0
_HOTTEST: Final = 200
_STATES: Final[States] = {
    0: (Standing.OK, "fine"),
    1: (Standing.ABSENT, "absent"),
    2: (Standing.WARN, "warning"),
    3: (Standing.FAILED, "fail"),
    4: (Standing.FAILED, "fail-or-nopower"),
    5: (Standing.UNKNOWN, "unsupport"),
}
_MODULE_STATES: Final[States] = {
    0: (Standing.ABSENT, "none"),
    1: (Standing.ABSENT, "empty"),
    2: (Standing.OK, "present"),
    3: (Standing.WARN, "online_wait"),
    4: (Standing.WARN, "online_init_done"),
    5: (Standing.OK, "online"),
    6: (Standing.WARN, "offline_wait"),
    7: (Standing.FAILED, "offline"),
    8: (Standing.FAILED, "out_of_con"),
    9: (Standing.WARN, "booting"),
    10: (Standing.WARN, "loading"),
    11: (Standing.FAILED, "error"),
    12: (Standing.FAILED, "unsupported"),
}
_PAIR_STATES: Final[States] = {
    0: (Standing.OFF, "none"),
    1: (Standing.WARN, "init"),
    2: (Standing.WARN, "hello"),
    3: (Standing.OK, "backup"),
    4: (Standing.OK, "master"),
    5: (Standing.OK, "slase"),
    6: (Standing.OK, "AA-mode"),
}


def _processors(said: Objects) -> Iterator[Processor]:
    used = ratio(said.number(_CPU))
    if used is not None:
        yield Processor("cpu", used, _CPU)


def _memories(said: Objects) -> Iterator[Memory]:
    total, used = said.number(_TOTAL), said.number(_USED)
    if total and used is not None and 0 <= used <= total:
        yield Memory("memory", used / total, _USED)


def _name(row: Row, what: str) -> str:
    return row.text("name") or f"{what} {row.index}"


def _readings(said: Objects) -> Iterator[tuple[str, Sensor]]:
    for row in said.rows(TEMPERATURES):
        value = row.number("value", 0, -1)
        if value is not None and abs(value) <= _HOTTEST:
            name = _name(row, "temperature")
            place = place_of(name)
            yield row.index, Sensor(name, Quantity.TEMPERATURE, value, row.oid("value"), place=place)
    for row in said.rows(FANS):
        speed = row.number("speed")
        if row.whole("type") == _BY_SPEED and speed is not None and speed > 0:
            yield row.index, Sensor(_name(row, "fan"), Quantity.FAN_SPEED, speed, row.oid("speed"), place=Place.UNKNOWN)


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from distinct(_readings(said))
    sessions = said.number(_SESSIONS)
    if sessions is not None:
        yield Sensor("sessions", Quantity.COUNT, sessions, _SESSIONS)


def _turning(row: Row) -> Iterator[tuple[str, Component]]:
    """A fan that tells its speed alone: one of 0 stands still, or is not measured, and is not left out."""
    speed = row.number("speed")
    if speed is not None:
        standing = Standing.OK if speed > 0 else Standing.UNKNOWN
        yield row.index, Component(_name(row, "fan"), Part.FAN, standing, f"{speed:.0f} rpm", speed, row.oid("speed"))


def _parts(said: Objects) -> Iterator[tuple[str, Component]]:
    for table, what, part, states in (
        (MODULES, "slot", Part.MODULE, _MODULE_STATES),
        (FANS, "fan", Part.FAN, _STATES),
        (POWERS, "power", Part.POWER, _STATES),
    ):
        for row in said.rows(table):
            if table is FANS and row.whole("type") == _BY_SPEED:
                yield from _turning(row)
                continue
            for one in stated(row, "state", states, _name(row, what), part):
                yield row.index, one


def _components(said: Objects) -> Iterator[Component]:
    yield from distinct(_parts(said))
    yield from stated_alone(said, _PAIR, _PAIR_STATES, "HA", Part.REDUNDANCY)


def _made(said: Objects) -> Iterator[Made]:
    told = {"serial": said.text(_SERIAL), "version": said.text(_SOFTWARE)}
    sources = {"serial": _SERIAL, "version": _SOFTWARE}
    yield Made(**told, oids=tuple((field, oid) for field, oid in sources.items() if told[field]))


PROCESSORS: Final = (Reading(_processors, scalars=(_CPU,), of=(HILLSTONE,)),)
MEMORIES: Final = (Reading(_memories, scalars=(_TOTAL, _USED), of=(HILLSTONE,)),)
SENSORS: Final = (Reading(_sensors, (*TEMPERATURES.values(), *FANS.values()), (_SESSIONS,), of=(HILLSTONE,)),)
COMPONENTS: Final = (
    Reading(_components, (*MODULES.values(), *FANS.values(), *POWERS.values()), (_PAIR,), of=(HILLSTONE,)),
)
MADE: Final = (Reading(_made, scalars=(_SERIAL, _SOFTWARE), of=(HILLSTONE,)),)
