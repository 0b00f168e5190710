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
    def move(self) -> tuple[Level | None, Level | None]:
        """The levels then and now."""
        return (self.before.level if self.before else None, self.now.level if self.now else None)

    @property
    def is_seen(self) -> bool:
        """Whether a reader of the report sees another level, a finding more or one fewer, by the program or the limits."""
        is_theirs = FAMILIES[self.cause] in {Family.PROGRAM, Family.STANDARD} and self.cause is not Cause.NEXT_TIME
        return is_theirs and self.move[0] is not self.move[1]


_NOTHING: Final = Finding("", Level.UNKNOWN, Text(""))

Pair = tuple[str, str]
"""(target, check)."""


@dataclass(frozen=True, slots=True)
class Standard:
    """The last round's evidence by today's program and limits, of what differs between the two rounds.

    ``findings`` by (target, check, subject), whole for each pair of ``judged``; of ``lost`` the evidence cannot be judged
    again, although program or limits changed: what became of the target cannot be told from it.
    """

    then_version: str
    now_version: str
    judged: frozenset[Pair] = frozenset()
    lost: frozenset[Pair] = frozenset()
    findings: Mapping[tuple[str, str, str], Finding] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one cause, check and move of the level. ``check`` is "" where the members are of many checks."""

    cause: Cause
    check: str
    move: tuple[Level | None, Level | None]
    limits: tuple[LimitMove, ...]
    members: tuple[Difference, ...]


def grouped(differences: Iterable[Difference]) -> tuple[Group, ...]:
    """Put together what has one cause, the largest change of a reader's page first."""
    found: dict[tuple[object, ...], list[Difference]] = {}
    for one in differences:
        check = "" if one.cause in _OF_MANY else one.check
        key = (one.cause, check, one.move if check else (None, None), one.limits)
        found.setdefault(key, []).append(one)
    groups = [
        Group(m[0].cause, "" if m[0].cause in _OF_MANY else m[0].check, m[0].move, m[0].limits, tuple(m))
        for m in found.values()
    ]
    order = list(Cause)
    return tuple(sorted(groups, key=lambda one: (not one.members[0].is_seen, order.index(one.cause))))


_OF_MANY: Final = frozenset({Cause.NEXT_TIME})
