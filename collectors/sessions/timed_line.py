"""A connection read as lines, each wait no longer than what is left of its deadline."""

import errno
import io
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from collectors.sessions.web import LOOK_SECONDS

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class _Timed(io.RawIOBase):
    """The bytes of a socket that a slow peer cannot hold: TimeoutError once ``until`` (monotonic seconds) has passed."""

    def __init__(self, sock: socket.socket, until: float, check: Callable[[], None]) -> None:
        super().__init__()
        self._sock = sock
        self._until = until
        self._check = check

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._wait()
        return self._sock.recv_into(buffer)

    def write(self, data: "ReadableBuffer") -> int:
        self._wait()
        self._sock.sendall(data)
        return memoryview(data).nbytes

    def _wait(self) -> None:
        self._check()
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError(errno.ETIMEDOUT, "the deadline of the whole exchange")
        self._sock.settimeout(min(LOOK_SECONDS, left))


def timed_line(sock: socket.socket, until: float, check: Callable[[], None]) -> io.BufferedRWPair:
    """Read and write a socket until ``until``, however slowly the peer speaks; ``check`` raises to end it."""
    raw = _Timed(sock, until, check)
    return io.BufferedRWPair(raw, raw)
