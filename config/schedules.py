"""What is done by itself and when, as the configuration gives it: light, for whoever only reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final

ROUNDS: Final = ("inspection", "security")
"""What a schedule may inspect: the checks of the inspection, those of the security check."""
ROUND_OF: Final[Mapping[str, str]] = {
    "quarterly": "inspection",
    "signing": "inspection",
    "confirmation": "inspection",
    "holiday": "inspection",
    "security": "security",
    "hardening": "security",
    "daily": "",
    "duties": "",
    "customer": "",
    "visit": "",
}
"""The documents that a schedule may write, each with the round that it tells of; "" tells of the record."""
RULES: Final = ("first-working-day", "last-working-day", "before-holiday")
PERIODS: Final = ("week", "month", "quarter", "year")
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "working", "non-working")
SELF_CARE: Final = "self-care"
"""The schedule that is always there, unless the operator wrote one of that name: the store looks itself through."""


@dataclass(frozen=True, slots=True)
class Blackout:
    """A time in which nothing begins: once, or between two times of day (over midnight where ``until`` is not later)."""

    days: tuple[str, ...] = ()  # of DAYS; empty is every day. The day is that on which the window begins
    begins: time | None = None
    until: time | None = None
    begins_at: datetime | None = None  # naive, in the schedule's zone
    until_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One entry: when (``cron``, or a rule of the working calendar), and what."""

    name: str
    cron: str = ""
    on: str = ""  # of RULES
    of: str = "quarter"  # of PERIODS, for the first or last working day
    at: time = time(6, 0)
    days_before: int = 1
    """Working days before the first day of a holiday."""
    timezone: str = ""
    """IANA name; the site's where none is written."""
    rounds: tuple[str, ...] = ("inspection",)
    targets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    mail: tuple[str, ...] = ()
    """Roles of the contacts whom its documents must reach; held against ``deliveries``."""
    is_approval_needed: bool = True
    blackouts: tuple[Blackout, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class LogFile:
    """Where the daemon writes its log; ``path`` empty is standard error."""

    path: str = ""
    megabytes: int = 10
    keep: int = 5


@dataclass(frozen=True, slots=True)
class Keeping:
    """The daemon's own: ``daemon:`` of the configuration."""

    folder: str = ""
    """Where documents are written; empty is ``reports`` beside the store."""
    heartbeat_file: str = ""
    heartbeat_url: str = ""
    """A reference may stand here: it is then resolved when the daemon starts."""
    heartbeat_seconds: int = 300
    metrics: str = ""
    """Path of a file in OpenMetrics text, for a collector of text files."""
    memory_megabytes: int = 2048
    """The address space that a child may take for data (RLIMIT_DATA)."""
    log: LogFile = field(default_factory=LogFile)
    blackouts: tuple[Blackout, ...] = ()
    """Of every schedule."""
