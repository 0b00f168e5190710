"""What a field of a fact may do between two inspections, declared beside it: ``name: Annotated[str, Policy.IDENTITY]``.

A field that declares nothing says what a record is, and is not compared. None, "" and an empty tuple in a compared field
are values; what a side does not tell of a field is ``UNTOLD``, and what says nothing of it now is ``Moot.MOOT``.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final, get_type_hints


class Policy(Enum):
    """How two records of one identity are compared, field by field."""

    IDENTITY = "identity"  # which record it is
    ALIAS = "alias"  # what it keeps when its name changes: a serial number, a UUID, a MAC address; "" tells nothing
    EPOCH = "epoch"  # what it counts since; of two epochs, or of one that nobody knows (""), nothing is compared
    EQUAL = "equal"  # a change is a fault until somebody declared it
    AT_LEAST = "at_least"  # a number that falls, or a set that loses a member, is a fault; more is told
    AT_MOST = "at_most"  # a number that rises, or a set that gains a member, is a fault; less is told
    REPORT = "report"  # a change is told, for somebody to say whether it was meant
    NOTED = "noted"  # a change is noted and asks for nothing


@dataclass(frozen=True, slots=True)
class Within:
    """A number that may move: by ``ratio`` of what it was, or by ``least`` in its own unit, whichever is more."""

    ratio: float = 0.0
    least: float = 0.0


class Moot(Enum):
    """In a compared field: it says nothing at this moment, as the speed of a port that is down, and is not compared."""

    MOOT = "moot"


Declared = Policy | Within
UNTOLD: Final = "\0untold"
"""In a compared field of text: this side does not tell it. In others None does."""


def fields_under(record: type, policy: Policy) -> tuple[str, ...]:
    """The names of a record's fields that declare this policy, in their order."""
    return tuple(name for name, declared in declarations(record).items() if declared is policy)


def declarations(record: type) -> Mapping[str, Declared]:
    """By field, what it declares."""
    return _declarations(record)


@lru_cache  # a type does not change; reading its hints takes longer than a comparison
def _declarations(record: Hashable) -> Mapping[str, Declared]:
    hints = get_type_hints(record, include_extras=True)
    found = {name: _declared(getattr(hint, "__metadata__", ())) for name, hint in hints.items()}
    return {name: one for name, one in found.items() if one is not None}


def _declared(metadata: tuple[object, ...]) -> Declared | None:
    return next((one for one in metadata if isinstance(one, Policy | Within)), None)
