"""Collectors for a management controller (BMC) over Redfish: one walk, read for every kind of fact."""

from typing import Final

from collectors.base import Wired
from collectors.redfish.event_logs import EVENT_LOGS_REDFISH
from collectors.redfish.machines import HARDWARE_REDFISH, IDENTITIES_REDFISH
from collectors.redfish.parts import PARTS_REDFISH
from collectors.redfish.power_parts import POWER_PARTS_REDFISH
from collectors.redfish.sensors import SENSORS_REDFISH

COLLECTORS: Final[tuple[Wired, ...]] = (
    IDENTITIES_REDFISH,
    HARDWARE_REDFISH,
    PARTS_REDFISH,
    SENSORS_REDFISH,
    POWER_PARTS_REDFISH,
    EVENT_LOGS_REDFISH,
)
