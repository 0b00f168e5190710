"""Facts that count since the statistics began: of databases and of checkpoints. Two inspections make a rate of them."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters of one database. Identity: ``database``. Those of another ``epoch`` are not comparable.

    The counts of sessions exist from version 14 on and are None below it.
    """

    database: str
    epoch: str
    commit_count: int
    rollback_count: int
    deadlock_count: int
    conflict_count: int
    temp_file_count: int
    temp_bytes: int
    session_count: int | None
    abandoned_count: int | None
    fatal_count: int | None
    killed_count: int | None


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Checkpoints since the statistics began (on a standby: none). Those of another ``epoch`` are not comparable."""

    epoch: str
    timed_count: int
    requested_count: int
    max_wal_bytes: int
    timeout_seconds: int


COUNTERS: Final = FactKind[Listing[Counters]]("postgres.counters")
CHECKPOINTS: Final = FactKind[Checkpoints]("postgres.checkpoints")
