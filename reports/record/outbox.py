"""What is to leave and how far it came, as a pure function: what is due now, when the next attempt is, what it became.

Nothing is ever lost: what is given up stays, and is named until a person sends it anew or withdraws it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from config.text import Text, _

DELAYS_SECONDS: Final = (60, 300, 900, 1800, 3600, 7200, 14_400)
"""Waits before the second, third, ... attempt; the last is the ceiling. Ours: a greylisting server lets a mail in after
some minutes (RFC 6647, 5); by RFC 5321, 4.5.4.1, a peer that is down is asked every half hour and then more seldom."""
MOST_ATTEMPTS: Final = 37
"""After so many it is given up: the waits between them come to five days, as RFC 5321, 4.5.4.1 wants. Counted in attempts,
as a laptop that sleeps for a week has tried nothing meanwhile."""


class State(Enum):
    """How far a piece of the outbox came; the value is the word of the store."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    DOUBTFUL = "doubtful"
    """It arrived, and an attempt before it may have arrived too."""
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


STATE_WORDS: Final[Mapping[State, Text]] = {
    State.WAITING: _("waiting to be sent"),
    State.SENDING: _("being sent"),
    State.DELIVERED: _("delivered"),
    State.DOUBTFUL: _("delivered, perhaps twice"),
    State.DEAD: _("not delivered, given up"),
    State.WITHDRAWN: _("taken back"),
}
UNDONE: Final = frozenset({State.WAITING, State.SENDING})


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing for one receiver. ``key`` is the same for the same thing; ``about`` orders what is told of one thing."""

    key: str
    channel: str
    kind: str
    payload: Mapping[str, object]
    state: State = State.WAITING
    attempts: int = 0
    made_at: datetime | None = None
    next_at: datetime | None = None
    begun_at: datetime | None = None
    handed_at: datetime | None = None
    """From when on an attempt may have arrived that nobody answered."""
    ended_at: datetime | None = None
    receipt: str = ""
    error: str = ""
    about: str = field(default="")

    @property
    def is_doubted(self) -> bool:
        """Whether an attempt may have arrived without an answer."""
        return self.handed_at is not None


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it; ``receipt`` is what it answered: a number, an address."""

    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """It did not arrive, or nobody knows: try later. ``after_seconds`` is what the other side asked for."""

    error: str
    after_seconds: float = 0.0
    is_handed: bool = False
    """All of it was handed over, and no answer came: it may have arrived."""
    is_channels: bool = False
    """It is the whole channel's trouble: what else waits for it is not tried now."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It was refused for good."""

    error: str


Outcome = Sent | Again | Refused


def delay_seconds(attempts: int, asked_seconds: float = 0.0) -> float:
    """How long to wait after so many attempts: as the other side asked where that is longer, never beyond the ceiling."""
    own = DELAYS_SECONDS[min(max(attempts, 1), len(DELAYS_SECONDS)) - 1]
    return float(min(max(own, asked_seconds), DELAYS_SECONDS[-1]))


@dataclass(frozen=True, slots=True)
class After:
    """What an attempt leaves behind: the new state, when to try again, what to say."""

    state: State
    next_at: datetime
    receipt: str = ""
    error: str = ""
    handed_at: datetime | None = None


def after(piece: Piece, outcome: Outcome, now: datetime) -> After:
    """What becomes of a piece whose attempt ended. ``piece`` is as it was when the attempt began."""
    match outcome:
        case Sent(receipt=receipt):
            state = State.DOUBTFUL if piece.is_doubted else State.DELIVERED
            return After(state, now, receipt, handed_at=piece.handed_at)
        case Refused(error=error):
            return After(State.DEAD, now, error=error, handed_at=piece.handed_at)
        case Again(error=error, after_seconds=asked, is_handed=is_handed):
            handed_at = piece.handed_at or (now if is_handed else None)
            state = State.DEAD if piece.attempts >= MOST_ATTEMPTS else State.WAITING
            next_at = now + timedelta(seconds=delay_seconds(piece.attempts, asked))
            return After(state, next_at, error=error, handed_at=handed_at)


def due(pieces: Iterable[Piece], now: datetime) -> list[Piece]:
    """What is to be sent now, the oldest first; of what tells of one thing never the later before the earlier."""
    found: list[Piece] = []
    held: set[tuple[str, str]] = set()
    for one in sorted((p for p in pieces if p.state in UNDONE), key=_age):
        line = (one.channel, one.about)
        is_held = bool(one.about) and line in held
        if one.about:
            held.add(line)
        if one.state is State.WAITING and not is_held and _has_come(one, now):
            found.append(one)
    return found


def _has_come(one: Piece, now: datetime) -> bool:
    """Whether it is time; a pause longer than any of ours was written under a clock that was ahead."""
    return one.next_at is None or not now < one.next_at <= now + timedelta(seconds=DELAYS_SECONDS[-1])


def next_due_at(pieces: Iterable[Piece]) -> datetime | None:
    """When the next attempt is; None where nothing waits."""
    return min((one.next_at for one in pieces if one.state is State.WAITING and one.next_at), default=None)


def _age(one: Piece) -> tuple[float, str]:
    return (one.made_at.timestamp() if one.made_at else 0.0, one.key)
