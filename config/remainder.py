"""What is left of a file without what the schema refused: so that the rest is looked over in the same go.

Nothing is ever run on a remainder. It only lets an id given twice or an unknown check be told beside a misspelt key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from config.places import Path, Tree
from config.schema import File

_ENTRY = 2
"""Keys down to one entry: the section and the entry's number or name."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """``touched`` are the places of the entries that something was taken out of: what is said of them may be untrue."""

    tree: Tree
    model: File
    touched: frozenset[str]


def remainder(tree: Tree) -> Remainder | None:
    """Take out what the schema refuses, value by value or else entry by entry; None where it cannot be."""
    return _cut(tree, _refused(tree, is_entry=False)) or _cut(tree, _refused(tree, is_entry=True))


def _refused(tree: Tree, *, is_entry: bool) -> tuple[Path, ...]:
    try:
        File.model_validate(tree.value)
    except ValidationError as error:
        paths = [d["loc"][:-1] if d["type"] == "missing" else d["loc"] for d in error.errors(include_url=False)]
        return tuple(path[:_ENTRY] if is_entry else path for path in paths)
    return ()


def _cut(tree: Tree, paths: Iterable[Path]) -> Remainder | None:
    out = frozenset(paths)
    if not out or any(not _is_of_an_entry(tree.value, path) for path in out):
        return None
    left = Tree(tree.name, _without(tree.value, (), out), _moved(tree.lines, out), _moved(tree.starts, out))
    try:
        model = File.model_validate(left.value)
    except ValidationError:
        return None
    entries = {path[:_ENTRY] for path in out}
    touched = frozenset(f"{tree.name}:{line}" for path, line in tree.lines.items() if path[:_ENTRY] in entries)
    return Remainder(left, model, touched)


def _is_of_an_entry(value: object, path: Path) -> bool:
    """Whether others can do without it: a part of an entry, or one of several in a list, but no name that others use."""
    section = value.get(path[0]) if isinstance(value, dict) and path else None
    return len(path) > _ENTRY or (len(path) == _ENTRY and isinstance(section, list) and len(section) > 1)


def _without(value: object, path: Path, out: frozenset[Path]) -> object:
    if isinstance(value, dict):
        return {key: _without(inner, (*path, key), out) for key, inner in value.items() if (*path, key) not in out}
    if isinstance(value, list):
        return [_without(inner, (*path, n), out) for n, inner in enumerate(value) if (*path, n) not in out]
    return value


def _moved(lines: Mapping[Path, int], out: frozenset[Path]) -> dict[Path, int]:
    """The lines by the paths as they are now: what stands behind a lost entry of a list moves up."""
    return {_now(path, out): line for path, line in lines.items() if not any(path[: len(gone)] == gone for gone in out)}


def _now(path: Path, out: frozenset[Path]) -> Path:
    return tuple(
        part if isinstance(part, str) else part - sum((*path[:place], n) in out for n in range(part))
        for place, part in enumerate(path)
    )
