"""The annex workbook: one sheet a table, filters, frozen header, text that can never be a formula."""

import io
import re
from dataclasses import dataclass
from typing import Any

from reports.documents.model import Column, Document, Sheet, Words
from reports.render.legal import legal

MOST_CHARACTERS = 32_767
"""Of one cell, by the file format (ECMA-376; Excel's specification and limits)."""
_NAME_LENGTH = 31
_CHARACTER_WIDTH = 1.1
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for a formula once the cell is edited or exported as CSV."""
_A4 = 9


@dataclass(frozen=True, slots=True)
class _Faces:
    """How cells look."""

    head: Any
    body: Any
    quoted: Any


def xlsx(document: Document) -> bytes:
    """Write every sheet of the document."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and only this format needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {
            "title": legal(document.cover.title.text),
            "comments": legal(document.number),
            "created": document.made_at.replace(tzinfo=None),
        }
    )
    font = {"font_name": "微软雅黑", "font_size": 10, "valign": "top"}
    ruled = {**font, "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
    faces = _Faces(
        head=book.add_format({**font, "bold": True, "bg_color": "#E7EBF0", "border": 1, "text_wrap": True}),
        body=book.add_format(ruled),
        quoted=book.add_format({**ruled, "quote_prefix": True}),
    )
    taken: set[str] = set()
    for sheet in document.sheets:
        page = book.add_worksheet(sheet_name(sheet.title.text, taken))
        _fill(page, sheet, faces)
        page.set_footer("&C" + legal(document.number)[:200].replace("&", "&&"))
    book.close()
    return out.getvalue()


def _fill(page: Any, sheet: Sheet, faces: _Faces) -> None:  # noqa: ANN401 - the library has no types
    columns = sheet.table.columns
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width * _CHARACTER_WIDTH)
        page.write_string(0, place, legal(column.title.text), faces.head)
    for line, row in enumerate(sheet.table.rows, 1):
        for place, words in enumerate(row):
            _cell(page, (line, place), words, columns[place], faces)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(sheet.table.rows), 1), len(columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _cell(page: Any, at: tuple[int, int], words: Words, column: Column, faces: _Faces) -> None:  # noqa: ANN401 - as above
    """Write a number where the column has numbers, else a string: what looks like a formula stays what it was."""
    text = legal(words.shown)[:MOST_CHARACTERS]
    if column.is_number and _NUMBER.fullmatch(text):
        page.write_number(*at, float(text), faces.body)
    elif text:
        page.write_string(*at, text, faces.quoted if text.startswith(_FORMULA) else faces.body)
    else:
        page.write_blank(*at, None, faces.body)


def sheet_name(title: str, taken: set[str]) -> str:
    r"""Name a sheet: at most 31 characters, none of ``[]:*?/\``, not used before."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", legal(title)).strip("' ")[:_NAME_LENGTH] or "1"
    name, number = clean, 2
    while name.lower() in taken:
        tail = f" {number}"
        name, number = clean[: _NAME_LENGTH - len(tail)] + tail, number + 1
    taken.add(name.lower())
    return name
