"""《节前检查单》: on one page, what can bite before a holiday is over, what was not looked at, and who is on duty.

It calls nothing fine: what is not listed was either inspected without such a finding, or is named as not inspected.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from checks.base import Level
from config.site import Site
from config.text import Text, _
from reports.documents.closing import signatures
from reports.documents.frame import labels
from reports.documents.front import cover
from reports.documents.holiday_findings import (
    backup_tables,
    backups,
    blind_targets,
    ending_table,
    endings,
    unseen_words,
    urgent_table,
)
from reports.documents.material import Material, Round, gather
from reports.documents.model import NOTHING, Block, Document, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, pairs_table, paragraph
from reports.record.holidays import Holiday

TITLE: Final = _("Check before a holiday")
AHEAD: Final = timedelta(days=10)
"""What can bite within ten days, or until the holiday is over where that is later; the contract's."""
_CONTACTS: Final = 4
"""Ours: two lines of them; the configuration has the others in its order."""
_DAYS: Final = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def build(round: Round, site: Site, language: str, holiday: Holiday) -> Document:  # noqa: A002 - the design's word
    """Write the sheet. Pure: same values in, same document out."""
    material = gather(round, site, language)
    title = _("{holiday}: {title}", holiday=holiday.name, title=TITLE)
    header = _("{customer} {title}", customer=site.customer, title=title) if site.customer else title
    return Document(
        kind="holiday",
        number=round.number,
        language=language,
        made_at=round.made_at,
        cover=cover(material, TITLE),
        header=material.say(header),
        labels=labels(material),
        summary=Section("", material.say(header), tuple(_blocks(material, holiday)), "summary"),
        data={"first": holiday.first.isoformat(), "last": holiday.last.isoformat(), "quarter": round.quarter},
        is_bare=True,
    )


def _blocks(material: Material, holiday: Holiday) -> Iterator[Block]:
    until = _horizon(material, holiday)
    urgent = [one for one in material.conditions if one.level is Level.CRITICAL]
    ends, blind = endings(material, until), blind_targets(material)
    late = backups(material, frozenset(blind))
    yield pairs_table(_head(material, holiday, until))
    counted = _(
        "To be settled before: {urgent:number}; ends or fills before {day}: {ends:number}; backups that need a look: "
        "{backups:number}; targets not or not freshly inspected: {blind:number}.",
        urgent=len(urgent),
        day=until.date().isoformat(),
        ends=len(ends),
        backups=len(late),
        blind=len(blind),
    )
    yield paragraph(material, counted, style="lead")
    yield Heading(material.say(_("To be settled before the holiday")))
    yield from urgent_table(material, urgent)
    yield Heading(material.say(_("Ends or fills in these days")))
    yield from ending_table(material, ends)
    yield Heading(material.say(_("Backups")))
    yield from backup_tables(material, late, frozenset(blind))
    yield Heading(material.say(_("Not seen")))
    yield from unseen_words(material, blind)
    yield Heading(material.say(_("On duty")))
    yield _roster(material, holiday)
    yield signatures(material, 8)


def _horizon(material: Material, holiday: Holiday) -> datetime:
    """The end of the day until which it is looked ahead."""
    now = material.local(material.round.made_at)
    return datetime.combine(max(holiday.last, (now + AHEAD).date()), time.max, now.tzinfo)


def _head(material: Material, holiday: Holiday, until: datetime) -> Iterator[tuple[Words, Words]]:
    days = (holiday.last - holiday.first).days + 1
    span = _("{first} to {last}, {days:number} days", first=f"{holiday.first}", last=f"{holiday.last}", days=days)
    provisional = _("{span} (no notice of that year is known: to be confirmed)", span=span)
    named = [
        " ".join(filter(None, (one.get("name"), one.get("phone")))) for one in material.site.contacts if one.get("name")
    ]
    people = "；".join([*named[:_CONTACTS], *(["…"] if len(named) > _CONTACTS else [])])
    told: tuple[tuple[Text, Words], ...] = (
        (_("Holiday"), material.say(provisional if holiday.is_provisional else span)),
        (_("Looked ahead until"), fact(until.date().isoformat())),
        (_("Inspected"), material.say(_seen(material))),
        (_("In an emergency"), fact(people) if people else material.say(_("no contact in the configuration"))),
    )
    yield from ((material.say(name, is_strong=True), value) for name, value in told)


def _seen(material: Material) -> Text:
    known = sorted(pair.at for pair in material.pairs if pair.at is not None)
    if not known:
        return _("nothing was seen")
    first, last = (material.minute(at).text for at in (known[0], known[-1]))
    seen = len({pair.target for pair in material.pairs if pair.at is not None})
    count = len(material.targets)
    return _("{seen:number} of {count:number} targets, {first} to {last}", seen=seen, count=count, first=first, last=last)


def _roster(material: Material, holiday: Holiday) -> Table:
    """A row a day; who is on duty as the configuration says, else empty to be written."""
    head = ((_("Day"), 20), (_("On duty: service provider"), 32), (_("On duty: customer"), 32), (_("Handed over"), 16))
    days = [holiday.first + timedelta(days=n) for n in range((holiday.last - holiday.first).days + 1)]
    rows = tuple(
        (
            Words(f"{day:%m-%d} {material.say(_DAYS[day.weekday()]).text}"),
            *(_on_duty(material, day, side) for side in ("provider", "customer")),
            NOTHING,
        )
        for day in days
    )
    return Table(columns(material, *head), rows, kind="form", row_height_mm=5)


def _on_duty(material: Material, day: date, side: str) -> Words:
    known = (one for one in material.site.terms.on_call if one.side == side and one.first <= day <= one.last)
    people = tuple(" ".join(filter(None, (one.name, one.phone))) for one in known)
    return fact("；".join(people)) if people else NOTHING
