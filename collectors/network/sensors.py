"""What devices measure, by SNMP: makers' readings first, the standard MIBs where they find nothing.

One ask serves three kinds: temperatures, optical modules, everything else.
"""

from typing import Final

from collectors.facts.devices.sensors import OPTICS, SENSORS, TEMPERATURES, Quantity, Sensor
from collectors.network import entity_sensors
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import h3c, h3c_optics, huawei_hardware, huawei_optics, huawei_topology

READINGS: Final[tuple[Reading[Sensor], ...]] = (
    *huawei_hardware.SENSORS,
    *huawei_optics.SENSORS,
    *huawei_topology.SENSORS,
    *h3c.SENSORS,
    *h3c_optics.SENSORS,
    *entity_sensors.SENSORS,
)

_OPTICAL: Final = frozenset({Quantity.OPTICAL_POWER, Quantity.BIAS_CURRENT})


def _is_of_optics(one: Sensor) -> bool:
    return bool(one.port) or one.quantity in _OPTICAL


def _is_temperature(one: Sensor) -> bool:
    return one.quantity is Quantity.TEMPERATURE and not one.port


def _is_other(one: Sensor) -> bool:
    return not _is_of_optics(one) and not _is_temperature(one)


TEMPERATURES_SNMP: Final = by_snmp("temperatures", TEMPERATURES, READINGS, keep=_is_temperature)
OPTICS_SNMP: Final = by_snmp("optics", OPTICS, READINGS, keep=_is_of_optics)
SENSORS_SNMP: Final = by_snmp("sensors", SENSORS, READINGS, keep=_is_other)
