"""Aspects of devices, in the report's order."""

from typing import Final

from checks.aspects import AnyAspect
from checks.changes.network import hardware, identity, ports, routing, system, table_sizes, topology

ASPECTS: Final[tuple[AnyAspect, ...]] = (
    identity.IDENTITY_ASPECT,
    hardware.POWER_ASPECT,
    hardware.FANS_ASPECT,
    hardware.PARTS_ASPECT,
    hardware.LOOSE_PARTS_ASPECT,
    topology.STACK_ASPECT,
    ports.PORTS_ASPECT,
    ports.PORT_SPEEDS_ASPECT,
    ports.AGGREGATES_ASPECT,
    ports.LIGHTS_ASPECT,
    topology.NEIGHBOURS_ASPECT,
    topology.SPANNING_TREES_ASPECT,
    topology.GATEWAYS_ASPECT,
    routing.OSPF_ASPECT,
    routing.BGP_ASPECT,
    routing.PREFIXES_ASPECT,
    table_sizes.ROUTES_ASPECT,
    table_sizes.ARP_ASPECT,
    table_sizes.MAC_ASPECT,
    system.CONFIGURATION_ASPECT,
    system.LICENCES_ASPECT,
    system.SESSIONS_ASPECT,
    system.CLOCK_ASPECT,
)
