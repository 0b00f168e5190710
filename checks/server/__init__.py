"""Checks of servers, in the order of the report."""

from typing import Any, Final

from checks.base import Check
from checks.server.bonding import BONDING
from checks.server.failed_units import FAILED_UNITS
from checks.server.filesystem_usage import FILESYSTEM_USAGE
from checks.server.link_errors import LINK_ERRORS
from checks.server.listening_ports import LISTENING_PORTS
from checks.server.required_services import REQUIRED_SERVICES
from checks.server.zombie_and_stuck_processes import ZOMBIE_AND_STUCK_PROCESSES

CHECKS: Final[tuple[Check[Any, Any], ...]] = (
    FILESYSTEM_USAGE,
    BONDING,
    LINK_ERRORS,
    FAILED_UNITS,
    REQUIRED_SERVICES,
    ZOMBIE_AND_STUCK_PROCESSES,
    LISTENING_PORTS,
)
