"""WordprocessingML by hand: python-docx builds tables cell by cell, too slow for thousands of rows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from reports.documents.model import Words
from reports.render.legal import BREAK, legal

SPACE: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WIDTH: Final = 9865
"""Of the text, in twentieths of a point: A4 less two margins of 18 mm."""
_LISTED: Final = re.compile(r"、(?=[!-~])")
"""Between names of a list, where LibreOffice would rather break a name than begin a line after the comma."""
COLOURS: Final = {
    "critical": "A61B1B",
    "high": "A61B1B",
    "warn": "8A4B00",
    "medium": "8A4B00",
    "notice": "1F4E79",
    "low": "1F4E79",
    "unknown": "4B3B8F",
    "ok": "1D6B35",
    "absent": "4B5563",
    "expected": "1D6B35",
    "unexpected": "A61B1B",
}
BOLD_TONES: Final = frozenset({"critical", "high", "unexpected"})


def run(text: str, properties: str = "") -> str:
    """A run of text; line ends become breaks."""
    lines = legal(text).split("\n")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in lines)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def runs(words: Iterable[Words]) -> str:
    """Words as runs: shape before, colour, weight and face as their tone asks."""
    return "".join(run(_LISTED.sub(f"、{BREAK}", one.shown), _properties(one)) for one in words)


def _properties(words: Words) -> str:
    code = '<w:rStyle w:val="XJCode"/>' if words.is_code else ""
    bold = "<w:b/>" if words.is_strong or words.tone in BOLD_TONES else ""
    colour = f'<w:color w:val="{COLOURS[words.tone]}"/>' if words.tone else ""
    return code + bold + colour


def paragraph(
    inside: str, style: str, *, starts_page: bool = False, keeps_next: bool = False, centred: bool = False
) -> str:
    """A paragraph of runs in a named style."""
    return f"<w:p {SPACE}>{_paragraph_properties(style, starts_page, keeps_next, centred)}{inside}</w:p>"


def cell_paragraph(inside: str, style: str, *, keeps_next: bool, centred: bool) -> str:
    """The same inside a table, where the namespace is known."""
    return f"<w:p>{_paragraph_properties(style, False, keeps_next, centred)}{inside}</w:p>"  # noqa: FBT003 - starts_page


def _paragraph_properties(style: str, starts_page: bool, keeps_next: bool, centred: bool) -> str:  # noqa: FBT001 - private
    return (
        f'<w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/>'
        + ("<w:keepNext/>" if keeps_next else "")
        + ('<w:pageBreakBefore/><w:spacing w:before="0"/>' if starts_page else "")
        + ('<w:jc w:val="center"/>' if centred else "")
        + "</w:pPr>"
    )


def bookmark(name: str, number: int, inside: str) -> str:
    """Put a bookmark round runs."""
    return f'<w:bookmarkStart w:id="{number}" w:name="_Toc_{escape(name)}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, cached: str, properties: str = "") -> str:
    """A field with what it reads until it is next updated."""
    return f"{_mark('begin')}{_instruction(instruction)}{_mark('separate')}{run(cached, properties)}{_mark('end')}"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text)} </w:instrText></w:r>'


def contents(entries: list[tuple[int, str, str]], pages: Mapping[str, int]) -> Iterator[str]:
    """The table of contents: a field filled with titles and pages, each page a field of its own.

    Neither is marked stale: Word would ask on opening whether it may update fields "that refer to other files". It sets
    the pages anew when it prints or saves as pdf, and WPS and LibreOffice show what stands here.
    """
    start = _mark("begin") + _instruction(r'TOC \o "1-2" \h \z \u') + _mark("separate")
    for place, (level, title, anchor) in enumerate(entries):
        name = f"_Toc_{escape(anchor)}"
        page = "<w:r><w:tab/></w:r>" + field(rf"PAGEREF {name} \h", str(pages[anchor])) if anchor in pages else ""
        whole = f'<w:hyperlink w:anchor="{name}" w:history="1">{run(title)}{page}</w:hyperlink>'
        yield paragraph((start if place == 0 else "") + whole, f"TOC {level}")
    yield paragraph(_mark("end"), "XJ Gap")


def cover_table(rows: list[tuple[str, str]]) -> str:
    """The cover's names and values, ruled between the lines."""
    rule = '<w:bottom w:val="single" w:sz="4" w:color="9AA5B1"/>'
    first = 1900
    quiet = '<w:color w:val="4B5563"/>'
    lines = "".join(
        f"<w:tr>{_cover_cell(run(name, quiet), first)}{_cover_cell(run(value), WIDTH - first)}</w:tr>"
        for name, value in rows
    )
    return (
        f'<w:tbl {SPACE}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{rule}'
        f'<w:insideH w:val="single" w:sz="4" w:color="9AA5B1"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{first}"/><w:gridCol w:w="{WIDTH - first}"/></w:tblGrid>{lines}</w:tbl>'
    )


def _cover_cell(inside: str, width: int) -> str:
    words = cell_paragraph(inside, "XJ Cover", keeps_next=False, centred=False)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{words}</w:tc>'
