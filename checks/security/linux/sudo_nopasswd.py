"""Who becomes root by sudo without a password of his own? Whoever takes over the session of such an account is root."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from checks.security.sudo_rules import (
    ELSEWHERE,
    KEEP_ROOT,
    READS,
    ROOT,
    SKIPPED,
    TRY,
    grants,
    members,
    not_seen,
    said,
    scoped,
    setting,
)
from checks.security.sudo_shells import is_root, weight, writable
from collectors.base import Unseen
from collectors.facts.sudoers import SUDO_RIGHTS, Command, Sudoers, SudoRights
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.linux.sudo_nopasswd"


def judge(rights: SudoRights, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding each who has rules, one of a setting by which nobody is asked, and what was not seen."""
    found = rights.sudoers
    given = grants(found)
    for user, commands in given.items():
        yield _of(rights, user, commands, scene)
    off = setting(found, "authenticate")
    if off is not None and off.is_off:
        summary = _("nobody is asked for a password: {line}", line=said(off))
        yield failed(ID, scene, "authenticate", summary, expected=_EXPECTED, quote=said(off))
    for one in scoped(found, "authenticate"):
        if one.is_off and not _names(found, one.members, given):
            summary = _("no password is asked for where this holds: {line}", line=said(one))
            yield failed(ID, scene, f"authenticate {one.scope}{','.join(one.members)}", summary, expected=_EXPECTED)
    unseen = tuple(not_seen(found))
    yield from unseen
    if not given and not unseen:
        yield Finding("", Level.OK, _("sudo has no rule for anybody on this host"), None, _EXPECTED)


def _names(found: Sudoers, users: tuple[str, ...], given: object) -> bool:
    """Whether a setting names only users who have rules: it is told with theirs then."""
    return isinstance(given, dict) and all(one in given for one in members(found, "User", users))


def _of(rights: SudoRights, user: str, commands: tuple[Command, ...], scene: Scene) -> Finding:
    found = rights.sudoers
    free = [one for one in commands if not one.is_negated and (one.is_free or _is_freed(found, user, one))]
    quote = "; ".join(f"{'NOPASSWD: ' if one in free else ''}{_shown(one)}" for one in commands)[:300]
    if user in ROOT:
        return Finding(user, Level.OK, _("root itself"), None, _EXPECTED, quote)
    if user == "ALL" and _is_open(found, commands):
        summary = _("every account becomes root with its own password")
        return failed(ID, scene, user, summary, expected=_EXPECTED, quote=quote)
    if free:
        return _of_free(rights, user, free, quote, scene)
    summary = _("{user}: a password is asked for, {count:number} commands", user=user, count=len(commands))
    return Finding(user, Level.OK, summary, None, _EXPECTED, quote)


def _of_free(rights: SudoRights, user: str, free: list[Command], quote: str, scene: Scene) -> Finding:
    """The worst of what is run without a password; UNKNOWN where who may write a program of it was not seen."""
    weighed = []
    for one in free:
        path = writable(rights.sudoers, user, one.words.partition(" ")[0], rights.programs)
        weighed.append((weight(one, is_written=bool(path)), one, path))
    most, worst, path = max(weighed, key=lambda one: one[0])
    if most < _SHELL:
        for one in free:
            lost = rights.programs.get(one.words.partition(" ")[0].rstrip("/"))
            if isinstance(lost, Unseen):
                return unknown(user, lost)
    summary = _told(user, worst, most)
    if path and weight(worst) < most:
        words = {"user": user, "command": _shown(worst), "path": path}
        summary = _("{user} runs {command} as root without a password, and may write {path}", **words)
    return failed(ID, scene, user, summary, expected=_EXPECTED, quote=quote, most=_MOST[most])


def _is_freed(found: Sudoers, user: str, one: Command) -> bool:
    """Whether a setting of this user's takes the question away; PASSWD of a rule goes before it."""
    exempt = setting(found, "exempt_group")
    if exempt is not None and exempt.value and _is_in(found, user, exempt.value.strip('"')):
        return True
    named = [each for each in scoped(found, "authenticate") if each.scope == ":"]
    holding = [each for each in named if user in members(found, "User", each.members)]
    return bool(holding) and holding[-1].is_off and "PASSWD" not in one.tags


def _is_in(found: Sudoers, user: str, group: str) -> bool:
    """Whether a member of a rule is a group, or an account of it."""
    return user == f"%{group}" or any(one.name == group and user in one.members for one in found.groups)


def _is_open(found: Sudoers, commands: tuple[Command, ...]) -> bool:
    """Whether all may run all as root by their own password: targetpw and rootpw ask for root's."""
    asks_root = any((one := setting(found, name)) is not None and not one.is_off for name in ("targetpw", "rootpw"))
    return not asks_root and any(one.words == "ALL" and not one.is_negated and is_root(one) for one in commands)


def _shown(one: Command) -> str:
    """A command without its arguments, in which something secret may stand."""
    program, space, _arguments = one.words.partition(" ")
    return f"{'!' if one.is_negated else ''}{program}{' ...' if space else ''}"


def _told(user: str, one: Command, most: int) -> Text:
    if one.words == "ALL":
        return _("{user} runs everything by sudo without a password", user=user)
    if most == _SHELL:
        return _("{user} gets a shell of root without a password by {command}", user=user, command=_shown(one))
    if most:
        return _("{user} runs more than one fixed command without a password: {command}", user=user, command=_shown(one))
    return _("{user} runs fixed commands without a password: {command}", user=user, command=_shown(one))


_SHELL: Final = 2
_MOST: Final = (Level.NOTICE, Level.WARN, Level.CRITICAL)
_EXPECTED: Final = _("a password for everything but fixed commands of jobs; no rule of all commands for everybody")

SUDO_NOPASSWD: Final[SecurityCheck] = security_check(
    ID,
    title=_("sudo without a password, and rules that are too wide"),
    needs=SUDO_RIGHTS,
    limits=NoLimits(),
    judge=judge,
    reads=_("{rules}; and who may write the programs that are run without a password", rules=READS),
    remedy=_("Take NOPASSWD out of rules of persons; let jobs run named commands with their arguments only."),
    card=Card(
        steps=(
            KEEP_ROOT,
            _("Find out what the account needs: sudo’s log of a month shows the commands it ran."),
            _("Give a person a password and take NOPASSWD out of the rule; take out !authenticate likewise."),
            _("Give a job its commands with full path and arguments, without * and without editors, pagers and shells."),
            TRY,
        ),
        commands=(
            "grep -rnE 'NOPASSWD|!authenticate' /etc/sudoers /etc/sudoers.d",
            "cp -p <file> /root/sudoers.kept",
            "sed -i 's/NOPASSWD[[:space:]]*:[[:space:]]*//' <file>",
            "visudo -c",
        ),
        risk=_("Jobs that use sudo stop at the question for a password: give them rules of fixed commands first."),
        rollback=_("Put the kept file back from the root session that was kept open, and test with visudo -c."),
        verify="sudo -l -U <account>",
    ),
    traps=(
        ELSEWHERE,
        SKIPPED,
        _("NOPASSWD holds for all commands behind it in its list until PASSWD comes"),
        _("#include and #includedir are no comments, and #1001 is a user by number"),
        _("one command is as good as all where it gives a shell: an editor, a pager, find, tar, env"),
        _("so is one whose file, or any folder above it, the account may write; and sudoedit of a file that makes root"),
        _("who is a member of +netgroup cannot be seen in files; the rule is judged as it stands"),
        _("what is excepted by ! after ALL is no limit: a copy of the program under another name runs"),
    ),
)
