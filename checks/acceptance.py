"""Risks that the customer accepted: whether what was accepted still covers what is seen now.

An acceptance never changes a level, a score or an exit code; it stands beside the finding until it ends or is outgrown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Final

from checks.base import Finding, Level
from config.text import Text, _

PROBLEMS: Final = (Level.NOTICE, Level.WARN, Level.CRITICAL)
"""What can be accepted, from the least to the worst."""


class State(Enum):
    """What an acceptance is worth today."""

    ACCEPTED = "accepted"
    EXPIRED = "expired"
    OUTGROWN = "outgrown"


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a measure of the finding may go: at most ``value``, or where less is worse (``is_least``) at least."""

    measure: str
    value: float
    is_least: bool = False

    def holds(self, measures: Mapping[str, float]) -> bool:
        """Whether it was seen to hold; of a measure that was not seen it was not."""
        seen = measures.get(self.measure)
        return seen is not None and (seen >= self.value if self.is_least else seen <= self.value)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One accepted risk: of which finding, up to which level, ``by`` whom at the customer's, through which day."""

    target: str
    check: str
    subject: str
    level: Level
    reason: str
    by: str
    control: str
    """What is done instead: the compensating control."""
    until: date
    bounds: tuple[Bound, ...] = ()
    id: str = ""
    at: datetime | None = None
    written_by: str = ""
    """The account that wrote it down."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took an acceptance back, when and why."""

    target: str
    check: str
    subject: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """An acceptance beside the finding that it is of."""

    acceptance: Acceptance
    state: State

    @property
    def words(self) -> Text:
        """As every output says it."""
        day = self.acceptance.until.isoformat()
        match self.state:
            case State.ACCEPTED:
                return _("risk accepted (until {day})", day=day)
            case State.EXPIRED:
                return _("acceptance of the risk ended on {day}: open again", day=day)
            case State.OUTGROWN:
                return _("worse than what was accepted until {day}: open again", day=day)


def decide(one: Acceptance, finding: Finding, today: date) -> State:
    """Whether an acceptance covers what a finding says: through its last day, up to its level, within its bounds."""
    if today > one.until:
        return State.EXPIRED
    if finding.level not in PROBLEMS or PROBLEMS.index(finding.level) > PROBLEMS.index(one.level):
        return State.OUTGROWN
    if not all(bound.holds(finding.measures) for bound in one.bounds):
        return State.OUTGROWN
    return State.ACCEPTED


@dataclass(frozen=True, slots=True)
class Accepted:
    """The acceptances that count on one day; what outputs and documents are handed."""

    every: tuple[Acceptance, ...] = ()
    today: date = date.min
    _by: Mapping[tuple[str, str, str], Acceptance] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by", {(a.target, a.check, a.subject): a for a in self.every})

    def of(self, target: str, finding: Finding) -> Standing | None:
        """What stands beside a finding; None where nothing was accepted, or where it is no problem now."""
        one = self._by.get((target, finding.check, finding.subject))
        if one is None or finding.level not in PROBLEMS:
            return None
        return Standing(one, decide(one, finding, self.today))


def accepted_on(every: Iterable[Acceptance], today: date) -> Accepted:
    """The acceptances as they count on a day."""
    return Accepted(tuple(every), today)
