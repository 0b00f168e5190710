"""Do passwords expire soon, or are accounts locked? An application's account that expires stops the application."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import ACCOUNTS, Account
from config.limits import Layered, compare, limit
from config.text import Text, _

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class ExpiryLimits:
    """Time until the password of an open account expires."""

    warn_seconds: int = limit(30 * _DAY, unit="seconds", source="our own: a change needs a window of the application's")
    critical_seconds: int = limit(7 * _DAY, unit="seconds", source="our own: before the next visit")


def judge(accounts: Listing[Account], limits: Layered[ExpiryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account of users, and one of each container that has none of them in trouble."""
    by_database: dict[str, list[Account]] = {}
    for one in accounts.records:
        by_database.setdefault(one.database, []).append(one)
    for database, its in by_database.items():
        users = [one for one in its if not one.is_maintained]
        found = [finding for one in users for finding in _of_account(one, limits.at(one.subject))]
        yield from found
        if not any(one.level is not Level.NOTICE for one in found):
            yield Finding(database, Level.OK, _("no password of {count:number} accounts expires soon", count=len(users)))


def _of_account(one: Account, limits: ExpiryLimits) -> Iterator[Finding]:
    verdict = _verdict(one, limits)
    if verdict is not None:
        level, summary = verdict
        yield Finding(
            one.subject,
            level,
            summary,
            observed=_("profile {profile}", profile=one.profile),
            quote=f"{one.name} {one.status}",
            measures={} if one.expires_seconds is None else {"expires_seconds": one.expires_seconds},
        )


def _verdict(one: Account, limits: ExpiryLimits) -> tuple[Level, Text] | None:
    """None: nothing is the matter."""
    if "LOCKED(TIMED)" in one.status:
        return Level.WARN, _("locked after wrong passwords, until its lock time is over")
    if "LOCKED" in one.status or (one.status == "OPEN" and one.expires_seconds is None):
        return None  # somebody locked it, so it is not in use; or its password never expires
    if one.status.startswith("EXPIRED(GRACE)"):
        return Level.CRITICAL, _("its password has expired and works for the days of grace only")
    if one.status.startswith("EXPIRED"):
        return Level.WARN, _("its password has expired: nobody logs in with it")
    left = one.expires_seconds if one.expires_seconds is not None else float(limits.warn_seconds + 1)
    level = LEVEL_OF_SIDE[compare(left, limits.warn_seconds, limits.critical_seconds)]
    return None if level is Level.OK else (level, _("its password expires in {left:duration}", left=max(0.0, left)))


ACCOUNT_EXPIRY: Final = Check(
    id="database.oracle.account_expiry",
    title=_("Oracle: expiry and locks of accounts"),
    area=Area.DB_SECURITY,
    needs=ACCOUNTS,
    limits=ExpiryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_users: account_status, expiry_date, profile"),
    remedy=_(
        "Agree a date with the application's owner, change the password there and here together, and give accounts of "
        "programs a profile of their own, with the term that the customer's policy allows. A timed lock: who sends the old "
        "password? The listener's log and the audit trail name the machine."
    ),
    traps=(
        NOT_RUN,
        _("an account that somebody locked is not in use, and not judged"),
        _("Oracle's own accounts are mostly locked and expired by design, and left out"),
        _("of 11.2 the dictionary does not say which accounts are Oracle's own: more of them are shown"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_USERS",),
)
