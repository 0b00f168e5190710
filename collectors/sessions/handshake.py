"""One TLS handshake looked at from all sides: what is offered, what is shown, who vouches for it. Nothing is sent after it.

The verdicts (names, days, chain) are the judge's; here only OpenSSL's own answer is written down. The handshake is made
without belief, so that a certificate that nobody vouches for is seen too.
"""

import select
import socket
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from collectors.base import Reason, SessionError
from collectors.sessions import reach
from collectors.sessions.web import LOOK_SECONDS, Endpoint
from config.site import Access
from config.text import _

if TYPE_CHECKING:
    from OpenSSL import SSL

_GREETING_BYTES: Final = 4096
STARTTLS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "smtp": (b"", b"EHLO xunjian\r\n", b"STARTTLS\r\n"),
    "imap": (b"", b"a1 STARTTLS\r\n"),
    "pop3": (b"", b"STLS\r\n"),
}
"""What is said before the handshake, each after the peer's last word (RFC 3207, RFC 2595)."""
_NO_TLS = _(
    "see what listens on that port; where it speaks TLCP (SM2), which OpenSSL does not, look at its certificate by hand"
)
_OLD: Final = ("TLSv1", "TLSv1.1")


def shake(where: Endpoint, access: Access, starttls: str, until: float, check: Callable[[], None]) -> dict[str, object]:
    """Shake hands once as clients do today, once with nothing newer than TLS 1.1. Raises SessionError where none comes off.

    Gives protocol, cipher, the chain as shown (PEM, leaf first), OpenSSL's errors by depth, and whether old TLS is offered.
    """
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - a heavy import
    from OpenSSL import SSL  # noqa: PLC0415 - as above

    errors: list[tuple[int, str]] = []

    def note(_connection: "SSL.Connection", _shown: object, code: int, depth: int, ok: int) -> bool:
        if not ok:
            errors.append((depth, _words(code)))
        return True

    settings = SSL.Context(SSL.TLS_CLIENT_METHOD)
    settings.set_verify(SSL.VERIFY_PEER, note)
    settings.set_default_verify_paths()
    if access.authorities:
        settings.load_verify_locations(access.authorities)
    settings.set_cipher_list(b"ALL:@SECLEVEL=0")
    settings.set_min_proto_version(SSL.TLS1_VERSION)
    connection = _connected(settings, where, starttls, until, check)
    try:
        chain = [one.to_cryptography() for one in connection.get_peer_cert_chain() or []]
        return {
            "host": where.host,
            "port": where.port,
            "protocol": connection.get_protocol_version_name(),
            "cipher": connection.get_cipher_name(),
            "chain": [one.public_bytes(Encoding.PEM).decode() for one in chain],
            "errors": list(dict.fromkeys(errors)),
            "offers_old": _offers_old(where, starttls, until, check),
        }
    finally:
        connection.close()


def _words(code: int) -> str:
    from OpenSSL.SSL import X509VerificationCodes  # noqa: PLC0415 - a heavy import

    for name in dir(X509VerificationCodes):
        if getattr(X509VerificationCodes, name) == code and not name.startswith("_"):
            return name
    return str(code)


def _offers_old(where: Endpoint, starttls: str, until: float, check: Callable[[], None]) -> bool | None:
    """Whether TLS 1.0 or 1.1 is still spoken; None where that could not be found out."""
    from OpenSSL import SSL  # noqa: PLC0415 - a heavy import

    settings = SSL.Context(SSL.TLS_CLIENT_METHOD)
    settings.set_cipher_list(b"ALL:@SECLEVEL=0")
    settings.set_min_proto_version(SSL.TLS1_VERSION)
    settings.set_max_proto_version(SSL.TLS1_1_VERSION)
    try:
        connection = _connected(settings, where, starttls, until, check)
    except SessionError as error:
        return False if error.reason is Reason.REFUSED else None
    name = connection.get_protocol_version_name()
    connection.close()
    return name in _OLD


def _connected(
    settings: "SSL.Context", where: Endpoint, starttls: str, until: float, check: Callable[[], None]
) -> "SSL.Connection":
    from OpenSSL import SSL  # noqa: PLC0415 - a heavy import

    raw = reach.connect(where.host, where.port, until, check)
    try:
        _ask_for_tls(raw, starttls, until, check)
        raw.setblocking(False)  # noqa: FBT003 - the socket's own word
        connection = SSL.Connection(settings, raw)
        if not where.host.replace(".", "").isdecimal() and ":" not in where.host:
            connection.set_tlsext_host_name(where.host.encode("idna"))
        connection.set_connect_state()
        _shake(connection, raw, until, check)
    except BaseException:
        raw.close()
        raise
    return connection


def _shake(connection: "SSL.Connection", raw: socket.socket, until: float, check: Callable[[], None]) -> None:
    from OpenSSL import SSL  # noqa: PLC0415 - a heavy import

    place = f"{raw.getpeername()[1]}"
    while True:
        check()
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            _wait([raw], [], until)
        except SSL.WantWriteError:
            _wait([], [raw], until)
        except (SSL.ZeroReturnError, SSL.SysCallError) as error:
            raise SessionError(Reason.REFUSED, f"TLS {place}: {error}"[:200], _NO_TLS) from error
        except SSL.Error as error:
            said = "; ".join(str(part[-1]) for part in error.args[0]) if error.args and error.args[0] else str(error)
            raise SessionError(Reason.REFUSED, f"TLS {place}: {said}"[:200], _NO_TLS) from error
        else:
            return


def _wait(readers: list[socket.socket], writers: list[socket.socket], until: float) -> None:
    if time.monotonic() > until:
        raise SessionError(Reason.TIMEOUT, "TLS", _NO_TLS)
    select.select(readers, writers, [], 0.2)


def _ask_for_tls(raw: socket.socket, starttls: str, until: float, check: Callable[[], None]) -> None:
    """Say what a protocol says before it turns to TLS. Raises SessionError where the peer does not answer."""
    for words in STARTTLS.get(starttls, ()):
        check()
        if words:
            raw.sendall(words)
        raw.settimeout(max(0.1, min(LOOK_SECONDS, until - time.monotonic())))
        try:
            said = raw.recv(_GREETING_BYTES)
        except TimeoutError:
            raise SessionError(Reason.TIMEOUT, starttls, _NO_TLS) from None
        if not said:
            raise SessionError(Reason.REFUSED, starttls, _NO_TLS)
