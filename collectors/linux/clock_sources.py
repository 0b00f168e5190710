"""What chrony and ntpd say of the clock's synchronisation, each asked by its own tool.

A tool whose service does not answer is an answer too: not synchronised by this service.

Sample::

    @now 1795325655 +0000
    @said
     7F000001,192.0.2.7,3,1795325643.5,-0.000001212,-0.0,0.000001656,0.005,-0.001,0.102,0.000007,0.000002,64.0,Normal
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.clocks import CHRONY_TRACKING, NTP_PEERS, TimeSource
from collectors.linux.kernel_files import natural
from collectors.linux.passages import Passage, whole

_SILENT = re.compile(
    r"506 Cannot talk to daemon|Could not open connection|Connection refused|timed out|No such file", re.IGNORECASE
)
_NO_STRATUM = (0, 16)
"""Stratum 0 is unspecified and 16 unsynchronised (RFC 5905, figure 11)."""
_OWN_CLOCK = re.compile(r"7F7F01[0-9A-F]{2}|127\.127\.1\.\d+", re.IGNORECASE)
"""The reference of a machine that follows itself: chrony's ``local``, ntpd's local clock driver."""
_CSV_FIELDS = 14


def parse_chrony(answer: Answer) -> TimeSource:
    """Read ``chronyc tracking``, as values (``-c``) or, from versions before 2.4, as text."""
    parts = whole(answer.text)
    lines = _said(parts)
    now = _now(parts)
    for line in lines:
        words = line.split(",")
        if len(words) == _CSV_FIELDS:
            return _chrony(words[0], words[1], words[2:5] + words[13:], now, line)
    fields = {name.strip(): value.strip() for name, colon, value in (line.partition(":") for line in lines) if colon}
    if {"Reference ID", "Stratum", "System time", "Leap status"} <= fields.keys():
        reference, _space, name = fields["Reference ID"].partition(" ")
        offset, _seconds, direction, *_rest = [*fields["System time"].split(), "", ""]
        slow = offset if direction == "slow" else f"-{offset}"
        quote = f"Reference ID: {fields['Reference ID']}, System time: {fields['System time']}"
        return _chrony(reference, name.strip("()"), [fields["Stratum"], "", slow, fields["Leap status"]], None, quote)
    return _silent("chrony", lines)


def _chrony(reference_id: str, name: str, rest: list[str], now: float | None, quote: str) -> TimeSource:
    stratum_word, heard_word, correction, leap = rest
    stratum = natural(stratum_word, quote)
    heard = _signed(heard_word, quote) if heard_word else None
    is_own = bool(_OWN_CLOCK.fullmatch(reference_id))
    return TimeSource(
        service="chrony",
        is_answering=True,
        is_synchronised=stratum not in _NO_STRATUM and leap.lower() != "not synchronised",
        is_own_clock=is_own,
        reference=name or reference_id,
        stratum=stratum,
        offset_seconds=-_signed(correction, quote),
        reference_age_seconds=max(now - heard, 0) if now is not None and heard and not is_own else None,
        quote=quote,
    )


def parse_ntpq(answer: Answer) -> TimeSource:
    """Read ``ntpq -pn``: the peer that is followed stands behind ``*`` (or ``o`` with a pulse), offsets in milliseconds."""
    lines = _said(whole(answer.text))
    header = next((n for n, line in enumerate(lines) if line.split()[:2] == ["remote", "refid"]), None)
    if header is None:
        if any("No association" in line for line in lines):
            return TimeSource("ntpd", is_answering=True, quote=lines[0])
        return _silent("ntpd", lines)
    peers = [line for line in lines[header + 1 :] if line.strip() and not line.startswith("=")]
    for line in peers:
        if line[0] in "*o":
            return _peer(line)
    return TimeSource("ntpd", is_answering=True, quote=peers[0] if peers else "")


def _peer(line: str) -> TimeSource:
    words = line[1:].split()
    if len(words) != 10:  # noqa: PLR2004 - ntpq's columns
        raise ParseError("ntpq peer", line)
    remote, _refid, stratum, _kind, _when, _poll, reach, _delay, offset, _jitter = words
    return TimeSource(
        service="ntpd",
        is_answering=True,
        is_synchronised=natural(stratum, line) not in _NO_STRATUM[1:] and bool(reach.strip("0")),
        is_own_clock=bool(_OWN_CLOCK.fullmatch(remote)),
        reference=remote,
        stratum=natural(stratum, line),
        offset_seconds=-_signed(offset, line) / 1000,
        quote=line,
    )


def _said(parts: dict[str, Passage]) -> list[str]:
    if "said" not in parts:
        raise ParseError("no @said")
    lines = [line for line in parts["said"].lines if line.strip()]
    if not lines:
        raise SessionError(Reason.EMPTY)
    return lines


def _now(parts: dict[str, Passage]) -> float | None:
    if "now" not in parts:
        raise ParseError("no @now")
    return float(natural(parts["now"].rest.partition(" ")[0]))


def _silent(service: str, lines: list[str]) -> TimeSource:
    for line in lines:
        if "not found" in line:
            raise SessionError(Reason.TOOL_MISSING, line)
        if _SILENT.search(line):
            return TimeSource(service, is_answering=False, quote=line)
    raise ParseError(f"no answer of {service}", lines[-1])


def _signed(word: str, line: str) -> float:
    if not re.fullmatch(r"[-+]{0,2}[0-9]+(\.[0-9]+)?", word, re.ASCII):
        raise ParseError(f"no number: {word!r}", line)
    return float(word.replace("--", "").replace("-+", "-"))


_SAID = "date '+@now %s %z'; echo @said; {{ {command}; }} 2>&1 | sed 's/^/ /'; echo @end"

CLOCK_SOURCES_CHRONY: Final = Collector(
    id="linux.clock_sources.chrony",
    provides=CHRONY_TRACKING,
    on=LINUX,
    ask=Shell(
        _SAID.format(command="chronyc -n -c tracking || chronyc -n tracking"),
        tool="chronyc",
        seconds=10,
        kib=8,
    ),
    parse=parse_chrony,
)
CLOCK_SOURCES_NTPQ: Final = Collector(
    id="linux.clock_sources.ntpq",
    provides=NTP_PEERS,
    on=LINUX,
    ask=Shell(_SAID.format(command="ntpq -pn"), tool="ntpq", seconds=15, kib=16),
    parse=parse_ntpq,
)
