"""Collector of storages by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import STORAGES, Storage
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import h3c, huawei

READINGS: Final[tuple[Reading[Storage], ...]] = (
    *huawei.STORAGES,
    *h3c.STORAGES,
    *standard.STORAGES,
)

STORAGES_SNMP: Final = by_snmp("storages", STORAGES, READINGS)
