"""What a change file declares, as values: the change itself, what was prepared, the differences that it will make."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that was done and shown beside the change: a rehearsal, the way back. Empty: nobody wrote it."""

    place: str = ""
    done_at: str = ""
    by: str = ""
    result: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A condition of the gate that the program could not see and that a person looked at: by whom, and what was found."""

    condition: str
    by: str
    found: str
    target: str = "*"


@dataclass(frozen=True, slots=True)
class Plan:
    """The change. ``functions_waived`` is why no function is exercised; ``manual`` the attached 升级操作说明."""

    number: str = ""
    title: str = ""
    version_from: str = ""
    version_to: str = ""
    finished_at: datetime | None = None
    rehearsal: Proof = field(default_factory=Proof)
    rollback: Proof = field(default_factory=Proof)
    manual: str = ""
    manual_digest: str = ""
    functions_waived: str = ""
    by_hand: tuple[ByHand, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """A difference that was declared: patterns of what it fits. ``way`` "" fits any; ``to`` is of the value afterwards.

    ``is_required``: the change is nothing without it. ``is_optional``: it may happen or not.
    """

    target: str = "*"
    aspect: str = "*"
    subject: str = "*"
    way: str = ""
    field: str = "*"
    to: str = "*"
    reason: str = ""
    is_required: bool = False
    is_optional: bool = False
