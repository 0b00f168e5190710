"""Juniper: loads, temperatures and parts of JUNIPER-MIB, services processors of SRX, alarms, virtual chassis."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Pool, Processor
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.facts.devices.topology import StackMember
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
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
_BOX: Final = f"{JUNIPER}.3.1"
_OPERATING: Final = f"{_BOX}.13.1"
OPERATING: Final[Mapping[str, str]] = {
    "name": f"{_OPERATING}.5",
    "state": f"{_OPERATING}.6",
    "temperature": f"{_OPERATING}.7",
    "cpu": f"{_OPERATING}.8",
    "buffer": f"{_OPERATING}.11",
    "megabytes": f"{_OPERATING}.15",
}
"""jnxOperatingTable: Descr, State, Temp, CPU, Buffer (per cent of memory in use), Memory; 0 is "unavailable"."""
_MIB: Final = 1024.0 * 1024.0
_FRU: Final = f"{_BOX}.15.1"
FRU: Final[Mapping[str, str]] = {
    "name": f"{_FRU}.5",
    "type": f"{_FRU}.6",
    "state": f"{_FRU}.8",
    "reason": f"{_FRU}.10",
}
"""jnxFruTable: Name, Type, State, OfflineReason; its index is that of jnxOperatingTable and jnxContentsTable."""
_CONTENTS: Final = {"name": f"{_BOX}.8.1.6"}
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
_ENGINES: Final = {"name": f"{_BOX}.14.1.5", "state": f"{_BOX}.14.1.7"}
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
_SPU: Final = f"{JUNIPER}.3.39.1.12.1.1.1"
SPU: Final[Mapping[str, str]] = {
    "slot": f"{_SPU}.2",
    "unit": f"{_SPU}.3",
    "cpu": f"{_SPU}.4",
    "memory": f"{_SPU}.5",
    "sessions": f"{_SPU}.6",
    "most_sessions": f"{_SPU}.7",
    "node": f"{_SPU}.11",
}
"""jnxJsSPUMonitoringObjectsTable of JUNIPER-SRX5000-SPU-MONITORING-MIB."""
_MODEL, _SERIAL = f"{_BOX}.2.0", f"{_BOX}.3.0"
"""jnxBoxDescr, jnxBoxSerialNo."""
_PERCENT: Final = 100.0


def _name(row: Row) -> str:
    return row.text("name") or f"subject {row.index}"


def _with_loads(said: Objects) -> Iterator[Row]:
    """Rows of what has a processor and memory: of no other is the share of memory in use above 0."""
    return (row for row in said.rows(OPERATING) if row.number("buffer", 0) is not None)


def _processors(said: Objects) -> Iterator[Processor]:
    found = [
        (row.index, Processor(_name(row), used, row.oid("cpu")))
        for row in _with_loads(said)
        if (used := ratio(row.number("cpu"))) is not None
    ]
    for row in said.rows(SPU):
        used = ratio(row.number("cpu"))
        if used is not None:
            found.append((row.index, Processor(_unit(row), used, row.oid("cpu"), is_data_plane=True)))
    yield from distinct(found)


def _memories(said: Objects) -> Iterator[Memory]:
    found = []
    for row in _with_loads(said):
        used = ratio(row.number("buffer"))
        total = (row.number("megabytes", 0) or 0.0) * _MIB
        if used is not None:
            sizes = (total, total * used) if total else (None, None)
            found.append((row.index, Memory(_name(row), used, row.oid("buffer"), *sizes)))
    for row in said.rows(SPU):
        used = ratio(row.number("memory"))
        if used is not None:
            found.append((row.index, Memory(_unit(row), used, row.oid("memory"), pool=Pool.PACKET)))
    yield from distinct(found)


def _unit(row: Row) -> str:
    return f"{row.text('node')} SPU {row.text('slot')}/{row.text('unit')}".strip()


def _temperatures(said: Objects) -> Iterator[Sensor]:
    found = [
        (row.index, Sensor(_name(row), Quantity.TEMPERATURE, value, row.oid("temperature"), place=Place.BOARD))
        for row in said.rows(OPERATING)
        if (value := row.number("temperature", 0)) is not None
    ]
    yield from distinct(found)


def _sessions(said: Objects) -> Iterator[Sensor]:
    found = []
    for row in said.rows(SPU):
        now, most = row.number("sessions"), row.number("most_sessions", 0)
        if now is not None:
            found.append((row.index, Sensor(f"{_unit(row)} sessions", Quantity.COUNT, now, row.oid("sessions"))))
        if now is not None and most:
            share = now / most * _PERCENT
            found.append((row.index, Sensor(f"{_unit(row)} sessions", Quantity.LOAD, share, row.oid("sessions"))))
    yield from distinct(found)


def _units(said: Objects) -> Iterator[Component]:
    operating = {row.index: row for row in said.rows(OPERATING)}
    filled = said.column(_CONTENTS["name"])
    found = []
    for row in said.rows(FRU):
        part = PARTS_BY_TYPE.get(row.whole("type") or 0, Part.MODULE)
        now = operating.get(row.index)
        if row.whole("state") in _IN_PLACE and now is not None and now.whole("state") in OPERATING_STATES:
            told = stated(now, "state", OPERATING_STATES, _name(row), part)
        else:
            told = stated(row, "state", _states(row, is_filled=row.index in filled), _name(row), part)
        found += [(row.index, one) for one in told]
    yield from distinct(found)


def _states(row: Row, *, is_filled: bool) -> States:
    """What this FRU's states mean by why it is offline. Of a slot that the table of contents leaves out nothing is known
    because nothing is in it: so the second routing engine of a device with one.
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
        for one in stated(row, "state", ENGINE_STATES, _name(row), Part.REDUNDANCY)
    ]
    yield from distinct(engines)
    for row in said.rows(_MEMBERS):
        yield from stated(row, "role", ROLES, f"member {row.index}", Part.STACK)


def _members(said: Objects) -> Iterator[StackMember]:
    for row in said.rows(_MEMBERS):
        role = ROLES.get(row.whole("role") or 0, (_UNKNOWN, row.text("role")))[1]
        yield StackMember(f"member {row.index}", role, is_ready=None)


def _made(said: Objects) -> Iterator[Made]:
    fields = [(field, oid) for field, oid in (("model", _MODEL), ("serial", _SERIAL)) if said.text(oid)]
    yield Made(said.text(_MODEL), said.text(_SERIAL), oids=tuple(fields))


_OF: Final = (JUNIPER,)
PROCESSORS: Final = (Reading(_processors, (*OPERATING.values(), *SPU.values()), of=_OF),)
MEMORIES: Final = (Reading(_memories, (*OPERATING.values(), *SPU.values()), of=_OF),)
SENSORS: Final = (Reading(_temperatures, OPERATING.values(), of=_OF), Reading(_sessions, SPU.values(), of=_OF))
PARTS: Final = (
    Reading(_units, (*FRU.values(), *OPERATING.values(), *_CONTENTS.values()), of=_OF),
    Reading(_alarms, (*_ENGINES.values(), *_MEMBERS.values()), (_RED, _YELLOW), of=_OF),
)
STACK_MEMBERS: Final = (Reading(_members, _MEMBERS.values(), of=_OF),)
MADE: Final = (Reading(_made, scalars=(_MODEL, _SERIAL), of=_OF),)
