"""《现场服务报告》 and 《远程服务报告》: what was done in one visit or remote session, and who let it happen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from config.text import Text, _
from reports.documents.frame import labels, numbered
from reports.documents.model import DASH, Block, Document, Section, Words, fact
from reports.documents.record.matter import Record, cover, form, signatures
from reports.documents.tables import pairs_table, paragraph
from reports.record.events import KIND_WORDS, Event, Kind
from reports.record.incidents import STATE_WORDS, Incident

ON_SITE: Final = _("On-site service report")
REMOTE: Final = _("Remote service report")
_WORK: Final = (
    Kind.RECOVERY_POINT,
    Kind.MEASURES,
    Kind.SECOND_PLAN,
    Kind.SUBSTITUTED,
    Kind.PART_USED,
    Kind.CAUSE_FOUND,
    Kind.RESTORED,
    Kind.RESOLVED,
    Kind.NOTE,
)
_VERDICTS: Final = (
    (Kind.RESOLVED, _("resolved")),
    (Kind.RESTORED, _("restored, cause still open")),
    (Kind.SUBSTITUTED, _("restored by a substitute")),
    (Kind.WAIT_PART, _("waiting for a part")),
    (Kind.ESCALATED, _("passed to the next tier")),
)
"""What a visit came to, the best first."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay on site, or one remote session: its events, from the first to the last."""

    is_remote: bool
    began_at: datetime
    ended_at: datetime | None
    events: tuple[Event, ...]
    approval: Event | None = None
    """Of a remote session, who allowed it."""

    @property
    def engineer(self) -> str:
        """Who did it."""
        return next((event.by for event in self.events if event.by), "")


def visits(one: Incident) -> tuple[Visit, ...]:
    """Every visit and remote session of an incident, in order; what is still going on ends with nothing."""
    return tuple(
        sorted((*_stays(one, Kind.ARRIVED, Kind.LEFT), *_stays(one, Kind.REMOTE_STARTED, Kind.REMOTE_ENDED)), key=_begin)
    )


def _begin(one: Visit) -> datetime:
    return one.began_at


def _stays(one: Incident, begins: Kind, ends: Kind) -> Iterator[Visit]:
    approval: Event | None = None
    start: int | None = None
    for place, event in enumerate(one.events):
        if event.kind is Kind.REMOTE_APPROVED:
            approval = event
        if event.kind is begins and start is None:
            start = place
        if event.kind is ends and start is not None:
            yield _visit(one.events[start : place + 1], event.at, approval, begins)
            start = None
    if start is not None:
        yield _visit(one.events[start:], None, approval, begins)


def _visit(events: Sequence[Event], ended_at: datetime | None, approval: Event | None, begins: Kind) -> Visit:
    is_remote = begins is Kind.REMOTE_STARTED
    return Visit(is_remote, events[0].at, ended_at, tuple(events), approval if is_remote else None)


def build(of: Record, one: Incident, visit: Visit) -> Document:
    """Write the report of one visit. Pure: same values in, same document out."""
    title = REMOTE if visit.is_remote else ON_SITE
    header = _("{customer} {title}", customer=of.site.customer, title=title) if of.site.customer else title
    return Document(
        kind="remote-service" if visit.is_remote else "on-site-service",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, title, one.title, ((_("Incident number"), one.id),)),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of, one, visit),
        sections=tuple(numbered(of, _sections(of, visit))),
        data={"incident": one.id, "began_at": visit.began_at.isoformat()},
        is_bare=False,
    )


def _summary(of: Record, one: Incident, visit: Visit) -> Section:
    ended = of.moment(visit.ended_at) if visit.ended_at else of.say(_("not in the record"))
    begins, ends = (_("Remote session began"), _("Remote session ended")) if visit.is_remote else (_("Arrived"), _("Left"))
    told: list[tuple[Text, Words]] = [
        (_("What was told"), fact(one.title)),
        (_("Targets"), fact("、".join(one.targets) or "—")),
        (_("Service engineer"), fact(visit.engineer or one.owner or "—")),
        (begins, of.moment(visit.began_at)),
        (ends, ended),
    ]
    if visit.ended_at:
        told.append((_("Time taken"), of.span((visit.ended_at - visit.began_at).total_seconds() / 60)))
    if visit.is_remote:
        told += _approval(of, visit.approval)
    told += [
        (_("What it came to"), of.say(_verdict(visit), is_strong=True)),
        (_("Incident as it stands"), of.say(STATE_WORDS[one.state])),
    ]
    table = pairs_table((of.say(name, is_strong=True), value) for name, value in told)
    return Section("", of.say(_("The service in short")), (table,), "summary")


def _approval(of: Record, approval: Event | None) -> list[tuple[Text, Words]]:
    if approval is None:
        return [(_("Approved by"), of.say(_("no approval in the record"), is_strong=True))]
    said = approval.values
    return [
        (_("Approved by"), fact(said.get("approver") or approval.by or "—")),
        (_("Approved at"), of.moment(approval.at)),
        (_("Way"), fact(said.get("way") or "—")),
        (_("Valid until"), fact(said.get("until") or "—")),
    ]


def _verdict(visit: Visit) -> Text:
    happened = {event.kind for event in visit.events}
    return next((words for kind, words in _VERDICTS if kind in happened), _("not resolved in this visit"))


def _sections(of: Record, visit: Visit) -> Iterator[Section]:
    steps = tuple(
        (of.moment(event.at), of.say(KIND_WORDS[event.kind]), fact(event.note or event.values.get("cause") or "—"))
        for event in visit.events
        if event.kind in _WORK
    )
    work = form(of, steps, (_("Time"), 20), (_("Step"), 24), (_("In words"), 56))
    yield Section("1", of.say(_("Work done")), (work,), "work")
    parts = tuple(
        tuple(fact(event.values.get(name, "—")) for name in ("part", "old_serial", "new_serial"))
        for event in visit.events
        if event.kind is Kind.PART_USED
    )
    titled = ((_("Spare part"), 40), (_("old serial number"), 30), (_("new serial number"), 30))
    used: Block = form(of, parts, *titled) if parts else paragraph(of, _("No spare part was used."))
    yield Section("2", of.say(_("Spare parts")), (used,), "parts")
    left = tuple((fact(event.note or "—"), DASH) for event in visit.events if event.values.get("about") == "left")
    yield Section(
        "3",
        of.say(_("What is left to do")),
        (form(of, left, (_("What is left"), 70), (_("By whom, until when"), 30)),),
        "left",
    )
    yield signatures(of, "4", _("For the customer"), _("Service engineer"))
