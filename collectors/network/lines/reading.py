"""Reading what a command line shows: tables by their heading, blocks by their first line, times, ratios, names.

A table is read by the words of its heading, not by positions: versions of one software move columns and add some. A line
below a heading that is neither a row nor a ruler is not understood, and nothing is made of the rest either.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from collectors.base import Answer, Cli, Collector, FactKind, ParseError, Reason, SessionError
from collectors.network.lines.bounds import bounded
from config.kinds import NETWORK

F = TypeVar("F")

_RULER: Final = re.compile(r"[\s\-=+*_.]*$")
_JOINED: Final = re.compile(
    r"\b(?:(?<=lower)|(?<=upper)) (?=resume|limit)|(?<=auto) (?=min-speed)|(?:(?<=soft)|(?<=sft)|(?<=patch)) (?=ver\b)|"
    r"(?:(?<=brd)|(?<=board)) (?=type|status)|(?<=slot) (?=no\b|#)|"
    r"(?:(?<=neighbor)|(?<=area)|(?<=mst)|(?<=router)) (?=id\b)|"
    r"(?<=dead) (?=time)|(?:(?<=master)|(?<=group)) (?=addr)|(?<=virtual) (?=ip\b)|(?<=root) (?=port|bridge)|"
    r"(?<=root bridge) (?=id\b)|(?<=bfd) (?=state)|(?:(?<=rx)|(?<=tx)) (?=power)",
    re.IGNORECASE,
)
"""The blanks inside headings of several words."""
_PARTS: Final = re.compile(r"([\d.]+)\s*(year|week|day|hour|minute|second)s?\b", re.IGNORECASE)
_SECONDS: Final[Mapping[str, float]] = {
    "year": 365 * 86400.0,
    "week": 7 * 86400.0,
    "day": 86400.0,
    "hour": 3600.0,
    "minute": 60.0,
    "second": 1.0,
}
_UNITS: Final[Mapping[str, float]] = {"b": 1.0, "k": 1024.0, "m": 1024.0**2, "g": 1024.0**3, "t": 1024.0**4}
_MOST_PERCENT: Final = 100.0
_MOST_DIGITS: Final = 30


def by_lines(
    noun: str,
    kind: FactKind[F],
    family: str,
    command: str,
    parse: Callable[[Answer], F],
    *,
    seconds: int = 30,
    kib: int = 512,
) -> Collector[Answer, F]:
    """Make the collector ``cli.<noun>.<family>`` of a kind."""
    ask = Cli((family,), command, seconds=seconds, kib=kib)
    return Collector(id=f"cli.{noun}.{family}", provides=kind, on=NETWORK, ask=ask, parse=parse)


def shown(answer: Answer) -> list[str]:
    """The lines that show something, without blanks at their end. Raises SessionError (empty) where there is none."""
    lines = [line.rstrip() for line in bounded(answer.text.expandtabs()).splitlines() if line.strip()]
    if not lines:
        raise SessionError(Reason.EMPTY)
    return lines


def is_ruler(line: str) -> bool:
    """Whether it is but a line of dashes."""
    return bool(_RULER.match(line))


def ratio(percent: str, line: str) -> float:
    """A percentage as a ratio. Raises ParseError for what is none."""
    try:
        value = float(percent)
    except ValueError:
        raise ParseError("no percentage", line) from None
    if not 0.0 <= value <= _MOST_PERCENT:
        raise ParseError("no percentage", line)
    return value / _MOST_PERCENT


def size(number: str, unit: str) -> float:
    """Bytes of a number with thousands' commas and a unit (KB, Kbytes, M, bytes). Raises ParseError for what is none."""
    digits, factor = number.replace(",", ""), _UNITS.get((unit or "b")[0].lower())
    if factor is None or not digits.replace(".", "", 1).isdecimal() or len(digits) > _MOST_DIGITS:
        raise ParseError("no size", f"{number[:80]} {unit[:80]}")
    return float(digits) * factor


def seconds_of(words: str) -> float | None:
    """Seconds of ``3 weeks, 2 days, 1 hour``; None where no unit of time is there."""
    found = _PARTS.findall(words)
    return sum(float(number) * _SECONDS[unit.lower()] for number, unit in found) if found else None


def whole(word: str) -> int | None:
    """A whole number; None for ``-`` and whatever else is none."""
    return int(word) if word.isascii() and word.isdecimal() else None


def number(word: str) -> float | None:
    """A number, with what is glued to it (``37(OK)``, ``30%``) taken off; None for ``-``, ``N/A`` and the like."""
    found = re.match(r"[+-]?\d+(?:\.\d+)?", word)
    return float(found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its cells by the heading's words, in lower case without what stands in brackets there."""

    text: str
    cells: Mapping[str, str]
    is_indented: bool = False

    def cell(self, *names: str) -> str:
        """The cell below the first of these headings that is there; "" where none is."""
        return next((self.cells[name] for name in names if name in self.cells), "")


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is known and read.

    ``needs`` are headings (lower case, without brackets) of which a heading line has all. ``wide``: the one column whose
    cells may be several words. ``between`` are lines that may stand before, between and behind the rows. ``heads`` are
    lines that name what the next rows belong to; their group ``name`` goes into the cell ``of``.
    """

    needs: tuple[str, ...]
    wide: tuple[str, ...] = ()
    between: str = ""
    heads: str = ""


def headings(line: str) -> list[str]:
    """The words of a heading: ``Lower Resume(C)`` is ``lowerresume``, ``Slot No.`` is ``slotno.``."""
    joined = _JOINED.sub("", re.sub(r" +", " ", line.strip()))
    return [re.sub(r"\(.*?\)$|:$", "", word).lower() for word in joined.split()]


def rows(lines: Sequence[str], table: Table) -> list[Line]:
    """The rows below the headings. Raises ParseError where no heading is there, or a line is nothing that we know."""
    columns: list[str] = []
    found: list[Line] = []
    of = ""
    for line in lines:
        words = headings(line)
        if all(one in words for one in table.needs):
            columns = words
        elif table.heads and (head := re.match(table.heads, line.strip(), re.IGNORECASE)):
            of = head["name"]
        elif not is_ruler(line) and not (table.between and re.match(table.between, line.strip(), re.IGNORECASE)):
            found.append(_row(line, columns, table, of))
    if not columns:
        raise ParseError("no heading", lines[0])
    return found


def _row(line: str, columns: Sequence[str], table: Table, of: str) -> Line:
    cells = line.split()
    if not columns:
        raise ParseError("not understood before any heading", line)
    wide = next((one for one in table.wide if one in columns), "")
    extra = len(cells) - len(columns)
    if wide and extra > 0:
        at = columns.index(wide)
        cells[at : at + extra + 1] = [" ".join(cells[at : at + extra + 1])]
    last = max(columns.index(one) for one in table.needs)
    if not last < len(cells) <= len(columns):
        raise ParseError("not as many cells as the heading has", line)
    named = dict(zip(columns, cells, strict=False))
    return Line(line, {**named, "of": of}, line[:1].isspace())


def blocks(lines: Iterable[str], first: re.Pattern[str]) -> Iterator[tuple[re.Match[str], list[str]]]:
    """Each line that begins a block, with the lines behind it; lines before the first block are left out."""
    head: re.Match[str] | None = None
    inside: list[str] = []
    for line in lines:
        if found := first.match(line):
            if head is not None:
                yield head, inside
            head, inside = found, []
        elif head is not None:
            inside.append(line)
    if head is not None:
        yield head, inside


def fields(lines: Iterable[str]) -> dict[str, str]:
    """What stands behind the first colon of a line, by what stands before it in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(" ".join(name.split()).lower(), value.strip())
    return found


def first_match(lines: Iterable[str], words: str) -> re.Match[str] | None:
    """The first line in which a regular expression is found, whatever the case."""
    pattern = re.compile(words, re.IGNORECASE)
    return next((found for line in lines if (found := pattern.search(line))), None)


def at_least_one(found: Sequence[Any], lines: Sequence[str]) -> None:
    """Raises ParseError where nothing was read of an answer that says something."""
    if not found:
        raise ParseError("nothing in it that we know", lines[0] if lines else "")
