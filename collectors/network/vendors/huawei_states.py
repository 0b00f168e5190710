"""Huawei VRP: how boards, fans, power supplies and sensors stand by their own word (HUAWEI-ENTITY-EXTENT-MIB)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.network.entities import CHASSIS, ENTITY, FAN, MODULE, POWER_SUPPLY, Entity, entities
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.huawei import DEVICES, STATE
from collectors.network.vendors.huawei_hardware import (
    FANS,
    POWERS,
    TEMPERATURE,
    VOLTAGE,
    is_there,
    place_name,
    slot_name,
)
from collectors.network.vendors.parts import part_names
from collectors.network.vendors.states import States, stated

_PART_STATE: Final = {name: STATE[name] for name in ("oper", "admin", "light")}
_LOCKED: Final = 2
"""HwAdminState: prohibited on purpose."""
_ALARMS: Final = ((2, Standing.FAILED, "critical"), (3, Standing.WARN, "major"), (4, Standing.WARN, "minor"))
"""Bits of HwAlarmStatus, the worst first; a warning alone lights no lamp."""
_LIGHT_BYTES: Final = 2

_OPER: Final[States] = {
    1: (Standing.UNKNOWN, "notSupported"),
    2: (Standing.FAILED, "disabled"),
    3: (Standing.OK, "enabled"),
    4: (Standing.FAILED, "offline"),
    11: (Standing.OK, "up"),
    12: (Standing.FAILED, "down"),
    13: (Standing.OK, "connect"),
    15: (Standing.OK, "protocolUp"),
    16: (Standing.OK, "linkUp"),
    17: (Standing.FAILED, "linkDown"),
    18: (Standing.OK, "present"),
    19: (Standing.ABSENT, "absent"),
}
_FAN_STATES: Final[States] = {1: (Standing.OK, "normal"), 2: (Standing.FAILED, "abnormal")}
_POWER_STATES: Final[States] = {
    1: (Standing.OK, "supply"),
    2: (Standing.FAILED, "notSupply"),
    3: (Standing.OFF, "sleep"),
    4: (Standing.UNKNOWN, "unknown"),
}
_TEMPERATURE_STATES: Final[States] = {
    1: (Standing.OK, "normal"),
    2: (Standing.WARN, "minor"),
    3: (Standing.FAILED, "major"),
    4: (Standing.FAILED, "fatal"),
}
_VOLTAGE_STATES: Final[States] = {1: (Standing.OK, "normal"), 2: (Standing.FAILED, "major"), 3: (Standing.FAILED, "fatal")}


def _supplies(said: Objects) -> Iterator[Component]:
    """An empty place is absent, whatever is said of its state."""
    for table, what, part, states in (
        (FANS, "fan", Part.FAN, _FAN_STATES),
        (POWERS, "power", Part.POWER, _POWER_STATES),
    ):
        for row in said.rows(table):
            for found in stated(row, "state", states, slot_name(row, what), part):
                yield found if is_there(row) else replace(found, standing=Standing.ABSENT, words="absent")


def _sensor_states(said: Objects) -> Iterator[Component]:
    for table, part, states in (
        (TEMPERATURE, Part.TEMPERATURE, _TEMPERATURE_STATES),
        (VOLTAGE, Part.VOLTAGE, _VOLTAGE_STATES),
    ):
        for row in said.rows(table):
            yield from stated(row, "status", states, place_name(row), part)


def _part_of(entity: Entity) -> Part | None:
    """What a board is; VRP gives power and fan cards the class of a module and names them POWER Card, FAN Card."""
    words = entity.words.upper()
    if entity.class_number == POWER_SUPPLY or (entity.class_number == MODULE and words.startswith(("POWER", "PWR"))):
        return Part.POWER
    if entity.class_number == FAN or (entity.class_number == MODULE and words.startswith("FAN")):
        return Part.FAN
    return Part.MODULE if entity.class_number in {CHASSIS, MODULE} else None


def _boards(said: Objects) -> Iterator[Component]:
    known, names = entities(said), part_names(said)
    for row in said.rows(_PART_STATE):
        part = _part_of(known[row.index]) if row.index in known else None
        if part is None or row.whole("oper") in {None, 1}:
            continue
        for found in stated(row, "oper", _OPER, names[row.index], part):
            is_locked = row.whole("admin") == _LOCKED and found.standing is Standing.FAILED
            yield replace(found, standing=Standing.OFF, words="locked") if is_locked else found
        yield from _light(row, names[row.index])


def _light(row: Row, name: str) -> Iterator[Component]:
    """The alarm lamp of a board, where it has one and there is an alarm."""
    raw = row.values["light"].raw if "light" in row.values else b""
    if not raw or len(raw) > _LIGHT_BYTES or raw[0] & 0x80:
        return
    for bit, standing, words in _ALARMS:
        if raw[0] & (0x80 >> bit):
            yield Component(name, Part.ALARM, standing, words, None, row.oid("light"))
            return


COMPONENTS: Final = (
    Reading(_boards, (*_PART_STATE.values(), *ENTITY.values()), of=DEVICES),
    Reading(_supplies, (*FANS.values(), *POWERS.values()), of=DEVICES),
    Reading(_sensor_states, (*TEMPERATURE.values(), *VOLTAGE.values()), of=DEVICES),
)
