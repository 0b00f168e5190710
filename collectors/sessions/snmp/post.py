"""A few sockets for datagrams to many addresses, and what the network says of those that nobody takes."""

import errno
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from selectors import EVENT_READ, DefaultSelector
from typing import Final, Self

from collectors.sessions.reach import Address, Place
from collectors.sessions.snmp.wire import MOST_OCTETS

SOCKETS: Final = 4
"""A family: each has a receive buffer of its own, and a fleet's answers come all at once."""
_RECEIVE_OCTETS: Final = 1 << 20
_AT_ONCE: Final = 500
"""Datagrams that are read before they are looked at: whoever sends without end must not fill our memory."""
_RECVERR: Final = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}
"""IP_RECVERR and IPV6_RECVERR (ip(7), ipv6(7)): ICMP errors are told with the address that they are about."""
_QUEUE: Final = getattr(socket, "MSG_ERRQUEUE", 0)
_TOLD: Final = frozenset({errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN})

Said = tuple[bytes | OSError, Address]
"""A datagram, or what the network says, and whom it is from or about."""


class Post:
    """Sends and receives; nothing waits but ``receive``."""

    def __init__(self) -> None:
        self._selector = DefaultSelector()
        self._sockets: dict[int, Iterator[socket.socket]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        for key in list(self._selector.get_map().values()):
            sock = key.fileobj
            if isinstance(sock, socket.socket):
                sock.close()
        self._selector.close()

    def send(self, datagram: bytes, place: Place) -> bool:
        """Send; False where the system has no room just now. Raises OSError where nothing can be sent there."""
        sock = next(self._family(place[0]))
        for _again in (1, 2):  # what an earlier datagram met is told to the next call, which then did nothing
            try:
                sock.sendto(datagram, place[4])
            except OSError as error:
                if error.errno in {errno.EAGAIN, errno.ENOBUFS}:
                    return False
                if error.errno != errno.ECONNREFUSED:
                    raise
                continue
            break
        return True

    def receive(self, seconds: float) -> list[Said]:
        """What has come within so many seconds, as soon as something has."""
        said: list[Said] = []
        for key, _events in self._selector.select(max(0.0, seconds)):
            sock = key.fileobj
            if isinstance(sock, socket.socket):
                said += _errors(sock)
                said += _datagrams(sock)
        return said

    def _family(self, family: int) -> Iterator[socket.socket]:
        if family not in self._sockets:
            self._sockets[family] = cycle([self._socket(socket.AddressFamily(family)) for _one in range(SOCKETS)])
        return self._sockets[family]

    def _socket(self, family: socket.AddressFamily) -> socket.socket:
        sock = socket.socket(family, socket.SOCK_DGRAM)
        sock.settimeout(0)
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_OCTETS)
        if _QUEUE:
            with suppress(OSError, KeyError):
                sock.setsockopt(*_RECVERR[family], 1)
        self._selector.register(sock, EVENT_READ)
        return sock


def _datagrams(sock: socket.socket) -> Iterator[Said]:
    for _one in range(_AT_ONCE):
        try:
            yield sock.recvfrom(MOST_OCTETS)
        except BlockingIOError:
            return
        except OSError:  # it stands in the queue of errors too, with its address
            yield from _errors(sock)


def _errors(sock: socket.socket) -> Iterator[Said]:
    """What the network said of datagrams that were sent: struct sock_extended_err of ip(7) begins with the errno."""
    while _QUEUE:
        try:
            _data, more, _flags, about = sock.recvmsg(512, 512, _QUEUE)
        except OSError:
            return
        for _level, _kind, octets in more:
            number = struct.unpack_from("=I", octets)[0] if len(octets) >= 4 else 0  # noqa: PLR2004 - an uint32
            if number in _TOLD:
                yield OSError(number, errno.errorcode[number]), about
