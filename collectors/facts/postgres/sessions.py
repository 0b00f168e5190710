"""Facts about who is connected to a PostgreSQL server and what they hold."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Share:
    """How many connections a role or a database has, of those that it may have. Identity: ``kind`` and ``name``."""

    kind: str
    name: str
    count: int
    limit: int


@dataclass(frozen=True, slots=True)
class Connections:
    """Client connections of the server; ``usable`` is without those that are reserved."""

    count: int
    usable: int
    idle_in_transaction_count: int
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One open transaction. ``state`` is pg_stat_activity's; ``xmin_age`` counts transactions, None where it holds none.

    ``idle_seconds`` is since the state changed. ``query`` is the statement's beginning without its literals.
    """

    user: str
    database: str
    application: str
    address: str
    state: str
    age_seconds: float
    idle_seconds: float
    xmin_age: int | None
    query: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """One transaction that was prepared and never ended. Identity: ``gid``."""

    gid: str
    database: str
    owner: str
    age_seconds: float
    xmin_age: int


@dataclass(frozen=True, slots=True)
class Blocking:
    """One session at the root of a chain: nobody blocks it, and ``waiting_count`` wait behind it."""

    user: str
    application: str
    state: str
    query: str
    age_seconds: float
    waiting_count: int
    longest_wait_seconds: float


@dataclass(frozen=True, slots=True)
class Locks:
    """The lock table, and who blocks whom."""

    held_count: int
    room_count: int
    roots: tuple[Blocking, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """What keeps old row versions alive. ``kind`` is backend, prepared, slot or standby."""

    kind: str
    name: str
    age: int


CONNECTIONS: Final = FactKind[Connections]("postgres.connections")
TRANSACTIONS: Final = FactKind[Listing[Transaction]]("postgres.transactions")
PREPARED: Final = FactKind[Listing[Prepared]]("postgres.prepared_transactions")
LOCKS: Final = FactKind[Locks]("postgres.locks")
HOLDERS: Final = FactKind[Listing[Holder]]("postgres.horizon")
