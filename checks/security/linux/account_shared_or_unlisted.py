"""Is every account somebody's? The customer's register says who may be there; the host says who is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.accounts import ACCOUNTS, Account, Accounts
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.account_shared_or_unlisted"


@dataclass(frozen=True, slots=True)
class RegisterLimits:
    """The accounts that the customer's register has for this host; ``shared``: those that several people use."""

    register: tuple[str, ...] = limit((), unit="account name", source="the customer’s register of accounts")
    shared: tuple[str, ...] = limit((), unit="account name", source="the customer’s register of accounts")


_GIVE_IT: Final = _(
    "Ask the customer for the register of accounts and write its names under register (and those that several people use "
    "under shared) in the limits of this check; compare the table of accounts by hand until then."
)


def judge(found: Accounts, limits: Layered[RegisterLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding an account with a shell that is not registered or is shared; the table of accounts in any case.

    Without a register nothing was compared: that is no fault of the host and no pass.
    """
    people = [one for one in found.accounts if one.has_shell]
    yield Exhibit(
        _("Local accounts with a shell"),
        (_("Account"), _("UID"), _("Shell"), _("Password"), _("Last login")),
        tuple(_row(one, scene) for one in people),
    )
    wanted = limits.base
    if not wanted.register:
        said = _("no register of accounts was given; {count} accounts have a shell", count=len(people))
        yield unknown("", Unseen("", Reason.NOT_ASKED, said, _GIVE_IT))
        return
    for one in people:
        yield _of_one(one, wanted, scene)
    if found.directories:
        said = _("accounts of {sources} were not looked at", sources=found.directories)
        yield unknown("directory", Unseen("directory", Reason.NOT_ASKED, said))


def _of_one(one: Account, wanted: RegisterLimits, scene: Scene) -> Finding:
    quote = f"{one.name}:{one.uid}:{one.shell}"
    expected = _("in the register, and of one person")
    if one.name not in wanted.register:
        said = _("{account} does not stand in the customer’s register", account=one.name)
        return failed(ID, scene, one.name, said, expected=expected, quote=quote)
    if one.name in wanted.shared:
        said = _("{account} is used by several people", account=one.name)
        return failed(ID, scene, one.name, said, expected=expected, quote=quote)
    return Finding(
        one.name, Level.OK, _("{account} stands in the customer’s register", account=one.name), None, expected, quote
    )


_CLASSES: Final = {"empty": _("empty"), "locked": _("locked"), "set": _("set"), "": _("not seen")}


def _row(one: Account, scene: Scene) -> tuple[str | Text, ...]:
    words = _CLASSES.get(one.entry, _CLASSES[""])
    return (one.name, str(one.uid), one.shell, words, day(one.last_login_at, scene))


ACCOUNT_SHARED_OR_UNLISTED: Final[SecurityCheck] = security_check(
    ID,
    title=_("Accounts beside the customer’s register"),
    needs=ACCOUNTS,
    limits=RegisterLimits(),
    judge=judge,
    reads=_("the local accounts with a shell, beside the names that the operator took over from the customer’s register"),
    remedy=_(
        "Have each account entered in the register with its owner, or lock it; give each person an account of his own."
    ),
    card=Card(
        steps=(
            _("Go through the table with the customer: whose account is it, what for, until when?"),
            _("Lock what nobody claims; enter the others in the register and in the limits of this check."),
            _("Replace an account that several people use by one for each, with sudo rules for what they share."),
        ),
        commands=("usermod -L -e 1 <account>",),
        risk=_("Whoever used the account without being known is locked out: say so before."),
        rollback=_("Unlock it: usermod -U -e '' with the account’s name."),
        verify="awk -F: '$7 !~ /nologin|false|sync|halt|shutdown/ {print $1}' /etc/passwd",
    ),
    traps=(
        _("without a register nothing was compared: neither a pass nor a fault"),
        _("root and accounts of databases stand in the register too, where they have a shell"),
    ),
)
