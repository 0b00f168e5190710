"""Facts about the room that tables and indexes take, beside the room that their rows would need."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectors.base import FactKind, Listing


class Doubt(Enum):
    """Why the catalogue cannot tell how much room the rows need."""

    NONE = ""
    HIDDEN = "hidden"  # the account may not see the widths of the columns
    NEVER_ANALYZED = "never analyzed"
    NO_WIDTHS = "no widths"  # a column without statistics
    STALE = "stale"  # too many rows changed since the last analyse
    LOST = "lost"  # the counters that would tell whether it is stale were lost
    LOCKED = "locked"  # somebody holds it or waits for it exclusively: it is being rewritten or dropped


@dataclass(frozen=True, slots=True)
class Room:
    """One table or index. Identity: ``name``. Bytes; ``needed_bytes`` is None where there is a doubt.

    ``needed_bytes`` honours the fill factor: room that was left free on purpose is needed. ``table`` is "" for a table.
    """

    name: str
    table: str
    size_bytes: int
    needed_bytes: int | None
    doubt: Doubt

    @property
    def wasted_bytes(self) -> int:
        """What is beyond the need; 0 where it is not known."""
        return 0 if self.needed_bytes is None else max(0, self.size_bytes - self.needed_bytes)

    @property
    def wasted_ratio(self) -> float:
        """Share of the size that is wasted."""
        return self.wasted_bytes / self.size_bytes if self.size_bytes else 0.0


@dataclass(frozen=True, slots=True)
class Rooms:
    """The large tables and indexes of one database (10 MiB and more, the largest 200 of each).

    ``other_index_count`` are large indexes whose need the catalogue cannot tell: not unique, partial, of an expression, not
    btree. ``is_through_helper`` says that the widths came through the helper view, not pg_stats.
    """

    database: str
    tables: tuple[Room, ...]
    indexes: tuple[Room, ...]
    other_index_count: int
    is_through_helper: bool


ROOMS_BY_HELPER: Final = FactKind[Listing[Rooms]]("postgres.rooms_by_helper")
ROOMS_BY_STATISTICS: Final = FactKind[Listing[Rooms]]("postgres.rooms_by_statistics")
ROOMS: Final = FactKind[Listing[Rooms]]("postgres.rooms")
