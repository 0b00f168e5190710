"""The customer's own docx as the ground of the docx form: its page, styles, header and footer, and what stands around.

A paragraph that is ``{{正文}}`` or ``{{content}}`` marks where the document goes; what stands before and after it stays, in
place of our cover. Without such a paragraph the file's text goes and ours, with the cover, takes its place. Words in double
braces, there and in headers and footers, are filled in: the document's title and number, and every line of our cover by the
name that it has there (客户名称, 合同编号, 日期, …), in either language; one that this document does not have stays empty.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from config.text import _, render
from reports.documents.model import Document
from reports.render import RenderError
from reports.render.docx_xml import WIDTH
from reports.render.legal import legal

MARKERS: Final = ("{{正文}}", "{{content}}")
_NAME: Final = re.compile(r"\{\{\s*([^{}]{1,40}?)\s*\}\}")
_LINES: Final = (
    _("Customer"),
    _("Project"),
    _("Contract number"),
    _("Period"),
    _("Document number"),
    _("Prepared by"),
    _("Date"),
    _("For the eyes of"),
)
"""The lines of the covers that may be named though a document has none of them; any other line of its own may be, too."""
_TITLE: Final = ("标题", "title")
_NUMBER: Final = ("编号", "number")
_LANGUAGES: Final = ("zh_CN", "en")
_BEFORE_NUMBERING: Final = ("pStyle", "keepNext", "pageBreakBefore")
"""What of our paragraphs' properties the standard puts before numbering."""
_TWIPS: Final = 635
"""English metric units in a twentieth of a point."""


def opened(content: bytes) -> Any:  # noqa: ANN401 - the library has no types
    """Open the customer's file. Raises RenderError for what is no docx."""
    import docx as library  # noqa: PLC0415 - takes 0.4 s to import

    try:
        return library.Document(io.BytesIO(content))
    except Exception as error:  # the library raises what its parts raise: zip, XML, KeyError
        why = f"site.template is no docx that can be opened ({error}); save it anew as .docx, not as .doc or .dotx"
        raise RenderError(why) from error


def cleared(word: Any) -> Any:  # noqa: ANN401 - as above
    """Take the text of the customer's file out, up to the marker; give the element before which ours goes.

    The element is the marker's paragraph where there is one, else the last section's properties.
    """
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    body = word.element.body
    for one in body.iterchildren(qn("w:p")):
        if _is_marker("".join(text.text or "" for text in one.iter(qn("w:t")))):
            return one
    for one in list(body.iterchildren()):
        if one is not body.sectPr:
            body.remove(one)
    return body.sectPr


def _is_marker(text: str) -> bool:
    """Spaces do not count, as in names."""
    return "".join(text.split()) in MARKERS


def fill(word: Any, document: Document) -> None:  # noqa: ANN401 - as above
    """Fill in what stands in double braces. Raises RenderError for a name that our cover does not have."""
    values = _values(document)
    for part in _parts(word):
        for paragraph in part.iter(f"{{{part.nsmap['w']}}}p"):
            _fill(paragraph, values)


def _values(document: Document) -> Mapping[str, str]:
    """By every name that may stand in braces."""
    rows = {legal(name.text): legal(value.text) for name, value in document.cover.rows}
    number = render(_("Document number"), document.language)
    rows |= {number: legal(document.number)}
    values = {render(one, each): rows.get(render(one, document.language), "") for one in _LINES for each in _LANGUAGES}
    values |= rows
    values |= dict.fromkeys(_TITLE, legal(document.cover.title.text))
    return values | dict.fromkeys(_NUMBER, legal(document.number))


def _parts(word: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    """The body, and each header and footer that the file has of its own."""
    yield word.element.body
    for section in word.sections:
        for one in (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        ):
            if not one.is_linked_to_previous:
                yield one._element  # noqa: SLF001 - the library's own name for the element


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:  # noqa: ANN401 - as above
    """A name may lie in several runs: the first then has the whole text."""
    space = f"{{{paragraph.nsmap['w']}}}"
    texts = [one for one in paragraph.iter(f"{space}t") if next(one.iterancestors(f"{space}p")) is paragraph]
    whole = "".join(one.text or "" for one in texts)
    if "{{" not in whole or _is_marker(whole):
        return
    texts[0].text = _NAME.sub(lambda found: _value(found[1], values), whole)
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for one in texts[1:]:
        one.text = ""


def _value(name: str, values: Mapping[str, str]) -> str:
    if name not in values:
        known = ", ".join(f"{{{{{one}}}}}" for one in (*MARKERS[0][2:-2].split(), *values))
        raise RenderError(f"site.template has {{{{{name}}}}}, which no document has; they have: {known}")
    return values[name]


def has_frame(word: Any) -> bool:  # noqa: ANN401 - as above
    """Whether the file has a header or footer of its own: text, a field or a picture."""
    names = ("t", "drawing", "pict", "fldSimple", "instrText")
    return any(
        next(part.iter(*(f"{{{part.nsmap['w']}}}{name}" for name in names)), None) is not None
        for part in _parts(word)
        if part is not word.element.body
    )


def text_twips(word: Any) -> int:  # noqa: ANN401 - as above
    """How wide its text is, in twentieths of a point; as wide as ours where the file does not say."""
    section = word.sections[-1]
    sides = (section.page_width, section.left_margin, section.right_margin)
    if any(one is None for one in sides):
        return WIDTH
    page, left, right = sides
    return int((page - left - right) / _TWIPS)


class Adapter:
    """Puts our pieces on the customer's ground: his ids of styles, his width, no second number before a heading."""

    def __init__(self, word: Any) -> None:  # noqa: ANN401 - as above
        self._ids = {one.name.casefold().replace(" ", ""): one.style_id for one in word.styles if one.name}
        self._share = min(text_twips(word) / WIDTH, 1.0)

    def adapt(self, element: Any) -> Any:  # noqa: ANN401 - as above
        """Change an element of ours in place, and give it."""
        space = f"{{{element.nsmap['w']}}}"
        for one in element.iter(f"{space}pStyle", f"{space}rStyle"):
            name = one.get(f"{space}val").casefold()
            one.set(f"{space}val", self._ids.get(name, one.get(f"{space}val")))
            if name.startswith("heading"):
                _unnumbered(one.getparent(), space)
        if self._share < 1:
            for one in element.iter(f"{space}tblW", f"{space}gridCol", f"{space}tcW"):
                one.set(f"{space}w", str(int(int(one.get(f"{space}w")) * self._share)))
        return element

    @property
    def share(self) -> float:
        """How wide its text is, as a share of ours, at most 1."""
        return self._share


def _unnumbered(properties: Any, space: str) -> None:  # noqa: ANN401 - as above
    """Switch off the numbering that a heading's style may bring: our titles have their numbers."""
    numbering = properties.makeelement(f"{space}numPr")
    off = numbering.makeelement(f"{space}numId")
    off.set(f"{space}val", "0")
    numbering.append(off)
    before = [one for one in properties if one.tag in {f"{space}{name}" for name in _BEFORE_NUMBERING}]
    before[-1].addnext(numbering)
