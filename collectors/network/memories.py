"""Collector of memories by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import MEMORIES, Memory
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import (
    cisco_memories,
    f5,
    fortinet,
    h3c,
    hillstone,
    huawei,
    huawei_servers,
    juniper,
    linux_memory,
    oceanstor,
    palo_alto,
    ruijie,
    zte,
)

READINGS: Final[tuple[Reading[Memory], ...]] = (
    *huawei_servers.MEMORIES,
    *oceanstor.MEMORIES,
    *ruijie.MEMORIES,
    *hillstone.MEMORIES,
    *zte.MEMORIES,
    *huawei.MEMORIES,
    *h3c.MEMORIES,
    *cisco_memories.MEMORIES,
    *juniper.MEMORIES,
    *fortinet.MEMORIES,
    *f5.MEMORIES,
    *palo_alto.MEMORIES,
    *linux_memory.MEMORIES,
    *standard.MEMORIES,
)

MEMORIES_SNMP: Final = by_snmp("memories", MEMORIES, READINGS)
