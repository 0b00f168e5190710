"""A mail server on loopback (aiosmtpd), with what goes wrong: refusing, slow, dying, greylisting; and what it took."""

import asyncio
import ssl
import threading
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
Hook = Callable[[Envelope], Awaitable[str]]


@dataclass
class MailPeer:
    """What it does, and what it took: (receiver, mail)."""

    login: tuple[str, str] | None = None
    rcpt: dict[str, list[str]] = field(default_factory=dict)
    """By receiver, the answers to RCPT, one a time; without one he is taken."""
    data: list[str] = field(default_factory=list)
    """Answers to the end of DATA, one a time; without one it is taken."""
    hold_seconds: float = 0.0
    """It waits so long before it answers the end of DATA, the mail taken."""
    dies: str = ""
    """Where it ends the connection: data (after 354), dot (the mail taken, no answer)."""
    holds: str = ""
    """Where it stops until ``released``: EHLO, MAIL, RCPT, DATA (before 354), body (after it, reading nothing), dot."""
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    port: int = 0

    async def stop_at(self, where: str) -> None:
        """Stop there where the test wants it."""
        if self.holds == where:
            self.reached.set()
            while not self.released.is_set():  # noqa: ASYNC110 - the test is in another thread
                await asyncio.sleep(0.02)

    def mails(self) -> list[EmailMessage]:
        """What it took, read."""
        return [message_from_bytes(raw, policy=policy.default) for _to, raw in self.taken]


class _Server(SMTP):
    peer: MailPeer

    async def handle_exception(self, error: Exception) -> str:
        return f"451 {type(error).__name__}"

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - the library's name
        self.peer.commands.append("DATA")
        await self.peer.stop_at("DATA")
        if self.peer.dies == "data":
            await self.push("354 go on")
            assert self._reader is not None
            await self._reader.read(1000)
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.abort()
            return
        if self.peer.holds == "body":
            await self.push("354 go on")
            await self.peer.stop_at("body")
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - the library's name
        self.peer.commands.append("MAIL")
        await self.peer.stop_at("MAIL")
        await super().smtp_MAIL(arg)


class _Handler:
    def __init__(self, peer: MailPeer) -> None:
        self.peer = peer

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        await self.peer.stop_at("EHLO")
        return responses

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        self.peer.commands.append("RCPT")
        await self.peer.stop_at("RCPT")
        answers = self.peer.rcpt.get(address, [])
        if answers and not answers[0].startswith("250"):
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        peer = self.peer
        answer = peer.data.pop(0) if peer.data else "250 2.0.0 queued as 1A2B"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            peer.taken.extend((to, content) for to in envelope.rcpt_tos)
        await peer.stop_at("dot")
        if peer.hold_seconds:
            await asyncio.sleep(peer.hold_seconds)
        if peer.dies == "dot":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


class _Controller(Controller):
    def __init__(self, peer: MailPeer, settings: dict[str, Any]) -> None:
        self.peer = peer
        super().__init__(_Handler(peer), hostname=HOST, port=peer.port, **settings)  # again on its port

    def factory(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a login without TLS is what one of the tests is about
            server = _Server(self.handler, **self.SMTP_kwargs)
        server.peer = self.peer
        return server

    def _trigger_server(self) -> None:
        """The library tries itself; it knows no port that the system chose."""
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call] # the library's


@contextmanager
def mail_server(peer: MailPeer, certificate: Path | None = None, *, is_implicit: bool = False) -> Iterator[MailPeer]:
    """Serve until the block ends; with a certificate STARTTLS is offered and demanded, or TLS from the first byte."""
    settings: dict[str, Any] = {"enable_SMTPUTF8": False}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        settings |= {"ssl_context": context} if is_implicit else {"tls_context": context, "require_starttls": True}
    if peer.login is not None:
        wanted = LoginPassword(peer.login[0].encode(), peer.login[1].encode())
        settings |= {
            "authenticator": lambda _s, _se, _e, _m, given: AuthResult(success=given == wanted, handled=False),
            "auth_required": True,
            "auth_require_tls": certificate is not None and not is_implicit,
        }
    controller = _Controller(peer, settings)
    controller.start()
    peer.port = controller.port
    try:
        yield peer
    finally:
        controller.stop()


def until(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something is so; a test fails where it does not become so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
