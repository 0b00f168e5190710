"""JSON as typed look-ups: what a tool wrote as an object, a list, a number or a text, or that it did not.

A path that is not there, or holds another sort of value, reads as nothing said; only a text that is no JSON object is an
error.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import ParseError

Tree = Mapping[str, object]

_LEADING: Final = re.compile(r"\s*(-?[0-9]{1,18})(?![0-9])")


def tree_of(text: str) -> Tree:
    """Read one JSON object. Raises ParseError where the text is none, or not whole."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"no JSON: {error}"[:160], text[-80:]) from error
    if not isinstance(value, dict):
        raise ParseError("no JSON object", text[:80])
    return value


def at(tree: Tree, *names: str) -> object:
    """What stands at a path; None where nothing does."""
    value: object = tree
    for name in names:
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def branch(tree: Tree, *names: str) -> Tree:
    """The object at a path; empty where there is none."""
    value = at(tree, *names)
    return value if isinstance(value, dict) else {}


def rows(tree: Tree, *names: str) -> tuple[Tree, ...]:
    """The objects of the list at a path; other members of it are no rows."""
    value = at(tree, *names)
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def words(tree: Tree, *names: str) -> str:
    """The text at a path, spaces put in order; a number reads as its digits, anything else as nothing."""
    value = at(tree, *names)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def count(tree: Tree, *names: str) -> int | None:
    """The whole number at a path: a number, or a text that begins with one (``"8"``, ``" 30C (86.00 F)"``)."""
    value = at(tree, *names)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    match = _LEADING.match(value) if isinstance(value, str) else None
    return int(match[1]) if match else None


def truth(tree: Tree, *names: str) -> bool | None:
    """The yes or no at a path; None where neither is said."""
    value = at(tree, *names)
    return value if isinstance(value, bool) else None


def branches(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Every object directly below, with its name."""
    for name, value in tree.items():
        if isinstance(value, dict):
            yield name, value
