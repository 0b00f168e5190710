"""Who is root under another name? Every account of UID 0 is root, whatever it is called."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.accounts import ACCOUNTS, Accounts
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.account_uid0"


def judge(found: Accounts, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a second root; one of the target where there is none."""
    others = [one for one in found.accounts if one.uid == 0 and one.name != "root"]
    for one in others:
        yield failed(
            ID,
            scene,
            one.name,
            _("{account} is a second root (UID 0)", account=one.name),
            expected=_("root alone has UID 0"),
            quote=f"{one.name}:{one.uid}:{one.shell}",
        )
    if not others:
        yield Finding("", Level.OK, _("of {count:number} local accounts root alone has UID 0", count=len(found.accounts)))


ACCOUNT_UID0: Final[SecurityCheck] = security_check(
    ID,
    title=_("Accounts with UID 0 beside root"),
    needs=ACCOUNTS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the local accounts with their UID"),
    remedy=_("Give each account of UID 0 a UID of its own and narrow sudo rules, or remove it with its owner’s consent."),
    card=Card(
        steps=(
            _("Find out who made the account and what for; see which jobs and processes run under its name."),
            _("Give its owner an account of his own with the sudo rules that he needs, and have him try it."),
            _("Lock the account, and write a free number in the place of its 0: usermod refuses while root runs anything."),
            _("Remove it after a month in which nobody missed it."),
        ),
        commands=(
            "last <account>; crontab -l -u <account>",
            "usermod -L -e 1 <account>",
            "cp -a /etc/passwd /root/passwd.kept",
            "sed -i 's/^\\(<account>:[^:]*\\):0:/\\1:<free number>:/' /etc/passwd",
        ),
        risk=_("A job or a program that logs in by this name stops: look for it first."),
        rollback=_("Put the kept /etc/passwd back, and unlock it: usermod -U -e '' with the account’s name."),
        verify="awk -F: '$3 == 0' /etc/passwd",
    ),
    traps=(_("the name does not count: toor, sysadm or a name of one letter is root where its UID is 0"),),
)
