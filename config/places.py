"""YAML with places: values, and the line each was written on.

Scalars without quotes stay the words that were written (``Plain``): the schema, which knows the type of the field, reads
them. So a serial number 0123 keeps its zero and the word ``no`` is no surprise. What YAML lets pass in silence is refused
here: a key written twice, a tab as indentation, tags, and anchors that expand without bound.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import yaml

from config.full_width import first_slip, sign_words
from config.os_words import quoted
from config.problems import ConfigError, Problem, refuse
from config.text import Text, _

Path = tuple[str | int, ...]

MOST_NODES = 200_000  # a site of 2000 targets has some 40 000
DEEPEST = 30  # our deepest key has 6

_STANDARD = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(_STANDARD + name for name in ("str", "int", "float", "bool", "null", "timestamp", "value"))
_TAB = re.compile(r"^ *\t[ \t]*[^\s#]")


class Plain(str):
    """A scalar written without quotes: its type is what its field wants."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A YAML file as dict, list, str, Plain and None; ``lines`` gives the line of each path (of a key: where it stands).

    ``starts`` gives the line on which a text without quotes begins, which may be below its key.
    """

    name: str
    value: object
    lines: Mapping[Path, int]
    starts: Mapping[Path, int]

    def place(self, path: Path) -> str:
        """``file:line`` of the nearest enclosing thing that has a line."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def parse(text: str, name: str, *, is_foreign: bool = False) -> Tree:
    """Read one YAML document. Raises ConfigError with every problem found.

    Of a foreign file (an Ansible inventory) values with tags are nothing instead of a problem.
    """
    tabs = [Problem(f"{name}:{number}", "", *_TAB_WORDS) for number, line in _lines(text) if _TAB.match(line)]
    if tabs:
        raise ConfigError(tabs)
    try:
        _bound_depth(text, name)
        root: object = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if slip := first_slip(text, line):
            raise refuse(f"{name}:{slip[0]}", "", *sign_words(slip[1])) from None
        raise refuse(f"{name}:{line}", "", *_syntax(error)) from None
    except yaml.YAMLError as error:
        raise refuse(f"{name}:{_line_of(text, error)}", "", *_CONTROL_WORDS) from None
    if root is None:
        raise refuse(
            f"{name}:1",
            "",
            _("a file with nothing in it"),
            _("write at least “targets:”, or remove the file: without one, this machine is inspected"),
        )
    walk = _Walk(name, is_foreign)
    value = walk.value(root, (), 0)
    if walk.problems:
        raise ConfigError(walk.problems)
    return Tree(name, value, walk.lines, walk.starts)


def _bound_depth(text: str, name: str) -> None:
    """Refuse deep nesting before the composer, written in C, recurses into it and takes the whole process down."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise refuse(f"{name}:{event.start_mark.line + 1 if event.start_mark else 1}", "", *_DEPTH_WORDS)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _lines(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.splitlines(), start=1))


_YAML_WORDS: Final[Mapping[str, Text]] = {
    "mapping values are not allowed": _(
        "a second “key: value” where one has begun, or a value with “: ” that needs quotes"
    ),
    "block sequence entries are not allowed": _("a list entry “- ” where none can stand"),
    "block mapping": _("a block of keys whose lines do not stand in one column"),
    "did not find expected key": _("a key was due here: see how far the lines are indented"),
    "did not find expected '-' indicator": _("a list entry “- ” was due here: see how far the lines are indented"),
    "did not find expected ',' or": _("a list or block in brackets that is not closed"),
    "did not find expected node content": _("a value was due here"),
    "could not find expected ':'": _("a key without its “: ”"),
    "cannot start any token": _("a sign that no value can begin with: put it in quotes"),
    "unexpected end of stream": _("a quoted text that is not closed"),
    "escape character": _("a backslash in double quotes: use single quotes"),
    "alphabetic or numeric": _("“*” or “&” with no name behind it: put the value in quotes"),
    "tag": _("a value that begins with “!”: put it in quotes"),
    "anchor": _("a value that begins with “&”: put it in quotes"),
}
"""What libyaml says, by a part of it, in words."""


def _yaml_words(problem: str) -> Text:
    """Say what the parser found, its own words beside: those can be looked up."""
    known = next((words for part, words in _YAML_WORDS.items() if part in problem), None)
    return _("{words}; YAML: {original}", words=known, original=quoted(problem)) if known else quoted(problem)


def _syntax(error: yaml.MarkedYAMLError) -> tuple[Text, Text]:
    problem = error.problem or ""
    if "tab" in problem:
        return _TAB_WORDS
    if "another document" in problem:
        return _("a second document after “---”"), _("keep one document in a file; use “include” for more")
    if "undefined alias" in problem:
        return _("a value that begins with “*”, which YAML takes for a reference"), _('put the value in quotes: "*…"')
    return (
        _("what YAML cannot read ({detail})", detail=_yaml_words(problem)),
        _(
            "look at this line and the one before it: a space after each colon, equal indentation, closed quotes and"
            " brackets, and quotes around values that begin with one of @ ` % & * ! | > {{ [ or hold “: ” or “ #”"
        ),
    )


def _line_of(text: str, error: yaml.YAMLError) -> int:
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


@dataclass(slots=True)
class _Walk:
    """One pass over the nodes: values, lines, problems, and how many nodes the aliases have expanded to."""

    name: str
    is_foreign: bool
    lines: dict[Path, int] = field(default_factory=dict)
    starts: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: int = 0

    def value(self, node: object, path: Path, depth: int) -> object:
        if not isinstance(node, yaml.Node):
            raise TypeError(type(node).__name__)
        self.seen += 1
        if self.seen > MOST_NODES:
            raise refuse(self._at(node), "", *_SIZE_WORDS)
        if depth > DEEPEST:
            raise refuse(self._at(node), "", *_DEPTH_WORDS)
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode) and node.tag == _STANDARD + "map":
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode) and node.tag == _STANDARD + "seq":
            return [self.value(child, (*path, i), depth + 1) for i, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN_TAGS:
            return self._scalar(node, path)
        if not self.is_foreign:
            self._wrong(node, path, _("the YAML tag {tag}", tag=node.tag), _("write the plain value without a tag"))
        return None

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> str | None:
        words = str(node.value)
        if node.style:  # quoted or block: text, whatever it looks like
            return words
        self.starts[path] = node.start_mark.line + 1
        return None if node.tag == _STANDARD + "null" else Plain(words)

    def _mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> dict[str, object]:
        made: dict[str, object] = {}
        merged: dict[str, object] = {}
        for key, child in node.value:
            if key.tag == _STANDARD + "merge":
                merged |= self._merge(child, path, depth)
            elif not isinstance(key, yaml.ScalarNode):
                self._wrong(key, path, _("a key that is not a word"), _("write a word, a colon and a space"))
            elif key.value in made:
                first = self.lines[*path, key.value]
                found = _("the key “{key}” again; it stands in line {line} already", key=key.value, line=first)
                self._wrong(key, path, found, _("keep one of the two"))
            else:
                self.lines[*path, key.value] = key.start_mark.line + 1
                made[key.value] = self.value(child, (*path, key.value), depth + 1)
        return merged | made

    def _merge(self, node: yaml.Node, path: Path, depth: int) -> dict[str, object]:
        sources = node.value if isinstance(node, yaml.SequenceNode) else [node]
        merged: dict[str, object] = {}
        for source in reversed(sources):
            value = self.value(source, path, depth + 1)
            if isinstance(value, dict):
                merged |= value
            else:
                self._wrong(node, path, _("“<<” with what is not keys and values"), _("write “<<: *name” of a mapping"))
        return merged

    def _at(self, node: yaml.Node) -> str:
        return f"{self.name}:{node.start_mark.line + 1}"

    def _wrong(self, node: yaml.Node, path: Path, found: Text, write: Text) -> None:
        self.problems.append(Problem(self._at(node), dotted(path), found, write))


def dotted(path: Path) -> str:
    """A path as people write it: ``targets[2].access.ssh``; list positions count from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


_TAB_WORDS = (_("a tab as indentation"), _("indent with spaces; YAML knows no tabs"))
_DEPTH_WORDS = (_("values nested deeper than any key of ours"), _("remove the surplus brackets or references"))
_SIZE_WORDS = (_("more values than a site can have, or references that multiply each other"), _("split it with “include”"))
_CONTROL_WORDS = (_("a control character"), _("remove it; save the file as UTF-8 text"))
