"""How our asks write several files or commands as one answer: heads and passages.

A head is a line ``@words``; every line of what was read stands below it behind one space, so that nothing a file contains
can be taken for a head.

Sample::

    @file /etc/os-release
     ID=debian
    @uid 0
"""

from functools import lru_cache
from typing import NamedTuple

from collectors.base import ParseError, Reason, SessionError


class Passage(NamedTuple):
    """One head (its first word is ``kind``, what follows ``rest``) and the lines below it."""

    kind: str
    rest: str
    lines: tuple[str, ...]


@lru_cache(maxsize=4)
def passages(text: str) -> tuple[Passage, ...]:
    """Split an answer at its heads, once for all who read it. Raises ParseError for a line neither a head nor below one."""
    nothing, *parts = ("\n" + text.removesuffix("\n")).split("\n@")
    if nothing or not parts:
        raise ParseError("neither a head nor below one", _stray(text))
    return tuple([_passage(part, text) for part in parts])


def _passage(part: str, text: str) -> Passage:
    """Read a head and what stands below it, every line behind one space: told by counting, not line by line."""
    head, has_more, below = part.partition("\n")
    kind, _space, rest = head.partition(" ")
    if not has_more:
        return Passage(kind, rest, ())
    if not below.startswith(" ") or below.count("\n") != below.count("\n "):
        raise ParseError("neither a head nor below one", _stray(text))
    return Passage(kind, rest, tuple(below[1:].split("\n ")))


def _stray(text: str) -> str:
    """The first line that is neither a head nor below one."""
    is_below = False
    for line in text.removesuffix("\n").split("\n"):
        is_below = is_below or line.startswith("@")
        if not is_below or not line.startswith(("@", " ")):
            return line
    return ""


def whole(text: str) -> dict[str, Passage]:
    """Split an answer whose ask ends with ``echo @end``, by kind (of equal ones the last).

    Raises SessionError (cut) where the end is missing: what came before it may look like a shorter, healthier answer.
    """
    if not text.endswith("\n@end\n"):
        raise SessionError(Reason.CUT, text[-80:])
    return {one.kind: one for one in passages(text)}


def number(word: str, line: str = "") -> int:
    """Read a decimal count. Raises ParseError naming the line; Unicode digits and signs are none."""
    digits = word.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise ParseError(f"no number: {word!r}", line or word)
    return int(word)
