"""The Document model: what every document says, before anybody decides how it looks.

A document is words, tables and charts in order. ``Words`` are already in the document's language; those that repeat a
fact (a name, a path, a line of an answer) say so, which lets a test prove that nothing else was left untranslated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from config.text import Text, render
from reports.marks import MARKS

_ROWS_KEPT: Final = 7
_LINES_KEPT: Final = 36
"""Half a page of them."""
_ROW_HOLDS: Final = 100
"""Letters that the whole width of a table holds, an ideograph counting as two."""
SCHEMA: Final = 1
"""Of the machine form (json); a change that a reader of it must know about raises it."""


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of text. ``tone`` is a key of MARKS or ""; ``is_code`` asks for a fixed-width face."""

    text: str
    is_fact: bool = False
    tone: str = ""
    is_strong: bool = False
    is_code: bool = False

    @property
    def shown(self) -> str:
        """The text with its tone's mark before it."""
        return f"{MARKS[self.tone]} {self.text}" if self.tone else self.text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a section, below the section's own. ``anchor`` names it for links."""

    words: Words
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a row. ``style``: body, verdict (large), lead (the sentence to read first), note (small print)."""

    words: tuple[Words, ...]
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title and its share of the table's width."""

    title: Words
    width: int = 10
    is_centred: bool = False
    is_number: bool = False
    """In the workbook its cells are numbers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that a person may type into, and that is read back from the docx by what it is, wherever it then stands.

    ``place`` is a name of PLACES (reports/record/hand.py), ``id`` the row's, ``of`` whom it stands for; ``what`` says so.
    """

    row: int
    column: int
    place: str
    id: str
    of: tuple[str, ...]
    what: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``kind``: grid (a header row, repeated), pairs (name and value, no header), form (to be filled by hand).

    Over ``most_on_paper`` rows it stands only in html and xlsx, and ``elsewhere`` says so on paper.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    kind: str = "grid"
    caption: Words | None = None
    most_on_paper: int | None = None
    elsewhere: Words | None = None
    row_height_mm: int = 0
    is_dense: bool = False
    entries: tuple[Entry, ...] = ()

    @property
    def is_on_paper(self) -> bool:
        """Whether docx and pdf print it."""
        return self.most_on_paper is None or len(self.rows) <= self.most_on_paper

    @property
    def is_kept_whole(self) -> bool:
        """Whether it is small enough to stand on one page: few rows, and surely few lines, whatever their letters."""
        return len(self.rows) <= _ROWS_KEPT and sum(map(self._lines_of, self.rows)) <= _LINES_KEPT

    def _lines_of(self, row: tuple[Words, ...]) -> int:
        total = sum(column.width for column in self.columns)
        return max(
            -(-2 * len(words.text) * total // (_ROW_HOLDS * max(column.width, 1)))
            for words, column in zip(row, self.columns, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name, for the row of figures at the top."""

    name: Words
    value: Words
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over time."""

    name: Words
    points: tuple[tuple[datetime, float], ...]
    is_forecast: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Measures over time. ``unit``: ratio, bytes, seconds, count; ``limits`` are levels drawn across."""

    title: Words
    unit: str
    lines: tuple[Line, ...]
    limits: tuple[tuple[Words, float], ...] = ()
    cone: tuple[tuple[datetime, float], ...] = ()
    """The corners of what the interval of a forecast covers."""
    is_low: bool = False
    """Drawn as one of many, at less height."""


@dataclass(frozen=True, slots=True)
class Device:
    """One device on a map. ``is_inspected``: a target of ours, not merely a neighbour that one of them named."""

    name: Words
    is_inspected: bool = True


@dataclass(frozen=True, slots=True)
class Wire:
    """All links between two devices, given by their places. ``style``: agreed, one_end, differ, outside."""

    one: int
    other: int
    style: str = "agreed"
    count: int = 1


@dataclass(frozen=True, slots=True)
class Map:
    """Devices and what joins them. ``legend``: by style of a wire (and "several", "named"), what it means."""

    title: Words
    devices: tuple[Device, ...]
    wires: tuple[Wire, ...]
    legend: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements."""

    items: tuple[tuple[Words, ...], ...]


Block = Heading | Paragraph | Table | Figures | Chart | Map | Bullets


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter. ``number`` as printed ("1", "A"); ``starts_page`` puts it on a page of its own."""

    number: str
    title: Words
    blocks: tuple[Block, ...]
    anchor: str = ""
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the annex workbook."""

    title: Words
    table: Table


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    owner: Words
    title: Words
    subtitle: Words
    rows: tuple[tuple[Words, Words], ...]
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Labels:
    """The renderers' own few words, in the document's language."""

    contents: Words
    page: tuple[str, str, str]
    """What stands before, between and after page number and page count."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document, in one language. ``data`` is the machine form's own: plain values under stable English names."""

    kind: str
    number: str
    language: str
    made_at: datetime
    cover: Cover
    header: Words
    labels: Labels
    summary: Section
    """Page one. It stands before the table of contents."""
    front: tuple[Section, ...] = ()
    """What stands between cover and page one: document control."""
    sections: tuple[Section, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    is_bare: bool = False
    """Without cover and contents: a form to be filled in by hand."""
    template: bytes = b""
    """A docx file of the customer's whose page, styles, header and footer the docx form takes."""

    def all_sections(self) -> Iterator[Section]:
        """Every section, in the order of the page."""
        yield from self.front
        yield self.summary
        yield from self.sections

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Every cell that a person may type into, with what is printed there."""
        for section in self.all_sections():
            for block in section.blocks:
                if isinstance(block, Table):
                    yield from ((one, block.rows[one.row][one.column].text) for one in block.entries)


def say(text: Text, language: str, *, tone: str = "", is_strong: bool = False) -> Words:
    """Put a Text into words; one that is only a fact's own words stays a fact."""
    is_fact = text.template == "{verbatim}"
    return Words(render(text, language), is_fact, tone, is_strong)


def fact(value: object, *, tone: str = "", is_strong: bool = False, is_code: bool = False) -> Words:
    """A value that no language translates."""
    return Words(str(value), True, tone, is_strong, is_code)  # noqa: FBT003 - is_fact


NOTHING: Final = Words("")
DASH: Final = Words("—")
"""For a cell that is empty because there is nothing to say."""
