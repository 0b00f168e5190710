"""The event log of the management controller (SEL), read and never cleared: ``ipmitool sel info``, ``sel elist last 200``.

Record ids are hexadecimal. ipmitool up to 1.8.18 writes ``MM/DD/YYYY | HH:MM:SS``, from 1.8.19 on ``MM/DD/YY | HH:MM:SS
ZONE``, and ``Pre-Init`` where the controller's clock was not set. A maker's own record has no sensor.

Sample::

    @info 0 4
     SEL Information
     Entries          : 2
     Percent Used     : 4%
     Overflow         : false
    @time 0 1
     11/22/2026 08:10:05
    @events 0 2
        1 | 11/02/2026 | 21:03:10 | Power Supply PS2 Status | Power Supply AC lost | Asserted
        2 | 11/02/2026 | 21:19:44 | Power Supply PS2 Status | Power Supply AC lost | Deasserted
    @virtual none
    @smbios total=90 ipmi=1 end=1
    @acpi total=210 ipmi=1 root=1
    @device 1
    @end
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.bmc import EVENT_LOGS, BmcEvent, EventLog
from collectors.linux.firmware import FIRMWARE
from collectors.linux.ipmi import output_of
from collectors.linux.passages import Passage, number, whole

_COMMAND: Final = (
    r"""
if command -v ipmitool >/dev/null 2>&1; then
  v=$($S ipmitool sel info 2>&1); r=$?
  printf '@info %s ' $r; printf '%s\n' "$v" | sed -n '$='; printf '%s\n' "$v" | sed 's/^/ /'
  if [ $r = 0 ]; then
    v=$($S ipmitool sel time get 2>&1); r=$?
    printf '@time %s ' $r; printf '%s\n' "$v" | sed -n '$='; printf '%s\n' "$v" | sed 's/^/ /'
    v=$($S ipmitool sel elist last 200 2>&1); r=$?
    printf '@events %s ' $r; printf '%s\n' "$v" | sed -n '$='; printf '%s\n' "$v" | sed 's/^/ /'
  fi
fi
"""
    + FIRMWARE.strip("\n")
    + "\necho @end"
)
_EMPTY: Final = "SEL has no entries"
_ID: Final = re.compile(r"[0-9a-f]{1,4}", re.IGNORECASE)
_DATE: Final = re.compile(r"(?P<month>\d{2})/(?P<day>\d{2})/(?P<year>\d{4}|\d{2})")
_NUMBERED: Final = re.compile(r"#0x[0-9a-f]{2}", re.IGNORECASE)
_DIRECTIONS: Final = {"Asserted": True, "Deasserted": False}
_FIRST_YEAR: Final = 2000
"""A stamp of before is a clock that was never set: it counts from 1970."""
_SINCE_START: Final = ("S+", "Pre-Init")
"""ipmitool's words for a clock that only counts since the controller's start."""
_RECORD_BYTES: Final = 16
"""IPMI 2.0, 32.1: each SEL record has 16 bytes."""
_COMPLAINTS: Final = ("Unable to send command", "Get ", "Error ", "Unable to", "Reservation", "SDR ")


def parse(answer: Answer) -> Listing[EventLog]:
    """Read the log. Raises Absent where there is no BMC, SessionError for what kept ipmitool from answering."""
    parts = whole(answer.text)
    said = _fields(output_of(parts, "info"))
    if "entries" not in said:
        raise SessionError(Reason.EMPTY, "ipmitool sel info")
    if "events" not in parts or "time" not in parts:
        raise SessionError(Reason.CUT, "sel elist")
    entries = number(said["entries"], "Entries")
    events = tuple(_events(output_of(parts, "events")))
    clock = _clock(parts)
    if len(events) < min(entries, 200):
        raise SessionError(Reason.CUT, f"sel elist: {len(events)} / {entries}")
    return Listing(
        (
            EventLog(
                name="SEL",
                events=events,
                entries_count=entries,
                used_ratio=_used(said, entries),
                has_overflowed=said.get("overflow", "").lower() == "true",
                clock=clock,
                is_clock_set=_is_set(clock) if clock else None,
            ),
        )
    )


def _clock(parts: Mapping[str, Passage]) -> str:
    """The controller's date, "" where it did not tell it. A line that was lost on the way is an error all the same."""
    try:
        told = " ".join(output_of(parts, "time")).strip()
        return _date(told) or (told if told.startswith(_SINCE_START) else "")
    except SessionError as error:
        if error.reason is Reason.CUT:
            raise
        return ""


def _fields(lines: Iterable[str]) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


def _used(said: Mapping[str, str], entries: int) -> float | None:
    percent = said.get("percent used", "").rstrip("%").strip()
    if percent.isdecimal():
        return int(percent) / 100
    free = said.get("free space", "").split(" ")[0]
    if not free.isdecimal() or int(free) + entries == 0:
        return None
    return entries * _RECORD_BYTES / (entries * _RECORD_BYTES + int(free))


def _events(lines: Iterable[str]) -> Iterable[BmcEvent]:
    for line in lines:
        text = line.strip()
        if not text or text == _EMPTY or text.startswith(_COMPLAINTS):
            continue
        first, *rest = (part.strip() for part in text.split("|"))
        if not rest or _ID.fullmatch(first) is None:
            raise ParseError("sel elist line", line)
        yield _event(int(first, 16), rest, re.sub(r" +", " ", text))


def _event(record: int, rest: list[str], line: str) -> BmcEvent:
    stamp = _date(f"{rest[0]} {rest[1]}") if len(rest) > 1 else ""
    is_before_start = rest[0].replace(" ", "") in {"Pre-Init", "Preinit"}
    words = rest[2:] if stamp or is_before_start else rest
    at = next((n for n, word in enumerate(words) if word in _DIRECTIONS), None)
    told = words if at is None else words[:at]
    has_sensor = len(told) > 1 or bool(told and _NUMBERED.search(told[0]))
    return BmcEvent(
        number=record,
        stamp=stamp,
        is_clock_set=_is_set(stamp),
        sensor=told[0] if has_sensor else "",
        event=" | ".join(told[1:] if has_sensor else told),
        is_asserted=None if at is None else _DIRECTIONS[words[at]],
        detail="" if at is None else " | ".join(words[at + 1 :]),
        line=line,
    )


def _is_set(stamp: str) -> bool:
    return stamp[:4].isdecimal() and int(stamp[:4]) >= _FIRST_YEAR


def _date(words: str) -> str:
    match = _DATE.match(words)
    if match is None:
        return ""
    year = match["year"] if len(match["year"]) == len("2026") else _century(match["year"])
    return f"{year}-{match['month']}-{match['day']} {words[match.end() :].strip()}".strip()


def _century(year: str) -> str:
    """Two digits, as ipmitool 1.8.19 prints them: the clock that counts from 1970 gives 70."""
    return f"19{year}" if int(year) >= 70 else f"20{year}"  # noqa: PLR2004 - POSIX: 69 to 99 are 19xx


EVENT_LOGS_IPMI: Final = Collector(
    id="linux.bmc_events.ipmi",
    provides=EVENT_LOGS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=60, kib=256, root=Root.NEEDED),
    parse=parse,
)
