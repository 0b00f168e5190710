"""What devices say of their own parts, by SNMP: makers' readings first, the standard MIBs where they find nothing.

One ask serves three kinds: power supplies, fans, every other part.
"""

from typing import Final

from collectors.facts.devices.sensors import FANS, PARTS, POWER_SUPPLIES, Component, Part
from collectors.network import ups_mib
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import (
    apc,
    arista,
    check_point,
    cisco_modems,
    cisco_pairs,
    cisco_parts,
    dell_compellent,
    dell_idrac,
    dell_idrac_storage,
    dell_os10,
    eaton,
    f5,
    f5_services,
    fortinet,
    fortinet_links,
    h3c_optics,
    h3c_parts,
    hillstone,
    hpe_ilo,
    hpe_ilo_storage,
    huawei_power,
    huawei_servers,
    huawei_states,
    huawei_topology,
    juniper_parts,
    lenovo_xcc,
    liebert,
    mikrotik,
    oceanstor,
    palo_alto,
    printers,
    ruijie_parts,
    ruijie_ports,
    supermicro,
    truenas,
    zte,
)

READINGS: Final[tuple[Reading[Component], ...]] = (
    *huawei_servers.COMPONENTS,
    *oceanstor.COMPONENTS,
    *huawei_power.COMPONENTS,
    *ruijie_parts.COMPONENTS,
    *ruijie_ports.COMPONENTS,
    *hillstone.COMPONENTS,
    *zte.COMPONENTS,
    *huawei_states.COMPONENTS,
    *huawei_topology.COMPONENTS,
    *h3c_parts.COMPONENTS,
    *h3c_optics.COMPONENTS,
    *cisco_parts.COMPONENTS,
    *cisco_modems.COMPONENTS,
    *cisco_pairs.COMPONENTS,
    *juniper_parts.COMPONENTS,
    *arista.COMPONENTS,
    *fortinet.COMPONENTS,
    *fortinet_links.COMPONENTS,
    *f5.COMPONENTS,
    *f5_services.COMPONENTS,
    *palo_alto.COMPONENTS,
    *check_point.COMPONENTS,
    *mikrotik.COMPONENTS,
    *dell_os10.COMPONENTS,
    *dell_idrac.COMPONENTS,
    *dell_idrac_storage.COMPONENTS,
    *hpe_ilo.COMPONENTS,
    *hpe_ilo_storage.COMPONENTS,
    *lenovo_xcc.COMPONENTS,
    *supermicro.COMPONENTS,
    *dell_compellent.COMPONENTS,
    *truenas.COMPONENTS,
    *liebert.COMPONENTS,
    *printers.COMPONENTS,
    *apc.COMPONENTS,
    *eaton.COMPONENTS,
    *ups_mib.COMPONENTS,
)

_POWER_SUPPLY, _FAN = Part.POWER, Part.FAN

POWER_SUPPLIES_SNMP: Final = by_snmp("power_supplies", POWER_SUPPLIES, READINGS, keep=lambda one: one.part is _POWER_SUPPLY)
FANS_SNMP: Final = by_snmp("fans", FANS, READINGS, keep=lambda one: one.part is _FAN)
PARTS_SNMP: Final = by_snmp("parts", PARTS, READINGS, keep=lambda one: one.part not in {_POWER_SUPPLY, _FAN})
