"""Facts about when the target was started, and whether it was shut down before.

The kernel's own uptime is the witness for the time since the last start: within it nothing was started again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Boot:
    """One start of the system. ``was_shut_down``: whether the run before it ended in order; None where nobody can tell."""

    at: datetime
    was_shut_down: bool | None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class BootRecord:
    """One record of starts, oldest first. ``recorded_from`` is where it begins; None where it is empty."""

    name: str
    now_at: datetime
    booted_at: datetime
    window_days: int
    recorded_from: datetime | None
    boots: tuple[Boot, ...] = ()


@dataclass(frozen=True, slots=True)
class BootHistory:
    """Every record that could be read, the one that reaches furthest back first, and why another could not."""

    records: tuple[BootRecord, ...]
    missed: tuple[str, ...] = ()


LOGIN_RECORD: Final = FactKind[BootRecord]("boots_in_login_record")
JOURNAL_RECORD: Final = FactKind[BootRecord]("boots_in_journal")
BOOT_HISTORY: Final = FactKind[BootHistory]("boot_history")
