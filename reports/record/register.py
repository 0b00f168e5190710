"""The register of documents (文件登记): every version of every document, from draft to signed, told from what was done.

What was issued never changes: a correction is a new version, which names the one that it replaces. A store that learnt it
in another order, or twice, tells the same; two stores that issued one number each keep both, and the later is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final

from config.text import Text, _


class Step(Enum):
    """What was done to a version; the value is the word of the store."""

    WRITTEN = "written"
    REVIEWED = "reviewed"
    ISSUED = "issued"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class State(Enum):
    """Where a version stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    ISSUED = "issued"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


STATE_WORDS: Final[Mapping[State, Text]] = {
    State.DRAFT: _("draft"),
    State.REVIEWED: _("reviewed"),
    State.ISSUED: _("issued"),
    State.SIGNED: _("signed by the customer"),
    State.SUPERSEDED: _("superseded"),
    State.WITHDRAWN: _("withdrawn"),
}
KIND_WORDS: Final[Mapping[str, Text]] = {
    "quarterly": _("Quarterly inspection report"),
    "security": _("Quarterly security check report"),
    "hardening": _("List of security remedies"),
    "fault": _("Fault resolution report"),
    "service": _("Service report"),
    "duties": _("Ledger of duties"),
    "confirmation": _("Confirmation of remedies"),
    "signing": _("Copy to be signed"),
    "restock": _("Restocking request"),
    "survey": _("Customer survey"),
    "visit": _("Brief before the visit"),
    "year": _("Service summary of the year"),
    "customer": _("Customer file"),
    "daily": _("Daily inspection record"),
    "holiday": _("Check before a holiday"),
    "upgrade": _("Upgrade verification report"),
    "approval": _("Approval of the use of a maintenance tool"),
}
"""Kinds of documents that are registered; another kind is told by its name."""
OPEN: Final = frozenset({State.DRAFT, State.REVIEWED})


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done to one version. ``files`` are digests by name; ``inspections`` are seals by id."""

    id: str
    number: str
    step: Step
    at: datetime
    told_at: datetime
    by: str = ""
    note: str = ""
    origin: str = ""
    base: str = ""
    version: int = 1
    kind: str = ""
    subject: str = ""
    """The quarter, or the number of the incident that it is about."""
    language: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    inspections: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Who did it, and on which day."""

    by: str
    at: datetime
    note: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one document."""

    number: str
    base: str
    version: int
    kind: str
    subject: str
    language: str
    written_at: datetime
    written_by: str
    state: State = State.DRAFT
    files: Mapping[str, str] = field(default_factory=dict)
    """As they were written last; once issued, as they were issued."""
    folder: str = ""
    inspections: Mapping[str, str] = field(default_factory=dict)
    every_digest: frozenset[str] = frozenset()
    """Of all files that were ever written under the number."""
    reviewed: Act | None = None
    issued: Act | None = None
    signed: tuple[Act, ...] = ()
    withdrawn: Act | None = None
    superseded_by: str = ""
    replaces: str = ""
    twice: Act | None = None
    """Another store issued the number too, with other files."""

    @property
    def was_issued(self) -> bool:
        """Whether it ever left the house."""
        return self.issued is not None


Register = Mapping[str, Version]


def register(told: Iterable[Told]) -> dict[str, Version]:
    """Fold everything that was done into the versions, by number, in the order in which they were first written."""
    every = sorted({one.id: one for one in told}.values(), key=lambda one: (one.told_at, one.id))
    found: dict[str, Version] = {}
    for one in sorted(every, key=lambda one: one.step is not Step.WRITTEN):
        if one.step is Step.WRITTEN and one.number not in found:
            found[one.number] = _begun(one)
    for one in every:
        if one.number in found:
            found[one.number] = _STEPS[one.step](found[one.number], one)
    return _superseded(found)


def _begun(one: Told) -> Version:
    about = (one.number, one.base or one.number, one.version, one.kind, one.subject, one.language)
    return Version(*about, written_at=one.at, written_by=one.by)


def _act(one: Told) -> Act:
    return Act(one.by, one.at, one.note, one.files)


def _written(version: Version, one: Told) -> Version:
    known = replace(version, every_digest=version.every_digest | set(one.files.values()))
    if version.state not in OPEN:
        return known
    return replace(
        known,
        state=State.DRAFT,
        reviewed=None,  # what was reviewed was another text
        files={**(version.files if one.folder == version.folder else {}), **one.files},
        folder=one.folder,
        inspections=one.inspections,
        written_at=one.at,
        written_by=one.by,
    )


def _reviewed(version: Version, one: Told) -> Version:
    return replace(version, state=State.REVIEWED, reviewed=_act(one)) if version.state in OPEN else version


def _issued(version: Version, one: Told) -> Version:
    if version.issued is not None:
        return version if dict(one.files) == dict(version.issued.files) else replace(version, twice=_act(one))
    digests = version.every_digest | set(one.files.values())
    return replace(version, state=State.ISSUED, issued=_act(one), files=one.files, every_digest=digests)


def _signed(version: Version, one: Told) -> Version:
    if version.issued is None:
        return version
    state = State.SIGNED if version.state is State.ISSUED else version.state
    return replace(version, state=state, signed=(*version.signed, _act(one)))


def _withdrawn(version: Version, one: Told) -> Version:
    return replace(version, state=State.WITHDRAWN, withdrawn=version.withdrawn or _act(one))


_STEPS: Final = {
    Step.WRITTEN: _written,
    Step.REVIEWED: _reviewed,
    Step.ISSUED: _issued,
    Step.SIGNED: _signed,
    Step.WITHDRAWN: _withdrawn,
}


def _superseded(found: Mapping[str, Version]) -> dict[str, Version]:
    """Say of each which one replaced it: the next version of the same document that was issued."""
    issued = [one for one in found.values() if one.was_issued]
    return {number: _beside(one, [other for other in issued if other.base == one.base]) for number, one in found.items()}


def _beside(version: Version, issued: Iterable[Version]) -> Version:
    """A version beside the others of its document that were issued."""
    every = sorted(issued, key=lambda one: one.version)
    after = next((one for one in every if one.version > version.version), None)
    before = next((one for one in reversed(every) if one.version < version.version), None)
    state = State.SUPERSEDED if after and version.state is not State.WITHDRAWN else version.state
    return replace(
        version, state=state, superseded_by=after.number if after else "", replaces=before.number if before else ""
    )
