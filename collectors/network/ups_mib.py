"""UPS-MIB (RFC 1628), which most makers' cards answer beside their own.

Voltages of the battery, currents and frequencies are tenths; input and output voltages are whole volts.
"""

from typing import Final

from collectors.facts.devices.sensors import Part, Place, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, made, measures, states
from collectors.network.vendors.states import States

_UPS: Final = "1.3.6.1.2.1.33.1"
_TENTH: Final = 0.1
_NONE: Final = (-1, 65535)
"""What cards write that have no probe; neither is a voltage, a frequency or a temperature of a battery."""
_BATTERY: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "batteryNormal"),
    3: (Standing.FAILED, "batteryLow"),
    4: (Standing.FAILED, "batteryDepleted"),
}
_SOURCE: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.FAILED, "none"),
    3: (Standing.OK, "normal"),
    4: (Standing.WARN, "bypass"),
    5: (Standing.FAILED, "battery"),
    6: (Standing.WARN, "booster"),
    7: (Standing.WARN, "reducer"),
}
_TEST: Final[States] = {
    1: (Standing.OK, "donePass"),
    2: (Standing.WARN, "doneWarning"),
    3: (Standing.FAILED, "doneError"),
    4: (Standing.WARN, "aborted"),
    5: (Standing.OK, "inProgress"),
    6: (Standing.OFF, "noTestsInitiated"),
}

_ALARMS: Final[States] = {0: (Standing.OK, "0"), **{count: (Standing.WARN, f"{count} active") for count in range(1, 100)}}
"""upsAlarmsPresent: how many stand; what they are also shows in the states that are judged by themselves."""

SENSORS: Final = (
    measures(
        (
            Measure(f"{_UPS}.2.2.0", "time on battery", Quantity.DURATION),
            Measure(f"{_UPS}.2.3.0", "battery", Quantity.RUNTIME),
            Measure(f"{_UPS}.2.4.0", "battery", Quantity.CHARGE),
            Measure(f"{_UPS}.2.5.0", "battery", Quantity.VOLTAGE, _TENTH, none=_NONE),
            Measure(f"{_UPS}.2.6.0", "battery", Quantity.CURRENT, _TENTH),
            Measure(f"{_UPS}.2.7.0", "battery", Quantity.TEMPERATURE, place=Place.BATTERY, none=_NONE),
            Measure(f"{_UPS}.4.2.0", "output", Quantity.FREQUENCY, _TENTH, none=_NONE),
            Measure(f"{_UPS}.5.1.0", "bypass", Quantity.FREQUENCY, _TENTH, none=_NONE),
            Measure(f"{_UPS}.6.1.0", "alarms", Quantity.COUNT),
        ),
        (
            Measure(f"{_UPS}.3.3.1.2", "input {index}", Quantity.FREQUENCY, _TENTH, none=_NONE),
            Measure(f"{_UPS}.3.3.1.3", "input {index}", Quantity.VOLTAGE, none=_NONE),
            Measure(f"{_UPS}.3.3.1.4", "input {index}", Quantity.CURRENT, _TENTH, none=_NONE),
            Measure(f"{_UPS}.3.3.1.5", "input {index}", Quantity.POWER, none=_NONE),
            Measure(f"{_UPS}.4.4.1.2", "output {index}", Quantity.VOLTAGE, none=_NONE),
            Measure(f"{_UPS}.4.4.1.3", "output {index}", Quantity.CURRENT, _TENTH, none=_NONE),
            Measure(f"{_UPS}.4.4.1.4", "output {index}", Quantity.POWER, none=_NONE),
            Measure(f"{_UPS}.4.4.1.5", "output {index}", Quantity.LOAD),
            Measure(f"{_UPS}.5.3.1.2", "bypass {index}", Quantity.VOLTAGE, none=_NONE),
            Measure(f"{_UPS}.5.3.1.3", "bypass {index}", Quantity.CURRENT, _TENTH, none=_NONE),
            Measure(f"{_UPS}.5.3.1.4", "bypass {index}", Quantity.POWER, none=_NONE),
        ),
    ),
)
COMPONENTS: Final = (
    states(
        (
            State(f"{_UPS}.2.1.0", "battery", Part.BATTERY, _BATTERY),
            State(f"{_UPS}.4.1.0", "output", Part.UPS, _SOURCE),
            State(f"{_UPS}.6.1.0", "alarms of the UPS", Part.ALARM, _ALARMS),
            State(f"{_UPS}.7.3.0", "last test", Part.BATTERY, _TEST),
        )
    ),
)
MADE: Final = (made(f"{_UPS}.1.2.0", version=f"{_UPS}.1.3.0"),)
