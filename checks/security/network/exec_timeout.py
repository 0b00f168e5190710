"""Whether an idle session ends by itself: what is left open, anybody who passes can use."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import SETTINGS, Settings, Terminal
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.network.exec_timeout"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session may be idle."""

    most_seconds: float = limit(
        600.0, unit="seconds", source="assessor’s practice for GB/T 22239-2019 8.1.4.1 b: 5 to 15 minutes"
    )


def judge(found: Settings, limits: Layered[Limits], scene: Scene) -> Iterator[Finding]:
    """One finding a login line, the console too."""
    for one in found.terminals:
        yield _line(one, limits.at(one.name).most_seconds, scene)
    if not found.terminals:
        yield untold("")


def _line(one: Terminal, most: float, scene: Scene) -> Finding:
    expected = _("at most {most:duration}, and not never", most=most)
    if one.is_closed:
        return Finding(one.name, Level.OK, _("nobody can log in by it"), expected=expected)
    if one.idle is None or one.idle.number is None:
        return untold(one.name)
    idle = one.idle.number
    if idle == 0:
        return failed(ID, scene, one.name, _("an idle session never ends"), expected=expected, quote=one.idle.source)
    observed, measures = _("{idle:duration}", idle=idle), {"idle_seconds": idle}
    summary = _("an idle session ends after {idle:duration}", idle=idle)
    if idle <= most:
        return Finding(one.name, Level.OK, summary, observed, expected, one.idle.source, measures)
    return failed(
        ID, scene, one.name, summary, observed=observed, expected=expected, quote=one.idle.source, measures=measures
    )


EXEC_TIMEOUT: Final[SecurityCheck] = security_check(
    ID,
    title=_("End of idle sessions on the device"),
    needs=SETTINGS,
    limits=Limits(),
    judge=judge,
    reads=_("the running configuration: the idle time of console and login lines"),
    remedy=_("Let idle sessions end after 5 to 10 minutes, on the console too."),
    card=Card(
        steps=(_("Set the idle time on each login line and on the console; save."),),
        commands=(
            "# Cisco IOS, Ruijie: line vty 0 15 / exec-timeout 10 0; line con 0 / exec-timeout 10 0",
            "# Cisco NX-OS: line vty / exec-timeout 10; line console / exec-timeout 10",
            "# Huawei: user-interface vty 0 4 / idle-timeout 10 0",
            "# H3C: line vty 0 63 / idle-timeout 10 0",
        ),
        risk=_("Long work without typing (a copy, a capture in view) is cut off."),
        rollback=_("Set the time from before on the line."),
        verify="show running-config | section line; display current-configuration | include idle-timeout",
    ),
    traps=(
        _("0 0 is never, not at once"),
        _("without a line Cisco IOS, Huawei, H3C and Ruijie end a session after 10 minutes; NX-OS differs by release"),
    ),
)
