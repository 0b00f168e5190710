"""The docx form: native tables, real headings, a table of contents, page numbers; made to be edited and stamped."""

import io
from collections.abc import Iterator
from typing import Any

from reports.documents.model import (
    Block,
    Bullets,
    Chart,
    Cover,
    Document,
    Figures,
    Heading,
    Map,
    Paragraph,
    Section,
    Table,
)
from reports.render import RenderError, docx_template, docx_xml
from reports.render.docx_pages import CHART_MM, entries, pages
from reports.render.docx_styles import PARAGRAPHS, PICTURE, dress, dress_as
from reports.render.docx_tables import TWIPS_PER_MM, figures_xml, table_xml
from reports.render.legal import legal
from reports.render.pictures import Picture, svg
from reports.render.typeset import template, typeset


def docx(document: Document) -> bytes:
    """Write the document. Charts are left to the other forms where this machine cannot draw them."""
    import docx as library  # noqa: PLC0415 - takes 0.4 s to import

    pictures = _pictures(document)
    if document.template:
        word = docx_template.opened(document.template)
        docx_template.fill(word, document)
        end = docx_template.cleared(word)
        text_mm = docx_template.text_twips(word) / TWIPS_PER_MM
        dress_as(word, document, has_frame=docx_template.has_frame(word), text_mm=text_mm)
        body = _Body(word, iter(pictures), end, docx_template.Adapter(word))
    else:
        word = library.Document()
        dress(word, document)
        end = word.element.body.sectPr
        body = _Body(word, iter(pictures), end)
    has_cover = end is word.element.body.sectPr
    if not document.is_bare:
        _opening(body, document, has_charts=None not in pictures, has_cover=has_cover)
    body.section(document.summary)
    for section in document.sections:
        body.section(section)
    if not has_cover:
        end.getparent().remove(end)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _opening(body: "_Body", document: Document, *, has_charts: bool, has_cover: bool) -> None:
    """Cover, what stands before page one, and the contents; on a customer's ground Word counts the pages, we cannot."""
    if has_cover:
        _cover(body, document.cover)
    for section in document.front:
        body.section(section)
    body.xml(docx_xml.paragraph(docx_xml.run(document.labels.contents.text), "XJ Contents", starts_page=True))
    titles = [(level, title.text, anchor) for level, title, anchor in entries(document)]
    counted = {} if document.template else pages(document, has_charts=has_charts)
    for part in docx_xml.contents(titles, counted):
        body.xml(part)


class _Body:
    """Writes blocks one after the other, before the last section's properties."""

    def __init__(
        self,
        word: Any,  # noqa: ANN401 - the library has no types
        pictures: Iterator[bytes | None],
        end: Any,  # noqa: ANN401 - as above
        ground: "docx_template.Adapter | None" = None,
    ) -> None:
        """``end`` is what all is written before; ``ground`` adapts it to the customer's file."""
        from docx.oxml import parse_xml  # noqa: PLC0415 - as above

        self._word = word
        self._end = end
        self._ground = ground
        self._parse = parse_xml
        self._pictures = pictures
        self._bookmark = 0

    def xml(self, part: str) -> None:
        """Append a piece of WordprocessingML."""
        made = self._parse(part)
        self._end.addprevious(self._ground.adapt(made) if self._ground else made)

    def section(self, section: Section) -> None:
        """A chapter: heading 1, then its blocks."""
        self.heading(Heading(section.title, 1, section.anchor), starts_page=section.starts_page)
        for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            self.block(block, is_lead_in=isinstance(after, Table | Picture | Figures))

    def heading(self, heading: Heading, *, starts_page: bool = False) -> None:
        """A heading with a bookmark where the contents point to it."""
        inner = docx_xml.run(heading.words.text)
        if heading.anchor:
            self._bookmark += 1
            inner = docx_xml.bookmark(heading.anchor, self._bookmark, inner)
        self.xml(docx_xml.paragraph(inner, f"Heading {heading.level}", starts_page=starts_page))

    def block(self, block: Block, *, is_lead_in: bool) -> None:
        """One block. ``is_lead_in``: it stays on the page of what follows."""
        match block:
            case Heading():
                self.heading(block)
            case Paragraph():
                style = PARAGRAPHS.get(block.style, "Normal")
                self.xml(docx_xml.paragraph(docx_xml.runs(block.words), style, keeps_next=is_lead_in))
            case Bullets():
                for item in block.items:
                    self.xml(docx_xml.paragraph(docx_xml.runs(item), "List Bullet"))
            case Figures():
                self.xml(figures_xml(block))
                self.xml(docx_xml.paragraph("", "XJ Gap"))
            case Chart() | Map():
                self._chart(block)
            case Table():
                self._table(block)

    def _table(self, table: Table) -> None:
        if not table.is_on_paper and table.elsewhere:
            self.xml(docx_xml.paragraph(docx_xml.runs((table.elsewhere,)), "XJ Note"))
            return
        if table.caption:
            self.xml(docx_xml.paragraph(docx_xml.run(table.caption.text), "XJ Caption", keeps_next=True))
        self.xml(table_xml(table, self._bookmark + 1))
        self._bookmark += len(table.entries)
        self.xml(docx_xml.paragraph("", "XJ Gap"))

    def _chart(self, chart: Picture) -> None:
        picture = next(self._pictures)
        if picture is None:
            return
        self.xml(docx_xml.paragraph(docx_xml.run(chart.title.text), "XJ Caption", keeps_next=True))
        self.picture(picture, width_mm=CHART_MM)

    def picture(self, image: bytes, *, width_mm: int | None = None, height_mm: int | None = None) -> None:
        """A picture in a line of its own."""
        from docx.shared import Mm  # noqa: PLC0415 - as above

        holder = self._word.add_paragraph(style=PICTURE)
        share = self._ground.share if self._ground else 1.0
        size = {"width": Mm(width_mm * share) if width_mm else None, "height": Mm(height_mm) if height_mm else None}
        holder.add_run().add_picture(io.BytesIO(image), **size)
        self._end.addprevious(holder._p)  # noqa: SLF001 - the library's own name for the element


def _cover(body: _Body, cover: Cover) -> None:
    if cover.logo:
        body.picture(cover.logo, height_mm=18)
    body.xml(docx_xml.paragraph(docx_xml.run(cover.owner.text), "XJ Owner"))
    body.xml(docx_xml.paragraph(docx_xml.run(cover.title.text), "Title"))
    body.xml(docx_xml.paragraph(docx_xml.run(cover.subtitle.text), "Subtitle"))
    body.xml(docx_xml.paragraph("", "XJ Space"))
    body.xml(docx_xml.cover_table([(legal(name.text), legal(value.text)) for name, value in cover.rows]))


def _pictures(document: Document) -> list[bytes | None]:
    """Every chart as PNG, in one run of the typesetter; None for each where that is not possible here."""
    charts = [block for section in document.sections for block in section.blocks if isinstance(block, Picture)]
    if not charts:
        return []
    drawn = "\x1e".join(svg(chart, document.language) for chart in charts)
    try:
        return list(typeset(template("charts.typ"), "png", {"charts": drawn}, ppi=150.0))
    except RenderError:
        return [None] * len(charts)
