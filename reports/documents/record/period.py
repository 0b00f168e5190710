"""What the record adds to a round document: what is still open from earlier quarters, the service, the duties."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from config.text import _
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Figure, Figures, Heading, Section, Sheet, Table, Words, fact
from reports.documents.record.duties import duties_table
from reports.documents.record.matter import Record
from reports.documents.tables import columns, paragraph
from reports.record.clock import State as Clock
from reports.record.events import Event
from reports.record.incidents import STATE_WORDS as INCIDENT_WORDS
from reports.record.period import Call, Period
from reports.record.problems import STATE_WORDS, Problem

MOST_ON_PAPER: Final = 60
"""Rows of one table that paper holds; ours, with the annex in mind."""
LEFT_OPEN: Final = _("Still open from before")
_QUARTERS: Final = 4
_MONTHS: Final = 3


def quarters_long(first: datetime, now: datetime) -> int:
    """In how many quarters something was there, the first and the present one counted."""
    return (now.year - first.year) * _QUARTERS + (now.month - 1) // _MONTHS - (first.month - 1) // _MONTHS + 1


def left_open(material: Material) -> tuple[Problem, ...]:
    """The problems of this document's targets and checks that were there before its round and are not settled."""
    period = material.round.record
    if period is None:
        return ()
    began = material.inspection.started_at
    found = (
        one
        for (target, check, _subject), one in period.problems.items()
        if target in material.results and check in material.rows and one.first_seen < began and one.is_unsettled
    )
    return tuple(sorted(found, key=lambda one: (one.first_seen, one.key)))


def left_open_blocks(material: Material) -> Iterator[Block]:
    """The table of what is still open from before, the longest first; nothing where there is none."""
    found = left_open(material)
    if not found:
        return
    yield Heading(material.say(LEFT_OPEN), anchor="left-open")
    yield paragraph(material, _("From the ledger of problems: first seen before this round and not settled since."))
    yield _left_table(material, found)


def record_sheets(material: Material) -> Iterator[Sheet]:
    """What the record adds, whole, for the workbook."""
    if found := left_open(material):
        yield Sheet(material.say(LEFT_OPEN), _left_table(material, found))
    if material.round.record and material.round.record.calls:
        of = record_of(material)
        yield Sheet(material.say(_("Incidents")), _calls_table(material, of, material.round.record.calls))


def record_of(material: Material) -> Record:
    """What the tables of the record are told by."""
    return Record(material.site, material.round.number, material.round.made_at, material.language)


def _left_table(material: Material, found: Sequence[Problem]) -> Table:
    titled = (
        (_("Target"), 12),
        (_("Problem"), 32),
        (_("Level"), 10),
        (_("First seen"), 12),
        (_("Quarters"), 8),
        (_("State"), 13),
        (_("Remarks"), 20),
    )
    return Table(
        columns(material, *titled, centred=(4,)),
        tuple(_left(material, one) for one in found),
        most_on_paper=MOST_ON_PAPER,
        elsewhere=material.say(
            _("{count} problems: too many for paper, see the workbook and the html form.", count=len(found))
        ),
        is_dense=True,
    )


def _left(material: Material, one: Problem) -> tuple[Words, ...]:
    target, check, subject = one.key
    return (
        fact(target),
        material.what(check, subject),
        material.level(one.level),
        fact(material.day(one.first_seen)),
        fact(quarters_long(material.local(one.first_seen), material.local(material.round.made_at))),
        material.say(STATE_WORDS[one.state]),
        _remarks(material, one),
    )


def _remarks(material: Material, one: Problem) -> Words:
    """What people said of it and what it did since."""
    told = [
        _("came back {count:number} times", count=one.times_recurred) if one.times_recurred else None,
        _("a corrective action is owed") if one.needs_corrective_action else None,
        _("could not be looked at since {day}", day=material.day(one.unverified_since)) if one.unverified_since else None,
        _("{who} said that it is solved", who=one.claim.by) if one.claim else None,
        _("accepted by {who} until {day}", who=one.acceptance.by, day=one.acceptance.until.isoformat())
        if one.acceptance
        else None,
    ]
    return Words(
        ("；" if material.language == "zh_CN" else "; ").join(material.say(text).text for text in told if text) or "—"
    )


def chapter_service(material: Material) -> Section:
    """What was done between the last round and this document, and what the contract owes."""
    period = material.round.record or Period(material.inspection.started_at, material.round.made_at)
    of = record_of(material)
    span = _(
        "From {begins} to {ends}, as it stands in the record of service.",
        begins=material.day(period.begins),
        ends=material.day(period.ends),
    )
    blocks = [paragraph(material, span), *_calls(material, of, period), Heading(material.say(_("Duties of the contract")))]
    if period.owed:
        blocks.append(duties_table(of, period.owed))
    else:
        blocks.append(paragraph(material, _("The configuration names no duty of the contract that is due in this time.")))
    return Section("10", material.say(_("Service and duties since the last time")), tuple(blocks), "service")


def _calls(material: Material, of: Record, period: Period) -> Iterator[Block]:
    if not period.calls:
        none = _("No incident of this time stands in the record.")
        unwritten = _("No incident was ever written into this record; whether there was one, the service desk knows.")
        yield paragraph(material, none if period.has_record else unwritten)
        return
    yield _figures(material, period)
    yield _calls_table(material, of, period.calls)
    yield from _parts(material, of, [part for one, _clocks in period.calls for part in one.parts])


def _calls_table(material: Material, of: Record, calls: Sequence[Call]) -> Table:
    titled = (
        (_("Incident"), 14),
        (_("level"), 8),
        (_("Received"), 15),
        (_("Matter"), 27),
        (_("State"), 14),
        (_("Promises kept"), 22),
    )
    rows = tuple(_call(material, of, one) for one in calls)
    return Table(
        columns(material, *titled),
        rows,
        is_dense=True,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=material.say(_("{count} rows: too many for paper, see the workbook and the html form.", count=len(rows))),
    )


def _figures(material: Material, period: Period) -> Figures:
    counted = period.figures
    met, broken = (sum(getattr(one, name) for one in counted.kept) for name in ("met", "breached"))
    at_once = counted.at_once_ratio
    kept = fact(f"{met} / {met + broken}") if met + broken else DASH
    return Figures(
        (
            Figure(material.say(_("incidents")), fact(counted.incidents)),
            Figure(material.say(_("ended")), fact(counted.closed)),
            Figure(material.say(_("promises kept")), kept),
            Figure(material.say(_("solved at once")), fact(f"{at_once:.1%}") if at_once is not None else DASH),
        )
    )


def _call(material: Material, of: Record, call: Call) -> tuple[Words, ...]:
    one, clocks = call
    met = sum(clock.state is Clock.MET for clock in clocks)
    broken = [clock for clock in clocks if clock.state is Clock.BREACHED]
    kept = (
        _(
            "{met} of {all}; not kept: {which}",
            met=met,
            all=met + len(broken),
            which=tuple(clock.promise.what for clock in broken),
        )
        if broken
        else _("{met} of {all}", met=met, all=met)
    )
    return (
        fact(one.id),
        fact(one.level or "—"),
        of.moment(one.received_at),
        fact(one.title or "—"),
        material.say(INCIDENT_WORDS[one.state]),
        material.say(kept, tone="critical" if broken else "") if met or broken else DASH,
    )


def _parts(material: Material, of: Record, parts: Sequence[Event]) -> Iterator[Block]:
    if not parts:
        return
    titled = (
        (_("Incident"), 18),
        (_("Day"), 14),
        (_("Spare part"), 28),
        (_("Old serial number"), 20),
        (_("New serial number"), 20),
    )
    rows = tuple(
        (
            fact(part.incident),
            of.moment(part.at),
            *(fact(part.values.get(name) or "—") for name in ("part", "old_serial", "new_serial")),
        )
        for part in parts
    )
    yield Heading(material.say(_("Parts that were replaced")))
    yield Table(columns(material, *titled), rows, is_dense=True)
