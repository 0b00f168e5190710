"""A bastion host as the Chinese market sells them: a menu, a one-time code, a terminal only, and a filter of words.

It speaks SSH by paramiko's server side, refuses exec, and puts a shell of this machine behind a pseudo-terminal that echoes
and wraps at 80 columns.
"""

import fcntl
import os
import pty
import re
import select
import signal
import socket
import struct
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.server import InteractiveQuery

HOST = "127.0.0.1"
_MENU = "\r\n*** 运维审计系统 ***\r\n 1) db01 10.0.0.11\r\n 2) app01 10.0.0.12\r\nOpt> "
_FORBIDDEN = "\r\n命令被禁止执行: {word}\r\n"


@dataclass
class Bastion:
    """How it behaves, and what it saw."""

    user: str = "wang"
    password: str = "planted-bastion-7"
    code: str = ""
    has_menu: bool = True
    blocked: tuple[str, ...] = ()
    gives_exec: bool = False
    drops: int = 0
    """Every so many bytes of output, one line is lost, once each."""
    columns: int = 80
    logins: list[str] = field(default_factory=list)
    execs: int = 0
    blocked_lines: int = 0
    port: int = 0
    host_key: paramiko.RSAKey = field(default_factory=lambda: paramiko.RSAKey.generate(2048))


class _Server(paramiko.ServerInterface):
    def __init__(self, bastion: Bastion) -> None:
        self.bastion = bastion
        self.shell = threading.Event()

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002 - paramiko's signature
        return "keyboard-interactive" if self.bastion.code else "password"

    def check_auth_password(self, username: str, password: str) -> int:
        self.bastion.logins.append(username)
        known = username.partition("@")[0] == self.bastion.user and password == self.bastion.password
        return AUTH_SUCCESSFUL if known and not self.bastion.code else AUTH_FAILED

    def check_auth_interactive(self, username: str, submethods: str | bytes) -> int | InteractiveQuery:  # noqa: ARG002 - as above
        self.bastion.logins.append(username)
        return InteractiveQuery("", "", ("Password: ", False), ("动态口令: ", False))

    def check_auth_interactive_response(self, responses: list[str]) -> int | InteractiveQuery:
        fits = responses == [self.bastion.password, self.bastion.code]
        return AUTH_SUCCESSFUL if fits else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002 - as above
        return OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:  # noqa: ARG002 - as above
        self.bastion.execs += 1

        def refuse() -> None:
            with suppress(OSError, EOFError):
                channel.sendall(b"No PTY requested.\r\n")
                channel.send_exit_status(1)
                channel.close()

        threading.Timer(0.05, refuse).start()
        return True

    def check_channel_pty_request(self, channel: paramiko.Channel, *_size: object) -> bool:  # noqa: ARG002 - as above
        return True

    def check_channel_shell_request(self, channel: paramiko.Channel) -> bool:
        threading.Thread(target=_serve, args=(self.bastion, channel), daemon=True).start()
        return True


def _serve(bastion: Bastion, channel: paramiko.Channel) -> None:
    with suppress(OSError, EOFError):
        if bastion.has_menu:
            channel.sendall(_MENU.encode())
            said = b""
            while not said.endswith((b"\n", b"\r")):
                got = channel.recv(1)
                if not got:
                    return
                said += got
                channel.sendall(got)
            if said.strip() != b"1":
                channel.sendall("\r\n无效的选择\r\n".encode())
                channel.close()
                return
        _shell(bastion, channel)


def _shell(bastion: Bastion, channel: paramiko.Channel) -> None:
    child, master = pty.fork()
    if child == 0:
        os.execve("/bin/bash", ["bash", "--norc", "-i"], {"PATH": os.environ["PATH"], "TERM": "vt100", "HOME": "/"})
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, bastion.columns, 0, 0))
    typed, losses = b"", _Losses(bastion.drops)
    try:
        while not channel.closed:
            ready, _w, _x = select.select([master, channel.fileno()], [], [], 1)
            if channel.fileno() in ready:
                got = channel.recv(4096)
                if not got:
                    return
                *lines, typed = re.split(rb"(?<=\n)", typed + got)
                for line in lines:
                    _pass_on(bastion, channel, master, line)
            if master in ready:
                channel.sendall(losses.of(os.read(master, 4096)))
    except OSError:
        return
    finally:
        channel.close()
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGHUP)
            os.waitpid(child, 0)
        os.close(master)


def _pass_on(bastion: Bastion, channel: paramiko.Channel, master: int, line: bytes) -> None:
    word = next((w for w in bastion.blocked if re.search(rf"\b{w}\b".encode(), line)), "")
    if word:
        bastion.blocked_lines += 1
        channel.sendall(_FORBIDDEN.format(word=word).encode())
    else:
        os.write(master, line)


@dataclass
class _Losses:
    """Loses one line of output every so many bytes."""

    every: int
    sent: int = 0
    lost: set[int] = field(default_factory=set)

    def of(self, out: bytes) -> bytes:
        self.sent += len(out)
        place = self.sent // self.every if self.every else 0
        if not place or place in self.lost or out.count(b"\n") < 3:
            return out
        self.lost.add(place)
        first, _newline, rest = out.partition(b"\n")
        return first + b"\n" + rest.partition(b"\n")[2]


@contextmanager
def serving(bastion: Bastion) -> Iterator[Bastion]:
    """Serve until the block ends."""
    listener = socket.create_server((HOST, 0))
    bastion.port = listener.getsockname()[1]
    transports: list[paramiko.Transport] = []

    def accept() -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(client)
            transport.add_server_key(bastion.host_key)
            transports.append(transport)
            with suppress(paramiko.SSHException, EOFError, OSError):
                transport.start_server(server=_Server(bastion))

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield bastion
    finally:
        listener.close()
        for transport in transports:
            transport.close()


def known_hosts(bastion: Bastion, folder: Path) -> Path:
    """Write its host key as a known_hosts file."""
    path = folder / "known_hosts"
    path.write_text(f"[{HOST}]:{bastion.port} {bastion.host_key.get_name()} {bastion.host_key.get_base64()}\n")
    return path
