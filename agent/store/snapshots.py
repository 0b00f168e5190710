"""Snapshots: inspections that a person gave a name, to be compared with later; and all that is pinned.

What a pinned inspection cites is neither purged nor thinned: a snapshot's for as long as it has its name, a baseline's for
as long as it counts, an issued document's for ever (``pin``).
"""

import time

import sqlalchemy as sa

from agent.store import baselines
from agent.store.inserting import insert_or_ignore
from agent.store.inspections import RUNNING
from agent.store.packing import word
from agent.store.reading import completions, moment
from agent.store.tables import INSPECTIONS, PINS, SNAPSHOTS
from agent.store.values import Pin, Snapshot, StoreError, Trouble

_ROW = SNAPSHOTS.c
_ALL = sa.select(_ROW.name, _ROW.inspection, _ROW.made_at, _ROW.made_by, _ROW.change, _ROW.note).order_by(
    _ROW.made_at, _ROW.name
)


def add(connection: sa.Connection, new: Snapshot, place: str) -> None:
    """Give an inspection a name. Raises StoreError: the name is taken, the inspection runs, or there is none."""
    state = connection.execute(sa.select(INSPECTIONS.c.state).where(INSPECTIONS.c.id == new.inspection)).scalar()
    if state is None:
        raise StoreError(Trouble.UNKNOWN_ID, place, new.inspection)
    if state == RUNNING:
        raise StoreError(Trouble.STILL_RUNNING, place, new.inspection)
    row = {
        "name": word(new.name),
        "inspection": new.inspection,
        "made_at": new.made_at.timestamp(),
        "made_by": word(new.by),
        "change": word(new.change),
        "note": word(new.note),
    }
    if connection.execute(sa.select(_ROW.name).where(_ROW.name == row["name"])).first() is not None:
        raise StoreError(Trouble.NAME_TAKEN, place, new.name)
    connection.execute(sa.insert(SNAPSHOTS), row)


def every(connection: sa.Connection) -> tuple[Snapshot, ...]:
    """Give all, the oldest first."""
    return tuple(_snapshot(*each) for each in connection.execute(_ALL))


def one(connection: sa.Connection, name: str, place: str) -> Snapshot:
    """Give the one of this name. Raises StoreError when there is none: what is missing never looks like what is well."""
    found = connection.execute(_ALL.where(_ROW.name == word(name))).one_or_none()
    if found is None:
        raise StoreError(Trouble.UNKNOWN_ID, place, name)
    return _snapshot(*found)


def remove(connection: sa.Connection, name: str, place: str) -> None:
    """Take a name back; the inspection stays, and ages from now on. Raises StoreError when there is none."""
    if connection.execute(sa.delete(SNAPSHOTS).where(_ROW.name == word(name))).rowcount == 0:
        raise StoreError(Trouble.UNKNOWN_ID, place, name)


def _snapshot(name: str, inspection: str, made_at: float, by: str, change: str, note: str) -> Snapshot:
    return Snapshot(name, inspection, moment(made_at), by, change, note)


def pin(connection: sa.Connection, inspection: str, reason: str) -> None:
    """Keep for ever what an inspection cites; once is enough for one reason."""
    insert_or_ignore(connection, PINS, [{"inspection": inspection, "reason": word(reason), "at": time.time()}])


def pins(connection: sa.Connection) -> tuple[Pin, ...]:
    """Give every pin with its reason: snapshots, baselines that count, and those of ``pin``."""
    row = PINS.c
    said = connection.execute(sa.select(row.inspection, row.reason).order_by(row.at, row.inspection, row.reason))
    return (
        *(Pin(each.inspection, f"snapshot {each.name}") for each in every(connection)),
        *(Pin(inspection, "baseline") for inspection in sorted(baselines.inspections(connection))),
        *(Pin(inspection, reason) for inspection, reason in said),
    )


def pinned(connection: sa.Connection) -> set[str]:
    """Give the inspections that are pinned, and those that complete them."""
    named = {each.inspection for each in pins(connection)}
    return named.union(*(completions(connection, each) for each in named))
