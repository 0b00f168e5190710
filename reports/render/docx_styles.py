"""Page, styles, header and footer of the docx form. Fonts are named, not embedded: they are on every customer's machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from reports.documents.model import Document
from reports.render import docx_xml
from reports.render.legal import legal

LATIN: Final = "Arial"
CHINESE: Final = "微软雅黑"
CODE: Final = "Consolas"
BRAND: Final = "1F4E79"
TEXT_MM: Final = 174.0
"""How wide our text is: A4 less two margins of 18 mm."""
QUIET: Final = "4B5563"


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph stands, in points. ``line`` is exact: the same in every program, whatever font it puts in."""

    size: float
    line: float
    before: float = 0
    after: float = 0
    is_bold: bool = False
    colour: str = ""
    keeps: bool = False
    """It stays on the page of what follows."""


STYLES: Final[Mapping[str, Style]] = {
    "Normal": Style(10, 15.5, after=5),
    "List Bullet": Style(9.5, 12.8, after=2),
    "Heading 1": Style(15, 22, 18, 6, is_bold=True, colour=BRAND, keeps=True),
    "Heading 2": Style(11.5, 17, 12, 5, is_bold=True, colour=BRAND, keeps=True),
    "Heading 3": Style(10, 14, 4, 1.5, is_bold=True, colour="000000", keeps=True),
    "XJ Lead": Style(11, 17, 4, 6, is_bold=True, keeps=True),
    "XJ Verdict": Style(22, 32, 4, 4, is_bold=True, keeps=True),
    "XJ Note": Style(8.5, 13, 2, 6, colour=QUIET),
    "XJ Caption": Style(10, 15, 10, 4, is_bold=True, keeps=True),
    "XJ Contents": Style(15, 22, 16, 8, is_bold=True, colour=BRAND, keeps=True),
    "XJ Cell": Style(9, 12.5),
    "XJ Cell Dense": Style(8, 10.5),
    "XJ Head": Style(9, 12.5, is_bold=True, keeps=True),
    "XJ Head Dense": Style(8, 10.5, is_bold=True, keeps=True),
    "XJ Small": Style(7.5, 10.5, colour=QUIET),
    "XJ Figure": Style(13, 18, is_bold=True),
    "XJ Gap": Style(3, 4, after=1),
    "XJ Owner": Style(12, 18, 110, 4, colour=QUIET),
    "XJ Space": Style(10, 15, 250),
    "XJ Header": Style(8, 11, colour=QUIET),
    "XJ Footer": Style(8, 11, colour=QUIET),
    "XJ Cover": Style(10.5, 16, 4, 4),
    "Title": Style(30, 42, after=6, is_bold=True, colour=BRAND),
    "Subtitle": Style(16, 24, after=8, colour="000000"),
    "TOC 1": Style(10.5, 16, 6),
    "TOC 2": Style(9.5, 14, 1, colour=QUIET),
}
PARAGRAPHS: Final[Mapping[str, str]] = {"lead": "XJ Lead", "note": "XJ Note", "verdict": "XJ Verdict"}
"""By the model's style of a paragraph; any other is Normal."""
PICTURE: Final = "XJ Picture"
"""Of a paragraph that holds a picture: its line is as high as that."""


def dress(word: Any, document: Document) -> None:  # noqa: ANN401 - the library has no types
    """Set page, properties, styles, header and footer of an empty document."""
    _page(word.sections[0], has_cover=not document.is_bare)
    _properties(word, document)
    _languages(word)
    known = {style.name for style in word.styles}
    for name, style in STYLES.items():
        made = word.styles[name] if name in known else _style(word, name, "Normal")
        _face(made, style.size, bold=style.is_bold, colour=style.colour)
        _spacing(made, style)
    _style(word, PICTURE, "Normal").paragraph_format.line_spacing = 1.0
    _details(word, frozenset(STYLES))
    _header_and_footer(word.sections[0], document)


def dress_as(word: Any, document: Document, *, has_frame: bool, text_mm: float) -> None:  # noqa: ANN401 - as above
    """Give the customer's own file the styles of ours that it lacks; header and footer where it has none.

    ``text_mm`` is how wide its text is.
    """
    _properties(word, document)
    known = {str(style.name).casefold() for style in word.styles}
    lacking = [name for name in STYLES if name.casefold() not in known]
    for name in lacking:
        made = _style(word, name, "Normal")
        _face(made, STYLES[name].size, bold=STYLES[name].is_bold, colour=STYLES[name].colour)
        _spacing(made, STYLES[name])
    if PICTURE.casefold() not in known:
        _style(word, PICTURE, "Normal").paragraph_format.line_spacing = 1.0
    _details(word, frozenset(lacking), text_mm)
    if not has_frame:
        _header_and_footer(word.sections[0], document)


def _page(section: Any, *, has_cover: bool) -> None:  # noqa: ANN401 - as above
    from docx.shared import Mm  # noqa: PLC0415 - python-docx takes 0.4 s to import

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance, section.footer_distance = Mm(12), Mm(10)
    section.different_first_page_header_footer = has_cover


def _properties(word: Any, document: Document) -> None:  # noqa: ANN401 - as above
    about = word.core_properties
    about.title, about.subject = legal(document.header.text)[:255], legal(document.number)[:255]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = document.made_at.replace(tzinfo=None)
    about.language = "zh-CN" if document.language == "zh_CN" else "en"


def _languages(word: Any) -> None:  # noqa: ANN401 - as above
    """Say that ideographs are Chinese: the library's template calls them Japanese, whose marks and line ends are others."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    for root, name in ((word.styles.element, "w:lang"), (word.settings.element, "w:themeFontLang")):
        for said in root.iter(qn(name)):
            said.set(qn("w:eastAsia"), "zh-CN")


def _style(word: Any, name: str, based: str) -> Any:  # noqa: ANN401 - as above
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - as above

    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(f"{{{docx_xml.SPACE.split(chr(34))[1]}}}styleId", name.replace(" ", ""))
    style.base_style = word.styles[based]
    return style


def _face(style: Any, size: float, *, bold: bool = False, colour: str = "", latin: str = LATIN) -> None:  # noqa: ANN401 - as above
    """Name the fonts: Latin and East Asian each in their own attribute, else Word falls back on its own choice."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import RGBColor  # noqa: PLC0415 - as above

    style.font.name, style.font.size, style.font.bold, style.font.italic = latin, _points(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for old in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{old}"), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), latin)
    fonts.set(qn("w:eastAsia"), CHINESE)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def _spacing(made: Any, style: Style) -> None:  # noqa: ANN401 - as above
    form = made.paragraph_format
    form.space_before, form.space_after = _points(style.before), _points(style.after)
    form.keep_with_next, form.line_spacing = style.keeps, _points(style.line)


def _points(value: float) -> Any:  # noqa: ANN401 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    return Pt(value)


def _details(word: Any, names: frozenset[str], text_mm: float = TEXT_MM) -> None:  # noqa: ANN401 - as above
    """What the library has no word for: the lead's box, rules under headings, tabs of the contents, the code face.

    ``names`` are the styles that are ours to dress.
    """
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - as above
    from docx.oxml import parse_xml  # noqa: PLC0415 - as above

    if "XJ Code" not in {style.name for style in word.styles}:
        code = word.styles.add_style("XJ Code", WD_STYLE_TYPE.CHARACTER)
        code.element.set(f"{{{docx_xml.SPACE.split(chr(34))[1]}}}styleId", "XJCode")
        _face(code, 7.5, latin=CODE)
    if "XJ Lead" in names:
        _lead_box(word)
    for name in names & {"Heading 1", "Subtitle", "XJ Contents", "XJ Header"}:
        rule = f'<w:pBdr {docx_xml.SPACE}><w:bottom w:val="single" w:sz="8" w:space="2" w:color="{BRAND}"/></w:pBdr>'
        word.styles[name].element.get_or_add_pPr().insert_element_before(
            parse_xml(rule), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    if "Title" in names:
        title = word.styles["Title"].element.get_or_add_pPr()
        for border in title.findall(f"{{{docx_xml.SPACE.split(chr(34))[1]}}}pBdr"):
            title.remove(border)
    _tabs(word, names, text_mm)


def _tabs(word: Any, names: frozenset[str], text_mm: float) -> None:  # noqa: ANN401 - as above
    """Tabs of the contents and of the header."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER  # noqa: PLC0415 - as above
    from docx.shared import Mm  # noqa: PLC0415 - as above

    for name, indent in (("TOC 1", 0), ("TOC 2", 6)):
        if name not in names:
            continue
        form = word.styles[name].paragraph_format
        form.left_indent = Mm(indent)
        form.tab_stops.add_tab_stop(Mm(text_mm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if "XJ Header" in names:
        word.styles["XJ Header"].paragraph_format.tab_stops.add_tab_stop(Mm(text_mm), WD_TAB_ALIGNMENT.RIGHT)


def _lead_box(word: Any) -> None:  # noqa: ANN401 - as above
    """The bar and the shade of the sentence to read first."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - as above

    lead = word.styles["XJ Lead"].element.get_or_add_pPr()
    bar = f'<w:pBdr {docx_xml.SPACE}><w:left w:val="single" w:sz="24" w:space="6" w:color="{BRAND}"/></w:pBdr>'
    shade = f'<w:shd {docx_xml.SPACE} w:val="clear" w:color="auto" w:fill="F2F5F8"/>'
    lead.insert_element_before(parse_xml(bar), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    lead.insert_element_before(parse_xml(shade), "w:tabs", "w:spacing", "w:ind", "w:jc")


def _header_and_footer(section: Any, document: Document) -> None:  # noqa: ANN401 - as above
    from docx.oxml import parse_xml  # noqa: PLC0415 - as above

    inside = f"{docx_xml.run(document.header.text)}<w:r><w:tab/></w:r>{docx_xml.run(document.number)}"
    _replace(section.header.paragraphs[0], parse_xml(docx_xml.paragraph(inside, "XJ Header")))
    before, between, after = document.labels.page
    inside = docx_xml.run(before) + docx_xml.field("PAGE", "1") + docx_xml.run(between)
    inside += docx_xml.field("NUMPAGES", "1") + docx_xml.run(after)
    _replace(section.footer.paragraphs[0], parse_xml(docx_xml.paragraph(inside, "XJ Footer", centred=True)))


def _replace(old: Any, new: Any) -> None:  # noqa: ANN401 - as above
    old._p.getparent().replace(old._p, new)  # noqa: SLF001 - the library's own name for the element
