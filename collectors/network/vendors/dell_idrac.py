"""Dell servers by their management board (IDRAC-MIB-SMIv2): verdict, power, probes with their own limits, boards.

The storage behind the controllers is in ``dell_idrac_storage``. Voltages are millivolts, temperatures tenths of a degree;
currents are tenths of an ampere where the probe measures a power supply or the system, else milliampere
(amperageProbeReading). Older boards and chassis (DELL-RAC-MIB) tell their verdict and what they are.
"""

from typing import Final

from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, Where, made, measures, states
from collectors.network.vendors.prefixes import DELL
from collectors.network.vendors.states import States

BOARD: Final = f"{DELL}.10892.5"
_RAC: Final = f"{DELL}.10892.2"
OF: Final = (BOARD, _RAC)
_T: Final = f"{BOARD}.4"
_POWER: Final = f"{_T}.600.12.1"
_VOLTAGE: Final = f"{_T}.600.20.1"
_AMPERAGE: Final = f"{_T}.600.30.1"
_BATTERY: Final = f"{_T}.600.50.1"
_FAN: Final = f"{_T}.700.12.1"
_TEMPERATURE: Final = f"{_T}.700.20.1"
_INTRUSION: Final = f"{_T}.300.70.1"
_PROCESSOR: Final = f"{_T}.1100.30.1"
_MEMORY: Final = f"{_T}.1100.50.1"
_MILLI: Final = 0.001
_TENTH: Final = 0.1
OBJECT_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.UNKNOWN, "unknown"),
    3: (Standing.OK, "ok"),
    4: (Standing.WARN, "nonCritical"),
    5: (Standing.FAILED, "critical"),
    6: (Standing.FAILED, "nonRecoverable"),
}
"""ObjectStatusEnum; DellStatus of DELL-RAC-MIB is the same."""
_PROBE_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.UNKNOWN, "unknown"),
    3: (Standing.OK, "ok"),
    4: (Standing.WARN, "nonCriticalUpper"),
    5: (Standing.FAILED, "criticalUpper"),
    6: (Standing.FAILED, "nonRecoverableUpper"),
    7: (Standing.WARN, "nonCriticalLower"),
    8: (Standing.FAILED, "criticalLower"),
    9: (Standing.FAILED, "nonRecoverableLower"),
    10: (Standing.FAILED, "failed"),
}
"""StatusProbeEnum."""
_POWER_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.UNKNOWN, "unknown"),
    3: (Standing.OFF, "off"),
    4: (Standing.OK, "on"),
}
_BREACH: Final[States] = {
    1: (Standing.OK, "chassisNotBreached"),
    2: (Standing.WARN, "chassisBreached"),
    3: (Standing.WARN, "chassisBreachedPrior"),
    4: (Standing.WARN, "chassisBreachSensorFailure"),
}
_AMPERES: Final = Where(f"{_AMPERAGE}.7", frozenset({23, 25}))
_WATTS: Final = Where(f"{_AMPERAGE}.7", frozenset({24, 26}))
_MILLIAMPERES: Final = Where(f"{_AMPERAGE}.7", frozenset({16, 23, 24, 25, 26}), is_not=True)
"""By amperageProbeType: 16 is discrete, 23 and 24 a power supply, 25 and 26 the system."""


def _limits(table: str) -> tuple[str, str, str, str]:
    """Lower critical, lower and upper non-critical, upper critical, as every table of probes has them."""
    return f"{table}.13", f"{table}.12", f"{table}.11", f"{table}.10"


def _amperage(quantity: Quantity, factor: float, where: Where) -> Measure:
    return Measure(
        f"{_AMPERAGE}.6",
        "{name}",
        quantity,
        factor,
        named=f"{_AMPERAGE}.8",
        limits=_limits(_AMPERAGE),
        where=where,
    )


def _probe(table: str, quantity: Quantity, factor: float = 1.0) -> Measure:
    return Measure(f"{table}.6", "{name}", quantity, factor, named=f"{table}.8", limits=_limits(table))


SENSORS: Final = (
    measures(
        (),
        (
            _probe(_VOLTAGE, Quantity.VOLTAGE, _MILLI),
            _amperage(Quantity.CURRENT, _TENTH, _AMPERES),
            _amperage(Quantity.CURRENT, _MILLI, _MILLIAMPERES),
            _amperage(Quantity.POWER, 1.0, _WATTS),
            _probe(_FAN, Quantity.FAN_SPEED),
            _probe(_TEMPERATURE, Quantity.TEMPERATURE, _TENTH),
            Measure(f"{_POWER}.16", "{name} input", Quantity.VOLTAGE, none=(0,), named=f"{_POWER}.8"),
        ),
        of=OF,
    ),
)
COMPONENTS: Final = (
    states(
        (
            State(f"{BOARD}.2.1.0", "server", Part.SYSTEM, OBJECT_STATES),
            State(f"{BOARD}.2.3.0", "storage", Part.SYSTEM, OBJECT_STATES),
            State(f"{BOARD}.2.4.0", "server power", Part.SYSTEM, _POWER_STATES),
            State(f"{_RAC}.2.1.0", "chassis", Part.SYSTEM, OBJECT_STATES),
        ),
        (
            State(f"{_POWER}.5", "{name}", Part.POWER, OBJECT_STATES, named=f"{_POWER}.8"),
            State(f"{_VOLTAGE}.5", "{name}", Part.VOLTAGE, _PROBE_STATES, named=f"{_VOLTAGE}.8"),
            State(f"{_AMPERAGE}.5", "{name}", Part.OTHER, _PROBE_STATES, named=f"{_AMPERAGE}.8"),
            State(f"{_BATTERY}.5", "{name}", Part.BOARD_BATTERY, OBJECT_STATES, named=f"{_BATTERY}.7"),
            State(f"{_FAN}.5", "{name}", Part.FAN, _PROBE_STATES, named=f"{_FAN}.8"),
            State(f"{_TEMPERATURE}.5", "{name}", Part.TEMPERATURE, _PROBE_STATES, named=f"{_TEMPERATURE}.8"),
            State(f"{_INTRUSION}.5", "intrusion {index}", Part.OTHER, OBJECT_STATES),
            State(f"{_INTRUSION}.6", "breach {index}", Part.OTHER, _BREACH),
            State(f"{_PROCESSOR}.5", "{name}", Part.PROCESSOR, OBJECT_STATES, named=f"{_PROCESSOR}.26"),
            State(f"{_MEMORY}.5", "{name}", Part.MEMORY, OBJECT_STATES, named=f"{_MEMORY}.8"),
        ),
        of=OF,
    ),
)
MADE: Final = (
    made(f"{BOARD}.1.3.12.0", f"{BOARD}.1.3.2.0", f"{BOARD}.1.1.8.0", of=OF),
    made(f"{_RAC}.1.1.2.0", f"{_RAC}.1.1.11.0", f"{_RAC}.1.2.1.0", of=OF),
)
