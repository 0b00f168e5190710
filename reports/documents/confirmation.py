"""《整改确认单》: each problem of a round with what the customer decides of it, to be ticked, dated and signed.

What is typed into it is kept by problem (reports/record/hand.py), as in chapter 8 of the report, and read as decisions
(reports/record/decisions.py).
"""

from dataclasses import replace
from typing import Final

from config.site import Site
from config.text import _
from reports.documents.closing import signatures
from reports.documents.conditions import Condition
from reports.documents.frame import labels
from reports.documents.front import cover
from reports.documents.hand import entries, shown_name, typed
from reports.documents.material import Material, Round, gather
from reports.documents.model import Block, Document, Section, Table, Words, fact
from reports.documents.problems import by_when, problem
from reports.documents.ratings import risk
from reports.documents.tables import columns, cut, pairs_table, paragraph
from reports.record.decisions import AGREED, DEFERRED, EXPLAIN
from reports.record.hand import PLACES

TITLE: Final = _("Confirmation of remedies")
LENGTH: Final = 110
"""Of a problem on a line, in letters' widths; chapter 4 of the report has the whole."""
_TYPED: Final = (("decision", 22), ("day", 12), ("remark", 12))


def build(round: Round, site: Site, language: str) -> Document:  # noqa: A002 - the design's word
    """Write the form of a round. Pure: same values in, same document out."""
    material = gather(round, site, language)
    header = _("{customer} {title}", customer=site.customer, title=TITLE) if site.customer else TITLE
    made = Section("", material.say(header), (*_head(material), *_rows(material), *_signatures(material)), "summary")
    return Document(
        kind="confirmation",
        number=round.number,
        language=language,
        made_at=round.made_at,
        cover=cover(material, TITLE),
        header=material.say(header),
        labels=labels(material),
        summary=made,
        data={"quarter": round.quarter, "problems": len(material.conditions)},
        is_bare=True,
    )


def _head(material: Material) -> tuple[Block, ...]:
    site = material.site
    told = (
        (_("Document number"), fact(material.round.number)),
        (_("Customer"), fact(site.customer or "—")),
        (_("Contract number"), fact(site.contract_number or "—")),
        (_("Inspection of"), fact(material.day(material.inspection.started_at))),
    )
    table = pairs_table((material.say(name, is_strong=True), value) for name, value in told)
    how = _(
        "Please write one decision of each line: {agreed} (with the day of the window), {deferred} YYYY-MM-DD (with the "
        "reason and what is done instead under remarks), or {explain}.",
        agreed=material.say(AGREED).text,
        deferred=material.say(DEFERRED).text,
        explain=material.say(EXPLAIN).text,
    )
    return table, paragraph(material, how)


def _rows(material: Material) -> tuple[Block, ...]:
    if not material.conditions:
        return (paragraph(material, _("Nothing to remedy within what was inspected.")),)
    titled = (
        (_("No."), 6),
        (_("Row"), 10),
        (_("Risk"), 10),
        (_("Problem"), 30),
        (_("By when"), 11),
        *((PLACES[place], width) for place, width in _TYPED),
    )
    at = [(place, what) for place, (what, _width) in enumerate(_TYPED, len(titled) - len(_TYPED))]
    rows = tuple(_row(material, one) for one in material.conditions)
    marks = entries(material, material.conditions, at)
    return (Table(columns(material, *titled), rows, is_dense=True, entries=marks),)


def _row(material: Material, one: Condition) -> tuple[Words, ...]:
    words = problem(material, one)
    return (
        fact(one.number),
        shown_name(one),
        risk(material, one),
        replace(words, text=cut(words.text, LENGTH)),
        material.say(by_when(material, one)),
        *(typed(material, one, place) for place, _width in _TYPED),
    )


def _signatures(material: Material) -> tuple[Block, ...]:
    words = _(
        "A risk that is left until a day is accepted by the customer until that day at the latest; it stays in every "
        "report, with its level. What is agreed counts as settled only when a new inspection sees it."
    )
    return paragraph(material, words, style="note"), signatures(material, 16)
