"""Collector of components by SNMP: makers' readings first, the standard MIBs where they find nothing."""

from typing import Final

from collectors.facts.devices.sensors import COMPONENTS, Component
from collectors.network.readings import Reading, by_snmp

READINGS: Final[tuple[Reading[Component], ...]] = ()

COMPONENTS_SNMP: Final = by_snmp("components", COMPONENTS, READINGS)
