"""A connection's bytes as lines and lengths, each bounded; and the checksum that proves them whole."""

from collections.abc import Iterator
from zlib import crc32

from collectors.base import Reason, SessionError
from config.text import Text, _

NOISE_BYTES = 1 << 20
"""How much may stand before the first frame; a login that prints more is a flood."""
LINE_BYTES = 16384

_CUT_REMEDY = _("find out what ended the connection (network, session limit, someone's hand), then inspect again")
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def checksum(data: bytes) -> int:
    """Compute POSIX ``cksum``: CRC-32, most significant bit first, the length appended (IEEE Std 1003.1, cksum)."""
    length, tail = len(data), bytearray()
    while length:
        tail.append(length & 0xFF)
        length >>= 8
    value = crc32((data + bytes(tail)).translate(_REVERSED), 0xFFFFFFFF)
    return int(f"{value:032b}"[::-1], 2)


def broken(detail: Text) -> SessionError:
    """Say that the peer broke the protocol: from here on nothing of it is believed."""
    return SessionError(
        Reason.REFUSED,
        detail,
        _("what came back is not what the inspection sent for: see what prints on that login or alters its output"),
    )


class Stream:
    """Lines and lengths out of chunks; its end is SessionError(CUT)."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = bytearray()

    def _more(self) -> None:
        for chunk in self._chunks:
            if chunk:
                self._held += chunk
                return
        raise SessionError(Reason.CUT, _("the connection ended before the answer was whole"), _CUT_REMEDY)

    def skip_to(self, marker: bytes) -> None:
        """Drop what stands before ``marker``, and it."""
        dropped = 0
        while (at := self._held.find(marker)) < 0:
            beyond = max(0, len(self._held) - len(marker) + 1)
            del self._held[:beyond]
            dropped += beyond
            if dropped > NOISE_BYTES:
                raise broken(_("more than {most:bytes} before the first frame", most=NOISE_BYTES))
            self._more()
        del self._held[: at + len(marker)]

    def line(self) -> bytes:
        """Take one line, without its end."""
        looked = 0
        while (at := self._held.find(b"\n", looked)) < 0:
            looked = len(self._held)
            if looked > LINE_BYTES:
                raise broken(_("a line without an end"))
            self._more()
        if at > LINE_BYTES:
            raise broken(_("a line too long"))
        return self.exactly(at + 1)[:-1]

    def exactly(self, count: int) -> bytes:
        """Take so many bytes."""
        while len(self._held) < count:
            self._more()
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken
