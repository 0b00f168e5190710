"""Checks of what a person looked at, in the order of the report."""

from typing import Any, Final

from checks.base import Check
from checks.manual.checklist import CHECKLIST

CHECKS: Final[tuple[Check[Any, Any], ...]] = (CHECKLIST,)
