"""The ledger of problems (问题台账): one row for one condition for ever, told from what inspections saw and persons said.

Identity is target, check and subject: never a value, a message, a time or an address. What was not looked
at is never resolved, and what a person says was fixed waits for the next inspection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from checks.acceptance import Acceptance, Withdrawal
from checks.acceptance import State as Worth
from checks.base import Finding, Level
from config.text import Text, _

Key = tuple[str, str, str]
"""(target, check, subject)."""
RECURRING: Final = 2
"""From so many recurrences on a corrective action (纠正措施) is owed; ours, after the contract's PDCA clause."""


class State(Enum):
    """Where a problem stands."""

    NEW = "new"
    CONTINUING = "continuing"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    RECURRED = "recurred"
    ACCEPTED = "accepted"
    RETIRED = "retired"
    DISMISSED = "dismissed"
    SUPERSEDED = "superseded"


STATE_WORDS: Final[Mapping[State, Text]] = {
    State.NEW: _("new"),
    State.CONTINUING: _("continuing"),
    State.CLAIMED: _("said to be solved, to be verified"),
    State.VERIFIED: _("solved, verified"),
    State.RECURRED: _("recurred"),
    State.ACCEPTED: _("risk accepted"),
    State.RETIRED: _("no longer there"),
    State.DISMISSED: _("false alarm, excluded"),
    State.SUPERSEDED: _("check withdrawn"),
}
RISK_WORDS: Final[Mapping[str, Text]] = {
    "high": _("high risk"),
    "medium": _("medium risk"),
    "low": _("low risk"),
}
RISK_OF: Final[Mapping[Level, str]] = {Level.CRITICAL: "high", Level.WARN: "medium", Level.NOTICE: "low"}
"""The risk of a problem by its level. No table mixes the two scales."""
OPEN: Final = frozenset({State.NEW, State.CONTINUING, State.CLAIMED, State.RECURRED})
ENDED: Final = frozenset({State.VERIFIED, State.RETIRED})


class What(Enum):
    """What one inspection saw of a subject."""

    FAILED = "failed"
    PASSED = "passed"
    UNSEEN = "unseen"
    GONE = "gone"
    """The check saw all there was, and this was not among it."""
    UNCHECKED = "unchecked"
    """The program no longer has the check, and no other took its place."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one inspection saw of one problem; of a failure the finding."""

    key: Key
    inspection: str
    at: datetime
    what: What
    finding: Finding | None = None
    shape: str = ""
    """A digest of the check's version and of the form of what it saw: a false alarm is bound to it."""
    is_of_standard: bool = False
    """It shows only because the check or a limit changed."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A person says that it is solved."""

    key: Key
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """An engineer says that it is a false alarm, of what was seen in this shape; with ``is_over`` takes that back."""

    key: Key
    by: str
    at: datetime
    reason: str
    shape: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Rating:
    """An engineer rates the risk otherwise than its level does, with the reason; with ``is_over`` takes that back.

    It stands beside the risk by the level, never in its place, and only while the level is that of which it was said.
    """

    key: Key
    by: str
    at: datetime
    reason: str
    risk: str
    """``high``, ``medium`` or ``low``."""
    level: Level
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """From now on, and for all that was, ``old`` is the same thing as ``new`` (renamed, moved to another host)."""

    old: Key
    new: Key
    by: str
    at: datetime


Word = Claim | Dismissal | Rating | Acceptance | Withdrawal
Told = Sight | Word


@dataclass(frozen=True, slots=True)
class Problem:
    """One row. ``unverified_since`` is set while nobody could look again; the state is then what it was."""

    key: Key
    state: State
    level: Level
    worst: Level
    first_seen: datetime
    last_seen: datetime
    inspection: str
    """That saw it last."""
    times_seen: int = 1
    times_recurred: int = 0
    recurred_at: datetime | None = None
    """The last time that it was back after it had been settled."""
    ended_at: datetime | None = None
    unverified_since: datetime | None = None
    is_of_standard: bool = False
    claim: Claim | None = None
    acceptance: Acceptance | None = None
    dismissal: Dismissal | None = None
    rating: Rating | None = None
    """The last word on its risk, whether it still counts or not."""
    reopened_by: Worth | None = None
    """Why an acceptance no longer covers it."""
    finding: Finding | None = None
    """As it was last seen to fail."""
    shape: str = ""

    @property
    def rated(self) -> Rating | None:
        """How an engineer rates it, where its level is still the one that he spoke of."""
        return self.rating if self.rating is not None and self.rating.level is self.level else None

    @property
    def is_open(self) -> bool:
        """Whether something is to be done."""
        return self.state in OPEN

    @property
    def is_unsettled(self) -> bool:
        """Whether the condition is there still, or may be: open, accepted, or of a check that was withdrawn."""
        return self.is_open or self.state in {State.ACCEPTED, State.SUPERSEDED}

    @property
    def needs_corrective_action(self) -> bool:
        """Whether it came back so often that its recurrence must be prevented."""
        return self.times_recurred >= RECURRING
