"""The copy to be signed (签字版): page one, what is decided of each problem, what was not inspected, signatures.

The whole report is its annex, and its chapters keep their numbers. However many targets there are, it stays within
``PAGES``.
"""

from dataclasses import replace
from typing import Final

from checks.base import Level
from config.site import Site
from config.text import Text, _
from reports.documents.closing import chapter_signatures, chapter_uninspected
from reports.documents.conditions import Condition
from reports.documents.frame import labels, numbered
from reports.documents.front import TITLE, cover
from reports.documents.hand import entries, shown_name, typed
from reports.documents.material import Material, Round, gather
from reports.documents.model import Block, Document, Section, Table, Words, fact
from reports.documents.problems import by_when, problem, whose
from reports.documents.ratings import risk
from reports.documents.summary import summary
from reports.documents.tables import columns, cut, paragraph
from reports.record.hand import PLACES

PAGES: Final = 12
"""The design's bound."""
MOST: Final = 110
"""Problems with a line of their own; about a dozen to a page. What is more stands in the whole report."""
LENGTH: Final = 110
_TYPED: Final = (("decision", 17), ("day", 11))
COPY: Final = _("Copy to be signed")


def build(round: Round, site: Site, language: str, title: Text = TITLE) -> Document:  # noqa: A002 - the design's word
    """Write the copy of a round's report. Pure: same values in, same document out."""
    material = gather(round, site, language)
    both = _("{title}, {copy}", title=title, copy=COPY)
    header = _("{customer} {title}", customer=site.customer, title=both) if site.customer else both
    sections = (_decisions(material), _uninspected(material), chapter_signatures(material))
    return Document(
        kind="signing",
        number=round.number,
        language=language,
        made_at=round.made_at,
        cover=cover(material, both),
        header=material.say(header),
        labels=labels(material),
        summary=summary(material),
        sections=tuple(numbered(material, sections)),
        data={"quarter": round.quarter, "problems": len(material.conditions)},
    )


def _decisions(material: Material) -> Section:
    """A line a problem, the worst first: what, of whom, whose task by when, and room for the decision."""
    shown = material.conditions[:MOST]
    title = material.say(_("Problems and decisions"))
    if not shown:
        return Section("4", title, (paragraph(material, _("Nothing to remedy within what was inspected.")),), "decisions")
    titled = (
        (_("No."), 6),
        (_("Row"), 10),
        (_("Risk"), 9),
        (_("Problem"), 36),
        (_("Whose task, by when"), 15),
        *((PLACES[place], width) for place, width in _TYPED),
    )
    at = [(place, what) for place, (what, _width) in enumerate(_TYPED, len(titled) - len(_TYPED))]
    table = Table(
        columns(material, *titled),
        tuple(_row(material, one) for one in shown),
        is_dense=True,
        entries=entries(material, shown, at),
    )
    lead = _(
        "Each problem stands whole, with remedy and places, under its number in report {number}, whose chapters keep their "
        "numbers here; chapters 4 and 8 are one.",
        number=_whole(material),
    )
    blocks: list[Block] = [paragraph(material, lead), table]
    if left := material.conditions[MOST:]:
        counts = {level: sum(one.level is level for one in left) for level in (Level.CRITICAL, Level.WARN, Level.NOTICE)}
        more = _(
            "Further problems, which stand in the report alone: {high} high, {medium} medium, {low} low.",
            high=counts[Level.CRITICAL],
            medium=counts[Level.WARN],
            low=counts[Level.NOTICE],
        )
        blocks.append(paragraph(material, more, style="lead"))
    return Section("4", title, tuple(blocks), "decisions")


def _whole(material: Material) -> str:
    """The number of the report that this is the copy of."""
    return material.round.number.partition(SUFFIX)[0]


SUFFIX: Final = "-QZ"
"""What the number of the copy has behind that of its report."""


def _row(material: Material, one: Condition) -> tuple[Words, ...]:
    words = problem(material, one)
    task = f"{material.say(whose(material, one)).text} {material.say(by_when(material, one)).text}"
    return (
        fact(one.number),
        shown_name(one),
        risk(material, one),
        replace(words, text=cut(words.text, LENGTH)),
        Words(task),
        *(typed(material, one, place) for place, _width in _TYPED),
    )


def _uninspected(material: Material) -> Section:
    made = chapter_uninspected(material)
    return replace(made, blocks=tuple(_cut(material, block) for block in made.blocks))


_ROWS: Final = 20


def _cut(material: Material, block: Block) -> Block:
    """The most common reasons; the report has them all."""
    if not isinstance(block, Table) or len(block.rows) <= _ROWS:
        return block
    left = len(block.rows) - _ROWS
    caption = material.say(_("The {count} most common groups; {left} more stand in the report.", count=_ROWS, left=left))
    return replace(block, rows=block.rows[:_ROWS], caption=caption)
