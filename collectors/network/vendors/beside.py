"""ENTITY-SENSOR-MIB of makers that fill it beside tables of their own, so that it is no fallback of theirs."""

from collections.abc import Iterator
from typing import Final

from collectors.facts.devices.sensors import Sensor
from collectors.network.entities import ENTITY
from collectors.network.entity_sensors import ENTITY_SENSOR, sensors
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import CHECK_POINT, DELL_OS10, F5, FORTINET, JUNIPER, PALO_ALTO
from collectors.network.vendors.states import distinct

_OF: Final = (CHECK_POINT, DELL_OS10, F5, FORTINET, JUNIPER, PALO_ALTO)


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from distinct((one.oid.rpartition(".")[2], one) for one in sensors(said))


SENSORS: Final = (Reading(_sensors, (*ENTITY_SENSOR.values(), *ENTITY.values()), of=_OF),)
