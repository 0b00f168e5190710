"""Printed reports of RAID tools as blocks of ``key : value`` lines, and what names a controller.

No collector of its own.

Sample::

    Slot Number: 3
    Firmware state: Online, Spun Up
    Drive Temperature :31C (87.80 F)
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import Reason, SessionError
from collectors.linux.passages import Passage, number, passages, whole

Pairs = Mapping[str, str]

_ADDRESS: Final = re.compile(
    r"(?P<domain>[0-9a-fA-F]{1,4}):(?P<bus>[0-9a-fA-F]{1,2}):(?P<device>[0-9a-fA-F]{1,2})[:.]0?(?P<f>[0-7])"
)
_NO_SERIAL: Final = frozenset({"", "n/a", "na", "-", "none", "unknown", "0", "redacted", "not available"})


@dataclass
class Block:
    """One part of a report: the line that began it, its keys (the first of equal ones), and its other lines."""

    head: str
    pairs: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def blocks(lines: Iterable[str], begins: re.Pattern[str]) -> Iterator[Block]:
    """Split a report where a line fits ``begins``; what stands before the first such line is a block with no head."""
    block = Block("")
    for line in lines:
        if begins.match(line):
            yield block
            block = Block(line.strip())
            continue
        key, value = pair(line)
        if key:
            block.pairs.setdefault(key, value)
        if line.strip():
            block.lines.append(line.strip())
    yield block


def whole_reports(text: str) -> dict[str, Passage]:
    """Split an answer at its heads where ``@lines REPORT COUNT`` tells how many lines each report had on the target.

    Raises SessionError (cut) where one has lost lines: a report without its worst line would look healthier.
    """
    parts = whole(text)
    found = {f"{one.kind} {one.rest}".strip(): len(one.lines) for one in passages(text)}
    for one in passages(text):
        name, _space, told = one.rest.rpartition(" ")
        if one.kind == "lines" and found.get(name) != number(told, one.rest):
            raise SessionError(Reason.CUT, one.rest)
    return parts


def pair(line: str) -> tuple[str, str]:
    """A line's key and value, parted by its first colon; two empty texts where it has none."""
    key, colon, value = line.partition(":")
    return (" ".join(key.split()), " ".join(value.split())) if colon else ("", "")


def leading(said: str) -> int | None:
    """The number that a value begins with (``31C (87.80 F)``); None where it begins with none."""
    match = re.match(r"\s*([0-9]{1,9})(?![0-9])", said)
    return int(match[1]) if match else None


def yes(said: str) -> bool | None:
    """The yes or no of a value; None where it is neither."""
    return {"yes": True, "true": True, "no": False, "false": False}.get(said.lower())


def address_of(said: str) -> str:
    """A place on the PCI bus as sysfs writes it, from the makers' forms (``00:18:00:00``, ``0000:5C:00.0``), or ""."""
    match = _ADDRESS.search(said)
    if match is None:
        return ""
    return f"{match['domain'].zfill(4)}:{match['bus'].zfill(2)}:{match['device'].zfill(2)}.{match['f']}".lower()


def identity_of(serial: str, address: str, number: int | str) -> str:
    """What names a controller for years: its serial number, else its place on the bus, else its number."""
    return serial if serial.lower() not in _NO_SERIAL else address or f"c{number}"
