"""The library of answers of a store: shipped articles, each check's remedy as its first article, and what was added."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from agent.catalogue import CHECKS
from agent.run_log import who
from agent.store.record import Entry, new_id
from checks.areas import AREA_WORDS
from config.knowledge import Written, shipped
from config.text import render
from reports.record.events import Kind
from reports.record.incidents import Incident
from reports.record.knowledge import Article, State, Step, Told, library

if TYPE_CHECKING:
    from agent.store.store import Store

STREAM: Final = "article"
GROWN: Final = "服务事件"
"""The category of what grew from an incident."""
BY_ID: Final = frozenset(check.id for check in CHECKS)
_LISTS: Final = ("checks", "symptoms")


def articles(store: "Store", language: str) -> dict[str, Article]:
    """Every article as it stands, by id."""
    first = [*map(_shipped, shipped()), *_remedies(language)]
    return library(first, map(_told, store.recorded(STREAM)))


def _shipped(one: Written) -> Article:
    return Article(one.id, one.title, one.category, one.checks, one.symptoms, one.text, State.APPROVED, is_shipped=True)


def _remedies(language: str) -> Iterable[Article]:
    """Of each check the remedy that its findings carry: the first answer that there is."""
    for check in CHECKS:
        if check.remedy is not None:
            text = render(check.remedy, language)
            area = render(AREA_WORDS[check.area], language)
            yield Article(
                check.id, render(check.title, language), area, (check.id,), (), f"{text}\n", State.APPROVED, is_shipped=True
            )


def entry(
    step: Step, article: str, by: str, note: str = "", one: Written | None = None, said: Mapping[str, str] | None = None
) -> Entry:
    """One thing that was done to an article, as the store keeps it."""
    now = datetime.now(UTC)
    body = dict(said or {})
    if one is not None:
        lists = {"checks": json.dumps(one.checks), "symptoms": json.dumps(one.symptoms, ensure_ascii=False)}
        body |= {"title": one.title, "category": one.category, "text": one.text, **lists}
    return Entry(new_id(), STREAM, article, step.value, now, now, by, note, {k: v for k, v in body.items() if v}, who())


def _told(row: Entry) -> Told:
    said = row.body
    checks, symptoms = (tuple(json.loads(said.get(name, "[]"))) for name in _LISTS)
    return Told(
        row.id,
        row.name,
        Step(row.kind),
        row.at,
        row.told_at,
        row.by,
        row.note,
        said.get("title", ""),
        said.get("category", ""),
        checks,
        symptoms,
        said.get("text", ""),
        said.get("incident", ""),
        has_helped=said.get("helped") == "yes",
    )


def grown_from(one: Incident, checks: Iterable[str]) -> Written:
    """A draft from what the record of an incident says: symptom, cause, cure, cautions; a person makes an article of it."""
    told = {kind: [event.values.get("cause") or event.note for event in one.events if event.kind is kind] for kind in Kind}
    call = next((event for event in one.events if event.kind is Kind.RECEIVED), None)
    notes = [(event.values.get("about", ""), event.note) for event in one.events if event.kind is Kind.NOTE]
    parts = (
        ("现象", [one.title, call.note if call else ""]),
        ("原因", told[Kind.CAUSE_FOUND]),
        ("处理", [*told[Kind.MEASURES], *told[Kind.SUBSTITUTED], *told[Kind.RESTORED], *told[Kind.RESOLVED]]),
        ("预防", [note for about, note in notes if about == "prevention"]),
        ("注意事项", [note for about, note in notes if about == "caution"]),
    )
    text = "\n".join(
        f"## {title}\n" + "".join(f"- {line}\n" for line in lines if line) for title, lines in parts if any(lines)
    )
    return Written(f"incident-{one.id}", one.title or one.id, GROWN, tuple(dict.fromkeys(checks)), (), text)


def checks_of(store: "Store", one: Incident) -> tuple[str, ...]:
    """The checks of the problems that an incident names, by their ids or the beginnings of those."""
    found = (each.check for each in store.standing() for named in one.problems if each.finding_id.startswith(named.lower()))
    return tuple(dict.fromkeys((*found, *(named for named in one.problems if named in BY_ID))))


def words_of(one: Incident) -> str:
    """What an incident was called in with, and what was written of it since."""
    return " ".join((one.title, *(event.note for event in one.events), *(e.values.get("cause", "") for e in one.events)))
