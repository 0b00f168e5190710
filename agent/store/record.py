"""Entries of the service record: what happened and what was said, only ever added, each with where it was written."""

import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from agent.store.inserting import insert_or_ignore
from agent.store.packing import word
from agent.store.reading import moment
from agent.store.tables import RECORD
from agent.store.ulid import ulid

_ROW = RECORD.c
_IN_ORDER = sa.select(RECORD).order_by(_ROW.at, _ROW.told_at, _ROW.id)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``id`` is a ULID of the moment in which it was written."""

    id: str
    stream: str
    name: str
    kind: str
    at: datetime
    told_at: datetime
    by: str = ""
    note: str = ""
    body: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""


def new_id() -> str:
    """A ULID of now."""
    return ulid(time.time_ns() // 1_000_000)


def add(connection: sa.Connection, new: Collection[Entry]) -> int:
    """Add entries; give how many were not there yet."""
    ids = [one.id for one in new]
    known = set(connection.execute(sa.select(_ROW.id).where(_ROW.id.in_(ids))).scalars()) if ids else set()
    rows = {one.id: one for one in new if one.id not in known}
    insert_or_ignore(connection, RECORD, [_row(one) for one in rows.values()])
    return len(rows)


def of_stream(connection: sa.Connection, stream: str, name: str = "") -> tuple[Entry, ...]:
    """Give a stream's entries, of one name or of all, in the order in which they happened."""
    statement = _IN_ORDER.where(_ROW.stream == stream)
    if name:
        statement = statement.where(_ROW.name == word(name))
    return tuple(_entry(row) for row in connection.execute(statement).mappings())


def _row(one: Entry) -> dict[str, object]:
    return {
        "id": one.id,
        "stream": one.stream,
        "name": word(one.name),
        "kind": one.kind,
        "said_by": word(one.by),
        "note": word(one.note),
        "body": json.dumps({name: word(value) for name, value in one.body.items()}, ensure_ascii=False, sort_keys=True),
        "origin": word(one.origin),
        "at": one.at.timestamp(),
        "told_at": one.told_at.timestamp(),
    }


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(
        id=row["id"],
        stream=row["stream"],
        name=row["name"],
        kind=row["kind"],
        at=moment(row["at"]),
        told_at=moment(row["told_at"]),
        by=row["said_by"],
        note=row["note"],
        body=json.loads(row["body"]),
        origin=row["origin"],
    )
