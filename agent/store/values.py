"""What the store says in plain values: errors with place and remedy, interrupted inspections, problems of the seal."""

import os
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from checks.base import Level
from config.os_words import quoted
from config.text import Text, _


class Trouble(Enum):
    """Why the store could not do it."""

    MISSING = "missing"
    NOT_WRITABLE = "not_writable"
    NOT_A_STORE = "not_a_store"
    DAMAGED = "damaged"
    NEWER = "newer"
    FULL = "full"
    LOCKED = "locked"
    UNREACHABLE = "unreachable"
    IMMUTABLE = "immutable"
    UNKNOWN_ID = "unknown_id"
    AMBIGUOUS = "ambiguous"
    NAME_TAKEN = "name_taken"
    STILL_RUNNING = "still_running"
    FAILED = "failed"


TROUBLE_WORDS: dict[Trouble, tuple[Text, Text]] = {
    Trouble.MISSING: (_("There is no store here"), _("Inspect first (xunjian run), or name another place with --store")),
    Trouble.NOT_WRITABLE: (
        _("The store cannot be written"),
        _("Give this account the right to write the file and its folder, or name another place with --store"),
    ),
    Trouble.NOT_A_STORE: (
        _("This is not a store of xunjian"),
        _("Name another place with --store; this file was left as it is"),
    ),
    Trouble.DAMAGED: (
        _("The store is damaged"),
        _("Keep the file, restore the latest backup, and check the disk it stood on"),
    ),
    Trouble.NEWER: (
        _("A newer xunjian wrote this store"),
        _("Use the newer program, or name another place with --store; the store was left as it is"),
    ),
    Trouble.FULL: (
        _("The disk refused to take more of the store"),
        _("Make room on this disk and start again; what was committed before is whole"),
    ),
    Trouble.LOCKED: (
        _("Another process kept the store locked too long"),
        _("See whether another xunjian hangs, then start again"),
    ),
    Trouble.UNREACHABLE: (
        _("The store's database server did not take the connection"),
        _("Check the store's URL, the account, and that the server runs"),
    ),
    Trouble.IMMUTABLE: (
        _("What is committed is not changed"),
        _("Make a new inspection; this one has ended or already holds the target"),
    ),
    Trouble.UNKNOWN_ID: (_("The store knows nothing under this id"), _("List what there is, and copy the id from there")),
    Trouble.AMBIGUOUS: (_("This id fits more than one finding"), _("Write more digits of the id")),
    Trouble.NAME_TAKEN: (
        _("There is a snapshot of this name already"),
        _("Choose another name, or remove that snapshot first"),
    ),
    Trouble.STILL_RUNNING: (_("This inspection has not ended"), _("Wait until it has, then try again")),
    Trouble.FAILED: (_("The store's database failed"), _("Report it to us with the message beside")),
}


class StoreError(Exception):
    """The store could not do it. ``place`` is the file or URL (no password), ``detail`` the database's words or ours."""

    def __init__(self, trouble: Trouble, place: str, detail: str | Text = "") -> None:
        self.trouble = trouble
        self.place = place
        self.detail = detail
        self.what, self.remedy = TROUBLE_WORDS[trouble]
        super().__init__(str(self.text))

    @property
    def text(self) -> Text:
        """The whole message for people: place, what was found, what to do."""
        if self.detail:
            return _(
                "{place}: {what} ({detail}). {remedy}",
                place=self.place,
                what=self.what,
                detail=self.detail if isinstance(self.detail, Text) else quoted(self.detail),
                remedy=self.remedy,
            )
        return _("{place}: {what}. {remedy}", place=self.place, what=self.what, remedy=self.remedy)


@dataclass(frozen=True, slots=True)
class CutOff:
    """An inspection whose process died: the expected targets that were finished, and those that were not."""

    id: str
    purpose: str
    started_at: datetime
    ended_at: datetime
    """Its last sign of life."""
    finished: tuple[str, ...]
    unfinished: tuple[str, ...]

    @property
    def text(self) -> Text:
        """Say it to people."""
        if not self.unfinished:
            return _("Inspection {id} was cut off after its last target; all {count} are in the store.", **self._values())
        if not self.finished:
            return _("Inspection {id} was cut off before any target was finished: {unfinished}.", **self._values())
        return _("Inspection {id} was cut off. Finished: {finished}. Not finished: {unfinished}.", **self._values())

    def _values(self) -> dict[str, str | int | tuple[str, ...]]:
        return {"id": self.id, "count": len(self.finished), "finished": self.finished, "unfinished": self.unfinished}


class Flaw(Enum):
    """What ``verify`` can find."""

    DOCUMENT_CHANGED = "document_changed"
    CATALOGUE_CHANGED = "catalogue_changed"
    EVIDENCE_CHANGED = "evidence_changed"
    EVIDENCE_MISSING = "evidence_missing"
    INSPECTION_CHANGED = "inspection_changed"
    INSPECTION_REMOVED = "inspection_removed"
    NOT_SEALED = "not_sealed"
    CHAIN_BROKEN = "chain_broken"
    CHAIN_FORKED = "chain_forked"
    ANCHOR_MISWRITTEN = "anchor_miswritten"
    ANCHOR_UNKNOWN = "anchor_unknown"


FLAW_WORDS: dict[Flaw, Text] = {
    Flaw.DOCUMENT_CHANGED: _("the findings were changed after they were written"),
    Flaw.CATALOGUE_CHANGED: _("the catalogue of checks and limits was changed after it was written"),
    Flaw.EVIDENCE_CHANGED: _("evidence was changed after it was written"),
    Flaw.EVIDENCE_MISSING: _("evidence was removed without the program's purge"),
    Flaw.INSPECTION_CHANGED: _("the inspection is not what was sealed: a target, a digest or its heading was changed"),
    Flaw.INSPECTION_REMOVED: _("an inspection was removed"),
    Flaw.NOT_SEALED: _("the inspection has ended but has no seal"),
    Flaw.CHAIN_BROKEN: _("the chain of seals is broken here"),
    Flaw.CHAIN_FORKED: _("the chain of seals goes on twice from here: the store was copied, and both copies were used"),
    Flaw.ANCHOR_MISWRITTEN: _("this is no seal: a seal is 64 digits of 0-9 and a-f; copy it whole from the document"),
    Flaw.ANCHOR_UNKNOWN: _(
        "this seal is not in the chain: the document is of another store, or its inspection was removed or changed"
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One flaw of the store, and where: inspection, target and digest as far as known."""

    flaw: Flaw
    inspection: str = ""
    target: str = ""
    digest: str = ""

    @property
    def text(self) -> Text:
        """Say it to people."""
        where = tuple(part for part in (self.inspection, self.target, self.digest) if part)
        return _("{where}: {what}", where=where, what=FLAW_WORDS[self.flaw])


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it stands: its latest level, since when, and the inspection that saw it last."""

    finding_id: str
    target: str
    check: str
    subject: str
    level: Level
    since_at: datetime
    at: datetime
    inspection: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a person confirmed of a target as what should be: the facts of one kind, as an inspection saw them."""

    kind: str
    inspection: str
    by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An inspection under a name that a person gave it. ``change`` is the number of the change that it was made for."""

    name: str
    inspection: str
    made_at: datetime
    by: str
    change: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """An inspection whose evidence and measures stay, and why."""

    inspection: str
    reason: str


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One change of a finding's level; ``before`` is None when it was seen for the first time."""

    inspection: str
    at: datetime
    before: Level | None
    after: Level


@dataclass(frozen=True, slots=True)
class IdentityEvent:
    """Who was said to stand behind a target. ``how``: first_met, learned, or the person's word (replaced, moved, same)."""

    target: str
    at: datetime
    identity: dict[str, str]
    by: str
    how: str


def default_path() -> Path:
    """Where the store lies when nobody says otherwise: root's under /var/lib, else the XDG base directory for data."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/xunjian/xunjian.db")
    data = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data) if data.startswith("/") else Path.home() / ".local" / "share"
    return base / "xunjian" / "xunjian.db"
