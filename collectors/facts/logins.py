"""Facts about logins that failed: by source, how many, how many in one day, and whether one succeeded after many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class LoginSource:
    """Failed logins from one source. Identity: ``source`` (an address, or ``local``).

    ``most_a_day`` is the largest number in one day. ``broken_in_after`` is how many failures stood before a login that
    succeeded with a password, 0 where none did; ``key_after`` the same for a login with a key; ``users`` are
    accounts of this machine, ``strangers_count`` tries with names that it does not know.
    """

    source: str
    count: int
    most_a_day: int
    broken_in_after: int = 0
    key_after: int = 0
    strangers_count: int = 0
    users: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True, slots=True)
class LoginFailures:
    """All failed logins in what was read. ``record`` names it: files, journal or btmp.

    ``knows_success``: whether the record also holds logins that succeeded. ``left_out`` are sources beyond the most kept.
    """

    record: str
    covered_from: datetime | None
    now_at: datetime
    window_days: int
    lines_count: int
    most_a_day: int
    sources: tuple[LoginSource, ...] = ()
    left_out: int = 0
    knows_success: bool = True


LOGIN_FAILURES: Final = FactKind[LoginFailures]("login_failures")
