"""The shapes of asking: kinds of fact, the collectors that provide them, and with them the asks and answers they use.

Everything else imports these from here; answers.py and asks.py hold the two halves that need nothing of the third.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeVar, cast

from collectors.answers import (
    Absent,
    Answer,
    Listing,
    ParseError,
    Reason,
    SessionError,
    Unseen,
    Walk,
    WayLost,
    listing,
    reason_of,
)
from collectors.asks import (
    Each,
    Form,
    Http,
    Process,
    Question,
    Recall,
    Repeated,
    Shell,
    Single,
    Tcp,
    Tls,
    Transact,
    Tree,
    ask_digest,
    ask_words,
)
from collectors.devices import Cli, Part, Snmp, Ways
from collectors.parameters import Ask, Parameter, Root, Source
from collectors.statements import EachDatabase, Sql, Statement, sql

__all__ = [
    "LINUX",
    "Absent",
    "Answer",
    "Ask",
    "Cli",
    "Collector",
    "Derived",
    "Each",
    "EachDatabase",
    "FactKind",
    "FollowUp",
    "Form",
    "Http",
    "Listing",
    "Marked",
    "Merge",
    "OfGroup",
    "Parameter",
    "ParseError",
    "Part",
    "Process",
    "Question",
    "Reason",
    "Recall",
    "Repeated",
    "Root",
    "SessionError",
    "Shell",
    "Single",
    "Snmp",
    "Source",
    "Sql",
    "Statement",
    "Tcp",
    "Tls",
    "Transact",
    "Tree",
    "Unseen",
    "Walk",
    "WayLost",
    "Ways",
    "Wired",
    "ask_digest",
    "ask_words",
    "listing",
    "marking",
    "reason_of",
    "sql",
]

A = TypeVar("A")
F = TypeVar("F")
S = TypeVar("S")
T = TypeVar("T")

LINUX = "linux"


@dataclass(frozen=True, slots=True)
class Marked(Generic[T]):
    """Facts, and how far they were read: what ``parse`` or ``derive`` gives instead of facts alone.

    The bookmark is saved with the target, by collector and schedule, and comes back as the value of a parameter whose
    source is BOOKMARK, or as the answer to a Recall. An empty one moves nothing.
    """

    facts: T
    bookmark: str


def marking(read: Callable[..., Marked[F]]) -> Callable[..., F]:
    """Let a ``parse`` or ``derive`` that gives Marked stand where facts are expected: the runner takes the bookmark off."""
    return cast("Callable[..., F]", read)


class Merge(Enum):
    """What several collectors of one kind on one platform mean to each other."""

    FIRST = "first"  # the first in catalogue order that answers
    UNION = "union"  # all, their listings joined


@dataclass(frozen=True)  # no slots: FactKind[X]("x") raises TypeError on 3.11 with frozen and slots
class FactKind(Generic[F]):
    """A typed key: what a check needs and a collector provides."""

    name: str
    merge: Merge = Merge.FIRST
    own: "Collector[Any, F] | None" = field(default=None, compare=False, repr=False)
    """The collector that it brings along, of a check that an operator wrote himself; all others stand in the catalogue."""


@dataclass(frozen=True, slots=True)
class Collector(Generic[A, F]):
    """One ask and the pure function that reads its answer. ``reads_cut``: it knows how to read a cut answer."""

    id: str
    provides: FactKind[F]
    on: str
    ask: Ask[A]
    parse: Callable[[A], F]
    reads_cut: bool = False
    also_reads: tuple[str, ...] = ()
    """Digests of earlier asks whose kept answers ``parse`` still reads."""


@dataclass(frozen=True, slots=True)
class FollowUp(Generic[S, F]):
    """An ask per item of earlier facts of the same target, sent in a later round."""

    id: str
    provides: FactKind[F]
    on: str
    after: FactKind[S]
    template: Shell
    items: Callable[[S], Iterable[str]]
    parse: Callable[[Walk[Answer]], F]
    most: int = 256


@dataclass(frozen=True, slots=True)
class Derived(Generic[F]):
    """Facts made of other facts of the same target, for a check that needs several kinds.

    ``derive`` gets what each kind of ``of`` came to, in order: its facts, or the Absent or SessionError instead.
    """

    id: str
    provides: FactKind[F]
    of: tuple[FactKind[Any], ...]
    derive: Callable[..., F]


Wired = Collector[Any, Any] | FollowUp[Any, Any] | Derived[Any]


@dataclass(frozen=True, slots=True)
class OfGroup(Generic[S, F]):
    """Facts of a group, made of what one kind came to on each of its members.

    ``parse`` gets the members' target ids in the configuration's order, each with its facts, an Absent (the member has no
    such thing) or an Unseen (it was not seen). ``groups`` are the kinds of group it is for.
    """

    id: str
    provides: FactKind[F]
    groups: tuple[str, ...]
    of: FactKind[S]
    parse: Callable[[Mapping[str, S | Absent | Unseen]], F]
