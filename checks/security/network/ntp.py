"""Whether a server keeps the device's clock: a log whose times are wrong proves nothing."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.devices.clocks import DeviceClock
from collectors.facts.devices.settings import ON, TIME_KEEPING, Settings, TimeKeeping
from config.limits import Layered
from config.text import _

ID: Final = "security.network.ntp"


def judge(found: TimeKeeping, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding on servers, one on their keys, one on whether the clock is kept."""
    if isinstance(found.settings, Unseen):
        yield unknown("servers", found.settings)
        yield unknown("keys", found.settings)
    else:
        yield _servers(found.settings, scene)
        yield _keys(found.settings, scene)
    yield unknown("synchronisation", found.clock) if isinstance(found.clock, Unseen) else _kept(found.clock, scene)


def _servers(settings: Settings, scene: Scene) -> Finding:
    expected = _("at least one time server")
    if not settings.time_servers:
        return failed(ID, scene, "servers", _("no time server is set"), expected=expected)
    names = ", ".join(settings.time_servers)
    return Finding("servers", Level.OK, _("time comes from {names}", names=names), expected=expected, quote=names)


def _keys(settings: Settings, scene: Scene) -> Finding:
    said = settings.said.get("time_keys")
    if said is None:
        return untold("keys")
    if said.value == ON:
        return Finding("keys", Level.OK, _("time servers prove themselves by a key"), quote=said.source)
    summary = _("time servers do not prove themselves")
    return failed(ID, scene, "keys", summary, expected=_("NTP with keys"), quote=said.source, most=Level.NOTICE)


def _kept(clock: DeviceClock, scene: Scene) -> Finding:
    if clock.server is None:
        why = next((one for one in clock.unseen), Unseen("", Reason.NO_RECORD))
        return unknown("synchronisation", why)
    if clock.server.is_synchronised:
        return Finding("synchronisation", Level.OK, _("the clock is kept by its server"), quote=clock.server.words)
    summary = _("the clock is not synchronised")
    return failed(ID, scene, "synchronisation", summary, expected=_("synchronised"), quote=clock.server.words)


NTP: Final[SecurityCheck] = security_check(
    ID,
    title=_("Time of the device"),
    needs=TIME_KEEPING,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: time servers and keys; and what the device says of its synchronisation"),
    remedy=_("Set two time servers of the customer, with keys where they have them, and see that the clock follows."),
    card=Card(
        steps=(
            _("Set time zone and time servers; set a key where the server has one."),
            _("Wait some minutes and see that the clock is synchronised; save."),
        ),
        commands=(
            (
                "# Cisco IOS: clock timezone CST 8 / ntp server <server> key 1 / ntp authenticate"
                " / ntp authentication-key 1 md5 <key> / ntp trusted-key 1"
            ),
            "# Huawei, H3C: clock timezone BJ add 08:00:00 / ntp-service unicast-server <server>",
        ),
        risk=_("A clock that jumps breaks certificates and the order of the log around that moment."),
        rollback=_("Take the server off (no ntp server; undo ntp-service unicast-server)."),
        verify="show ntp status; display ntp-service status",
    ),
    traps=(_("a server that is set is not yet a clock that follows it: both are looked at"),),
)
