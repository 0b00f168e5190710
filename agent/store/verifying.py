"""Recompute every digest and seal, and name what does not agree. Reads in short transactions; changes nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import sqlalchemy as sa

from agent.store import chains, seals
from agent.store.documents import KEPT, Kept, read
from agent.store.evidence import split
from agent.store.packing import ChangedError, unpack
from agent.store.tables import BOOKS, CHANGES, EVIDENCE, INSPECTIONS
from agent.store.values import Flaw, Problem

Reading = Callable[[], AbstractContextManager[sa.Connection]]

_SEAL = re.compile(r"[0-9a-f]{64}")
_AT_ONCE = 200
"""Ours: pieces of evidence a read; each some KiB."""


def verify(reading: Reading, anchor: str = "") -> Iterator[Problem]:
    """Name each flaw. ``anchor``: a seal printed on paper that must be in the chain."""
    changed, kept = _evidence(reading)
    for digest, flaw in sorted(changed.items(), key=lambda item: item[0]):
        yield Problem(flaw, digest=digest)
    with reading() as connection:
        inspections = connection.execute(sa.select(INSPECTIONS.c.id).order_by(INSPECTIONS.c.id)).scalars().all()
    for inspection in inspections:
        with reading() as connection:
            yield from _inspection(connection, inspection, kept | changed.keys())
    with reading() as connection:
        yield from _chain(connection, anchor)


def _evidence(reading: Reading) -> tuple[dict[str, Flaw], set[str]]:
    """Give the pieces that are wrong by digest, and those that are right."""
    wrong: dict[str, Flaw] = {}
    kept: set[str] = set()
    after = ""
    row = EVIDENCE.c
    columns = (row.digest, row.body, row.checksum, row.size_bytes)
    while True:
        with reading() as connection:
            statement = sa.select(*columns).where(row.digest > after).order_by(row.digest).limit(_AT_ONCE)
            page = connection.execute(statement).all()
        if not page:
            return wrong, kept
        for digest, body, checksum, size_bytes in page:
            after = digest
            if _size(digest, body, checksum) != size_bytes:
                wrong[digest] = Flaw.EVIDENCE_CHANGED
            else:
                kept.add(digest)


def _size(digest: str, body: bytes, checksum: int) -> int:
    """The size of what was packed; -1 where it no longer is what it was."""
    try:
        return len(unpack(digest, body, checksum))
    except ChangedError:
        return -1


def _is_whole(document: Kept) -> bool:
    try:
        read(document)
    except ChangedError:
        return False
    return True


def _inspection(connection: sa.Connection, inspection: str, kept: set[str]) -> Iterator[Problem]:
    purged_at = sa.select(INSPECTIONS.c.purged_at).where(INSPECTIONS.c.id == inspection)
    is_purged = connection.execute(purged_at).scalar() is not None
    for row in connection.execute(KEPT, {"one": inspection}):
        document = Kept(*row)
        target = document.target
        if not _is_whole(document):
            yield Problem(Flaw.DOCUMENT_CHANGED, inspection, target, document.digest)
        for piece in () if is_purged else split(document.evidence):
            if piece not in kept and not _is_there(connection, piece):
                yield Problem(Flaw.EVIDENCE_MISSING, inspection, target, piece)
    book = sa.select(BOOKS).join(INSPECTIONS, INSPECTIONS.c.book == BOOKS.c.digest).where(INSPECTIONS.c.id == inspection)
    found = connection.execute(book).one_or_none()
    if found is None or _size(found.digest, found.body, found.checksum) < 0:
        yield Problem(Flaw.CATALOGUE_CHANGED, inspection)


def _is_there(connection: sa.Connection, digest: str) -> bool:
    """Look again: a run beside us may have committed since the evidence was read."""
    return connection.execute(sa.select(EVIDENCE.c.digest).where(EVIDENCE.c.digest == digest)).first() is not None


def _chain(connection: sa.Connection, anchor: str) -> Iterator[Problem]:
    """Follow the chain, those of other stores beside it, and look for what should be in them."""
    links = seals.chain(connection)
    before, expected = "", 1
    for link in links:
        yield from _link(connection, link, before, expected)
        before, expected = link.seal, link.number + 1
    others = [one.link for one in chains.foreign(connection)]
    by_seal = {link.seal: link for link in (*links, *others)}
    for link in others:
        yield from _link(connection, link, *chains.expected_of(link, by_seal))
    for seal in chains.forks((*links, *others)):
        yield Problem(Flaw.CHAIN_FORKED, by_seal[seal].inspection if seal in by_seal else "", digest=seal)
    sealed = {link.inspection for link in (*links, *others)}
    for inspection in seals.ended(connection):
        if inspection not in sealed:
            yield Problem(Flaw.NOT_SEALED, inspection)
    yield from _removed_whole(connection, sealed)
    if anchor and not _SEAL.fullmatch(anchor.strip().lower()):
        yield Problem(Flaw.ANCHOR_MISWRITTEN, digest=anchor)
    elif anchor and anchor.strip().lower() not in by_seal:
        yield Problem(Flaw.ANCHOR_UNKNOWN, digest=anchor)


def _link(connection: sa.Connection, link: seals.Link, before: str, expected: int) -> Iterator[Problem]:
    """A removed inspection leaves its link; a removed link leaves its number and what its successor says of it."""
    if link.number != expected:
        yield Problem(Flaw.INSPECTION_REMOVED, digest=link.previous)
    elif link.previous != before:
        yield Problem(Flaw.CHAIN_BROKEN, link.inspection)
    computed = seals.compute(connection, link.inspection, link.previous)
    if computed is None:
        yield Problem(Flaw.INSPECTION_REMOVED, link.inspection, digest=link.seal)
    elif computed != link.seal:
        yield Problem(Flaw.INSPECTION_CHANGED, link.inspection, digest=link.seal)


def _removed_whole(connection: sa.Connection, sealed: set[str]) -> Iterator[Problem]:
    """Inspections that left changes of level, but neither themselves nor a seal."""
    known = sa.select(INSPECTIONS.c.id)
    left = sa.select(CHANGES.c.inspection).where(CHANGES.c.inspection.not_in(known)).distinct()
    for inspection in connection.execute(left.order_by(CHANGES.c.inspection)).scalars():
        if inspection not in sealed:
            yield Problem(Flaw.INSPECTION_REMOVED, inspection)
