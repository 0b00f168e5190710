"""Building tables of the model in few words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Protocol

from config.text import Text, _
from reports.documents.model import DASH, NOTHING, Column, Paragraph, Table, Words, fact

FIRST_IDEOGRAPH = "\u2e80"
MOST_NAMED = 3
"""Members that a row names before it says how many more there are."""


class Speaker(Protocol):
    """What a document is made of, as far as words go: its language, and a Text put into it."""

    @property
    def language(self) -> str:
        """The document's language."""

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the document's language."""


def columns(
    material: Speaker, *titled: tuple[Text, int], centred: Sequence[int] = (), numbers: Sequence[int] = ()
) -> tuple[Column, ...]:
    """Columns from (title, width) pairs; ``centred`` and ``numbers`` are places."""
    return tuple(
        Column(material.say(text), width, place in centred, place in numbers) for place, (text, width) in enumerate(titled)
    )


def pairs_table(rows: Iterable[tuple[Words, Words]]) -> Table:
    """Name and value, line by line."""
    return Table((Column(Words(""), 22), Column(Words(""), 78)), tuple(rows), kind="pairs")


def paragraph(material: Speaker, *texts: Text, style: str = "body") -> Paragraph:
    """A paragraph of translated sentences."""
    return Paragraph(tuple(material.say(text) for text in texts), style)


def names(material: Speaker, ids: Sequence[str]) -> Words:
    """Name targets: all of a few, else the first ones and how many there are."""
    if len(ids) <= MOST_NAMED + 1:
        return fact(("、" if material.language == "zh_CN" else ", ").join(ids))
    return material.say(_("{names} and others, {count} in all", names=tuple(ids[:MOST_NAMED]), count=len(ids)))


def without_empty(table: Table) -> Table:
    """Drop the columns that say nothing in any row."""
    kept = [n for n in range(len(table.columns)) if any(row[n] not in (DASH, NOTHING) for row in table.rows)]
    if len(kept) == len(table.columns):
        return table
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


def cut(text: str, most: int) -> str:
    """Shorten a long quotation to ``most`` letters' widths; the annex and the evidence have the whole."""
    flat = " ".join(text.split())
    if width_of(flat) <= most:
        return flat
    widths = accumulate(map(width_of, flat))
    return flat[: sum(width < most for width in widths)] + "…"


def width_of(text: str) -> int:
    """How wide text stands, in letters: an ideograph is twice as wide."""
    if text.isascii():  # most are, and a large fleet has millions of them
        return len(text)
    return sum(1 if character < FIRST_IDEOGRAPH else 2 for character in text)


def too_many(material: Speaker, count: int) -> Words:
    """Say of a table that paper does not hold where it stands."""
    return material.say(_("{count} rows: too many for paper, see the workbook and the html form.", count=count))
