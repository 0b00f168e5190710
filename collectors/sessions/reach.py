"""Reaching a target over TCP, each way of failing by its own name, and never longer than allowed."""

import errno
import ipaddress
import select
import socket
import time
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Final

from collectors.base import Reason, SessionError
from config.os_words import os_words
from config.text import Text, _

BANNER_BYTES = 32768
"""Lines may stand before the version string (RFC 4253, 4.2); so many bytes of them are shouting."""
_LOOK_SECONDS = 0.2
_IDENTIFIER = b"SSH-"

_DEAD = _("check the address, that the machine runs, and the firewalls on the way")
_CLOSED_PORT = _("start the SSH service on the target, or correct the port")
_NO_NAME = _("correct the name, or write the address instead")
_NO_SSH = _("see what listens on that port; SSH does not answer there")
_EARLY = _("see the target's SSH log: too many connections at once, or an access list, close the connection")

Check = Callable[[], None]


def connect(address: str, port: int, until: float, check: Check) -> socket.socket:
    """Connect before ``until`` (monotonic seconds). ``check`` is called often, and raises to end it."""
    error: OSError | None = None
    for family, kind, protocol, _canonical, place in resolve(address, port, until, check):
        sock = socket.socket(family, kind, protocol)
        try:
            _connect_one(sock, place, until, check)
        except OSError as raised:
            error = raised
            sock.close()
        except SessionError:
            sock.close()
            raise
        else:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
    raise _unreachable(error, address, port)


Address = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
Place = tuple[socket.AddressFamily, socket.SocketKind, int, str, Address]


def resolve(address: str, port: int, until: float, check: Check) -> list[Place]:
    """Look a name up; a name service that hangs is left behind in a thread of its own."""
    found: list[list[Place] | OSError] = []

    def look_up() -> None:
        try:
            found.append([(*place,) for place in socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            found.append(error if isinstance(error, OSError) else OSError(str(error)))

    try:
        ipaddress.ip_address(address)
    except ValueError:
        thread = Thread(target=look_up, daemon=True)
        thread.start()
        while thread.is_alive() and time.monotonic() < until:
            check()
            thread.join(_LOOK_SECONDS)
    else:
        look_up()
    places = found[0] if found else socket.gaierror(socket.EAI_AGAIN, "")
    if isinstance(places, OSError):
        raise SessionError(
            Reason.UNREACHABLE, _("{address}: {why}", address=address, why=_unnamed(places)), _NO_NAME
        ) from places
    return places


_NAMELESS: Final[Mapping[int, Text]] = {
    socket.EAI_NONAME: _("the name is not known"),
    socket.EAI_NODATA: _("the name has no address"),
    socket.EAI_AGAIN: _("the name service does not answer"),
    socket.EAI_FAIL: _("the name service failed"),
}
"""By getaddrinfo(3)'s own numbers."""


def _unnamed(error: OSError) -> Text:
    known = _NAMELESS.get(error.errno or 0) if isinstance(error, socket.gaierror) else None
    return known or os_words(error)


def _connect_one(sock: socket.socket, place: Address, until: float, check: Check) -> None:
    sock.settimeout(0)
    code = sock.connect_ex(place)
    while code in {errno.EINPROGRESS, errno.EALREADY, errno.EWOULDBLOCK}:
        check()
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError(errno.ETIMEDOUT, "no answer")
        if select.select([], [sock], [], min(left, _LOOK_SECONDS))[1]:
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            break
    if code:
        raise OSError(code, errno.errorcode.get(code, str(code)))
    sock.settimeout(None)


def _unreachable(error: OSError | None, address: str, port: int) -> SessionError:
    code = error.errno if error else None
    why = os_words(error) if error else _("no address")
    detail = _("{address}: {why}", address=f"{address}:{port}", why=why)
    return SessionError(Reason.UNREACHABLE, detail, _CLOSED_PORT if code == errno.ECONNREFUSED else _DEAD)


def await_banner(sock: socket.socket, until: float, check: Check) -> None:
    """Wait until the peer has said that it speaks SSH, reading nothing away."""
    while True:
        check()
        left = until - time.monotonic()
        if left <= 0:
            raise SessionError(Reason.UNREACHABLE, _("connected, but no SSH banner came"), _NO_SSH)
        if not select.select([sock], [], [], min(left, _LOOK_SECONDS))[0]:
            continue
        try:
            seen = sock.recv(BANNER_BYTES, socket.MSG_PEEK)
        except OSError as error:
            raise SessionError(Reason.UNREACHABLE, _("connected, and closed before the SSH banner"), _EARLY) from error
        if seen.startswith(_IDENTIFIER) or b"\n" + _IDENTIFIER in seen:
            return
        if not seen:
            raise SessionError(Reason.UNREACHABLE, _("connected, and closed before the SSH banner"), _EARLY)
        if len(seen) >= BANNER_BYTES:
            raise SessionError(Reason.REFUSED, _("a flood instead of an SSH banner"), _NO_SSH)
        # What has come is not enough, and select would say so at once again.
        time.sleep(min(left, _LOOK_SECONDS))
