"""One round against the one before: what was solved, what is new, what nobody could look at again.

Only what both rounds knew is compared. What was not looked at is never solved, and a problem that shows because the
measure changed (a newer check, another limit) is a change of standard, not a new problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from checks.base import SUMMARY_ORDER, Finding, Level
from checks.result import Inspection
from checks.standards import Origin, Standard, is_beside, origin
from config.text import Text, _
from reports.documents.answers import Pair

PROBLEMS: Final = (Level.CRITICAL, Level.WARN, Level.NOTICE)
"""The levels that are problems, worst first."""

Subject = tuple[str, str, str]
"""(target, check, subject): the identity of what is compared."""


class State(Enum):
    """What became of a problem since the last round."""

    NEW = "new"
    WORSE = "worse"
    CONTINUING = "continuing"
    SOLVED = "solved"
    UNVERIFIED = "unverified"
    GONE = "gone"
    STANDARD = "standard"
    UNSEEN_BEFORE = "unseen_before"
    UNTOLD = "untold"


STATE_WORDS: Final[Mapping[State, Text]] = {
    State.NEW: _("new"),
    State.WORSE: _("worse"),
    State.CONTINUING: _("continuing"),
    State.SOLVED: _("solved"),
    State.UNVERIFIED: _("could not be verified this time"),
    State.GONE: _("no longer there"),
    State.STANDARD: _("change of standard"),
    State.UNSEEN_BEFORE: _("not inspected last time"),
    State.UNTOLD: _("change of standard or of the target, which cannot be told"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One problem of either round. ``before`` or ``now`` is None where that round has no such finding."""

    subject: Subject
    state: State
    before: Finding | None
    now: Finding | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every problem of both rounds with its state. With ``is_first`` there was no round to compare with."""

    is_first: bool
    changes: tuple[Change, ...] = ()

    def count(self, state: State) -> int:
        """How many are in a state."""
        return sum(change.state is state for change in self.changes)

    def of(self) -> dict[Subject, State]:
        """The state of each subject."""
        return {change.subject: change.state for change in self.changes}


def compare(
    now: tuple[Pair, ...],
    before: tuple[Pair, ...] | None,
    catalogues: tuple[Inspection, Inspection | None],
    standard: Standard | None = None,
) -> Comparison:
    """Set the problems of two rounds side by side; ``catalogues`` are the inspections of now and of before.

    With ``standard``, which has both rounds judged by one program and one set of limits, what only these changed is told
    from what the target did.
    """
    if before is None or catalogues[1] is None:
        return Comparison(is_first=True)
    changed = _changed_standards(catalogues[0], catalogues[1])
    sides = (_Side(now), _Side(before))
    subjects = dict.fromkeys(s for side in sides for s, finding in side.findings.items() if finding.level in PROBLEMS)
    changes = (_change(subject, *sides, changed=changed, standard=standard) for subject in subjects)
    return Comparison(is_first=False, changes=tuple(change for change in changes if change))


class _Side:
    """One round, indexed."""

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self.findings: dict[Subject, Finding] = {
            (pair.target, pair.check, finding.subject): finding for pair in pairs for finding in pair.findings
        }
        self.is_whole = {
            (pair.target, pair.check): all(f.level is not Level.UNKNOWN for f in pair.findings) for pair in pairs
        }

    def saw_all(self, subject: Subject) -> bool:
        """Whether the subject's check was judged without a gap on its target."""
        return self.is_whole.get(subject[:2], False)


def _change(
    subject: Subject, now: _Side, before: _Side, *, changed: frozenset[str], standard: Standard | None = None
) -> Change | None:
    found, was = now.findings.get(subject), before.findings.get(subject)
    if standard is not None and is_beside(subject, standard):
        changed = frozenset()
        if (told := _ORIGINS.get(origin(subject, was, found, standard))) is not None:
            return Change(subject, told, was, found)
    if was is not None and was.level in PROBLEMS:
        state = _after_problem(subject, was, found, now, has_changed=subject[1] in changed)
    elif subject[1] in changed:
        state = State.STANDARD
    elif (was is None and not before.saw_all(subject)) or (was is not None and was.level is Level.UNKNOWN):
        state = State.UNSEEN_BEFORE
    else:
        state = State.NEW
    return Change(subject, state, was, found)


_ORIGINS: Final[Mapping[Origin | None, State]] = {
    Origin.STANDARD: State.STANDARD,
    Origin.UNTOLD: State.UNTOLD,
    Origin.TARGET: State.NEW,
}


def _after_problem(subject: Subject, was: Finding, found: Finding | None, now: _Side, *, has_changed: bool) -> State:
    if found is None:
        return State.GONE if now.saw_all(subject) else State.UNVERIFIED
    if found.level is Level.UNKNOWN:
        return State.UNVERIFIED
    if found.level is Level.ABSENT:
        return State.GONE
    ranks = [SUMMARY_ORDER.index(finding.level) for finding in (was, found)]
    if has_changed and ranks[0] != ranks[1]:
        return State.STANDARD
    if found.level is Level.OK:
        return State.SOLVED
    return State.WORSE if ranks[1] > ranks[0] else State.CONTINUING


def _changed_standards(now: Inspection, before: Inspection) -> frozenset[str]:
    """The checks that are newer than the last round, or whose limits are no longer the same."""
    limits = {row.check: _limits(row.limits) for row in before.catalogue}
    return frozenset(row.check for row in now.catalogue if limits.get(row.check) != _limits(row.limits))


def _limits(rows: tuple[tuple[str, str, str, str], ...]) -> frozenset[tuple[str, str]]:
    return frozenset((field, value) for field, value, _unit, _origin in rows)
