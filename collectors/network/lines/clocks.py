"""The clock and its time server: ``display clock``, ``display ntp-service status``, ``show clock``, ``show ntp status``.

Evidence for the forms: public recordings' parsers of VRP and Comware, public manuals, the public collectors' parsers of the
IOS-like ones. Samples::

    2026-05-06 10:20:30+08:00
    Wednesday
    Time Zone(Beijing) : UTC+08:00

    10:20:30.123 UTC Wed 05/06/2026
    Time Zone : Beijing add 08:00:00

    10:20:30 UTC Wed, May 6, 2026

     clock status: synchronized
     clock stratum: 3
"""

from datetime import datetime
from typing import Final

from collectors.base import Absent, Answer, Derived, ParseError, SessionError, Unseen, Wired
from collectors.facts.devices.clocks import CLOCK, DEVICE_TIME, TIME_SERVER, DeviceClock, DeviceTime, TimeServer
from collectors.network.lines.reading import by_lines, first_match, shown, whole

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO: Final = (
    r"^\s*(?:clock\s*:\s*)?(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\s+(?P<time>\d{1,2}:\d\d:\d\d)(?:\.\d+)?\s*"
    r"(?P<offset>[+-]\d\d:?\d\d)?(?P<summer>\s*DST)?\s*$"
)
_SLASHED: Final = (
    r"^\s*(?P<time>\d{1,2}:\d\d:\d\d)(?:[.:]\d+)?\s+(?P<zone>\S+)\s+\w{3}\s+"
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\s*$"
)
_WORDED: Final = (
    r"^\s*[*.]?(?P<time>\d{1,2}:\d\d:\d\d)(?:\.\d+)?\s+(?P<zone>\S+)\s+[A-Za-z]{3,9},?\s+(?P<name>[A-Za-z]{3})[a-z]*\s+"
    r"(?P<day>\d{1,2}),?\s+(?P<year>\d{4})\s*$"
)
_ZONE_LINE: Final = (
    r"time zone\s*(?:\([^)]*\))?\s*:\s*"
    r"(?:UTC\s*(?P<utc>[+-]\d\d?(?::\d\d)?)|UTC\s*$|\S+\s+(?P<way>add|minus)\s+(?P<by>\d\d?:\d\d))"
)
_SUMMER: Final = r"^\s*summer[ -]?time\s*(?:\(|:)"
"""A device with a summer time does not say in one way whether it counts now."""
_NAMED: Final = {"UTC": 0.0, "GMT": 0.0, "Z": 0.0}
"""Zones whose name alone says how far they are from UTC: CST is China's, America's and Cuba's."""
_HOUR, _MINUTE = 3600.0, 60.0
_STATUS: Final = r"clock (?:status\s*:|is)\s*(?P<word>un-?synchroni[sz]ed|synchroni[sz]ed|not synchroni[sz]ed)"
_OFF: Final = (
    r"ntp[\w -]*\s(?:is )?(?:not (?:enabled|configured|running|started)|disabled)|ntp service is disabled|"
    r"ntp is not (?:enabled|configured)"
)
_STRATUM: Final = r"stratum\s*:?\s*(\d+)"
_REFERENCE: Final = r"reference (?:clock id\s*:|is)\s*([^\s,]+)"
_WORST_STRATUM: Final = 16


def device_time(answer: Answer) -> DeviceTime:
    """The clock, with how far its zone is from UTC where the device tells it."""
    lines = shown(answer)
    found = first_match(lines, _ISO) or first_match(lines, _SLASHED) or first_match(lines, _WORDED)
    if found is None:
        raise ParseError("no clock", lines[0])
    named = found.groupdict()
    month = named.get("month") or str(_MONTHS.index(named["name"].lower()) + 1 if named["name"].lower() in _MONTHS else 0)
    written = f"{int(named['year']):04}-{int(month):02}-{int(named['day']):02}T{named['time']:0>8}"
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        raise ParseError("no time", found.string) from None
    is_summer = bool(named.get("summer")) or first_match(lines, _SUMMER) is not None
    written_offset = "" if named.get("summer") else named.get("offset") or ""
    offset = None if is_summer and not written_offset else _offset(written_offset, named.get("zone") or "", lines)
    return DeviceTime(local, offset, found.string.strip())


def _offset(written: str, zone: str, lines: list[str]) -> float | None:
    """Behind the time itself, else by the line of the zone, else by a name that has but one meaning."""
    if written:
        return _seconds(written)
    line = first_match(lines, _ZONE_LINE)
    if line is not None:
        named = line.groupdict()
        if named["by"]:
            return _seconds(f"{'-' if named['way'].lower() == 'minus' else '+'}{named['by']}")
        return _seconds(named["utc"]) if named["utc"] else 0.0
    return _NAMED.get(zone.upper())


def _seconds(written: str) -> float:
    hours, _colon, minutes = written[1:].partition(":")
    if not minutes and len(hours) > 2:  # noqa: PLR2004 - +0800
        hours, minutes = hours[:2], hours[2:]
    away = int(hours) * _HOUR + int(minutes or 0) * _MINUTE
    return -away if written[0] == "-" else away


def time_server(answer: Answer) -> TimeServer:
    """Whether the clock is synchronised. That NTP is off is an answer: then nothing keeps the clock."""
    lines = shown(answer)
    status = first_match(lines, _STATUS)
    if status is None:
        off = first_match(lines, _OFF)
        if off is None:
            raise ParseError("no state of the clock", lines[0])
        return TimeServer(is_synchronised=False, words=off.string.strip())
    stratum, reference = first_match(lines, _STRATUM), first_match(lines, _REFERENCE)
    number = whole(stratum[1]) if stratum else None
    is_followed = status["word"].lower().startswith("sync") and number != _WORST_STRATUM
    return TimeServer(is_followed, number, reference[1] if reference else "", status.string.strip())


def _clock(time: DeviceTime | Absent | SessionError, server: TimeServer | Absent | SessionError) -> DeviceClock:
    """What was seen of both. Raises what kept the two from being seen where neither was."""
    if isinstance(time, Exception) and isinstance(server, Exception):
        raise time
    unseen = [_unseen("offset", time), _unseen("synchronisation", server)]
    return DeviceClock(
        time if isinstance(time, DeviceTime) else None,
        server if isinstance(server, TimeServer) else None,
        tuple(one for one in unseen if one is not None),
    )


def _unseen(subject: str, one: object) -> Unseen | None:
    return Unseen(subject, one.reason, one.detail, one.remedy) if isinstance(one, SessionError) else None


COLLECTORS: Final[tuple[Wired, ...]] = (
    *(by_lines("device_time", DEVICE_TIME, one, "display clock", device_time) for one in ("huawei_vrp", "hp_comware")),
    *(by_lines("device_time", DEVICE_TIME, one, "show clock", device_time) for one in ("ruijie_os", "zte_zxros")),
    *(
        by_lines("time_server", TIME_SERVER, one, "display ntp-service status", time_server)
        for one in ("huawei_vrp", "hp_comware")
    ),
    by_lines("time_server_newer", TIME_SERVER, "huawei_vrp", "display ntp status", time_server),
    *(by_lines("time_server", TIME_SERVER, one, "show ntp status", time_server) for one in ("ruijie_os", "zte_zxros")),
    Derived(id="network.clock_by_lines", provides=CLOCK, of=(DEVICE_TIME, TIME_SERVER), derive=_clock),
)
