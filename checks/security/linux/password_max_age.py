"""Must passwords be changed? login.defs speaks of accounts to come; each account has days of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.accounts import ACCOUNTS, Account, Accounts
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.password_max_age"


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Days of a password; ``service``: accounts that only programs use and whose passwords are changed by plan."""

    most_days: int = limit(90, unit="days", source="assessors of GB/T 22239-2019: changed within 90 days")
    service: tuple[str, ...] = limit((), unit="account name", source="the operator")


def judge(found: Accounts, limits: Layered[AgeLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account that a password opens, and one for accounts to come."""
    yield _of_new(found, limits.at("new accounts"), scene)
    if found.unseen_passwords:
        yield unknown("", found.unseen_passwords)
        return
    today = found.asked_at.date()
    holders = [one for one in found.accounts if one.entry == "set"]
    holders = [one for one in holders if one.expires_on is None or one.expires_on > today]
    for one in holders:
        yield _of_one(one, limits.at(one.name), scene)


def _of_new(found: Accounts, limits: AgeLimits, scene: Scene) -> Finding:
    days = found.policy_most_days
    if days is None:
        return unknown("new accounts", Unseen("new accounts", Reason.EMPTY, "/etc/login.defs: PASS_MAX_DAYS"))
    expected = _("within {days:number} days", days=limits.most_days)
    if 0 <= days <= limits.most_days:
        said = _("passwords of new accounts are to be changed within {days:number} days", days=days)
        return Finding("new accounts", Level.OK, said, None, expected, f"PASS_MAX_DAYS {days}")
    said = _("passwords of new accounts need not be changed in time")
    return failed(ID, scene, "new accounts", said, expected=expected, quote=f"PASS_MAX_DAYS {days}")


def _of_one(one: Account, limits: AgeLimits, scene: Scene) -> Finding:
    days = one.most_days
    shown = "-" if days is None else str(days)
    expected = _("within {days:number} days", days=limits.most_days)
    if one.name in limits.service:
        said = _("{account} is used by programs only, as the operator says", account=one.name)
        return Finding(one.name, Level.OK, said, quote=f"{one.name} {shown}")
    if days is not None and 0 <= days <= limits.most_days:
        said = _("{account} has a password that is changed within {days:number} days", account=one.name, days=days)
        return Finding(one.name, Level.OK, said, None, expected, f"{one.name} {shown}", {"most_days": float(days)})
    said = _(
        "the password of {account} need not be changed within {days:number} days", account=one.name, days=limits.most_days
    )
    return failed(ID, scene, one.name, said, expected=expected, quote=f"{one.name} {shown}")


PASSWORD_MAX_AGE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Days of a password"),
    needs=ACCOUNTS,
    limits=AgeLimits(),
    judge=judge,
    reads=_("PASS_MAX_DAYS of login.defs, and the days of each account that a password opens (shadow)"),
    remedy=_("Set PASS_MAX_DAYS to 90, and give each account that a password opens 90 days of its own."),
    card=Card(
        steps=(
            _("Look at when each password was changed last: one that is older than 90 days expires at once with them."),
            _("Have these changed first; then set the days of each account, root too."),
            _("Set PASS_MAX_DAYS for accounts to come."),
        ),
        commands=(
            "chage -l <account>",
            "chage -M 90 <account>",
            "sed -i 's/^PASS_MAX_DAYS.*/PASS_MAX_DAYS 90/' /etc/login.defs",
        ),
        risk=_("An account whose password has expired is asked for a new one at login, and its cron jobs stop."),
        rollback=_("Set the former days with chage -M."),
        verify="awk -F: '$2 ~ /^[$]/ {print $1, $5}' /etc/shadow; grep ^PASS_MAX_DAYS /etc/login.defs",
    ),
    traps=(
        _("login.defs alone never passes: an account keeps the days that it was made with"),
        _("99999, -1 and nothing at all are never"),
        _("an account whose password is locked has no days to keep"),
    ),
)
