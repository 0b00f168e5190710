"""Collector of processors by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import PROCESSORS, Processor
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import h3c, huawei

READINGS: Final[tuple[Reading[Processor], ...]] = (
    *huawei.PROCESSORS,
    *h3c.PROCESSORS,
    *standard.PROCESSORS,
)

PROCESSORS_SNMP: Final = by_snmp("processors", PROCESSORS, READINGS)
