"""Facts about Oracle's alert logs, as the host that holds them shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class AlertSight:
    """One kind of trouble in one log: ``signature`` and ``entity`` (the code) as in log_database_signatures."""

    signature: str
    entity: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    quote: str


@dataclass(frozen=True, slots=True)
class AlertLog:
    """What one alert log says.

    Identity: ``instance``. Counts are of what was read: from ``since_at`` on, its last bytes.
    """

    instance: str
    path: str
    since_at: datetime | None
    lines_count: int
    sights: tuple[AlertSight, ...]
    uncounted: int


@dataclass(frozen=True, slots=True)
class AlertLogs:
    """Every alert log of a host. What is older than ``window_days`` before ``now_at`` is no news."""

    now_at: datetime
    window_days: int
    logs: Listing[AlertLog]


ALERT_LOGS: Final = FactKind[AlertLogs]("oracle.alert_logs")
