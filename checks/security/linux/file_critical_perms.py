"""Who may change, or read, the files that decide over the host? Whoever may write one of them is as good as root."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.files import CRITICAL_FILES, CriticalFiles, FileRights
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.file_critical_perms"
_SECRET: Final = frozenset(
    {"/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/security/opasswd", "/boot/grub2/user.cfg"}
)
_ALWAYS: Final = ("/etc/passwd", "/etc/group", "/etc/shadow")
"""No Linux is without them: one that was not told was not seen."""
_READ_BY_OTHERS: Final = 0o007
_WRITTEN: Final = 0o022


@dataclass(frozen=True, slots=True)
class FileLimits:
    """The widest rights, in octal, of each kind of file."""

    secrets: str = limit("640", unit="octal", source="CIS benchmarks 7.1.5: shadow and its like")
    accounts: str = limit("644", unit="octal", source="CIS benchmarks 7.1.1: passwd and group")
    sudo: str = limit("750", unit="octal", source="sudoers(5): sudoers and sudoers.d")
    ssh: str = limit("644", unit="octal", source="the assessor’s guide: files of settings 644 at most")
    jobs: str = limit("755", unit="octal", source="the assessor’s guide: what is run 755 at most")
    others: str = limit("755", unit="octal", source="the assessor’s guide: 755 at most")
    root_home: str = limit("750", unit="octal", source="our judgement: root’s home is closed to others")


def judge(found: CriticalFiles, limits: Layered[FileLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a file or folder that is named; of what lies in a folder only what is too wide."""
    named = {one.path for one in found.files.records}
    for one in found.files.records:
        finding = _judged(one, limits.at(one.path), scene)
        if finding.level is not Level.OK or one.path.count("/") <= 2 or one.path.startswith(("/boot", "/etc/sec")):  # noqa: PLR2004 - /etc/x
            yield finding
    yield from (unknown(one.subject, one) for one in found.files.unseen)
    for path in _ALWAYS:
        if path not in named:
            yield unknown(path, Unseen(path, Reason.EMPTY, path))


def _judged(one: FileRights, limits: FileLimits, scene: Scene) -> Finding:
    most = int(_bound(one.path, limits), 8)
    expected = _("owned by root, rights {mode} at most", mode=f"{most:o}")
    quote = f"{one.mode:o} {one.user} {one.group} {one.path}"
    wrong = _wrong(one, most)
    if wrong is None:
        return Finding(one.path, Level.OK, _("{path} is closed as it should be", path=one.path), None, expected, quote)
    is_grave = one.user != "root" or one.mode & _WRITTEN or (one.path in _SECRET and one.mode & _READ_BY_OTHERS)
    worst = Level.CRITICAL if is_grave else Level.WARN
    return failed(ID, scene, one.path, wrong, expected=expected, quote=quote, most=worst)


_BOUNDS: Final = (
    ("/etc/passwd*", "accounts"),
    ("/etc/group*", "accounts"),
    ("/etc/sudoers*", "sudo"),
    ("/etc/ssh/*", "ssh"),
    ("/etc/cron*", "jobs"),
    ("/etc/at.*", "jobs"),
    ("/root", "root_home"),
)
"""Which limit bounds which paths; what is none of them is bound by ``others``."""


def _bound(path: str, limits: FileLimits) -> str:
    if path in _SECRET:
        return limits.secrets
    name = next((name for glob, name in _BOUNDS if fnmatchcase(path, glob)), "others")
    if path in {"/etc/ssh/sshd_config.d", "/etc/sudoers.d"}:
        name = "others"  # a folder wants its x
    bound: str = getattr(limits, name)
    return bound


def _wrong(one: FileRights, most: int) -> Text | None:
    if one.user != "root":
        return _("{path} belongs to {user}, not to root", path=one.path, user=one.user)
    if one.path in _SECRET and one.mode & 0o070 and one.group not in {"root", "shadow"}:
        return _("the group {group} may read {path}", group=one.group, path=one.path)
    if one.mode & 0o777 & ~most:
        return _("{path} has the rights {mode}: too wide", path=one.path, mode=f"{one.mode:o}")
    return None


FILE_CRITICAL_PERMS: Final[SecurityCheck] = security_check(
    ID,
    title=_("Rights of critical files"),
    needs=CRITICAL_FILES,
    limits=FileLimits(),
    judge=judge,
    reads=_("owner, group and rights of the files of accounts, sudo, jobs, SSH, PAM, start files and the boot loader"),
    remedy=_("Give the file back to root and take away the rights that go too far."),
    card=Card(
        steps=(
            _("Find out why the rights were widened, and look at the content for what somebody may have put in."),
            _("Set owner and rights as below; of a file of sudo test it before the session is closed."),
        ),
        commands=(
            "ls -l <file>; stat <file>",
            "chown root:root /etc/passwd /etc/group; chmod 644 /etc/passwd /etc/group",
            "chown root:shadow /etc/shadow /etc/gshadow; chmod 640 /etc/shadow /etc/gshadow    # Debian, Ubuntu",
            "chown root:root /etc/shadow /etc/gshadow; chmod 000 /etc/shadow /etc/gshadow    # RHEL, openEuler, Kylin",
            "chown root:root /etc/sudoers /etc/sudoers.d/*; chmod 440 /etc/sudoers /etc/sudoers.d/*",
            "chmod 750 /etc/sudoers.d; visudo -c",
            "chown root:root /etc/ssh/sshd_config /etc/crontab; chmod 600 /etc/ssh/sshd_config /etc/crontab",
            "chmod go-w <file>; chown root:root <file>",
        ),
        risk=_("A program that wrote the file under another account no longer can: look for it first."),
        rollback=_("Put the former rights back; they stand in the evidence."),
        verify="stat -c '%a %U %G %n' /etc/passwd /etc/group /etc/shadow /etc/sudoers /etc/crontab /etc/ssh/sshd_config",
    ),
    traps=(
        _("RHEL closes shadow to all (000), Debian lets its own group read it (640): both are right"),
        _("links are followed: the file behind counts"),
        _("what lies in a closed folder was not seen: that is no pass"),
        _("the copies with a dash (shadow-) hold the same hashes"),
    ),
)
