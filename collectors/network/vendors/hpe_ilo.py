"""HPE servers by their management board (CPQHLTH-MIB, CPQSTDEQ-MIB, CPQSINFO-MIB): parts, temperatures, power.

Disks and arrays are in ``hpe_ilo_storage``. A part is absent where its own column says so (present 2, DIMM notPresent 2),
and its condition is then "other", which is no fault.
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.network.readings import Reading
from collectors.network.tables_of_values import Measure, State, Where, measures, states
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import COMPAQ
from collectors.network.vendors.states import States

_HEALTH: Final = f"{COMPAQ}.6.2"
_FAN: Final = f"{_HEALTH}.6.7.1"
_TEMPERATURE: Final = f"{_HEALTH}.6.8.1"
_POWER: Final = f"{_HEALTH}.9.3.1"
_MEMORY: Final = f"{_HEALTH}.14.13.1"
_BATTERY: Final = f"{_HEALTH}.17.2.1"
_PROCESSOR: Final = f"{COMPAQ}.1.2.2.1.1"
_SERIAL: Final = f"{COMPAQ}.2.2.2.1.0"
_MODEL: Final = f"{COMPAQ}.2.2.4.2.0"
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_VERSION: Final = re.compile(r"Integrated Lights-Out \d+ (?P<version>\d[\w.]*)")
CONDITIONS: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.OK, "ok"),
    3: (Standing.WARN, "degraded"),
    4: (Standing.FAILED, "failed"),
}
_PROCESSOR_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "ok"),
    3: (Standing.WARN, "degraded"),
    4: (Standing.FAILED, "failed"),
    5: (Standing.OFF, "disabled"),
}
_MEMORY_CONDITIONS: Final[States] = {**CONDITIONS, 4: (Standing.WARN, "degradedModuleIndexUnknown")}
_BATTERY_STATES: Final[States] = {
    1: (Standing.OK, "noError"),
    **{
        number: (Standing.FAILED, words)
        for number, words in enumerate(
            (
                "generalFailure",
                "shutdownHighResistance",
                "shutdownLowVoltage",
                "shutdownShortCircuit",
                "shutdownChargeTimeout",
                "shutdownOverTemperature",
                "shutdownDischargeMinVoltage",
                "shutdownDischargeCurrent",
                "shutdownLoadCountHigh",
                "shutdownEnablePin",
                "shutdownOverCurrent",
                "shutdownPermanentFailure",
                "shutdownBackupTimeExceeded",
            ),
            start=2,
        )
    },
    15: (Standing.WARN, "predictiveFailure"),
}
_LOCALES: Final = dict(
    enumerate(
        (
            "other",
            "unknown",
            "system",
            "systemBoard",
            "ioBoard",
            "cpu",
            "memory",
            "storage",
            "removableMedia",
            "powerSupply",
            "ambient",
            "chassis",
            "bridgeCard",
            "managementBoard",
            "backplane",
            "networkSlot",
            "bladeSlot",
            "virtual",
        ),
        start=1,
    )
)
"""cpqHeTemperatureLocale."""
_CAUTION, _CRITICAL = frozenset({5, 9}), frozenset({15})
"""cpqHeTemperatureThresholdType: blowout (5) and caution (9) come before a server is shut down, critical (15) is that."""


def _temperature(limits: tuple[str, str, str, str], where: Where) -> Measure:
    return Measure(
        f"{_TEMPERATURE}.4",
        "{name} {index}",
        Quantity.TEMPERATURE,
        named=f"{_TEMPERATURE}.3",
        words=_LOCALES,
        none=(-99, -1, 0),
        limits=limits,
        where=where,
    )


def _made(said: Objects) -> Iterator[Made]:
    found = _VERSION.search(said.text(_DESCRIPTION))
    told = {"model": said.text(_MODEL), "serial": said.text(_SERIAL), "version": found["version"] if found else ""}
    sources = {"model": _MODEL, "serial": _SERIAL, "version": _DESCRIPTION}
    yield Made(**told, oids=tuple((field, oid) for field, oid in sources.items() if told[field]))


_OF: Final = (COMPAQ,)
SENSORS: Final = (
    measures(
        (Measure(f"{_HEALTH}.15.3.0", "server", Quantity.POWER, none=(0, -1)),),
        (
            _temperature(("", "", f"{_TEMPERATURE}.5", ""), Where(f"{_TEMPERATURE}.7", _CAUTION)),
            _temperature(("", "", "", f"{_TEMPERATURE}.5"), Where(f"{_TEMPERATURE}.7", _CRITICAL)),
            _temperature(("", "", "", ""), Where(f"{_TEMPERATURE}.7", _CAUTION | _CRITICAL, is_not=True)),
            Measure(
                f"{_POWER}.7",
                "power supply {index}",
                Quantity.POWER,
                none=(-1,),
                where=Where(f"{_POWER}.9", frozenset({2}), is_not=True),
            ),
            Measure(f"{_FAN}.12", "fan {index}", Quantity.FAN_SPEED, none=(0, -1)),
        ),
        of=_OF,
    ),
)
COMPONENTS: Final = (
    states(
        (
            State(f"{COMPAQ}.6.1.3.0", "server", Part.SYSTEM, CONDITIONS),
            State(f"{_HEALTH}.6.1.0", "thermal", Part.TEMPERATURE, CONDITIONS),
        ),
        (
            State(f"{_FAN}.9", "fan {index}", Part.FAN, CONDITIONS, absent=Where(f"{_FAN}.4", frozenset({2}))),
            State(f"{_TEMPERATURE}.6", "temperature {index}", Part.TEMPERATURE, CONDITIONS),
            State(
                f"{_POWER}.4", "power supply {index}", Part.POWER, CONDITIONS, absent=Where(f"{_POWER}.9", frozenset({2}))
            ),
            State(f"{_PROCESSOR}.6", "processor {index}", Part.PROCESSOR, _PROCESSOR_STATES),
            State(
                f"{_MEMORY}.20",
                "{name}",
                Part.MEMORY,
                _MEMORY_CONDITIONS,
                named=f"{_MEMORY}.13",
                absent=Where(f"{_MEMORY}.19", frozenset({2})),
            ),
            State(f"{_BATTERY}.4", "battery {index}", Part.BOARD_BATTERY, CONDITIONS),
            State(f"{_BATTERY}.5", "state of battery {index}", Part.OTHER, _BATTERY_STATES),
        ),
        of=_OF,
    ),
)
MADE: Final = (Reading(_made, scalars=(_MODEL, _SERIAL, _DESCRIPTION), of=_OF),)
