"""The purge after a visit: what belongs to the customer goes from this machine once a copy that stays there is seen whole.

Nothing is taken on trust: the copy is read, its seals and digests recomputed, and held against every inspection and piece
of evidence that goes. Afterwards the files beside the store are searched for what should be gone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent import masks, run_log
from agent.masked_words import of_inspection, of_site, words
from agent.store import removal
from agent.store.tables import METADATA
from config.text import Text, _

if TYPE_CHECKING:
    from agent.store.store import Store
    from checks.result import Inspection
    from config.site import Site

SUFFIXES: Final = ("", "-wal", "-shm", "-journal")
"""The files of a store: itself, and what SQLite keeps beside it (sqlite.org/tempfiles.html)."""
ACT: Final = "purge"
"""What the run log's line has in place of an ask."""
_LEAST: Final = 5
"""Ours: letters of a word that is sought in the files; a shorter one stands there by chance."""


class PurgeError(Exception):
    """Nothing was deleted. ``text`` says why, and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


@dataclass(frozen=True, slots=True)
class Purged:
    """What a certificate says. ``left``: words and pieces that were still found; ``rows`` by table."""

    customer: str
    at: datetime
    by: str
    inspections: int
    first_at: datetime
    last_at: datetime
    rows: Mapping[str, int]
    seals: tuple[str, ...]
    copy: Path
    copy_digest: str
    log_lines: int
    log_head: str
    left: tuple[str, ...]
    had_masks: bool

    @property
    def digest(self) -> str:
        """The digest of the deleted inspections' seals, in order."""
        return _of_seals(self.seals)


def visit_of(store: "Store", customer: str) -> tuple["Inspection", ...]:
    """The inspections of a customer, without targets."""
    found = [store.heading(one.id) for one in store.inspections()]
    return tuple(one for one in found if one.customer == customer)


def copy(store: "Store", path: Path) -> str:
    """Write the copy that stays at the customer's, masks and run log beside it; give its sha256. Raises PurgeError."""
    if path.exists():
        raise PurgeError(_("{file} is there already: nothing is written over it.", file=str(path)))
    path.touch(mode=0o600)  # as the store itself: nobody else's to read
    removal.copy_to(store.engine, path, store.place)
    for place_of in (masks.place_of, run_log.place_of):
        own = place_of(store.place)
        if own.exists():
            beside = place_of(str(path))
            beside.touch(mode=0o600)
            beside.write_bytes(own.read_bytes())
    return _digest(path)


def purge(site: "Site", store: "Store", customer: str, kept_in: Path) -> Purged:
    """Delete a customer's inspections from this store. Raises PurgeError where the copy does not hold all of it."""
    if store.engine.dialect.name != "sqlite":
        raise PurgeError(
            _("This store is a database of a server, and not this machine’s own: its administrator purges it.")
        )
    visit = visit_of(store, customer)
    if not visit:
        raise PurgeError(_("There is no inspection of “{customer}” in {store}.", customer=customer, store=store.place))
    digest = _checked(store, [one.id for one in visit], kept_in)
    own = masks.place_of(store.place)
    if own.exists() and not _is_alike(own, masks.place_of(str(kept_in))):
        raise PurgeError(
            _(
                "The map of the masks, {file}, is not beside the copy: write the copy with xunjian purge --copy-to.",
                file=str(own),
            )
        )
    sought = _words(site, store, visit)
    try:
        removed = removal.remove(store.engine, store.place, [one.id for one in visit])
    except removal.MixedError as error:
        raise PurgeError(
            _("Nothing was deleted: {what} runs, or belongs to inspections of another customer too.", what=str(error))
        ) from error
    had_masks = own.exists()
    if had_masks:
        _overwritten(own)
    log = run_log.RunLog(run_log.place_of(store.place), run_log.who())
    head = log.append_act(ACT, _of_seals(removed.seals))
    starts = [one.started_at for one in visit]
    return Purged(
        customer,
        datetime.now(UTC),
        log.by,
        len(visit),
        min(starts),
        max(starts),
        removed.rows,
        removed.seals,
        kept_in,
        digest,
        run_log.read(log.place).lines,
        head,
        tuple(_left(store.place, sought, removed.pieces)),
        had_masks,
    )


def _checked(store: "Store", inspections: Sequence[str], kept_in: Path) -> str:
    if not kept_in.is_file() or kept_in.samefile(store.place):
        raise PurgeError(
            _("{file} is no copy of this store: name the file that stays at the customer’s.", file=str(kept_in))
        )
    with removal.copied(kept_in) as there:
        lacks, problems = removal.missing(store.engine, there, str(kept_in), inspections)
    if lacks or problems:
        raise PurgeError(
            _(
                "Nothing was deleted: {file} lacks {lacks:number} inspections or pieces of evidence, and {flaws:number} "
                "are damaged in it. Write it again with xunjian purge --copy-to, and hand that over.",
                file=str(kept_in),
                lacks=len(lacks),
                flaws=len(problems),
            )
        )
    return _digest(kept_in)


def _words(site: "Site", store: "Store", visit: Iterable["Inspection"]) -> frozenset[str]:
    """The words to seek afterwards: of the visit's inspections, but for those that stand in what stays too."""
    gone = {one.id for one in visit}
    is_sites = site.customer in {one.customer for one in visit}
    found = {one.id: words(of_inspection(store.load(one.id), store)) for one in store.inspections()}
    stays = frozenset(word for one, some in found.items() if one not in gone for word in some)
    goes = frozenset(word for one, some in found.items() if one in gone for word in some)
    goes |= words(of_site(site)) if is_sites else frozenset()
    return frozenset(one for one in goes - stays if not one.isascii() or len(one) >= _LEAST)


def _left(place: str, sought: Iterable[str], pieces: Iterable[bytes]) -> Iterable[str]:
    """What is still found in the store's files; its own words for tables and columns are none of the customer's."""
    for suffix in SUFFIXES:
        path = Path(f"{place}{suffix}")
        body = path.read_bytes() if path.exists() else b""
        small = body.lower()
        yield from (f"{path.name}: {one}" for one in sorted(sought) if one.encode() in small and one not in _OURS)
        yield from (f"{path.name}: {one[:8].hex()}" for one in pieces if one in body)


def _ours() -> str:
    return json.dumps([[table.name, *table.c.keys()] for table in METADATA.sorted_tables])


_OURS: Final = _ours()


def _overwritten(path: Path) -> None:
    """Overwrite a small file, then take it away."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
    path.unlink()


def _is_alike(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _of_seals(seals: Iterable[str]) -> str:
    return sha256("\n".join(seals).encode()).hexdigest()


def _digest(path: Path) -> str:
    made = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            made.update(part)
    return made.hexdigest()
