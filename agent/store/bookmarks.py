"""Bookmarks: how far a schedule has read a target's logs, by collector."""

from collections.abc import Mapping

import sqlalchemy as sa

from agent.store.tables import BOOKMARKS, upsert


def move(connection: sa.Connection, inspection: str, target: str, schedule: str, bookmarks: Mapping[str, str]) -> None:
    """Move one schedule's bookmarks of a target; a run on demand has the schedule "" and moves its own alone."""
    rows = [
        {"target": target, "collector": collector, "schedule": schedule, "bookmark": bookmark, "inspection": inspection}
        for collector, bookmark in sorted(bookmarks.items())
    ]
    upsert(connection, BOOKMARKS, rows)


def read(connection: sa.Connection, target: str, schedule: str) -> dict[str, str]:
    """Give one schedule's bookmarks of a target, by collector."""
    row = BOOKMARKS.c
    found = connection.execute(sa.select(row.collector, row.bookmark).where(row.target == target, row.schedule == schedule))
    return {collector: bookmark for collector, bookmark in found}  # noqa: C416 - a row is no pair to the type checker
