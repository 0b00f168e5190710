"""How fresh the local indexes of updates are: what an old one says of updates is true of its own day only."""

from datetime import datetime, timedelta
from typing import Final

from collectors.facts.updates import Index, Updates

FRESH_DAYS: Final = 30
"""Catalogue of the security check: beyond 30 days what an index says counts for nothing."""


def newest(found: Updates) -> datetime | None:
    """The newest date that an index bears, None where none bears one."""
    return max((one.dated_at for one in found.indexes if one.dated_at), default=None)


def is_stale(one: Index, at: datetime, days: int) -> bool:
    """Whether an index says nothing of today: never fetched, past the day its maker vouches for, or too old."""
    if one.dated_at is None or (one.valid_until_at is not None and one.valid_until_at < at):
        return True
    return at - one.dated_at > timedelta(days=days)


def deciding(found: Updates) -> tuple[Index, ...]:
    """The indexes whose age tells something: those of security, else the newest of all.

    A release's own index (Debian bookworm, CentOS base) keeps its date until the next point release, for years.
    """
    of_security = tuple(one for one in found.indexes if one.is_security)
    if of_security:
        return of_security
    last = newest(found)
    return tuple(one for one in found.indexes if one.dated_at == last)[:1]
