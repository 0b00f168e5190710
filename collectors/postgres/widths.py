"""How much room rows need, from the widths of their columns: PostgreSQL's layout of a page, worked out beside the rows.

A column is written ``<length><alignment>:<average bytes>:<share of nulls>``, ``x`` where it was dropped, and without the
last two where it has no statistics: ``4i:4:0,-1i:32.5:0.1,x``. Lengths below zero vary; alignments are c, s, i, d (1, 2,
4, 8).
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from collectors.base import ParseError

_ALIGNMENTS: Final = {"c": 1, "s": 2, "i": 4, "d": 8}
_WORD: Final = 8
"""MAXALIGN on every platform that a server runs on today."""
_HEADER: Final = 23
_POINTER: Final = 4
_PAGE_HEADER: Final = 24
_BTREE_SPECIAL: Final = 16
_INDEX_HEADER: Final = 8
_SHORT: Final = 127
"""A value of varying length below this has a header of one byte and is not aligned."""
_LEAST_FANOUT: Final = 2


class Column(NamedTuple):
    """One column. ``width`` is the average in bytes, None without statistics; ``nulls`` the share of nulls."""

    length: int
    alignment: int
    width: float | None
    nulls: float
    is_dropped: bool = False


def columns(text: str) -> tuple[Column, ...]:
    """Read the columns as written above. Raises ParseError."""
    try:
        return tuple(_column(one) for one in text.split(",") if one)
    except (KeyError, ValueError):
        raise ParseError("no columns", text[:200]) from None


def _column(text: str) -> Column:
    if text == "x":
        return Column(0, 1, 0.0, 1.0, is_dropped=True)
    kind, width, nulls = text.split(":")
    return Column(int(kind[:-1]), _ALIGNMENTS[kind[-1]], float(width) if width else None, float(nulls or 0))


def table_bytes(of: Sequence[Column], rows: float, fill: int, page: int) -> int:
    """Room of the pages that ``rows`` rows need, at a fill factor in percent."""
    bitmap = (len(of) + 7) // 8 if any(one.nulls for one in of) else 0
    row = _aligned(_HEADER + bitmap) + aligned_bytes(of) + _POINTER
    room = page - _PAGE_HEADER - page * (100 - fill) // 100
    return _pages(rows, room, row) * page


def index_bytes(of: Sequence[Column], rows: float, fill: int, page: int) -> int:
    """Room of a btree with ``rows`` entries: leaves at the fill factor, the levels above, the meta page."""
    bitmap = _WORD if any(one.nulls for one in of) else 0
    entry = _INDEX_HEADER + bitmap + aligned_bytes(of) + _POINTER
    room = page - _PAGE_HEADER - _BTREE_SPECIAL
    level = _pages(rows, room * fill // 100, entry)
    pages = level + 1
    fanout = max(_LEAST_FANOUT, int(room * 0.7 // entry))  # 70 %: nbtree's own fill of the levels above (nbtree.h)
    while level > 1:
        level = math.ceil(level / fanout)
        pages += level
    return pages * page


def aligned_bytes(of: Sequence[Column]) -> float:
    """Average room of a row's values in order, the gaps of alignment and the last word filled up included.

    Where lengths vary nobody knows where a value begins; on average half of the gap that there may be.
    """
    at, is_exact = 0.0, True
    for one in of:
        share = 1 - one.nulls
        width = one.length if one.length > 0 else one.width or 0.0
        if not share or not width:
            continue
        is_aligned = one.length > 0 or width >= _SHORT
        if is_aligned and one.alignment > 1:
            at += share * (-at % one.alignment if is_exact else (one.alignment - 1) / 2)
        at += share * width
        is_exact = is_exact and one.length > 0 and share == 1
    return _aligned(at) if is_exact else at + (_WORD - 1) / 2


def _aligned(width: float) -> float:
    return math.ceil(width / _WORD) * _WORD


def _pages(rows: float, room: int, row: float) -> int:
    return math.ceil(rows / max(1.0, room // row)) if row <= room else math.ceil(rows)
