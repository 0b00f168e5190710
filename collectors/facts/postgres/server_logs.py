"""Facts about PostgreSQL's server logs on their host."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Listing, Unseen


@dataclass(frozen=True, slots=True)
class LogSight:
    """One class of trouble in one log: a word (corruption, disk, login ...); ``quote`` is its last line, masked."""

    kind: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    quote: str


@dataclass(frozen=True, slots=True)
class ServerLog:
    """What one log says. Identity: ``name``, the server's data directory.

    Counts are of what was read: from ``since_at`` on, its last bytes. ``errors_count`` are errors of statements and of
    logins, all of them; no word of those is kept.
    """

    name: str
    path: str
    since_at: datetime | None
    last_at: datetime | None
    lines_count: int
    errors_count: int
    sights: tuple[LogSight, ...]


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


SERVER_LOGS: Final = FactKind[ServerLogs]("postgres.server_logs")
