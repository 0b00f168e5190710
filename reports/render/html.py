"""One self-contained html file: no script, no outside address, its style and charts inside."""

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING

from reports.documents.model import Bullets, Chart, Document, Figures, Heading, Map, Paragraph, Table, Words
from reports.render.legal import legal
from reports.render.pictures import svg

if TYPE_CHECKING:
    from markupsafe import Markup

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
    say = _saying()
    world.filters["legal"] = legal
    world.globals |= {
        "kind": lambda block: _KINDS[type(block)],
        "svg": lambda chart: svg(chart, document.language),
        "words": say,
        "rows": lambda table: _rows(table, say),
        "logo": _data_address(document.cover.logo),
    }
    made = world.get_template("document.html.j2").render(
        document=document, lang="zh-CN" if document.language == "zh_CN" else "en"
    )
    return made.encode()


def _saying() -> Callable[[Words], "Markup"]:
    """Give a function that writes words; the same ones stand in a fleet's tables again and again."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with jinja2

    known: dict[Words, Markup] = {}

    def say(words: Words) -> "Markup":
        if words not in known:
            tone = f"t-{words.tone}" if words.tone else ""
            face = f"{tone}{' code' * words.is_code}{' strong' * words.is_strong}"
            known[words] = Markup('<span class="{}">{}</span>').format(face, escape(legal(words.shown)))
        return known[words]

    return say


def _rows(table: Table, say: Callable[[Words], "Markup"]) -> "Markup":
    """The rows of a table; written here and not in the template, where a million cells take ten seconds."""
    from markupsafe import Markup  # noqa: PLC0415 - as above

    height = f' style="height:{table.row_height_mm}mm"' if table.row_height_mm else ""
    cells = ['<td class="centred">' if column.is_centred else "<td>" for column in table.columns]
    rows = ("".join(f"{cell}{say(words)}</td>" for cell, words in zip(cells, row, strict=False)) for row in table.rows)
    return Markup("\n".join(f"<tr{height}>{row}</tr>" for row in rows))  # noqa: S704 - each cell is escaped above


def _data_address(image: bytes) -> str:
    if not image:
        return ""
    kind = "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{kind};base64,{base64.b64encode(image).decode()}"
