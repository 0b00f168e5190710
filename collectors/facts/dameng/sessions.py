"""Facts about sessions, transactions, locks and statements of a DM8 instance."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Sessions:
    """How many there are, and how many there may be; 0: the licence sets no limit."""

    count: int
    active_count: int
    most_count: int
    licensed_count: int


@dataclass(frozen=True, slots=True)
class Wait:
    """A transaction that waits for another one's lock; ``seconds`` since its statement came."""

    user: str
    holder: str
    holder_state: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction of somebody else. ``seconds`` since the session's last request; ``is_idle``: nothing runs."""

    user: str
    program: str
    is_idle: bool
    changes_count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Deadlocks:
    """Deadlocks since the start, at most as many as the server keeps."""

    known_count: int
    recent_count: int
    uptime_seconds: int


@dataclass(frozen=True, slots=True)
class SlowStatement:
    """A kind of statement by its number; what it says is not fetched."""

    number: str
    runs_count: int
    longest_milliseconds: int


SESSIONS: Final = FactKind[Sessions]("dameng.sessions")
WAITS: Final = FactKind[tuple[Wait, ...]]("dameng.waits")
TRANSACTIONS: Final = FactKind[tuple[Transaction, ...]]("dameng.transactions")
DEADLOCKS: Final = FactKind[Deadlocks]("dameng.deadlocks")
SLOW_STATEMENTS: Final = FactKind[tuple[SlowStatement, ...]]("dameng.slow_statements")
