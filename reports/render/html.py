"""One self-contained html file: no script, no outside address, its style and charts inside."""

import base64

from reports.documents.model import Bullets, Chart, Document, Figures, Heading, Map, Paragraph, Table
from reports.render.legal import legal
from reports.render.pictures import svg

_KINDS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Table: "table",
    Figures: "figures",
    Chart: "chart",
    Map: "chart",
    Bullets: "bullets",
}


def html(document: Document) -> bytes:
    """Fill the template."""
    import jinja2  # noqa: PLC0415 - only this format needs it

    loader = jinja2.PackageLoader("reports.render", "templates")
    world = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    world.filters["legal"] = legal
    world.globals |= {
        "kind": lambda block: _KINDS[type(block)],
        "svg": lambda chart: svg(chart, document.language),
        "logo": _data_address(document.cover.logo),
    }
    made = world.get_template("document.html.j2").render(
        document=document, lang="zh-CN" if document.language == "zh_CN" else "en"
    )
    return made.encode()


def _data_address(image: bytes) -> str:
    if not image:
        return ""
    kind = "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{kind};base64,{base64.b64encode(image).decode()}"
