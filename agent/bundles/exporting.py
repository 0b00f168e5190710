"""Write a 客户包: one customer's store as one file for another store."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, BinaryIO, Final

from agent.bundles.configured import files_of
from agent.bundles.content import DESK, SITE, Choice, rows
from agent.bundles.records import ABOUT, CONFIGURATION, END, Record, written
from agent.bundles.trouble import BundleError
from agent.run_log import who
from agent.store.engine import reading
from agent.store.packing import book
from agent.store.revision import HEAD
from agent.store.tables import BOOKS
from config.text import _

if TYPE_CHECKING:
    import sqlalchemy as sa

    from agent.bundles.envelope import Writer
    from agent.store.store import Store
    from config.site import Site

ROLES: Final = {"site": DESK, "desk": SITE, "both": DESK}
"""For whom a store of each role hands over where nobody says: a desk gives a site no more than a site may hold."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was written: how many rows of each table."""

    customer: str
    choice: Choice
    counts: Counter[str]
    bytes: int


def export(
    store: "Store",
    site: "Site",
    path: Path,
    choice: Choice,
    seal: "Callable[[BinaryIO], Writer]",
    config: Path | None = None,
) -> Handed:
    """Write the file; it stands there whole, or not at all. Raises BundleError, OSError."""
    if path.exists():
        raise BundleError(_("{file} is there already: nothing is written over it.", file=str(path)))
    count: Counter[str] = Counter()
    with _whole(path) as file, reading(store.engine, store.place) as connection:
        customer = one_customer(connection, site)
        writer = seal(file)
        for record in _records(connection, site, customer, choice, config):
            writer.write(written(record))
            count[str(record[0])] += 1
        writer.write(written((END, dict(count))))
        writer.close()
        size = file.tell()
    return Handed(customer, choice, count, size)


def _records(
    connection: "sa.Connection", site: "Site", customer: str, choice: Choice, config: Path | None
) -> Iterator[Record]:
    told = {"customer": customer, "revision": HEAD, "made_at": datetime.now(UTC).timestamp(), "made_by": who()}
    yield ABOUT, {**told, "for": choice.for_whom, "evidence": choice.evidence}
    if config is not None and not (choice.for_whom == SITE and site.store_role == DESK):
        for name, text in files_of(config):
            yield CONFIGURATION, {"name": name, "text": text}
    yield from rows(connection, choice)


def customers(connection: "sa.Connection") -> set[str]:
    """Whose inspections a store holds."""
    import sqlalchemy as sa  # noqa: PLC0415 - already loaded where there is a store

    found = connection.execute(sa.select(BOOKS.c.digest, BOOKS.c.body, BOOKS.c.checksum))
    return {book(digest, body, checksum).customer for digest, body, checksum in found} - {""}


def one_customer(connection: "sa.Connection", site: "Site") -> str:
    """The customer of a store; one store holds one. Raises BundleError where it holds another's."""
    found = customers(connection)
    if site.customer:
        found.add(site.customer)
    if len(found) > 1:
        raise BundleError(
            _(
                "This store holds inspections of several customers: {customers}. Targets of the same name would be one. "
                "Keep a store for each customer (store.url in each xunjian.yaml).",
                customers=tuple(sorted(found)),
            )
        )
    return next(iter(found), "")


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A new file, 0600, that has its name only once all of it is on the disk."""
    made = path.with_name(f".{path.name}.{token_hex(6)}")
    descriptor = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(made, path)
    finally:
        made.unlink(missing_ok=True)
