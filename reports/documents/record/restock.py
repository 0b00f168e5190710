"""《补库申请单》: the spare parts that an incident took from the store, to be put there again."""

from collections.abc import Sequence
from typing import Final

from config.text import Text, _
from reports.documents.frame import labels
from reports.documents.model import DASH, NOTHING, Block, Document, Section, Table, Words, fact
from reports.documents.record.matter import BLANK, Record, cover
from reports.documents.tables import columns, pairs_table, paragraph
from reports.record.events import Event, Kind
from reports.record.incidents import Incident

TITLE: Final = _("Restocking request")


def build(of: Record, one: Incident) -> Document:
    """Write the request. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    taken = one.parts
    return Document(
        kind="restock",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, one.title),
        header=of.say(header),
        labels=labels(of),
        summary=Section("", of.say(header), (_head(of, one), *_parts(of, one, taken), *_approval(of)), "summary"),
        data={"incident": one.id, "parts": [dict(event.values) for event in taken]},
        is_bare=True,
    )


def _head(of: Record, one: Incident) -> Table:
    site = of.site
    owner = next((event.by for event in one.parts if event.by), "") or one.owner or site.engineer
    told: tuple[tuple[Text, Words], ...] = (
        (_("Document number"), fact(of.number)),
        (_("Customer"), fact(site.customer or "—")),
        (_("Contract number"), fact(site.contract_number or "—")),
        (_("Incident"), fact(one.id)),
        (_("What was told"), fact(one.title or "—")),
        (_("Targets"), fact("、".join(one.targets) or "—")),
        (_("Requested by"), fact(owner or "—")),
        (_("Requested on"), of.moment(of.made_at)),
    )
    return pairs_table((of.say(name, is_strong=True), value) for name, value in told)


def _parts(of: Record, one: Incident, taken: Sequence[Event]) -> tuple[Block, ...]:
    titled = (
        (_("No."), 6),
        (_("Spare part"), 26),
        (_("Quantity"), 9),
        (_("Used on"), 15),
        (_("Old serial number"), 17),
        (_("New serial number"), 17),
        (_("Where the old part is"), 14),
    )
    rows = tuple(_row(of, one, place, event) for place, event in enumerate(taken, 1))
    blank = ((NOTHING,) * len(titled),) * max(0, BLANK - len(rows))
    made = Table(columns(of, *titled, centred=(0, 2)), (*rows, *blank), kind="form", row_height_mm=9)
    return made, paragraph(of, _("Copied from the record of the incident; what it does not hold is to be written by hand."))


def _row(of: Record, one: Incident, place: int, event: Event) -> tuple[Words, ...]:
    said = event.values
    return (
        fact(place),
        fact(said.get("part") or event.note or "—"),
        fact(said.get("quantity") or "1"),
        of.moment(event.at),
        fact(said.get("old_serial") or "—"),
        fact(said.get("new_serial") or "—"),
        of.say(_("with the maker for repair")) if _is_sent(one, said.get("old_serial", "")) else DASH,
    )


def _is_sent(one: Incident, serial: str) -> bool:
    """Whether the record says that the old part went to the maker (返厂); an entry without a number is about any."""
    sent = [event for event in one.events if event.kind is Kind.SENT_FOR_REPAIR]
    return any(event.values.get("old_serial", serial) == serial for event in sent)


def _approval(of: Record) -> tuple[Block, ...]:
    titled = ((_("Party"), 26), (_("Opinion"), 34), (_("Signature"), 22), (_("Date"), 18))
    roles = (_("Service engineer"), _("Keeper of the spare parts"), _("Approver"))
    rows = tuple((of.say(role), NOTHING, NOTHING, NOTHING) for role in roles)
    return (Table(columns(of, *titled), rows, kind="form", row_height_mm=16),)
