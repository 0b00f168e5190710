"""What a field of a fact may do between two inspections, declared beside it: ``name: Annotated[str, Policy.IDENTITY]``.

A field that declares nothing says what a record is, and is not compared.
"""

from enum import Enum
from typing import get_type_hints


class Policy(Enum):
    """How two records of one identity are compared, field by field."""

    IDENTITY = "identity"  # which record it is
    EPOCH = "epoch"  # what it counts since; of two epochs, or of one that nobody knows (""), nothing is compared
    REPORT = "report"  # a change is told


def fields_under(record: type, policy: Policy) -> tuple[str, ...]:
    """The names of a record's fields that declare this policy, in their order."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(name for name, hint in hints.items() if policy in getattr(hint, "__metadata__", ()))
