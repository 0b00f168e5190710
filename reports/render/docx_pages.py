"""On which page each heading of the docx form stands, so that its table of contents is filled when it is opened.

Only a word processor knows for certain. This lays the document out as one would: our styles have exact line heights, so
that only the breaking of lines is left to be counted (docx_lines). Where Word breaks a row otherwise, a number may be
off by one; Word sets them right when it prints.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from reports.documents.model import Block, Bullets, Chart, Document, Figures, Heading, Map, Paragraph, Section, Table, Words
from reports.render.docx_lines import lines_of
from reports.render.docx_styles import PARAGRAPHS, STYLES
from reports.render.docx_tables import has_header, widths_of
from reports.render.docx_xml import BOLD_TONES
from reports.render.docx_xml import WIDTH as TEXT_TWIPS
from reports.render.pictures import Picture, height_to_width

TWIPS: Final = 20
"""In a point."""
PAGE: Final = (297 - 24 - 20) / 25.4 * 72 - 3
"""Height of the text, in points, less what rules and roundings of many rows come to."""
TEXT: Final = TEXT_TWIPS / TWIPS
CHART_MM: Final = 172
_MM: Final = 72 / 25.4
_CELL_SIDES: Final = 2 * 70 / TWIPS
_CELL_ENDS: Final = 2 * 40 / TWIPS + 0.5
"""Above and below in a cell, and its rule."""
_BULLET: Final = 18.0


@dataclass(slots=True)
class _Box:
    """What is set in one piece: lines of a paragraph, a row, a picture. Heights in points."""

    height: float
    before: float = 0.0
    after: float = 0.0
    keeps: bool = False
    starts_page: bool = False
    anchor: str = ""
    again: float = 0.0
    """Of the header row that a table repeats on the next page."""


def pages(document: Document, *, has_charts: bool) -> dict[str, int]:
    """The page of each anchor, counted from the cover."""
    return dict(_laid_out(list(_boxes(document, has_charts=has_charts))))


def _laid_out(boxes: list[_Box]) -> Iterator[tuple[str, int]]:
    page, at, after = 1, 0.0, 0.0
    for place, box in enumerate(boxes):
        space = max(after, box.before) if at else 0.0
        if box.starts_page or (at and at + space + _together(boxes, place) > PAGE):
            page, at, space = page + 1, (0.0 if box.starts_page else box.again), 0.0
        if box.anchor:
            yield box.anchor, page
        more, end = divmod(at + space + box.height, PAGE)
        page, at, after = page + int(more), end, box.after


def _together(boxes: list[_Box], place: int) -> float:
    """The height of a box and of what it must not be parted from; only its own where that is more than a page."""
    height = boxes[place].height
    for box, following in zip(boxes[place:], boxes[place + 1 :], strict=False):
        if not box.keeps or following.starts_page:
            break
        height += max(box.after, following.before) + following.height
        if height > PAGE:
            return boxes[place].height
    return height


def _boxes(document: Document, *, has_charts: bool) -> Iterator[_Box]:
    yield _Box(1.0)  # the cover, which is a page
    for section in document.front:
        yield from _section(section, has_charts=has_charts)
    yield _paragraph("XJ Contents", (document.labels.contents,), starts_page=True)
    for level, title, _anchor in entries(document):
        yield _paragraph(f"TOC {level}", (title,))
    for section in (document.summary, *document.sections):
        yield from _section(section, has_charts=has_charts)


def entries(document: Document) -> list[tuple[int, Words, str]]:
    """(level, title, anchor) for the table of contents."""
    out = []
    for section in document.all_sections():
        out.append((1, section.title, section.anchor))
        out += [(2, b.words, b.anchor) for b in section.blocks if isinstance(b, Heading) and b.anchor]
    return out


def _section(section: Section, *, has_charts: bool) -> Iterator[_Box]:
    yield _paragraph("Heading 1", (section.title,), starts_page=section.starts_page, anchor=section.anchor)
    for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
        if has_charts or not isinstance(block, Picture):
            yield from _block(block, is_lead_in=isinstance(after, Table | Picture | Figures))


def _block(block: Block, *, is_lead_in: bool) -> Iterable[_Box]:
    match block:
        case Heading():
            return (_paragraph(f"Heading {block.level}", (block.words,), anchor=block.anchor),)
        case Paragraph():
            style = PARAGRAPHS.get(block.style, "Normal")
            return (_paragraph(style, block.words, keeps=is_lead_in),)
        case Bullets():
            return _bullets(block)
        case Figures():
            return (_figures(block), _paragraph("XJ Gap", ()))
        case Chart() | Map():
            picture = _Box(CHART_MM * _MM * height_to_width(block), after=STYLES["Normal"].after)
            return (_paragraph("XJ Caption", (block.title,)), picture)
        case Table():
            return _table(block)


def _paragraph(
    name: str, words: tuple[Words, ...], *, keeps: bool = False, starts_page: bool = False, anchor: str = ""
) -> _Box:
    style = STYLES[name]
    width = TEXT - (_BULLET if name == "List Bullet" else 0.0)
    count = lines_of("".join(one.shown for one in words), style.size, width, is_bold=style.is_bold)
    before = 0.0 if starts_page else style.before
    return _Box(count * style.line, before, style.after, keeps or style.keeps, starts_page, anchor)


def _bullets(bullets: Bullets) -> list[_Box]:
    """Items stand close, as their style is "contextual": only the last keeps its distance."""
    made = [_paragraph("List Bullet", item) for item in bullets.items]
    return [*(replace(box, after=0.0) for box in made[:-1]), *made[-1:]]


def _figures(figures: Figures) -> _Box:
    small, large = STYLES["XJ Small"], STYLES["XJ Figure"]
    columns = widths_of([17, *[10] * (len(figures.items) - 1)])
    heights = [0.0]
    for one, twips in zip(figures.items, columns, strict=True):
        room = twips / TWIPS - _CELL_SIDES
        lines = sum(lines_of(words.shown, small.size, room) for words in (one.name, one.note) if words)
        heights.append(lines * small.line + lines_of(one.value.shown, large.size, room, is_bold=True) * large.line)
    return _Box(max(heights) + _CELL_ENDS)


def _table(table: Table) -> Iterator[_Box]:
    if not table.is_on_paper and table.elsewhere:
        yield _paragraph("XJ Note", (table.elsewhere,))
        return
    if table.caption:
        yield _paragraph("XJ Caption", (table.caption,))
    rooms = [twips / TWIPS - _CELL_SIDES for twips in widths_of([column.width for column in table.columns])]
    dense = " Dense" if table.is_dense else ""
    head = _row(tuple(c.title for c in table.columns), rooms, f"XJ Head{dense}") if has_header(table) else 0.0
    if head:
        yield _Box(head, keeps=True)
    for place, row in enumerate(table.rows, 1):
        height = max(_row(row, rooms, f"XJ Cell{dense}"), table.row_height_mm * _MM)
        yield _Box(height, keeps=table.is_kept_whole and place < len(table.rows), again=head)
    yield _paragraph("XJ Gap", ())


def _row(row: tuple[Words, ...], rooms: list[float], name: str) -> float:
    style = STYLES[name]
    counts = [
        lines_of(words.shown, style.size, room, is_code=words.is_code, is_bold=_is_bold(words) or style.is_bold)
        for words, room in zip(row, rooms, strict=True)
    ]
    return max(counts) * style.line + _CELL_ENDS


def _is_bold(words: Words) -> bool:
    return words.is_strong or words.tone in BOLD_TONES
