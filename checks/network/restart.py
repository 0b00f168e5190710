"""Restarts since the last inspection that nobody planned."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Change, Finding, Level, NoLimits, Scene, Then, unknown
from checks.local_time import day
from collectors.base import Reason, Unseen
from collectors.facts.devices.device import DEVICE, Device
from config.limits import Layered
from config.text import _

_SLACK_SECONDS: Final = 600.0
"""How far a device's clock may run off between two inspections without being taken for a restart."""
_DRIFT_RATIO: Final = 0.001
"""And by what share of the time between them, which for months is more: ten times what a quartz is off."""
_TURN_SECONDS: Final = 2**32 / 100
"""sysUpTime is a 32-bit number of hundredths of a second."""


def judge(now: Device, then: Then[Device], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: by the engine's boots where it counts them, else by how long the device runs."""
    since = day(then.at, scene)
    elapsed = (scene.at - then.at).total_seconds()
    slack = max(_SLACK_SECONDS, elapsed * _DRIFT_RATIO)
    before, after = then.facts.boots_count, now.boots_count
    if before is not None and after is not None and after != before:
        yield _started_again(now, since, before, after, is_running=(now.up_ticks_seconds or 0.0) > elapsed + slack)
    elif now.up_seconds is None:
        why = _("the device does not tell how long it runs")
        yield unknown("", Unseen("", Reason.NO_RECORD, why))
    elif now.up_seconds + slack >= elapsed:
        summary = _("not restarted since {since}; it runs for {up:duration}", since=since, up=now.up_seconds)
        yield Finding("", Level.OK, summary)
    elif _is_wrapped(now, then.facts, elapsed, slack):
        summary = _("not restarted since {since}: its counter of 497 days began anew, as it had to", since=since)
        yield Finding("", Level.OK, summary)
    else:
        summary = _("it runs for {up:duration} only: restarted since {since}", up=now.up_seconds, since=since)
        yield Finding("", Level.WARN, summary)


def _started_again(now: Device, since: str, before: int, after: int, *, is_running: bool) -> Finding:
    if is_running:
        summary = _(
            "the SNMP engine alone was started anew since {since} ({before} starts, now {after}); the device runs for "
            "{up:duration}",
            since=since,
            before=before,
            after=after,
            up=now.up_ticks_seconds or 0.0,
        )
        return Finding("", Level.NOTICE, summary, measures={"boots_count": float(after)})
    summary = _(
        "restarted since {since}: the engine counts {after} starts, then {before}", since=since, after=after, before=before
    )
    return Finding("", Level.WARN, summary, measures={"boots_count": float(after)})


def _is_wrapped(now: Device, then: Device, elapsed: float, slack: float) -> bool:
    """Whether sysUpTime stands where it would without any restart: at what it was and the time since, less its turns."""
    if then.up_ticks_seconds is None or now.up_ticks_seconds is None:
        return False
    expected = (then.up_ticks_seconds + elapsed) % _TURN_SECONDS
    apart = abs(expected - now.up_ticks_seconds)
    return then.up_ticks_seconds + elapsed > _TURN_SECONDS - slack and min(apart, _TURN_SECONDS - apart) <= slack


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
