"""Aspects, in the report's order."""

from typing import Final

from checks.aspects import AnyAspect

ASPECTS: Final[tuple[AnyAspect, ...]] = ()
