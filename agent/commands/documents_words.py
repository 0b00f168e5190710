"""Versions of documents as a person reads them, and as programs are given them."""

from typing import TYPE_CHECKING

from agent.commands.problem_words import day
from config.text import render
from reports.record.register import KIND_WORDS, STATE_WORDS, Act, State, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.site import Site

TONES = {
    State.DRAFT: "notice",
    State.REVIEWED: "notice",
    State.ISSUED: "ok",
    State.SIGNED: "ok",
    State.SUPERSEDED: "absent",
    State.WITHDRAWN: "absent",
}


def kind(one: Version, language: str) -> str:
    """What kind of document it is."""
    return render(KIND_WORDS[one.kind], language) if one.kind in KIND_WORDS else one.kind


def line(one: Version, language: str, site: "Site") -> str:
    """One version on one line."""
    from reports.marks import MARKS  # noqa: PLC0415 - only to print

    state = f"{MARKS[TONES[one.state]]} {render(STATE_WORDS[one.state], language)}"
    last = max((one.issued, *one.signed, one.withdrawn), key=lambda act: act.at.timestamp() if act else 0.0)
    told = (state, one.number, kind(one, language), one.subject, day(last.at if last else one.written_at, site))
    return "  ".join((*told, *((f"→ {one.superseded_by}",) if one.superseded_by else ())))


def acts(one: Version, language: str, site: "Site") -> "Iterator[str]":
    """What was done to a version, a line each."""
    from config.text import _  # noqa: PLC0415 - beside its use

    told = (
        (_("written"), Act(one.written_by, one.written_at)),
        (_("reviewed"), one.reviewed),
        (_("issued"), one.issued),
        *((_("signed by the customer"), act) for act in one.signed),
        (_("withdrawn"), one.withdrawn),
        (_("issued in another store too, with other files"), one.twice),
    )
    for words, act in told:
        if act is not None:
            more = [f"{name} sha256:{digest}" for name, digest in act.files.items() if one.files.get(name) != digest]
            yield "  ".join(filter(None, (day(act.at, site), render(words, language), act.by, act.note, *more)))


def plain(one: Version) -> dict[str, object]:
    """A version as programs are given it."""
    return {
        "number": one.number,
        "document": one.base,
        "version": one.version,
        "kind": one.kind,
        "subject": one.subject,
        "language": one.language,
        "state": one.state.value,
        "written_at": one.written_at.isoformat(),
        "written_by": one.written_by,
        "reviewed": _act(one.reviewed),
        "issued": _act(one.issued),
        "signed": [_act(act) for act in one.signed],
        "withdrawn": _act(one.withdrawn),
        "issued_twice": _act(one.twice),
        "replaces": one.replaces,
        "superseded_by": one.superseded_by,
        "folder": one.folder,
        "files": dict(one.files),
        "inspections": dict(one.inspections),
    }


def _act(act: Act | None) -> dict[str, object] | None:
    if act is None:
        return None
    return {"by": act.by, "at": act.at.isoformat(), "note": act.note, "files": dict(act.files)}
