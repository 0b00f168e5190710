"""Facts about tables: which of them the account sees, and what is wrong with some."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class SchemaSeen:
    """How many of a schema's InnoDB tables the account sees. Identity: ``name``."""

    name: str
    tables_count: int
    seen_count: int


@dataclass(frozen=True, slots=True)
class Keyless:
    """Tables without a primary key and without a unique one that could stand for it, of all InnoDB tables."""

    names: tuple[str, ...]
    total_count: int
    keyless_count: int


@dataclass(frozen=True, slots=True)
class OtherEngine:
    """A table of another engine than InnoDB. Identity: ``name``. ``engine`` "": the server could not open it."""

    name: str
    engine: str


@dataclass(frozen=True, slots=True)
class Counting:
    """A column that counts by itself. Identity: ``name`` (schema.table.column). ``kind`` is its type (int(10) unsigned).

    ``next_value`` None: the server could not look into the table at that moment.
    """

    name: str
    kind: str
    next_value: int | None


@dataclass(frozen=True, slots=True)
class Index:
    """One index. ``columns`` in order, each with its prefix length and direction as the server writes them."""

    name: str
    is_unique: bool
    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """A table with several indexes that begin with the same column. Identity: ``name``."""

    name: str
    indexes: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """What was found in the tables that the account sees, of ``seen_count``; ``unseen`` are schemas that it does not."""

    found: tuple[OtherEngine | Counting | Indexed, ...]
    seen_count: int
    unseen: tuple[Unseen, ...] = ()


COVERAGE: Final = FactKind[tuple[SchemaSeen, ...]]("mysql.coverage")
KEYLESS: Final = FactKind[Keyless]("mysql.keyless_tables")
OTHER_ENGINES_ROWS: Final = FactKind[tuple[OtherEngine, ...]]("mysql.other_engines")
COUNTING_ROWS: Final = FactKind[tuple[Counting, ...]]("mysql.auto_increments")
INDEXED_ROWS: Final = FactKind[tuple[Indexed, ...]]("mysql.same_beginnings")
OTHER_ENGINES: Final = FactKind[Tables]("mysql.other_engines_seen")
COUNTING: Final = FactKind[Tables]("mysql.auto_increments_seen")
INDEXED: Final = FactKind[Tables]("mysql.same_beginnings_seen")
