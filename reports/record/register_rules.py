"""What may follow what in the register of documents, how versions are numbered, and which one is meant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from config.text import Text, _
from reports.record.register import OPEN, Register, State, Step, Version

OUT: Final = frozenset({State.ISSUED, State.SIGNED})
"""What counts as said to the customer."""


def refusal(version: Version, step: Step) -> Text | None:  # noqa: PLR0911 - a reason each
    """Why a step cannot be taken now, and what is missing; None where it can."""
    if version.withdrawn is not None:
        return _("{number} is withdrawn; a new version can be written", number=version.number)
    if step is Step.WITHDRAWN:
        return None
    if version.superseded_by:
        return _("{number} is superseded by {other}", number=version.number, other=version.superseded_by)
    if step in {Step.REVIEWED, Step.ISSUED} and version.was_issued:
        return _("{number} is issued already and never changes; a correction is a new version", number=version.number)
    if step is Step.ISSUED and version.reviewed is None:
        return _("{number} lacks a review: xunjian documents review {number} --by NAME", number=version.number)
    if step is Step.SIGNED and not version.was_issued:
        return _("{number} is not issued; only what was issued is signed", number=version.number)
    return None


def too_early(version: Version, step: Step, at: datetime) -> Text | None:
    """Why a step cannot have been taken on that day, in the time zone of ``at``; None where it can."""
    acts = {Step.ISSUED: version.reviewed, Step.SIGNED: version.issued}
    act = acts.get(step)
    since = act.at if act else version.written_at
    if at.date() >= since.astimezone(at.tzinfo).date():
        return None
    if act is None:
        return _("{number} was written after that day", number=version.number)
    if step is Step.ISSUED:
        return _("{number} was reviewed after that day", number=version.number)
    return _("{number} was issued after that day", number=version.number)


def numbered(base: str, version: int) -> str:
    """The number of a version: the first has the document's own."""
    return base if version == 1 else f"{base}-V{version}"


def next_version(known: Register, base: str) -> int:
    """The version under which a document is written now: a draft stays what it is, after an issued one comes the next."""
    last = max((one for one in known.values() if one.base == base), key=lambda one: one.version, default=None)
    if last is None:
        return 1
    return last.version if last.state in OPEN else last.version + 1


def versions_of(known: Register, base: str) -> tuple[Version, ...]:
    """Every version of a document, the first first."""
    return tuple(sorted((one for one in known.values() if one.base == base), key=lambda one: one.version))


def last_before(known: Register, subject: str, states: Iterable[State] = OUT) -> Version | None:
    """The last of these documents that is about an earlier quarter and stands in one of the states."""
    wanted = frozenset(states)
    fitting = (one for one in known.values() if one.subject < subject and one.state in wanted)
    return max(fitting, key=lambda one: (one.subject, one.version, one.number), default=None)


def whose_file(known: Register, digest: str) -> Version | None:
    """The version that a file of this digest belongs to: the issued before a draft."""
    fitting = (one for one in known.values() if digest in one.every_digest)
    return max(fitting, key=lambda one: (digest in one.files.values(), one.was_issued, one.number), default=None)


def named_in(known: Register, texts: Iterable[str]) -> Version | None:
    """The version whose number stands in one of these texts; the longest, as one number begins another."""
    every = tuple(texts)
    fitting = (one for one in known.values() if any(one.number in text for text in every))
    return max(fitting, key=lambda one: len(one.number), default=None)
