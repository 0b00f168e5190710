"""How values lie in the store: JSON, zstd, a checksum of what lies there; and back."""

import math
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
import zstandard

from checks.result import CatalogueRow, TargetResult
from config.limits import Rule
from config.text import Text, keep

LEVEL = 3
"""zstd's own default: on command output twice as fast as 6 for 3 % more bytes."""


@dataclass(frozen=True, slots=True)
class Book:
    """The catalogue that an inspection used and the operator's rules: one document, the same for many inspections."""

    catalogue: tuple[CatalogueRow, ...] = ()
    rules: tuple[Rule, ...] = ()
    customer: str = ""
    defects: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes as they lie in the store. ``checksum`` is of ``body``: zstd has header bits that change nothing when read."""

    digest: str
    body: bytes
    checksum: int
    size_bytes: int


class ChangedError(ValueError):
    """What lies in the store is not what was written."""


def packer() -> Callable[[bytes], Packed]:
    """Give a function that packs; it keeps one compressor, so it belongs to one thread."""
    compress = zstandard.ZstdCompressor(level=LEVEL).compress
    return lambda raw: _packed(raw, compress(raw))


def pack(raw: bytes, over: bytes = b"") -> Packed:
    """Pack bytes over others that they repeat: those are needed to read them."""
    return _packed(raw, zstandard.ZstdCompressor(level=LEVEL, dict_data=_repeated(over)).compress(raw))


def _packed(raw: bytes, body: bytes) -> Packed:
    return Packed(sha256(raw).hexdigest(), body, zlib.crc32(body), len(raw))


def _repeated(over: bytes) -> zstandard.ZstdCompressionDict | None:
    return zstandard.ZstdCompressionDict(over, dict_type=zstandard.DICT_TYPE_RAWCONTENT) if over else None


def unpacked(body: bytes, checksum: int, over: bytes = b"") -> bytes | None:
    """Give back what was packed; None when it is not what was written."""
    if zlib.crc32(body) != checksum:
        return None
    try:
        return zstandard.ZstdDecompressor(dict_data=_repeated(over)).decompress(body, allow_extra_data=False)
    except zstandard.ZstdError:
        return None


def unpack(digest: str, body: bytes, checksum: int, over: bytes = b"") -> bytes:
    """Give back what was packed. Raises ChangedError when one byte differs."""
    raw = unpacked(body, checksum, over)
    if raw is None or sha256(raw).hexdigest() != digest:
        raise ChangedError(digest)
    return raw


def written(value: TargetResult | Book) -> bytes:
    r"""Write a document: both languages kept in its texts, and only in a form that reads back.

    A string that is no Unicode gets ``\udXXX`` spelled out; a number that is none (NaN, infinity) becomes a word, or is
    dropped from measures: one such value does not cost the target.
    """
    if not all(text.rendered for text in _texts(value)):
        value = _mended(value)
    try:
        raw = _ENCODER.encode(value)
        (_BOOKS if isinstance(value, Book) else _RESULTS).decode(raw)
    except (UnicodeEncodeError, msgspec.ValidationError):
        return _ENCODER.encode(_mended(value))
    return raw


def _texts(value: TargetResult | Book) -> Iterator[Text]:
    """Every text that people read in a document, but those inside another's values."""
    if isinstance(value, Book):
        for row in value.catalogue:
            yield from (row.title, row.reads, row.remedy)
        yield from value.defects
        return
    for unseen in (value.session_error, *(asked.unseen for asked in value.asked)):
        if unseen is not None:
            yield from (text for text in (unseen.detail, unseen.remedy) if isinstance(text, Text))
    for exhibit in value.exhibits:
        yield from (exhibit.title, *exhibit.columns)
        yield from (cell for row in exhibit.rows for cell in row if isinstance(cell, Text))
    for finding in value.findings:
        yield from (text for text in (finding.summary, finding.observed, finding.expected, finding.remedy) if text)


class _Start(msgspec.Struct):
    """As much of a document as says when it began."""

    started_at: datetime


_ENCODER = msgspec.json.Encoder()
_RESULTS = msgspec.json.Decoder(TargetResult)
_BOOKS = msgspec.json.Decoder(Book)
_STARTS = msgspec.json.Decoder(_Start)


def result(raw: bytes) -> TargetResult:
    """Read a target's document."""
    return _RESULTS.decode(raw)


def started(raw: bytes) -> float:
    """Give when a target's document began, in seconds since 1970, and read no more of it."""
    return _STARTS.decode(raw).started_at.timestamp()


def book(digest: str, body: bytes, checksum: int) -> Book:
    """Read a catalogue back. Raises ChangedError."""
    return _BOOKS.decode(unpack(digest, body, checksum))


def word(value: str) -> str:
    """Spell out what a database's text column does not take: lone surrogates and NUL."""
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _mended(value: Any) -> Any:  # noqa: ANN401 - a walk over plain values of any kind
    """Walk plain values; mend strings and numbers, keep texts in both languages."""
    match value:
        case str():
            mended: Any = value.encode("utf-8", "backslashreplace").decode()
        case float():
            mended = value if math.isfinite(value) else str(value)
        case tuple():
            mended = tuple(_mended(part) for part in value)
        case dict():
            mended = {_mended(name): _mended(part) for name, part in value.items()}
        case Text():
            mended = Text(value.template, _mended(dict(value.values)), _mended(dict(value.rendered)))
            mended = mended if mended.rendered else keep(mended)
        case _ if is_dataclass(value) and not isinstance(value, type):
            mended = replace(value, **{f.name: _field(f.name, getattr(value, f.name)) for f in fields(value)})
        case _:
            mended = value
    return mended


def _field(name: str, value: object) -> object:
    if name == "measures" and isinstance(value, dict):
        value = {measure: number for measure, number in value.items() if math.isfinite(number)}
    return _mended(value)
