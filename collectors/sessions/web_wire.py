"""The wire below an HTTP client: every wait for the peer ends by the deadline of the whole exchange.

An HTTP library bounds each wait by itself. A peer that sends one byte of a header every few seconds keeps each of those
bounds, and holds us for days: so each wait here gets no more than what is left of the exchange.
"""

import select
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ssl import SSLContext, SSLSocket
from typing import Any, cast

import httpcore
import httpx

from collectors.base import SessionError
from collectors.sessions import reach

Look = Callable[[], None]


class Clock:
    """How long the exchange that is under way may take: until ``until`` (monotonic seconds); ``check`` raises to end it."""

    def __init__(self) -> None:
        self.until = 0.0
        self.check: Look = _nothing

    def left(self, most: float | None) -> float:
        """Seconds that the next wait may take, at most ``most``. Raises httpcore.ReadTimeout when none are left."""
        self.check()
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline of the whole exchange")
        return left if most is None else min(left, most)


def _nothing() -> None:
    return None


@contextmanager
def _named(late: type[Exception], failed: type[Exception]) -> Iterator[None]:
    """Tell what the socket says as the library's own errors, by which it gives its connection up."""
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except OSError as error:
        raise failed(str(error)) from error


class _Stream(httpcore.NetworkStream):
    """A connection whose waits look at the clock."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        self._sock = sock
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _named(httpcore.ReadTimeout, httpcore.ReadError):
            self._sock.settimeout(self._clock.left(timeout))
            return self._sock.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _named(httpcore.WriteTimeout, httpcore.WriteError):
            while buffer:
                self._sock.settimeout(self._clock.left(timeout))
                buffer = buffer[self._sock.send(buffer) :]

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            with _named(httpcore.ConnectTimeout, httpcore.ConnectError):
                self._sock.settimeout(self._clock.left(timeout))
                return _Stream(ssl_context.wrap_socket(self._sock, server_hostname=server_hostname), self._clock)
        except BaseException:
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the library declares it
        if info == "ssl_object" and isinstance(self._sock, SSLSocket):
            return self._sock
        if info == "is_readable":  # an idle connection that can be read has ended
            return self._sock.fileno() < 0 or bool(select.select([self._sock], [], [], 0)[0])
        return None


class _Network(httpcore.NetworkBackend):
    """Connects before the deadline, however many addresses a name has and however long the name service hangs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        del local_address, socket_options  # none is ever given
        until = time.monotonic() + self._clock.left(timeout)
        try:
            sock = reach.connect(host, port, until, self._clock.check)
        except SessionError as error:
            error.__context__ = error.__cause__  # the pool raises it anew "from None", and the name service is looked for
            raise
        return _Stream(sock, self._clock)


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: Iterable[bytes]) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        if hasattr(self._inner, "close"):
            self._inner.close()


class Wire(httpx.BaseTransport):
    """One connection at a time to one service, HTTP/1.1; its errors are those of httpcore."""

    def __init__(self, settings: SSLContext, clock: Clock) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=settings, max_connections=1, network_backend=_Network(clock))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, and give the answer as soon as its headers are there."""
        url = request.url
        sent = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=cast("Iterable[bytes]", request.stream),
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(sent)
        body = cast("Iterable[bytes]", answer.stream)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(body), extensions=answer.extensions)

    def close(self) -> None:
        """End the connection."""
        self._pool.close()
