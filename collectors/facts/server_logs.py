"""Facts about databases' server logs on their host: what one reading found, what is kept of it, and both together."""

from dataclasses import dataclass
from datetime import date, datetime

from collectors.base import Listing, Unseen


@dataclass(frozen=True, slots=True)
class LogSight:
    """One class of trouble in one log: a word (corruption, disk, login ...); ``quote`` is its last line, masked."""

    kind: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    quote: str


@dataclass(frozen=True, slots=True)
class LogPart:
    """What was read of a log, at once or on one day: counts from ``since_at`` to ``last_at``.

    ``errors_count`` are errors of statements and of logins, all of them; no word of those is kept.
    """

    since_at: datetime | None
    last_at: datetime | None
    lines_count: int
    errors_count: int
    sights: tuple[LogSight, ...]


@dataclass(frozen=True, slots=True)
class LogReading:
    """What this inspection read of one log. Identity: ``name``, the server's data directory.

    ``begun`` is first, continued (from where the last inspection stopped), or lost: that place is no more there, and all
    that is left of the period was read. ``path`` is the file, or the unit whose journal it is. ``skipped_bytes`` were too
    many.
    """

    name: str
    path: str
    begun: str
    skipped_bytes: int
    part: LogPart


@dataclass(frozen=True, slots=True)
class LogReadings:
    """What was read of every server log of a host."""

    now_at: datetime
    window_days: int
    logs: Listing[LogReading]

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """Logs that were not read, by their server's data directory."""
        return self.logs.unseen


@dataclass(frozen=True, slots=True)
class KeptLog:
    """What earlier inspections found in one log, by the day on which they read it."""

    name: str
    read_at: datetime
    days: tuple[tuple[date, LogPart], ...]


@dataclass(frozen=True, slots=True)
class LogMemory:
    """What is kept of all logs of a host between two inspections."""

    logs: tuple[KeptLog, ...]


@dataclass(frozen=True, slots=True)
class ServerLog:
    """What one log says, over the period. Identity: ``name``, the server's data directory.

    Counts are from ``since_at`` on. ``unread_from_at``: between it and ``unread_to_at`` lines may be missing.
    """

    name: str
    path: str
    since_at: datetime | None
    last_at: datetime | None
    lines_count: int
    errors_count: int
    sights: tuple[LogSight, ...]
    unread_from_at: datetime | None = None
    unread_to_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ServerLogs:
    """Every server log of a host. What is older than ``window_days`` before ``now_at`` is no news."""

    now_at: datetime
    window_days: int
    logs: Listing[ServerLog]

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """Logs that were not read, by their server's data directory."""
        return self.logs.unseen
