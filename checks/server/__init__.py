"""Checks of servers, in the order of the report."""

from typing import Any, Final

from checks.base import Check
from checks.server.filesystem_usage import FILESYSTEM_USAGE

CHECKS: Final[tuple[Check[Any, Any], ...]] = (FILESYSTEM_USAGE,)
