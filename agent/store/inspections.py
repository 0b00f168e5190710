"""Inspections: begun, committed target by target, ended, marked when their process died."""

import json
import time

import sqlalchemy as sa

from agent.store import rounds
from agent.store.documents import Document
from agent.store.inserting import insert_or_ignore
from agent.store.packing import Book, Packed, packer, written
from agent.store.process import Owner, is_alive, myself
from agent.store.tables import BOOKS, INSPECTIONS, LEASES, TARGETS
from agent.store.ulid import ulid
from agent.store.values import StoreError, Trouble
from checks.result import Inspection, TargetResult

RUNNING, DONE, CUT_OFF = "running", "done", "cut_off"

# Statements of every commit stand ready in this package: to build one costs four times what it costs to run.
_ONE: sa.BindParameter[str] = sa.bindparam("one")
_RENEW = (
    sa.update(INSPECTIONS)
    .where(INSPECTIONS.c.id == _ONE, INSPECTIONS.c.state == RUNNING)
    .values(renewed_at=sa.bindparam("now"))
)
_PURPOSE = sa.select(INSPECTIONS.c.purpose).where(INSPECTIONS.c.id == _ONE)
_ADD_TARGET = sa.insert(TARGETS).values(
    number=sa.select(sa.func.count()).select_from(TARGETS).where(TARGETS.c.inspection == _ONE).scalar_subquery(),
    **{
        name: sa.bindparam(name)
        for name in ("inspection", "target", "state", "digest", "body", "checksum", "evidence", "base", "started_at")
    },
)


def begin(connection: sa.Connection, header: Inspection, book: Packed) -> str:
    """Write the heading of an inspection that starts now; give its id."""
    latest = connection.execute(sa.select(sa.func.max(INSPECTIONS.c.id))).scalar() or ""
    new = header.id or ulid(time.time_ns() // 1_000_000, after=latest)
    insert_or_ignore(connection, BOOKS, [{"digest": book.digest, "body": book.body, "checksum": book.checksum}])
    owner = myself()
    connection.execute(
        sa.insert(INSPECTIONS).values(
            id=new,
            purpose=header.purpose,
            tool_version=header.tool_version,
            started_at=header.started_at.timestamp(),
            state=RUNNING,
            config_digest=header.config_digest,
            book=book.digest,
            expected=json.dumps(header.expected, ensure_ascii=False),
            completes=header.completes,
            footprint="{}",
            owner_boot=owner.boot,
            owner_space=owner.space,
            owner_pid=owner.pid,
            owner_started=owner.started,
            renewed_at=time.time(),
        )
    )
    return new


def pack_book(header: Inspection) -> Packed:
    """Pack what an inspection judges by: the catalogue with its limits, and the operator's rules."""
    return packer()(written(Book(header.catalogue, header.rules, header.customer, header.defects)))


def renew(connection: sa.Connection, one: str, place: str) -> str:
    """Say that the inspection lives, and lock its row; give its purpose. Raises StoreError when it has ended."""
    if connection.execute(_RENEW, {"one": one, "now": time.time()}).rowcount == 0:
        raise StoreError(Trouble.IMMUTABLE, place, one)
    purpose: str = connection.execute(_PURPOSE, {"one": one}).scalar_one()
    return purpose


def add_target(connection: sa.Connection, one: str, result: TargetResult, document: Document, cited: bytes) -> None:
    """Write one target's document; it never changes again. Raises IntegrityError for one that is there."""
    connection.execute(
        _ADD_TARGET,
        {
            "inspection": one,
            "one": one,
            "target": result.target,
            "state": result.state,
            "digest": document.packed.digest,
            "body": document.packed.body,
            "checksum": document.packed.checksum,
            "evidence": cited,
            "base": document.base,
            "judged": rounds.judged(result),
            "started_at": result.started_at.timestamp(),
        },
    )


def dead(connection: sa.Connection, *, is_shared: bool) -> list[str]:
    """Inspections that run by the books but whose process is gone."""
    row = INSPECTIONS.c
    found = connection.execute(
        sa.select(row.id, row.owner_boot, row.owner_space, row.owner_pid, row.owner_started, row.renewed_at).where(
            row.state == RUNNING
        )
    )
    now = time.time()
    return [one for one, *owner, renewed in found if not is_alive(Owner(*owner), now - renewed, is_shared=is_shared)]


def close(connection: sa.Connection, one: str, state: str, ended_at: float | None, footprint: str) -> bool:
    """Set the final state, if nobody else has; without ``ended_at`` the last sign of life stands for it."""
    row = INSPECTIONS.c
    ended = row.renewed_at if ended_at is None else ended_at
    touched = connection.execute(
        sa.update(INSPECTIONS)
        .where(row.id == one, row.state == RUNNING)
        .values(state=state, ended_at=ended, footprint=footprint)
    )
    connection.execute(sa.delete(LEASES).where(LEASES.c.holder == one))
    return touched.rowcount == 1
