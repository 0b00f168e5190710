"""Facts about the account that we inspect as: what it may do, how long it still lives, where its private folder goes."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """Our own account on a target. A day that is None: no such end, or ``ages_are_known`` is false and nobody knows."""

    uid: int
    name: str
    groups: tuple[str, ...]
    sudo_rules: tuple[str, ...] = ()
    """What sudo allows without a password, as paths with arguments, ``ALL`` for all; empty where it was not asked."""
    password_expires_on: date | None = None
    account_expires_on: date | None = None
    must_change_password: bool = False
    key_expires_on: date | None = None
    """The earliest day in ``expiry-time`` of its authorized_keys; whether that key is ours is not known."""
    ages_are_known: bool = False
    folder_free_bytes: int | None = None
    """Free where the round's private folder lies."""


OWN_ACCOUNT: Final = FactKind[OwnAccount]("own_account")
