"""Values of objects as the text of an answer: numbers in decimal, words as they are, all other bytes in hex."""

from collections.abc import Callable, Mapping
from typing import Final

from collectors.sessions.snmp.ber import INTEGER, NULL, OCTETS, OID, BerError, dotted

NO_SUCH_OBJECT: Final = 0x80
NO_SUCH_INSTANCE: Final = 0x81
END_OF_VIEW: Final = 0x82
"""Tags of exceptions in the place of a value (RFC 3416, 3)."""
ADDRESS: Final = 0x40
COUNTER32: Final = 0x41
GAUGE32: Final = 0x42
TICKS: Final = 0x43
OPAQUE: Final = 0x44
COUNTER64: Final = 0x46
_NSAP: Final = 0x45
_UNSIGNED32: Final = 0x47
_BITS: Final = 0x03

_INTEGER_OCTETS: Final = 8
"""More than Integer32 needs: some agents write gauges above 2^31 as INTEGER, and net-snmp reads them."""
_UNSIGNED_MOST: Final[Mapping[int, int]] = {
    COUNTER32: 2**32 - 1,
    GAUGE32: 2**32 - 1,
    TICKS: 2**32 - 1,
    _UNSIGNED32: 2**32 - 1,
    COUNTER64: 2**64 - 1,
}


def _signed(_tag: int, value: bytes) -> str:
    if not 0 < len(value) <= _INTEGER_OCTETS:
        raise BerError(f"an integer of {len(value)} octets")
    return f"2|{int.from_bytes(value, 'big', signed=True)}"


def _unsigned(tag: int, value: bytes) -> str:
    """As a number without a sign even where the leading zero is missing, as many agents write it."""
    number = int.from_bytes(value, "big")
    if not 0 < len(value) <= 9 or number > _UNSIGNED_MOST[tag]:  # noqa: PLR2004 - 64 bits and a leading zero
        raise BerError(f"an unsigned number of {len(value)} octets")
    return f"{tag}|{number}"


def _words(tag: int, value: bytes) -> str:
    if value.isascii():
        text = value.decode("ascii")
        if text.isprintable():
            return f"{tag}|{text}"
    return f"{tag}x|{value.hex()}"


def _bytes(tag: int, value: bytes) -> str:
    return f"{tag}x|{value.hex()}" if value else f"{tag}|"


def _address(tag: int, value: bytes) -> str:
    if len(value) != 4:  # noqa: PLR2004 - IPv4
        return _bytes(tag, value)
    return f"{tag}|{value[0]}.{value[1]}.{value[2]}.{value[3]}"


def _oid(tag: int, value: bytes) -> str:
    return f"{tag}|{dotted(value)}"


def _nothing(tag: int, value: bytes) -> str:
    if value:
        raise BerError(f"tag {tag:#x} with contents")
    return f"{tag}|"


_WRITERS: Final[Mapping[int, Callable[[int, bytes], str]]] = {
    INTEGER: _signed,
    _BITS: _bytes,
    OCTETS: _words,
    NULL: _nothing,
    OID: _oid,
    ADDRESS: _address,
    COUNTER32: _unsigned,
    GAUGE32: _unsigned,
    TICKS: _unsigned,
    OPAQUE: _bytes,
    _NSAP: _bytes,
    COUNTER64: _unsigned,
    _UNSIGNED32: _unsigned,
    NO_SUCH_OBJECT: _nothing,
    NO_SUCH_INSTANCE: _nothing,
}


def written(tag: int, value: bytes) -> str:
    """``type|value`` of an object's value, as ``collectors.devices.Snmp`` describes it. Raises BerError."""
    writer = _WRITERS.get(tag)
    if writer is None:
        raise BerError(f"a value of type {tag:#x}")
    return writer(tag, value)
