"""Collectors for network devices and what else is asked by SNMP, in the order in which those of a kind are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.network.components import COMPONENTS_SNMP
from collectors.network.device import DEVICE_SNMP, IDENTITY_SNMP
from collectors.network.making import MADE_SNMP
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.neighbours import NEIGHBOURS_SNMP
from collectors.network.ports import INTERFACES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import AGGREGATES_SNMP, GATEWAY_GROUPS_SNMP, SPANNING_TREES_SNMP, STACK_MEMBERS_SNMP
from collectors.network.routing import BGP_PEERS_SNMP, OSPF_NEIGHBOURS_SNMP
from collectors.network.sensors import SENSORS_SNMP
from collectors.network.storages import STORAGES_SNMP

COLLECTORS: Final[tuple[Wired, ...]] = (
    PROCESSORS_SNMP,  # before the tables, whose walk is itself some work for a device
    DEVICE_SNMP,
    IDENTITY_SNMP,
    MADE_SNMP,
    MEMORIES_SNMP,
    STORAGES_SNMP,
    SENSORS_SNMP,
    COMPONENTS_SNMP,
    INTERFACES_SNMP,
    AGGREGATES_SNMP,
    STACK_MEMBERS_SNMP,
    GATEWAY_GROUPS_SNMP,
    BGP_PEERS_SNMP,
    OSPF_NEIGHBOURS_SNMP,
    SPANNING_TREES_SNMP,
    NEIGHBOURS_SNMP,
)
