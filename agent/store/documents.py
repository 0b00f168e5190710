"""A target's documents, each packed over an earlier one of the same target, which it repeats nearly word for word.

Of a host with 75 checks a document is 320 KB; packed alone it takes 76 KB, over an earlier one 3 to 5 KB. What it is packed
over is always a whole one: to read a document takes two rows, however many there are. What a damaged byte costs is bounded,
too: after ``MOST`` documents, or when what they need more than the closest one adds up to a whole one, comes a whole one.
The digests of its evidence, which lie beside it and nothing can pack, are part of what it is packed over.
"""

from typing import NamedTuple

import sqlalchemy as sa

from agent.store.inserting import upsert
from agent.store.packing import ChangedError, Packed, pack, unpack, unpacked
from agent.store.tables import BASES, TARGETS

MOST = 100
"""Ours: documents over one base: a quarter of daily ones; at 76 KB a base costs each of them 760 bytes."""
_LIKE = 0.5
"""Ours: of a whole one's size; what is not at least so much smaller has become another document."""

_BASE = (
    sa.select(BASES, TARGETS.c.body, TARGETS.c.checksum, TARGETS.c.digest)
    .join(TARGETS, sa.and_(TARGETS.c.inspection == BASES.c.inspection, TARGETS.c.target == BASES.c.target))
    .where(BASES.c.target == sa.bindparam("of"))
)

_UNDER = TARGETS.alias("under")
KEPT = (
    sa.select(
        TARGETS.c.target,
        TARGETS.c.digest,
        TARGETS.c.body,
        TARGETS.c.checksum,
        TARGETS.c.evidence,
        TARGETS.c.base,
        _UNDER.c.body.label("base_body"),
        _UNDER.c.checksum.label("base_checksum"),
    )
    .outerjoin(_UNDER, sa.and_(_UNDER.c.inspection == TARGETS.c.base, _UNDER.c.target == TARGETS.c.target))
    .where(TARGETS.c.inspection == sa.bindparam("one"))
)
"""The documents of an inspection with all it takes to read them; each a ``Kept``."""


class Kept(NamedTuple):
    """A document with what it is packed over."""

    target: str
    digest: str
    body: bytes
    checksum: int
    evidence: bytes
    base: str
    base_body: bytes | None
    base_checksum: int | None


class Base(NamedTuple):
    """The document that a target's next ones are packed over, and what those made of it so far."""

    inspection: str
    raw: bytes
    whole_bytes: int
    over_it: int
    least_bytes: int
    spent_bytes: int


class Document(NamedTuple):
    """A document as it lies in the store; ``base`` is the inspection whose document it is packed over, "" for none."""

    packed: Packed
    base: str = ""


def base_of(connection: sa.Connection, target: str) -> Base | None:
    """Give what the next document of a target is packed over; None where it should be a whole one."""
    row = connection.execute(_BASE, {"of": target}).one_or_none()
    if row is None or row.documents >= MOST or row.spent_bytes >= len(row.body):
        return None
    raw = unpacked(row.body, row.checksum)
    if raw is None:  # damaged: nothing more is built on it
        return None
    return Base(row.inspection, raw, len(row.body), row.documents, row.least_bytes, row.spent_bytes)


def packed_over(raw: bytes, base: Base | None, evidence: bytes) -> Document:
    """Pack a document over what repeats in it, or whole where little does; ``evidence`` is the digests beside it."""
    if base is not None:
        over = pack(raw, _repeated(base.raw, evidence))
        if len(over.body) <= base.whole_bytes * _LIKE:
            return Document(over, base.inspection)
    return Document(pack(raw))


def note(connection: sa.Connection, inspection: str, target: str, document: Document, base: Base | None) -> None:
    """Write down what the next document of a target is packed over."""
    if not document.base or base is None:
        row = {"inspection": inspection, "documents": 0, "least_bytes": 0, "spent_bytes": 0}
    else:
        size = len(document.packed.body)
        least = min(size, base.least_bytes or size)
        spent = base.spent_bytes + size - least
        row = {"inspection": base.inspection, "documents": base.over_it + 1, "least_bytes": least, "spent_bytes": spent}
    upsert(connection, BASES, [{"target": target, **row}])


def read(kept: Kept) -> bytes:
    """Give a document as it was written. Raises ChangedError when one byte of it, or of what it is packed over, differs."""
    if not kept.base:
        return unpack(kept.digest, kept.body, kept.checksum)
    whole = None
    if kept.base_body is not None and kept.base_checksum is not None:
        whole = unpacked(kept.base_body, kept.base_checksum)
    if whole is None:
        raise ChangedError(kept.digest)
    return unpack(kept.digest, kept.body, kept.checksum, _repeated(whole, kept.evidence))


def _repeated(base: bytes, evidence: bytes) -> bytes:
    """What a document repeats: an earlier one, and the digests as it writes them."""
    return base + evidence.hex().encode()
