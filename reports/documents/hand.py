"""The cells of a document that a person types into, with what was typed there before."""

from collections.abc import Sequence
from dataclasses import replace

from config.text import _
from reports.documents.conditions import Condition
from reports.documents.material import Material
from reports.documents.model import DASH, NOTHING, Column, Document, Entry, Section, Table, Words, fact
from reports.record.hand import PLACES, box_of, row_of, visible

BOX_MM = 24


def shown_name(one: Condition) -> Words:
    """The name of its row, as it is printed in it."""
    return fact(visible(row_of(one.ids)))


def typed(material: Material, one: Condition, place: str) -> Words:
    """What was typed into a place of a condition's row."""
    return _words(material.round.hand.text(place, one.ids))


def entries(material: Material, conditions: Sequence[Condition], columns: Sequence[tuple[int, str]]) -> tuple[Entry, ...]:
    """The cells of a table of conditions that a person types into; ``columns`` are (place in the row, what for)."""
    return tuple(
        Entry(row, column, place, row_of(one.ids), one.ids, f"{one.number} {material.say(one.title).text}")
        for row, one in enumerate(conditions)
        for column, place in columns
    )


def box(material: Material, place: str, kind: str, height_mm: int = BOX_MM) -> Table:
    """A box for one text of one document: its title with its name above, the text below."""
    name = box_of(place, kind, material.site.customer, material.round.quarter)
    title = material.say(_("{title} {name}", title=PLACES[place], name=visible(name)))
    text = material.round.hand.text(place, (name,))
    return Table(
        (Column(title, 100),),
        ((_words(text),),),
        kind="form",
        row_height_mm=height_mm,
        entries=(Entry(0, 0, place, name, (name,), material.say(PLACES[place]).text),),
    )


def unmarked(document: Document) -> Document:
    """The document without the names of its rows: they are digests of names, by which a guess could be confirmed."""
    sections = {
        name: tuple(map(_unmarked, part))
        for name, part in {"front": document.front, "sections": document.sections, "summary": (document.summary,)}.items()
    }
    return replace(document, front=sections["front"], sections=sections["sections"], summary=sections["summary"][0])


def _unmarked(section: Section) -> Section:
    blocks = (_without_names(one) if isinstance(one, Table) and one.entries else one for one in section.blocks)
    return replace(section, blocks=tuple(blocks))


def _without_names(table: Table) -> Table:
    names = {visible(one.id) for one in table.entries}
    rows = tuple(tuple(DASH if words.text in names else words for words in row) for row in table.rows)
    titles = (one.title.text for one in table.columns)
    plain = (" ".join(word for word in title.split(" ") if word not in names) for title in titles)
    columns = tuple(replace(one, title=Words(text)) for one, text in zip(table.columns, plain, strict=True))
    return replace(table, rows=rows, columns=columns, entries=())


def _words(text: str) -> Words:
    return fact(text) if text else NOTHING
