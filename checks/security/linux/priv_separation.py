"""Are system, security and audit administration in different hands? The customer names them, sudo says what they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from checks.security.sudo_rules import ELSEWHERE, KEEP_ROOT, READS, ROOT, TRY, grants, not_seen
from checks.security.sudo_shells import is_root, weight
from collectors.base import Reason, Unseen
from collectors.facts.sudoers import SUDOERS, Command, Sudoers
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.priv_separation"


@dataclass(frozen=True, slots=True)
class RolesLimits:
    """The accounts of each role, as the customer's register of administrators has them."""

    system: tuple[str, ...] = limit((), unit="account name", source="the customer’s register of administrators")
    security: tuple[str, ...] = limit((), unit="account name", source="the customer’s register of administrators")
    audit: tuple[str, ...] = limit((), unit="account name", source="the customer’s register of administrators")


ROLE_WORDS: Final[dict[str, Text]] = {
    "system": _("system administrator"),
    "security": _("security administrator"),
    "audit": _("audit administrator"),
}
_WANTED: Final = _("three roles, each with accounts of its own; security and audit hold no rule of all commands")
_GIVE_IT: Final = _(
    "Ask the customer for the register of administrators and write the accounts of each role under system, security and "
    "audit in the limits of this check; until then the table shows who holds what."
)


_MATCH_BY_HAND: Final = _("Run sudo -l -U for the accounts of each role, and compare what they may do.")


def judge(found: Sudoers, limits: Layered[RolesLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a role and one an account in more than one; without the register only that all is in one hand."""
    given = grants(found)
    whole = {user for user, commands in given.items() if _is_whole(commands)}
    people = {one for user in whole for one in _people(found, user)} - ROOT
    unseen = tuple(not_seen(found))
    yield Exhibit(
        _("Who may do what by sudo"),
        (_("Account or group"), _("Everything as root"), _("Commands")),
        tuple((user, _("yes") if user in whole else _("no"), str(len(commands))) for user, commands in given.items()),
    )
    roles = {name: getattr(limits.base, name) for name in ROLE_WORDS}
    if not any(roles.values()):
        yield _without(people, scene)
    else:
        strangers = sorted(user for user in whole - ROOT if _is_unmatched(found, user))
        yield from _by_role(roles, people, (*strangers, *(one.subject for one in unseen)), scene)
    yield from unseen


def _without(people: set[str], scene: Scene) -> Finding:
    """Nobody said who holds which role: that all is in one hand shows all the same."""
    if len(people) > 1:
        said = _("no register of administrators was given; {count:number} accounts hold everything", count=len(people))
        return unknown("", Unseen("", Reason.NOT_ASKED, said, _GIVE_IT))
    name = next(iter(people), "root")
    summary = _("all administration is in the hands of {account}", account=name)
    return failed(ID, scene, "", summary, expected=_WANTED, quote=name, most=Level.WARN)


def _by_role(
    roles: dict[str, tuple[str, ...]], people: set[str], unmatched: tuple[str, ...], scene: Scene
) -> Iterator[Finding]:
    """``unmatched`` are rules of everything whose accounts cannot be told, and what was not seen of the rules."""
    for name, accounts in roles.items():
        strong = sorted(set(accounts) if "ALL" in people else set(accounts) & people) if name != "system" else []
        quote = " ".join(accounts)[:300]
        if not accounts:
            summary = _("the role {role} has no account", role=ROLE_WORDS[name])
            yield failed(ID, scene, name, summary, expected=_WANTED)
        elif strong:
            summary = _("{accounts} may do everything by sudo, as the system administrator may", accounts=", ".join(strong))
            yield failed(ID, scene, name, summary, expected=_WANTED, quote=quote)
        elif unmatched and name != "system":
            said = _("whether {who} are among them cannot be told", who=", ".join(unmatched))
            yield unknown(name, Unseen(name, Reason.NOT_OFFERED, said, _MATCH_BY_HAND))
        else:
            words = _("the role {role} has {count:number} accounts of its own", role=ROLE_WORDS[name], count=len(accounts))
            yield Finding(name, Level.OK, words, None, _WANTED, quote)
    every = [account for accounts in roles.values() for account in dict.fromkeys(accounts)]
    for account in sorted({one for one in every if every.count(one) > 1}):
        held = tuple(name for name, accounts in roles.items() if account in accounts)
        summary = _("{account} holds {count:number} roles", account=account, count=len(held))
        yield failed(ID, scene, account, summary, expected=_WANTED, quote=f"{account}: {' '.join(held)}")


def _is_whole(commands: tuple[Command, ...]) -> bool:
    """Whether they are all commands as root, or one that gives a shell of root and so all of them."""
    return any(not one.is_negated and is_root(one) and weight(one) > 1 for one in commands)


def _is_unmatched(found: Sudoers, user: str) -> bool:
    """Whether it cannot be told which accounts a rule means: a number, a netgroup, a group that is not of this host."""
    if user.startswith("%"):
        name = user.removeprefix("%")
        return not any(name in {group.name, f"#{group.gid}"} for group in found.groups)
    return user.startswith(("#", "+"))


def _people(found: Sudoers, user: str) -> Iterator[str]:
    """The accounts that a member of a rule stands for; a number or a netgroup for itself."""
    if not user.startswith("%"):
        yield user
        return
    name = user.removeprefix("%")
    for group in found.groups:
        if name in {group.name, f"#{group.gid}"}:
            yield from group.members


PRIV_SEPARATION: Final[SecurityCheck] = security_check(
    ID,
    title=_("Separation of system, security and audit administration"),
    needs=SUDOERS,
    limits=RolesLimits(),
    judge=judge,
    reads=READS,
    remedy=_("Give the three roles accounts of their own, and by sudo only what each role needs."),
    card=Card(
        steps=(
            KEEP_ROOT,
            _("Agree with the customer who is system, security and audit administrator; no person has two of these roles."),
            _("Make an account for each, and give the security and audit roles by sudo the commands of their role only."),
            _("Write the accounts under system, security and audit in the limits of this check."),
            TRY,
        ),
        commands=(
            "useradd -m secadmin; useradd -m auditadmin",
            "passwd secadmin; passwd auditadmin",
            "printf '%s\\n' 'auditadmin ALL=(root) /usr/sbin/ausearch, /usr/sbin/aureport' >/etc/sudoers.d/audit",
            "printf '%s\\n' 'secadmin ALL=(root) /usr/sbin/auditctl -l, /usr/bin/faillock' >/etc/sudoers.d/security",
            "chmod 440 /etc/sudoers.d/audit /etc/sudoers.d/security",
            "visudo -c",
        ),
        risk=_("Who loses rights may need them in an emergency: agree beforehand who opens root’s sealed password."),
        rollback=_("Remove the two files from /etc/sudoers.d; lock the new accounts (usermod -L)."),
        verify="sudo -l -U auditadmin",
    ),
    traps=(
        ELSEWHERE,
        _("who works as root by its password is in no rule: the three roles hold only where root’s password is sealed"),
        _("a rule of one command that gives a shell (an editor, find, tar) counts as one of all commands"),
        _("different accounts may be one person’s: that only the register of administrators tells"),
        _("one machine may have the roles in a bastion host in its place: then declare it"),
    ),
)
