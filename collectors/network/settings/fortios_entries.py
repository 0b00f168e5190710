"""Sections of FortiOS: entries with what is set in them, and the entries of sections within."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from collectors.network.settings.tree import Section

Sets = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of a section: its name, what is set in it by word; ``below`` is what entries of sections within set."""

    name: str
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    below: tuple[Mapping[str, tuple[str, ...]], ...] = ()

    def first(self, word: str, default: str = "") -> str:
        """The first value of a word."""
        return (self.sets.get(word) or (default,))[0]


def edits(tree: Sequence[Section], name: str) -> tuple[Edit, ...]:
    """The entries of a section; one that has no ``next`` was cut and is none."""
    found: list[Edit] = []
    inside: list[tuple[int, tuple[str, ...]]] = []
    title = ""
    for depth, words in _walk(tree, name):
        if depth == 0 and words[0] == "edit":
            title, inside = " ".join(words[1:]), []
        elif depth == 0 and words == ("next",):
            found.append(_made(title, inside))
        else:
            inside.append((depth, words))
    return tuple(found)


def block(tree: Sequence[Section], name: str) -> Edit:
    """A section without entries of its own."""
    return _made(name, _walk(tree, name))


def _walk(tree: Iterable[Section], name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Its lines as words, with how many sections within they stand in."""
    depth = 0
    for words in (_words(line) for one in tree if one.words == f"config {name}" for line in one.lines):
        if words and words[0] == "config":
            depth += 1
        elif words == ("end",):
            depth -= 1
        elif words:
            yield depth, words


def _made(name: str, lines: Iterable[tuple[int, tuple[str, ...]]]) -> Edit:
    sets: Sets = {}
    below: list[Sets] = []
    for depth, words in lines:
        if depth and words[0] == "edit":
            below.append({})
        elif words[0] == "set" and len(words) > 1:
            (below[-1] if depth and below else sets if not depth else {})[words[1]] = words[2:]
    return Edit(name, sets, tuple(below))


def _words(line: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(line))
    except ValueError:  # a quote that another line ends: of a comment, a certificate
        return tuple(line.split())
