"""HTTP from our side: one client a target, never through a proxy of the environment, every answer bounded.

The peer's certificate is held against the machine's authorities; or against the one fingerprint that the target's entry
pins, as BMCs sign their own; or, where the operator says so, against nothing. It is proved before a password is sent.
"""

import hashlib
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from collectors.base import Reason, SessionError
from collectors.sessions import reach
from config.site import Access
from config.text import _

if TYPE_CHECKING:
    import httpx

    from collectors.sessions.web_wire import Clock

HTTPS_PORT: Final = 443
HTTP_PORT: Final = 80
LOOK_SECONDS: Final = 10.0
"""No single wait for the peer is longer; the ask's own seconds are looked at after each."""
REDIRECT: Final = range(300, 400)
_FAILED = _("see on the device what its web service says, and that nothing on the way answers in its place")
_SILENT = _("see whether the device's web service hangs; a busy BMC answers after minutes, or after a restart of its own")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a web service listens."""

    scheme: str
    host: str
    port: int

    @property
    def url(self) -> str:
        """Its base, without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Client:
    """A client of one service; ``clock`` bounds the exchange that is under way."""

    http: "httpx.Client"
    clock: "Clock"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End its connection."""
        self.http.close()


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: status, headers in lower case, the body as far as it was read."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_cut: bool


def endpoint(address: str, port: int | None, scheme: str = "https") -> Endpoint:
    """Read an address that may be a URL. Raises SessionError for what is none."""
    host = f"[{address}]" if address.count(":") > 1 and "://" not in address and "[" not in address else address
    try:
        parts = urlsplit(host if "://" in host else f"{scheme}://{host}")
        found = port or parts.port
    except ValueError as error:
        raise SessionError(Reason.FAILED, f"{address}: {error}", _("correct the address in the target's entry")) from None
    return Endpoint(parts.scheme, parts.hostname or "", found or (HTTP_PORT if parts.scheme == "http" else HTTPS_PORT))


def trust(access: Access, where: Endpoint, until: float, check: Callable[[], None]) -> ssl.SSLContext:
    """Say under which TLS settings a target is believed. With a pinned fingerprint the peer is met once before.

    Raises SessionError: unproved where the certificate is not believed, identity where it is another than the pinned.
    """
    made = ssl.create_default_context(cafile=access.authorities or None)
    if access.is_legacy:
        made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        made.set_ciphers("ALL:@SECLEVEL=0")
    if access.accept_any_certificate:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    elif access.certificate:
        shown = shown_certificate(where, until, check, is_legacy=access.is_legacy)
        found = fingerprint(shown)
        if found != access.certificate:
            raise SessionError(
                Reason.IDENTITY,
                f"certificate: {access.certificate} -> {found}",
                _(
                    "Find out why the device shows another certificate before anything of it is believed: {found}",
                    found=found,
                ),
            )
        made.check_hostname = False
        made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        made.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(shown))
    return made


def shown_certificate(where: Endpoint, until: float, check: Callable[[], None], *, is_legacy: bool = False) -> bytes:
    """Meet the peer and give the certificate it shows, DER, believed or not; nothing of ours is sent."""
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    bare.check_hostname = False
    bare.verify_mode = ssl.CERT_NONE
    if is_legacy:
        bare.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        bare.set_ciphers("ALL:@SECLEVEL=0")
    with reach.connect(where.host, where.port, until, check) as raw:
        raw.settimeout(max(0.5, min(LOOK_SECONDS, until - time.monotonic())))
        try:
            with bare.wrap_socket(raw, server_hostname=where.host) as sock:
                return sock.getpeercert(binary_form=True) or b""
        except OSError as error:
            raise unspoken(error, where) from error


def fingerprint(certificate: bytes) -> str:
    """Name a certificate: SHA-256 over its DER form, as browsers show it."""
    return "SHA256:" + hashlib.sha256(certificate).hexdigest()


def unspoken(error: Exception, where: Endpoint, found: str = "") -> SessionError:
    """Say what an exception of TLS or HTTP means."""
    import httpcore  # noqa: PLC0415 - a heavy import

    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError | OSError):
        cause = cause.__cause__ or cause.__context__
    place = f"{where.host}:{where.port}"
    if isinstance(cause, ssl.SSLCertVerificationError):
        remedy = _(
            "Compare the fingerprint {found} with the one that the device shows itself, then pin it as certificate in the "
            "target's access",
            found=found or "-",
        )
        return SessionError(Reason.UNPROVED, f"{place}: {cause.verify_message}", remedy)
    if isinstance(error, httpcore.TimeoutException) or isinstance(cause, TimeoutError):
        return SessionError(Reason.TIMEOUT, place, _SILENT)
    if isinstance(cause, ssl.SSLError):
        remedy = _("See which versions of TLS the device offers; where they are all old, write tls: legacy in its access")
        return SessionError(Reason.REFUSED, f"{place}: {cause.reason or cause}", remedy)
    if isinstance(cause, ConnectionRefusedError) or isinstance(error, httpcore.ConnectError):
        return SessionError(Reason.UNREACHABLE, f"{place}: {cause or error}"[:200])
    return SessionError(Reason.FAILED, f"{place}: {type(error).__name__} {error}"[:200], _FAILED)


def client(where: Endpoint, settings: ssl.SSLContext, login: tuple[str, str] | None, connect_seconds: float) -> Client:
    """Make the client: no proxy, no redirect followed, basic authentication where there is a login."""
    import httpx  # noqa: PLC0415 - a heavy import

    from collectors.sessions.web_wire import Clock, Wire  # noqa: PLC0415 - as above

    clock = Clock()
    http = httpx.Client(
        base_url=where.url,
        auth=login,
        transport=Wire(settings, clock),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(LOOK_SECONDS, connect=connect_seconds),
        headers={"User-Agent": "xunjian", "Accept-Encoding": "identity"},
    )
    return Client(http, clock)


def get(  # noqa: PLR0913 - what bounds a page, and what is sent
    web: Client,
    path: str,
    where: Endpoint,
    most_bytes: int,
    until: float,
    check: Callable[[], None],
    headers: tuple[tuple[str, str], ...] = (),
    *,
    form: dict[str, str] | None = None,
) -> Page:
    """GET one page, or POST a form to it; at most ``most_bytes`` of its body. Raises SessionError.

    ``until`` bounds the whole exchange: connection, headers and body, however slowly they come.
    """
    body = b""
    web.clock.until, web.clock.check = until, check
    try:
        with web.http.stream("GET" if form is None else "POST", path, headers=list(headers), data=form) as answer:
            for chunk in answer.iter_raw():
                body += chunk
                if len(body) > most_bytes:
                    break
            kept = {name.lower(): value for name, value in answer.headers.items()}
            return Page(answer.status_code, kept, body[:most_bytes], len(body) > most_bytes)
    except SessionError:
        raise
    except Exception as error:
        found = ""
        if isinstance(_cause(error), ssl.SSLCertVerificationError):
            with suppress(SessionError):
                found = fingerprint(shown_certificate(where, until, check))
        raise unspoken(error, where, found) from error


def _cause(error: BaseException) -> BaseException:
    while not isinstance(error, OSError) and (error.__cause__ or error.__context__):
        error = error.__cause__ or error.__context__ or error
    return error
