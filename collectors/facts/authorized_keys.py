"""Facts about the keys that open accounts by SSH. No key leaves the target: its kind, length and fingerprint do."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.ssh_effective import SshEffective


@dataclass(frozen=True, slots=True)
class AuthorizedKey:
    """One key of one account. Identity: ``user`` with ``fingerprint`` (SHA256, as sshd logs it; "" where not told).

    ``options`` are the names of the restrictions before it, ``sources`` what from= says. ``comment`` is there only where it
    looks like user@host: people write other things there too.
    """

    user: str
    path: str
    kind: str
    bits_count: int | None
    fingerprint: str
    options: tuple[str, ...] = ()
    sources: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class KeyPath:
    """A file of keys, or a folder above it up to the account's home. Identity: ``path``."""

    path: str
    account: str
    mode: int
    owner: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class AuthorizedKeys:
    """The keys of all local accounts. ``accounts_count`` is of how many files were looked for.

    ``unseen`` are files that could not be looked for or read, ``more_count`` keys beyond the bound.
    """

    accounts_count: int
    keys: tuple[AuthorizedKey, ...]
    paths: tuple[KeyPath, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    more_count: int = 0


@dataclass(frozen=True, slots=True)
class KeyLogins:
    """The keys beside what sshd does with them."""

    ssh: SshEffective
    keys: AuthorizedKeys


AUTHORIZED_KEYS: Final = FactKind[AuthorizedKeys]("authorized_keys")
KEY_LOGINS: Final = FactKind[KeyLogins]("key_logins")
