"""Facts about how many objects of each kind the schemas of a PostgreSQL database hold."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class SchemaCount:
    """Objects of one kind in one schema: table, view, index, sequence, routine, constraint, trigger, foreign_table."""

    schema: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class ObjectCounts:
    """The schemas of one database that are not the server's own; partitions and NOT NULL are not counted.

    ``schema_count`` is that of all such schemas; of the first thousand by name the objects are counted.
    """

    database: str
    counts: tuple[SchemaCount, ...]
    schema_count: int


OBJECT_COUNTS: Final = FactKind[Listing[ObjectCounts]]("postgres.object_counts")
"""Witness of a lost row: the number of groups stands in every row."""
COUNTED_SCHEMAS: Final = 1000
"""Ours: a server of schemas by tenant is compared in part, and says so."""
