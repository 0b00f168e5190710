"""What a docx says in the cells that are typed into, after Word, WPS or LibreOffice saved it: by whichever mark survived.

A cell is known by the tag of its content control, by its bookmark, or by the name printed in its row together with the
title over it. Marks that name different cells are a conflict, and so are two cells of one name with different texts; what
stands in a row without any mark is told as such. Nothing is guessed. What was deleted under track changes is not there;
what was inserted is.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree import ElementTree as ET

from config.text import Text, _, render
from reports.record.hand import PLACES, VISIBLE_LENGTH
from reports.render.docx_marks import MARK

MOST_UNPACKED_BYTES: Final = 256 * 1024**2
"""Of one part; ours of 500 targets has 15 MB."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMED: Final = re.compile(rf"{MARK}[._]([a-z]+)[._]([0-9A-Z]{{13}})[._]([0-9A-Z]+)")
_VISIBLE: Final = re.compile(rf"#([0-9A-HJKMNP-TV-Z]{{{VISIBLE_LENGTH}}})(?![0-9A-Za-z])")
_UNSEEN: Final = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f]")
"""Marks for line ends that we print, and characters that no printout shows."""
_WRAPS: Final = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_GONE: Final = frozenset(
    (
        *(f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "tcPr", "trPr", "sdtPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_TITLES: Final = {
    "".join(render(words, language).split()): place for place, words in PLACES.items() for language in ("zh_CN", "en")
}
_SIGNS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
Mark = tuple[str, str]
"""(place, row): the row's whole name, or as much of it as is printed."""


class HandError(Exception):
    """The file cannot be read; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is typed into. ``row`` is "" where nothing says which; ``printed`` is None where no mark says."""

    place: str
    row: str
    text: str
    printed: str | None = None
    ways: tuple[str, ...] = ()
    """The marks that it was known by: control, bookmark, row."""
    marks: tuple[Mark, ...] = ()
    """Where they name different cells: which."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a docx says. ``names`` are texts that hold the document's number; ``by`` is who saved it last."""

    cells: tuple[Cell, ...]
    names: tuple[str, ...]
    by: str = ""


@dataclass(slots=True)
class _Above:
    """What stands over the columns of a table so far: titles of places, and boxes with the name printed in the title."""

    titles: dict[int, str] = field(default_factory=dict)
    boxes: dict[int, Mark] = field(default_factory=dict)


def read(content: bytes) -> Written:
    """Read a docx. Raises HandError for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: _part(package, name) for name in package.namelist() if _is_read(name)}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise HandError(_("no docx ({detail})", detail=str(error))) from error
    if "word/document.xml" not in parts:
        raise HandError(_("no docx ({detail})", detail="word/document.xml"))
    cells = tuple(one for table in parts["word/document.xml"].iter(f"{_W}tbl") for one in _cells(table))
    heads = [_words(root) for name, root in parts.items() if name.startswith("word/header")]
    about = parts.get("docProps/core.xml")
    told = {} if about is None else {one.tag.rpartition("}")[2]: one.text or "" for one in about}
    return Written(cells, (told.get("subject", ""), *heads), told.get("lastModifiedBy", ""))


def _is_read(name: str) -> bool:
    return name in {"word/document.xml", "docProps/core.xml"} or re.fullmatch(r"word/header\d*\.xml", name) is not None


def _part(package: zipfile.ZipFile, name: str) -> ET.Element:
    if package.getinfo(name).file_size > MOST_UNPACKED_BYTES:
        raise HandError(_("{part} is too large to be one of ours", part=name))
    raw = package.read(name)
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise HandError(_("{part} declares a document type; no word processor writes that", part=name))
    try:
        return ET.fromstring(raw)  # noqa: S314 - no DTD, no entities, bounded: refused above
    except ET.ParseError as error:
        raise HandError(_("no docx ({detail})", detail=f"{name}: {error}")) from error


def _words(root: ET.Element) -> str:
    return "".join(one.text or "" for one in root.iter(f"{_W}t"))


def _cells(table: ET.Element) -> Iterator[Cell]:
    above = _Above()
    for row, _around in _within(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield from _row(row, above)


def _within(element: ET.Element, name: str, tags: tuple[str, ...] = ()) -> Iterator[tuple[ET.Element, tuple[str, ...]]]:
    """The children of a name, those too that a content control or a tracked change stands round; with its tags."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child, tags
        elif child.tag in _WRAPS:
            tag = child.find(f"{_W}sdtPr/{_W}tag")
            yield from _within(child, name, tags if tag is None else (*tags, tag.get(f"{_W}val", "")))


def _row(row: ET.Element, above: _Above) -> Iterator[Cell]:
    cells: list[tuple[int, ET.Element, tuple[str, ...]]] = []
    at = 0
    for cell, tags in _within(row, "tc"):
        cells.append((at, cell, tags))
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        at += int(span.get(f"{_W}val", "1")) if span is not None else 1
    texts = {column: text_of(cell) for column, cell, _tags in cells}
    marks = {column: _marks(cell, tags) for column, cell, tags in cells}
    boxes, above.boxes = above.boxes, {}
    titled = _titles(texts)
    if titled and not any(marks.values()):
        above.titles |= {column: place for column, (place, _name) in titled.items()}
        above.boxes = {column: (place, name) for column, (place, name) in titled.items() if name}
        return
    shown = [m[1] for column, text in texts.items() if column not in above.titles for m in _VISIBLE.finditer(text)]
    name = shown[0] if len(set(shown)) == 1 else ""
    for column, text in texts.items():
        place = above.titles.get(column, "")
        printed = boxes.get(column, (place, name) if place else None)
        if (one := _cell(text, marks[column], printed)) is not None:
            yield one


def _titles(texts: dict[int, str]) -> dict[int, tuple[str, str]]:
    """The columns over which a title of ours stands: (place, name printed in the title)."""
    found = {}
    for column, text in texts.items():
        name = _VISIBLE.search(text)
        place = _TITLES.get("".join(_VISIBLE.sub("", text).split()))
        if place:
            found[column] = (place, name[1] if name else "")
    return found


def _marks(cell: ET.Element, tags: tuple[str, ...]) -> dict[str, tuple[str, str, str]]:
    """The marks of a cell: (place, row, print) by the way they were kept; of several of one way, all."""
    found = [("control", tag) for tag in tags]
    found += [("control", one.get(f"{_W}val", "")) for one in cell.iter(f"{_W}tag")]
    found += [("bookmark", one.get(f"{_W}name", "")) for one in cell.iter(f"{_W}bookmarkStart")]
    read_ = [(way, _NAMED.fullmatch(text)) for way, text in found]
    return {f"{way} {m[0]}": (m[1], m[2], m[3]) for way, m in read_ if m is not None and m[1] in PLACES}


def _cell(text: str, marks: dict[str, tuple[str, str, str]], printed: Mark | None) -> Cell | None:
    """One cell by its marks; None where nothing says that it is typed into."""
    if not marks and printed is None:
        return None
    named = dict.fromkeys((place, row) for place, row, _print in marks.values())
    ways = tuple(dict.fromkeys(way.split()[0] for way in marks))
    if not marks:
        place, row = printed or ("", "")
        return Cell(place, row, text, None, ("row",) if row else ())
    (place, row), *others = named
    if printed is not None and printed[1] and all(not _agree(mark, printed) for mark in named):
        others.append(printed)
    elif printed is not None and printed[1]:
        ways = (*ways, "row")
    prints = {print_ for _place, _row, print_ in marks.values()}
    one = Cell(place, row, text, min(prints) if len(prints) == 1 else None, ways)
    return replace(one, marks=((place, row), *others)) if others else one


def _agree(one: Mark, printed: Mark) -> bool:
    return one[0] == printed[0] and one[1].startswith(printed[1])


def text_of(element: ET.Element) -> str:
    """The text of a cell as a person reads it: its paragraphs, with line ends and tabs."""
    lines: list[str] = []
    joins = False
    for paragraph in element.iter(f"{_W}p"):
        text = "".join(_runs(paragraph))
        if joins:
            lines[-1] += text
        else:
            lines.append(text)
        joins = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
    text = _UNSEEN.sub("", "\n".join(lines))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _runs(element: ET.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _GONE and child.tag != f"{_W}p":
            yield from _runs(child)
