"""Facts about single tables of a PostgreSQL database: the largest, the oldest, those without key or without log."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Relation:
    """One table with all that belongs to it, in bytes by the catalogue's own count of pages (as of its last vacuum).

    ``exact_bytes`` is what its files have now, indexes and TOAST included; None where a lock stood before it, or not asked.
    """

    name: str
    kind: str
    table_bytes: int
    index_bytes: int
    toast_bytes: int
    exact_bytes: int | None = None

    @property
    def size_bytes(self) -> int:
        """The files' size where it is known, else the catalogue's."""
        known = self.table_bytes + self.index_bytes + self.toast_bytes
        return known if self.exact_bytes is None else self.exact_bytes


@dataclass(frozen=True, slots=True)
class Largest:
    """The 30 largest tables of one database, of ``count`` tables."""

    database: str
    relations: tuple[Relation, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FileSizes:
    """What the files of the largest tables of one database have now, by table; without those that somebody holds."""

    database: str
    sizes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OldTable:
    """One table with old transaction ids. ``freeze_max_age`` is the mark at which autovacuum begins with this table."""

    table: str
    xid_age: int
    freeze_max_age: int
    size_bytes: int
    is_being_vacuumed: bool


@dataclass(frozen=True, slots=True)
class Keyless:
    """One table without primary key and replica identity. ``is_published``: a publication sends its updates or deletes."""

    table: str
    row_count: int
    is_published: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What single tables of one database are like; ``count`` is that of its tables.

    ``oldest`` are ten, ``keyless`` and ``unlogged`` at most 50 beside the count of all.
    """

    database: str
    count: int
    oldest: tuple[OldTable, ...]
    keyless: tuple[Keyless, ...]
    keyless_count: int
    unlogged: tuple[tuple[str, int], ...]
    unlogged_count: int
    logical_slot_count: int


TRAITS: Final = FactKind[Listing[Traits]]("postgres.table_traits")
CATALOGUED: Final = FactKind[Listing[Largest]]("postgres.relations")
FILE_SIZES: Final = FactKind[Listing[FileSizes]]("postgres.relation_files")
LARGEST: Final = FactKind[Listing[Largest]]("postgres.largest")
