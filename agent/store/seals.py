"""Seals: each inspection's digest chained to the one before; ``verify`` finds any later edit.

seal = sha256(previous seal, the inspection's heading, and of each target its document's digest and its evidence's).
Documents print the last seal: paper anchors the chain.
"""

import json
import time
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from agent.store.tables import INSPECTIONS, SEALS, TARGETS

_TRIES = 20
"""Ours: two processes meet at one place of the chain now and then; twenty times in a row is a fault."""

_SEALED = (
    "id",
    "purpose",
    "tool_version",
    "started_at",
    "ended_at",
    "state",
    "config_digest",
    "book",
    "expected",
    "completes",
    "footprint",
)


class Link(NamedTuple):
    """One link of the chain."""

    number: int
    inspection: str
    seal: str
    previous: str


def compute(connection: sa.Connection, inspection: str, previous: str) -> str | None:
    """Compute the seal from what the store holds now; None when the inspection is not there."""
    columns = [INSPECTIONS.c[name] for name in _SEALED]
    heading = connection.execute(sa.select(*columns).where(INSPECTIONS.c.id == inspection)).one_or_none()
    if heading is None:
        return None
    row = TARGETS.c
    found = connection.execute(
        sa.select(row.target, row.state, row.digest, row.evidence).where(row.inspection == inspection)
    )
    # sorted here: the two databases do not sort alike
    targets = sorted((target, state, digest, bytes(evidence).hex()) for target, state, digest, evidence in found)
    return sha256(json.dumps([previous, list(heading), targets], ensure_ascii=True).encode()).hexdigest()


def add(connection: sa.Connection, inspection: str) -> str:
    """Seal an ended inspection at the end of the chain, in the caller's transaction; give the seal."""
    for _attempt in range(_TRIES):
        head = connection.execute(sa.select(SEALS.c.number, SEALS.c.seal).order_by(SEALS.c.number.desc()).limit(1)).first()
        number, previous = (head.number, head.seal) if head else (0, "")
        seal = compute(connection, inspection, previous)
        row = {"number": number + 1, "inspection": inspection, "seal": seal, "previous": previous, "sealed_at": time.time()}
        try:
            with connection.begin_nested():
                connection.execute(sa.insert(SEALS).values(**row))
        except IntegrityError:  # PostgreSQL: another process sealed here first
            continue
        return seal or ""
    raise RuntimeError(f"no place in the chain of seals for {inspection}")


def chain(connection: sa.Connection) -> list[Link]:
    """Give the whole chain in order."""
    row = SEALS.c
    found = connection.execute(sa.select(row.number, row.inspection, row.seal, row.previous).order_by(row.number))
    return [Link(*each) for each in found]


def ended(connection: sa.Connection) -> Iterable[str]:
    """Ids of the inspections that must have a seal."""
    return connection.execute(sa.select(INSPECTIONS.c.id).where(INSPECTIONS.c.state != "running")).scalars().all()
