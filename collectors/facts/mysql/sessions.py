"""Facts about what runs in a server at the moment: transactions, waits, history, statements."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction. ``is_idle``: its session runs nothing. What it runs is not asked: personal data."""

    thread: int
    age_seconds: float
    user: str
    host: str
    schema: str
    is_idle: bool
    idle_seconds: float
    rows_locked: int
    rows_modified: int


@dataclass(frozen=True, slots=True)
class Transactions:
    """The oldest open transactions, of ``total_count``."""

    oldest: tuple[Transaction, ...]
    total_count: int


@dataclass(frozen=True, slots=True)
class Wait:
    """A session that waits for a lock of another one. ``kind`` is row or metadata; ``blocker`` 0: not said."""

    kind: str
    waiting_seconds: float
    waiter: int
    waiter_user: str
    blocker: int
    blocker_user: str
    blocker_state: str


@dataclass(frozen=True, slots=True)
class Statements:
    """A kind of statement (its digest: the text without its values) and what it has cost since the count began."""

    digest: str
    schema: str
    text: str
    calls_count: int
    total_seconds: float
    rows_examined: int
    rows_sent: int
    no_index_count: int
    errors_count: int


@dataclass(frozen=True, slots=True)
class TopStatements:
    """The kinds that cost most. ``total_seconds`` is what all kinds have cost; ``lost_count``: kinds not told apart."""

    kinds: tuple[Statements, ...]
    total_seconds: float
    lost_count: int


TRANSACTIONS: Final = FactKind[Transactions]("mysql.transactions")
WAITS: Final = FactKind[tuple[Wait, ...]]("mysql.waits")
HISTORY: Final = FactKind[int]("mysql.history")
TOP_STATEMENTS: Final = FactKind[TopStatements]("mysql.top_statements")
