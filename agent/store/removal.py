"""Removal of whole inspections from a store on a laptop, after another file was seen to hold them; and what is left.

The deleted pages are overwritten (secure_delete) and given back (VACUUM), the journal is cut to nothing. Seals stay where
other inspections stand in the chain: a seal is a digest, and tells nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import sqlalchemy as sa

from agent.store import verifying
from agent.store.engine import WRITES, reading, told
from agent.store.evidence import split
from agent.store.inspections import RUNNING
from agent.store.tables import (
    ATTACHMENTS,
    BOOKS,
    EVIDENCE,
    FOREIGN_SEALS,
    INSPECTIONS,
    MEASURES,
    METADATA,
    OCCASIONS,
    OUTBOX,
    RECORD,
    REVISION,
    SCHEDULES,
    SEALS,
    SERIES,
    TARGETS,
    THINNED,
)
from agent.store.values import Problem

_AT_ONCE: Final = 500
"""Ours: names or digests a statement; SQLite before 3.32 takes 999 values."""
_WITH_THE_LAST: Final = (SEALS, FOREIGN_SEALS, ATTACHMENTS, OUTBOX, OCCASIONS, SCHEDULES)
"""Tables that are emptied once no inspection is left: of one that stays, the chain and the documents stay, too."""
_OF_NOBODY: Final = frozenset({REVISION.name, THINNED.name, RECORD.name, *(one.name for one in _WITH_THE_LAST)})
"""Tables without what was seen at the customer's: digests, dates, and the service company's own record of its work."""
_BY_OTHERS: Final = frozenset({EVIDENCE.name, BOOKS.name, MEASURES.name, TARGETS.name, INSPECTIONS.name})
"""Tables whose rows go by what cites them, below."""
PIECE_BYTES: Final = 48
"""So much of a packed piece of evidence is that piece's alone."""
_PIECES_MOST: Final = 200
"""Ours: pieces that are sought in the files afterwards, evenly chosen."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went: how many rows of each table, the seals of the inspections, and pieces by which a rest would be found."""

    rows: dict[str, int]
    seals: tuple[str, ...]
    pieces: tuple[bytes, ...]


def untold() -> list[str]:
    """Tables of which nothing here says what becomes of them; none, or a test fails."""
    named = _OF_NOBODY | _BY_OTHERS
    return [one.name for one in METADATA.sorted_tables if one.name not in named and not _owner(one)]


def _owner(table: sa.Table) -> str:
    """The column by which a row is an inspected target's, or an inspection's."""
    return next((name for name in ("target", "inspection") if name in table.c), "")


class MixedError(Exception):
    """A target of these inspections stands in others too, or one of them still runs; the argument names it."""


def remove(engine: sa.Engine, place: str, inspections: Collection[str]) -> Removed:
    """Delete these inspections and what is of their targets: whole, or not at all. Raises MixedError."""
    with _overwriting(engine, place) as connection:
        targets = _targets(connection, inspections)
        mixed = targets & _targets(connection, _others(connection, inspections))
        row = INSPECTIONS.c
        running = connection.execute(sa.select(row.id).where(row.state == RUNNING)).scalars().all()
        if mixed or running:
            raise MixedError(", ".join(sorted(mixed) or running))
        return _remove(connection, inspections, targets)


def _remove(connection: sa.Connection, inspections: Collection[str], targets: Collection[str]) -> Removed:
    seals = _seals(connection, inspections)
    cited = _cited(connection, inspections)
    kept = _cited(connection, _others(connection, inspections))
    pieces = _pieces(connection, sorted(cited - kept))
    rows = {MEASURES.name: _delete(connection, MEASURES.c.series, _series(connection, targets))}
    for table in METADATA.sorted_tables:
        owner = "" if table.name in _OF_NOBODY | _BY_OTHERS else _owner(table)
        if owner:
            rows[table.name] = _delete(connection, table.c[owner], targets if owner == "target" else inspections)
    rows[EVIDENCE.name] = _delete(connection, EVIDENCE.c.digest, cited - kept)
    rows[TARGETS.name] = _delete(connection, TARGETS.c.inspection, inspections)
    rows[INSPECTIONS.name] = _delete(connection, INSPECTIONS.c.id, inspections)
    rows[BOOKS.name] = connection.execute(
        sa.delete(BOOKS).where(BOOKS.c.digest.not_in(sa.select(INSPECTIONS.c.book)))
    ).rowcount
    if not _others(connection, inspections):
        rows |= {one.name: connection.execute(sa.delete(one)).rowcount for one in _WITH_THE_LAST}
    return Removed({name: count for name, count in rows.items() if count}, seals, pieces)


def _delete(connection: sa.Connection, column: "sa.Column[str] | sa.Column[int]", values: Collection[str | int]) -> int:
    ordered = sorted(values, key=str)
    parts = (ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE))
    return sum(connection.execute(sa.delete(column.table).where(column.in_(part))).rowcount for part in parts)


def _others(connection: sa.Connection, inspections: Collection[str]) -> set[str]:
    return set(connection.execute(sa.select(INSPECTIONS.c.id)).scalars()) - set(inspections)


def _series(connection: sa.Connection, targets: Collection[str]) -> list[int]:
    found = connection.execute(sa.select(SERIES.c.id, SERIES.c.target))
    return [number for number, target in found if target in set(targets)]


def _cited(connection: sa.Connection, inspections: Collection[str]) -> set[str]:
    found: set[str] = set()
    for one in inspections:
        for digests in connection.execute(sa.select(TARGETS.c.evidence).where(TARGETS.c.inspection == one)).scalars():
            found.update(split(digests))
    return found


def _seals(connection: sa.Connection, inspections: Collection[str]) -> tuple[str, ...]:
    found = connection.execute(sa.select(SEALS.c.inspection, SEALS.c.seal).order_by(SEALS.c.number))
    return tuple(seal for one, seal in found if one in set(inspections))


def _pieces(connection: sa.Connection, digests: Sequence[str]) -> tuple[bytes, ...]:
    """The ends of some packed pieces: what is left of one would hold it."""
    chosen = digests[:: max(1, len(digests) // _PIECES_MOST)]
    found = (connection.execute(sa.select(EVIDENCE.c.body).where(EVIDENCE.c.digest == one)).scalar() for one in chosen)
    ends = {bytes(one[-PIECE_BYTES:]) for one in found if one and len(one) > PIECE_BYTES}
    gone = set(digests)
    for digest, body in connection.execute(sa.select(EVIDENCE.c.digest, EVIDENCE.c.body)):
        if digest not in gone:
            ends.discard(bytes(body[-PIECE_BYTES:]))  # an answer of another customer's that ends alike
    return tuple(sorted(ends))


def _targets(connection: sa.Connection, inspections: Collection[str]) -> set[str]:
    found: set[str] = set()
    for one in inspections:
        found.update(connection.execute(sa.select(TARGETS.c.target).where(TARGETS.c.inspection == one)).scalars())
    return found


@contextmanager
def _overwriting(engine: sa.Engine, place: str) -> Iterator[sa.Connection]:
    """Open a transaction whose deleted pages are overwritten; then the room is given back, the journal cut to nothing."""
    with told(place), engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA secure_delete=ON")
        marked = connection.execution_options(**{WRITES: True})
        with marked.begin():
            yield marked
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.execute(statement)
            raw.fetchall()
        raw.close()


@contextmanager
def copied(path: Path) -> Iterator[sa.Engine]:
    """Open a copy of a store to be read alone: not one byte of it, nor beside it, is written."""
    url = f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&immutable=1&uri=true"
    engine = sa.create_engine(url, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


def missing(
    engine: sa.Engine, copy: sa.Engine, place: str, inspections: Collection[str]
) -> tuple[list[str], list[Problem]]:
    """What of these inspections a copy does not hold as the store does, and what is damaged in it."""
    problems = list(verifying.verify(lambda: reading(copy, place)))
    with reading(engine, place) as here, reading(copy, place) as there:
        lacks = [one for one in sorted(inspections) if _documents(here, one) != _documents(there, one)]
        held = set(there.execute(sa.select(EVIDENCE.c.digest)).scalars())
        own = set(here.execute(sa.select(EVIDENCE.c.digest)).scalars())
        lacks += sorted((_cited(here, inspections) & own) - held)
    return lacks, problems


def _documents(connection: sa.Connection, inspection: str) -> AbstractSet[tuple[str, str]]:
    row = TARGETS.c
    found = connection.execute(sa.select(row.target, row.digest).where(row.inspection == inspection))
    sealed = connection.execute(sa.select(SEALS.c.seal).where(SEALS.c.inspection == inspection)).scalars()
    return {*((target, digest) for target, digest in found), *(("", seal) for seal in sealed)}


def copy_to(engine: sa.Engine, path: Path, place: str) -> None:
    """Write a whole copy of the store as a new file."""
    import sqlite3  # noqa: PLC0415 - the driver's own copy

    with told(place), closing(sqlite3.connect(path)) as into, engine.connect() as connection:
        source = connection.connection.driver_connection
        if isinstance(source, sqlite3.Connection):
            source.backup(into)
            into.execute("PRAGMA journal_mode=DELETE")
        else:  # encrypted: the copy is plain, for the customer has no key of ours
            raw = connection.connection.cursor()
            raw.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
            raw.execute("SELECT sqlcipher_export('plain')").fetchall()
            raw.execute("DETACH DATABASE plain")
