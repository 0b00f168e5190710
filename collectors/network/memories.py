"""Collector of memories by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import MEMORIES, Memory
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp

READINGS: Final[tuple[Reading[Memory], ...]] = (*standard.MEMORIES,)

MEMORIES_SNMP: Final = by_snmp("memories", MEMORIES, READINGS)
