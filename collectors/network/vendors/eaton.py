"""Eaton: XUPS-MIB (Powerware), and MG-SNMP-UPS-MIB (MGE), which its newer cards answer both, beside UPS-MIB."""

from typing import Final

from collectors.facts.devices.sensors import Part, Place, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, made, measures, states
from collectors.network.vendors.prefixes import EATON, MGE
from collectors.network.vendors.states import States

_X: Final = "1.3.6.1.4.1.534.1"
_M: Final = "1.3.6.1.4.1.705.1"
_OF: Final = (EATON, MGE)
_FAULT: Final[States] = {1: (Standing.FAILED, "yes"), 2: (Standing.OK, "no")}
"""yes(1) is a fault."""
_TURNED: Final[States] = {1: (Standing.WARN, "yes"), 2: (Standing.OK, "no")}
_CAUSE: Final[States] = {
    1: (Standing.OK, "no"),
    2: (Standing.WARN, "outOfToleranceVoltage"),
    3: (Standing.WARN, "outOfToleranceFrequency"),
    4: (Standing.FAILED, "utilityOff"),
}
_CONTACT: Final[States] = {
    1: (Standing.OFF, "open"),
    2: (Standing.OK, "closed"),
    3: (Standing.WARN, "openWithNotice"),
    4: (Standing.WARN, "closedWithNotice"),
}
_ALARMS: Final[States] = {0: (Standing.OK, "0"), **{count: (Standing.FAILED, f"{count} active") for count in range(1, 100)}}
"""How many alarms stand."""

SENSORS: Final = (
    measures(
        (
            Measure(f"{_X}.6.1.0", "environment", Quantity.TEMPERATURE, place=Place.ROOM),
            Measure(f"{_X}.6.4.0", "environment", Quantity.HUMIDITY),
            Measure(f"{_X}.6.5.0", "remote probe", Quantity.TEMPERATURE, place=Place.ROOM),
            Measure(f"{_X}.6.6.0", "remote probe", Quantity.HUMIDITY),
            Measure(f"{_M}.5.1.0", "time left on battery", Quantity.DURATION),
        ),
        of=_OF,
    ),
)
COMPONENTS: Final = (
    states(
        (
            State(f"{_X}.2.7.0", "battery failure", Part.BATTERY, _FAULT),
            State(f"{_X}.2.8.0", "battery missing", Part.BATTERY, _FAULT),
            State(f"{_X}.2.9.0", "battery aged", Part.BATTERY, _TURNED),
            State(f"{_X}.2.10.0", "battery capacity low", Part.BATTERY, _TURNED),
            State(f"{_X}.7.1.0", "alarms", Part.ALARM, _ALARMS),
            State(f"{_M}.5.9.0", "battery fault", Part.BATTERY, _FAULT),
            State(f"{_M}.5.11.0", "battery to be replaced", Part.BATTERY, _FAULT),
            State(f"{_M}.5.14.0", "battery low", Part.BATTERY, _FAULT),
            State(f"{_M}.5.15.0", "charger fault", Part.BATTERY, _FAULT),
            State(f"{_M}.5.16.0", "battery in low condition", Part.BATTERY, _FAULT),
            State(f"{_M}.6.3.0", "input out of tolerance", Part.UPS, _FAULT),
            State(f"{_M}.6.4.0", "cause of the input failure", Part.UPS, _CAUSE),
            State(f"{_M}.7.3.0", "output on battery", Part.UPS, _FAULT),
            State(f"{_M}.7.4.0", "output on bypass", Part.UPS, _TURNED),
            State(f"{_M}.7.7.0", "mains off", Part.UPS, _FAULT),
            State(f"{_M}.7.9.0", "inverter off", Part.UPS, _TURNED),
            State(f"{_M}.7.10.0", "overload", Part.UPS, _FAULT),
            State(f"{_M}.7.11.0", "too hot", Part.UPS, _FAULT),
        ),
        (State(f"{_X}.6.8.1.3", "contact {index}", Part.OTHER, _CONTACT),),
        of=_OF,
    ),
)
MADE: Final = (
    made(f"{_X}.1.2.0", f"{_M}.1.7.0", f"{_M}.1.4.0", of=_OF),
    made(f"{_X}.1.2.0", f"{_X}.1.6.0", f"{_X}.1.3.0", of=_OF),
)
"""upsmgIdent of MGE first: in xupsIdentSoftwareVersion several versions stand in one text."""
