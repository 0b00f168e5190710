"""Collector of memories by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import MEMORIES, Memory
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import h3c, huawei

READINGS: Final[tuple[Reading[Memory], ...]] = (
    *huawei.MEMORIES,
    *h3c.MEMORIES,
    *standard.MEMORIES,
)

MEMORIES_SNMP: Final = by_snmp("memories", MEMORIES, READINGS)
