"""What ends or fills within a few days: every date that an inspection knows, whatever check it came from."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

_DAY_SECONDS: Final = 86400.0
ENDS: Final[Mapping[str, float]] = {
    "left_seconds": 1.0,
    "left_days": _DAY_SECONDS,
    "days_left": _DAY_SECONDS,
    "support_left_days": _DAY_SECONDS,
}
"""Measures that count down to a day that stands (certificates, licences, accounts, partitions, support), in seconds."""
_UNITS: Final[Mapping[str, float]] = {
    **ENDS,
    "days_until_full": _DAY_SECONDS,
    "days_until_limit": _DAY_SECONDS,
}
"""With them what fills at the rate so far."""


def bites_at(measures: Mapping[str, float], at: datetime) -> datetime | None:
    """The first moment that a finding of ``at`` counts down to; None where it counts down to none."""
    left = [value * _UNITS[name] for name, value in measures.items() if name in _UNITS]
    try:
        return at + timedelta(seconds=min(left)) if left else None
    except OverflowError:  # a certificate without an end
        return None
