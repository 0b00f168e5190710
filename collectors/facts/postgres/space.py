"""Facts about the databases of a PostgreSQL server, their size and the age of their transaction ids."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Database:
    """One database. Identity: ``name``. ``size_bytes`` is None where the account may not see it.

    ``is_invalid``: dropping it was interrupted, and all that can be done is to drop it again.
    """

    name: str
    allows_connections: bool
    size_bytes: int | None
    tablespace: str
    is_invalid: bool = False


@dataclass(frozen=True, slots=True)
class DatabaseAge:
    """How old the transaction ids of one database are. Identity: ``name``.

    ``xid_age`` and ``multixact_age`` count transactions since the oldest that is not frozen; ``*_max_age`` are the marks at
    which autovacuum begins.
    """

    name: str
    xid_age: int
    multixact_age: int
    freeze_max_age: int
    multixact_freeze_max_age: int


@dataclass(frozen=True, slots=True)
class Checksums:
    """Whether pages carry checksums, and how often one was wrong, by database ("": shared objects)."""

    is_on: bool
    failures: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class WalSpace:
    """The folder of write-ahead log. All in bytes; ``kept_by_slots_bytes`` is what replication slots hold."""

    count: int
    size_bytes: int
    max_wal_bytes: int
    keep_bytes: int
    kept_by_slots_bytes: int


@dataclass(frozen=True, slots=True)
class Tablespace:
    """One tablespace. Identity: ``name``. ``location`` is "" for those inside the data directory."""

    name: str
    location: str
    size_bytes: int


AGES: Final = FactKind[Listing[DatabaseAge]]("postgres.database_ages")
DATABASES: Final = FactKind[Listing[Database]]("postgres.databases")
CHECKSUMS: Final = FactKind[Checksums]("postgres.checksums")
WAL_SPACE: Final = FactKind[WalSpace]("postgres.wal_space")
TABLESPACES: Final = FactKind[Listing[Tablespace]]("postgres.tablespaces")
