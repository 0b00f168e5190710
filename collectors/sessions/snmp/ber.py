"""ASN.1's basic encoding (BER) as SNMP uses it, read strictly: what is not whole or not right is a BerError, nothing else.

RFC 3417, 8: lengths are definite, and may take more octets than they need (net-snmp's do). No octet is read twice and
nothing is kept of a datagram but slices of it, so that no answer takes more memory than its own few kilobytes.
"""

from functools import lru_cache
from typing import Final

INTEGER: Final = 2
OCTETS: Final = 4
NULL: Final = 5
OID: Final = 6
SEQUENCE: Final = 0x30
MOST_NUMBERS: Final = 128
"""Sub-identifiers of an OID (RFC 2578, 3.5)."""
_MOST_NUMBER: Final = 2**32 - 1
"""A sub-identifier (RFC 2578, 3.5)."""
_LONG: Final = 0x80
_LENGTH_OCTETS: Final = 4
"""A datagram is shorter than 65,536 octets: a length that needs more is no length."""
_FIRST_ARC: Final = 40

Varbind = tuple[bytes, int, bytes]
"""An object: the content octets of its OID, the tag of its value, the value's content octets."""


class BerError(Exception):
    """These octets are no message that we may believe."""


def header(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Read a tag and a length: tag, where the contents begin, where they end. Nothing may stick out of ``end``."""
    if at + 2 > end:
        raise BerError("truncated")
    tag, size, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:  # noqa: PLR2004 - X.690, 8.1.2.4: the tag's number follows, which SNMP has not
        raise BerError(f"tag {tag:#x}")
    if size >= _LONG:
        size, start = long_length(data, at + 1)
    if start + size > end:
        raise BerError("truncated")
    return tag, start, start + size


def long_length(data: bytes, at: int) -> tuple[int, int]:
    """Read a length of the long form at ``at``: the length and where the contents begin."""
    octets = data[at] & 0x7F
    if not 0 < octets <= _LENGTH_OCTETS:
        raise BerError("indefinite length" if not octets else "huge length")
    start = at + 1 + octets
    if start > len(data):
        raise BerError("truncated")
    return int.from_bytes(data[at + 1 : start], "big"), start


def contents(data: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """Where the contents of the element at ``at`` begin and end; it must have this tag."""
    found, start, stop = header(data, at, end)
    if found != tag:
        raise BerError(f"tag {found:#x} where {tag:#x} belongs")
    return start, stop


def integer(data: bytes, at: int, end: int) -> tuple[int, int]:
    """Read an INTEGER of at most 32 bits: the number, and where the next element begins."""
    start, stop = contents(data, at, end, INTEGER)
    if not 0 < stop - start <= 4:  # noqa: PLR2004 - Integer32 (RFC 2578, 7.1.1)
        raise BerError(f"integer of {stop - start} octets")
    return int.from_bytes(data[start:stop], "big", signed=True), stop


def varbinds(data: bytes, at: int, end: int) -> list[Varbind]:
    """Read the objects between ``at`` and ``end``, which hold nothing else."""
    try:
        return _varbinds(data, at, end)
    except IndexError:
        raise BerError("truncated") from None


def _varbinds(data: bytes, at: int, end: int) -> list[Varbind]:
    found: list[Varbind] = []
    while at < end:
        if data[at] != SEQUENCE:
            raise BerError(f"tag {data[at]:#x} where an object belongs")
        size = data[at + 1]
        at += 2
        if size >= _LONG:
            size, at = long_length(data, at - 1)
        stop = at + size
        if stop > end or data[at] != OID:
            raise BerError("truncated" if stop > end else "an object without a name")
        size = data[at + 1]
        at += 2
        if size >= _LONG:
            size, at = long_length(data, at - 1)
        name_end = at + size
        name = data[at:name_end]
        tag, size = data[name_end], data[name_end + 1]
        at = name_end + 2
        if size >= _LONG:
            size, at = long_length(data, at - 1)
        if at + size != stop:
            raise BerError("an object's lengths disagree")
        found.append((name, tag, data[at:stop]))
        at = stop
    return found


def element(tag: int, value: bytes) -> bytes:
    """Write an element."""
    size = len(value)
    if size < _LONG:
        return bytes((tag, size)) + value
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG | len(octets))) + octets + value


def integer_element(value: int) -> bytes:
    """Write an INTEGER."""
    return element(INTEGER, value.to_bytes((~value if value < 0 else value).bit_length() // 8 + 1, "big", signed=True))


def numbers(oid: bytes) -> tuple[int, ...]:
    """The sub-identifiers of an OID's content octets, the first two apart."""
    first, *rest = base128(oid) or (0,)  # some agents write 0.0 as nothing
    high = min(first // _FIRST_ARC, 2)
    return (high, first - high * _FIRST_ARC, *rest)


def base128(octets: bytes) -> tuple[int, ...]:
    """Read numbers written in base 128 (X.690, 8.19.2), as they stand in an OID and in what is left of one."""
    if octets.isascii() and len(octets) < MOST_NUMBERS:
        return tuple(octets)  # one octet each
    found: list[int] = []
    number, is_begun = 0, False
    for octet in octets:
        if octet == _LONG and not is_begun:
            raise BerError("an OID's number with a leading zero")
        number = number << 7 | octet & 0x7F
        is_begun = octet >= _LONG
        if number > _MOST_NUMBER:
            raise BerError("an OID's number above 2^32-1")
        if not is_begun:
            found.append(number)
            number = 0
    if is_begun or len(found) >= MOST_NUMBERS:
        raise BerError("an OID that breaks off" if is_begun else "an OID too long")
    return tuple(found)


def dotted(oid: bytes) -> str:
    """An OID's content octets as people write it."""
    return ".".join(map(str, numbers(oid)))


@lru_cache(maxsize=4096)
def oid_octets(text: str) -> bytes:
    """The content octets of an OID as people write it. Raises ValueError where it is none."""
    first, second, *rest = (int(one) for one in text.split("."))
    return b"".join(_in_base128(one) for one in (first * _FIRST_ARC + second, *rest))


def _in_base128(number: int) -> bytes:
    octets = [number & 0x7F]
    while number := number >> 7:
        octets.append(number & 0x7F | _LONG)
    return bytes(reversed(octets))
