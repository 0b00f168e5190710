"""The machine form of a document: versioned, complete, in UTF-8."""

import msgspec

from reports.documents.model import SCHEMA, Document


def json(document: Document) -> bytes:
    """One object: schema, kind, number, language, made_at, and the document's own data."""
    whole = {
        "schema": SCHEMA,
        "kind": document.kind,
        "number": document.number,
        "language": document.language,
        "made_at": document.made_at,
        **document.data,
    }
    try:
        written = msgspec.json.encode(whole)
    except UnicodeEncodeError:
        written = msgspec.json.encode(_encodable(whole))
    return msgspec.json.format(written, indent=1)


def _encodable(value: object) -> object:
    """The same without lone surrogates, which UTF-8 cannot carry."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(inner) for inner in value]
    return value
