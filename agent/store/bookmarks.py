"""Bookmarks: how far a schedule has read a target's logs, by collector."""

from collections.abc import Mapping

import sqlalchemy as sa

from agent.store.inserting import upsert
from agent.store.tables import BOOKMARKS

_KEPT = sa.select(BOOKMARKS.c.collector, BOOKMARKS.c.bookmark).where(
    BOOKMARKS.c.target == sa.bindparam("of"), BOOKMARKS.c.schedule == sa.bindparam("by")
)


def move(connection: sa.Connection, inspection: str, target: str, schedule: str, bookmarks: Mapping[str, str]) -> None:
    """Move one schedule's bookmarks of a target; a run on demand has the schedule "" and moves its own alone."""
    rows = [
        {"target": target, "collector": collector, "schedule": schedule, "bookmark": bookmark, "inspection": inspection}
        for collector, bookmark in sorted(bookmarks.items())
    ]
    upsert(connection, BOOKMARKS, rows)


def read(connection: sa.Connection, target: str, schedule: str) -> dict[str, str]:
    """Give one schedule's bookmarks of a target, by collector."""
    found = connection.execute(_KEPT, {"of": target, "by": schedule})
    return {collector: bookmark for collector, bookmark in found}  # noqa: C416 - a row is no pair to the type checker
