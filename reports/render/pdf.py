"""The pdf form, typeset by typst from the same model."""

from collections.abc import Mapping
from typing import Final

import msgspec

from reports.documents.model import (
    Block,
    Bullets,
    Chart,
    Document,
    Figures,
    Heading,
    Map,
    Paragraph,
    Section,
    Table,
    Words,
)
from reports.render.legal import breakable, legal
from reports.render.pictures import Picture, svg
from reports.render.typeset import template, typeset

Plain = Mapping[str, object]
LINE: Final = 60
"""Characters that a line outside tables surely holds; only longer words may be broken there."""
TITLE: Final = 40
"""The same of a heading, whose letters are of 15 pt."""
ROW: Final = 82
"""Characters that the columns of a table hold together: 174 mm in letters of 9 pt, each 0.65 of that wide."""
DENSE_ROW: Final = 94
"""The same in 8 pt."""


def pdf(document: Document) -> bytes:
    """Typeset the document. Raises RenderError where no Chinese font is found."""
    return typeset(template("document.typ"), "pdf", {"document": encoded(document)})[0]


def encoded(document: Document) -> str:
    """Encode the document as the template reads it."""
    return msgspec.json.encode(_document(document)).decode()


def _document(document: Document) -> Plain:
    cover = document.cover
    return {
        "title": legal(f"{document.header.text} {document.number}"),
        "header": breakable(document.header.text, LINE),
        "number": breakable(document.number, LINE),
        "made": [document.made_at.year, document.made_at.month, document.made_at.day],
        "lang": "zh" if document.language == "zh_CN" else "en",
        "page": document.labels.page,
        "bare": document.is_bare,
        "contents": legal(document.labels.contents.text),
        "cover": {
            "title": legal(cover.title.text),
            "subtitle": legal(cover.subtitle.text),
            "customer": breakable(cover.owner.text, LINE),
            "rows": [[legal(name.text), breakable(value.text, LINE)] for name, value in cover.rows],
            "logo": list(cover.logo),
        },
        "front": [_section(section, document.language) for section in document.front],
        "summary": _section(document.summary, document.language),
        "sections": [_section(section, document.language) for section in document.sections],
    }


def _section(section: Section, language: str) -> Plain:
    after = (*section.blocks[1:], None)
    blocks = [
        _block(block, language, leads=isinstance(next_, Table | Picture))
        for block, next_ in zip(section.blocks, after, strict=True)
    ]
    return {"title": breakable(section.title.text, TITLE), "page": section.starts_page, "blocks": blocks}


def _block(block: Block, language: str, *, leads: bool) -> Plain:
    match block:
        case Heading():
            return {
                "block": "heading",
                "level": block.level,
                "anchored": bool(block.anchor),
                "words": {"text": breakable(block.words.shown, TITLE)},
            }
        case Paragraph():
            return {
                "block": "paragraph",
                "style": block.style,
                "leads": leads,
                "words": [_words(one) for one in block.words],
            }
        case Bullets():
            return {"block": "bullets", "items": [[_words(one) for one in item] for item in block.items]}
        case Figures():
            return {"block": "figures", "items": [_figure(one.name, one.value, one.note) for one in block.items]}
        case Chart() | Map():
            return {"block": "chart", "title": breakable(block.title.text, LINE), "svg": svg(block, language)}
        case Table():
            return _table(block)


def _figure(name: Words, value: Words, note: Words | None) -> Plain:
    return {"name": legal(name.shown), "value": _words(value), "note": legal(note.text) if note else ""}


def _table(table: Table) -> Plain:
    if not table.is_on_paper and table.elsewhere:
        return {"block": "paragraph", "style": "note", "leads": False, "words": [_words(table.elsewhere)]}
    total = sum(column.width for column in table.columns)
    holds = [(DENSE_ROW if table.is_dense else ROW) * column.width // total - 2 for column in table.columns]
    return {
        "block": "table",
        "kind": table.kind,
        "dense": table.is_dense,
        "whole": table.is_kept_whole,
        "height": table.row_height_mm,
        "caption": breakable(table.caption.text, LINE) if table.caption else None,
        "columns": [
            {"title": breakable(c.title.text, most), "width": c.width, "centred": c.is_centred}
            for c, most in zip(table.columns, holds, strict=True)
        ],
        "rows": [[_words(words, most) for words, most in zip(row, holds, strict=True)] for row in table.rows],
    }


def _words(words: Words, longest: int = LINE) -> Plain:
    made: dict[str, object] = {"text": breakable(words.shown, longest)}
    if words.tone:
        made["tone"] = words.tone
    if words.is_strong:
        made["strong"] = True
    if words.is_code:
        made["code"] = True
    return made
