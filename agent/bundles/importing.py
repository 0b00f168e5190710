"""Take a 客户包 in: held against its signature and its signer first, read to its end, then merged in one transaction.

Nothing of it is in the store before all of it was seen to be whole; what was taken in is held against its own digests and
seals before the transaction ends. Twice is as once, and in any order.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

import sqlalchemy as sa

from agent.bundles import envelope
from agent.bundles.content import PLAIN, SITE, Barred, cited_by
from agent.bundles.exporting import customers
from agent.bundles.meeting import Meeting, meetings
from agent.bundles.records import ABOUT, CONFIGURATION, Record, read
from agent.bundles.trouble import BundleError
from agent.bundles.trusting import trust_of
from agent.store import merging, merging_rows, seals
from agent.store.documents import KEPT, Kept
from agent.store.documents import read as whole
from agent.store.engine import writing
from agent.store.evidence import split
from agent.store.merging_rows import DifferentError, Row, Union
from agent.store.packing import ChangedError, unpack
from agent.store.revision import HEAD
from agent.store.tables import (
    ATTACHMENTS,
    BOOKS,
    EVIDENCE,
    FOREIGN_SEALS,
    INSPECTIONS,
    MEASURES,
    RECORD,
    SEALS,
    SNAPSHOTS,
    TARGETS,
)
from config.text import _
from reports.record.sides import EVERY_STREAM

if TYPE_CHECKING:
    from agent.bundles.keys import PublicKey, StoreKey
    from agent.store.store import Store
    from config.secrets import Secret
    from config.site import Site

_BATCH: Final = 100
_BATCH_BYTES: Final = 4 * 1024 * 1024
_PACKED: Final = (BOOKS.name, EVIDENCE.name, ATTACHMENTS.name)
_TABLES: Final = {one.name: one for one in PLAIN}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: new rows by table, events that are not this store's to hold, decisions that met."""

    signer: "PublicKey"
    customer: str
    added: Mapping[str, int]
    left_out: int
    meetings: tuple[Meeting, ...]
    configuration: Mapping[str, str]


@dataclass(slots=True)
class _Seen:
    """What the first reading learnt of the file."""

    about: Mapping[str, object] = field(default_factory=dict)
    configuration: dict[str, str] = field(default_factory=dict)
    barred: Barred = field(default_factory=Barred)
    cited: set[str] = field(default_factory=set)


def take_in(
    store: "Store", site: "Site", file: BinaryIO, own: "StoreKey", passphrase: "Callable[[], Secret]", trusted: str = ""
) -> Taken:
    """Merge a file into the store. ``trusted`` is the signer's fingerprint as somebody read it. Raises BundleError."""
    signed = envelope.checked(file)
    signer = signed.header.public
    remember = trust_of(store, own, signer, trusted)
    key = envelope.opened(signed, own, passphrase)
    seen = _looked_through(read(envelope.stream(file, signed, key)), is_site=site.store_role == SITE)
    before = tuple(store.recorded("problem")), store.acceptance_events()
    with writing(store.engine, store.place) as connection:
        customer = _one_customer(connection, site, str(seen.about.get("customer", "")))
        union, left_out = Union(), 0
        try:
            for name, batch in _batches(read(envelope.stream(file, signed, key))):
                let = _let(name, batch, seen) if site.store_role == SITE else _known(name, batch)
                left_out += len(batch) - len(let)
                _add(connection, name, let, union)
            _finish(connection, union)
        except DifferentError as error:
            raise BundleError(
                _("Nothing was taken in: this store has {what} otherwise than the file does.", what=str(error))
            ) from None
        except ChangedError as error:
            raise BundleError(_("Nothing was taken in: {what} is not what its digest says.", what=str(error))) from None
    remember()
    return Taken(signer, customer, dict(+union.added), left_out, meetings(store, before), seen.configuration)


def _looked_through(records: Iterable[Record], *, is_site: bool) -> _Seen:
    """Read all of it once. Raises BundleError where it is no whole file, or another program's."""
    seen = _Seen()
    for name, row in records:
        if name == ABOUT:
            seen.about = row
            if row.get("revision") != HEAD:
                raise BundleError(
                    _("The file was written by another version of xunjian; bring both to the same. Nothing was taken in.")
                )
        elif name == CONFIGURATION:
            seen.configuration[str(row.get("name", ""))] = str(row.get("text", ""))
        elif name == RECORD.name and is_site:
            seen.barred.note(row)
    if not seen.about:
        raise BundleError(_("The file does not say whose it is. Nothing was taken in."))
    return seen


def _one_customer(connection: sa.Connection, site: "Site", named: str) -> str:
    """Whose file and store it is. Raises BundleError where they are not one customer's."""
    held = customers(connection) | ({site.customer} if site.customer else set())
    if named and held - {named}:
        raise BundleError(
            _(
                "The file is of “{named}”, and this store of {held}: one store holds one customer. Nothing was taken in.",
                named=named,
                held=tuple(sorted(held)),
            )
        )
    return named or next(iter(held), "")


def _batches(records: Iterable[Record]) -> Iterator[tuple[str, list[Row]]]:
    """Rows of one table together, a hundred at a time, or fewer where they are large."""
    name, waiting, size = "", list[Row](), 0
    for table, row in records:
        if waiting and (table != name or len(waiting) >= _BATCH or size > _BATCH_BYTES):
            yield name, waiting
            waiting, size = [], 0
        name = table
        waiting.append(row)
        body = row.get("body")
        size += len(body) if isinstance(body, bytes) else 0
    if waiting:
        yield name, waiting


def _known(name: str, batch: list[Row]) -> list[Row]:
    """Without events of streams that nobody hands over."""
    return [row for row in batch if row["stream"] in EVERY_STREAM] if name == RECORD.name else batch


def _let(name: str, batch: list[Row], seen: _Seen) -> list[Row]:
    """What a site may hold, whatever the file was written for; of files only those that its events cite."""
    if name == RECORD.name:
        let = [row for row in batch if seen.barred.lets(row)]
        seen.cited |= cited_by(let)
        return let
    return [row for row in batch if row["digest"] in seen.cited] if name == ATTACHMENTS.name else batch


def _add(connection: sa.Connection, name: str, batch: list[Row], union: Union) -> None:
    if name in _PACKED:
        for row in batch:
            _unpacked(row)
    if name in _APART:
        _APART[name](connection, batch, union)
    elif name in _TABLES:
        new = merging_rows.add(connection, _TABLES[name], batch, union)
        if name == INSPECTIONS.name:
            union.inspections |= {str(row["id"]) for row in new}


_APART: Final[Mapping[str, Callable[[sa.Connection, list[Row], Union], None]]] = {
    TARGETS.name: merging_rows.add_documents,
    EVIDENCE.name: merging_rows.add_evidence,
    SEALS.name: merging_rows.add_seals,
    MEASURES.name: merging_rows.add_measures,
    SNAPSHOTS.name: merging_rows.add_snapshots,
}


def _unpacked(row: Row) -> None:
    """Hold a packed thing against its digest. Raises ChangedError."""
    digest, body, checksum = row["digest"], row["body"], row["checksum"]
    if not (isinstance(digest, str) and isinstance(body, bytes) and isinstance(checksum, int)):
        raise ChangedError(str(digest))
    unpack(digest, body, checksum)


def _finish(connection: sa.Connection, union: Union) -> None:
    """Hold what came against its digests and seals, then tell the course of its targets again."""
    held = set(connection.execute(sa.select(EVIDENCE.c.digest)).scalars())
    every, missing = set[str](), set[str]()
    came_evidence = bool(union.added[EVIDENCE.name])
    for one in sorted(_looked_at(connection, union, is_all=came_evidence)):
        every.add(one)
        for row in connection.execute(KEPT, {"one": one}):
            kept = Kept(*row)
            if one in union.inspections:
                whole(kept)
            if not held.issuperset(split(kept.evidence)):
                missing.add(one)
    merging_rows.mark_purged(connection, every, missing, time.time())
    for one in sorted(union.inspections):
        _sealed(connection, one)
    for target, since in sorted(union.since.items()):
        merging.retell(connection, target, since)


def _looked_at(connection: sa.Connection, union: Union, *, is_all: bool) -> set[str]:
    """Inspections whose evidence may be here otherwise than before."""
    return set(connection.execute(sa.select(TARGETS.c.inspection).distinct()).scalars()) if is_all else union.inspections


def _sealed(connection: sa.Connection, inspection: str) -> None:
    """Hold an inspection that came against its seal. Raises ChangedError."""
    row = FOREIGN_SEALS.c
    link = connection.execute(sa.select(row.seal, row.previous).where(row.inspection == inspection)).one_or_none()
    if link is None or seals.compute(connection, inspection, link.previous) != link.seal:
        raise ChangedError(inspection)
