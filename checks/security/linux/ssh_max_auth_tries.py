"""How many passwords may be tried in one connection? Each more makes guessing cheaper."""

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

ID: Final = "security.linux.ssh_max_auth_tries"


@dataclass(frozen=True, slots=True)
class TriesLimits:
    """The most tries of one connection."""

    tries: int = limit(5, unit="count", source="assessors of GB/T 22239-2019: 5 failures; CIS Debian 12 5.1.16: 4")


def judge(found: SshEffective, limits: Layered[TriesLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all logins, one of each Match block with a bad value."""

    def verdict(value: str) -> Level | None:
        count = count_of(value)
        return None if count is not None and 0 < count <= limits.base.tries else Level.CRITICAL

    yield from judged(Setting(ID, "MaxAuthTries", _("at most {count}", count=limits.base.tries), verdict), found, scene)


SSH_MAX_AUTH_TRIES: Final[SecurityCheck] = security_check(
    ID,
    title=_("Tries to log in by connection of SSH"),
    needs=SSH_EFFECTIVE,
    limits=TriesLimits(),
    judge=judge,
    reads=READS,
    remedy=_("Set MaxAuthTries 4."),
    card=Card(
        steps=(KEEP, WRITE, BLOCKS, RELOAD),
        commands=commands("MaxAuthTries 4"),
        risk=RISK,
        rollback=ROLLBACK,
        verify="sshd -T | grep -i maxauthtries",
        window=Window.RELOAD,
    ),
    traps=(FIRST_HOLDS, IN_BLOCKS, NOT_TOLD, NOT_LOADED),
)
