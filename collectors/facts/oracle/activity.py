"""Facts about what happens in an Oracle database: limits of resources, blocked sessions, transactions, temp, undo, redo."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Resource:
    """One limited resource on one instance; ``limit_count`` None is unlimited.

    ``peak_count`` since the instance's start.
    """

    instance_number: int
    name: str
    used_count: int
    peak_count: int
    limit_count: int | None


@dataclass(frozen=True, slots=True)
class Blocked:
    """One session that waits for another. ``blocker`` is who stands at the head of its chain, as instance:sid."""

    session: str
    user: str
    event: str
    waited_seconds: float
    blocker: str
    blocker_user: str
    blocker_program: str
    blocker_status: str
    is_background: bool


@dataclass(frozen=True, slots=True)
class Blocking:
    """All sessions that wait for another one, out of ``sessions_count``."""

    sessions_count: int
    blocked: tuple[Blocked, ...]


@dataclass(frozen=True, slots=True)
class Transaction:
    """One open transaction: how long, how many undo blocks, whether its session does something."""

    session: str
    user: str
    program: str
    status: str
    age_seconds: float
    idle_seconds: float
    undo_blocks: int


@dataclass(frozen=True, slots=True)
class Transactions:
    """All open transactions, out of ``sessions_count`` sessions."""

    sessions_count: int
    open: tuple[Transaction, ...]


@dataclass(frozen=True, slots=True)
class Temporary:
    """One temporary tablespace. ``free_bytes``: never used or given back; ``limit_bytes`` what its files may grow to."""

    database: str
    name: str
    size_bytes: int
    free_bytes: int
    limit_bytes: int

    @property
    def subject(self) -> str:
        """Its name in its database."""
        return f"{self.database}.{self.name}"


@dataclass(frozen=True, slots=True)
class UndoExtents:
    """What one undo tablespace holds, by state (ACTIVE, UNEXPIRED, EXPIRED)."""

    database: str
    tablespace: str
    status: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class UndoErrors:
    """What undo was short of in seven days, on all instances. ``longest_seconds`` is the longest query."""

    too_old_count: int
    no_space_count: int
    longest_seconds: int
    retention_seconds: int


@dataclass(frozen=True, slots=True)
class Undo:
    """One undo tablespace, put together."""

    subject: str
    limit_bytes: int
    by_status: tuple[tuple[str, int], ...]
    errors: UndoErrors


@dataclass(frozen=True, slots=True)
class LogGroup:
    """One online redo log group. ``members`` with the state of each ("" is sound)."""

    number: int
    thread: int
    size_bytes: int
    status: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Redo:
    """The online logs, and by thread how often they were switched in seven days: mean and most of an hour."""

    groups: tuple[LogGroup, ...]
    switches: tuple[tuple[int, float, int], ...]


RESOURCES: Final = FactKind[tuple[Resource, ...]]("oracle.resources")
BLOCKING: Final = FactKind[Blocking]("oracle.blocking")
TRANSACTIONS: Final = FactKind[Transactions]("oracle.transactions")
TEMPORARIES: Final = FactKind[Listing[Temporary]]("oracle.temporary")
UNDO_EXTENTS: Final = FactKind[Listing[UndoExtents]]("oracle.undo_extents")
UNDO_ERRORS: Final = FactKind[UndoErrors]("oracle.undo_errors")
UNDO: Final = FactKind[Listing[Undo]]("oracle.undo")
REDO: Final = FactKind[Redo]("oracle.redo")
