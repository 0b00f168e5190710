"""Facts about how often tables are read whole and indexes are used: counters, told only by two inspections."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class IndexUse:
    """One large index that nothing but queries needs. ``scan_count`` is since the statistics began."""

    name: str
    table: str
    size_bytes: int
    scan_count: int


@dataclass(frozen=True, slots=True)
class TableReads:
    """One large table, how often it was read whole, and how many rows that were."""

    table: str
    live_count: int
    size_bytes: int
    scan_count: int
    row_count: int


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses in one database. Counters of another ``epoch`` (statistics reset, server started) are not comparable.

    ``standby_count`` are standbys that are connected: what they read is counted there, not here.
    """

    database: str
    epoch: str
    is_standby: bool
    standby_count: int
    indexes: tuple[IndexUse, ...]
    tables: tuple[TableReads, ...]


USES: Final = FactKind[Listing[Uses]]("postgres.uses")
