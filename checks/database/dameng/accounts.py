"""Do passwords end soon, or are accounts locked? An application's account that ends stops the application."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import NOT_RUN
from collectors.facts.dameng.accounts import ACCOUNTS, Account
from config.limits import Layered, compare, limit
from config.text import Text, _

_SERVERS_OWN: Final = re.compile(r"SYS|SYSAUDITOR|SYSSSO|SYSDBO|SYSBO|SYSJOB|SCHEDULER|CTISYS|SYSAWR|AWR\d*")
"""Accounts that the installation makes, but not SYSDBA. SYSSSO for one is EXPIRED from the beginning where the edition has
no separate security administrator."""


@dataclass(frozen=True, slots=True)
class ExpiryLimits:
    """Days until the password of an open account ends."""

    warn_days: int = limit(30, unit="days", source="our own: a change needs a window of the application's")
    critical_days: int = limit(7, unit="days", source="our own: before the next visit")


def judge(accounts: Sequence[Account], limits: Layered[ExpiryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account in trouble, and one of all where none is."""
    users = [one for one in accounts if not _SERVERS_OWN.fullmatch(one.name)]
    found = [finding for one in users for finding in _of(one, limits.at(one.name))]
    yield from found
    if not found:
        yield Finding("", Level.OK, _("no password of {count:number} accounts ends soon, none is locked", count=len(users)))


def _of(one: Account, limits: ExpiryLimits) -> Iterator[Finding]:
    verdict = _verdict(one, limits)
    if verdict is not None:
        yield Finding(
            one.name,
            *verdict,
            observed=_("profile {profile}", profile=one.profile or "-"),
            quote=f"{one.name} {one.status}",
            measures={} if one.days_left is None else {"days_left": float(one.days_left)},
        )


def _verdict(one: Account, limits: ExpiryLimits) -> tuple[Level, Text] | None:
    if "LOCKED(TIMED)" in one.status:
        return Level.WARN, _("locked after wrong passwords, until its lock time is over")
    if one.status.startswith("EXPIRED") and "LOCKED" not in one.status:
        return Level.CRITICAL, _("its password has ended ({status}): who logs in with it?", status=one.status)
    if one.status != "OPEN":
        return Level.NOTICE, _("the account is {status}", status=one.status or "?")
    if one.days_left is None:
        return None
    if one.days_left < 0:
        return Level.CRITICAL, _("its password ended {days:number} days ago", days=-one.days_left)
    level = LEVEL_OF_SIDE[compare(one.days_left, limits.warn_days, limits.critical_days)]
    return None if level is Level.OK else (level, _("its password ends in {days:number} days", days=one.days_left))


ACCOUNTS_CHECK: Final = Check(
    id="database.dameng.accounts",
    title=_("DM8: accounts locked or ending"),
    area=Area.DB_SECURITY,
    needs=ACCOUNTS,
    limits=ExpiryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_users: account_status, expiry_date"),
    remedy=_(
        "Agree a date with the application's owner, and change the password there and here together. Locked: "
        "who sends the old "
        "password? An account that nobody uses is better locked than open."
    ),
    traps=(
        NOT_RUN,
        _("a locked account may be locked on purpose: it is a notice"),
        _("one that is locked for a time was locked by wrong passwords, and by nobody on purpose"),
        _("the server's own accounts are left out: that of the security administrator is expired from the beginning"),
    ),
    clause="1.4.3.4",
    refs=("DM8 安全管理 (eco.dameng.com)",),
)
