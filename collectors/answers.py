"""What comes back, and what goes wrong.

Exception
├── Absent        the target has no such thing, and a witness says so
├── SessionError  we could not ask (unreachable, denied, timeout, tool missing, empty ...)
└── ParseError    we asked, and did not understand the answer
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from config.text import Text

A = TypeVar("A")
R = TypeVar("R")


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
    NOT_OFFERED = "not_offered"  # asked this way the target has no such thing; it may tell another way
    EMPTY = "empty"  # it answered nothing, which proves nothing
    NO_RECORD = "no_record"  # it keeps no record that would tell
    FAILED = "failed"  # the command itself reported failure
    NOT_ASKED = "not_asked"  # nobody asked it
    TOLD = "told"  # somebody said so on the telephone; nobody looked
    MISWRITTEN = "miswritten"  # what a person wrote on a form is not what it asks for
    NOT_UNDERSTOOD = "not_understood"  # ParseError: a defect of ours
    BUG = "bug"  # an exception of ours


class Absent(Exception):  # noqa: N818 - a fact about the target, no error
    """The target has no such thing. ``witness`` is the line or file that enumerates such things and shows none."""

    def __init__(self, witness: str) -> None:
        super().__init__(witness)
        self.witness = witness


class SessionError(Exception):
    """We could not ask. ``remedy`` is what would open it.

    ``detail`` is a string where it is the target's own words or names, which people are given in quotes as they are; a Text
    where the words are ours.
    """

    def __init__(self, reason: Reason, detail: str | Text = "", remedy: Text | None = None) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
        self.remedy = remedy


class WayLost(SessionError):  # noqa: N818 - it is said of the way
    """A whole way to a target failed, of several; what another way tells of the same kind counts in its place."""


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
    """A subject that was not seen, and why (``detail`` as in SessionError). An empty subject: nobody knows how many."""

    subject: str
    reason: Reason
    detail: str | Text = ""
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """Records that were seen, and what was not; complete only when ``unseen`` is empty."""

    records: tuple[R, ...]
    unseen: tuple[Unseen, ...] = ()


def listing(found: Iterable[R | Unseen], unseen: Iterable[Unseen] = ()) -> Listing[R]:
    """Part what was found into records and unseen, each in its order; ``unseen`` stand before those."""
    records: list[R] = []
    missed = list(unseen)
    for one in found:
        if isinstance(one, Unseen):
            missed.append(one)
        else:
            records.append(one)
    return Listing(tuple(records), tuple(missed))


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
