"""Facts about partitioned tables."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Partitioned:
    """One partitioned table, parts of parts included. Identity: ``name``.

    ``default_rows`` and ``default_bytes`` are of its default partition by the catalogue, None where it has none.
    ``left_days`` is until the last bound of time that its parts reach (below 0: since), ``width_days`` how long the last
    part is; both None where it is not parted by time or has a part without end.
    """

    name: str
    part_count: int
    default_name: str
    default_rows: int | None
    default_bytes: int | None
    left_days: int | None
    width_days: int | None
    is_endless: bool


@dataclass(frozen=True, slots=True)
class Partitions:
    """The partitioned tables of one database, at most 500 of ``count``."""

    database: str
    tables: tuple[Partitioned, ...]
    count: int


PARTITIONS: Final = FactKind[Listing[Partitions]]("postgres.partitions")
