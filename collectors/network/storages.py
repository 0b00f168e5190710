"""Collector of storages by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import STORAGES, Storage
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp

READINGS: Final[tuple[Reading[Storage], ...]] = (*standard.STORAGES,)

STORAGES_SNMP: Final = by_snmp("storages", STORAGES, READINGS)
