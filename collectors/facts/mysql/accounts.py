"""Facts about accounts, error messages and backups of a server."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Listing, Unseen
from collectors.facts.mysql.variables import Variables


@dataclass(frozen=True, slots=True)
class Account:
    """Who may log in. Identity: user@host. Neither a password nor its hash leaves the server.

    ``ways`` are the plugins it may log in by; ``is_passwordless``: one of them takes an empty password.
    """

    user: str
    host: str
    ways: tuple[str, ...]
    is_passwordless: bool
    is_locked: bool
    is_role: bool
    is_super: bool
    reads_files: bool

    @property
    def name(self) -> str:
        """As the server writes it, without quotes."""
        return f"{self.user}@{self.host}"


@dataclass(frozen=True, slots=True)
class AccountRule:
    """What is demanded of an account at each login. Identity: user@host.

    ``is_by_socket``: it logs in by the machine's own socket alone; ``failures_count``: failed logins until it is locked (0
    where nothing locks it), ``lock_days`` for how long, -1 until somebody unlocks it.
    """

    user: str
    host: str
    is_by_socket: bool
    is_locked: bool
    is_role: bool
    needs_tls: bool
    failures_count: int
    lock_days: int

    @property
    def name(self) -> str:
        """As the server writes it, without quotes."""
        return f"{self.user}@{self.host}"


@dataclass(frozen=True, slots=True)
class Guarded:
    """Settings of the server and what it demands of each account; ``unread`` where the accounts were not to be read.

    Whether they are needed is the judge's to say: the settings alone may decide.
    """

    settings: Variables
    accounts: tuple[AccountRule, ...]
    unread: Unseen | None = None


@dataclass(frozen=True, slots=True)
class LoggedError:
    """A kind of message of the error log and how often it came. Identity: ``code``."""

    code: str
    level: str
    subsystem: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    sample: str


@dataclass(frozen=True, slots=True)
class ErrorLog:
    """Kinds of message of the last ``days``; the log in memory goes back to ``since_at``."""

    kinds: tuple[LoggedError, ...]
    days: int
    since_at: datetime | None


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup as the server's own record has it. ``tool`` names which record."""

    tool: str
    ended_at: datetime
    is_partial: bool
    is_incremental: bool
    is_failed: bool = False


ACCOUNTS: Final = FactKind[tuple[Account, ...]]("mysql.accounts")
ACCOUNT_RULES: Final = FactKind[tuple[AccountRule, ...]]("mysql.account_rules")
TRANSPORT: Final = FactKind[Guarded]("mysql.transport")
GUESSING: Final = FactKind[Guarded]("mysql.guessing")
ERROR_LOG: Final = FactKind[ErrorLog]("mysql.error_log")
BACKUP_RECORDS: Final = FactKind[tuple[str, ...]]("mysql.backup_records")
XTRABACKUPS: Final = FactKind[tuple[Backup, ...]]("mysql.xtrabackups")
MARIADB_BACKUPS: Final = FactKind[tuple[Backup, ...]]("mysql.mariadb_backups")
ENTERPRISE_BACKUPS: Final = FactKind[tuple[Backup, ...]]("mysql.enterprise_backups")
BACKUPS: Final = FactKind[Listing[Backup]]("mysql.backups")
