"""Collector of storages by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import STORAGES, Storage
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import arista, fortinet, h3c, huawei, oceanstor, truenas

READINGS: Final[tuple[Reading[Storage], ...]] = (
    *oceanstor.STORAGES,
    *huawei.STORAGES,
    *h3c.STORAGES,
    *arista.STORAGES,
    *fortinet.STORAGES,
    *standard.STORAGES,
    *truenas.STORAGES,
)

STORAGES_SNMP: Final = by_snmp("storages", STORAGES, READINGS)
