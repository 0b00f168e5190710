"""The log in a device's memory: ``display logbuffer``, ``show logging``.

Evidence for the forms: public manuals and recordings of VRP, the public collectors' parsers of Comware, and of the IOS-like
forms of RGOS. Samples::

    Current messages : 2
    Sep 24 2026 19:55:02+08:00 sw %%01IFNET/4/LINK_STATE(l)[0]:The line protocol IP on ... has entered the DOWN state.

    %Jan  1 00:00:00:123 2026 sw SHELL/5/SHELL_LOGIN: admin logged in from 10.0.0.1.

    *Mar  1 00:00:00: %LINK-3-UPDOWN: Interface GigabitEthernet 0/1, changed state to down.
"""

import re
from datetime import datetime
from typing import Final

from collectors.base import Answer, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.devices.logs import LOG_LINES, LogLine
from collectors.network.lines.reading import by_lines, first_match, shown
from config.text import verbatim

_SLASHED: Final = re.compile(
    r"%{1,2}(?:\d\d)?(?P<module>[A-Za-z][\w-]*)/(?P<severity>[0-7])/(?P<mnemonic>[\w-]+)(?:\(\w+\))?(?:\[\d+\])?:\s*"
    r"(?P<text>.*)$"
)
_PLAIN: Final = re.compile(
    r"%@?\d*%?\s*[A-Z][a-z]{2}\s+\d+ \d\d:\d\d:\d\d(?::\d+)? \d{4}\s+\S+\s+(?:%%\d\d)?(?P<module>[A-Za-z][\w-]*)/"
    r"(?P<severity>[0-7])/(?P<mnemonic>[\w-]+)(?:\(\w+\))?:\s*(?P<text>.*)$"
)
_DASHED: Final = re.compile(
    r"%(?P<module>[A-Z][\w]*(?:-[A-Z][\w]*)*)-(?P<severity>[0-7])-(?P<mnemonic>\w+)\s*:\s*(?P<text>.*)$"
)
_STAMPS: Final = (
    (re.compile(r"(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d+)\s+(?P<year>\d{4})\s+(?P<time>\d\d:\d\d:\d\d)")),
    (re.compile(r"(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d+)\s+(?P<time>\d\d:\d\d:\d\d)(?:[.:]\d+)?\s+(?P<year>\d{4})")),
)
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CURRENT: Final = r"current messages\s*:\s*(\d+)"
_OFF: Final = (
    r"(?:logging buffer configuration and contents|log buffer|syslog logging|buffer logging)\s*:\s*(?:\w+ )?disabled"
)
_HEADS: Final = (
    r"logging buffer configuration|syslog logging\s*:|log buffer\b|console logging|buffer(?:ed)? logging|"
    r"actual buffer size|statistic log|no log"
)


def log_lines(answer: Answer) -> Listing[LogLine]:
    """Every message, the newest where the device has it. Raises SessionError (no record) of a buffer that is off."""
    lines = shown(answer)
    found = [one for line in lines if (one := _message(line)) is not None]
    current = first_match(lines, _CURRENT)
    if not found:
        if off := first_match(lines, _OFF):
            raise SessionError(Reason.NO_RECORD, off.string.strip())
        if first_match(lines, _HEADS) is None or (current is not None and int(current[1])):
            raise ParseError("no message", lines[-1])
    missing = int(current[1]) - len(found) if current is not None else 0
    unseen = (Unseen("", Reason.NOT_UNDERSTOOD, verbatim(f"{missing} / {len(found) + missing}")),) if missing > 0 else ()
    return Listing(tuple(found), unseen)


def _message(line: str) -> LogLine | None:
    """A message in any of the three forms; None for a heading, or for the second line of a message."""
    found = _PLAIN.match(line) or _SLASHED.search(line) or _DASHED.search(line)
    if found is None:
        return None
    before = line[: found.start("module")]
    return LogLine(found["module"], int(found["severity"]), found["mnemonic"], found["text"].strip(), _at(before))


def _at(before: str) -> datetime | None:
    """The local time before a message, where it has a year and is one."""
    if iso := _ISO.search(before):
        return _moment(f"{iso[1]}T{iso[2]}")
    for stamp in _STAMPS:
        if (found := stamp.search(before)) and found["month"] in _MONTHS:
            month = _MONTHS.index(found["month"]) + 1
            return _moment(f"{found['year']}-{month:02}-{int(found['day']):02}T{found['time']}")
    return None


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


_SECONDS, _KIB = 60, 2048
COLLECTORS: Final = (
    by_lines("log_lines", LOG_LINES, "huawei_vrp", "display logbuffer", log_lines, seconds=_SECONDS, kib=_KIB),
    by_lines("log_lines", LOG_LINES, "hp_comware", "display logbuffer", log_lines, seconds=_SECONDS, kib=_KIB),
    by_lines("log_lines", LOG_LINES, "ruijie_os", "show logging", log_lines, seconds=_SECONDS, kib=_KIB),
)
