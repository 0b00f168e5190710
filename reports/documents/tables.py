"""Building tables of the model in few words."""

from collections.abc import Iterable, Sequence

from config.text import Text, _
from reports.documents.material import Material
from reports.documents.model import Column, Paragraph, Table, Words, fact

MOST_NAMED = 3
"""Members that a row names before it says how many more there are."""


def columns(material: Material, *titled: tuple[Text, int], centred: Sequence[int] = ()) -> tuple[Column, ...]:
    """Columns from (title, width) pairs; ``centred`` are places."""
    return tuple(Column(material.say(text), width, place in centred) for place, (text, width) in enumerate(titled))


def pairs_table(rows: Iterable[tuple[Words, Words]]) -> Table:
    """Name and value, line by line."""
    return Table((Column(Words(""), 22), Column(Words(""), 78)), tuple(rows), kind="pairs")


def paragraph(material: Material, *texts: Text, style: str = "body") -> Paragraph:
    """A paragraph of translated sentences."""
    return Paragraph(tuple(material.say(text) for text in texts), style)


def names(material: Material, ids: Sequence[str]) -> Words:
    """Name targets: all of a few, else the first ones and how many there are."""
    if len(ids) <= MOST_NAMED + 1:
        return fact(("、" if material.language == "zh_CN" else ", ").join(ids))
    return material.say(_("{names} and others, {count} in all", names=tuple(ids[:MOST_NAMED]), count=len(ids)))


def cut(text: str, most: int) -> str:
    """Shorten a long quotation; the annex and the evidence have the whole."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
