"""The shapes of asking: kinds of fact, asks, answers, and what goes wrong.

Exception
├── Absent        the target has no such thing, and a witness says so
├── SessionError  we could not ask (unreachable, denied, timeout, tool missing, empty ...)
└── ParseError    we asked, and did not understand the answer
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeVar

from config.text import Text

A = TypeVar("A")
F = TypeVar("F")
S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

LINUX = "linux"


class Reason(Enum):
    """Why something was not seen."""

    UNREACHABLE = "unreachable"  # no connection: dead address, refused port
    REFUSED = "refused"  # the login was refused, or the peer broke the protocol
    IDENTITY = "identity"  # another machine answered than the one we know
    UNPROVED = "unproved"  # it could not prove who it is: its host key is not known here
    NO_CREDENTIAL = "no_credential"  # what we should log in with is missing or unusable on our side; nothing was sent
    DENIED = "denied"  # a right is missing
    TIMEOUT = "timeout"  # the ask's own seconds were up
    STUCK = "stuck"  # it could not even be killed (D state); we walked away
    BUDGET = "budget"  # the target's total seconds, or the most items of a walk, were up
    CUT = "cut"  # the answer is not whole
    TOOL_MISSING = "tool_missing"  # the command does not exist there
    EMPTY = "empty"  # it answered nothing, which proves nothing
    NO_RECORD = "no_record"  # it keeps no record that would tell
    FAILED = "failed"  # the command itself reported failure
    NOT_ASKED = "not_asked"  # nobody asked it
    NOT_UNDERSTOOD = "not_understood"  # ParseError: a defect of ours
    BUG = "bug"  # an exception of ours


class Absent(Exception):  # noqa: N818 - a fact about the target, no error
    """The target has no such thing. ``witness`` is the line or file that enumerates such things and shows none."""

    def __init__(self, witness: str) -> None:
        super().__init__(witness)
        self.witness = witness


class SessionError(Exception):
    """We could not ask. ``detail`` is the target's own words, ``remedy`` what would open it."""

    def __init__(self, reason: Reason, detail: str = "", remedy: Text | None = None) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
        self.remedy = remedy


def reason_of(said: str) -> Reason:
    """The reason that the words of a SessionError begin with; FAILED for those of another error."""
    word = said.partition(":")[0]
    return Reason(word) if word in {one.value for one in Reason} else Reason.FAILED


class ParseError(Exception):
    """We asked and did not understand; ``line`` is where."""

    def __init__(self, why: str, line: str = "") -> None:
        super().__init__(f"{why}: {line!r}" if line else why)
        self.why = why
        self.line = line


@dataclass(frozen=True, slots=True)
class Unseen:
    """A subject that was not seen, and why. An empty subject means: nobody knows how many."""

    subject: str
    reason: Reason
    detail: str = ""
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """Records that were seen, and what was not; complete only when ``unseen`` is empty."""

    records: tuple[R, ...]
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a target said to one ask. ``Answer("...")`` is enough in a test.

    ``text`` is its standard output; for an ask of two samples the second, with ``earlier`` the first.
    """

    text: str
    exit_code: int = 0
    stderr: str = ""
    is_cut: bool = False
    is_privileged: bool = True
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Walk(Generic[A]):
    """The answers of a walk by item. ``listing`` is what enumerated the items, ``unseen`` what was left out."""

    items: Mapping[str, A | Unseen]
    listing: Answer = field(default_factory=lambda: Answer(""))
    unseen: tuple[Unseen, ...] = ()


class Root(Enum):
    """Whether an ask wants root's rights."""

    NEVER = "never"
    BETTER = "better"  # it answers without, and sees less
    NEEDED = "needed"


class Source(Enum):
    """Where the value of a parameter may come from; nowhere else."""

    CONFIGURATION = "configuration"
    ITEM = "item"
    FACT = "fact"
    BOOKMARK = "bookmark"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed value of an ask: it travels as ``"$1"``, never as program text. ``grammar`` is a full-match regex."""

    name: str
    grammar: str
    source: Source
    default: str = ""

    def fit(self, value: str) -> str:
        """Return ``value`` when it fits the grammar, else raise ValueError naming both."""
        if not re.fullmatch(self.grammar, value):
            raise ValueError(f"{self.name}: {value!r} does not fit {self.grammar}")
        return value


@dataclass(frozen=True, slots=True)
class Ask(Generic[A]):
    """Data that a session can send. ``A`` is what it is answered with."""


@dataclass(frozen=True, slots=True)
class Shell(Ask[Answer]):
    r"""A read-only POSIX shell command, run on the target under ``LC_ALL=C`` with closed standard input.

    ``"$1"``... are the parameters in order (in a walk ``"$1"`` is the item and they follow). ``$S`` stands before what
    root should run: a word before a command, wherever the ask's own shell runs it (not in another shell, ``xargs`` or
    ``find -exec``). It is empty, or where the target's entry allows sudo ``sudo -n``, or a function that uses sudo only
    for what sudoers allows. ``tool`` is the command without which there is nothing to ask. ``samples=2`` runs it at the
    round's start and end, ``seconds`` and ``kib`` bound one run. Exit codes outside ``ok`` and an empty output are
    SessionErrors, unless ``may_be_empty``.
    """

    command: str
    tool: str = ""
    seconds: int = 10
    kib: int = 128
    root: Root = Root.NEVER
    samples: int = 1
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Each(Ask[Walk[Answer]]):
    r"""One ask repeated per item on the target itself, one bound and state per item.

    ``items`` prints one item a line behind ``=``; every other line is witness of how it looked. At most ``most`` are
    asked; the rest become unseen.
    """

    items: Shell
    ask: Shell
    most: int = 64


class Merge(Enum):
    """What several collectors of one kind on one platform mean to each other."""

    FIRST = "first"  # the first in catalogue order that answers
    UNION = "union"  # all, their listings joined


@dataclass(frozen=True)  # no slots: FactKind[X]("x") raises TypeError on 3.11 with frozen and slots
class FactKind(Generic[F]):
    """A typed key: what a check needs and a collector provides."""

    name: str
    merge: Merge = Merge.FIRST


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
class Question:
    """One ask with the values of its parameters, as a session sends it. ``items`` are a follow-up's."""

    id: str
    ask: Ask[Any]
    values: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    most: int = 64

    @property
    def digest(self) -> str:
        """The ask's own identity: sha256 over what it would run, without the values."""
        return ask_digest(self.ask)


def ask_digest(ask: Ask[Any]) -> str:
    """Name an ask by what it would run: equal text, equal digest, over all versions of the program."""
    if isinstance(ask, Each):
        words: list[object] = ["each", ask.items.command, ask.ask.command, ask.ask.samples]
    elif isinstance(ask, Shell):
        words = ["shell", ask.command, ask.samples]
    else:
        raise TypeError(f"no digest for {type(ask).__name__}")
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()
