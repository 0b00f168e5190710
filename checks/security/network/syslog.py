"""Whether the device's log goes to a server: its own is overwritten in days and gone with a restart."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import OFF, SETTINGS, Settings
from config.limits import Layered
from config.text import _

ID: Final = "security.network.syslog"


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding on the server, one on the times in the log."""
    yield _server(found, scene)
    yield _times(found, scene)


def _server(found: Settings, scene: Scene) -> Finding:
    expected = _("at least one log server")
    said = found.said.get("logging")
    if said is not None and said.value == OFF:
        return failed(ID, scene, "server", _("logging is switched off"), expected=expected, quote=said.source)
    if not found.log_hosts:
        return failed(ID, scene, "server", _("the log goes to no server"), expected=expected)
    if said is None:
        return untold("server")
    hosts = ", ".join(found.log_hosts)
    return Finding("server", Level.OK, _("the log goes to {hosts}", hosts=hosts), expected=expected, quote=hosts)


def _times(found: Settings, scene: Scene) -> Finding:
    said = found.said.get("log_times")
    if said is None:
        return untold("times")
    if said.value == OFF:
        summary = _("messages carry no time")
        return failed(ID, scene, "times", summary, expected=_("date and time"), quote=said.source, most=Level.NOTICE)
    return Finding("times", Level.OK, _("messages carry their time"), quote=said.source)


SYSLOG: Final[SecurityCheck] = security_check(
    ID,
    title=_("Log to a server"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: log servers, whether logging is on, times of messages"),
    remedy=_("Send the log to a server that keeps it at least six months, with date and time."),
    card=Card(
        steps=(
            _("Have the log server take the device’s address; set it on the device with severity informational."),
            _("Make a harmless event (log in once) and look for it on the server; save."),
        ),
        commands=(
            "# Cisco IOS, Ruijie: service timestamps log datetime / logging host <server> / logging trap informational",
            "# Cisco NX-OS: logging server <server> 6 use-vrf management",
            "# Huawei, H3C: info-center enable / info-center loghost <server>",
        ),
        risk=_("Little traffic; a chatty device may fill the server: look at it after a day."),
        rollback=_("Take the server off (no logging host; undo info-center loghost)."),
        verify="show logging; display info-center",
    ),
    traps=(_("a server that is set proves nothing of what arrives there: look on the server"),),
)
