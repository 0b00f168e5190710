"""May root log in by SSH? Then nobody can tell which person it was, and everybody guesses at that name."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.shape import Card, SecurityCheck, Window, security_check
from checks.security.ssh_values import (
    BLOCKS,
    FIRST_HOLDS,
    IN_BLOCKS,
    KEEP,
    NOT_LOADED,
    NOT_TOLD,
    READS,
    RELOAD,
    ROLLBACK,
    WRITE,
    Setting,
    commands,
    judged,
)
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.ssh_permit_root_login"


def judge(found: SshEffective, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all logins, one of each Match block with a bad value."""

    def verdict(value: str) -> Level | None:
        if value == "no":
            return None
        return Level.CRITICAL if value == "yes" else Level.WARN

    yield from judged(Setting(ID, "PermitRootLogin", _("no"), verdict, user="root"), found, scene)


SSH_PERMIT_ROOT_LOGIN: Final[SecurityCheck] = security_check(
    ID,
    title=_("Login of root by SSH"),
    needs=SSH_EFFECTIVE,
    limits=NoLimits(),
    judge=judge,
    reads=READS,
    remedy=_("Let administrators log in by accounts of their own and use sudo; set PermitRootLogin no."),
    card=Card(
        steps=(
            KEEP,
            _("See that every administrator has an account of his own with sudo, and that no job logs in as root."),
            WRITE,
            BLOCKS,
            RELOAD,
        ),
        commands=commands("PermitRootLogin no"),
        risk=_("Backups, copies and cluster tools that log in as root stop: look for them in the log of sshd first."),
        rollback=ROLLBACK,
        verify="sshd -T | grep -i permitrootlogin",
        window=Window.RELOAD,
    ),
    traps=(FIRST_HOLDS, IN_BLOCKS, NOT_TOLD, NOT_LOADED),
)
