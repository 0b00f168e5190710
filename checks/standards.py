"""Why old evidence reads otherwise now: the program, the limits, the words or what is kept changed, never the target.

Plain values that the agent works out and that the documents and commands print.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from checks.base import Finding, Level
from config.text import Text, _


class Family(Enum):
    """What kind of thing changed."""

    PROGRAM = "program"
    STANDARD = "standard"
    WORDS = "words"
    EVIDENCE = "evidence"


class Cause(Enum):
    """Why one finding of the same evidence reads otherwise."""

    NEW_CHECK = "new_check"
    NEXT_TIME = "next_time"
    WITHDRAWN = "withdrawn"
    RENAMED = "renamed"
    JUDGED = "judged"
    READ = "read"
    CITED = "cited"
    LIMITS = "limits"
    BOTH = "both"
    WORDS = "words"
    LOST = "lost"
    NOT_ASKED = "not_asked"


FAMILIES: Final[Mapping[Cause, Family]] = {
    Cause.NEW_CHECK: Family.PROGRAM,
    Cause.NEXT_TIME: Family.PROGRAM,
    Cause.WITHDRAWN: Family.PROGRAM,
    Cause.RENAMED: Family.PROGRAM,
    Cause.JUDGED: Family.PROGRAM,
    Cause.READ: Family.PROGRAM,
    Cause.CITED: Family.PROGRAM,
    Cause.LIMITS: Family.STANDARD,
    Cause.BOTH: Family.STANDARD,
    Cause.WORDS: Family.WORDS,
    Cause.LOST: Family.EVIDENCE,
    Cause.NOT_ASKED: Family.EVIDENCE,
}

FAMILY_WORDS: Final[Mapping[Family, Text]] = {
    Family.PROGRAM: _("program"),
    Family.STANDARD: _("limits"),
    Family.WORDS: _("wording"),
    Family.EVIDENCE: _("evidence"),
}

CAUSE_WORDS: Final[Mapping[Cause, Text]] = {
    Cause.NEW_CHECK: _("a new check"),
    Cause.NEXT_TIME: _("a new check that the old evidence cannot answer; asked from the next inspection on"),
    Cause.WITHDRAWN: _("a check that neither this program nor its plug-ins have any more"),
    Cause.RENAMED: _("a check with a new name"),
    Cause.JUDGED: _("the program judges otherwise"),
    Cause.READ: _("the program reads the same answer otherwise"),
    Cause.CITED: _("the same result, taken from other answers"),
    Cause.LIMITS: _("a limit changed"),
    Cause.BOTH: _("the program and a limit changed"),
    Cause.WORDS: _("only the words"),
    Cause.LOST: _("what it rested on is no longer kept"),
    Cause.NOT_ASKED: _("today’s question was not asked then"),
}


@dataclass(frozen=True, slots=True)
class LimitMove:
    """One limit then and now, as ``config.limits.described`` tells it: ("", "") where that day had none, or today has."""

    name: str
    then: str
    now: str
    unit: str
    then_from: str
    now_from: str


Move = tuple[Level | None, Level | None]
"""A level then and now; None where there was, or is, no such finding."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding of the same evidence that reads otherwise now; None where it was not, or is no longer."""

    target: str
    before: Finding | None
    now: Finding | None
    cause: Cause = Cause.JUDGED
    limits: tuple[LimitMove, ...] = ()

    @property
    def check(self) -> str:
        """Today's id of the check, or the last it had."""
        return (self.now or self.before or _NOTHING).check

    @property
    def subject(self) -> str:
        """What it is about."""
        return (self.now or self.before or _NOTHING).subject

    @property
    def move(self) -> Move:
        """The levels then and now."""
        return (self.before.level if self.before else None, self.now.level if self.now else None)

    @property
    def is_seen(self) -> bool:
        """Whether a reader of the report sees another level, a finding more or one fewer, by the program or the limits.

        What does not apply is listed and not counted: one more of it is not seen.
        """
        is_theirs = FAMILIES[self.cause] in {Family.PROGRAM, Family.STANDARD} and self.cause is not Cause.NEXT_TIME
        shown = [None if level is Level.ABSENT else level for level in self.move]
        return is_theirs and shown[0] is not shown[1]


_NOTHING: Final = Finding("", Level.UNKNOWN, Text(""))

Pair = tuple[str, str]
"""(target, check)."""


@dataclass(frozen=True, slots=True)
class Standard:
    """Both rounds' evidence by today's program and this round's limits, of what differs between them.

    ``findings`` are the last round's, by (target, check, subject), whole for each pair of ``judged``; ``today`` those of
    this one that could be read again. Of ``lost`` the last round's evidence cannot be judged again, although program or
    limits changed: what became of the target cannot be told from it.
    """

    then_version: str
    now_version: str
    judged: frozenset[Pair] = frozenset()
    lost: frozenset[Pair] = frozenset()
    findings: Mapping[tuple[str, str, str], Finding] = field(default_factory=dict)
    today: Mapping[tuple[str, str, str], Finding] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()


def moved(standard: Standard) -> frozenset[Pair]:
    """The pairs whose levels the program or the limits moved: no score compares them."""
    return frozenset((one.target, one.check) for one in standard.differences)


class Origin(Enum):
    """Whose doing it is that a subject is not at the level of last time."""

    TARGET = "target"
    STANDARD = "standard"
    UNTOLD = "untold"


def is_beside(subject: tuple[str, str, str], standard: Standard) -> bool:
    """Whether a (target, check, subject) was judged again, or should have been."""
    return subject[:2] in standard.judged or subject[:2] in standard.lost


def origin(subject: tuple[str, str, str], was: Finding | None, found: Finding | None, standard: Standard) -> Origin | None:
    """Whose doing a move from ``was`` to ``found`` is, as printed in the two rounds; None where the usual rules tell.

    They do where nothing moved, where it was not seen this time, and where the target moved under one standard.
    """
    if (found is not None and found.level is Level.UNKNOWN) or _trouble(was) == _trouble(found):
        return None
    again, today = standard.findings.get(subject), standard.today.get(subject, found)
    if again is None or again.level is Level.UNKNOWN:
        return _unread(subject, was, found, again, standard)
    then, now = _trouble(again), _trouble(today)
    if then == now or (_trouble(found) > _trouble(was) and now < then):
        return Origin.STANDARD
    return Origin.TARGET if was is None else None


def _unread(
    subject: tuple[str, str, str],
    was: Finding | None,
    found: Finding | None,
    again: Finding | None,
    standard: Standard,
) -> Origin | None:
    """Whose doing it is where today's program has no judged finding of the last round's evidence."""
    if subject[:2] in standard.lost:
        return Origin.UNTOLD
    if again is None:
        return Origin.STANDARD if found is None else None
    return None if was is None or was.level is Level.UNKNOWN else Origin.UNTOLD


def _trouble(finding: Finding | None) -> int:
    """How bad: 0 is no problem, and what nobody saw is none that could be named."""
    return _TROUBLE.get(finding.level, 0) if finding else 0


_TROUBLE: Final = {Level.NOTICE: 1, Level.WARN: 2, Level.CRITICAL: 3}


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one cause, check and move of the level. ``check`` is "" where the members are of many checks.

    ``move`` is None on both sides where they moved in many ways.
    """

    cause: Cause
    check: str
    move: Move
    limits: tuple[LimitMove, ...]
    members: tuple[Difference, ...]


def grouped(differences: Iterable[Difference]) -> tuple[Group, ...]:
    """Put together what has one cause; what a reader of the report sees stands first."""
    found: dict[object, list[Difference]] = {}
    for one in differences:
        found.setdefault(_key(one), []).append(one)
    order = list(Cause)
    groups = [_group(tuple(members)) for members in found.values()]
    return tuple(sorted(groups, key=lambda one: (not one.members[0].is_seen, order.index(one.cause))))


def _group(members: tuple[Difference, ...]) -> Group:
    one = members[0]
    _cause, check, move, limits = _key(one)
    return Group(one.cause, check, move, limits, members)


def _key(one: Difference) -> tuple[Cause, str, Move, tuple[LimitMove, ...]]:
    if one.cause in _OF_MANY:
        return one.cause, "", (None, None), ()
    return one.cause, "" if _is_quiet(one) else one.check, one.move, one.limits


def _is_quiet(one: Difference) -> bool:
    """Whether a new check says nothing that somebody must act on: such checks share a row."""
    return one.cause is Cause.NEW_CHECK and one.move[1] in {Level.ABSENT, Level.OK}


_OF_MANY: Final = frozenset({Cause.NEXT_TIME, Cause.CITED, Cause.LOST, Cause.NOT_ASKED})
"""Causes that nothing is to be decided of: all of one stands in one row."""
