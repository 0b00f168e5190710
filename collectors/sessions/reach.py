"""Reaching a target over TCP, each way of failing by its own name, and never longer than allowed."""

import errno
import ipaddress
import select
import socket
import time
from collections.abc import Callable
from threading import Thread

from collectors.base import Reason, SessionError
from config.text import _

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
    for family, kind, protocol, _canonical, place in _resolve(address, port, until, check):
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


def _resolve(address: str, port: int, until: float, check: Check) -> list[Place]:
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
    places = found[0] if found else OSError("the name service does not answer")
    if isinstance(places, OSError):
        raise SessionError(Reason.UNREACHABLE, f"{address}: {places.strerror or places}", _NO_NAME) from places
    return places


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
    if code == errno.ECONNREFUSED:
        return SessionError(Reason.UNREACHABLE, f"{address}:{port}: connection refused", _CLOSED_PORT)
    word = "no answer" if code == errno.ETIMEDOUT else errno.errorcode.get(code or 0, "no address")
    return SessionError(Reason.UNREACHABLE, f"{address}:{port}: {word}", _DEAD)


def await_banner(sock: socket.socket, until: float, check: Check) -> None:
    """Wait until the peer has said that it speaks SSH, reading nothing away."""
    while True:
        check()
        left = until - time.monotonic()
        if left <= 0:
            raise SessionError(Reason.UNREACHABLE, "connected, but no SSH banner came", _NO_SSH)
        if not select.select([sock], [], [], min(left, _LOOK_SECONDS))[0]:
            continue
        try:
            seen = sock.recv(BANNER_BYTES, socket.MSG_PEEK)
        except OSError as error:
            raise SessionError(Reason.UNREACHABLE, "connected, and closed before the SSH banner", _EARLY) from error
        if seen.startswith(_IDENTIFIER) or b"\n" + _IDENTIFIER in seen:
            return
        if not seen:
            raise SessionError(Reason.UNREACHABLE, "connected, and closed before the SSH banner", _EARLY)
        if len(seen) >= BANNER_BYTES:
            raise SessionError(Reason.REFUSED, "a flood instead of an SSH banner", _NO_SSH)
        # What has come is not enough, and select would say so at once again.
        time.sleep(min(left, _LOOK_SECONDS))
