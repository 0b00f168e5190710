"""Does the host believe other hosts without a password? Then who holds one holds all that trust it."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from checks.security.ssh_values import (
    BLOCKS,
    FIRST_HOLDS,
    IN_BLOCKS,
    KEEP,
    NOT_LOADED,
    NOT_TOLD,
    RELOAD,
    ROLLBACK,
    WRITE,
    Setting,
    commands,
    judged,
)
from collectors.base import Reason, Unseen
from collectors.facts.files import FileWalk
from collectors.facts.ssh_reach import SSH_TRUST, SshTrust
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.ssh_hostbased_rhosts"
_FILES: Final = ".rhosts"
"""The subject of the files of trust where there is none of them: of those that are, each is its own."""


def judge(found: SshTrust, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of host-based login, one of .rhosts in it, one a file of trust (one of all where none is).

    What the walk did not see is told of the whole check: a file that was there last time may be there still.
    """
    if isinstance(found.ssh, Unseen):
        yield unknown("HostbasedAuthentication", found.ssh)
        yield unknown("IgnoreRhosts", found.ssh)
    else:
        for setting in (
            Setting(ID, "HostbasedAuthentication", _("no"), _of_login),
            Setting(ID, "IgnoreRhosts", _("yes"), _of_files),
        ):
            yield from judged(setting, found.ssh, scene)
    yield from _files(found.walk, scene)


def _of_login(value: str) -> Level | None:
    return None if value == "no" else Level.CRITICAL


def _of_files(value: str) -> Level | None:
    """shosts-only (OpenSSH 8.2) reads .shosts alone: host-based login, judged beside it, is what uses them."""
    return None if value in {"yes", "shosts-only"} else Level.CRITICAL


def _files(walk: FileWalk | Unseen, scene: Scene) -> Iterator[Finding]:
    if isinstance(walk, Unseen):
        yield unknown("", walk)
        return
    for path in walk.rhosts:
        said = _("{path} names hosts that are believed without a password", path=path)
        yield failed(ID, scene, path, said, expected=_NONE, quote=path)
    if walk.beyond("rhosts"):
        said = _("{count:number} more than are named here", count=walk.beyond("rhosts"))
        yield unknown("", Unseen(_FILES, Reason.BUDGET, said))
    elif walk.unseen:
        yield unknown("", walk.unseen[0])
    elif not walk.rhosts:
        said = _("no .rhosts, .shosts, hosts.equiv in {count:number} folders", count=walk.folders_count)
        yield Finding(_FILES, Level.OK, said, None, _NONE, f"find -xdev: {' '.join(walk.walked)}"[:300])


_NONE: Final = _("no file of trust")

SSH_HOSTBASED_RHOSTS: Final[SecurityCheck] = security_check(
    ID,
    title=_("Trust in other hosts (rhosts)"),
    needs=SSH_TRUST,
    limits=NoLimits(),
    judge=judge,
    reads=_(
        "what sshd -T -C prints for each kind of connection, and the walk over the local filesystems for .rhosts files"
    ),
    remedy=_("Set HostbasedAuthentication no and IgnoreRhosts yes; remove .rhosts, .shosts and hosts.equiv."),
    card=Card(
        steps=(
            KEEP,
            _("Find the jobs that log in from the hosts named there (log of sshd, crontabs), and give them keys instead."),
            _("Move the files away, keep them for a month, then remove them."),
            WRITE,
            BLOCKS,
            RELOAD,
        ),
        commands=(
            *commands("HostbasedAuthentication no", "IgnoreRhosts yes"),
            "mv <file> <file>.off-$(date +%Y%m%d)",
        ),
        risk=_("Copies and cluster scripts that log in by trust of hosts stop: look for them first."),
        rollback=ROLLBACK,
        verify="sshd -T | grep -iE 'hostbased|ignorerhosts'; find / -xdev -name .rhosts -o -xdev -name hosts.equiv",
        window=Window.RELOAD,
    ),
    traps=(
        FIRST_HOLDS,
        IN_BLOCKS,
        NOT_TOLD,
        NOT_LOADED,
        _("a .rhosts that sshd ignores still opens rsh, rlogin and rcp where they run"),
    ),
)
