"""Sheets as files: xlsx and CSV, read into rows."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.sheets.imported import Imported, finished
from agent.sheets.table import Reading, Row, place, read, recognised
from config.problems import Problem
from config.text import _

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_UNPACKED_BYTES = 256 * 1024**2  # of an xlsx, which is a zip: no bomb
GUARD = "=+-@\t\r"
"""A cell of a CSV that begins with one of these is a formula to Excel; ours then begin with an apostrophe."""

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError),  # the archive
    *(
        SyntaxError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
    ),  # the XML within; its ParseError is a SyntaxError
)


def from_csv(content: bytes, name: str) -> Imported:
    """Read a CSV as Excel saves it: UTF-8 with or without mark, UTF-16, or GB18030; comma, tab or semicolon."""
    reading = Reading()
    text = _decoded(content)
    if text is None:
        problem = Problem(name, "", _("bytes that are no text in UTF-8 or GB18030"), _("save it as “CSV UTF-8”"))
        return Imported((), (problem,))
    try:
        rows = max((_rows(text, sign) for sign in ",\t;"), key=lambda rows: max(map(recognised, rows[:30]), default=0))
    except csv.Error as error:
        return Imported((), (Problem(name, "", _("no CSV ({detail})", detail=str(error)), _("save it as “CSV UTF-8”")),))
    _bounded(rows, name, reading)
    return finished(reading.targets, reading.problems, reading.keyring.made.values())


def _rows(text: str, sign: str) -> list[Row]:
    return [[_unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1:2] in GUARD + "'" else cell


def guarded(cell: str) -> str:
    """Put an apostrophe before what Excel would run as a formula."""
    return f"'{cell}" if cell[:1] and cell[:1] in GUARD + "'" else cell


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _bounded(rows: Sequence[Row], sheet: str, reading: Reading) -> None:
    if len(rows) > MOST_ROWS:
        found = _("{count:number} rows", count=len(rows))
        write = _("the first {most:number} were read; split the list", most=MOST_ROWS)
        reading.problems.append(Problem(place(sheet, MOST_ROWS), "", found, write))
    read(rows[:MOST_ROWS], sheet, reading)


def from_xlsx(content: bytes, name: str) -> Imported:
    """Read every worksheet that has headings; a cell merged over rows counts for each of them."""
    reading = Reading()
    book = workbook(content, name)
    if isinstance(book, Problem):
        return Imported((), (book,))
    for sheet in book.worksheets:
        if sheet.max_column > MOST_COLUMNS:
            found, write = (
                _("{count:number} columns", count=sheet.max_column),
                _("the first {most:number} were read", most=MOST_COLUMNS),
            )
            reading.problems.append(Problem(sheet.title, "", found, write))
        _bounded(_cells(sheet), sheet.title, reading)
    return finished(reading.targets, reading.problems, reading.keyring.made.values())


def workbook(content: bytes, name: str) -> "Workbook | Problem":
    """Open an xlsx, of formulas the values; or say why it cannot be."""
    from openpyxl import load_workbook  # noqa: PLC0415 - 0.3 s to import, needed here only

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            found = _("{size:bytes} when unpacked", size=unpacked)
            return Problem(name, "", found, _("split the list, or save it as CSV"))
        with warnings.catch_warnings():  # of extensions (data validation, formats) that it does not keep
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(content), data_only=True)
    except _DAMAGED as error:
        found = _("no workbook that can be read ({detail})", detail=type(error).__name__)
        return Problem(name, "", found, _("open it in Excel and save it as .xlsx, without a password"))


def _cells(sheet: "Worksheet") -> Sequence[Row]:
    last_row, last_column = min(sheet.max_row, MOST_ROWS + 1), min(sheet.max_column, MOST_COLUMNS)
    rows: list[list[object]] = [
        list(row) for row in sheet.iter_rows(max_row=last_row, max_col=last_column, values_only=True)
    ]
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row - 1, merged.min_col - 1
        for number in range(top + 1, min(merged.max_row, len(rows))):
            rows[number][left] = rows[top][left]
    return rows
