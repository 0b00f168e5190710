"""What a database's own client is to a session: a script for its standard input, and a reader of what it prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from collectors.base import SessionError
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server

Said = Rows | StatementFailed | SessionError
"""What a statement came to; a SessionError where nobody asked it, as of a kit that did not hold it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One statement of a batch. ``number`` is its own in the batch's output; at most one row more than ``most``."""

    number: int
    text: str
    seconds: int
    most: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What one run of a client said: by number what was answered; ``failure`` is why nothing was."""

    found: Mapping[int, Said] = field(default_factory=dict)
    failure: SessionError | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """How one run of a client ended: its two outputs and its exit code, None where it did not come to its end."""

    out: str
    err: str
    exit_code: int | None
    where: Mapping[int, range] = field(default_factory=dict)
    """By number of a statement, the lines of the script (from 1) between its marks, both among them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around statements in the client's input, for ``products`` (empty: all that no other frame names).

    In the lines stand ``{mark}``, ``{number}``, ``{seconds}``, ``{milliseconds}``, ``{rows}`` (one more than is wanted), in
    those of ``into`` ``{database}``; they are only there where another database than the target's own is asked.
    """

    head: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    into: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


class Client(Protocol):
    """One vendor's client."""

    @property
    def who(self) -> tuple[str, ...]:
        """The statements that say who answers; ``met`` reads their answers."""

    @property
    def relatives(self) -> frozenset[str]:
        """Products whose version numbers are their own, as in ``Dialect``."""

    def met(self, said: Sequence[Said]) -> tuple[Server, str]:
        """Who answers, and in which database. Raises SessionError."""

    def call(self) -> str:
        """The command that runs the client, in the shell's words: $c is its path, $1 the database ("": its own)."""

    def known(self) -> str:
        """A shell command that reads the output of ``who`` and prints the version's number, the product, 1 for a relative.

        Each on a line of its own, nothing where it was not told; $m is the mark. A kit chooses its statements by it.
        """

    def listed(self) -> str:
        """A shell command that reads the output of what enumerates the databases and prints ``=NAME`` for each."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the client's program is called, the likeliest first."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Where it lies beside PATH, as globs."""

    def sent(self, statement: str) -> str:
        """What is sent for a statement of the catalogue: itself, or what stands for one that must not be sent."""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """What stands around the statements, by product; the last that names it is its."""

    def heard(self, run: Run, wanted: Sequence[Wanted], server: Server, mark: str) -> Heard:
        """Read what it printed."""
