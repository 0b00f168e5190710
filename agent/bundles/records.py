"""Records of a 客户包 as bytes: four of length, then MessagePack of a word and a mapping.

The first is ``about``, the last ``end`` with the count of every other; what is between has the name of its table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from agent.bundles.trouble import BundleError
from agent.store.tables import FOREIGN_SEALS, MEASURES, METADATA, SEALS
from config.text import _

if TYPE_CHECKING:
    import sqlalchemy as sa

Record = tuple[str, Mapping[str, object]]
ABOUT, CONFIGURATION, END = "about", "configuration", "end"
MOST_RECORD_BYTES: Final = 128 * 1024 * 1024
"""Ours: of one record, the largest of them an attachment."""
_LENGTH_BYTES: Final = 4


def written(record: Record) -> bytes:
    """A record as it lies in the stream. Raises BundleError for one that is too large."""
    name, row = record
    body = msgspec.msgpack.encode((str(name), row))  # SQLAlchemy's own names are a kind of str
    if len(body) > MOST_RECORD_BYTES:
        raise BundleError(_("a file in the store is too large to be handed over: {bytes:bytes}", bytes=len(body)))
    return len(body).to_bytes(_LENGTH_BYTES) + body


_DECODER: Final = msgspec.msgpack.Decoder(tuple[str, dict[str, object]])
_TORN: Final = _("the file’s content is not what this version of xunjian writes. Nothing was taken in")


def read(parts: Iterable[bytes]) -> Iterator[Record]:
    """Records out of the stream, each held against the form of its table. Raises BundleError."""
    count: Counter[str] = Counter()
    is_ended = False
    for body in _bodies(parts):
        try:
            name, row = _DECODER.decode(body)
        except msgspec.DecodeError:
            raise BundleError(_TORN) from None
        if is_ended or not _fits(name, row):
            raise BundleError(_TORN)
        if name == END:
            is_ended = True
            if row != dict(count):
                raise BundleError(_TORN)
        count[name] += 1
        yield name, row
    if not is_ended:
        raise BundleError(_TORN)


def _bodies(parts: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for part in parts:
        waiting += part
        while len(waiting) >= _LENGTH_BYTES:
            length = int.from_bytes(waiting[:_LENGTH_BYTES])
            if length > MOST_RECORD_BYTES:
                raise BundleError(_TORN)
            if len(waiting) < _LENGTH_BYTES + length:
                break
            yield bytes(waiting[_LENGTH_BYTES : _LENGTH_BYTES + length])
            del waiting[: _LENGTH_BYTES + length]
    if waiting:
        raise BundleError(_TORN)


def _fits(name: str, row: Mapping[str, object]) -> bool:
    """Whether a row has the columns of its table, each of its type."""
    if name in {ABOUT, CONFIGURATION, END}:
        return True
    if name == MEASURES.name:
        words = all(isinstance(row.get(key), str) for key in ("target", "check_id", "subject", "name"))
        return words and len(row) == _MEASURE_FIELDS and _are_points(row.get("points"))
    table = FOREIGN_SEALS if name == SEALS.name else METADATA.tables.get(name)
    if table is None or set(row) != set(table.c.keys()):
        return False
    return all(_is_of(column, row[column.name]) for column in table.c)


_MEASURE_FIELDS: Final = 5
_POINT: Final = 2


def _are_points(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list) and len(one) == _POINT and all(isinstance(number, float) for number in one) for one in value
    )


def _is_of(column: "sa.Column[object]", value: object) -> bool:
    if value is None:
        return bool(column.nullable)
    kind = column.type.python_type
    return isinstance(value, (float, int) if kind is float else kind) and not isinstance(value, bool)
