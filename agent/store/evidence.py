"""Evidence: what came back, addressed by its sha256, kept once, purged by age.

A purge takes the whole row: the digest stays in the sealed document of whoever cited it, and that inspection's heading says
that something it cites was purged. (A row left behind for each piece came to 1.4 GB in two years of 200 targets a day.)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import sqlalchemy as sa

from agent.store.inserting import upsert
from agent.store.packing import packer, unpack
from agent.store.tables import EVIDENCE, INSPECTIONS, TARGETS

DIGEST_BYTES = 32
_AT_ONCE = 500
"""Ours: digests a statement; SQLite before 3.32 takes 999 values."""


_OLD = EVIDENCE.c
_DIGESTS: sa.BindParameter[str] = sa.bindparam("digests", expanding=True)
_NOW = sa.bindparam("now", type_=sa.Double)
_KEPT = (
    sa.select(_OLD.digest)
    .where(_OLD.digest.in_(_DIGESTS))
    .order_by(_OLD.digest)
    .with_for_update()  # no purge takes them from under us
)
_CITE = (
    sa.update(EVIDENCE)
    .where(_OLD.digest.in_(_DIGESTS))
    .values(cited_at=sa.case((_OLD.cited_at < _NOW, _NOW), else_=_OLD.cited_at))
)
_CITE_DOCUMENTED = _CITE.values(documented_at=sa.case((_OLD.documented_at > _NOW, _OLD.documented_at), else_=_NOW))


def joined(digests: Iterable[str]) -> bytes:
    """Write the digests that a target's result cites."""
    return b"".join(bytes.fromhex(digest) for digest in sorted(digests))


def split(digests: bytes) -> list[str]:
    """Read them back."""
    return [digests[at : at + DIGEST_BYTES].hex() for at in range(0, len(digests), DIGEST_BYTES)]


def save(connection: sa.Connection, pieces: Mapping[str, bytes], at: float, *, is_documented: bool) -> None:
    """Keep what is not kept yet; of the rest note that it was cited again. Raises ValueError for a wrong digest."""
    digests = sorted(pieces)
    kept: set[str] = set()
    for part in _parts(digests):
        there = connection.execute(_KEPT, {"digests": part}).scalars().all()
        if there:
            _cite(connection, there, at, is_documented=is_documented)
            kept.update(there)
    pack = packer()
    new = []
    for digest in digests:
        if digest in kept:
            continue
        packed = pack(pieces[digest])
        if packed.digest != digest:
            raise ValueError(f"evidence {digest} is {packed.digest}")
        new.append(
            {
                "digest": digest,
                "body": packed.body,
                "checksum": packed.checksum,
                "size_bytes": packed.size_bytes,
                "cited_at": at,
                "documented_at": at if is_documented else None,
            }
        )
    upsert(connection, EVIDENCE, new)


def cite(connection: sa.Connection, digests: Iterable[str], at: float, *, is_documented: bool) -> None:
    """Note that kept evidence was used again, by a result that was compared with it: it ages from now."""
    for part in _parts(sorted(digests)):
        _cite(connection, part, at, is_documented=is_documented)


def _cite(connection: sa.Connection, digests: Sequence[str], at: float, *, is_documented: bool) -> None:
    connection.execute(_CITE_DOCUMENTED if is_documented else _CITE, {"digests": digests, "now": at})


def _parts(digests: Sequence[str]) -> Iterable[Sequence[str]]:
    return (digests[at : at + _AT_ONCE] for at in range(0, len(digests), _AT_ONCE))


def read(connection: sa.Connection, digest: str) -> bytes | None:
    """Give one piece; None when it was purged or never kept. Raises ChangedError."""
    row = EVIDENCE.c
    found = connection.execute(sa.select(row.body, row.checksum).where(row.digest == digest)).one_or_none()
    return None if found is None else unpack(digest, found.body, found.checksum)


def purge(
    connection: sa.Connection, now: float, routine_seconds: float, documented_seconds: float, pinned: Collection[str]
) -> int:
    """Drop what is past its age, but nothing that a pinned inspection cites; give how many pieces."""
    row = EVIDENCE.c
    old = sa.and_(
        row.cited_at < now - routine_seconds,
        sa.or_(row.documented_at.is_(None), row.documented_at < now - documented_seconds),
    )
    found = set(connection.execute(sa.select(row.digest).where(old)).scalars())
    if found:
        found -= _cited_by(connection, pinned)
    if found:
        _mark(connection, found, now)
    for part in _parts(sorted(found)):
        connection.execute(sa.delete(EVIDENCE).where(row.digest.in_(part)))
    return len(found)


def _cited_by(connection: sa.Connection, inspections: Collection[str]) -> set[str]:
    cited: set[str] = set()
    for one in inspections:
        for digests in connection.execute(sa.select(TARGETS.c.evidence).where(TARGETS.c.inspection == one)).scalars():
            cited.update(split(digests))
    return cited


def _mark(connection: sa.Connection, gone: AbstractSet[str], now: float) -> None:
    """Say of each inspection that cites one of these that it was purged."""
    row = INSPECTIONS.c
    for one in connection.execute(sa.select(row.id).where(row.purged_at.is_(None))).scalars().all():
        if not gone.isdisjoint(_cited_by(connection, (one,))):
            connection.execute(sa.update(INSPECTIONS).where(row.id == one).values(purged_at=now))
