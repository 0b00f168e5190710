"""Page one of a document that was issued, as the words of a mail: out of its html, else out of its docx.

Page one is the summary (of a document without one its first section). Of the file's own markup only plain structure comes
along.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

_KEPT: Final = frozenset({"h1", "h2", "h3", "h4", "p", "table", "tr", "td", "th", "ul", "li", "strong"})
_ENDS: Final = {**dict.fromkeys(("h1", "h2", "h3", "h4", "p", "tr", "li", "div"), "\n"), "td": "  ", "th": "  "}
_PARTS: Final = frozenset({"name", "value", "note"})
_LEFT_OUT: Final = frozenset({"style", "script", "svg", "nav", "title", "figure"})
_HEAD: Final = "<!DOCTYPE html>\n<html><head><meta charset='utf-8'></head><body style='font-family:sans-serif'>\n"
_SUMMARY: Final = "summary"
"""The anchor of the section that decides, in every document of ours."""
_BODY: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_UNPACKED_BYTES: Final = 64 * 1024**2
_MOST_LINES: Final = 200


@dataclass(frozen=True, slots=True)
class Page:
    """The words, twice: ``html`` is what stands in a body."""

    text: str
    html: str

    def after(self, words: str) -> str:
        """A whole html page of it, after some words of ours."""
        first = "".join(f"<p>{escape(line)}</p>\n" for line in words.splitlines() if line.strip())
        return f"{_HEAD}{first}{self.html}</body></html>\n"


@dataclass(slots=True)
class _Reading:
    """Where the reader is. ``wanted`` is the anchor of the section to read, "" the first."""

    wanted: str
    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    divs: list[bool] = field(default_factory=list)
    """Of each that is open, whether it is a part of a figure: those stand on one line."""
    hidden: int = 0
    is_inside: bool = False
    is_over: bool = False


class _Reader(HTMLParser):
    """Reads our own html: the titles of the cover, then one section."""

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=True)
        self.now = _Reading(wanted)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        now = self.now
        if tag == "div":
            now.divs.append(dict(attrs).get("class") in _PARTS)
        if tag == "section":
            now.is_inside = not now.is_over and now.wanted in {"", dict(attrs).get("id")}
            now.hidden = 0 if now.is_inside else 1
        now.hidden += tag in _LEFT_OUT or (tag == "table" and not now.is_inside)
        if now.hidden <= 0 and tag in _KEPT:
            now.html.append("<table border='1' cellspacing='0' cellpadding='4'>" if tag == "table" else f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        """End an element; with the section all is read."""
        now = self.now
        ends = " " if tag == "div" and now.divs and now.divs.pop() else _ENDS.get(tag, "")
        if now.hidden <= 0:
            now.text.append(ends)
            now.html += [f"</{tag}>\n"] if tag in _KEPT else [ends.replace("\n", "<br>\n")]
        now.hidden -= tag in _LEFT_OUT or (tag == "table" and not now.is_inside)
        if tag == "section":
            now.is_over, now.is_inside, now.hidden = now.is_over or now.is_inside, False, 1

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self.now.hidden <= 0:
            words = " ".join(data.replace("\u200b", "").split())
            self.now.text.append(words)
            self.now.html.append(escape(words))


def of_html(content: bytes) -> Page:
    """Page one of a document that we rendered as html."""
    written = content.decode("utf-8", "replace")
    reader = _Reader(_SUMMARY if f'<section id="{_SUMMARY}"' in written else "")
    reader.feed(written)
    return Page(_tidy("".join(reader.now.text)), "".join(reader.now.html))


def of_docx(content: bytes) -> Page | None:
    """Page one of a docx, ours or as somebody typed into it; None where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if packed.getinfo(_BODY).file_size > _MOST_UNPACKED_BYTES:
                return None
            raw = packed.read(_BODY)
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            return None
        root = ET.fromstring(raw)  # noqa: S314 - no DTD, no entities, bounded: refused above
    except (zipfile.BadZipFile, zlib.error, KeyError, ET.ParseError, OSError, EOFError, RuntimeError):
        return None
    lines = list(_chapter(root))
    return Page(_tidy("\n".join(lines)), "\n".join(f"<p>{escape(line)}</p>" for line in lines if line))


def _chapter(root: ET.Element) -> Iterator[str]:
    """The lines of the summary; of a docx without one those up to the second chapter."""
    pieces = list(_pieces(root))
    heads = [place for place, one in enumerate(pieces) if _is_head(one)]
    named = [place for place in heads if _names(pieces[place]) & {f"_Toc_{_SUMMARY}"}]
    begins = named[0] if named else 0
    ends = (
        next((place for place in heads if place > (begins if named else heads[0])), len(pieces)) if heads else len(pieces)
    )
    for one in pieces[begins:ends]:
        cells = [one] if one.tag == f"{_W}p" else list(one.iter(f"{_W}tc"))
        yield "  ".join(_words(cell) for cell in cells)


def _words(cell: ET.Element) -> str:
    """What stands in a cell, its paragraphs apart; without the marks for line ends that we print."""
    lines = ("".join(part.text or "" for part in one.iter(f"{_W}t")) for one in cell.iter(f"{_W}p"))
    return " ".join(line for line in lines if line).replace("\u200b", "")


def _is_head(one: ET.Element) -> bool:
    style = one.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and style.get(f"{_W}val", "") == "Heading1"


def _names(one: ET.Element) -> set[str]:
    return {mark.get(f"{_W}name", "") for mark in one.iter(f"{_W}bookmarkStart")}


def _pieces(root: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs, and rows of tables as one each, in order, also where a content control stands round them."""
    for child in root:
        if child.tag in {f"{_W}p", f"{_W}tr"}:
            yield child
        elif child.tag not in {f"{_W}del", f"{_W}moveFrom"}:
            yield from _pieces(child)


def _tidy(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept[:_MOST_LINES]).strip() + "\n"
