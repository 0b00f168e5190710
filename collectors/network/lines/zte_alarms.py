"""The alarms and notifications that ZXROS keeps: ``show logging alarm``.

Evidence for the form: ZTE's manual of alarms of ZXROSNG, kept in a public repository: it names the command, its fields and
the eight levels, and an older manual of ZXR10's alarms, whose messages have a zone and no number of their own. A message is
folded at the screen's edge. Assumed: nothing stands between two messages. Sample::

    An alarm 300501 ID 36 level 5 occurred at 12:01:25 05-27-2026 sent by ZXR10 MPU-0/26/0
    %BFD% SessionInfo : [Session Create But Not Up]Ld:2061/Rd:0
"""

import re
from datetime import datetime
from typing import Final

from collectors.base import Answer, Listing, ParseError, Reason, Unseen
from collectors.facts.devices.logs import LOG_LINES, LogLine
from collectors.network.lines.reading import blocks, by_lines, shown
from collectors.network.lines.zte_stamps import unstamped
from config.text import verbatim

_FIRST: Final = re.compile(r"\s*an? (?:alarm|notification) \d", re.IGNORECASE)
_MESSAGE: Final = re.compile(
    r"\s*an? (?:alarm|notification) (?P<code>\d+)(?: ID \d+)? level (?P<level>[1-8]) (?P<state>occurred|cleared) at "
    r"(?P<time>\d\d:\d\d:\d\d) (?P<month>\d\d)[-/](?P<day>\d\d)[-/](?P<year>\d{4})(?: [A-Z]+)? sent by [^%]*"
    r"%(?P<module>[^%\s][^%]*)%\s*(?P<text>.*)$",
    re.IGNORECASE,
)
_OVER: Final = 6
"""Informational: of what was cleared the manual says that nothing need be done."""


def zte_alarms(answer: Answer) -> Listing[LogLine]:
    """Every message; level 1 of the device's eight is severity 0 of syslog's. Raises ParseError where there is none."""
    lines = shown(answer)
    told = [" ".join([head.string, *(line.strip() for line in inside)]) for head, inside in blocks(lines, _FIRST)]
    if not told:
        raise ParseError("no alarm", lines[0])
    found = [_line(row) for one in told if (row := _MESSAGE.match(one))]
    missing = len(told) - len(found)
    unseen = (Unseen("", Reason.NOT_UNDERSTOOD, verbatim(f"{missing} / {len(told)}")),) if missing else ()
    return Listing(tuple(found), unseen)


def _line(row: re.Match[str]) -> LogLine:
    is_over = row["state"].lower() == "cleared"
    text = f"{row['state']}: {row['text'].strip()}" if is_over else row["text"].strip()
    return LogLine(row["module"].strip(), _OVER if is_over else int(row["level"]) - 1, row["code"], text, _at(row))


def _at(row: re.Match[str]) -> datetime | None:
    """The local time, where it is one."""
    try:
        return datetime.fromisoformat(f"{row['year']}-{row['month']}-{row['day']}T{row['time']}")
    except ValueError:
        return None


COLLECTORS: Final = (
    by_lines("log_lines", LOG_LINES, "zte_zxros", "show logging alarm", unstamped(zte_alarms), seconds=60, kib=2048),
)
