"""How our asks search a log on the target, and how the hits are read: one program of awk, one reading of stamps.

The target groups lines that differ in numbers only and sends, of each group, how many there were, the first and the last: a
flood of one kind cannot crowd out the one line of another, and a log of any size gives a bounded answer.

Sample::

    @now 1795325655 +0800
    @up 1420.83 2723.97
    @days 92
    @hit 3
     Nov 20 10:00:01 db01 kernel: blk_update_request: I/O error, dev sdb, sector 1234
     Nov 21 11:00:01 db01 kernel: blk_update_request: I/O error, dev sdb, sector 5678
    @uncounted 0
    @lines 3
    @end
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from collectors.base import Parameter, ParseError, Source
from collectors.facts.log_signatures import MARKS, recognise
from collectors.facts.logs import LogReading, LogSight, LogSource
from collectors.linux.kernel_files import decimal
from collectors.linux.passages import Passage, number, passages, whole

LOG_DAYS: Final = Parameter("log_days", "[1-9][0-9]{0,3}", Source.CONFIGURATION, "92")
"""How far back logs are read; a quarter unless the operator says otherwise."""
MOST_KINDS = 600
"""Kinds of line that are kept; with two lines of 400 bytes each they stay below the ask's bound."""

HEAD: Final = f"d=$1 p='{MARKS}'; date '+@now %s %z'; sed 's/^/@up /' /proc/uptime; echo \"@days $d\"; "
GROUP: Final = (
    'awk -v p="$p" -v q="$q" -v most=' + str(MOST_KINDS) + " '"
    'NR == 1 { print "@first"; print " " substr($0, 1, 400) } '
    "$0 ~ p && $0 ~ q { t = substr($0, 1, 400); k = t; "
    'sub(/^[A-Z][a-z][a-z] [ 0-9][0-9] [0-9:]+ /, "", k); sub(/^[0-9-]+T[^ ]+ /, "", k); '
    'gsub(/\\[ *[0-9]+[.][0-9]+\\]/, "", k); gsub(/0x[0-9a-f]+/, "X", k); '
    'gsub(/ [0-9]+ /, " N ", k); gsub(/( |=|,|#|\\(|\\[)[0-9][0-9][0-9]+/, " N", k); '
    "if (!(k in c)) { if (n >= most) { other++; next } n++; o[n] = k; f[k] = t } c[k]++; l[k] = t } "
    'END { for (i = 1; i <= n; i++) { k = o[i]; print "@hit " c[k]; print " " f[k]; if (c[k] > 1) print " " l[k] } '
    'print "@uncounted " other + 0; print "@lines " NR }'
    "'; echo @end"
)
"""Group what comes on standard input: ``p`` marks, ``q`` which programs' lines count."""

PROGRAMS: Final = " (kernel|multipathd|iscsid|journal|systemd-journald|rsyslogd)[^ ]*: "

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TAIL = r"(?: (?P<host>\S+) (?P<program>[^\s:\[]+)(?:\[\d+\])?:)? ?(?P<message>.*)"
_SYSLOG = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) {1,2}(?P<day>\d{1,2}) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.\d+)?" + _TAIL,
    re.ASCII,
)
_ISO = re.compile(r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,]\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)" + _TAIL, re.ASCII)
_RING = re.compile(r"(?:<\d+>)?\[ *(?P<seconds>\d+\.\d+)\](?:\[ *[TC]\d+\])? ?(?P<message>.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a log was read, and when the target was started."""

    now_at: datetime
    booted_at: datetime
    window_days: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log: its stamp (None where it has none that fits) and its message."""

    at: datetime | None
    message: str


def moment(parts: dict[str, Passage]) -> Moment:
    """Read the heads of an answer. Raises ParseError where one is missing or out of range."""
    try:
        epoch, zone = parts["now"].rest.split()
        up_seconds = decimal(parts["up"].rest.partition(" ")[0])
        days = number(parts["days"].rest)
        now_at = datetime.fromtimestamp(number(epoch), _zone(zone))
        return Moment(now_at, now_at - timedelta(seconds=up_seconds), min(max(days, 1), 9999))
    except (KeyError, ValueError, OverflowError, OSError) as error:
        raise ParseError(f"no heads: {error}") from error


def read_line(text: str, seen: Moment) -> Line:
    """Find the stamp of a line. Syslog's has no year: the latest that is not in the future is meant."""
    message, at = text, None
    if match := _ISO.match(text):
        message, at = match["message"], _iso(match["at"], match["zone"])
    elif match := _SYSLOG.match(text):
        message, at = match["message"], _without_year(match, seen.now_at)
    if match := _RING.match(message):
        message = match["message"]
        at = at or _since_boot(match["seconds"], seen.booted_at)
    return Line(at, message)


def _iso(at: str, zone: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at).replace(tzinfo=_zone(zone))
    except ValueError:
        return None


def _without_year(match: re.Match[str], now_at: datetime) -> datetime | None:
    try:
        month = _MONTHS.index(match["month"]) + 1
        clock = [int(match[name]) for name in ("hour", "minute", "second")]
        for year in (now_at.year, now_at.year - 1):
            if not (month == 2 and match["day"] == "29" and year % 4):  # noqa: PLR2004 - a leap day chooses its year
                at = datetime(year, month, int(match["day"]), *clock, tzinfo=now_at.tzinfo)
                if at <= now_at + timedelta(days=1):
                    return at
    except ValueError:
        return None
    return None


def _since_boot(seconds: str, booted_at: datetime) -> datetime | None:
    try:
        return booted_at + timedelta(seconds=float(seconds))
    except OverflowError:
        return None


def _zone(word: str) -> timezone:
    if word == "Z":
        return UTC
    match = re.fullmatch(r"([-+])([0-9]{2}):?([0-9]{2})", word, re.ASCII)
    if not match or int(match[2]) > 23 or int(match[3]) > 59:  # noqa: PLR2004 - hours and minutes
        raise ValueError(f"no zone: {word!r}")
    size = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-size if match[1] == "-" else size)


def heads(text: str) -> tuple[dict[str, Passage], Moment]:
    """Split an answer; each kind of head once (the last). Raises SessionError where the end is missing."""
    parts = whole(text)
    return parts, moment(parts)


def sights(text: str, seen: Moment) -> tuple[LogSight, ...]:
    """Recognise the hits of an answer: one sight for each signature and entity, in order of first appearance."""
    found: dict[tuple[str, str], LogSight] = {}
    for hit in passages(text):
        if hit.kind == "hit":
            if not hit.lines:
                raise ParseError("a hit without a line")
            sight = _sight(hit, seen)
            if sight:
                key = (sight.signature, sight.entity)
                found[key] = join(found[key], sight, add=True) if key in found else sight
    return tuple(found.values())


def _sight(hit: Passage, seen: Moment) -> LogSight | None:
    lines = [read_line(line, seen) for line in hit.lines]
    named = recognise(lines[-1].message)
    if not named:
        return None
    stamps = [line.at for line in lines if line.at]
    return LogSight(
        *named,
        count=number(hit.rest),
        first_at=min(stamps, default=None),
        last_at=max(stamps, default=None),
        quote=hit.lines[-1][:300],
    )


def join(one: LogSight, other: LogSight, *, add: bool) -> LogSight:
    """Join two sights of the same trouble: counts of one log are added, of two logs of the same lines the larger holds."""
    newer = other if (other.last_at or _LONG_AGO) > (one.last_at or _LONG_AGO) else one
    return LogSight(
        one.signature,
        one.entity,
        one.count + other.count if add else max(one.count, other.count),
        min((at for at in (one.first_at, other.first_at) if at), default=None),
        newer.last_at,
        newer.quote,
    )


_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


def reading(seen: Moment, source: LogSource) -> LogReading:
    """Make the facts of one way of reading."""
    return LogReading(seen.now_at, seen.booted_at, seen.window_days, source)


def uncounted(parts: dict[str, Passage]) -> int:
    """Matching lines beyond the most kinds. Raises ParseError where the search did not come to its end."""
    if "uncounted" not in parts:
        raise ParseError("the search did not come to its end")
    return number(parts["uncounted"].rest)
