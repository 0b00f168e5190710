"""Identities: who stands behind a target, as events that are only ever added."""

import json
import time
from collections.abc import Mapping

import sqlalchemy as sa

from agent.store.reading import moment
from agent.store.tables import IDENTITIES
from agent.store.ulid import ulid
from agent.store.values import IdentityEvent

OURSELVES = "xunjian"
_LATEST = sa.select(sa.func.max(IDENTITIES.c.id))
_ADD = sa.insert(IDENTITIES)
_EVENTS = (
    sa.select(IDENTITIES.c.at, IDENTITIES.c.identity, IDENTITIES.c.said_by, IDENTITIES.c.how)
    .where(IDENTITIES.c.target == sa.bindparam("of"))
    .order_by(IDENTITIES.c.id)
)


def known(connection: sa.Connection, target: str) -> dict[str, str] | None:
    """Give the identity that counts: a person's latest word, or the first that was met, with what agreed and was new.

    Two stores each met a target for the first time: what the later one met is added, and never replaces a person's word.
    """
    found: dict[str, str] | None = None
    for event in history(connection, target):
        if found is None or event.by != OURSELVES:
            found = event.identity
        elif all(found[name] == event.identity[name] for name in found.keys() & event.identity.keys()):
            found = {**found, **event.identity}
    return found


def confirm(connection: sa.Connection, target: str, identity: Mapping[str, str], by: str, how: str) -> None:
    """Add an event."""
    latest = connection.execute(_LATEST).scalar() or ""
    row = {
        "id": ulid(time.time_ns() // 1_000_000, after=latest),
        "target": target,
        "at": time.time(),
        "identity": json.dumps(dict(identity), sort_keys=True, ensure_ascii=False),
        "said_by": by,
        "how": how,
    }
    connection.execute(_ADD, row)


def meet(connection: sa.Connection, target: str, met: Mapping[str, str]) -> None:
    """Note whom an inspection met: the first time it counts, later only what is new beside what agrees.

    Another identity than the known one changes nothing here: a person says replaced, moved or same.
    """
    before = known(connection, target)
    if not met:
        return
    if before is None:
        confirm(connection, target, met, OURSELVES, "first_met")
        return
    shared = before.keys() & met.keys()
    if met.keys() - shared and shared and all(before[name] == met[name] for name in shared):
        confirm(connection, target, {**before, **met}, OURSELVES, "learned")


def history(connection: sa.Connection, target: str) -> tuple[IdentityEvent, ...]:
    """All events of a target, the oldest first."""
    found = connection.execute(_EVENTS, {"of": target})
    return tuple(IdentityEvent(target, moment(at), json.loads(who), by, how) for at, who, by, how in found)
