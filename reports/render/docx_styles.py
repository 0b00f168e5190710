"""Page, styles, header and footer of the docx form. Fonts are named, not embedded: they are on every customer's machine."""

from typing import Any, Final

from reports.documents.model import Document
from reports.render import docx_xml
from reports.render.legal import legal

LATIN: Final = "Arial"
CHINESE: Final = "微软雅黑"
CODE: Final = "Consolas"
BRAND: Final = "1F4E79"
QUIET: Final = "4B5563"

_STYLES: Final = (
    # name, based on, size in points, bold, colour, space before, space after, keep with next
    ("XJ Lead", "Normal", 11, True, "", 4, 8, True),
    ("XJ Note", "Normal", 8.5, False, QUIET, 2, 6, False),
    ("XJ Caption", "Normal", 10, True, "", 10, 4, True),
    ("XJ Contents", "Normal", 15, True, BRAND, 16, 8, True),
    ("XJ Cell", "Normal", 9, False, "", 0, 0, False),
    ("XJ Cell Dense", "Normal", 8, False, "", 0, 0, False),
    ("XJ Head", "Normal", 9, True, "", 0, 0, True),
    ("XJ Head Dense", "Normal", 8, True, "", 0, 0, True),
    ("XJ Small", "Normal", 7.5, False, QUIET, 0, 0, False),
    ("XJ Figure", "Normal", 13, True, "", 0, 0, False),
    ("XJ Gap", "Normal", 4, False, "", 0, 2, False),
    ("XJ Owner", "Normal", 12, False, QUIET, 110, 4, False),
    ("XJ Space", "Normal", 10, False, "", 250, 0, False),
    ("XJ Header", "Normal", 8, False, QUIET, 0, 0, False),
    ("XJ Footer", "Normal", 8, False, QUIET, 0, 0, False),
    ("XJ Cover", "Normal", 10.5, False, "", 4, 4, False),
    ("TOC 1", "Normal", 10.5, False, "", 7, 0, False),
    ("TOC 2", "Normal", 9.5, False, QUIET, 2, 0, False),
)
_HEADINGS: Final = (("Heading 1", 15, BRAND, 18, 8), ("Heading 2", 11.5, BRAND, 12, 5), ("Heading 3", 10, "000000", 9, 3))


def dress(word: Any, document: Document) -> None:  # noqa: ANN401 - the library has no types
    """Set page, properties, styles, header and footer of an empty document."""
    _page(word.sections[0])
    _properties(word, document)
    _face(word.styles["Normal"], 10)
    word.styles["Normal"].paragraph_format.space_after = _points(5)
    word.styles["Normal"].paragraph_format.line_spacing = 1.15
    for name, based, size, bold, colour, before, after, keeps in _STYLES:
        style = _style(word, name, based)
        _face(style, size, bold=bold, colour=colour)
        _spacing(style, before, after, keeps=keeps)
    for name, size, colour, before, after in _HEADINGS:
        _face(word.styles[name], size, bold=True, colour=colour)
        _spacing(word.styles[name], before, after, keeps=True)
    _face(word.styles["Title"], 30, bold=True, colour=BRAND)
    _face(word.styles["Subtitle"], 16, colour="000000")
    _face(word.styles["List Bullet"], 10)
    _spacing(word.styles["List Bullet"], 0, 2, keeps=False)
    _details(word)
    _header_and_footer(word.sections[0], document)


def _page(section: Any) -> None:  # noqa: ANN401 - as above
    from docx.shared import Mm  # noqa: PLC0415 - python-docx takes 0.4 s to import

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance, section.footer_distance = Mm(12), Mm(10)
    section.different_first_page_header_footer = True


def _properties(word: Any, document: Document) -> None:  # noqa: ANN401 - as above
    about = word.core_properties
    about.title, about.subject = legal(document.header.text)[:255], legal(document.number)[:255]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = document.made_at.replace(tzinfo=None)
    about.language = "zh-CN" if document.language == "zh_CN" else "en"


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


def _spacing(style: Any, before: float, after: float, *, keeps: bool) -> None:  # noqa: ANN401 - as above
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = _points(before), _points(after), keeps
    if style.name.startswith(("XJ Cell", "XJ Head", "XJ Small", "XJ Figure", "XJ Gap")):
        form.line_spacing = 1.0


def _points(value: float) -> Any:  # noqa: ANN401 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    return Pt(value)


def _details(word: Any) -> None:  # noqa: ANN401 - as above
    """What the library has no word for: the lead's box, rules under headings, tabs of the contents, the code face."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - as above
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER  # noqa: PLC0415 - as above
    from docx.oxml import parse_xml  # noqa: PLC0415 - as above
    from docx.shared import Mm  # noqa: PLC0415 - as above

    code = word.styles.add_style("XJ Code", WD_STYLE_TYPE.CHARACTER)
    code.element.set(f"{{{docx_xml.SPACE.split(chr(34))[1]}}}styleId", "XJCode")
    _face(code, 7.5, latin=CODE)
    lead = word.styles["XJ Lead"].element.get_or_add_pPr()
    bar = f'<w:pBdr {docx_xml.SPACE}><w:left w:val="single" w:sz="24" w:space="6" w:color="{BRAND}"/></w:pBdr>'
    shade = f'<w:shd {docx_xml.SPACE} w:val="clear" w:color="auto" w:fill="F2F5F8"/>'
    lead.insert_element_before(parse_xml(bar), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    lead.insert_element_before(parse_xml(shade), "w:tabs", "w:spacing", "w:ind", "w:jc")
    for name in ("Heading 1", "Subtitle", "XJ Contents", "XJ Header"):
        rule = f'<w:pBdr {docx_xml.SPACE}><w:bottom w:val="single" w:sz="8" w:space="2" w:color="{BRAND}"/></w:pBdr>'
        word.styles[name].element.get_or_add_pPr().insert_element_before(
            parse_xml(rule), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    title = word.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(f"{{{docx_xml.SPACE.split(chr(34))[1]}}}pBdr"):
        title.remove(border)
    for name, indent in (("TOC 1", 0), ("TOC 2", 6)):
        form = word.styles[name].paragraph_format
        form.left_indent = Mm(indent)
        form.tab_stops.add_tab_stop(Mm(174), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    word.styles["XJ Header"].paragraph_format.tab_stops.add_tab_stop(Mm(174), WD_TAB_ALIGNMENT.RIGHT)


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
