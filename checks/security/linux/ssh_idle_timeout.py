"""When does sshd let go of a connection that nobody answers on? One left open is another's way in."""

from collections.abc import Iterator, Mapping
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
from config.text import Text, _

ID: Final = "security.linux.ssh_idle_timeout"


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """The longest time that a connection stays without an answer of its client."""

    seconds: int = limit(900, unit="seconds", source="assessors of GB/T 22239-2019: 15 minutes; 300 seconds three times")


def judge(found: SshEffective, limits: Layered[IdleLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all logins, one of each Match block with a bad value."""

    def verdict(value: str) -> Level | None:
        seconds = _product(value)
        return None if seconds is not None and 0 < seconds <= limits.base.seconds else Level.CRITICAL

    expected = _("1 second to {span:duration}", span=limits.base.seconds)
    yield from judged(Setting(ID, "ClientAliveInterval", expected, verdict, _told, _value), found, scene)


def _value(settings: Mapping[str, str]) -> str | None:
    interval, count = settings.get("clientaliveinterval"), settings.get("clientalivecountmax")
    return None if interval is None or count is None else f"{interval} x {count}"


def _product(value: str) -> int | None:
    interval, _sign, count = value.partition(" x ")
    seconds, times = count_of(interval), count_of(count)
    return None if seconds is None or times is None else seconds * times


def _told(value: str) -> Text:
    seconds = _product(value)
    if not seconds:
        return _(
            "sshd never ends a connection whose client is silent (ClientAliveInterval x CountMax: {value})", value=value
        )
    return _("sshd ends a connection whose client is silent after {span:duration}", span=seconds)


SSH_IDLE_TIMEOUT: Final[SecurityCheck] = security_check(
    ID,
    title=_("End of silent SSH connections"),
    needs=SSH_EFFECTIVE,
    limits=IdleLimits(),
    judge=judge,
    reads=READS,
    remedy=_("Set ClientAliveInterval 300 and ClientAliveCountMax 3; let TMOUT end idle shells."),
    card=Card(
        steps=(KEEP, WRITE, BLOCKS, RELOAD),
        commands=commands("ClientAliveInterval 300", "ClientAliveCountMax 3"),
        risk=RISK,
        rollback=ROLLBACK,
        verify="sshd -T | grep -i clientalive",
        window=Window.RELOAD,
    ),
    traps=(
        FIRST_HOLDS,
        IN_BLOCKS,
        NOT_TOLD,
        NOT_LOADED,
        _("ClientAliveCountMax 0 ended connections in old versions; since OpenSSH 8.2 it means never"),
        _("a client that still answers is not idle for sshd, however long nobody types: that is what TMOUT is for"),
    ),
)
