"""Which accounts does nobody use any more? Of a forgotten one nobody sees that somebody else has found it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.accounts import ACCOUNTS, Account, Accounts
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.account_dormant"


@dataclass(frozen=True, slots=True)
class DormantLimits:
    """Days of silence; ``service``: accounts that only programs use, whose silence says nothing."""

    most_days: int = limit(90, unit="days", source="our judgement, after the quarterly inspection")
    service: tuple[str, ...] = limit((), unit="account name", source="the operator")


def judge(found: Accounts, limits: Layered[DormantLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account that a person can log in to, root apart.

    One whose password is locked counts where somebody has logged in to it: a key opens it still.
    """
    if found.unseen_passwords:
        yield unknown("", found.unseen_passwords)
        return
    today = found.asked_at.date()
    people = [one for one in found.accounts if one.uid and one.has_shell and (one.has_password or one.last_login_at)]
    people = [one for one in people if one.expires_on is None or one.expires_on > today]
    for one in people:
        yield _of_one(one, found, limits.at(one.name), scene)
    if not people:
        yield Finding("", Level.OK, _("no account but root can be logged in to"))


def _of_one(one: Account, found: Accounts, limits: DormantLimits, scene: Scene) -> Finding:
    quote = f"{one.name}:{one.uid}:{one.shell}"
    expected = _("a login within {days:number} days", days=limits.most_days)
    if one.name in limits.service:
        said = _("{account} is used by programs only, as the operator says", account=one.name)
        return Finding(one.name, Level.OK, said, quote=quote)
    if not found.has_login_record:
        return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, "lastlog"))
    if one.last_login_at is not None:
        silent = (found.asked_at - one.last_login_at).days
        last = day(one.last_login_at, scene)
        measures = {"silent_days": float(silent)}
        if silent > limits.most_days:
            said = _("nobody has logged in to {account} since {day}", account=one.name, day=last)
            return failed(ID, scene, one.name, said, expected=expected, quote=quote, measures=measures)
        said = _("{account} was last logged in to on {day}", account=one.name, day=last)
        return Finding(one.name, Level.OK, said, None, expected, quote, measures)
    return _never(one, found, limits, scene)


def _never(one: Account, found: Accounts, limits: DormantLimits, scene: Scene) -> Finding:
    """One that was never logged in to is new where its password is: the day it was set tells."""
    quote = f"{one.name}:{one.uid}:{one.shell}"
    expected = _("a login within {days:number} days", days=limits.most_days)
    age = (found.asked_at.date() - one.changed_on).days if one.changed_on else None
    if age is not None and age <= limits.most_days:
        said = _(
            "{account} was not logged in to yet; its password was set {days:number} days ago", account=one.name, days=age
        )
        return Finding(one.name, Level.OK, said, None, expected, quote)
    said = _("no login to {account} is recorded, and its password is old", account=one.name)
    return failed(ID, scene, one.name, said, expected=expected, quote=quote)


ACCOUNT_DORMANT: Final[SecurityCheck] = security_check(
    ID,
    title=_("Accounts that nobody uses"),
    needs=ACCOUNTS,
    limits=DormantLimits(),
    judge=judge,
    reads=_("the record of last logins (lastlog), and when each account’s password was set"),
    remedy=_("Lock accounts that nobody has used for 90 days, once their owners have agreed."),
    card=Card(
        steps=(
            _("Ask the customer whose account it is, and whether a program uses it: that one goes under service."),
            _("Lock it and let it expire; remove it after a quarter in which nobody missed it."),
        ),
        commands=("lastlog -u <account>; crontab -l -u <account>", "usermod -L -e 1 <account>"),
        risk=_("Jobs that run by cron under an account that has expired stop."),
        rollback=_("Unlock it: usermod -U -e '' with the account’s name."),
        verify="chage -l <account>; passwd -S <account>",
    ),
    traps=(
        _("where no record of logins is kept nothing passes"),
        _("an account that was made this month and not used yet is not forgotten"),
        _("a locked password keeps no key out: one that was logged in to counts until it has expired"),
    ),
)
