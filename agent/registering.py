"""The register of documents in the store: what the commands that write files put into it, and what they read of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.run_log import who
from agent.store.record import Entry, new_id
from checks.result import Inspection
from config.text import Text, _
from reports.record.register import Register, State, Step, Told, Version, register
from reports.record.register_rules import last_before, next_version, numbered, versions_of

if TYPE_CHECKING:
    from agent.store.store import Store
    from config.site import Site
    from reports.documents.material import Round
    from reports.documents.model import Document

STREAM: Final = "document"
_PLACES: Final = "places"
_BESIDE: Final[Mapping[str, str]] = {"hardening": "-H", "confirmation": "-QR", "signing": "-QZ"}
"""What the numbers of documents that stand beside a round's own end in."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of documents that is typed into: whom it stands for, in words too, what for, and in which documents."""

    id: str
    of: tuple[str, ...]
    what: str
    places: tuple[str, ...]
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filing:
    """A document that is about to be written: under which number, as which version of what."""

    store: "Store"
    kind: str
    base: str
    subject: str
    language: str
    by: str = ""
    inspections: Mapping[str, str] = field(default_factory=dict)
    known: Register = field(default_factory=dict)
    template: str = ""
    """Path of the customer's own docx, on whose page ours is written."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Files of other kinds that belong to it, by name; who makes them writes them."""

    @property
    def version(self) -> int:
        """The version that is written now."""
        return next_version(self.known, self.base)

    @property
    def number(self) -> str:
        """The number that stands in the document and names its files."""
        return numbered(self.base, self.version)

    @property
    def earlier(self) -> tuple[Version, ...]:
        """The versions before it."""
        return tuple(one for one in versions_of(self.known, self.base) if one.version < self.version)

    def is_ours(self, path: Path) -> bool:
        """Whether a file is as this program wrote it."""
        digest = sha256(path.read_bytes()).hexdigest()
        return any(digest in one.every_digest for one in self.known.values())

    def written(self, document: "Document", files: Mapping[str, bytes], folder: Path) -> None:
        """Put the files into the register, and the rows that are typed into, those that it does not know yet."""
        now = datetime.now(UTC)
        told = Told(
            new_id(),
            self.number,
            Step.WRITTEN,
            now,
            now,
            self.by,
            base=self.base,
            version=self.version,
            kind=self.kind,
            subject=self.subject,
            language=self.language,
            files={name: sha256(content).hexdigest() for name, content in {**files, **self.beside}.items()},
            inspections=self.inspections,
            folder=str(folder.resolve()),
        )
        self.store.record([_with_places(entry(told), document, places(self.store))])


def filing(
    store: "Store",
    site: "Site",
    kind: str,
    base: str,
    *,
    subject: str,
    language: str,
    inspections: Mapping[str, str] | None = None,
) -> Filing:
    """Begin a document. One in another language than the site's is a document of its own, with a number of its own."""
    named = base if language == site.language else f"{base}-{language.partition('_')[0].upper()}"
    known = versions(store)
    return Filing(store, kind, named, subject, language, site.engineer, inspections or {}, known, site.template)


def filed(store: "Store", site: "Site", made: "Round", kind: str, language: str) -> "tuple[Round, Filing]":
    """A round under the number that the register gives its document now, and what the register is to be told of it."""
    base = f"{made.number}{_BESIDE.get(kind, '')}"
    new = filing(store, site, kind, base, subject=made.quarter, language=language, inspections=dict(made.inspections))
    return replace(made, number=new.number, earlier=new.earlier, is_numbered=True), new


@dataclass(frozen=True, slots=True)
class Compared:
    """The inspections of the round that a document compares with, the number of that round's, and what is to be said."""

    headers: list[Inspection]
    number: str = ""
    note: Text | None = None


def compared_with(store: "Store", number: str, quarter: str, earlier: list[Inspection]) -> Compared:
    """The inspections of the last round of which a document was issued that is numbered like this one.

    Where none was, all ``earlier`` ones, and that is said. One in another language is of the same round.
    """
    every = versions(store)
    named = {one.number: number.replace(quarter, one.subject) for one in every.values() if one.subject}
    known = {name: one for name, one in every.items() if one.base in {named.get(name), f"{named.get(name)}-EN"}}
    issued = last_before(known, quarter)
    own = [one for one in earlier if issued and one.id in issued.inspections]
    if issued is None or not own:
        return Compared(earlier, note=_("No document of that round was issued: it was a draft."))
    signed = last_before(known, quarter, (State.SIGNED,))
    if signed is None:
        return Compared(own, issued.number, _("It was issued; none of its kind was signed so far."))
    if signed.number != issued.number:
        return Compared(own, issued.number, _("The last that was signed is {number}.", number=signed.number))
    return Compared(own, issued.number, _("It was issued and signed."))


def versions(store: "Store") -> dict[str, Version]:
    """Every version of every document, by number."""
    return register(told_of(row) for row in store.recorded(STREAM))


def entry(told: Told) -> Entry:
    """One thing that was done, as the store keeps it."""
    body = {
        "base": told.base,
        "version": str(told.version),
        "kind": told.kind,
        "subject": told.subject,
        "language": told.language,
        "folder": told.folder,
        "digests": " ".join(told.files.values()) if told.step is not Step.WRITTEN else "",  # what the store keeps
        "files": json.dumps(dict(told.files), ensure_ascii=False, sort_keys=True),
        "inspections": json.dumps(dict(told.inspections), sort_keys=True),
    }
    said = {name: value for name, value in body.items() if value not in {"", "{}"}}
    return Entry(
        told.id, STREAM, told.number, told.step.value, told.at, told.told_at, told.by, told.note, said, told.origin or who()
    )


def told_of(row: Entry) -> Told:
    """One thing that was done, from the store."""
    body = row.body
    return Told(
        row.id,
        row.name,
        Step(row.kind),
        row.at,
        row.told_at,
        row.by,
        row.note,
        row.origin,
        body.get("base", ""),
        int(body.get("version", "1")),
        body.get("kind", ""),
        body.get("subject", ""),
        body.get("language", ""),
        json.loads(body.get("files", "{}")),
        json.loads(body.get("inspections", "{}")),
        body.get("folder", ""),
    )


def places(store: "Store") -> dict[str, Row]:
    """Every row of every document that was ever written and can be typed into, by its name."""
    found: dict[str, Row] = {}
    for row in store.recorded(STREAM):
        for name, (what, for_what, of) in json.loads(row.body.get(_PLACES, "{}")).items():
            known = found.get(name)
            documents = frozenset({row.name}) | (known.documents if known else frozenset())
            found[name] = Row(name, tuple(of.split()), what, tuple(for_what.split()), documents)
    return found


def _with_places(one: Entry, document: "Document", known: Mapping[str, Row]) -> Entry:
    rows: dict[str, tuple[str, str, str]] = {}
    for cell, _text in document.entries():
        _what, so_far, _of = rows.get(cell.id, ("", "", ""))
        rows[cell.id] = (cell.what, f"{so_far} {cell.place}".strip(), " ".join(cell.of))
    new = {name: row for name, row in rows.items() if name not in known or one.name not in known[name].documents}
    said = json.dumps(new, ensure_ascii=False, sort_keys=True)
    return replace(one, body={**one.body, _PLACES: said}) if new else one
