"""Documents to bytes: docx, pdf, html, xlsx, json. What is heavy is imported when its format is asked for."""

from reports.documents.model import Document

KINDS = ("docx", "pdf", "html", "xlsx", "json")


class RenderError(RuntimeError):
    """A format cannot be made here; the message says what to install. The other formats can."""


def render(document: Document, kind: str) -> bytes:
    """Render ``document`` as one of KINDS.

    Raises ValueError for another kind, RenderError where this machine lacks something.
    """
    match kind:
        case "docx":
            from reports.render.docx import docx as draw  # noqa: PLC0415 - python-docx takes 0.4 s to import
        case "pdf":
            from reports.render.pdf import pdf as draw  # noqa: PLC0415 - the typesetter is a large library
        case "html":
            from reports.render.html import html as draw  # noqa: PLC0415 - jinja2
        case "xlsx":
            from reports.render.xlsx import xlsx as draw  # noqa: PLC0415 - XlsxWriter
        case "json":
            from reports.render.json import json as draw  # noqa: PLC0415 - beside its like
        case _:
            raise ValueError(f"no format {kind!r}; there are {', '.join(KINDS)}")
    return draw(document)
