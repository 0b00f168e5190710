"""SNMPv3's message as octets (RFC 3412, 6; RFC 3414, 2.4): taken apart, put together, and the one that finds an engine."""

import time
from dataclasses import dataclass
from typing import Final

from collectors.sessions.snmp.ber import OCTETS, SEQUENCE, BerError, contents, element, header, integer, integer_element
from collectors.sessions.snmp.pdu import Pdu, read_pdu, version_of

VERSION: Final = 3
MOST_OCTETS: Final = 65507
"""msgMaxSize: the largest datagram that UDP over IPv4 carries."""
AUTH: Final = 1
PRIV: Final = 2
REPORTABLE: Final = 4
_USM: Final = 3
_NOTHING_ASKED: Final = b"\xa0\x0c\x02\x02\x30\x39\x02\x01\x00\x02\x01\x00\x30\x00"
"""A GET of nothing, which is all that discovery asks."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine as it was met: ``zero`` is what its clock showed when ours (monotonic seconds) began."""

    id: bytes = b""
    boots: int = 0
    zero: float = 0.0

    def seconds(self, now: float) -> int:
        """What its clock shows."""
        return max(0, int(now + self.zero))


@dataclass(frozen=True, slots=True)
class Message:
    """A message taken apart; ``body_at`` and ``stamp_at`` are places in the datagram."""

    msg_id: int
    flags: int
    engine: bytes
    boots: int
    seconds: int
    stamp_at: int
    stamp: bytes
    salt: bytes
    body_at: int
    end: int


def message(msg_id: int, flags: int, said: tuple[bytes, int, int, bytes, bytes, bytes], body: bytes) -> bytes:
    """Write a message; ``said`` are the engine, its boots and seconds, the user, the stamp and the salt."""
    engine, boots, seconds, user, stamp, salt = said
    head = integer_element(msg_id) + integer_element(MOST_OCTETS) + element(OCTETS, bytes((flags,))) + integer_element(_USM)
    security = (
        element(OCTETS, engine)
        + integer_element(boots)
        + integer_element(seconds)
        + element(OCTETS, user)
        + element(OCTETS, stamp)
        + element(OCTETS, salt)
    )
    inner = integer_element(VERSION) + element(SEQUENCE, head) + element(OCTETS, element(SEQUENCE, security)) + body
    return element(SEQUENCE, inner)


def opened(datagram: bytes) -> Message | None:
    """Take a message apart, None for one of another version. Raises BerError."""
    version, at, end = version_of(datagram)
    if version != VERSION:
        return None
    start, at = contents(datagram, at, end, SEQUENCE)
    msg_id, start = integer(datagram, start, at)
    _most, start = integer(datagram, start, at)
    first, start = contents(datagram, start, at, OCTETS)
    if start - first != 1:
        raise BerError("flags of more than an octet")
    model, _start = integer(datagram, start, at)
    if model != _USM:
        raise BerError(f"security model {model}")
    start, body_at = contents(datagram, at, end, OCTETS)
    start, stop = contents(datagram, start, body_at, SEQUENCE)
    engine_at, at = contents(datagram, start, stop, OCTETS)
    engine = datagram[engine_at:at]
    boots, at = integer(datagram, at, stop)
    seconds, at = integer(datagram, at, stop)
    if boots < 0 or seconds < 0:
        raise BerError("a clock below zero")
    _user, at = contents(datagram, at, stop, OCTETS)
    stamp_at, at = contents(datagram, at, stop, OCTETS)
    salt_at, stop = contents(datagram, at, stop, OCTETS)
    stamp, salt = datagram[stamp_at:at], datagram[salt_at:stop]
    return Message(msg_id, datagram[first], engine, boots, seconds, stamp_at, stamp, salt, body_at, end)


def scoped_pdu(data: bytes, at: int, end: int, *, is_padded: bool) -> Pdu:
    """Read a scoped PDU. Raises BerError."""
    _tag, start, stop = header(data, at, end)
    if data[at] != SEQUENCE or (stop != end and not is_padded):
        raise BerError("no scoped PDU")
    _engine, start = contents(data, start, stop, OCTETS)
    _context, start = contents(data, start, stop, OCTETS)
    return read_pdu(data, start, stop)


def discovery(msg_id: int) -> bytes:
    """Ask who is there (RFC 3414, 4): an engine answers with its id, boots and time."""
    body = element(SEQUENCE, element(OCTETS, b"") + element(OCTETS, b"") + _NOTHING_ASKED)
    return message(msg_id, REPORTABLE, (b"", 0, 0, b"", b"", b""), body)


def discovered(datagram: bytes) -> tuple[int, Engine] | None:
    """The number of a discovery and the engine that answers it, None where no engine does. Raises BerError."""
    met = opened(datagram)
    if met is None or not met.engine:
        return None
    return met.msg_id, Engine(met.engine, met.boots, met.seconds - time.monotonic())
