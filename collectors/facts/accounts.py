"""Facts about the local accounts of a machine, without any password's hash: the target reduces each to a class."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class Account:
    """One local account. Identity: ``name``.

    ``entry`` is the class of its password: empty, locked, set, or "" where it could not be seen; ``algorithm`` the hash's
    kind (6 is SHA-512, y is yescrypt, des, 1 is MD5 ...). Days are of shadow(5), None where it has none.
    ``last_login_at`` is None where the record shows none.
    """

    name: str
    uid: int
    shell: str
    entry: str = ""
    algorithm: str = ""
    changed_on: date | None = None
    most_days: int | None = None
    expires_on: date | None = None
    last_login_at: datetime | None = None

    @property
    def has_shell(self) -> bool:
        """Whether its shell lets somebody work."""
        return self.shell.rpartition("/")[2] not in {"nologin", "false", "sync", "shutdown", "halt", "true"}

    @property
    def has_password(self) -> bool:
        """Whether a password opens it."""
        return self.entry in {"set", "empty"}


@dataclass(frozen=True, slots=True)
class Accounts:
    """Every local account, the policy for new ones, and who may do all as root without a password.

    ``free_sudo`` is None where the rules could not be read. ``directories`` are other sources of accounts (sss, ldap ...)
    that were not looked at. ``has_login_record``: whether some record of last logins could be read. ``unseen_passwords``
    says why the classes are not there.
    """

    asked_at: datetime
    accounts: tuple[Account, ...]
    policy_most_days: int | None = None
    free_sudo: tuple[str, ...] | None = None
    directories: tuple[str, ...] = ()
    has_login_record: bool = False
    unseen_passwords: Unseen | None = None


ACCOUNTS: Final = FactKind[Accounts]("accounts")
