"""Collectors for network devices and what else is asked by SNMP, in the order in which those of a kind are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.network.assets import DEVICE_ASSETS_DERIVED
from collectors.network.components import FANS_SNMP, PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.device import DEVICE_SNMP, IDENTITY_SNMP
from collectors.network.firewalls import COLLECTORS as FIREWALL_COLLECTORS
from collectors.network.inventory import INVENTORY_DERIVED
from collectors.network.lan_manager import SERVICES_SNMP, SHARES_SNMP
from collectors.network.lines.collectors import COLLECTORS as LINE_COLLECTORS
from collectors.network.lines.configurations import COLLECTORS as CONFIGURATION_COLLECTORS
from collectors.network.lines.firewalls import COLLECTORS as FIREWALL_LINE_COLLECTORS
from collectors.network.lines.restart_reasons import COLLECTORS as RESTART_REASON_COLLECTORS
from collectors.network.lines.western import COLLECTORS as WESTERN_COLLECTORS
from collectors.network.link_ends import LINK_ENDS_DERIVED
from collectors.network.making import MADE_SNMP
from collectors.network.measured_links import MEASURED_LINKS_DERIVED
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.neighbours import NEIGHBOURS_SNMP
from collectors.network.poe import POE_SNMP
from collectors.network.ports import INTERFACES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import AGGREGATES_SNMP, GATEWAY_GROUPS_SNMP, SPANNING_TREES_SNMP, STACK_MEMBERS_SNMP
from collectors.network.routing import BGP_PEERS_SNMP, OSPF_NEIGHBOURS_SNMP
from collectors.network.sensors import OPTICS_SNMP, SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.session_tables import SESSION_TABLES_SNMP
from collectors.network.settings.readers import COLLECTORS as SETTINGS_COLLECTORS
from collectors.network.since_start import COLLECTORS as SINCE_START_COLLECTORS
from collectors.network.storages import STORAGES_SNMP
from collectors.network.table_sizes import BEFORE_LINES, BEHIND_LINES
from collectors.network.ups import UPS_DERIVED
from collectors.network.ways import WAYS_SESSION

COLLECTORS: Final[tuple[Wired, ...]] = (
    WAYS_SESSION,
    PROCESSORS_SNMP,  # before the tables, whose walk is itself some work for a device
    DEVICE_SNMP,
    IDENTITY_SNMP,
    MADE_SNMP,
    MEMORIES_SNMP,
    STORAGES_SNMP,
    POWER_SUPPLIES_SNMP,
    FANS_SNMP,
    TEMPERATURES_SNMP,
    PARTS_SNMP,
    SENSORS_SNMP,
    OPTICS_SNMP,
    POE_SNMP,
    INTERFACES_SNMP,
    AGGREGATES_SNMP,
    STACK_MEMBERS_SNMP,
    GATEWAY_GROUPS_SNMP,
    BGP_PEERS_SNMP,
    OSPF_NEIGHBOURS_SNMP,
    SPANNING_TREES_SNMP,
    NEIGHBOURS_SNMP,
    *BEFORE_LINES,
    SERVICES_SNMP,
    SHARES_SNMP,
    *LINE_COLLECTORS,
    *BEHIND_LINES,
    *WESTERN_COLLECTORS,
    *CONFIGURATION_COLLECTORS,
    *SETTINGS_COLLECTORS,
    *SINCE_START_COLLECTORS,
    *RESTART_REASON_COLLECTORS,
    *FIREWALL_LINE_COLLECTORS,  # before SNMP: the command line of some firewalls tells the greatest number of sessions too
    SESSION_TABLES_SNMP,
    *FIREWALL_COLLECTORS,
    DEVICE_ASSETS_DERIVED,
    UPS_DERIVED,
    INVENTORY_DERIVED,
    MEASURED_LINKS_DERIVED,
    LINK_ENDS_DERIVED,
)
