"""What is compared between two moments, aspect by aspect, in the report's order: hosts, databases, devices."""

from typing import Any, Final

from checks.aspects import AnyAspect
from checks.base import Change
from checks.changed import ChangedLimits, changes
from checks.changes.database import ASPECTS as OF_DATABASES
from checks.changes.network import ASPECTS as OF_DEVICES
from checks.changes.server import ASPECTS as OF_SERVERS

ASPECTS: Final[tuple[AnyAspect, ...]] = (*OF_SERVERS, *OF_DATABASES, *OF_DEVICES)
CHECKS: Final[tuple[Change[Any, ChangedLimits], ...]] = changes(ASPECTS)
"""One ``Change`` an aspect that no other check tells from inspection to inspection."""
