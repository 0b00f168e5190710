"""Baselines: what a person confirmed of a target as what should be, by kind of fact, as events that are only ever added."""

import time
from collections.abc import Collection

import sqlalchemy as sa

from agent.store.reading import moment
from agent.store.tables import BASELINES
from agent.store.ulid import ulid
from agent.store.values import Baseline

_LATEST = sa.select(sa.func.max(BASELINES.c.id))
_ALL = sa.select(BASELINES.c.kind, BASELINES.c.inspection, BASELINES.c.said_by, BASELINES.c.at).order_by(BASELINES.c.id)
_OF_TARGET = _ALL.where(BASELINES.c.target == sa.bindparam("of"))
_EVERY = sa.select(BASELINES.c.target, BASELINES.c.kind, BASELINES.c.inspection).order_by(BASELINES.c.id)
_ADD = sa.insert(BASELINES)


def confirm(connection: sa.Connection, target: str, kinds: Collection[str], inspection: str, by: str) -> None:
    """Add an event a kind; with "" as inspection the baseline is taken back."""
    latest = connection.execute(_LATEST).scalar() or ""
    for kind in sorted(kinds):
        latest = ulid(time.time_ns() // 1_000_000, after=latest)
        row = {"id": latest, "target": target, "kind": kind, "inspection": inspection, "said_by": by, "at": time.time()}
        connection.execute(_ADD, row)


def of_target(connection: sa.Connection, target: str) -> dict[str, Baseline]:
    """Give what counts, by kind."""
    found: dict[str, Baseline] = {}
    for kind, inspection, by, at in connection.execute(_OF_TARGET, {"of": target}):
        found.pop(kind, None)
        if inspection:
            found[kind] = Baseline(kind, inspection, by, moment(at))
    return found


def inspections(connection: sa.Connection) -> frozenset[str]:
    """Give every inspection that a baseline that counts rests on."""
    standing: dict[tuple[str, str], str] = {}
    for target, kind, inspection in connection.execute(_EVERY):
        standing[target, kind] = inspection
    return frozenset(one for one in standing.values() if one)
