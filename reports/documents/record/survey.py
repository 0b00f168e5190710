"""《客户意见调查表》: what the customer thinks of a service, asked by the quality supervisor."""

from typing import Final

from config.text import Text, _
from reports.documents.frame import labels
from reports.documents.model import NOTHING, Document, Section, Table, Words, fact
from reports.documents.record.matter import Record, cover
from reports.documents.record.words import SERVICE_WORDS
from reports.documents.tables import columns, pairs_table, paragraph
from reports.record.events import Event, Kind
from reports.record.incidents import Incident

TITLE: Final = _("Customer survey")
ASPECTS: Final = {
    "speed": _("speed of response"),
    "skill": _("technical skill"),
    "attitude": _("attitude"),
    "result": _("result of the service"),
    "score": _("on the whole"),
}
"""What is asked for, by the names under which the answers stand in the record (incident event surveyed --set NAME=1..5)."""
SCALE: Final = (_("5 very content"), _("4 content"), _("3 fair"), _("2 not content"), _("1 not content at all"))
_BOX, _TICKED = "□", "■"


def build(of: Record, one: Incident) -> Document:
    """Write the form, with the answers that the record holds. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    said = next((event for event in reversed(one.events) if event.kind is Kind.SURVEYED), None)
    return Document(
        kind="survey",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, one.title),
        header=of.say(header),
        labels=labels(of),
        summary=Section(
            "",
            of.say(header),
            (
                _head(of, one),
                paragraph(of, _("Please tick one box of each line.")),
                _answers(of, said),
                _words(of, one, said),
                _by(of, one, said),
            ),
            "summary",
        ),
        data={"incident": one.id, "answers": {name: said.values.get(name) for name in ASPECTS} if said else None},
        is_bare=True,
    )


def _head(of: Record, one: Incident) -> Table:
    told: tuple[tuple[Text, Words], ...] = (
        (_("Document number"), fact(of.number)),
        (_("Customer"), fact(of.site.customer or "—")),
        (_("Incident"), fact(one.id)),
        (_("What was told"), fact(one.title or "—")),
        (_("Way of service"), of.say(SERVICE_WORDS[one.service]) if one.service in SERVICE_WORDS else fact("—")),
        (_("Service engineer"), fact(one.owner or "—")),
        (_("call received"), of.moment(one.received_at)),
    )
    return pairs_table((of.say(name, is_strong=True), value) for name, value in told)


def _answers(of: Record, said: Event | None) -> Table:
    titled = ((_("Aspect"), 25), *((words, 15) for words in SCALE))
    rows = tuple((of.say(words), *_ticks(said.values.get(name, "") if said else "")) for name, words in ASPECTS.items())
    return Table(columns(of, *titled, centred=range(1, 6)), rows, kind="form", row_height_mm=9)


def _ticks(score: str) -> tuple[Words, ...]:
    """Five boxes from 5 to 1, that of the answer ticked; an answer that is no number of them ticks none."""
    return tuple(Words(_TICKED if score.strip() == str(value) else _BOX, is_fact=True) for value in range(5, 0, -1))


def _words(of: Record, one: Incident, said: Event | None) -> Table:
    complaints = [event.note for event in one.events if event.kind is Kind.COMPLAINED and event.note]
    told = "；".join(filter(None, (said.note if said else "", *complaints)))
    titled = ((_("Opinions and wishes"), 100),)
    return Table(columns(of, *titled), ((fact(told) if told else NOTHING,),), kind="form", row_height_mm=36)


def _by(of: Record, one: Incident, said: Event | None) -> Table:
    tries = sum(event.kind is Kind.SURVEY_UNREACHABLE for event in one.events)
    titled = (
        (_("Asked by (quality supervisor)"), 24),
        (_("Way"), 16),
        (_("Time"), 18),
        (_("Not reached before"), 14),
        (_("The customer’s signature"), 28),
    )
    row = (
        fact(said.by) if said and said.by else NOTHING,
        fact(said.values.get("way", "")) if said else NOTHING,
        of.moment(said.at) if said else NOTHING,
        of.say(_("{count} times", count=tries)) if tries else NOTHING,
        NOTHING,
    )
    return Table(columns(of, *titled), (row,), kind="form", row_height_mm=14)
