"""《故障解决报告》: one incident from the call to the cause, with its clocks, parts, and what prevents the next."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from config.text import Text, _
from reports.documents.frame import labels, numbered
from reports.documents.model import DASH, Block, Document, Section, Table, Words, fact
from reports.documents.record.matter import Record, clocks_table, cover, form, signatures
from reports.documents.record.words import SERVICE_WORDS, SOURCE_WORDS, VALUE_WORDS
from reports.documents.tables import columns, pairs_table, paragraph
from reports.record.clock import Reading
from reports.record.events import KIND_WORDS, Event, Kind
from reports.record.incidents import STATE_WORDS, Incident

TITLE: Final = _("Fault resolution report")
_ASIDE: Final = frozenset({Kind.NOTE, Kind.SURVEYED, Kind.SURVEY_UNREACHABLE, Kind.RESTOCK_REQUESTED, Kind.REPORT_FILED})
"""Events that are no step of the work."""


def build(of: Record, one: Incident, clocks: Sequence[Reading]) -> Document:
    """Write the report. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    more = ((_("Incident number"), one.id), (_("Level"), one.level))
    return Document(
        kind="fault",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, one.title, more),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of, one, clocks),
        sections=tuple(numbered(of, _sections(of, one))),
        sheets=(),
        data={"incident": one.id, "state": one.state.value, "level": one.level},
    )


def _summary(of: Record, one: Incident, clocks: Sequence[Reading]) -> Section:
    call = next((event for event in one.events if event.kind is Kind.RECEIVED), None)
    told: tuple[tuple[Text, Words], ...] = (
        (_("What was told"), fact(one.title)),
        (_("Reported by"), fact(one.reporter or "—")),
        (_("Came by"), of.say(SOURCE_WORDS[one.source]) if one.source in SOURCE_WORDS else DASH),
        (_("Way of service"), of.say(SERVICE_WORDS[one.service]) if one.service in SERVICE_WORDS else DASH),
        (_("call received"), of.moment(one.received_at)),
        (_("Targets"), fact("、".join(one.targets) or "—")),
        (_("Level"), fact(one.level) if one.level else of.say(_("ungraded"))),
        (_("Within the contract"), of.say(_("yes")) if one.is_in_scope else of.say(_("no: advice only"))),
        (_("State of the incident"), of.say(STATE_WORDS[one.state], is_strong=True)),
    )
    blocks: list[Block] = [pairs_table((of.say(name, is_strong=True), value) for name, value in told)]
    if call and call.note:
        blocks.append(paragraph(of, _("In the words of the call: {words}", words=call.note)))
    table = clocks_table(of, clocks)
    if table.rows:
        blocks += [paragraph(of, _("The contract’s clocks"), style="lead"), table]
    if any(clock.is_provisional for clock in clocks):
        blocks.append(
            paragraph(of, _("Working days that were not announced yet were taken as Monday to Friday."), style="note")
        )
    return Section("", of.say(_("The incident in short")), tuple(blocks), "summary")


def _sections(of: Record, one: Incident) -> Iterator[Section]:
    yield _effect(of, one)
    yield _course(of, one)
    yield _cause(of, one)
    yield _plans(of, one)
    yield _parts(of, one)
    yield _prevention(of, one)
    yield signatures(of, "7", _("For the customer"), _("Service engineer"), _("Quality supervisor"))


def _effect(of: Record, one: Incident) -> Section:
    ends = _first(one, Kind.RESTORED, Kind.SUBSTITUTED)
    rows = [(of.say(_("Found at")), of.moment(one.received_at)), (of.say(_("Service restored at")), of.moment(ends))]
    if one.received_at and ends:
        rows.append((of.say(_("Time without service")), of.span((ends - one.received_at).total_seconds() / 60)))
    noted = _noted(one, "impact")
    table = form(of, noted, (_("What stood still, who was affected"), 80), (_("Written by"), 20))
    return Section("1", of.say(_("Symptom and effect")), (pairs_table(rows), table), "effect")


def _course(of: Record, one: Incident) -> Section:
    titled = ((_("Time"), 18), (_("What happened"), 20), (_("By"), 14), (_("In words"), 48))
    rows = tuple(_step(of, event) for event in one.events if event.kind not in _ASIDE)
    return Section("2", of.say(_("Course of the work")), (Table(columns(of, *titled), rows, is_dense=True),), "course")


def _step(of: Record, one: Event) -> tuple[Words, ...]:
    said = [
        f"{of.say(VALUE_WORDS[name]).text}: {value}" for name, value in sorted(one.values.items()) if name in VALUE_WORDS
    ]
    words = "; ".join(filter(None, (one.note, *said)))
    words = words.replace(": ", "：").replace("; ", "；") if of.language == "zh_CN" else words
    return of.moment(one.at), of.say(KIND_WORDS[one.kind]), fact(one.by or "—"), fact(words or "—")


def _cause(of: Record, one: Incident) -> Section:
    found = [event for event in one.events if event.kind is Kind.CAUSE_FOUND]
    rows = tuple((of.moment(event.at), fact(event.values.get("cause") or event.note or "—")) for event in found)
    lead = [] if found else [paragraph(of, _("The cause was not found (not located) so far."), style="lead")]
    return Section("3", of.say(_("Cause")), (*lead, form(of, rows, (_("Found at"), 20), (_("Cause"), 80))), "cause")


def _plans(of: Record, one: Incident) -> Section:
    kinds = (Kind.SUBSTITUTED, Kind.SECOND_PLAN, Kind.RECOVERY_POINT)
    rows = tuple((of.say(KIND_WORDS[e.kind]), of.moment(e.at), fact(e.note or "—")) for e in one.events if e.kind in kinds)
    table = form(of, rows, (_("Step taken"), 26), (_("Time"), 20), (_("In words"), 54))
    return Section("4", of.say(_("Substitute, second solution, way back")), (table,), "plans")


def _parts(of: Record, one: Incident) -> Section:
    asked = [event.values.get("document", "") for event in one.events if event.kind is Kind.RESTOCK_REQUESTED]
    rows = tuple(
        (
            fact(event.values.get("part", "—")),
            fact(event.values.get("old_serial", "—")),
            fact(event.values.get("new_serial", "—")),
            fact(asked[place] or "—") if place < len(asked) else of.say(_("not requested yet")),
        )
        for place, event in enumerate(one.parts)
    )
    titled = (
        (_("Spare part"), 28),
        (_("old serial number"), 24),
        (_("new serial number"), 24),
        (_("Restocking request"), 24),
    )
    blocks = (Table(columns(of, *titled), rows),) if rows else (paragraph(of, _("No spare part was used.")),)
    return Section("5", of.say(_("Spare parts")), blocks, "parts")


def _prevention(of: Record, one: Incident) -> Section:
    actions = form(
        of, _noted(one, "prevention"), (_("What prevents the next one, who, by when"), 80), (_("Written by"), 20)
    )
    cautions = form(of, _noted(one, "caution"), (_("What to mind in operation"), 80), (_("Written by"), 20))
    return Section("6", of.say(_("Prevention and cautions")), (actions, cautions), "prevention")


def _noted(one: Incident, about: str) -> tuple[tuple[Words, ...], ...]:
    found = [event for event in one.events if event.kind is Kind.NOTE and event.values.get("about") == about]
    return tuple((fact(event.note), fact(event.by or "—")) for event in found)


def _first(one: Incident, *kinds: Kind) -> datetime | None:
    return next((event.at for event in one.events if event.kind in kinds), None)
