"""The queue's tables in the store's PostgreSQL: procrastinate's own, and who the workers are.

They hold no record: nothing in them is sealed, and an empty queue may be dropped. Beside procrastinate's methods stands
here what it has none for: a whole inspection's errands struck at once, and a look at who serves which zone.
"""

import json
import time
from collections.abc import Collection
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import sqlalchemy as sa

from agent.store.engine import reading, writing
from agent.store.values import StoreError, Trouble
from config.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.store.store import Store

_LOCK: Final = 0x78756E6A69616F
"""The number of PostgreSQL's advisory lock under which one process makes the tables or looks for stalled errands."""
NOT_A_SERVER: Final = _("it is a file, and a queue needs a PostgreSQL server")
_WORKERS: Final = """
CREATE TABLE xunjian_workers (
    id bigint PRIMARY KEY REFERENCES procrastinate_workers (id) ON DELETE CASCADE,
    name text NOT NULL,
    zones text NOT NULL,
    digest text NOT NULL,
    slots integer NOT NULL,
    began_at double precision NOT NULL
)
"""
_LIST: Final = sa.text(
    "SELECT w.id, w.name, w.zones, w.digest, w.slots, w.began_at, "
    "extract(epoch FROM now() - p.last_heartbeat)::double precision AS silent_seconds, "
    "(SELECT count(*) FROM procrastinate_jobs j WHERE j.worker_id = w.id AND j.status = 'doing') AS asking "
    "FROM xunjian_workers w JOIN procrastinate_workers p ON p.id = w.id ORDER BY w.name, w.id"
)
_ADD: Final = sa.text(
    "INSERT INTO xunjian_workers (id, name, zones, digest, slots, began_at) "
    "VALUES (:id, :name, :zones, :digest, :slots, :began_at)"
)
_STRIKE: Final = sa.text(
    "DELETE FROM procrastinate_jobs WHERE args ->> 'inspection' = :inspection "
    "AND (:is_all OR args ->> 'target' = ANY (:targets))"
)
_GIVEN_UP: Final = sa.text(
    "SELECT args ->> 'target' FROM procrastinate_jobs WHERE status = 'failed' AND args ->> 'inspection' = :inspection"
)
_SWEEP: Final = sa.text(
    "DELETE FROM procrastinate_jobs j WHERE task_name = :task AND status <> 'doing' "
    "AND NOT EXISTS (SELECT 1 FROM inspections i WHERE i.id = j.args ->> 'inspection' AND i.state = 'running')"
)
_WAITING: Final = sa.text(
    "SELECT args ->> 'zone' AS zone, args ->> 'digest' AS digest, count(*) AS errands "
    "FROM procrastinate_jobs WHERE status = 'todo' AND task_name = :task GROUP BY 1, 2 ORDER BY 1, 2"
)


class Worker(NamedTuple):
    """A worker as the queue knows it."""

    id: int
    name: str
    """The account and the machine."""
    zones: tuple[str, ...]
    digest: str
    slots: int
    began_at: float
    silent_seconds: float
    """Since its last sign of life, by the server's clock."""
    asking: int


class Waiting(NamedTuple):
    """How many errands of a zone wait under one configuration."""

    zone: str
    digest: str
    errands: int


def ensure(store: "Store") -> None:
    """Make the tables where there are none. Raises StoreError."""
    if store.engine.dialect.name != "postgresql":
        raise StoreError(Trouble.FAILED, store.place, NOT_A_SERVER)
    from procrastinate.schema import SchemaManager  # noqa: PLC0415 - an extra that only a fleet needs

    with writing(store.engine, store.place) as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        if connection.scalar(sa.select(sa.func.to_regclass("xunjian_workers"))) is None:
            if connection.scalar(sa.select(sa.func.to_regclass("procrastinate_jobs"))) is None:
                connection.connection.cursor().execute(SchemaManager.get_schema())
            connection.execute(sa.text(_WORKERS))


def is_there(store: "Store") -> bool:
    """Say whether a store has a queue."""
    if store.engine.dialect.name != "postgresql":
        return False
    with reading(store.engine, store.place) as connection:
        return connection.scalar(sa.select(sa.func.to_regclass("xunjian_workers"))) is not None


def sign_on(store: "Store", worker: int, name: str, zones: Collection[str], digest: str, slots: int) -> None:
    """Write who a registered worker is."""
    told = {"name": name, "zones": json.dumps(list(zones), ensure_ascii=False), "digest": digest}
    with writing(store.engine, store.place) as connection:
        connection.execute(_ADD, {"id": worker, "slots": slots, "began_at": time.time(), **told})


def workers(store: "Store") -> tuple[Worker, ...]:
    """Give every worker that was not struck off, those that are silent among them."""
    with reading(store.engine, store.place) as connection:
        found = connection.execute(_LIST).mappings().all()
    return tuple(Worker(**{**row, "zones": tuple(json.loads(row["zones"]))}) for row in found)


def waiting(store: "Store") -> tuple[Waiting, ...]:
    """Count the errands that wait."""
    from agent.fleet.errand import TASK  # noqa: PLC0415 - it brings the catalogue

    with reading(store.engine, store.place) as connection:
        return tuple(Waiting(*row) for row in connection.execute(_WAITING, {"task": TASK}))


def strike(store: "Store", inspection: str, targets: Collection[str] | None = None) -> None:
    """Take the errands of an inspection off the queue, all or those of some targets, whoever has them."""
    with writing(store.engine, store.place) as connection:
        connection.execute(_STRIKE, {"inspection": inspection, "is_all": targets is None, "targets": list(targets or ())})


def given_up(store: "Store", inspection: str) -> tuple[str, ...]:
    """Give the targets of an inspection that no worker could do."""
    with reading(store.engine, store.place) as connection:
        return tuple(connection.execute(_GIVEN_UP, {"inspection": inspection}).scalars())


def sweep(store: "Store") -> int:
    """Take off the queue what inspections left there that have ended or were cut off; give how many."""
    from agent.fleet.errand import TASK  # noqa: PLC0415 - it brings the catalogue

    with writing(store.engine, store.place) as connection:
        return connection.execute(_SWEEP, {"task": TASK}).rowcount


@contextmanager
def only_one(store: "Store") -> "Iterator[bool]":
    """Give True to one process at a time, False to any other meanwhile."""
    with reading(store.engine, store.place) as connection:
        yield bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK + 1))))
