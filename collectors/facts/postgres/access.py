"""Facts about who may log in to a PostgreSQL server, how, and with which rights."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Role:
    """One role that may log in. Identity: ``name``. ``powers`` are attributes and memberships of more.

    ``password`` is none, md5, scram, other or hidden (the account may not see it); ``expires_seconds`` is None where it
    never expires. Ordinary accounts beyond the first thousands stand together as one without a name, of ``count``.
    """

    name: str
    is_superuser: bool
    powers: tuple[str, ...]
    password: str
    expires_seconds: float | None
    is_bootstrap: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class HbaRule:
    """One line of pg_hba.conf as the server reads it. Identity: its own text. ``error`` is what is wrong with it."""

    line: int
    kind: str
    databases: str
    users: str
    address: str
    method: str
    error: str


@dataclass(frozen=True, slots=True)
class HbaRules:
    """All lines, in the order in which the first that fits counts."""

    rules: tuple[HbaRule, ...]


@dataclass(frozen=True, slots=True)
class Encryption:
    """TLS of the server. ``plain_count`` are client connections from elsewhere without it at this moment."""

    is_on: bool
    least_protocol: str
    plain_count: int
    encrypted_count: int
    password_encryption: str
    listens: str


@dataclass(frozen=True, slots=True)
class SchemaRights:
    """What one database leaves open. ``definers`` are functions that run with their owner's rights and any search_path."""

    database: str
    is_public_creatable: bool
    definers: tuple[str, ...]
    languages: tuple[str, ...]


ROLES: Final = FactKind[Listing[Role]]("postgres.roles")
HBA: Final = FactKind[HbaRules]("postgres.hba")
ENCRYPTION: Final = FactKind[Encryption]("postgres.encryption")
SCHEMA_RIGHTS: Final = FactKind[Listing[SchemaRights]]("postgres.schema_rights")
