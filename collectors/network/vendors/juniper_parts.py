"""Juniper: parts by jnxFruTable and jnxOperatingTable, alarms, routing engines, members of a virtual chassis."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.facts.devices.topology import StackMember
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.juniper import BOX, OPERATING, name_of
from collectors.network.vendors.prefixes import JUNIPER
from collectors.network.vendors.states import States, distinct, stated, stated_alone

_OK, _WARN, _FAILED, _OFF, _ABSENT, _UNKNOWN = (
    Standing.OK,
    Standing.WARN,
    Standing.FAILED,
    Standing.OFF,
    Standing.ABSENT,
    Standing.UNKNOWN,
)
_FRU: Final = f"{BOX}.15.1"
FRU: Final[Mapping[str, str]] = {
    "name": f"{_FRU}.5",
    "type": f"{_FRU}.6",
    "state": f"{_FRU}.8",
    "reason": f"{_FRU}.10",
}
"""jnxFruTable: Name, Type, State, OfflineReason; its index is that of jnxOperatingTable and jnxContentsTable."""
_CONTENTS: Final = {"name": f"{BOX}.8.1.6"}
FRU_STATES: Final[States] = {
    1: (_UNKNOWN, "unknown"),
    2: (_ABSENT, "empty"),
    3: (_WARN, "present"),
    4: (_OK, "ready"),
    5: (_OK, "announceOnline"),
    6: (_OK, "online"),
    7: (_WARN, "announceOffline"),
    8: (_FAILED, "offline"),
    9: (_WARN, "diagnostic"),
    10: (_OK, "standby"),
}
_SWITCHED_OFF: Final = frozenset({5, 6, 7, 8, 34})
"""jnxFruOfflineReason: configPowerOff, configHoldInReset, cliCommand, buttonPress, fruConfigOffline."""
_UNPLUGGED: Final = 14
"""physicalRemoval."""
_UNKNOWN_STATE, _OFFLINE, _IN_PLACE = 1, 8, (3, 4, 5, 6, 10)
PARTS_BY_TYPE: Final[Mapping[int, Part]] = {7: Part.POWER, 13: Part.FAN, 17: Part.POWER, 18: Part.POWER, 21: Part.FAN}
"""jnxFruType: PEM, fan, PDU, PSM, fan tray controller; every other is a board."""
OPERATING_STATES: Final[States] = {4: (_WARN, "reset"), 6: (_FAILED, "down")}
"""Of jnxOperatingState those that are a fault also where the FRU is said to be online."""
_YELLOW, _RED = f"{JUNIPER}.3.4.2.2.1.0", f"{JUNIPER}.3.4.2.3.1.0"
"""jnxYellowAlarmState and jnxRedAlarmState of JUNIPER-ALARM-MIB."""
YELLOW_STATES: Final[States] = {1: (_UNKNOWN, "other"), 2: (_OK, "off"), 3: (_WARN, "on")}
RED_STATES: Final[States] = {1: (_UNKNOWN, "other"), 2: (_OK, "off"), 3: (_FAILED, "on")}
_ENGINES: Final = {"name": f"{BOX}.14.1.5", "state": f"{BOX}.14.1.7"}
"""jnxRedundancyDescr, State."""
ENGINE_STATES: Final[States] = {
    1: (_UNKNOWN, "unknown"),
    2: (_OK, "master"),
    3: (_OK, "backup"),
    4: (_OFF, "disabled"),
}
_MEMBERS: Final = {"role": f"{JUNIPER}.3.40.1.4.1.1.1.3"}
"""jnxVirtualChassisMemberRole; index: member id. Members that have left have no row."""
ROLES: Final[States] = {1: (_OK, "master"), 2: (_OK, "backup"), 3: (_OK, "linecard")}


def _units(said: Objects) -> Iterator[Component]:
    operating = {row.index: row for row in said.rows(OPERATING)}
    filled = said.column(_CONTENTS["name"])
    found = []
    for row in said.rows(FRU):
        part = PARTS_BY_TYPE.get(row.whole("type") or 0, Part.MODULE)
        now = operating.get(row.index)
        if row.whole("state") in _IN_PLACE and now is not None and now.whole("state") in OPERATING_STATES:
            told = stated(now, "state", OPERATING_STATES, name_of(row), part)
        else:
            told = stated(row, "state", _states(row, is_filled=row.index in filled), name_of(row), part)
        found += [(row.index, one) for one in told]
    yield from distinct(found)


def _states(row: Row, *, is_filled: bool) -> States:
    """What this FRU's states mean, by why it is offline and whether anything is in its slot.

    Of a slot that the table of contents leaves out the state is unknown because nothing is in it: so the second routing
    engine of a device with one.
    """
    if row.whole("state") == _OFFLINE and row.whole("reason") in _SWITCHED_OFF:
        return {_OFFLINE: (_OFF, "offline")}
    if row.whole("state") == _OFFLINE and row.whole("reason") == _UNPLUGGED:
        return {_OFFLINE: (_ABSENT, "offline")}
    return FRU_STATES if is_filled else {**FRU_STATES, _UNKNOWN_STATE: (_ABSENT, "unknown")}


def _alarms(said: Objects) -> Iterator[Component]:
    yield from stated_alone(said, _RED, RED_STATES, "red alarm", Part.ALARM)
    yield from stated_alone(said, _YELLOW, YELLOW_STATES, "yellow alarm", Part.ALARM)
    engines = [
        (row.index, one)
        for row in said.rows(_ENGINES)
        for one in stated(row, "state", ENGINE_STATES, name_of(row), Part.REDUNDANCY)
    ]
    yield from distinct(engines)
    for row in said.rows(_MEMBERS):
        yield from stated(row, "role", ROLES, f"member {row.index}", Part.STACK)


def _members(said: Objects) -> Iterator[StackMember]:
    for row in said.rows(_MEMBERS):
        role = ROLES.get(row.whole("role") or 0, (_UNKNOWN, row.text("role")))[1]
        yield StackMember(f"member {row.index}", role, is_ready=None)


_OF: Final = (JUNIPER,)
COMPONENTS: Final = (
    Reading(_units, (*FRU.values(), *OPERATING.values(), *_CONTENTS.values()), of=_OF),
    Reading(_alarms, (*_ENGINES.values(), *_MEMBERS.values()), (_RED, _YELLOW), of=_OF),
)
STACK_MEMBERS: Final = (Reading(_members, _MEMBERS.values(), of=_OF),)
