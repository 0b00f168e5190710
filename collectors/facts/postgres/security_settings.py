"""Facts about the settings of a PostgreSQL server that a security check reads, and about what needs them beside others."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing
from collectors.facts.postgres.access import HbaRules, Role
from collectors.facts.postgres.settings import Settings


@dataclass(frozen=True, slots=True)
class Override:
    """A setting with another value for a role, in a database, or both ("": every). Identity: role, database, ``name``."""

    role: str
    database: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SecuritySettings:
    """The server's own values, and where a role or a database has another one."""

    settings: Settings
    overrides: tuple[Override, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Rules of login beside the addresses on which the server listens (listen_addresses as it stands)."""

    hba: HbaRules
    listens: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """How new passwords are kept (None: not to be seen), beside the roles with the kind of those that there are."""

    method: str | None
    roles: Listing[Role]


SECURITY_SETTINGS: Final = FactKind[SecuritySettings]("postgres.security_settings")
REACH: Final = FactKind[Reach]("postgres.reach")
KEEPING: Final = FactKind[Keeping]("postgres.password_keeping")
