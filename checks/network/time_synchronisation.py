"""The clock of a device. Without the right time its log cannot be laid beside others', and certificates fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.devices.clocks import CLOCK, DeviceClock, DeviceTime, TimeServer
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """By how much the clock may differ from ours."""

    warn_seconds: float = limit(
        60.0, unit="seconds", source="our judgement, catalogue of network checks", subjects=("offset",)
    )
    critical_seconds: float = limit(
        300.0, unit="seconds", source="our judgement: Kerberos refuses what is five minutes off", subjects=("offset",)
    )
    course_seconds: float = limit(
        120.0,
        unit="seconds",
        source="our judgement: the clock is asked within this after we looked at ours, and is then ahead by it",
        subjects=("offset",),
    )


def judge(clock: DeviceClock, limits: Layered[TimeLimits], scene: Scene) -> Iterator[Finding]:
    """One finding on the time server, one on the difference to our clock; each where it was seen."""
    if clock.server is not None:
        yield _synchronisation(clock.server)
    if clock.time is not None:
        yield _offset(clock.time, limits.at("offset"), scene)


def _synchronisation(server: TimeServer) -> Finding:
    expected = _("synchronised with a time server")
    if not server.is_synchronised:
        summary = _("the clock is not synchronised with a time server")
        return Finding("synchronisation", Level.WARN, summary, expected=expected, quote=server.words)
    stratum = "?" if server.stratum is None else str(server.stratum)
    summary = _(
        "synchronised: reference {reference}, stratum {stratum}", reference=server.reference or "?", stratum=stratum
    )
    return Finding("synchronisation", Level.OK, summary, expected=expected, quote=server.words)


def _offset(time: DeviceTime, limits: TimeLimits, scene: Scene) -> Finding:
    """Behind us is certain; ahead of us it may be by as much as had passed when it was asked."""
    if not scene.is_live:
        summary = _("Not inspected: a saved log does not tell when the clock was asked: {words}", words=time.words)
        return Finding("offset", Level.UNKNOWN, summary, quote=time.words, reason="no_record")
    away = _difference(time, scene)
    certain = max(away - limits.course_seconds, 0.0) if away is not None and away > 0 else abs(away or 0.0)
    if away is None or (time.utc_offset_seconds is None and certain >= limits.warn_seconds):
        summary = _("Not inspected: the clock shows {words}, and not how far its zone is from UTC", words=time.words)
        return Finding("offset", Level.UNKNOWN, summary, quote=time.words, reason="no_record")
    level = LEVEL_OF_SIDE[compare(certain, limits.warn_seconds, limits.critical_seconds)]
    expected = _("less than {warn:duration}", warn=limits.warn_seconds)
    measures = {"offset_seconds": away}
    if level is Level.OK:
        summary = _("the clock shows our time, as far as the time of asking tells")
    elif away < 0:
        summary = _("the clock is {away:duration} behind ours", away=round(certain))
    else:
        summary = _("the clock is at least {away:duration} ahead of ours", away=round(certain))
    return Finding("offset", level, summary, expected=expected, quote=time.words, measures=measures)


def _difference(time: DeviceTime, scene: Scene) -> float | None:
    """The clock minus ours, of a zone that is not told as if it were the site's; None where that is not known either."""
    if time.utc_offset_seconds is not None:
        shown = time.local.replace(tzinfo=UTC) - timedelta(seconds=time.utc_offset_seconds)
        return (shown - scene.at).total_seconds()
    try:
        zone = ZoneInfo(scene.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return (time.local.replace(tzinfo=zone) - scene.at).total_seconds()


TIME_SYNCHRONISATION: Final = Check(
    id="network.time_synchronisation",
    title=_("Clock of the device"),
    area=Area.CONFIGURATION,
    needs=CLOCK,
    limits=TimeLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the device's clock and the state of NTP, by command line, beside our own clock"),
    remedy=_(
        "Name the site's time servers (ntp-service unicast-server, ntp server) and the time zone, let NTP pass the access "
        "lists, then see the state again after some minutes; compare our own clock first."
    ),
    traps=(
        _("a device without a battery begins in the year 2000 after each start until NTP answers"),
        _("a zone that the device only names, such as CST, says nothing: it is compared as the site's, or not at all"),
        _("the clock is asked some time after we looked at ours: ahead by that much is no fault"),
    ),
    refs=("RFC 5905",),
)
