"""Accepted risks, as events that are only ever added: of each finding the latest counts."""

import json
import time
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from agent.store.reading import moment
from agent.store.tables import ACCEPTANCES
from agent.store.ulid import ulid
from checks.acceptance import Acceptance, Bound, Withdrawal
from checks.base import Level

ACCEPT = "accept"
WITHDRAW = "withdraw"
_LATEST = sa.select(sa.func.max(ACCEPTANCES.c.id))
_ALL = sa.select(ACCEPTANCES).order_by(ACCEPTANCES.c.id)
_ADD = sa.insert(ACCEPTANCES)


def accept(connection: sa.Connection, one: Acceptance) -> str:
    """Add an acceptance; give its id. An earlier one of the same finding no longer counts, and stays on record."""
    bounds = [[b.measure, b.value, b.is_least] for b in one.bounds]
    row = {
        "target": one.target,
        "check_id": one.check,
        "subject": one.subject,
        "event": ACCEPT,
        "level": one.level.value,
        "reason": one.reason,
        "said_by": one.by,
        "control": one.control,
        "until": one.until.isoformat(),
        "bounds": json.dumps(bounds),
        "written_by": one.written_by,
    }
    return _add(connection, row)


def withdraw(connection: sa.Connection, one: Acceptance, by: str, reason: str) -> None:
    """Add that it was taken back."""
    row = {"target": one.target, "check_id": one.check, "subject": one.subject, "event": WITHDRAW}
    nothing = dict.fromkeys(("level", "control", "until", "bounds", "written_by"), "")
    _add(connection, {**row, **nothing, "said_by": by, "reason": reason})


def _add(connection: sa.Connection, row: dict[str, str]) -> str:
    latest = connection.execute(_LATEST).scalar() or ""
    new = ulid(time.time_ns() // 1_000_000, after=latest)
    connection.execute(_ADD, {**row, "id": new, "at": time.time()})
    return new


def events(connection: sa.Connection) -> Iterator[Acceptance | Withdrawal]:
    """Everything that was ever said, the oldest first."""
    for row in connection.execute(_ALL):
        if row.event == ACCEPT:
            yield Acceptance(
                target=row.target,
                check=row.check_id,
                subject=row.subject,
                level=Level(row.level),
                reason=row.reason,
                by=row.said_by,
                control=row.control,
                until=date.fromisoformat(row.until),
                bounds=tuple(Bound(*bound) for bound in json.loads(row.bounds)),
                id=row.id,
                at=moment(row.at),
                written_by=row.written_by,
            )
        else:
            yield Withdrawal(row.target, row.check_id, row.subject, row.said_by, row.reason, moment(row.at))


def counting(connection: sa.Connection) -> tuple[Acceptance, ...]:
    """What counts: of each finding the latest acceptance, unless it was taken back. Ended ones are among them."""
    found: dict[tuple[str, str, str], Acceptance] = {}
    for one in events(connection):
        key = (one.target, one.check, one.subject)
        found.pop(key, None)
        if isinstance(one, Acceptance):
            found[key] = one
    return tuple(found.values())
