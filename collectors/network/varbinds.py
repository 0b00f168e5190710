"""What a device said by SNMP, as text lines, into objects: values by OID, tables by index.

The form is that of ``collectors.devices.Snmp``. A line that is lost is missed: each column says how many rows it has, the
scalars are counted, and the end says how many lines there were.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from collectors.base import Answer, ParseError

NO_SUCH: Final = frozenset({"128", "129"})
"""Tags of noSuchObject and noSuchInstance (RFC 3416)."""
_NUMBERS: Final = frozenset({"2", "65", "66", "67", "70"})
"""INTEGER, Counter32, Gauge32, TimeTicks, Counter64."""
SENTINELS: Final = frozenset({4294967295, 2147483647, 2147483646, -2147483648})
"""What agents put where they have nothing to say; never a reading."""
_HUNDREDTHS: Final = 100.0
_INDEX: Final = re.compile(r"\d+(?:\.\d+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """One object's value: its BER tag (decimal, ``x`` behind it for hex) and what was written of it."""

    tag: str
    written: str

    @property
    def raw(self) -> bytes:
        """The bytes of a string, an address or an opaque value."""
        return bytes.fromhex(self.written) if self.tag.endswith("x") else self.written.encode()

    @property
    def text(self) -> str:
        """Its words without NUL and blanks at the ends; GB 18030 where it is not UTF-8, as older Chinese devices write."""
        if not self.tag.endswith("x"):
            return self.written.strip()
        return _decoded(self.raw.rstrip(b"\0")).strip("\0 \t\r\n")

    @property
    def hexadecimal(self) -> str:
        """Its bytes as colon-separated hex, as an address is written."""
        return self.raw.hex(":")

    def number(self, *none: float) -> float | None:
        """Its number, also of a string that is one; None for a sentinel, for what stands in ``none``, for no number."""
        try:
            value = float(self.written) if self.tag in _NUMBERS else float(self.text.rstrip("%"))
        except ValueError:
            return None
        is_reading = isfinite(value) and value not in SENTINELS and value not in none
        return value if is_reading else None

    def whole(self, *none: int) -> int | None:
        """Its whole number, as ``number``; sentinels are left out."""
        found = self.number(*none)
        return None if found is None else int(found)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        whole = raw[: error.start]
        is_cut = error.reason == "unexpected end of data" and not whole.isascii()
        # an alias of 64 bytes ends within a character; what stands before it is UTF-8, and not by chance
        return whole.decode() if is_cut else raw.decode("gb18030", errors="backslashreplace")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its index (dotted, without a leading dot) and those of its columns that it has, by name."""

    index: str
    values: Mapping[str, Value]
    oids: Mapping[str, str]

    def oid(self, name: str) -> str:
        """The whole OID of one of its objects."""
        return f"{self.oids[name]}.{self.index}"

    def text(self, name: str) -> str:
        """Its words, "" where it has no such column."""
        return self.values[name].text if name in self.values else ""

    def number(self, name: str, *none: float) -> float | None:
        """Its number, as Value.number; None where it has no such column."""
        return self.values[name].number(*none) if name in self.values else None

    def whole(self, name: str, *none: int) -> int | None:
        """Its whole number, as ``number``."""
        return self.values[name].whole(*none) if name in self.values else None

    def hexadecimal(self, name: str) -> str:
        """Its bytes as hex, "" where it has no such column."""
        return self.values[name].hexadecimal if name in self.values else ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its index."""
        return tuple(int(one) for one in self.index.split("."))


@dataclass(frozen=True, slots=True)
class Objects:
    """All that one ask was answered with. ``device`` is its sysObjectID, "" where it has none."""

    device: str
    scalars: Mapping[str, Value]
    columns: Mapping[str, Mapping[str, Value]]
    """By column, by index."""

    def value(self, oid: str) -> Value | None:
        """A scalar, None where the device has no such object."""
        found = self.scalars.get(oid)
        return None if found is None or found.tag in NO_SUCH else found

    def text(self, oid: str) -> str:
        """A scalar's words, "" where it has none."""
        found = self.value(oid)
        return "" if found is None else found.text

    def number(self, oid: str, *none: float) -> float | None:
        """A scalar's number, as Value.number."""
        found = self.value(oid)
        return None if found is None else found.number(*none)

    def ticks_seconds(self, oid: str) -> float | None:
        """A scalar of TimeTicks in seconds; nothing is a sentinel there."""
        found = self.value(oid)
        is_ticks = found is not None and found.tag == "67" and found.written.isdecimal()
        return int(found.written) / _HUNDREDTHS if found is not None and is_ticks else None

    def rows(self, columns: Mapping[str, str]) -> Iterator[Row]:
        """Rows of a table, by the columns' names and OIDs, in the order of the first column that has each index."""
        seen: dict[str, dict[str, Value]] = {}
        for name, oid in columns.items():
            for index, value in self.columns.get(oid, {}).items():
                if value.tag not in NO_SUCH:
                    seen.setdefault(index, {})[name] = value
        for index, values in seen.items():
            yield Row(index, values, columns)

    def column(self, oid: str) -> Mapping[str, Value]:
        """One column by index; empty where the device has none."""
        return self.columns.get(oid, {})


def objects(answer: Answer, text: str | None = None) -> Objects:
    """Read an answer (or its ``earlier``, given as ``text``). Raises ParseError where it is not whole."""
    first, *lines = (answer.text if text is None else text).split("\n")
    if not first.startswith("@device"):
        raise ParseError("no @device", first)
    scalars: dict[str, Value] = {}
    columns: dict[str, dict[str, Value]] = {}
    fresh: dict[str, Value] = {}
    total = 0
    for line in lines:
        if not line.startswith("@"):
            oid, value = _cells(line)
            fresh[oid] = value
            total += 1
            continue
        words = line.split(" ")
        if words[0] == "@end":
            if fresh or _count(line) != total:
                raise ParseError(f"{total} objects before its end", line)
            return Objects(first.partition(" ")[2], scalars, columns)
        if _count(line) != len(fresh):
            raise ParseError(f"{len(fresh)} objects before", line)
        if words[0] == "@scalars":
            scalars |= fresh
        else:
            columns[words[1]] = {_index(words[1], oid): value for oid, value in fresh.items()}
        fresh = {}
    raise ParseError(f"{total} objects and no end", first)


def _cells(line: str) -> tuple[str, Value]:
    oid, bar, rest = line.partition("|")
    tag, more, written = rest.partition("|")
    if not bar or not more:
        raise ParseError("no object", line[:200])
    return oid, Value(tag, written)


def _index(column: str, oid: str) -> str:
    index = oid.removeprefix(f"{column}.")
    if index == oid or not _INDEX.fullmatch(index):
        raise ParseError(f"no object of {column}", oid[:200])
    return index


def _count(line: str) -> int:
    word = line.rpartition(" ")[2]
    if not word.isdecimal():
        raise ParseError("no count", line[:200])
    return int(word)
