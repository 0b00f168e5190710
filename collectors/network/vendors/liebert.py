"""Vertiv Liebert (LIEBERT-GP MIBs): rack PDUs with their branches and probes and air conditioners.

Units by the MIB: tenths of a volt, of a kilowatt-hour, of a per cent, of a degree; hundredths of an ampere.
"""

from typing import Final

from collectors.facts.devices.sensors import Part, Place, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, measures, states
from collectors.network.vendors.prefixes import LIEBERT
from collectors.network.vendors.states import States

_GP: Final = f"{LIEBERT}.1.42.3"
_ENVIRONMENT: Final = f"{_GP}.4"
_SUPPLY: Final = f"{_GP}.8.30.20.1"
_LINE: Final = f"{_GP}.8.30.40.1"
_BRANCH: Final = f"{_GP}.8.40.20.1"
_PROBE: Final = f"{_GP}.8.60.15.1"
_TENTH: Final = 0.1
_HUNDREDTH: Final = 0.01
_STATUS: Final[States] = {
    1: (Standing.OK, "normalOperation"),
    2: (Standing.WARN, "startUp"),
    4: (Standing.UNKNOWN, "unknownNoSupport"),
    8: (Standing.WARN, "normalWithWarning"),
    16: (Standing.FAILED, "normalWithAlarm"),
    32: (Standing.FAILED, "abnormalOperation"),
    64: (Standing.UNKNOWN, "unknownCommFailure"),
}
"""lgpPduEntrySysStatus."""
_RUNS: Final[States] = {1: (Standing.OK, "on"), 2: (Standing.OFF, "off"), 3: (Standing.OFF, "standby")}
_ALARM: Final[States] = {1: (Standing.FAILED, "on"), 2: (Standing.OK, "off")}

SENSORS: Final = (
    measures(
        (),
        (
            Measure(f"{_SUPPLY}.50", "{name} total", Quantity.ENERGY, _TENTH, named=f"{_SUPPLY}.15"),
            Measure(f"{_SUPPLY}.65", "{name} total", Quantity.POWER, named=f"{_SUPPLY}.15"),
            Measure(f"{_SUPPLY}.70", "{name} neutral", Quantity.CURRENT, _TENTH, named=f"{_SUPPLY}.15"),
            Measure(f"{_LINE}.19", "line {index}", Quantity.VOLTAGE, _TENTH),
            Measure(f"{_LINE}.22", "line {index}", Quantity.CURRENT, _HUNDREDTH),
            Measure(f"{_BRANCH}.130", "{name}", Quantity.CURRENT, _HUNDREDTH, named=f"{_BRANCH}.8"),
            Measure(f"{_BRANCH}.150", "{name} before its alarm", Quantity.CURRENT, _HUNDREDTH, named=f"{_BRANCH}.8"),
            Measure(f"{_BRANCH}.160", "{name}", Quantity.LOAD, _TENTH, named=f"{_BRANCH}.8"),
            Measure(
                f"{_PROBE}.70",
                "{name}",
                Quantity.TEMPERATURE,
                _TENTH,
                place=Place.ROOM,
                named=f"{_PROBE}.35",
                limits=(f"{_PROBE}.75", f"{_PROBE}.85", f"{_PROBE}.90", f"{_PROBE}.80"),
            ),
            Measure(
                f"{_PROBE}.95",
                "{name}",
                Quantity.HUMIDITY,
                _TENTH,
                named=f"{_PROBE}.35",
                limits=(f"{_PROBE}.100", f"{_PROBE}.110", f"{_PROBE}.115", f"{_PROBE}.105"),
            ),
        ),
        of=(LIEBERT,),
    ),
)
COMPONENTS: Final = (
    states(
        (
            State(f"{_ENVIRONMENT}.3.1.0", "air conditioner", Part.SYSTEM, _RUNS),
            State(f"{_ENVIRONMENT}.3.7.0", "fan of the air conditioner", Part.FAN, _RUNS),
            State(f"{_ENVIRONMENT}.3.8.0", "alarm of the air conditioner", Part.ALARM, _ALARM),
        ),
        (State(f"{_GP}.8.20.1.25", "PDU {index}", Part.SYSTEM, _STATUS),),
        of=(LIEBERT,),
    ),
)
