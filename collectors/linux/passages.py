"""How our asks write several files or commands as one answer: heads and passages.

A head is a line ``@words``; every line of what was read stands below it behind one space, so that nothing a file contains
can be taken for a head.

Sample::

    @file /etc/os-release
     ID=debian
    @uid 0
"""

from dataclasses import dataclass

from collectors.base import ParseError, Reason, SessionError


@dataclass(frozen=True, slots=True)
class Passage:
    """One head (its first word is ``kind``, what follows ``rest``) and the lines below it."""

    kind: str
    rest: str
    lines: tuple[str, ...]


def passages(text: str) -> tuple[Passage, ...]:
    """Split an answer at its heads. Raises ParseError for a line that is neither a head nor below one."""
    found: list[tuple[str, list[str]]] = []
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith("@"):
            found.append((line[1:], []))
        elif line.startswith(" ") and found:
            found[-1][1].append(line[1:])
        else:
            raise ParseError("neither a head nor below one", line)
    return tuple(Passage(*_words(head), tuple(lines)) for head, lines in found)


def whole(text: str) -> dict[str, Passage]:
    """Split an answer whose ask ends with ``echo @end``, by kind (of equal ones the last).

    Raises SessionError (cut) where the end is missing: what came before it may look like a shorter, healthier answer.
    """
    if not text.endswith("\n@end\n"):
        raise SessionError(Reason.CUT, text[-80:])
    return {one.kind: one for one in passages(text)}


def _words(head: str) -> tuple[str, str]:
    kind, _space, rest = head.partition(" ")
    return kind, rest


def number(word: str, line: str = "") -> int:
    """Read a decimal count. Raises ParseError naming the line; Unicode digits and signs are none."""
    digits = word.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise ParseError(f"no number: {word!r}", line or word)
    return int(word)
