"""Facts about tables, indexes and sequences, database by database. Names of relations are ``schema.name``."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class DeadRows:
    """One table with many dead rows. ``over_ratio`` is beside the count at which autovacuum begins with it.

    ``vacuumed_seconds`` is since the last vacuum of any kind, None where there was none since the statistics began.
    """

    table: str
    dead_count: int
    live_count: int
    over_ratio: float
    is_enabled: bool
    vacuumed_seconds: float | None


@dataclass(frozen=True, slots=True)
class StaleTable:
    """One table whose planner statistics are old. ``analyzed_seconds`` is None where it was never analysed."""

    table: str
    live_count: int
    changed_count: int
    analyzed_seconds: float | None


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one database that were looked at, and those of them that need a vacuum or an analyse."""

    database: str
    count: int
    dead: tuple[DeadRows, ...]
    stale: tuple[StaleTable, ...]


KINDS: Final = ("unique_index", "index", "building_index", "unclear_index", "constraint", "trigger", "key_trigger")
"""``unclear_index`` is not valid and may be one that is being built: the account may not see which is. ``key_trigger``
keeps a foreign key."""


@dataclass(frozen=True, slots=True)
class BrokenObject:
    """One object that does not do its work. ``kind`` is one of those in ``KINDS``."""

    kind: str
    name: str
    table: str


@dataclass(frozen=True, slots=True)
class Objects:
    """The broken objects of one database, of ``count`` indexes, constraints and triggers.

    ``more`` says by kind how many there are beside those that are named.
    """

    database: str
    count: int
    broken: tuple[BrokenObject, ...]
    more: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """One sequence. ``last`` is None where it was never used or may not be seen; ``top`` and ``bottom`` are its own ends.

    ``column`` is what it feeds ("" where nothing says), ``column_top`` the greatest value that the column's type holds.
    """

    name: str
    last: int | None
    increment: int
    bottom: int
    top: int
    is_cycling: bool
    column: str
    column_top: int


@dataclass(frozen=True, slots=True)
class Sequences:
    """The sequences of one database. ``hidden_count`` are those whose value the account may not see."""

    database: str
    sequences: tuple[Sequence, ...]
    hidden_count: int
    count: int


TABLES: Final = FactKind[Listing[Tables]]("postgres.tables")
OBJECTS: Final = FactKind[Listing[Objects]]("postgres.objects")
SEQUENCES: Final = FactKind[Listing[Sequences]]("postgres.sequences")
