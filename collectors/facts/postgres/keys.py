"""Facts about the keys and indexes of tables, database by database. Names of relations are ``schema.name``."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Index:
    """One index. ``keys`` are the numbers of the columns that it is ordered by, each with all that decides its order.

    ``included`` are columns that only ride along; ``predicate`` is "" where every row is in it. ``serves`` is what else
    needs it: constraint, foreign_key, replica_identity, cluster, partition.
    """

    name: str
    size_bytes: int
    method: str
    keys: tuple[str, ...]
    included: tuple[str, ...]
    has_expression: bool
    predicate: str
    is_unique: bool
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexedTable:
    """One table and its valid indexes."""

    table: str
    indexes: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class Indexes:
    """The tables of one database with more than one index, the largest 400; ``count`` is that of all such tables."""

    database: str
    tables: tuple[IndexedTable, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """One foreign key. Identity: ``table`` and ``name``. ``columns`` are the numbers of its columns in the child.

    ``indexes`` are the child's btree and hash indexes: the numbers of their key columns in order, and what their
    predicate is. ``parent_deleted_count`` counts rows deleted from the parent since the statistics began.
    """

    table: str
    name: str
    parent: str
    columns: tuple[int, ...]
    row_count: int
    size_bytes: int
    parent_deleted_count: int
    indexes: tuple[tuple[tuple[int, ...], str], ...]


@dataclass(frozen=True, slots=True)
class ForeignKeys:
    """The foreign keys of one database, those of the largest children, 500 at most; ``count`` is all."""

    database: str
    keys: tuple[ForeignKey, ...]
    count: int


INDEXES: Final = FactKind[Listing[Indexes]]("postgres.indexes")
FOREIGN_KEYS: Final = FactKind[Listing[ForeignKeys]]("postgres.foreign_keys")
