"""A question and its answer: numbered, so that what comes late, twice or astray is not taken for it."""

import math
import secrets
import time
from collections.abc import Sequence
from typing import Final, Protocol

from collectors.sessions.snmp.ber import BerError
from collectors.sessions.snmp.pdu import RESPONSE, Pdu, write_pdu
from collectors.sessions.snmp.usm import AgainError, ReportedError
from collectors.sessions.snmp.wire import NobodyListensError, Wire

_RESYNCHRONISED_MOST: Final = 3
"""An engine that tells its time so often and still does not take it will not."""
_REFUSED_REST_SECONDS: Final = 0.5
"""A daemon that is just being restarted listens again soon."""


class SilenceError(Exception):
    """No answer came within the seconds of one try; ``is_refused``: the machine said that nothing listens."""

    def __init__(self, *, is_refused: bool = False) -> None:
        super().__init__("nothing listens" if is_refused else "silent")
        self.is_refused = is_refused


class GarbledError(Exception):
    """An answer came that is none."""


class Envelope(Protocol):
    """What a version puts around a PDU."""

    def wrap(self, pdu: bytes) -> bytes:
        """Write a message."""

    def unwrap(self, datagram: bytes) -> Pdu | None:
        """Read a message, None for one that is not the answer awaited. Raises BerError, and what usm.Usm raises."""


class Asking(Protocol):
    """Who asks a device once; the reference does it in ours' place."""

    seconds: float
    """How long one try waits; longer after a try that was too short, so that a slow device is not asked faster still."""
    deadline: float
    """Monotonic seconds at which no answer is waited for any more."""

    def once(self, kind: int, names: Sequence[bytes], repetitions: int = 0) -> tuple[Pdu, int]:
        """Ask once: the answer and its octets. Raises SilenceError, GarbledError, ReportedError, SessionError."""

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, unless closed."""

    @property
    def restarts(self) -> int:
        """How often the engine was seen to restart."""


class Exchange:
    """Our own codec over one wire, one question at a time."""

    def __init__(self, wire: Wire, envelope: Envelope, seconds: float) -> None:
        self._wire = wire
        self._envelope = envelope
        self.seconds = seconds
        self.deadline = math.inf
        self._request_id = secrets.randbits(30)
        self._asked: tuple[int, tuple[bytes, ...], int] | None = None

    @property
    def restarts(self) -> int:
        """How often the engine was seen to restart; versions before 3 do not tell."""
        return int(getattr(self._envelope, "restarts", 0))

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, unless closed."""
        self._wire.rest(seconds)

    def once(self, kind: int, names: Sequence[bytes], repetitions: int = 0) -> tuple[Pdu, int]:
        """Ask once: the answer and its octets. Raises SilenceError, GarbledError, ReportedError, SessionError."""
        asked = (kind, tuple(names), repetitions)
        if asked != self._asked:  # asked again it keeps its number: a slow device's answer to the first time is one
            self._request_id = (self._request_id + 1) & 0x7FFFFFFF
            self._asked = asked
        pdu = write_pdu(kind, self._request_id, names, repetitions)
        try:
            for _turn in range(_RESYNCHRONISED_MOST):
                self._wire.send(self._envelope.wrap(pdu))
                try:
                    return self._answer()
                except AgainError:
                    continue
        except NobodyListensError:
            self._wire.rest(min(self.seconds, _REFUSED_REST_SECONDS))
            raise SilenceError(is_refused=True) from None
        raise ReportedError("notInTimeWindows")

    def _answer(self) -> tuple[Pdu, int]:
        until = min(self.deadline, time.monotonic() + self.seconds)
        while True:
            datagram = self._wire.receive(until)
            if datagram is None:
                raise SilenceError
            try:
                answer = self._envelope.unwrap(datagram)
            except BerError as error:
                raise GarbledError(str(error)) from None
            if answer is not None and answer.request_id == self._request_id and answer.kind == RESPONSE:
                self._asked = None
                return answer, len(datagram)
