"""ENTITY-SENSOR-MIB of makers that fill it beside tables of their own, so that it is no fallback of theirs."""

from typing import Final

from collectors.network.entities import ENTITY
from collectors.network.entity_sensors import ENTITY_SENSOR, sensors
from collectors.network.readings import Reading
from collectors.network.vendors.prefixes import CHECK_POINT, DELL_OS10, F5, FORTINET, JUNIPER, PALO_ALTO

_OF: Final = (CHECK_POINT, DELL_OS10, F5, FORTINET, JUNIPER, PALO_ALTO)
SENSORS: Final = (Reading(sensors, (*ENTITY_SENSOR.values(), *ENTITY.values()), of=_OF),)
