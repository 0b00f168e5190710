"""《用户档案》: all that is known of a customer on a few pages, generated from the record and never kept by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from checks.acceptance import Acceptance
from checks.base import LEVEL_WORDS
from config.site import Target
from config.text import Text, _, render
from reports.documents.frame import labels, numbered
from reports.documents.model import DASH, Block, Document, Figure, Figures, Section, Sheet, Table, Words, fact
from reports.documents.record.duties import duty_words
from reports.documents.record.matter import Record, cover
from reports.documents.record.naming import cure, what
from reports.documents.record.service import visits
from reports.documents.tables import columns, paragraph
from reports.record.duties import Owed, State
from reports.record.events import Event, Kind
from reports.record.figures import figures
from reports.record.incidents import STATE_WORDS as INCIDENT_WORDS
from reports.record.period import Call
from reports.record.problems import STATE_WORDS, Problem

TITLE: Final = _("Customer file")
MOST_ON_PAPER: Final = 120
READERS: Final = _("the service provider’s own people; it holds what the customer said of the service")


@dataclass(frozen=True, slots=True)
class File:
    """What is known: problems that are not settled, every incident the latest first, duties, accepted risks that hold."""

    problems: tuple[Problem, ...] = ()
    calls: tuple[Call, ...] = ()
    owed: tuple[Owed, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    titles: Mapping[str, Text] = field(default_factory=dict)
    has_surveys: bool = True
    """Whether this store may hold them: a site's own does not."""


def build(of: Record, file: File) -> Document:
    """Write the file. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    sections = tuple(numbered(of, _sections(of, file)))
    return Document(
        kind="customer",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, of.site.project, ((_("For the eyes of"), of.say(READERS).text),)),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of, file),
        sections=sections,
        sheets=tuple(
            Sheet(section.title, block)
            for section in sections
            for block in section.blocks
            if isinstance(block, Table) and len(block.rows) > MOST_ON_PAPER
        ),
        data={"customer": of.site.customer, "problems": len(file.problems), "incidents": len(file.calls)},
    )


def _summary(of: Record, file: File) -> Section:
    counted = figures(file.calls)
    site = of.site
    items = (
        Figure(of.say(_("assets")), fact(len(site.targets))),
        Figure(of.say(_("problems not settled")), fact(len(file.problems))),
        Figure(of.say(_("incidents")), fact(counted.incidents)),
        Figure(of.say(_("of these open")), fact(counted.incidents - counted.closed)),
        Figure(of.say(_("next inspection due")), _next_inspection(of, file.owed)),
    )
    titled = ((_("Contact"), 20), (_("Role"), 26), (_("Telephone"), 20), (_("E-mail"), 34))
    people = tuple(
        (
            fact(c.get("name") or "—"),
            fact(of.role(c.get("role", "")) or "—"),
            fact(c.get("phone") or "—"),
            fact(c.get("email") or "—"),
        )
        for c in site.contacts
    )
    table: Block = (
        Table(columns(of, *titled), people) if people else paragraph(of, _("No contact is in the configuration."))
    )
    return Section("", of.say(_("The customer in short")), (Figures(items), table), "summary")


def _next_inspection(of: Record, owed: Sequence[Owed]) -> Words:
    waiting = (one.due_on for one in owed if one.duty.what == "inspection" and one.done is None)
    first = min(waiting, default=None)
    return of.day(first) if first else DASH


def _sections(of: Record, file: File) -> Iterator[Section]:
    parts: list[tuple[Text, str, Iterable[Block]]] = [
        (_("Contract and cover"), "contract", _contract(of)),
        (_("Assets and warranties"), "assets", _assets(of)),
        (_("Problems not settled"), "problems", _problems(of, file)),
        (_("Accepted risks"), "accepted", _accepted(of, file)),
        (_("Past faults, their causes and cures"), "faults", _faults(of, file)),
        (_("Visits and remote sessions"), "visits", _visits(of, file)),
        (_("Parts that were replaced"), "parts", _parts(of, file)),
        (_("Duties to come"), "duties", _duties(of, file)),
    ]
    if file.has_surveys:
        parts.append((_("What the customer said"), "surveys", _surveys(of, file)))
    for number, (title, anchor, blocks) in enumerate(parts, 1):
        yield Section(str(number), of.say(title), tuple(blocks), anchor)


def _table(of: Record, rows: Sequence[tuple[Words, ...]], none: Text, *titled: tuple[Text, int]) -> Iterator[Block]:
    """A table, or the sentence that there is none."""
    if not rows:
        yield paragraph(of, none)
        return
    yield Table(
        columns(of, *titled),
        tuple(rows),
        is_dense=True,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=of.say(_("{count} rows: too many for paper, see the workbook and the html form.", count=len(rows))),
    )


def _contract(of: Record) -> Iterator[Block]:
    site, terms = of.site, of.site.terms
    told = (
        (_("Contract number"), fact(site.contract_number or "—")),
        (_("Accepted on"), of.day(terms.accepted_on)),
        (_("Ends on"), of.day(terms.ends_on)),
    )
    rows = tuple((of.say(name), value) for name, value in told)
    yield from _table(of, rows, _NONE, (_("Contract item"), 30), (_("Value"), 70))
    covered = tuple((fact(one.what), of.day(one.ends_on), fact(one.clause or "—")) for one in terms.covers)
    yield from _table(
        of, covered, _("The configuration names no cover."), (_("Covered"), 40), (_("Until"), 30), (_("Clause"), 30)
    )


_NONE: Final = _("Nothing is in the record.")


def _assets(of: Record) -> Iterator[Block]:
    rows = tuple(_asset(of, target) for target in of.site.targets)
    titled = ((_("Target"), 16), (_("Address"), 22), (_("Model and serial number"), 34), (_("Location"), 14))
    yield from _table(of, rows, _NONE, *titled, (_("Warranty until"), 14))


def _asset(of: Record, target: Target) -> tuple[Words, ...]:
    asset = dict(target.asset)
    ends = asset.get("warranty_ends_on", "")
    today = of.made_at.astimezone(of.zone).date().isoformat()
    over = of.say(_("{date} (ended)", date=ends), tone="warn")
    model = " ".join(filter(None, (asset.get("model"), asset.get("serial"))))
    return (
        fact(target.id),
        fact(target.address or "—"),
        fact(model or "—"),
        fact(asset.get("location") or "—"),
        over if ends and ends < today else fact(ends or "—"),
    )


def _problems(of: Record, file: File) -> Iterator[Block]:
    rows = tuple(
        (
            of.say(LEVEL_WORDS[one.level], tone=one.level.value),
            fact(one.key[0]),
            fact(what(file.titles, one.key, of.language)),
            of.day(one.first_seen.astimezone(of.zone).date()),
            fact(one.times_recurred or "—"),
            of.say(STATE_WORDS[one.state]),
        )
        for one in file.problems
    )
    titled = ((_("Level"), 10), (_("Target"), 14), (_("Problem"), 38), (_("First seen"), 12), (_("Came back"), 10))
    none = _("The ledger holds no open problem. That says nothing of what was not inspected.")
    yield from _table(of, rows, none, *titled, (_("State"), 16))


def _accepted(of: Record, file: File) -> Iterator[Block]:
    rows = tuple(
        (
            fact(one.target),
            fact(what(file.titles, (one.target, one.check, one.subject), of.language)),
            fact(one.by),
            of.day(one.until),
            fact(one.reason),
        )
        for one in file.accepted
    )
    titled = ((_("Target"), 14), (_("Problem"), 34), (_("Accepted by"), 14), (_("Until"), 12), (_("Reason"), 26))
    yield from _table(of, rows, _("No accepted risk holds today."), *titled)


def _faults(of: Record, file: File) -> Iterator[Block]:
    rows = tuple(
        (
            fact(one.id),
            of.moment(one.received_at),
            fact(one.level or "—"),
            fact(one.title or "—"),
            fact(cure(one) or "—"),
            of.say(INCIDENT_WORDS[one.state]),
        )
        for one, _clocks in file.calls
    )
    titled = (
        (_("Incident"), 14),
        (_("Received"), 14),
        (_("level"), 8),
        (_("Matter"), 22),
        (_("Cause, and what was done"), 30),
    )
    yield from _table(of, rows, _NONE, *titled, (_("State"), 12))


def _visits(of: Record, file: File) -> Iterator[Block]:
    rows = tuple(
        (
            fact(one.id),
            of.say(_("remote") if visit.is_remote else _("at the site")),
            of.moment(visit.began_at),
            of.moment(visit.ended_at),
            fact(visit.engineer or one.owner or "—"),
        )
        for one, _clocks in file.calls
        for visit in reversed(visits(one))
    )
    titled = ((_("Incident"), 20), (_("Way"), 14), (_("From"), 22), (_("Until"), 22), (_("Service engineer"), 22))
    yield from _table(of, rows, _NONE, *titled)


def _parts(of: Record, file: File) -> Iterator[Block]:
    taken: list[Event] = [part for one, _clocks in file.calls for part in one.parts]
    names = ("part", "old_serial", "new_serial")
    rows = tuple(
        (fact(part.incident), of.moment(part.at), *(fact(part.values.get(name) or "—") for name in names)) for part in taken
    )
    titled = (
        (_("Incident"), 18),
        (_("Day"), 14),
        (_("Spare part"), 28),
        (_("Old serial number"), 20),
        (_("New serial number"), 20),
    )
    yield from _table(of, rows, _NONE, *titled)


def _duties(of: Record, file: File) -> Iterator[Block]:
    waiting = sorted((one for one in file.owed if one.done is None), key=lambda one: (one.due_on, one.duty.what))
    nearest: dict[str, Owed] = {}
    for one in waiting:
        if one.state is State.OVERDUE:
            nearest[f"{one.duty.what} {one.period}"] = one
        else:
            nearest.setdefault(one.duty.what, one)
    rows = tuple(
        (duty_words(of, one.duty.what), fact(one.duty.clause or "—"), _due(of, one.due_on, one.state))
        for one in sorted(nearest.values(), key=lambda one: one.due_on)
    )
    yield from _table(
        of, rows, _("The configuration names no duty."), (_("Duty"), 40), (_("Clause"), 25), (_("Due by"), 35)
    )


def _due(of: Record, day: date, state: State) -> Words:
    if state is State.OVERDUE:
        return of.say(_("{date} (overdue)", date=day.isoformat()), tone="critical")
    return of.day(day)


def _surveys(of: Record, file: File) -> Iterator[Block]:
    told = [
        (one.id, event)
        for one, _clocks in file.calls
        for event in reversed(one.events)
        if event.kind in {Kind.SURVEYED, Kind.SURVEY_UNREACHABLE, Kind.COMPLAINED}
    ]
    rows = tuple(
        (fact(number), of.moment(event.at), _said(of, event), fact(event.note or "—"), fact(event.by or "—"))
        for number, event in told
    )
    titled = (
        (_("Incident"), 16),
        (_("Time"), 16),
        (_("Answer given"), 20),
        (_("In words"), 32),
        (_("Asked by (quality supervisor)"), 16),
    )
    yield from _table(of, rows, _NONE, *titled)


def _said(of: Record, event: Event) -> Words:
    if event.kind is Kind.COMPLAINED:
        return of.say(_("complaint"), tone="warn")
    if event.kind is Kind.SURVEY_UNREACHABLE:
        return of.say(_("not reached"))
    score = event.values.get("score", "")
    return of.say(_("on the whole {score} of 5", score=score)) if score else fact(render(_("surveyed"), of.language))
