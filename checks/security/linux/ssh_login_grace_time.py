"""How long may a connection stay without a login? Without an end, few guests fill the server."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene
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
    count_of,
    judged,
)
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.ssh_login_grace_time"


@dataclass(frozen=True, slots=True)
class GraceLimits:
    """The longest time until somebody has logged in."""

    seconds: int = limit(60, unit="seconds", source="CIS Debian 12 5.1.13: 60 seconds")


def judge(found: SshEffective, limits: Layered[GraceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all logins, one of each Match block with a bad value."""

    def verdict(value: str) -> Level | None:
        seconds = count_of(value)
        return None if seconds is not None and 0 < seconds <= limits.base.seconds else Level.CRITICAL

    yield from judged(
        Setting(ID, "LoginGraceTime", _("1 second to {span:duration}", span=limits.base.seconds), verdict), found, scene
    )


SSH_LOGIN_GRACE_TIME: Final[SecurityCheck] = security_check(
    ID,
    title=_("Time to log in by SSH"),
    needs=SSH_EFFECTIVE,
    limits=GraceLimits(),
    judge=judge,
    reads=READS,
    remedy=_("Set LoginGraceTime 60."),
    card=Card(
        steps=(KEEP, WRITE, BLOCKS, RELOAD),
        commands=commands("LoginGraceTime 60"),
        risk=RISK,
        rollback=ROLLBACK,
        verify="sshd -T | grep -i logingracetime",
        window=Window.RELOAD,
    ),
    traps=(FIRST_HOLDS, IN_BLOCKS, NOT_TOLD, NOT_LOADED),
)
