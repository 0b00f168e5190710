"""Read inspections back: headings, whole ones, those that were cut off, those that complete another."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from agent.store.documents import KEPT, Kept, read
from agent.store.inspections import CUT_OFF, DONE
from agent.store.packing import result
from agent.store.rounds import with_book
from agent.store.tables import FOREIGN_SEALS, INSPECTIONS, SEALS, TARGETS
from agent.store.values import CutOff, StoreError, Trouble
from checks.result import Inspection, TargetResult

_HEADERS = (
    sa.select(
        INSPECTIONS,
        sa.func.coalesce(SEALS.c.seal, FOREIGN_SEALS.c.seal).label("seal"),
        sa.func.coalesce(SEALS.c.previous, FOREIGN_SEALS.c.previous).label("previous"),
    )
    .outerjoin(SEALS, SEALS.c.inspection == INSPECTIONS.c.id)
    .outerjoin(FOREIGN_SEALS, FOREIGN_SEALS.c.inspection == INSPECTIONS.c.id)
    .order_by(INSPECTIONS.c.id.desc())
)

_IN_ORDER = KEPT.order_by(TARGETS.c.number)


def headers(connection: sa.Connection, where: "sa.ColumnElement[bool] | None" = None, limit: int = 0) -> list[Inspection]:
    """Headings, the latest first; without targets, catalogue and rules."""
    statement = _HEADERS
    if where is not None:
        statement = statement.where(where)
    if limit:
        statement = statement.limit(limit)
    return [_header(row) for row in connection.execute(statement).mappings()]


def holding(target: str) -> "sa.ColumnElement[bool]":
    """Say of an inspection that it has a result of this target."""
    row = TARGETS.c
    return sa.exists().where(row.inspection == INSPECTIONS.c.id, row.target == target)


def _header(row: "sa.RowMapping") -> Inspection:
    return Inspection(
        id=row["id"],
        purpose=row["purpose"],
        tool_version=row["tool_version"],
        started_at=moment(row["started_at"]),
        ended_at=None if row["ended_at"] is None else moment(row["ended_at"]),
        state=row["state"],
        seal=row["seal"] or "",
        previous_seal=row["previous"] or "",
        completes=row["completes"],
        expected=tuple(json.loads(row["expected"])),
        config_digest=row["config_digest"],
        footprint=json.loads(row["footprint"]),
    )


def targets(connection: sa.Connection, one: str, only: str = "") -> tuple[TargetResult, ...]:
    """Read the documents of an inspection in the order of finishing, or only one target's. Raises ChangedError."""
    statement = KEPT.where(TARGETS.c.target == only) if only else _IN_ORDER
    return tuple(result(read(Kept(*found))) for found in connection.execute(statement, {"one": one}))


def cut_off_since_last(connection: sa.Connection) -> list[CutOff]:
    """Inspections found cut off since one last ended as it should; the chain of seals gives the order."""
    row = INSPECTIONS.c
    whole = (
        sa.select(sa.func.coalesce(sa.func.max(SEALS.c.number), 0))
        .join(INSPECTIONS, SEALS.c.inspection == row.id)
        .where(row.state == DONE)
        .scalar_subquery()
    )
    found = connection.execute(
        sa.select(row.id, row.purpose, row.started_at, row.ended_at, row.expected)
        .join(SEALS, SEALS.c.inspection == row.id)
        .where(row.state == CUT_OFF, SEALS.c.number > whole)
        .order_by(SEALS.c.number)
    ).all()
    return [_cut_off(connection, *each) for each in found]


def _cut_off(connection: sa.Connection, one: str, purpose: str, started: float, ended: float, expected: str) -> CutOff:
    finished = set(connection.execute(sa.select(TARGETS.c.target).where(TARGETS.c.inspection == one)).scalars())
    wanted: list[Any] = json.loads(expected)
    names = [*wanted, *sorted(finished.difference(wanted))]
    return CutOff(
        id=one,
        purpose=purpose,
        started_at=moment(started),
        ended_at=moment(ended),
        finished=tuple(name for name in names if name in finished),
        unfinished=tuple(name for name in names if name not in finished),
    )


def moment(seconds: float) -> datetime:
    """Read a time as the tables hold it."""
    return datetime.fromtimestamp(seconds, UTC)


def load(connection: sa.Connection, one: str, place: str) -> Inspection:
    """Read one inspection whole. Raises StoreError for an unknown id, ChangedError."""
    return replace(heading(connection, one, place), targets=targets(connection, one))


def heading(connection: sa.Connection, one: str, place: str) -> Inspection:
    """Read one inspection without its targets. Raises StoreError for an unknown id, ChangedError."""
    found = headers(connection, INSPECTIONS.c.id == one)
    if not found:
        raise StoreError(Trouble.UNKNOWN_ID, place, one)
    return with_book(connection, found[0], {})


def completions(connection: sa.Connection, one: str) -> list[str]:
    """Ids of the inspections that complete this one, directly or in turn, the oldest first."""
    row = INSPECTIONS.c
    found: set[str] = set()
    asked = {one}
    while asked:
        asked = set(connection.execute(sa.select(row.id).where(row.completes.in_(sorted(asked)))).scalars()) - found
        found |= asked
    return sorted(found)
