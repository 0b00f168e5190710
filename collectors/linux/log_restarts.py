"""Restarts as the log itself shows them, so that a link that goes down while the system restarts is no trouble.

A start is the kernel's first line, or the time of the kernel's uptime. A stop is a logger's last line; loggers are also
restarted alone, so it counts only where a start follows soon.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from collectors.linux.log_stamps import Moment, read_line
from collectors.linux.passages import passages

_STARTED = re.compile(r"Linux version ")
_STOPPED = re.compile(r"Journal stopped$|\[origin software=.*exiting on signal 15")
_AROUND: Final = timedelta(minutes=5)
"""Links come up, are renamed and bonded in the first minutes, and go down in the last (our judgement)."""
_STARTS_WITHIN: Final = timedelta(minutes=30)
"""Between the last line and the next first one: the firmware of a large server takes up to a quarter of an hour."""

Period = tuple[datetime, datetime]


def restarts(text: str, seen: Moment) -> tuple[Period, ...]:
    """Periods around the restarts that an answer shows, and after the last start."""
    starts, stops = [seen.booted_at], []
    for hit in passages(text):
        for raw in hit.lines if hit.kind in ("hit", "first") else ():
            line = read_line(raw, seen)
            if line.at and _STARTED.match(line.message):
                starts.append(line.at)
            elif line.at and _STOPPED.search(line.message):
                stops.append(line.at)
    ended = [at for at in stops if any(at <= start <= at + _STARTS_WITHIN for start in starts)]
    return (*((at, at + _AROUND) for at in starts), *((at - _AROUND, at) for at in ended))


def is_within(at: datetime | None, periods: tuple[Period, ...]) -> bool:
    """Whether a stamp is in one of the periods; no stamp is in none."""
    return at is not None and any(start <= at <= end for start, end in periods)
