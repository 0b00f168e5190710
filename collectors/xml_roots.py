"""XML from a target: read without document types, entities or surprises of length."""

from xml.etree.ElementTree import Element, fromstring
from xml.etree.ElementTree import ParseError as XmlError

from collectors.base import ParseError, Reason, SessionError

LONGEST_CHARACTERS = 2_000_000


def root_of(text: str, *ends: str) -> Element:
    """Parse a document that ends with one of ``ends``.

    Raises ParseError for one that declares a document type or entities or is over long, SessionError (cut) for one that
    does not close.
    """
    start = text.find("<")
    if len(text) > LONGEST_CHARACTERS or "<!" in text.replace("<!--", ""):
        raise ParseError("XML with a declaration of its own, or over long", text[:80])
    try:
        return fromstring(text[max(0, start) :])  # noqa: S314 - no DTD, no entities, bounded: refused above
    except XmlError as error:
        if not text.rstrip().endswith(ends):
            raise SessionError(Reason.CUT, text[-80:]) from error
        raise ParseError(f"XML: {error}", text[-80:]) from error
