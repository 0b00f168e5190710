"""Collectors for network devices and what else is asked by SNMP, in the order in which those of a kind are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.network.components import COMPONENTS_SNMP
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.sensors import SENSORS_SNMP
from collectors.network.storages import STORAGES_SNMP

COLLECTORS: Final[tuple[Wired, ...]] = (
    PROCESSORS_SNMP,
    MEMORIES_SNMP,
    STORAGES_SNMP,
    SENSORS_SNMP,
    COMPONENTS_SNMP,
)
