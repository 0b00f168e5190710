"""When a log was read and when its lines were written: the heads of our asks, and the stamps of syslog, journal and kernel.

Sample::

    Nov 21 11:00:01 db01 kernel: blk_update_request: I/O error, dev sdb, sector 5678
    2026-11-21T11:00:01+0800 db01 kernel: blk_update_request: I/O error, dev sdb, sector 5678
    [12345.678901] blk_update_request: I/O error, dev sdb, sector 5678
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from collectors.base import ParseError
from collectors.linux.kernel_files import decimal
from collectors.linux.passages import Passage, number

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
    """One line of a log: its stamp (None where it has none that fits), its message, and the program that spoke."""

    at: datetime | None
    message: str
    program: str = ""


MOMENT: Final = "date '+@now %s %z'; sed 's/^/@up /' /proc/uptime; echo \"@days $d\"; "
"""What an ask of logs begins with, behind ``d`` for its days: the heads that ``moment`` reads."""


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
    message, at, program = text, None, ""
    if match := _ISO.match(text):
        message, at, program = match["message"], _iso(match["at"], match["zone"]), match["program"]
    elif match := _SYSLOG.match(text):
        message, at, program = match["message"], _without_year(match, seen.now_at), match["program"]
    if match := _RING.match(message):
        message = match["message"]
        at = at or _since_boot(match["seconds"], seen.booted_at)
    return Line(at, message, program or "")


def _iso(at: str, zone: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at).replace(tzinfo=_zone(zone))
    except ValueError:
        return None


def _without_year(match: re.Match[str], now_at: datetime) -> datetime | None:
    try:
        month = MONTHS.index(match["month"]) + 1
        hour, minute, second = (int(match[name]) for name in ("hour", "minute", "second"))
        for year in (now_at.year, now_at.year - 1):
            if not (month == 2 and match["day"] == "29" and year % 4):  # noqa: PLR2004 - a leap day chooses its year
                at = datetime(year, month, int(match["day"]), hour, minute, second, tzinfo=now_at.tzinfo)
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
