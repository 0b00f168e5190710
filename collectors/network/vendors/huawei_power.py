"""Huawei power systems (SMU, by HUAWEI-SITE-MONITOR-MIB): how rectifiers, batteries, distributions and probes stand.

What they measure is read in huawei_power_sensors.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import HUAWEI
from collectors.network.vendors.states import States, distinct, stated, stated_alone

SITE: Final = f"{HUAWEI}.6.164"
OBJECTS: Final = f"{SITE}.1"

_CHARGE_STATE, _LIMIT_STATE = f"{OBJECTS}.4.2.3.0", f"{OBJECTS}.4.2.4.0"


RECTIFIERS: Final[Mapping[str, str]] = {
    "name": f"{OBJECTS}.3.2.1.1.3",
    "amperes": f"{OBJECTS}.3.2.2.1.2",
    "volts": f"{OBJECTS}.3.2.2.1.3",
    "status": f"{OBJECTS}.3.2.2.1.99",
}
STRINGS: Final[Mapping[str, str]] = {
    "name": f"{OBJECTS}.4.4.1.1.3",
    "high": f"{OBJECTS}.4.4.1.1.4",
    "low": f"{OBJECTS}.4.4.1.1.5",
    "amperes": f"{OBJECTS}.4.4.2.1.2",
    "capacity": f"{OBJECTS}.4.4.2.1.3",
    "temperature": f"{OBJECTS}.4.4.2.1.6",
    "status": f"{OBJECTS}.4.4.2.1.99",
}
AC_INPUTS: Final[Mapping[str, str]] = {
    "name": f"{OBJECTS}.5.2.1.1.3",
    "a_volts": f"{OBJECTS}.5.2.1.1.4",
    "b_volts": f"{OBJECTS}.5.2.1.1.5",
    "c_volts": f"{OBJECTS}.5.2.1.1.6",
    "a_amperes": f"{OBJECTS}.5.2.1.1.7",
    "b_amperes": f"{OBJECTS}.5.2.1.1.8",
    "c_amperes": f"{OBJECTS}.5.2.1.1.9",
    "status": f"{OBJECTS}.5.2.1.1.99",
}
DC_OUTPUTS: Final[Mapping[str, str]] = {
    "name": f"{OBJECTS}.6.2.1.1.3",
    "volts": f"{OBJECTS}.6.2.1.1.4",
    "amperes": f"{OBJECTS}.6.2.1.1.5",
    "watts": f"{OBJECTS}.6.2.1.1.6",
    "status": f"{OBJECTS}.6.2.1.1.99",
}
BRANCHES: Final[Mapping[str, str]] = {"name": f"{OBJECTS}.7.2.1.1.3", "status": f"{OBJECTS}.7.2.1.1.99"}
"""hwLvdBranchTable: what disconnects batteries or loads when the voltage gets low."""
THERMOMETERS: Final[Mapping[str, str]] = {
    "name": f"{OBJECTS}.8.2.1.1.3",
    "value": f"{OBJECTS}.8.2.1.1.4",
    "high": f"{OBJECTS}.8.2.1.1.5",
    "low": f"{OBJECTS}.8.2.1.1.6",
    "status": f"{OBJECTS}.8.2.1.1.99",
}
HYGROMETERS: Final[Mapping[str, str]] = {
    "name": f"{OBJECTS}.8.2.2.1.3",
    "value": f"{OBJECTS}.8.2.2.1.4",
    "high": f"{OBJECTS}.8.2.2.1.5",
    "low": f"{OBJECTS}.8.2.2.1.6",
    "status": f"{OBJECTS}.8.2.2.1.99",
}
MONITORS: Final[Mapping[str, str]] = {"name": f"{OBJECTS}.2.2.1.1.3", "status": f"{OBJECTS}.2.2.1.1.99"}
_VERSION: Final = f"{OBJECTS}.2.2.1.1.5.1"
_SERIAL: Final = f"{OBJECTS}.2.2.1.1.9.1"
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_RESUMED: Final[States] = {254: (Standing.OK, "alarmResume"), 255: (Standing.UNKNOWN, "other")}


def _states(**failed: int) -> States:
    """State 1 is normal; those named are failures; 254 is an alarm that is over, 255 anything else."""
    return {1: (Standing.OK, "normal"), **{code: (Standing.FAILED, words) for words, code in failed.items()}, **_RESUMED}


_RECTIFIER_STATES: Final[States] = {
    **_states(fault=2, protect=3, commFail=4),
    5: (Standing.OFF, "switchOff"),
    6: (Standing.FAILED, "invalid"),
    7: (Standing.ABSENT, "noConfig"),
}
_STRING_STATES: Final[States] = {
    **_states(tempHigh=2, tempLow=3, loopBreak=4, overCurrent=5),
    6: (Standing.WARN, "unbalance"),
}
_LVD_STATES: Final[States] = {
    **_states(lowVoltOff=2, lowTempOff=5, highTempOff=6),
    3: (Standing.OFF, "backgroundOff"),
    4: (Standing.OFF, "localManualOff"),
}
_PROBE_STATES: Final[States] = {**_states(tempHigh=2, tempLow=3), 4: (Standing.ABSENT, "notInslot")}
_HUMIDITY_STATES: Final[States] = {
    1: (Standing.OK, "normal"),
    2: (Standing.WARN, "humidityHigh"),
    3: (Standing.WARN, "humidityLow"),
    4: (Standing.ABSENT, "notInslot"),
    **_RESUMED,
}
_CHARGE_STATES: Final[States] = {
    1: (Standing.OK, "floatCharge"),
    2: (Standing.OK, "boostCharge"),
    3: (Standing.FAILED, "disCharge"),
    255: (Standing.UNKNOWN, "unknown"),
}
"""A battery that discharges carries the load: there is no mains, or no rectifier."""
_LIMIT_STATES: Final[States] = {
    1: (Standing.OK, "unlimit"),
    2: (Standing.OK, "limit"),
    255: (Standing.UNKNOWN, "unknown"),
}
_TABLES: Final = (
    (MONITORS, "monitor", Part.CONTROLLER, _states(commRs485Fail=2, commNetFail=3, fault=4)),
    (RECTIFIERS, "rectifier", Part.POWER, _RECTIFIER_STATES),
    (STRINGS, "battery string", Part.BATTERY, _STRING_STATES),
    (AC_INPUTS, "AC", Part.POWER, _states(acOff=2, acAbsent=3, voltHigh=4, voltLow=5)),
    (DC_OUTPUTS, "DC", Part.POWER, _states(voltHigh=2, voltLow=3)),
    (BRANCHES, "LVD", Part.OUTLET, _LVD_STATES),
    (THERMOMETERS, "temperature", Part.TEMPERATURE, _PROBE_STATES),
    (HYGROMETERS, "humidity", Part.OTHER, _HUMIDITY_STATES),
)


def named(row: Row, what: str) -> str:
    """What its users call it, else what it is and its index."""
    return row.text("name") or f"{what} {row.index}"


def _parts(said: Objects) -> Iterator[tuple[str, Component]]:
    for table, what, part, states in _TABLES:
        for row in said.rows(table):
            for one in stated(row, "status", states, named(row, what), part):
                yield row.index, one


def _components(said: Objects) -> Iterator[Component]:
    yield from distinct(_parts(said))
    yield from stated_alone(said, _CHARGE_STATE, _CHARGE_STATES, "battery charge", Part.BATTERY)
    yield from stated_alone(said, _LIMIT_STATE, _LIMIT_STATES, "battery current limit", Part.BATTERY)


def _made(said: Objects) -> Iterator[Made]:
    oids = {"model": _DESCRIPTION, "serial": _SERIAL, "version": _VERSION}
    told = {field: said.text(oid) for field, oid in oids.items()}
    yield Made(**told, oids=tuple((field, oid) for field, oid in oids.items() if told[field]))


COLUMNS: Final = tuple(oid for table, *_rest in _TABLES for oid in table.values())
COMPONENTS: Final = (Reading(_components, COLUMNS, (_CHARGE_STATE, _LIMIT_STATE), of=(SITE,)),)
MADE: Final = (Reading(_made, scalars=(_DESCRIPTION, _SERIAL, _VERSION), of=(SITE,)),)
