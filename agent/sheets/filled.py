"""A form that came back as a workbook: what was typed, by sheet and row. What it means is the parser's."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agent.sheets.cells import words
from agent.sheets.files import workbook
from config.problems import Problem
from config.text import _
from reports.render.form_xlsx import KEYS, MARK, VERSION

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES: Final = 32 * 1024**2
MOST_ROWS: Final = 2000
_MOST_COLUMNS: Final = 40
_LOOKED_FOR_MARK: Final = 30
"""Rows from the top in which the mark may stand, where somebody put rows above it."""
_MOST_LETTERS: Final = 2000
"""Of one cell; the longest remark that is kept."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One item as it was typed; ``row`` counts from 1, as the program that shows it does."""

    row: int
    item: str
    number: str
    answer: str
    how: str
    remark: str


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """One sheet. ``place`` is file and sheet; ``heading`` has on, answered_by, witness, remark, and their rows."""

    place: str
    target: str
    checklist: str
    heading: Mapping[str, str]
    rows: tuple[FilledRow, ...]

    def at(self, row: int) -> str:
        """Where a row is, for a person."""
        return f"{self.place}:{row}"


def filled(content: bytes, name: str) -> tuple[list[FilledSheet], list[Problem]]:
    """Read every sheet that is a form of ours; the others are named."""
    if len(content) > MOST_BYTES:
        too_large = _("a file of {size:bytes}", size=len(content))
        return [], [Problem(name, "", too_large, _("hand in photos beside it, not in it"))]
    if _is_docx(content):
        written = _("read the .xlsx that was printed beside it; what stands on the .docx has to be typed into that one")
        return [], [Problem(name, "", _("a Word document (.docx)"), written)]
    book = workbook(content, name)
    if isinstance(book, Problem):
        return [], [book]
    sheets: list[FilledSheet] = []
    problems: list[Problem] = []
    for page in book.worksheets:
        made = _sheet(page, f"{name} [{page.title}]")
        if isinstance(made, Problem):
            problems.append(made)
        else:
            sheets.append(made)
    return sheets, problems


def _is_docx(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError):
        return False


Grid = Sequence[Sequence["Cell | MergedCell"]]


def _sheet(page: "Worksheet", place: str) -> FilledSheet | Problem:
    grid: Grid = list(page.iter_rows(max_row=min(page.max_row, MOST_ROWS), max_col=min(page.max_column, _MOST_COLUMNS)))
    for number, row in enumerate(grid[:_LOOKED_FOR_MARK]):
        texts = [_typed(cell) for cell in row]
        marks = [column for column, text in enumerate(texts) if text.startswith(f"{MARK} ")]
        if marks and len(grid) > number + 1:
            return _of_mark(grid, number, marks[0], place)
    found = _("a sheet that is no form of xunjian, or whose hidden rows are gone")
    return Problem(place, "", found, _("print a new form with xunjian form, and copy the answers into it"))


def _of_mark(grid: Grid, number: int, column: int, place: str) -> FilledSheet | Problem:
    version, target, checklist = [*(text for text in map(_typed, grid[number][column:]) if text), "", "", ""][:3]
    if version != f"{MARK} {VERSION}":
        return Problem(place, "", _("a form of another version"), _("read it with the version that printed it"))
    columns = {text: place for place, text in enumerate(map(_typed, grid[number + 1])) if text in KEYS}
    if not {"key", "answer"} <= columns.keys():
        found = _("a form without its columns of keys and answers")
        return Problem(place, "", found, _("print a new form with xunjian form, and copy the answers into it"))
    lines = [
        (start, {key: _typed(row[at]) if at < len(row) else "" for key, at in columns.items()})
        for start, row in enumerate(grid[number + 2 :], number + 3)
    ]
    heading = {line["key"][1:]: line["answer"] for _row, line in lines if line["key"].startswith("@")}
    return FilledSheet(place, target, checklist, heading, tuple(_items(lines)))


def _items(lines: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[FilledRow]:
    for row, line in lines:
        if line["key"] and not line["key"].startswith("@"):
            other = (line.get(key, "") for key in ("no", "answer", "how", "remark"))
            number, answer, how, remark = other
            yield FilledRow(row, line["key"], number, answer, how, remark)


def _typed(cell: "Cell | MergedCell") -> str:
    """A cell as it was meant: of a percentage, which the sheet keeps as a fraction, the number before the sign."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{value * 100:.10g}"
    return words(value)[:_MOST_LETTERS]
