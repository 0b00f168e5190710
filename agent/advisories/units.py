"""A large XML file read as a stream: each wanted element whole, one after the other, and never the whole file.

A document type is refused, and with it entities of any kind; depth, length of an element and of its words are bounded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from agent.advisories.refused import DataRefused
from config.text import _

MOST_DEPTH: Final = 60
MOST_PARTS: Final = 400_000
"""Parts of one element; ours: an advisory of a kernel names some thousands of packages."""
MOST_LETTERS: Final = 4_000_000


@dataclass(slots=True)
class Unit:
    """One element, its name without its namespace."""

    name: str
    words: dict[str, str]
    parts: list["Unit"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator["Unit"]:
        """Every element of this name within, at any depth."""
        for one in self.parts:
            if one.name == name:
                yield one
            yield from one.all(name)

    def first(self, name: str) -> "Unit | None":
        """The first of them."""
        return next(self.all(name), None)

    def said(self, name: str) -> str:
        """The text of the first of them, "" where there is none."""
        found = self.first(name)
        return found.text.strip() if found is not None else ""


class _Reader:
    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._open: list[Unit] = []
        self._depth = self._parts = self._letters = 0
        self.done: list[Unit] = []
        self.root = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, *_words: object) -> None:
        raise DataRefused(_("the XML declares a document type or entities, which no vendor’s file of advisories does"))

    def _start(self, name: str, words: dict[str, str]) -> None:
        self._depth += 1
        self._parts += 1
        name = name.rpartition(":")[2]
        self.root = self.root or name
        if self._depth > MOST_DEPTH or self._parts > MOST_PARTS:
            raise DataRefused(_("the XML nests too deep, or an element of it is over long"))
        if self._open or name in self._wanted:
            self._open.append(Unit(name, words))
        else:
            self._parts = self._letters = 0

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        made = self._open.pop()
        if self._open:
            self._open[-1].parts.append(made)
        else:
            self.done.append(made)
            self._parts = self._letters = 0

    def _text(self, words: str) -> None:
        if not self._open:
            return
        self._letters += len(words)
        if self._letters > MOST_LETTERS:
            raise DataRefused(_("the XML nests too deep, or an element of it is over long"))
        self._open[-1].text += words


def units(pieces: Iterable[bytes], wanted: Iterable[str]) -> Iterator[Unit]:
    """Give each element of a wanted name that lies in no other one, whole.

    Raises DataRefused: it is no well-formed XML, ends before its end, or has what is refused.
    """
    reader = _Reader(frozenset(wanted))
    try:
        for piece in pieces:
            reader.parser.Parse(piece, False)  # noqa: FBT003 - expat takes no name
            yield from reader.done
            reader.done.clear()
        reader.parser.Parse(b"", True)  # noqa: FBT003 - as above
    except expat.ExpatError as error:
        where = _("line {line:number}", line=error.lineno)
        raise DataRefused(_("the XML is damaged or was not carried whole ({where})", where=where)) from error
    yield from reader.done
