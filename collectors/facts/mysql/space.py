"""Facts about space: what each schema takes on disk, and what of the big tables is not in use."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class SchemaSpace:
    """The InnoDB files of one schema. Identity: ``name``; "innodb_system" and the like are the server's own tablespaces."""

    name: str
    files_count: int
    size_bytes: int
    is_own: bool
    """The server's own: dictionary, undo, temporary."""


@dataclass(frozen=True, slots=True)
class BigTable:
    """A big table or partition in a file of its own. Identity: ``name`` (schema.table, with #partition).

    ``rows_count`` is the server's estimate; ``clustered_bytes`` and ``secondary_bytes`` are what its statistics say of its
    indexes, None where it holds none in memory.
    """

    name: str
    file_bytes: int
    rows_count: int | None
    clustered_bytes: int | None
    secondary_bytes: int | None


@dataclass(frozen=True, slots=True)
class BigTables:
    """The biggest tables of at least ``least_bytes``, the biggest first; ``is_all``: there are no others of that size."""

    tables: tuple[BigTable, ...]
    least_bytes: int
    is_all: bool


SPACE: Final = FactKind[tuple[SchemaSpace, ...]]("mysql.space")
BIG_TABLES: Final = FactKind[BigTables]("mysql.big_tables")
