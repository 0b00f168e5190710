"""What a database's own client is to a session: a script for its standard input, and a reader of what it prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from collectors.base import SessionError
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server

Said = Rows | StatementFailed


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
        """The command that runs the client, in the shell's words: $c is its path, $1 the values of ``values``."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the client's program is called, the likeliest first."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Where it lies beside PATH, as globs."""

    def value(self, database: str) -> str:
        """What leads to the database ("": the target's own), as ``$1`` of the command."""

    def text(self, wanted: Sequence[Wanted], server: Server, mark: str, database: str = "") -> str:
        """The client's standard input. ``database`` is where it is asked, "" the target's own."""

    def heard(self, run: Run, wanted: Sequence[Wanted], server: Server, mark: str) -> Heard:
        """Read what it printed."""
