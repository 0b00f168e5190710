"""A Linux target over SSH: one connection, one exec a round.

Whatever the peer does (no answer, a banner without end, a login that hangs, a flood), ``connect`` and ``ask`` end by their
deadlines, and within a moment after ``close`` was called from another thread.
"""

import logging
import socket
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from secrets import token_hex
from threading import Event, RLock
from typing import TYPE_CHECKING

from collectors.base import Question, Reason, SessionError
from collectors.sessions import algorithms, host_keys, reach
from collectors.sessions.base import Budget
from collectors.sessions.bundle import replies
from collectors.sessions.channels import NO_EXEC, talk
from collectors.sessions.frames import answers
from collectors.sessions.login import Login, authenticate
from collectors.sessions.notices import Cost
from collectors.sessions.script import assemble
from collectors.sessions.terminal import COLUMNS, ROWS, Terminal, enter, gather
from collectors.sessions.watch import Watch, closed
from config.os_words import os_words, quoted
from config.site import SshAccess
from config.text import Text, _

if TYPE_CHECKING:
    from paramiko import Channel, Transport

_LOOK_SECONDS = 0.2
_IDLE_SECONDS = 5.0
"""How often an idle connection's own thread wakes (the library's tenth of a second costs more than the answers do)."""
_SAID_MOST = 200
"""Characters of a library's words that are kept: an error's line."""

_LEGACY = _("an old SSH on the target: update it, or allow its algorithms with legacy: true in the target's entry")
_NO_COMMON = _("the target and this program have no SSH algorithm in common: update the target's SSH")
_BROKE_OFF = _("see the target's SSH log for why it ended the connection")


class SshSession:
    """A session with one target over SSH. ``jump`` is the session through which it is reached, shared by many.

    ``names`` stand for {user}, {account} and {address} in the steps of a bastion's menu; ``address`` is then the bastion's.
    """

    def __init__(
        self,
        address: str,
        access: SshAccess,
        login: Login,
        budget: Budget,
        *,
        known_hosts: str = "",
        jump: "SshSession | None" = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self._address = address
        self._access = access
        self._login = login
        self._budget = budget
        self._known_hosts = known_hosts
        self._jump = jump
        self._names = dict(names or {})
        self._closed = Event()
        self._connecting = RLock()
        self._transport: Transport | None = None
        self._watch = Watch(budget)
        self._said: dict[str, str] = {}
        self._failure: SessionError | None = None
        self._way = access.ways[0]

    @property
    def transport(self) -> Mapping[str, str]:
        """The host key, the algorithms, how we logged in; after a round the clock's offset, the shell, the rights."""
        return self._said | self._watch.transport

    @property
    def costs(self) -> Sequence[Cost]:
        """What each frame of the last round cost, in the order they came."""
        return self._watch.costs

    def connect(self) -> None:
        """Reach the target, prove whom we met, log in. Connected already, it does nothing."""
        with self._connecting:
            if self._transport is not None and self._transport.is_active():
                return
            if self._failure is not None:
                raise self._failure
            _silence()
            try:
                self._connect()
            except SessionError as error:
                self._drop()
                # Many go through one jump: what it refused to one is not offered again by the next.
                self._failure = closed() if self._closed.is_set() else error
                raise self._failure from None

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Carry one round in one exec; yield each question with its evidence, or why there is none, as they come."""
        if self._way == "terminal":
            yield from self._typed(questions)
            return
        nonce = token_hex(12)
        script = assemble(questions, nonce=nonce, budget=self._budget, sudo=self._access.sudo)
        with closing(self._chunks(script)) as chunks:
            unheard = []
            for question, reply in answers(questions, nonce, chunks, self._watch.notice):
                if self._watch.has_begun or "terminal" not in self._access.ways:
                    yield question, reply
                else:
                    unheard.append((question, reply))
        if unheard and self._transport is not None and self._transport.is_active():
            self._way = "terminal"  # found out, not assumed: a bastion that runs no command
            yield from self._typed(questions)
        else:
            yield from unheard

    def _typed(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Carry one round through an interactive shell."""
        nonce = token_hex(12)
        with closing(self.shell()) as channel:
            here = Terminal(channel, self._watch, self._check, self._budget.connect_seconds * 2)
            enter(here, self._access.menu, self._names)
            bundle = gather(here, questions, self._budget, nonce=nonce, sudo=self._access.sudo)
        self._said |= {"way": "terminal"}
        yield from replies(bundle, questions, self._watch.notice)

    def shell(self, columns: int = COLUMNS, rows: int = ROWS) -> "Channel":
        """Open an interactive shell on a terminal of this size: what a bastion gives, and what a device's commands need."""
        import paramiko  # noqa: PLC0415 - a heavy import

        channel = self._channel()
        try:
            channel.get_pty("vt100", columns, rows)
            channel.invoke_shell()
        except (paramiko.SSHException, OSError, EOFError) as error:
            self._check()
            raise SessionError(Reason.REFUSED, _("no terminal: {said}", said=_said(error)), NO_EXEC) from error
        return channel

    def _channel(self) -> "Channel":
        """Open a channel for one round. Raises SessionError where the connection is gone, or gives none."""
        import paramiko  # noqa: PLC0415 - a heavy import

        self._check()
        transport = self._transport
        if transport is None or not transport.is_active():
            raise SessionError(Reason.CUT, _("not connected"), _BROKE_OFF)
        self._watch.start()
        try:
            return transport.open_session(timeout=self._budget.connect_seconds)
        except (paramiko.SSHException, OSError, EOFError) as error:
            self._check()
            raise SessionError(Reason.REFUSED, _("no SSH session: {said}", said=_said(error)), NO_EXEC) from error

    def close(self) -> None:
        """End it at once, whatever it is doing."""
        self._closed.set()
        self._drop()

    def tunnel(self, address: str, port: int, until: float) -> "Channel":
        """Open a way through this target to another one, for a session that names this one as its jump."""
        import paramiko  # noqa: PLC0415 - a heavy import

        self.connect()
        transport = self._transport
        if transport is None:
            raise closed()
        try:
            return transport.open_channel(
                "direct-tcpip", (address, port), ("127.0.0.1", 0), timeout=max(0.1, until - time.monotonic())
            )
        except (paramiko.SSHException, OSError, EOFError) as error:
            way = _("{address} from {jump}", address=f"{address}:{port}", jump=self._address)
            raise SessionError(Reason.UNREACHABLE, _("{address}: {why}", address=way, why=_said(error))) from error

    def _check(self) -> None:
        if self._closed.is_set():
            raise closed()

    def _drop(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            if isinstance(transport.sock, socket.socket):
                with suppress(OSError):  # closed already; where it is not, this wakes who waits for it
                    transport.sock.shutdown(socket.SHUT_RDWR)
            transport.close()

    def _connect(self) -> None:
        import paramiko  # noqa: PLC0415 - a heavy import

        until = time.monotonic() + self._budget.connect_seconds
        name = host_keys.host_name(self._address, self._access.port)
        known = () if self._access.host_key else host_keys.known_hosts(self._known_hosts)
        sock = self._socket(until)
        try:
            transport = paramiko.Transport(sock, disabled_algorithms=algorithms.disabled(legacy=self._access.legacy))
        except BaseException:
            sock.close()
            raise
        self._transport = transport
        transport.daemon = True
        transport.banner_timeout = transport.handshake_timeout = self._budget.connect_seconds
        algorithms.remember_key_exchange(transport)
        algorithms.prefer(transport, host_keys.known_kinds(known, name))
        self._check()
        self._shake_hands(transport, until)
        self._prove(transport, name, known)
        self._said |= {"login": authenticate(transport, self._login, self._budget.connect_seconds)}
        sock.settimeout(_IDLE_SECONDS)
        self._check()

    def _socket(self, until: float) -> "socket.socket | Channel":
        port = self._access.port
        if self._jump is not None:
            return self._jump.tunnel(self._address, port, until)
        sock = reach.connect(self._address, port, until, self._check)
        try:
            reach.await_banner(sock, until, self._check)
        except SessionError:
            sock.close()
            raise
        return sock

    def _shake_hands(self, transport: "Transport", until: float) -> None:
        """Agree on algorithms and keys."""
        import paramiko  # noqa: PLC0415 - a heavy import

        done = Event()
        transport.start_client(event=done)
        while not done.wait(_LOOK_SECONDS) and transport.is_alive():
            self._check()
            if time.monotonic() > until:
                raise SessionError(Reason.TIMEOUT, _("the SSH handshake took too long"), _BROKE_OFF)
        if transport.is_active():
            return
        self._check()
        error = transport.get_exception()
        detail = _("SSH handshake: {said}", said=_said(error)) if error else _("closed during the SSH handshake")
        if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
            raise SessionError(Reason.REFUSED, detail, _NO_COMMON if self._access.legacy else _LEGACY) from error
        raise SessionError(Reason.CUT if isinstance(error, EOFError) else Reason.REFUSED, detail, _BROKE_OFF) from error

    def _prove(self, transport: "Transport", name: str, known: tuple[host_keys.Known, ...]) -> None:
        """Prove whom we met, before anything of ours is shown."""
        import paramiko  # noqa: PLC0415 - a heavy import

        try:
            key = transport.get_remote_server_key()
        except paramiko.SSHException as error:
            raise SessionError(Reason.CUT, _("SSH handshake: {said}", said=_said(error)), _BROKE_OFF) from error
        whose = "bastion_key" if self._access.bastion else "host_key"
        self._said |= {whose: host_keys.fingerprint(key.asbytes())} | algorithms.negotiated(transport)
        try:
            host_keys.verify(name, key.get_name(), key.asbytes(), known, self._access.host_key, self._known_hosts)
        except host_keys.UnknownHostKey:
            if not self._access.accept_new_host_key:
                raise
            is_kept = host_keys.accept(self._known_hosts, name, key.get_name(), key.asbytes())
            self._said |= {"host_key_is_new": "kept" if is_kept else "not kept"}

    def _chunks(self, script: bytes) -> Generator[bytes]:
        import paramiko  # noqa: PLC0415 - a heavy import

        channel = self._channel()
        try:
            yield from talk(channel, script, self._watch, self._check)
        except (paramiko.SSHException, OSError, EOFError) as error:
            self._check()
            detail = _("the connection broke off: {said}", said=_said(error))
            raise SessionError(Reason.CUT, detail, _BROKE_OFF) from error
        finally:
            channel.close()


def _said(error: Exception) -> Text:
    """The library's own words, quoted; the system's in ours."""
    if isinstance(error, OSError):
        return os_words(error)
    return quoted(str(error)[:_SAID_MOST] or type(error).__name__)


def _silence() -> None:
    """Keep paramiko's own words (they quote what the peer sent) off the terminal and out of our log."""
    logger = logging.getLogger("paramiko")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.setLevel(logging.CRITICAL + 1)
