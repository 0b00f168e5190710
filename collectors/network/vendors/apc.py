"""APC (PowerNet-MIB): UPSs (upsBasic, upsAdv) and rack PDUs of the second generation (rPDU2), switched outlets."""

from typing import Final

from collectors.facts.devices.sensors import Part, Place, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, made, measures, states
from collectors.network.vendors.prefixes import APC
from collectors.network.vendors.states import States

_APC: Final = "1.3.6.1.4.1.318.1.1"
_UPS: Final = f"{_APC}.1"
_PDU: Final = f"{_APC}.26"
_TENTH: Final = 0.1
_TICK_MINUTES: Final = 0.01 / 60
"""TimeTicks are hundredths of a second."""
_TENS: Final = 10.0
"""rPDU2 counts hundredths of a kilowatt."""
_BATTERY: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "batteryNormal"),
    3: (Standing.FAILED, "batteryLow"),
    4: (Standing.FAILED, "batteryInFaultCondition"),
    5: (Standing.ABSENT, "noBatteryPresent"),
}
_REPLACE: Final[States] = {
    1: (Standing.OK, "noBatteryNeedsReplacing"),
    2: (Standing.FAILED, "batteryNeedsReplacing"),
}
_OUTPUT: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "onLine"),
    3: (Standing.FAILED, "onBattery"),
    4: (Standing.WARN, "onSmartBoost"),
    5: (Standing.OFF, "timedSleeping"),
    6: (Standing.WARN, "softwareBypass"),
    7: (Standing.OFF, "off"),
    8: (Standing.WARN, "rebooting"),
    9: (Standing.WARN, "switchedBypass"),
    10: (Standing.FAILED, "hardwareFailureBypass"),
    11: (Standing.WARN, "sleepingUntilPowerReturn"),
    12: (Standing.WARN, "onSmartTrim"),
    13: (Standing.OK, "ecoMode"),
    14: (Standing.OK, "hotStandby"),
    15: (Standing.OK, "onBatteryTest"),
    16: (Standing.FAILED, "emergencyStaticBypass"),
    17: (Standing.WARN, "staticBypassStandby"),
    18: (Standing.OK, "powerSavingMode"),
    19: (Standing.OK, "spotMode"),
    20: (Standing.OK, "eConversion"),
    21: (Standing.OK, "chargerSpotmode"),
    22: (Standing.OK, "inverterSpotmode"),
    23: (Standing.OK, "activeLoad"),
    24: (Standing.OK, "batteryDischargeSpotmode"),
    25: (Standing.WARN, "inverterStandby"),
    26: (Standing.WARN, "chargerOnly"),
}
_TEST: Final[States] = {
    1: (Standing.OK, "ok"),
    2: (Standing.FAILED, "failed"),
    3: (Standing.WARN, "invalidTest"),
    4: (Standing.OK, "testInProgress"),
}
_LOAD: Final[States] = {
    1: (Standing.OK, "lowLoad"),
    2: (Standing.OK, "normal"),
    3: (Standing.WARN, "nearOverload"),
    4: (Standing.FAILED, "overload"),
}
_ALARM: Final[States] = {1: (Standing.OK, "normal"), 2: (Standing.FAILED, "alarm"), 3: (Standing.ABSENT, "notInstalled")}
_OUTLET: Final[States] = {
    1: (Standing.OK, "outletOn"),
    2: (Standing.OFF, "outletOff"),
    3: (Standing.WARN, "outletReboot"),
    4: (Standing.UNKNOWN, "outletUnknown"),
}

SENSORS: Final = (
    measures(
        (
            Measure(f"{_UPS}.2.2.1.0", "APC battery", Quantity.CHARGE),
            Measure(f"{_UPS}.2.2.2.0", "APC battery", Quantity.TEMPERATURE, place=Place.BATTERY),
            Measure(f"{_UPS}.2.2.3.0", "APC battery", Quantity.RUNTIME, _TICK_MINUTES),
            Measure(f"{_UPS}.3.2.1.0", "APC input", Quantity.VOLTAGE),
            Measure(f"{_UPS}.3.2.4.0", "APC input", Quantity.FREQUENCY),
            Measure(f"{_UPS}.4.2.1.0", "APC output", Quantity.VOLTAGE),
            Measure(f"{_UPS}.4.2.2.0", "APC output", Quantity.FREQUENCY),
            Measure(f"{_UPS}.4.2.3.0", "APC output", Quantity.LOAD),
            Measure(f"{_UPS}.4.2.4.0", "APC output", Quantity.CURRENT),
        ),
        (
            Measure(f"{_PDU}.4.3.1.5", "PDU {index}", Quantity.POWER, _TENS, none=(-1,)),
            Measure(f"{_PDU}.4.3.1.9", "PDU {index}", Quantity.ENERGY, _TENTH, none=(-1,)),
            Measure(f"{_PDU}.6.3.1.5", "phase {index}", Quantity.CURRENT, _TENTH, none=(-1,)),
            Measure(f"{_PDU}.6.3.1.6", "phase {index}", Quantity.VOLTAGE, none=(-1,)),
        ),
        of=(APC,),
    ),
)
COMPONENTS: Final = (
    states(
        (
            State(f"{_UPS}.2.1.1.0", "APC battery", Part.BATTERY, _BATTERY),
            State(f"{_UPS}.2.2.4.0", "battery to be replaced", Part.BATTERY, _REPLACE),
            State(f"{_UPS}.4.1.1.0", "APC output", Part.UPS, _OUTPUT),
            State(f"{_UPS}.7.2.3.0", "APC self-test", Part.BATTERY, _TEST),
        ),
        (
            State(f"{_PDU}.4.3.1.4", "load of PDU {index}", Part.OTHER, _LOAD),
            State(f"{_PDU}.4.3.1.12", "power supplies of PDU {index}", Part.OTHER, _ALARM),
            State(f"{_PDU}.4.3.1.13", "power supply 1 of PDU {index}", Part.OTHER, _ALARM),
            State(f"{_PDU}.4.3.1.14", "power supply 2 of PDU {index}", Part.OTHER, _ALARM),
            State(f"{_PDU}.6.3.1.4", "load of phase {index}", Part.OTHER, _LOAD),
            State(f"{_APC}.4.4.2.1.3", "outlet {index}", Part.OUTLET, _OUTLET),
        ),
        of=(APC,),
    ),
)
MADE: Final = (
    made(f"{_UPS}.1.1.1.0", f"{_UPS}.1.2.3.0", f"{_UPS}.1.2.1.0", of=(APC,)),
    made(f"{_APC}.12.1.5.0", f"{_APC}.12.1.6.0", f"{_APC}.12.1.3.0", of=(APC,)),
)
"""upsBasicIdentModel and upsAdvIdent; rPDUIdent of rack PDUs."""
