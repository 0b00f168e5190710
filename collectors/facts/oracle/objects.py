"""Facts about an Oracle database's objects: what is invalid, unusable, stale, without an index, or holds too much."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class IndexStates:
    """Of one container: how many indexes there are, and those that cannot be used (one an index, with its parts)."""

    database: str
    indexes_count: int
    unusable: tuple["UnusableIndex", ...]


@dataclass(frozen=True, slots=True)
class UnusableIndex:
    """One index that cannot be used, whole or in ``parts_count`` partitions (0: the whole)."""

    owner: str
    name: str
    is_unique: bool
    parts_count: int


@dataclass(frozen=True, slots=True)
class Invalid:
    """Invalid objects of one owner and type in one container. ``newest_seconds``: age of the last change of one of them."""

    owner: str
    kind: str
    count: int
    newest_seconds: float
    is_maintained: bool


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the database's registry."""

    name: str
    version: str
    status: str


@dataclass(frozen=True, slots=True)
class Objects:
    """Of one container: invalid objects and the registry's components."""

    database: str
    invalid: tuple[Invalid, ...]
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of one container: tables of users, by what the optimizer knows of them, and the job that keeps it."""

    database: str
    tables_count: int
    stale_count: int
    never_count: int
    locked_count: int
    worst: tuple[str, ...]
    job_status: str
    """Of the automatic job: ENABLED or DISABLED; "" where the container lists none."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """One enabled foreign key. Identity: owner and name. ``columns`` in their order."""

    owner: str
    name: str
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """One ordinary index: ``columns`` in their order, "x DESC" where descending. ``is_key``: a constraint stands on it.

    ``is_reversed``: a reverse key index, which serves equality and no range.
    """

    owner: str
    name: str
    table: str
    columns: tuple[str, ...]
    is_unique: bool
    is_key: bool
    leaf_blocks: int
    is_visible: bool
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Indexing:
    """Of one container: foreign keys and ordinary indexes of users."""

    database: str
    keys: tuple[ForeignKey, ...]
    indexes: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class HighWater:
    """One table whose blocks below the high water mark hold less than they could."""

    database: str
    owner: str
    name: str
    size_bytes: int
    rows_bytes: int
    is_stale: bool

    @property
    def waste_bytes(self) -> int:
        """What a reorganisation may give back."""
        return max(0, self.size_bytes - self.rows_bytes)


@dataclass(frozen=True, slots=True)
class HighWaters:
    """Of one container: how many large tables were looked at, and those that may waste much."""

    database: str
    looked_at_count: int
    tables: tuple[HighWater, ...]


INDEX_STATES: Final = FactKind[Listing[IndexStates]]("oracle.index_states")
OBJECTS: Final = FactKind[Listing[Objects]]("oracle.objects")
STATISTICS: Final = FactKind[Listing[Statistics]]("oracle.statistics")
FOREIGN_KEYS: Final = FactKind[Listing[tuple[str, tuple[ForeignKey, ...]]]]("oracle.foreign_keys")
INDEXES: Final = FactKind[Listing[tuple[str, tuple[Index, ...]]]]("oracle.indexes")
INDEXING: Final = FactKind[Listing[Indexing]]("oracle.indexing")
HIGH_WATERS: Final = FactKind[Listing[HighWaters]]("oracle.high_waters")
