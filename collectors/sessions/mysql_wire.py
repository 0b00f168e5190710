"""The socket under PyMySQL: every wait is ours, within TLS too, and ends at the deadline however slow the peer is."""

import errno
import socket
import ssl
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LOOK_SECONDS: Final = 0.2
"""How often a wait looks whether it is to end."""


class Watch:
    """Until when (monotonic seconds) a connection may wait, and who may end it; set anew for each exchange."""

    def __init__(self, until: float, check: Callable[[], None]) -> None:
        self.until = until
        self.check = check
        self.is_late = False
        self.is_protected = False

    def left(self) -> float:
        """Seconds of one short wait. Raises TimeoutError past the deadline, and what ``check`` raises."""
        self.check()
        left = self.until - time.monotonic()
        if left <= 0:
            self.is_late = True
            raise TimeoutError(errno.ETIMEDOUT, "the deadline of the whole exchange")
        return min(left, LOOK_SECONDS)


def watched(sock: socket.socket, watch: Watch) -> socket.socket:
    """Take over a connected socket: the same connection, read under the watch."""

    class Watched(socket.socket):
        def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
            while True:
                super().settimeout(watch.left())
                try:
                    return super().recv_into(buffer, nbytes, flags)
                except TimeoutError:
                    continue

        def settimeout(self, _value: float | None) -> None:
            """The watch's, not the driver's, which knows no deadline of the whole."""
            super().settimeout(max(0.001, watch.until - time.monotonic()))

    return Watched(sock.family, sock.type, sock.proto, fileno=sock.detach())


def context(mode: str, authorities: str, watch: Watch) -> ssl.SSLContext:
    """Make TLS as libpq means ``mode``: up to require nobody is proved, verify-ca proves the authority, -full the name too.

    Weak ciphers of old servers are let in where nothing is proved: that is still better than no TLS. Raises OSError and
    ValueError for authorities that cannot be read.
    """
    made = ssl.create_default_context(cafile=authorities or None)
    made.sslsocket_class = _tls(watch)
    made.verify_flags &= ~ssl.VERIFY_X509_STRICT  # what MySQL makes for itself has no key usage (PyMySQL says the same)
    made.check_hostname = mode == "verify-full"
    if mode not in {"verify-ca", "verify-full"}:
        made.verify_mode = ssl.CERT_NONE
        made.set_ciphers("DEFAULT:@SECLEVEL=0")
    return made


def _tls(watch: Watch) -> type[ssl.SSLSocket]:
    """The class of a TLS connection under this watch."""

    class WatchedTls(ssl.SSLSocket):
        def recv_into(self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0) -> int:
            while True:
                super().settimeout(watch.left())
                try:
                    return super().recv_into(buffer, nbytes, flags)
                except TimeoutError:
                    continue

        def settimeout(self, _value: float | None) -> None:
            super().settimeout(max(0.001, watch.until - time.monotonic()))

        def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - as ssl declares it
            while True:
                super().settimeout(watch.left())
                try:
                    super().do_handshake(block)
                except TimeoutError:
                    continue
                watch.is_protected = True
                return

    return WatchedTls
