"""Answers that a command line gives as JSON (Arista ``| json``): whole by their closing bracket, fields by their names."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import ParseError

Json = Mapping[str, object]
_MOST_TEXT: Final = 4096
_HUGE: Final = 1e300
"""Above it a whole number is none that a float holds."""


def document(text: str) -> Json:
    """Read one JSON object. Raises ParseError for anything else, and for the ``errors`` that EOS gives in place of one."""
    try:
        said: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError("no JSON", text[:200]) from error
    if not isinstance(said, dict):
        raise ParseError("no JSON object", text[:200])
    if "errors" in said and len(said) == 1:
        raise ParseError("an error in place of an answer", text[:200])
    return said


def items_at(said: Json, name: str) -> Iterator[tuple[str, Json]]:
    """The objects of a field that holds objects by their names. Raises ParseError where it is missing or holds others."""
    held = said.get(name)
    if not isinstance(held, dict):
        raise ParseError(f"no {name}", str(said)[:200])
    for key, one in held.items():
        if not isinstance(one, dict):
            raise ParseError(f"no object in {name}", str(one)[:200])
        yield str(key), one


def object_at(said: Json, name: str) -> Json:
    """The object of a field; an empty one where it is missing."""
    held = said.get(name)
    return held if isinstance(held, dict) else {}


def text_at(said: Json, name: str, *, is_needed: bool = False) -> str:
    """The words of a field, "" where it is missing. Raises ParseError where it is needed."""
    held = said.get(name)
    if isinstance(held, str) and (held or not is_needed):
        return held[:_MOST_TEXT]
    if is_needed:
        raise ParseError(f"no {name}", str(said)[:200])
    return ""


def number_at(said: Json, name: str) -> float | None:
    """The number of a field, None where there is none."""
    held = said.get(name)
    return float(held) if isinstance(held, int | float) and not isinstance(held, bool) and abs(held) < _HUGE else None


def count_at(said: Json, name: str) -> int | None:
    """The count of a field, None where there is none."""
    held = said.get(name)
    return held if isinstance(held, int) and not isinstance(held, bool) and held >= 0 else None
