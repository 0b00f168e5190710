"""Mail by SMTP (RFC 5321): TLS as configured and never less, one receiver a mail, and what is known of how far it came.

A mail counts as handed over from just before the dot that ends DATA (RFC 5321, 4.2.5 and 6.1: from there on the server may
have taken it though its answer is lost). Before it, nothing arrived.
"""

import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from collectors.base import SessionError
from collectors.sessions import reach
from config.deliveries import Delivery
from config.os_words import os_words
from reports.record.outbox import Again, Outcome, Refused, Sent

LOOK_SECONDS: Final = 60.0
"""No single wait for the server is longer than the attempt's own seconds, nor than this."""
_READY: Final = 220
_DONE: Final = 250
_FORWARDED: Final = 251
_GO_ON: Final = 354
_CLOSING: Final = 421
_TOO_LARGE: Final = 552
_DOT: Final = re.compile(rb"(?m)^\.")
_SAID_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Login:
    """Who we are on the mail server; no user is nobody."""

    user: str = ""
    password: str = ""


class _Ended(Exception):  # noqa: N818 - an outcome, no failure of ours
    """The exchange ended with this outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__()


def send(delivery: Delivery, login: Login, mail: bytes, sender: str, receiver: str, handed: Callable[[], None]) -> Outcome:
    """Send one mail to one receiver. ``handed`` is called just before it may have arrived."""
    until = time.monotonic() + delivery.seconds
    is_handed = False

    def now_handed() -> None:
        nonlocal is_handed
        handed()
        is_handed = True

    try:
        with _connected(delivery, until) as client:
            _secured(client, delivery)
            _logged_in(client, login)
            return _sent(client, mail, (sender, receiver), now_handed)
    except _Ended as ended:
        return ended.outcome
    except SessionError as error:
        return Again(str(error), is_channels=True)
    except ssl.SSLCertVerificationError as error:
        return Again(f"TLS: {error.verify_message}", is_channels=True)
    except smtplib.SMTPResponseException as error:  # no reply that means anything: too long, or none to EHLO
        return Again(_answer(error.smtp_code, error.smtp_error), is_handed=is_handed, is_channels=not is_handed)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        is_late = time.monotonic() >= until
        return Again(f"{delivery.seconds} s" if is_late else _words(error), is_handed=is_handed, is_channels=not is_handed)


@contextmanager
def _connected(delivery: Delivery, until: float) -> Iterator[smtplib.SMTP]:
    """Connect and read the greeting; whatever hangs, the connection ends when the time is up."""
    raw = reach.connect(delivery.server, delivery.port, until, lambda: None)
    raw.settimeout(min(LOOK_SECONDS, delivery.seconds))
    guard = raw.dup()
    timer = threading.Timer(max(0.0, until - time.monotonic()), _cut, (guard,))
    timer.daemon = True
    timer.start()
    here = raw.getsockname()[0]
    client = smtplib.SMTP(local_hostname=f"[IPv6:{here}]" if ":" in here else f"[{here}]")  # RFC 5321, 4.1.3
    try:
        client.sock = _context(delivery).wrap_socket(raw, server_hostname=delivery.server) if _is_tls(delivery) else raw
        client.file = None
        code, said = client.getreply()
        if code != _READY:
            raise _Ended(Again(_answer(code, said), is_channels=True))
        client.ehlo_or_helo_if_needed()
        yield client
        with suppress(OSError, smtplib.SMTPException):
            client.putcmd("quit")  # its answer is not waited for: what was taken is to be written down at once
    finally:
        timer.cancel()
        client.close()
        raw.close()
        guard.close()


def _cut(guard: socket.socket) -> None:
    with suppress(OSError):
        guard.shutdown(socket.SHUT_RDWR)


def _is_tls(delivery: Delivery) -> bool:
    return delivery.security == "tls"


def _context(delivery: Delivery) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=delivery.authorities or None)


def _secured(client: smtplib.SMTP, delivery: Delivery) -> None:
    """Begin TLS where it is wanted; a server that does not offer it gets nothing."""
    if delivery.security != "starttls":
        return
    if not client.has_extn("starttls"):
        raise _Ended(Again("STARTTLS is not offered", is_channels=True))
    code, said = client.docmd("STARTTLS")
    if code != _READY:
        raise _Ended(Again(_answer(code, said), is_channels=True))
    assert client.sock is not None  # noqa: S101 - it is connected
    client.sock = _context(delivery).wrap_socket(client.sock, server_hostname=delivery.server)
    client.file = None
    client.ehlo_resp = client.helo_resp = None  # RFC 3207, 4.2: what was said before TLS is forgotten
    client.esmtp_features = {}
    client.does_esmtp = False
    client.ehlo_or_helo_if_needed()


def _logged_in(client: smtplib.SMTP, login: Login) -> None:
    """Log in once: a wrong password is the channel's trouble, and not offered again for each mail."""
    if not login.user:
        return
    try:
        client.login(login.user, login.password)
    except smtplib.SMTPAuthenticationError as error:
        raise _Ended(Again(_answer(error.smtp_code, error.smtp_error), is_channels=True)) from None
    except smtplib.SMTPNotSupportedError as error:
        raise _Ended(Again(str(error), is_channels=True)) from None


def _sent(client: smtplib.SMTP, mail: bytes, envelope: tuple[str, str], handed: Callable[[], None]) -> Outcome:
    sender, receiver = envelope
    most = client.esmtp_features.get("size", "")
    if most.isdigit() and 0 < int(most) < len(mail):
        return Refused(f"SIZE {len(mail)} > {most}")
    size = [f"size={len(mail)}"] if client.has_extn("size") else []
    code, said = client.mail(sender, size)
    if code != _DONE:  # but for its size it is no receiver's trouble: the sender or we are not wanted
        raise _Ended(Refused(_answer(code, said)) if code == _TOO_LARGE else Again(_answer(code, said), is_channels=True))
    _expect(client.rcpt(receiver), (_DONE, _FORWARDED))
    _expect(client.docmd("DATA"), (_GO_ON,))
    client.send(_DOT.sub(b"..", mail))
    handed()
    client.send(b".\r\n")
    code, said = client.getreply()
    if code // 100 == 2:  # noqa: PLR2004 - RFC 5321, 4.2.1: positive completion
        return Sent(_answer(code, said))
    return Again("", is_handed=True) if code == -1 else _refusal(code, said)


def _expect(reply: tuple[int, bytes], codes: tuple[int, ...]) -> None:
    code, said = reply
    if code not in codes:
        raise _Ended(_refusal(code, said))


def _refusal(code: int, said: bytes | str) -> Outcome:
    """RFC 5321, 4.2.1: 5yz is for good, 4yz for now; 421 says that the server is going away."""
    answer = _answer(code, said)
    if code // 100 == 5:  # noqa: PLR2004 - as above
        return Refused(answer)
    return Again(answer, is_channels=code in {_CLOSING, -1})


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {words}".split())[:_SAID_MOST]


def _words(error: Exception) -> str:
    said = str(os_words(error)) if isinstance(error, OSError) and error.errno else str(error)
    return f"{type(error).__name__}: {said}"[:_SAID_MOST]
