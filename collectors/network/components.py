"""What devices say of their own parts, by SNMP: makers' readings first, the standard MIBs where they find nothing.

One ask serves three kinds: power supplies, fans, every other part.
"""

from typing import Final

from collectors.facts.devices.sensors import FANS, PARTS, POWER_SUPPLIES, Component, Part
from collectors.network.readings import Reading, by_snmp
from collectors.network.vendors import h3c, h3c_optics, huawei_states, huawei_topology

READINGS: Final[tuple[Reading[Component], ...]] = (
    *huawei_states.COMPONENTS,
    *huawei_topology.COMPONENTS,
    *h3c.COMPONENTS,
    *h3c_optics.COMPONENTS,
)

_POWER_SUPPLY, _FAN = Part.POWER, Part.FAN

POWER_SUPPLIES_SNMP: Final = by_snmp("power_supplies", POWER_SUPPLIES, READINGS, keep=lambda one: one.part is _POWER_SUPPLY)
FANS_SNMP: Final = by_snmp("fans", FANS, READINGS, keep=lambda one: one.part is _FAN)
PARTS_SNMP: Final = by_snmp("parts", PARTS, READINGS, keep=lambda one: one.part not in {_POWER_SUPPLY, _FAN})
