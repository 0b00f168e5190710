"""Restarts since the last inspection that nobody planned."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Change, Finding, Level, NoLimits, Scene, Then
from checks.local_time import day
from collectors.facts.devices.device import DEVICE, Device
from config.limits import Layered
from config.text import _

_SLACK_SECONDS: Final = 600.0
"""How far a device's clock may run off between two inspections without being taken for a restart."""


def judge(now: Device, then: Then[Device], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: by the engine's boots where it counts them, else by how long the device runs."""
    since = day(then.at, scene)
    before, after = then.facts.boots_count, now.boots_count
    if before is not None and after is not None and after != before:
        summary = _(
            "restarted since {since}: the engine counts {after} starts, then {before}",
            since=since,
            after=after,
            before=before,
        )
        yield Finding("", Level.WARN, summary, measures={"boots_count": float(after)})
        return
    if now.up_seconds is None:
        yield Finding("", Level.UNKNOWN, _("Not inspected: the device does not tell how long it runs"), reason="no_record")
        return
    elapsed = (scene.at - then.at).total_seconds()
    if now.up_seconds + _SLACK_SECONDS < elapsed and after is None:
        summary = _(
            "it runs for {up:duration} only: restarted since {since}, unless its counter of 497 days began anew",
            up=now.up_seconds,
            since=since,
        )
        yield Finding("", Level.WARN, summary)
        return
    yield Finding("", Level.OK, _("not restarted since {since}; it runs for {up:duration}", since=since, up=now.up_seconds))


RESTART: Final = Change(
    id="network.restart",
    title=_("Restarts of the device"),
    area=Area.SERVICES,
    needs=DEVICE,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("snmpEngineBoots and the time since the start, beside those of the inspection before"),
    remedy=_(
        "Ask the device for the cause (display reboot-info, show version: reload reason), compare with the record of "
        "planned work; after a crash collect the diagnostic file for the maker."
    ),
    traps=(
        _("sysUpTime begins anew after 497 days without any restart; the engine's count of starts does not"),
        _("a restart of the SNMP agent alone also resets sysUpTime on some devices"),
    ),
    refs=("RFC 3411 snmpEngineBoots",),
)
