"""Datagrams to one address and back; whoever else sends is not heard."""

import errno
import socket
import time
from contextlib import suppress
from threading import Event, Lock
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions import reach
from collectors.sessions.watch import closed
from config.os_words import os_words
from config.text import _

PORT: Final = 161
MOST_OCTETS: Final = 65535
_LOOK_SECONDS: Final = 1.0
"""No wait is longer without looking whether we were closed; shutting the socket down ends it at once where that works."""
_NO_WAY: Final = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EPERM})
_RECEIVE_OCTETS: Final = 1 << 18
_ROUTE = _("check the address, the route to it and the firewalls on the way, this machine's own among them")
_PORT = _("write the address as name, name:port or [IPv6 address]:port")


class NobodyListensError(Exception):
    """The machine says that nothing listens on that port (ICMP)."""


def host_and_port(address: str, port: int) -> tuple[str, int]:
    """Read an address as it is written: a name or address, with a port behind it or without. Raises SessionError."""
    text = address.strip()
    host, _colon, written = text.rpartition(":") if _has_port(text) else (text, "", "")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    number = int(written) if written.isascii() and written.isdecimal() else port or PORT
    if not bare or (written and not written.isdecimal()) or not 0 < number < 65536:  # noqa: PLR2004 - ports
        raise SessionError(Reason.UNREACHABLE, _("no such address: {address}", address=address), _PORT)
    return bare, number


def _has_port(text: str) -> bool:
    """Whether a port stands behind it: an IPv6 address has more colons, and brackets where a port follows."""
    return "]:" in text if text.startswith("[") else text.count(":") == 1


def places(address: str, port: int, until: float, check: reach.Check) -> list[reach.Place]:
    """Where datagrams to an address go, in the name service's order. Raises SessionError for a name that is not known."""
    host, number = host_and_port(address, port)
    found = {place[4]: place for place in reach.resolve(host, number, until, check)}
    return list(found.values())


class Wire:
    """A socket to one place."""

    def __init__(self, place: reach.Place, ended: Event) -> None:
        self._ended = ended
        self._in_use = Lock()
        self._sock = socket.socket(place[0], socket.SOCK_DGRAM)
        try:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_OCTETS)
            self._sock.connect(place[4])
        except OSError as error:
            self._sock.close()
            raise no_way(error) from error

    def send(self, datagram: bytes) -> None:
        """Send. Raises NobodyListensError, SessionError; what is lost on the way is lost."""
        for _again in (1, 2):  # what an earlier datagram met is told to the next call, which then did nothing
            try:
                with self._in_use:
                    self._sock.send(datagram)
            except ConnectionRefusedError:
                continue
            except OSError as error:
                self._check()
                if error.errno not in {errno.ENOBUFS, errno.EAGAIN}:
                    raise no_way(error) from error
            return
        raise NobodyListensError

    def receive(self, until: float) -> bytes | None:
        """The next datagram, None when none came before ``until``. Raises NobodyListensError, SessionError."""
        while (left := until - time.monotonic()) > 0:
            self._check()
            try:
                with self._in_use:
                    self._sock.settimeout(min(left, _LOOK_SECONDS))
                    datagram = self._sock.recv(MOST_OCTETS)
            except TimeoutError:
                continue
            except ConnectionRefusedError:
                raise NobodyListensError from None
            except OSError as error:
                self._check()
                if error.errno in _NO_WAY:
                    raise no_way(error) from error
                continue
            self._check()
            return datagram
        return None

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, unless closed."""
        self._ended.wait(seconds)
        self._check()

    def close(self) -> None:
        """Wake who waits, from any thread, and give the socket back once he has let go of it."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        has_let_go = self._in_use.acquire(timeout=2 * _LOOK_SECONDS)
        self._sock.close()
        if has_let_go:
            self._in_use.release()

    def _check(self) -> None:
        if self._ended.is_set():
            raise closed()


def no_way(error: OSError) -> SessionError:
    """Nothing can be sent there, as our own system says."""
    return SessionError(Reason.UNREACHABLE, os_words(error), _ROUTE)
