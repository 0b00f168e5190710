"""Collector of processors by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.loads import PROCESSORS, Processor
from collectors.network import standard
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import (
    check_point,
    cisco,
    f5,
    fortinet,
    h3c,
    hillstone,
    huawei,
    huawei_servers,
    juniper,
    oceanstor,
    palo_alto,
    ruijie,
    zte,
)

READINGS: Final[tuple[Reading[Processor], ...]] = (
    *huawei_servers.PROCESSORS,
    *oceanstor.PROCESSORS,
    *ruijie.PROCESSORS,
    *hillstone.PROCESSORS,
    *zte.PROCESSORS,
    *huawei.PROCESSORS,
    *h3c.PROCESSORS,
    *cisco.PROCESSORS,
    *juniper.PROCESSORS,
    *fortinet.PROCESSORS,
    *f5.PROCESSORS,
    *palo_alto.PROCESSORS,
    *check_point.PROCESSORS,
    *standard.PROCESSORS,
)

PROCESSORS_SNMP: Final = by_snmp("processors", PROCESSORS, READINGS)
