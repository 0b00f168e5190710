"""Accounts and passwords. Who gets in with an empty password, or as a second root, needs no fault of the system."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.local_time import day
from collectors.base import Reason, Unseen
from collectors.facts.accounts import ACCOUNTS, Account, Accounts
from config.limits import Layered, limit
from config.text import Text, _

_OLD_HASHES: Final = frozenset({"des", "1"})
"""Traditional DES and MD5 (crypt(5)): guessed by the thousand million a second."""

_NEVER_DAYS: Final = 9999
"""What login.defs(5) writes for never is 99999 or -1."""


@dataclass(frozen=True, slots=True)
class AccountLimits:
    """Days of a password and of silence. ``service``: accounts that only programs use; their silence says nothing."""

    most_days: int = limit(90, unit="days", source="GB/T 22239-2019 practice: passwords change within 90 days")
    dormant_days: int = limit(90, unit="days", source="our judgement, as CIS INACTIVE practice")
    service: tuple[str, ...] = limit((), unit="account name", source="the operator")
    free_sudo: tuple[str, ...] = limit((), unit="account name", source="the operator", subjects=("sudo",))


_Verdict = tuple[Level, Text, Text | None]


def judge(found: Accounts, limits: Layered[AccountLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account that somebody can log in to, one for the rest, the policy, and the rules of sudo."""
    people = [one for one in found.accounts if _is_of_interest(one)]
    for one in people:
        yield _judge_one(one, found, limits.at(one.name), scene)
    yield _rest(found, len(people))
    yield _policy(found, limits.at("password policy"))
    yield _free_sudo(found, limits.at("sudo"))


def _is_of_interest(one: Account) -> bool:
    return one.uid == 0 or one.has_shell or one.entry == "empty"


def _judge_one(one: Account, found: Accounts, limits: AccountLimits, scene: Scene) -> Finding:
    level, summary, remedy = _verdict(one, found, limits, scene)
    if level is Level.UNKNOWN:
        reason = found.unseen_passwords or Unseen(one.name, Reason.DENIED, one.name)
        return unknown(one.name, replace(reason, subject=one.name))
    return Finding(
        one.name,
        level,
        summary,
        observed=_(
            "UID {uid}, password {kind}, {days} days, last login {day}",
            uid=str(one.uid),
            kind=_CLASSES.get(one.entry, _CLASSES[""]),
            days=str(one.most_days) if one.most_days is not None else "-",
            day=day(one.last_login_at, scene),
        ),
        quote=f"{one.name}:{one.uid}:{one.shell}",
        remedy=remedy,
    )


_CLASSES: Final = {"empty": _("empty"), "locked": _("locked"), "set": _("set"), "": _("not seen")}


_SECOND_ROOT: Final = _(
    "Find out who made the account and what for, and look at what it did (logins, its shell's history) "
    "and which jobs and processes run as it. Give it a UID of its own, or lock it and remove it with the "
    "customer's consent; what needs root goes through sudo."
)
_EMPTY: Final = _(
    "Set a password or lock the account (passwd -l) today, and look at the record of logins for who came in by it."
)
_NEW_HASH: Final = _(
    "Have new passwords kept as SHA-512 or yescrypt (ENCRYPT_METHOD in login.defs and the PAM modules), then have the "
    "password changed: the old form goes with it."
)
_SILENT: Final = _(
    "Ask whose account it is: lock it if nobody needs it (usermod -L, chage -E 0). One that only programs use goes under "
    "service in the limits."
)
_SET_DAYS: Final = _(
    "Look with chage -l first: a password that is older than the days to be set expires at once, and the "
    "account's cron jobs stop; have it changed before. Then give it days (chage -M 90) and tell its "
    "owner. One that only programs use goes under service in the limits."
)


def _verdict(one: Account, found: Accounts, limits: AccountLimits, scene: Scene) -> _Verdict:
    if one.uid == 0 and one.name != "root":
        return Level.CRITICAL, _("{account} is a second root (UID 0)", account=one.name), _SECOND_ROOT
    if one.entry == "empty":
        level = Level.CRITICAL if one.has_shell else Level.WARN
        return level, _("{account} has an empty password", account=one.name), _EMPTY
    if not one.entry:
        return Level.UNKNOWN, _("{account} could not be looked at", account=one.name), None
    if one.algorithm in _OLD_HASHES:
        said = _("the password of {account} is kept in an old form (DES or MD5)", account=one.name)
        return Level.WARN, said, _NEW_HASH
    return _ageing(one, found, limits, scene)


def _ageing(one: Account, found: Accounts, limits: AccountLimits, scene: Scene) -> _Verdict:
    is_ended = one.expires_on is not None and one.expires_on <= found.asked_at.date()
    if not one.has_password or is_ended:
        return Level.OK, _("no password opens {account}", account=one.name), None
    if one.name in limits.service:
        return Level.OK, _("{account} is used by programs only, as the operator says", account=one.name), None
    silent = (found.asked_at - one.last_login_at).days if one.last_login_at else None
    if silent is not None and silent > limits.dormant_days:
        last = day(one.last_login_at, scene)
        return Level.WARN, _("nobody has logged in to {account} since {day}", account=one.name, day=last), _SILENT
    if one.most_days is None or one.most_days > limits.most_days:
        said = _(
            "the password of {account} need not be changed within {days:number} days",
            account=one.name,
            days=limits.most_days,
        )
        return Level.WARN, said, _SET_DAYS
    if silent is None and found.has_login_record:
        return Level.NOTICE, _("no login to {account} is recorded", account=one.name), _SILENT
    said = _("{account} has a password that is changed within {days:number} days", account=one.name, days=one.most_days)
    return Level.OK, said, None


def _rest(found: Accounts, shown: int) -> Finding:
    count = len(found.accounts) - shown
    if found.unseen_passwords:
        return unknown("", found.unseen_passwords)
    if found.directories:
        return Finding(
            "",
            Level.NOTICE,
            _(
                "{count:number} other accounts have no shell; accounts of {sources} were not looked at",
                count=count,
                sources=found.directories,
            ),
            remedy=_ELSEWHERE,
        )
    return Finding(
        "", Level.OK, _("{count:number} other accounts have no shell", count=count), quote=str(len(found.accounts))
    )


_ELSEWHERE: Final = _(
    "Look at the accounts of the directory (LDAP, AD, IPA) where it is managed: its own password policy holds there."
)


def _policy(found: Accounts, limits: AccountLimits) -> Finding:
    days = found.policy_most_days
    if days is None:
        return unknown("password policy", Unseen("password policy", Reason.EMPTY, "/etc/login.defs: PASS_MAX_DAYS"))
    is_long = days > limits.most_days or days < 0
    is_never = days < 0 or days >= _NEVER_DAYS
    return Finding(
        "password policy",
        Level.WARN if is_long else Level.OK,
        _("passwords of new accounts are to be changed after {days:number} days", days=days)
        if not is_never
        else _("passwords of new accounts need never be changed"),
        expected=_("within {days:number} days", days=limits.most_days),
        quote=f"PASS_MAX_DAYS {days}",
        remedy=_SET_POLICY if is_long else None,
    )


_SET_POLICY: Final = _(
    "Set PASS_MAX_DAYS in /etc/login.defs to what was agreed (90 days is usual). It holds for accounts made from then on; "
    "those that exist keep their own days (chage -M)."
)
_NARROW_SUDO: Final = _(
    "Ask whose account it is and what it needs: write sudo rules that name these commands, or ask for the password. An "
    "account that must be so goes under free_sudo in the limits."
)


def _free_sudo(found: Accounts, limits: AccountLimits) -> Finding:
    if found.free_sudo is None:
        return unknown("sudo", Unseen("sudo", Reason.DENIED, "/etc/sudoers", _READ_SUDOERS))
    free = tuple(name for name in found.free_sudo if name not in limits.free_sudo)
    if free:
        return Finding(
            "sudo",
            Level.WARN,
            _("without a password may run everything as root: {names}", names=free),
            quote=f"{' '.join(free)} NOPASSWD: ALL",
            remedy=_NARROW_SUDO,
        )
    return Finding("sudo", Level.OK, _("nobody may run everything as root without a password"))


_READ_SUDOERS: Final = _(
    "Let the inspecting account read the rules as root: sudo of all commands (no narrower line is safe for it), or look at "
    "/etc/sudoers by hand; then inspect again."
)

ACCOUNTS_CHECK: Final = Check(
    id="server.accounts",
    title=_("Accounts and passwords"),
    area=Area.CONFIGURATION,
    needs=ACCOUNTS,
    limits=AccountLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "the local accounts with UID and shell; of shadow only whether a password is empty, locked or set, the kind of its "
        "hash and its days (no hash leaves the target); PASS_MAX_DAYS, last logins, rules of sudo without a password"
    ),
    remedy=_(
        "Take away the second UID 0 once its owner has a UID and sudo of his own, set or lock an empty "
        "password (passwd -l), give passwords days (PASS_MAX_DAYS, and chage -M 90: look with chage -l first, "
        "a password older than that expires at once, and cron stops for that account), lock accounts that "
        "nobody uses after asking whose they are, and write sudo rules that name commands (visudo). Name "
        "accounts that only programs use under service in the limits."
    ),
    traps=(
        _("system accounts are locked by ! or *: no password opens them"),
        _("accounts of LDAP or SSSD stand in no local file"),
        _("an account that only a program or a key uses shows no login"),
        _("PASS_MAX_DAYS holds for accounts made after it was set; each account has its own days"),
    ),
    clause="1.4.3.4",
    refs=("shadow(5)", "crypt(5)", "login.defs(5)"),
)
