"""Does sshd log who came? Below INFO it does not."""

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
    RISK,
    ROLLBACK,
    WRITE,
    Setting,
    commands,
    judged,
)
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.ssh_log_level"


def judge(found: SshEffective, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all logins, one of each Match block with a bad value."""

    def verdict(value: str) -> Level | None:
        return None if value in {"info", "verbose"} else Level.CRITICAL

    yield from judged(Setting(ID, "LogLevel", _("INFO or VERBOSE"), verdict), found, scene)


SSH_LOG_LEVEL: Final[SecurityCheck] = security_check(
    ID,
    title=_("What sshd logs"),
    needs=SSH_EFFECTIVE,
    limits=NoLimits(),
    judge=judge,
    reads=READS,
    remedy=_("Set LogLevel INFO, or VERBOSE to see which key somebody used."),
    card=Card(
        steps=(KEEP, WRITE, BLOCKS, RELOAD),
        commands=commands("LogLevel INFO"),
        risk=RISK,
        rollback=ROLLBACK,
        verify="sshd -T | grep -i loglevel",
        window=Window.RELOAD,
    ),
    traps=(FIRST_HOLDS, IN_BLOCKS, NOT_TOLD, NOT_LOADED),
)
