"""Which accounts of programs may a person log in to? Nobody watches them and nobody changes their passwords."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Unseen
from collectors.facts.login_settings import LOGIN_RULES, LoginRules
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.account_system_shell"
_UID_MIN: Final = 1000
"""UID_MIN of login.defs(5) where it is not set."""


@dataclass(frozen=True, slots=True)
class ShellLimits:
    """Accounts of programs that a person must be able to log in to, as the customer says."""

    allowed: tuple[str, ...] = limit((), unit="account name", source="the operator")


def judge(found: LoginRules, limits: Layered[ShellLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a system account with a shell and a password; one of the target where there is none."""
    if isinstance(found.accounts, Unseen) or isinstance(found.settings, Unseen):
        missing = next(one for one in (found.accounts, found.settings) if isinstance(one, Unseen))
        yield unknown("", missing)
        return
    if found.accounts.unseen_passwords:
        yield unknown("", found.accounts.unseen_passwords)
        return
    least = found.settings.definitions.get("UID_MIN", "")
    first = int(least) if least.isdigit() else _UID_MIN
    own = [one for one in found.accounts.accounts if 0 < one.uid < first]
    open_ = [one for one in own if one.has_shell and one.has_password and one.name not in limits.base.allowed]
    for one in open_:
        yield failed(
            ID,
            scene,
            one.name,
            _("the system account {account} has a shell and a password", account=one.name),
            expected=_("accounts of programs have /sbin/nologin or are locked"),
            quote=f"{one.name}:{one.uid}:{one.shell}",
        )
    if not open_:
        shells = tuple(one.name for one in own if one.has_shell)
        said = _(
            "none of {count:number} system accounts (UID below {first}) can be logged in to", count=len(own), first=first
        )
        kept = _("with a shell, but locked or allowed: {names}", names=shells) if shells else None
        yield Finding("", Level.OK, said, observed=kept)


ACCOUNT_SYSTEM_SHELL: Final[SecurityCheck] = security_check(
    ID,
    title=_("System accounts that can be logged in to"),
    needs=LOGIN_RULES,
    limits=ShellLimits(),
    judge=judge,
    reads=_("UID, shell and class of the password of each local account, and UID_MIN of login.defs"),
    remedy=_("Give accounts of programs /sbin/nologin as shell, and lock their passwords."),
    card=Card(
        steps=(
            _("Find out which program runs under the account, and whether a person or a script logs in to it."),
            _("Set its shell to nologin and lock its password; the program itself needs neither."),
            _("One that must be logged in to goes under allowed in the limits, with its reason."),
        ),
        commands=("usermod -s /usr/sbin/nologin <account>", "passwd -l <account>"),
        risk=_("A script that runs su - with this account’s name stops: give it the shell in its call (su -s /bin/sh)."),
        rollback=_("Set the former shell with usermod -s and unlock with passwd -u."),
        verify="awk -F: '$3 > 0 && $3 < 1000 && $7 !~ /nologin|false|sync|halt|shutdown/' /etc/passwd",
    ),
    traps=(
        _("UID_MIN is 500 on old systems: a UID of 700 is a person’s there"),
        _("sync, shutdown and halt have a command for a shell that lets nobody work"),
        _("one with a shell whose password is locked is shown and passes: only a key of its own lets somebody in"),
    ),
)
