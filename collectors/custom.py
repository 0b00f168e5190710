r"""Custom checks: the operator's ask, and what his pattern or column takes from its answer.

The ask travels whole, with a checksum of what it said behind it: an answer of which anything is missing is known as such,
whatever the operator's pattern would have made of the rest.

Sample::

    /dev/sda1 41152736 30864552 10288184 76% /u01
    @0 3206203459 46
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Final

from collectors.base import Answer, Collector, FactKind, Reason, Root, SessionError, Shell, Unseen, listing
from collectors.facts.own import Reading, Readings
from config.own import CustomCheck
from config.patterns import is_in_time
from config.text import _

MOST_LINES: Final = 1000
LINE_CHARACTERS: Final = 4096
KIB: Final = 64
_COMMAND: Final = """o=$(
{ask}
); c=$?
printf '%s\\n' "$o"
printf '@%s ' "$c"
printf '%s\\n' "$o" | cksum
exit $c
"""
_WITNESS: Final = re.compile(r"(.*)@[0-9]+ ([0-9]+) ([0-9]+)\n", re.DOTALL)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_READ_BY_HAND = _("Run the ask by hand on the target and compare its answer with the pattern in the configuration")


def kind_of(custom: CustomCheck) -> FactKind[Readings]:
    """The kind that a custom check needs; it brings its own collector along."""
    name = custom.check
    ask = Shell(
        _COMMAND.format(ask=custom.ask),
        seconds=custom.seconds,
        kib=KIB,
        root=Root.NEEDED if custom.root == "needed" else Root.NEVER,
        ok=custom.ok,
    )
    collector = Collector(name, FactKind[Readings](name), custom.platform, ask, partial(parse, custom))
    return FactKind(name, own=collector)


def parse(custom: CustomCheck, answer: Answer) -> Readings:
    """Take the values. Raises SessionError where the answer is not whole, or nothing in it fits."""
    lines = _lines(answer.text)
    pattern = custom.regex or custom.match
    if pattern and not is_in_time(pattern, map(len, lines)):
        raise SessionError(
            Reason.BUDGET,
            _("to look for the pattern in these lines could take too long"),
            _("Begin the pattern with ^, write [^ ]* in place of .*, or let the ask print less"),
        )
    taken = list(_by_pattern(custom, lines) if custom.regex else _by_column(custom, lines))
    if not taken:
        raise SessionError(Reason.NO_RECORD, _("no line of the answer fits what the custom check looks for"), _READ_BY_HAND)
    return listing(_reading(custom, *one) for one in taken)


def _lines(text: str) -> list[str]:
    found = _WITNESS.fullmatch(text)
    if found is None:
        raise SessionError(Reason.CUT, _("the checksum behind the answer is missing"))
    body, crc, size = _bytes(found[1]), int(found[2]), int(found[3])
    if len(body) != size or cksum(body) != crc:
        raise SessionError(Reason.CUT, _("the answer is not the one that the target took the checksum of"))
    if not body.strip():
        raise SessionError(Reason.EMPTY, "")
    lines = _decoded(body).removesuffix("\n").split("\n")
    if len(lines) > MOST_LINES or any(len(line) > LINE_CHARACTERS for line in lines):
        long = _("more than {lines} lines, or one of more than {signs} characters", lines=MOST_LINES, signs=LINE_CHARACTERS)
        raise SessionError(Reason.BUDGET, long, _("Let the ask print less: grep, tail or awk within it"))
    return lines


def _bytes(text: str) -> bytes:
    r"""The bytes again that were no UTF-8 and were decoded to ``\xNN``."""
    return re.sub(rb"\\x([89a-f][0-9a-f])", lambda found: bytes([int(found[1], 16)]), text.encode())


def _decoded(body: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", errors="backslashreplace")


Taken = Iterator[tuple[str, str | None, str]]
"""Subject, value (None where the line has none), line."""


def _by_pattern(custom: CustomCheck, lines: list[str]) -> Taken:
    pattern = re.compile(custom.regex)
    for line in lines:
        found = pattern.search(line)
        if found:
            groups = found.groupdict()
            value = groups["value"] if "value" in groups else found[1]
            yield groups.get("subject") or "", value, line


def _by_column(custom: CustomCheck, lines: list[str]) -> Taken:
    if custom.line:
        at = custom.line - 1 if custom.line > 0 else len(lines) + custom.line
        lines = lines[at : at + 1] if at >= 0 else []
    pattern = re.compile(custom.match)
    for line in lines:
        words = line.split()
        if words and pattern.search(line):
            yield _word(words, custom.subject_column) or "", _word(words, custom.column), line


def _word(words: list[str], column: int) -> str | None:
    return words[column - 1] if 0 < column <= len(words) else None


def _reading(custom: CustomCheck, subject: str, value: str | None, line: str) -> Reading | Unseen:
    if value is None:
        return Unseen(subject, Reason.NO_RECORD, _("no value in the line {line}", line=line), _READ_BY_HAND)
    if not custom.is_number:
        return Reading(subject, value.strip(), None, line)
    number = number_of(value)
    if number is None:
        return Unseen(subject, Reason.NO_RECORD, _("{value} is no number", value=value), _READ_BY_HAND)
    return Reading(subject, value.strip(), number, line)


def number_of(word: str) -> float | None:
    """Read a number, with or without a percent sign and commas between thousands; None for what is none."""
    bare = word.strip().removesuffix("%")
    return (
        float(bare.replace(",", "")) if bare.strip("+-eE") and _NUMBER.fullmatch(bare) and re.search(r"\d", bare) else None
    )


@lru_cache(maxsize=1)
def _table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
        table.append(value & 0xFFFFFFFF)
    return tuple(table)


def cksum(body: bytes) -> int:
    """The checksum that POSIX cksum prints: CRC-32 of polynomial 0x04C11DB7 over the bytes and then their count."""
    table, crc = _table(), 0
    count = len(body)
    for byte in body + count.to_bytes((count.bit_length() + 7) // 8, "little"):
        crc = ((crc << 8) & 0xFFFFFFFF) ^ table[(crc >> 24) ^ byte]
    return crc ^ 0xFFFFFFFF
