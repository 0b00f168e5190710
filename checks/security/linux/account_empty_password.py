"""Whom does no password keep out? An account with an empty one is open to whoever knows its name."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.accounts import ACCOUNTS, Accounts
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.account_empty_password"


def judge(found: Accounts, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account with an empty password; one of the target where there is none."""
    empty = [one for one in found.accounts if one.entry == "empty"]
    for one in empty:
        yield failed(
            ID,
            scene,
            one.name,
            _("{account} has an empty password", account=one.name),
            expected=_("every password is set or locked"),
            quote=f"{one.name}:{one.uid}:{one.shell}",
            most=Level.CRITICAL if one.has_shell else Level.WARN,
        )
    unread = [one.name for one in found.accounts if not one.entry]
    if found.unseen_passwords or unread:
        yield unknown("", found.unseen_passwords or Unseen("", Reason.DENIED, " ".join(unread)[:200]))
    elif not empty:
        yield Finding(
            "", Level.OK, _("none of {count:number} local accounts has an empty password", count=len(found.accounts))
        )


ACCOUNT_EMPTY_PASSWORD: Final[SecurityCheck] = security_check(
    ID,
    title=_("Accounts with an empty password"),
    needs=ACCOUNTS,
    limits=NoLimits(),
    judge=judge,
    reads=_("of each local account whether its password is empty, locked or set; no hash leaves the target"),
    remedy=_("Lock each account with an empty password today, or have its owner set one."),
    card=Card(
        steps=(
            _("Look at who logged in by the account: last, and the log of logins."),
            _("Lock it at once; where it is used, have its owner set a password that fits the rules."),
            _("Take nullok out of pam_unix’s lines in /etc/pam.d, so that an empty password opens nothing again."),
        ),
        commands=("last <account>", "passwd -l <account>", "grep -rn nullok /etc/pam.d"),
        risk=_("A job or a program that logs in by this account without a password stops."),
        rollback=_("Set a password: passwd with the account’s name. The empty one is not put back."),
        verify="awk -F: '$2 == \"\" {print $1}' /etc/shadow",
    ),
    traps=(
        _("shadow is not read without root’s rights: then nothing passes"),
        _("an empty field in /etc/passwd itself opens the account whatever shadow says"),
        _("! or * in front is a locked account, not an empty password"),
    ),
)
