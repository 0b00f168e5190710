"""Collector of sensors by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.sensors import SENSORS, Sensor
from collectors.network import entity_sensors
from collectors.network.readings import Reading, by_snmp

READINGS: Final[tuple[Reading[Sensor], ...]] = (*entity_sensors.SENSORS,)

SENSORS_SNMP: Final = by_snmp("sensors", SENSORS, READINGS)
