"""Checks of network devices, and of what else is asked by SNMP, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.network.aggregated_links import AGGREGATED_LINKS
from checks.network.assets import NETWORK_ASSETS
from checks.network.bgp_flaps import BGP_FLAPS
from checks.network.bgp_peers import BGP_PEERS_CHECK
from checks.network.configuration_change import CONFIGURATION_CHANGE
from checks.network.device_log import DEVICE_LOG
from checks.network.fans import FANS_CHECK
from checks.network.firewall_sessions import FIREWALL_SESSIONS_CHECK
from checks.network.gateway_groups import GATEWAY_GROUPS_CHECK
from checks.network.hardware_parts import HARDWARE_PARTS
from checks.network.identity_change import IDENTITY_CHANGE
from checks.network.licence_expiry import LICENCE_EXPIRY
from checks.network.link_bytes import LINK_BYTES
from checks.network.link_load import LINK_LOAD
from checks.network.management_security import MANAGEMENT_SECURITY
from checks.network.memory_growth import MEMORY_GROWTH
from checks.network.memory_usage import MEMORY_USAGE
from checks.network.missing_parts import MISSING_PARTS
from checks.network.neighbour_state import NEIGHBOUR_STATE
from checks.network.optical_change import OPTICAL_CHANGE
from checks.network.optical_power import OPTICAL_POWER
from checks.network.ospf_neighbours import OSPF_NEIGHBOURS_CHECK
from checks.network.port_error_growth import PORT_ERROR_GROWTH
from checks.network.port_errors import PORT_ERRORS
from checks.network.port_state import PORT_STATE
from checks.network.port_utilisation import PORT_UTILISATION
from checks.network.power_over_ethernet import POWER_OVER_ETHERNET
from checks.network.power_supplies import POWER_SUPPLIES_CHECK
from checks.network.processor_load import PROCESSOR_LOAD
from checks.network.reachability import REACHABILITY
from checks.network.redundancy import REDUNDANCY
from checks.network.restart import RESTART
from checks.network.restart_reason import RESTART_REASON_CHECK
from checks.network.sensor_values import SENSOR_VALUES
from checks.network.signature_age import SIGNATURE_AGE
from checks.network.spanning_tree import SPANNING_TREE
from checks.network.stack_members import STACK_MEMBERS_CHECK
from checks.network.storage_usage import STORAGE_USAGE
from checks.network.temperatures import TEMPERATURES_CHECK
from checks.network.time_synchronisation import TIME_SYNCHRONISATION
from checks.network.topology_changes import TOPOLOGY_CHANGES
from checks.network.unsaved_configuration import UNSAVED_CONFIGURATION
from checks.network.ups import UPS_CHECK
from checks.network.windows_services import WINDOWS_SERVICES
from checks.network.windows_shares import WINDOWS_SHARES

CHECKS: Final[tuple[AnyCheck, ...]] = (
    REACHABILITY,
    NETWORK_ASSETS,
    MANAGEMENT_SECURITY,
    POWER_SUPPLIES_CHECK,
    FANS_CHECK,
    TEMPERATURES_CHECK,
    HARDWARE_PARTS,
    MISSING_PARTS,
    SENSOR_VALUES,
    UPS_CHECK,
    OPTICAL_POWER,
    OPTICAL_CHANGE,
    PROCESSOR_LOAD,
    MEMORY_USAGE,
    MEMORY_GROWTH,
    STORAGE_USAGE,
    POWER_OVER_ETHERNET,
    FIREWALL_SESSIONS_CHECK,
    PORT_STATE,
    PORT_ERRORS,
    PORT_ERROR_GROWTH,
    PORT_UTILISATION,
    LINK_BYTES,
    LINK_LOAD,
    AGGREGATED_LINKS,
    REDUNDANCY,
    STACK_MEMBERS_CHECK,
    GATEWAY_GROUPS_CHECK,
    BGP_PEERS_CHECK,
    BGP_FLAPS,
    OSPF_NEIGHBOURS_CHECK,
    SPANNING_TREE,
    TOPOLOGY_CHANGES,
    NEIGHBOUR_STATE,
    RESTART,
    RESTART_REASON_CHECK,
    LICENCE_EXPIRY,
    SIGNATURE_AGE,
    IDENTITY_CHANGE,
    TIME_SYNCHRONISATION,
    DEVICE_LOG,
    UNSAVED_CONFIGURATION,
    CONFIGURATION_CHANGE,
    WINDOWS_SERVICES,
    WINDOWS_SHARES,
)
