"""Lying, hanging and shouting peers, for what no honest sshd does.

with stub(act=flood) as peer: ...      an SSH server whose exec channel is served by ``act(channel, script)``
with tcp(serve) as peer: ...           a bare TCP listener; ``serve(connection)`` runs in a thread
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_PARTIALLY_SUCCESSFUL, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.server import InteractiveQuery

from tests.peers.sshd import keys

Act = Callable[[paramiko.Channel, bytes], None]


@dataclass(frozen=True, slots=True)
class StubPeer:
    """Where a stub listens; ``prompts`` is what was asked of keyboard-interactive logins, ``offers`` what was offered."""

    address: str
    port: int
    known_hosts: str
    offers: list[str]
    stopped: threading.Event
    user: str = "inspect"


@dataclass(frozen=True, slots=True)
class Door:
    """Whom the stub lets in: a password, a one-time code, both; ``is_partial`` wants both, one after the other."""

    password: str = ""
    code: str = ""
    is_partial: bool = False


class _Server(paramiko.ServerInterface):
    def __init__(self, door: Door, offers: list[str]) -> None:
        self._door = door
        self._offers = offers
        self._has_password = False
        self.execs: list[paramiko.Channel] = []
        self.asked = threading.Event()

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002 - paramiko's signature
        if self._door.is_partial:
            return "keyboard-interactive" if self._has_password else "password"
        allowed = [("password", self._door.password), ("keyboard-interactive", self._door.code)]
        return ",".join(name for name, wanted in allowed if wanted) or "none,publickey"

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:  # noqa: ARG002 - paramiko's signature
        self._offers.append("publickey")
        return AUTH_FAILED if self._door.password or self._door.code else AUTH_SUCCESSFUL

    def check_auth_password(self, username: str, password: str) -> int:  # noqa: ARG002 - paramiko's signature
        self._offers.append(f"password {password}")
        if not self._door.password or password != self._door.password:
            return AUTH_FAILED
        self._has_password = True
        return AUTH_PARTIALLY_SUCCESSFUL if self._door.is_partial else AUTH_SUCCESSFUL

    def check_auth_interactive(self, username: str, submethods: str) -> int | InteractiveQuery:  # noqa: ARG002 - paramiko's signature
        if not self._door.code:
            return AUTH_FAILED
        self._offers.append("keyboard-interactive")
        return InteractiveQuery("", "", ("Verification code: ", False))

    def check_auth_interactive_response(self, responses: list[str]) -> int:
        self._offers.append(f"code {' '.join(responses)}")
        return AUTH_SUCCESSFUL if responses == [self._door.code] else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002 - paramiko's signature
        return OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:  # noqa: ARG002 - paramiko's signature
        self.execs.append(channel)
        self.asked.set()
        return True


@contextmanager
def tcp(serve: Callable[[socket.socket], None], address: str = "127.0.0.1") -> Iterator[StubPeer]:
    """Listen, and serve each connection in a thread."""
    stopped = threading.Event()
    listener = socket.create_server((address, 0))
    held: list[socket.socket] = []

    def accept() -> None:
        while not stopped.is_set():
            with suppress(OSError):
                connection, _peer = listener.accept()
                held.append(connection)
                threading.Thread(target=_served, args=(serve, connection), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield StubPeer(address, listener.getsockname()[1], "", [], stopped)
    finally:
        stopped.set()
        for connection in held:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _served(serve: Callable[[socket.socket], None], connection: socket.socket) -> None:
    with suppress(OSError, EOFError, paramiko.SSHException):
        serve(connection)


def _all_of(channel: paramiko.Channel) -> bytes:
    return b"".join(iter(lambda: channel.recv(65536), b""))


@contextmanager
def stub(act: Act, folder: Path, door: Door | None = None) -> Iterator[StubPeer]:
    """Run an SSH server that lets in whom ``door`` says (anybody with a key by default) and acts ``act`` on each exec."""
    host_key = paramiko.PKey.from_path(keys() / "host")
    offers: list[str] = []
    transports: list[paramiko.Transport] = []

    def serve(connection: socket.socket) -> None:
        transport = paramiko.Transport(connection)
        transports.append(transport)
        transport.daemon = True
        transport.add_server_key(host_key)
        server = _Server(door or Door(), offers)
        transport.start_server(event=threading.Event(), server=server)
        while transport.is_alive():
            if server.asked.wait(0.05):
                server.asked.clear()
                channel = server.execs.pop()
                act(channel, _all_of(channel))

    with tcp(serve) as peer:
        known_hosts = folder / f"known_hosts_{peer.port}"
        known_hosts.write_text(f"[{peer.address}]:{peer.port} {host_key.get_name()} {host_key.get_base64()}\n")
        try:
            yield StubPeer(peer.address, peer.port, str(known_hosts), offers, peer.stopped)
        finally:
            peer.stopped.set()
            for transport in transports:
                transport.close()


def nonce_of(script: bytes) -> bytes:
    """The nonce that a script carries: a liar may know it."""
    return script.split(b"\n", 1)[0].removeprefix(b"N=")


def begin(script: bytes) -> bytes:
    """An honest beginning."""
    return b"@@%s begin 1 100.00 1790000000 000000000\n" % nonce_of(script)


def hang(channel: paramiko.Channel, script: bytes) -> None:
    """Take the script and say nothing."""
    channel.recv(1)
    while not channel.closed and channel.get_transport().is_active():
        threading.Event().wait(0.05)


def flood(channel: paramiko.Channel, script: bytes) -> None:
    """Shout without end."""
    while not channel.closed:
        channel.sendall(b"y\n" * 16384)


def close_mid_frame(channel: paramiko.Channel, script: bytes) -> None:
    """End in the middle of the second frame."""
    mark = b"@@" + nonce_of(script)
    head = b"0 0 ok 0 3 1479881546 0 0 0 1 100.00 100.01 -"
    channel.sendall(begin(script) + mark + b" f " + head + b"\n\nhi\n\n" + mark + b" e " + head + b"\n\n")
    channel.sendall(mark + b" f 1 0 ok 0 300 0 0 0 0 1 100.00 100.01 -\n\nhalf")
    channel.close()


def lie(channel: paramiko.Channel, script: bytes) -> None:
    """Announce more than was asked for, and send on."""
    mark = b"@@" + nonce_of(script)
    channel.sendall(begin(script) + mark + b" f 0 0 ok 0 4000000000 0 0 0 0 1 100.00 100.01 -\n\n")
    flood(channel, script)
