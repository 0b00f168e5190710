"""What is asked and answered (PDU, RFC 3416) and its envelope in versions 1 and 2c (RFC 1157, RFC 1901)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from collectors.sessions.snmp.ber import (
    OCTETS,
    OID,
    SEQUENCE,
    BerError,
    Varbind,
    contents,
    element,
    header,
    integer,
    integer_element,
    varbinds,
)

GET: Final = 0xA0
NEXT: Final = 0xA1
RESPONSE: Final = 0xA2
BULK: Final = 0xA5
REPORT: Final = 0xA8
_KINDS: Final = frozenset({GET, NEXT, RESPONSE, BULK, REPORT})
_NULL_VALUE: Final = b"\x05\x00"

TOO_BIG: Final = 1
NO_SUCH_NAME: Final = 2
GENERAL_ERROR: Final = 5
NO_ACCESS: Final = 6
AUTHORIZATION: Final = 16
STATUS_NAMES: Final = (
    "noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess", "wrongType", "wrongLength",
    "wrongEncoding", "wrongValue", "noCreation", "inconsistentValue", "resourceUnavailable", "commitFailed", "undoFailed",
    "authorizationError", "notWritable", "inconsistentName",
)  # fmt: skip
"""error-status by number (RFC 3416, 3)."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """What was answered; for a BULK asked, ``status`` and ``index`` are non-repeaters and max-repetitions."""

    kind: int
    request_id: int
    status: int
    index: int
    objects: list[Varbind]

    @property
    def status_name(self) -> str:
        """Its error-status as RFC 3416 names it."""
        return STATUS_NAMES[self.status] if 0 <= self.status < len(STATUS_NAMES) else str(self.status)


def write_pdu(kind: int, request_id: int, names: Sequence[bytes], repetitions: int = 0) -> bytes:
    """Write a question after objects of these names."""
    asked = b"".join([element(SEQUENCE, element(OID, name) + _NULL_VALUE) for name in names])
    head = integer_element(request_id) + b"\x02\x01\x00" + integer_element(repetitions)
    return element(kind, head + element(SEQUENCE, asked))


def read_pdu(data: bytes, at: int, end: int) -> Pdu:
    """Read a PDU that ends at ``end``. Raises BerError."""
    kind, start, stop = header(data, at, end)
    if kind not in _KINDS or stop != end:
        raise BerError(f"PDU {kind:#x}" if stop == end else "octets behind the PDU")
    request_id, start = integer(data, start, stop)
    status, start = integer(data, start, stop)
    index, start = integer(data, start, stop)
    first, last = contents(data, start, stop, SEQUENCE)
    if last != stop:
        raise BerError("octets behind the objects")
    return Pdu(kind, request_id, status, index, varbinds(data, first, last))


def version_of(data: bytes) -> tuple[int, int, int]:
    """The version that a whole message names, where what follows begins, and where it ends. Raises BerError."""
    start, stop = contents(data, 0, len(data), SEQUENCE)
    if stop != len(data):
        raise BerError("octets behind the message")
    version, start = integer(data, start, stop)
    return version, start, stop


class Community:
    """The envelope of versions 1 (``number`` 0) and 2c (1): a community in clear."""

    def __init__(self, number: int, community: bytes) -> None:
        self._number = number
        self._community = community

    def wrap(self, pdu: bytes) -> bytes:
        """Write a message."""
        return element(SEQUENCE, integer_element(self._number) + element(OCTETS, self._community) + pdu)

    def unwrap(self, datagram: bytes) -> Pdu | None:
        """Read a message, None for one of another version. Raises BerError.

        The community is not compared: some agents answer with another, and the request's number tells whose it is.
        """
        version, at, end = version_of(datagram)
        if version != self._number:
            return None
        _start, at = contents(datagram, at, end, OCTETS)
        return read_pdu(datagram, at, end)
