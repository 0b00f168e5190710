"""How a kind of fact is asked by one command, and how the makers' tables of text are read.

A table is read whole or not at all: a line below its head that is neither a row nor one of those that are known to stand
there is an answer that was not understood, never a shorter table.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Final, TypeVar

from collectors.base import Answer, Cli, Collector, FactKind, ParseError
from collectors.network.lines.bounds import bounded
from config.kinds import NETWORK

F = TypeVar("F")

IOS: Final = ("cisco_ios", "cisco_xe")
"""IOS and IOS XE answer these commands alike."""
RULER: Final = re.compile(r"[\s=+|-]*|\s*(?:Load for five secs|Time source is).*")
"""Lines that only part others; and what IOS writes before an answer where ``exec prompt timestamp`` is configured."""
_MOST_DIGITS: Final = 30
_UNIT_SECONDS: Final = {"y": 365 * 86400, "w": 7 * 86400, "d": 86400, "h": 3600, "m": 60, "s": 1}
_SPAN: Final = re.compile(r"(\d{1,9})\s*(y|w|d|h|m|s)", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?:(?P<days>\d{1,6}) days?,? *)?(?P<hours>\d{1,6}):(?P<minutes>\d\d)(?::(?P<seconds>\d\d))?")
_FORMS: Final = ("%b %d %H:%M:%S %Y", "%a %b %d %Y", "%Y-%m-%d", "%d %b %Y", "%Y/%m/%d", "%b %d %Y")
_ZONE: Final = re.compile(r"(?: [A-Za-z]{2,5}|[.\d]* ?[+-]\d\d:?\d\d)$")


def by_command(  # noqa: PLR0913 - one line of a table of collectors
    noun: str,
    kind: FactKind[F],
    families: tuple[str, ...],
    command: str,
    read: Callable[[str], F],
    *,
    seconds: int = 30,
    kib: int = 512,
    also: str = "",
) -> Collector[Answer, F]:
    """Make the collector ``cli.<noun>.<family>`` of one command; ``also`` is a word for a second one of the same noun."""
    name = f"cli.{noun}.{families[0]}{f'.{also}' if also else ''}"
    ask = Cli(families, command, seconds=seconds, kib=kib)
    return Collector(id=name, provides=kind, on=NETWORK, ask=ask, parse=lambda answer: read(bounded(answer.text)))


def rows(
    text: str,
    head: re.Pattern[str],
    row: re.Pattern[str],
    ignored: re.Pattern[str] = RULER,
    end: re.Pattern[str] | None = None,
) -> Iterator[re.Match[str]]:
    """The rows below every line that ``head`` begins, until one that ``end`` begins. Raises ParseError without a head."""
    is_in = has_head = False
    for line in text.splitlines():
        if head.match(line):
            is_in = has_head = True
        elif end is not None and end.match(line):
            is_in = False
        elif is_in and (found := row.fullmatch(line)):
            yield found
        elif is_in and not (RULER.fullmatch(line) or ignored.fullmatch(line)):
            raise ParseError("neither a row of the table nor what stands between", line)
    if not has_head:
        raise ParseError("the table's head is missing", text[:200])


def search(pattern: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    """What a page must say. Raises ParseError naming ``what`` where it does not."""
    found = pattern.search(text)
    if found is None:
        raise ParseError(f"{what} is missing", text[:200])
    return found


def word(pattern: re.Pattern[str], text: str) -> str:
    """What a page may say: its first group, "" where it does not."""
    found = pattern.search(text)
    return found[1].strip() if found else ""


def number(written: str) -> float:
    """A number as a device writes it, commas among its digits. Raises ParseError where it is none."""
    try:
        return float(written.replace(",", ""))
    except ValueError as error:
        raise ParseError(f"no number: {written[:40]!r}", written[:200]) from error


def whole(written: str) -> int:
    """A count. Raises ParseError where it is none."""
    if not written.isdecimal() or len(written) > _MOST_DIGITS:
        raise ParseError(f"no count: {written[:40]!r}", written[:200])
    return int(written)


def share(percent: str) -> float:
    """A percentage as a ratio. Raises ParseError where it is none of 0 to 100."""
    found = number(percent) / 100.0
    if not 0 <= found <= 1:
        raise ParseError("no percentage", percent[:200])
    return found


def seconds_of(words: str) -> float | None:
    """A span as devices write it: 2 years, 31 weeks; 1w2d; 12:34:56; 3 days, 04:05. None where it is none ("never")."""
    clock = _CLOCK.fullmatch(words.strip())
    if clock:
        return (
            int(clock["days"] or 0) * 86400.0
            + int(clock["hours"]) * 3600
            + int(clock["minutes"]) * 60
            + int(clock["seconds"] or 0)
        )
    spans = _SPAN.findall(words)
    return float(sum(int(number) * _UNIT_SECONDS[unit.lower()] for number, unit in spans)) if spans else None


def day_of(told: str) -> date:
    """A day as devices write it, with or without a time and a zone. Raises ParseError for another form."""
    plain = _ZONE.sub("", " ".join(told.replace(",", " ").split()))
    for text in (plain, plain.partition(" ")[0]):
        for form in _FORMS:
            with suppress(ValueError):
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    raise ParseError("no day", told[:200])


def blocks(text: str, head: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Each line that ``head`` matches, with all below it until the next. Raises ParseError where none matches."""
    found = list(head.finditer(text))
    if not found:
        raise ParseError("no entry begins in it", text[:200])
    ends = [one.start() for one in found[1:]] + [len(text)]
    for one, end in zip(found, ends, strict=True):
        yield one, text[one.end() : end]
