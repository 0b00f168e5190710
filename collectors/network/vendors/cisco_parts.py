"""Cisco: states of power supplies, fans and modules (CISCO-ENVMON, ENTITY-FRU-CONTROL-MIB) and of redundancy."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.network.entities import ENTITY, FAN, POWER_SUPPLY, Entity, entities, words_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.cisco_sensors import stable
from collectors.network.vendors.prefixes import CISCO
from collectors.network.vendors.states import States, distinct, stated, stated_alone

_OK, _WARN, _FAILED, _OFF, _ABSENT, _UNKNOWN = (
    Standing.OK,
    Standing.WARN,
    Standing.FAILED,
    Standing.OFF,
    Standing.ABSENT,
    Standing.UNKNOWN,
)
_MGMT: Final = f"{CISCO}.9"
ENVMON_STATES: Final[States] = {
    1: (_OK, "normal"),
    2: (_WARN, "warning"),
    3: (_FAILED, "critical"),
    4: (_FAILED, "shutdown"),
    5: (_ABSENT, "notPresent"),
    6: (_FAILED, "notFunctioning"),
}
"""CiscoEnvMonState."""
_ENVMON: Final[Mapping[Part, Mapping[str, str]]] = {
    part: {"name": f"{_MGMT}.13.1.{table}.1.2", "state": f"{_MGMT}.13.1.{table}.1.{state}"}
    for part, table, state in (
        (Part.VOLTAGE, 2, 7),
        (Part.TEMPERATURE, 3, 6),
        (Part.FAN, 4, 3),
        (Part.POWER, 5, 3),
    )
}
POWER_STATES: Final[States] = {
    1: (_FAILED, "offEnvOther"),
    2: (_OK, "on"),
    3: (_OFF, "offAdmin"),
    4: (_FAILED, "offDenied"),
    5: (_FAILED, "offEnvPower"),
    6: (_FAILED, "offEnvTemp"),
    7: (_FAILED, "offEnvFan"),
    8: (_FAILED, "failed"),
    9: (_WARN, "onButFanFail"),
    10: (_FAILED, "offCooling"),
    11: (_FAILED, "offConnectorRating"),
    12: (_WARN, "onButInlinePowerFail"),
}
"""PowerOperType."""
FAN_STATES: Final[States] = {
    1: (_UNKNOWN, "unknown"),
    2: (_OK, "up"),
    3: (_FAILED, "down"),
    4: (_WARN, "warning"),
}
MODULE_STATES: Final[States] = {
    1: (_UNKNOWN, "unknown"),
    2: (_OK, "ok"),
    3: (_OFF, "disabled"),
    4: (_WARN, "okButDiagFailed"),
    5: (_WARN, "boot"),
    6: (_WARN, "selfTest"),
    7: (_FAILED, "failed"),
    8: (_FAILED, "missing"),
    9: (_FAILED, "mismatchWithParent"),
    10: (_FAILED, "mismatchConfig"),
    11: (_FAILED, "diagFailed"),
    12: (_WARN, "dormant"),
    13: (_OFF, "outOfServiceAdmin"),
    14: (_FAILED, "outOfServiceEnvTemp"),
    15: (_OFF, "poweredDown"),
    16: (_OK, "poweredUp"),
    17: (_FAILED, "powerDenied"),
    18: (_WARN, "powerCycled"),
    19: (_WARN, "okButPowerOverWarning"),
    20: (_FAILED, "okButPowerOverCritical"),
    21: (_WARN, "syncInProgress"),
    22: (_WARN, "upgrading"),
    23: (_WARN, "okButAuthFailed"),
}
"""ModuleOperType; missing is provisioned and not there."""
_FRU: Final = {
    "power": f"{_MGMT}.117.1.1.2.1.2",
    "module": f"{_MGMT}.117.1.2.1.1.2",
    "fan": f"{_MGMT}.117.1.4.1.1.1",
}
"""cefcFRUPowerOperStatus, cefcModuleOperStatus, cefcFanTrayOperStatus; index: entPhysicalIndex."""
_UNIT, _PEER, _MODE = f"{_MGMT}.176.1.1.2.0", f"{_MGMT}.176.1.1.4.0", f"{_MGMT}.176.1.2.16.0"
UNIT_STATES: Final[States] = {
    1: (_UNKNOWN, "notKnown"),
    2: (_OFF, "disabled"),
    3: (_WARN, "initialization"),
    4: (_WARN, "negotiation"),
    5: (_WARN, "standbyCold"),
    6: (_WARN, "standbyColdConfig"),
    7: (_WARN, "standbyColdFileSys"),
    8: (_WARN, "standbyColdBulk"),
    9: (_OK, "standbyHot"),
    10: (_WARN, "activeFast"),
    11: (_WARN, "activeDrain"),
    12: (_WARN, "activePreconfig"),
    13: (_WARN, "activePostconfig"),
    14: (_OK, "active"),
    15: (_OK, "activeExtraload"),
    16: (_WARN, "activeHandback"),
}
"""RFState of CISCO-RF-MIB; of a device with one unit the peer is disabled."""
MODES: Final[States] = {
    1: (_OFF, "nonRedundant"),
    2: (_OK, "staticLoadShareNonRedundant"),
    3: (_OK, "dynamicLoadShareNonRedundant"),
    4: (_OK, "staticLoadShareRedundant"),
    5: (_OK, "dynamicLoadShareRedundant"),
    6: (_OK, "coldStandbyRedundant"),
    7: (_OK, "warmStandbyRedundant"),
    8: (_OK, "hotStandbyRedundant"),
}
"""cRFCfgRedundancyOperMode."""


def _parts(said: Objects) -> Iterator[Component]:
    yield from distinct((*_environment(said), *_units(said)))
    yield from stated_alone(said, _UNIT, UNIT_STATES, "unit", Part.REDUNDANCY)
    yield from stated_alone(said, _PEER, UNIT_STATES, "peer unit", Part.REDUNDANCY)
    yield from stated_alone(said, _MODE, MODES, "mode", Part.REDUNDANCY)


def _environment(said: Objects) -> Iterator[tuple[str, Component]]:
    for part, table in _ENVMON.items():
        for row in said.rows(table):
            name = stable(row.text("name") or f"{part.value} {row.index}")
            for one in stated(row, "state", ENVMON_STATES, name, part):
                yield row.index, one


def _units(said: Objects) -> Iterator[tuple[str, Component]]:
    known = entities(said)
    for row in said.rows(_FRU):
        name = words_of(known, row.index, f"unit {row.index}")
        for one in stated(row, "power", POWER_STATES, *_powered(name, known.get(row.index))):
            yield row.index, one
        for one in stated(row, "module", MODULE_STATES, name, Part.MODULE):
            yield row.index, one
        for one in stated(row, "fan", FAN_STATES, name, Part.FAN):
            yield row.index, one


def _powered(name: str, part: Entity | None) -> tuple[str, Part]:
    """What a state of power is of: a power supply's own, or how a module or fan is powered."""
    if part is None or part.class_number == POWER_SUPPLY:
        return name, Part.POWER
    return f"{name} power", Part.FAN if part.class_number == FAN else Part.MODULE


_TABLES: Final = (*_ENVMON.values(), _FRU, ENTITY)
COMPONENTS: Final = (
    Reading(_parts, [oid for table in _TABLES for oid in table.values()], scalars=(_UNIT, _PEER, _MODE), of=(CISCO,)),
)
