"""Checks of Oracle, in the order of the report."""

from typing import Final

from checks.base import AnyCheck

CHECKS: Final[tuple[AnyCheck, ...]] = ()
