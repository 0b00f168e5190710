"""What the verification of an upgrade says: plain values that the verdict is made of and the document reads.

Two sides are compared: an inspection before, one after. What one side lacks is a failure of the verification, never a pass.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from checks.base import Level
from config.planned import Plan
from config.text import Text


class Stand(Enum):
    """How a row stands beside what was declared beforehand."""

    EXPECTED = "expected"  # ✓ declared, and it happened
    UNEXPECTED = "unexpected"  # ✗ a fault that nobody declared
    OPEN = "open"  # nobody declared it: somebody must say whether it was meant
    NOTED = "noted"  # what changes by itself
    MISSED = "missed"  # declared, and it did not happen


class Verdict(Enum):
    """What the verification comes to."""

    PASSED = "passed"
    CONDITIONAL = "conditional"
    FAILED = "failed"


class GateState(Enum):
    """One condition of the go/no-go gate."""

    GO = "go"
    STOP = "stop"
    UNSEEN = "unseen"
    BY_HAND = "by_hand"  # not seen by the program; a person looked and says what was found
    NOT_THERE = "not_there"  # the target has no such thing, proved


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the name of its snapshot ("" where it was made for this), its inspection, and when."""

    name: str
    inspection: str
    at: datetime
    tool_version: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class GateRow:
    """One condition on one target before the change."""

    target: str
    condition: str
    title: Text
    state: GateState
    words: Text


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference. ``reason`` is what the declaration said of it."""

    target: str
    aspect: str
    title: Text
    subject: str
    words: Text
    then: Text
    now: Text
    stand: Stand
    reason: str = ""
    is_required: bool = False
    """Of one that was missed: whether the change was nothing without it."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding that is worse than it was (``before`` None: it was not there), or a function that was exercised."""

    target: str
    check: str
    title: Text
    subject: str
    before: Level | None
    now: Level
    words: Text


@dataclass(frozen=True, slots=True)
class UnseenRow:
    """What could not be compared. ``is_loss``: it was seen before and is not seen after, or a whole side is missing.

    ``is_both``: neither side saw it, so that the change has not taken it away; the verdict is not about it, and says so.
    """

    target: str
    what: Text
    why: Text
    is_loss: bool
    is_both: bool = False


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    """One measure now beside what it was in the same hour of the weeks before. ``unit``: ratio, seconds, bytes, number.

    ``days_count`` is of how many days ``before`` is the median; 0: it is the snapshot's own value, of another hour.
    """

    target: str
    title: Text
    subject: str
    unit: str
    before: float
    now: float
    days_count: int
    is_out: bool = False
    check: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """All that was compared, and what it comes to (``checks.verdict``)."""

    before: Side
    after: Side
    plan: Plan
    made_at: datetime
    is_final: bool
    targets: tuple[tuple[str, str], ...]
    """By target: its id before and after; they differ after a migration."""
    gate: tuple[GateRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    worse: tuple[FindingRow, ...] = ()
    better: tuple[FindingRow, ...] = ()
    functions: tuple[FindingRow, ...] = ()
    errors: tuple[FindingRow, ...] = ()
    unseen: tuple[UnseenRow, ...] = ()
    performance: tuple[PerformanceRow, ...] = ()
    compared_count: int = 0
    standard: tuple[Text, ...] = ()
    """What reads otherwise because the program or a limit changed between the two, and not the target."""
