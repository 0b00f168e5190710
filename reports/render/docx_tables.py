"""Native Word tables: fixed widths, a header row on every page, rows that stay whole, small tables that stay together."""

from collections.abc import Mapping
from typing import Final

from reports.documents.model import Figures, Table, Words
from reports.render.docx_marks import marked
from reports.render.docx_xml import SPACE, WIDTH, cell_paragraph, run, runs

TWIPS_PER_MM: Final = 56.69
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9AA5B1"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS: Final = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
)


def table_xml(table: Table, first_mark: int = 1) -> str:
    """A table of the model as one ``w:tbl``; its cells to type into are marked with numbers from ``first_mark`` on."""
    widths = widths_of([column.width for column in table.columns])
    small = table.is_kept_whole
    marks = _marks(table, first_mark)
    rows = [_header(table, widths)] if has_header(table) else []
    rows += [
        _row(table, row, widths, marks.get(place - 1, {}), keeps_next=small and place < len(table.rows))
        for place, row in enumerate(table.rows, 1)
    ]
    return _table(widths, rows)


def _marks(table: Table, first: int) -> dict[int, dict[int, str]]:
    """The runs of the cells that a person types into, with their marks, by row and column."""
    found: dict[int, dict[int, str]] = {}
    for number, one in enumerate(table.entries, first):
        words = table.rows[one.row][one.column]
        title = table.columns[one.column].title.text
        found.setdefault(one.row, {})[one.column] = marked(runs((words,)), words.text, one, title, number)
    return found


def figures_xml(figures: Figures) -> str:
    """Figures side by side: name, value, note."""
    widths = widths_of([17, *[10] * (len(figures.items) - 1)])
    cells = []
    for width, one in zip(widths, figures.items, strict=True):
        inside = cell_paragraph(run(one.name.shown), "XJ Small", keeps_next=True, centred=False)
        inside += cell_paragraph(runs((one.value,)), "XJ Figure", keeps_next=True, centred=False)
        inside += cell_paragraph(run(one.note.text if one.note else ""), "XJ Small", keeps_next=False, centred=False)
        cells.append(_cell(inside, width, "", "top"))
    return _table(widths, [f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"])


def widths_of(shares: list[int]) -> list[int]:
    """Share the width of the text out to columns, in twentieths of a point."""
    made = [WIDTH * share // sum(shares) for share in shares]
    made[-1] += WIDTH - sum(made)
    return made


def _table(widths: list[int], rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {SPACE}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def has_header(table: Table) -> bool:
    """Whether a table has a row of titles."""
    return table.kind != "pairs" and any(column.title.text for column in table.columns)


def _header(table: Table, widths: list[int]) -> str:
    style = "XJ Head Dense" if table.is_dense else "XJ Head"
    cells = "".join(
        _cell(cell_paragraph(run(column.title.text), style, keeps_next=True, centred=True), width, "E7EBF0")
        for column, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(table: Table, row: tuple[Words, ...], widths: list[int], marks: Mapping[int, str], *, keeps_next: bool) -> str:
    style = "XJ Cell Dense" if table.is_dense else "XJ Cell"
    height = (
        f'<w:trHeight w:val="{int(table.row_height_mm * TWIPS_PER_MM)}" w:hRule="atLeast"/>' if table.row_height_mm else ""
    )
    cells = []
    for place, (words, width) in enumerate(zip(row, widths, strict=True)):
        text = marks.get(place) or runs((words,))
        inside = cell_paragraph(text, style, keeps_next=keeps_next, centred=table.columns[place].is_centred)
        cells.append(_cell(inside, width, "F2F5F8" if table.kind == "pairs" and place == 0 else ""))
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(inside: str, width: int, fill: str, align: str = "center") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="{align}"/></w:tcPr>{inside}</w:tc>'
