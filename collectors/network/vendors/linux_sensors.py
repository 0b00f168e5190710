"""Hosts with net-snmp and lm-sensors (LM-SENSORS-MIB): temperatures and voltages in thousandths, fans in revolutions.

An entry without a chip behind it is 0 and 4294967295. It tells no limits: the drivers' own stay with the kernel.
"""

from typing import Final

from collectors.facts.devices.sensors import Place, Quantity
from collectors.network.tables_of_values import Measure, measures
from collectors.network.vendors.prefixes import NET_SNMP

_L: Final = "1.3.6.1.4.1.2021.13.16"
_MILLI: Final = 0.001

SENSORS: Final = (
    measures(
        (),
        (
            Measure(
                f"{_L}.2.1.3", "{name}", Quantity.TEMPERATURE, _MILLI, place=Place.CHIP, none=(0,), named=f"{_L}.2.1.2"
            ),
            Measure(f"{_L}.3.1.3", "{name}", Quantity.FAN_SPEED, named=f"{_L}.3.1.2"),
            Measure(f"{_L}.4.1.3", "{name}", Quantity.VOLTAGE, _MILLI, named=f"{_L}.4.1.2"),
        ),
        of=(NET_SNMP,),
    ),
)
