"""Facts about what in a database was made by another version: collations, extensions."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Versioned:
    """One object and its versions: ``made_with`` is recorded, ``now`` what the system offers.

    ``kind`` is database, collation or extension.
    """

    kind: str
    name: str
    made_with: str
    now: str


@dataclass(frozen=True, slots=True)
class Collations:
    """The collations of one database whose recorded version is another than the system's, of ``count`` with a version."""

    database: str
    differing: tuple[Versioned, ...]
    count: int
    knows_database: bool
    """Whether the server records the version of a database's own collation (15 and later)."""


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extensions of one database that stand behind the version that is installed beside the server."""

    database: str
    behind: tuple[Versioned, ...]
    count: int


COLLATIONS: Final = FactKind[Listing[Collations]]("postgres.collations")
EXTENSIONS: Final = FactKind[Listing[Extensions]]("postgres.extensions")
