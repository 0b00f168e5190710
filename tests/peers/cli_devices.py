"""Network devices as their command lines behave: a VRP switch and an IOS one behind SSH or telnet on loopback.

    with device(Device("ios", answers={"show clock": "..."})) as peer: ...      peer.port, peer.typed, peer.logins

It echoes what is typed, pages, paints its pager's mark and wipes it, refuses what it does not know, asks questions at its
login, and on demand is slow, hangs, shouts without end, hangs up or speaks the algorithms of yesterday only.
"""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

HOST = "127.0.0.1"
VRP_VERSION = (
    "Huawei Versatile Routing Platform Software\nVRP (R) software, Version 5.170 (S5700 V200R011C10)\n"
    "HUAWEI S5700 uptime is 3 weeks\n"
)
IOS_VERSION = "Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(4)E7\nSW1 uptime is 3 weeks\n"
_OPTION = re.compile(rb"\xff[\xfb-\xfe].", re.DOTALL)
FORTI_STATUS = "Version: FortiGate-100F v7.2.5,build1517,230606 (GA.F)\nHostname: SW1\n"
_CLEAR = {
    "vrp": "\x1b[42D" + " " * 42 + "\x1b[42D",
    "ios": "\b" * 9 + " " * 9 + "\b" * 9,
    "forti": "\r" + " " * 9 + "\r",
}
_MARK = {"vrp": "  ---- More ----", "ios": " --More-- ", "forti": "--More-- "}
_UNKNOWN = {
    "vrp": "      ^\nError: Unrecognized command found at '^' position.\n",
    "ios": "      ^\n% Invalid input detected at '^' marker.\n\n",
    "forti": "Unknown action 0\n\n",
}


class _Wire(Protocol):
    def recv(self, nbytes: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> object: ...
    def close(self) -> object: ...


@lru_cache(maxsize=1)
def _key() -> paramiko.RSAKey:
    return paramiko.RSAKey.generate(2048)


@dataclass
class Device:
    """How it behaves (``kind`` is vrp, ios, forti), and what it saw: ``typed`` commands, ``logins``, ``lines`` open now."""

    kind: str = "vrp"
    answers: dict[str, str] = field(default_factory=dict)
    name: str = "SW1"
    user: str = "inspect"
    password: str = "planted-cli-3"
    enable: str = ""
    """With one it begins in the user mode."""
    banner: str = ""
    menu: str = ""
    """A bastion's menu that stands before it; what is chosen is written down as typed."""
    above: str = ""
    """What stands above each prompt, as Junos writes its role there."""
    page_lines: int = 24
    may_unpage: bool = True
    question: str = ""
    """Asked after the login, to be answered with N; ``forced`` takes no answer but a new password."""
    forced: str = ""
    is_slow: bool = False
    hangs_at: str = ""
    hangs_for_good: bool = False
    shouts_at: str = ""
    drops_at: str = ""
    asks_at: str = ""
    half: str = "first half\nsecond ha"
    """What it says of an answer that does not end."""
    echoes: bool = False
    """It shows the password of its privileged mode as it is typed."""
    legacy: bool = False
    domains: str = ""
    """Of forti: the word of its status for virtual domains (disable, multiple ...)."""
    domain: str = ""
    """Of forti: the one domain that the account is bound to."""
    globally: dict[str, str] = field(default_factory=dict)
    """What is answered within config global only."""
    end_hangs: bool = False
    lines_most: int = 5
    typed: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    lines: int = 0
    left: int = 0
    """How often a session took leave."""
    port: int = 0
    host_key: paramiko.RSAKey = field(default_factory=_key)
    stopped: threading.Event = field(default_factory=threading.Event)

    def known_hosts(self, folder: Path) -> str:
        path = folder / "known_hosts"
        path.write_text(f"[{HOST}]:{self.port} {self.host_key.get_name()} {self.host_key.get_base64()}\n")
        return str(path)


class _HungUp(Exception):  # noqa: N818 - a thing that happens
    """The other side, or the device itself, ended the session."""


class _Shell:
    """One session on the device."""

    def __init__(self, device: Device, wire: _Wire) -> None:
        self.device = device
        self.wire = wire
        self.is_paged = device.page_lines > 0
        self.is_high = not device.enable
        self.is_global = False
        self.is_telnet = isinstance(wire, socket.socket)
        self._buffer = b""

    @property
    def prompt(self) -> str:
        if self.device.kind == "vrp":
            return f"<{self.device.name}>"
        if self.device.kind == "forti":
            place = "global" if self.is_global else self.device.domain
            return f"{self.device.name} ({place}) # " if place else f"{self.device.name} # "
        return f"{self.device.name}{'#' if self.is_high else '>'}"

    def say(self, text: str) -> None:
        try:
            self.wire.sendall(text.replace("\n", "\r\n").encode("utf-8", errors="surrogateescape"))
        except (OSError, EOFError):
            raise _HungUp from None

    def key(self) -> str:
        if not self._buffer:
            try:
                heard = self.wire.recv(4096)
            except (OSError, EOFError):
                raise _HungUp from None
            self._buffer = _OPTION.sub(b"", heard) if self.is_telnet else heard
            if heard and not self._buffer:
                return self.key()
        if not self._buffer:
            raise _HungUp
        sign, self._buffer = self._buffer[:1], self._buffer[1:]
        return sign.decode("latin-1")

    def line(self, *, echo: bool = True) -> str:
        typed = ""
        while (sign := self.key()) not in "\r\n":
            if sign == "\x03":
                return "\x03"
            typed += sign
            if echo:
                self.say(sign)
        if sign == "\r" and self._buffer[:1] in {b"\n", b"\x00"}:
            self._buffer = self._buffer[1:]
        self.say("\n")
        return typed

    def serve(self) -> None:
        device = self.device
        if device.menu:
            self.say(device.menu)
            device.typed.append(f"menu {self.line()}")
        self.say(device.banner)
        if device.question:
            self.say(device.question)
            device.typed.append(f"answer {self.line()}")
        if device.forced:
            self.say(device.forced)
            device.secrets.append(self.line(echo=False))
            return
        while True:
            self.say(device.above + self.prompt)
            command = self.line().strip()
            if command == "\x03":
                self.say("\n")
            elif command:
                device.typed.append(command)
                self._run(command)

    def _run(self, command: str) -> None:
        device = self.device
        if command in {"quit", "exit"}:
            device.left += 1
            raise _HungUp
        own: dict[str, Callable[[str], None]] = {
            device.hangs_at: self._hang,
            device.shouts_at: self._shout,
            device.drops_at: self._drop,
            device.asks_at: self._ask,
            "screen-length 0 temporary" if device.kind == "vrp" else "terminal length 0": self._unpage,
            "enable": self._enable,
        }
        if command in own:
            own[command](command)
            return
        if device.domains and command in {"config global", "end"}:
            self._change_place(command)
            return
        version = {
            "vrp": {"display version": VRP_VERSION},
            "ios": {"show version": IOS_VERSION},
            "forti": {"get system status": f"{FORTI_STATUS}Virtual domain configuration: {device.domains}\n"},
        }[device.kind]
        globally = device.globally.get(command) if self.is_global else None
        self.page(globally or device.answers.get(command) or version.get(command) or _UNKNOWN[device.kind])

    def _change_place(self, command: str) -> None:
        may = self.device.domains in {"multiple", "enable", "split-task"} and not self.device.domain
        if not may or (command == "end" and not self.is_global):
            self.say("\ncommand parse error before 'global'\nCommand fail. Return code -61\n\n")
            return
        if command == "end" and self.device.end_hangs:
            self._hang(command)
        self.is_global = command == "config global"

    def page(self, text: str) -> None:
        lines = text.splitlines(keepends=True)
        for at, line in enumerate(lines):
            if self.is_paged and at and at % self.device.page_lines == 0:
                self.say(_MARK[self.device.kind])
                key = self.key()
                self.say(_CLEAR[self.device.kind])
                if key in "qQ\x03":
                    return
            self.say(line)
            if self.device.is_slow:
                time.sleep(0.02)

    def _unpage(self, _command: str) -> None:
        if not self.device.may_unpage:
            self.say(_UNKNOWN[self.device.kind])
            return
        self.is_paged = False

    def _enable(self, _command: str) -> None:
        self.say("Password: ")
        typed = self.line(echo=self.device.echoes)
        self.device.secrets.append(typed)
        if typed == self.device.enable:
            self.is_high = True
        else:
            self.say("% Access denied\n\n")

    def _hang(self, _command: str) -> None:
        self.say(self.device.half)
        while self.key() != "\x03" or self.device.hangs_for_good:
            pass
        self.say("\n")

    def _shout(self, _command: str) -> None:
        while not self.device.stopped.is_set():
            self.say("\x1b[1;31m" + "noise " * 200 + "\n")

    def _drop(self, _command: str) -> None:
        self.say(f"{self.device.half}\n")
        raise _HungUp

    def _ask(self, _command: str) -> None:
        self.say("Warning: this may take long. Continue? [Y/N]:")
        self.device.typed.append(f"answer {self.line()}")


class _Server(paramiko.ServerInterface):
    def __init__(self, device: Device) -> None:
        self.device = device

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002 - paramiko's signature
        return "password"

    def check_auth_password(self, username: str, password: str) -> int:
        self.device.logins.append(f"{username} {password}")
        return AUTH_SUCCESSFUL if (username, password) == (self.device.user, self.device.password) else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002 - as above
        return OPEN_SUCCEEDED

    def check_channel_pty_request(self, channel: paramiko.Channel, *_size: object) -> bool:  # noqa: ARG002 - as above
        return True

    def check_channel_shell_request(self, channel: paramiko.Channel) -> bool:
        # After the answer to this request: what closes before it was never opened.
        threading.Timer(0.02, _session, (self.device, channel)).start()
        return True


def _session(device: Device, wire: _Wire, log_in: "Callable[[_Shell], bool] | None" = None) -> None:
    device.lines += 1
    shell = _Shell(device, wire)
    try:
        if device.lines > device.lines_most:
            shell.say("All user interfaces are used, please try later!\n")
        elif log_in is None or log_in(shell):
            shell.serve()
    except _HungUp:
        pass
    finally:
        device.lines -= 1
        with suppress(OSError, EOFError):
            wire.close()


def _telnet_login(shell: _Shell) -> bool:
    device = shell.device
    shell.wire.sendall(b"\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f")
    for _turn in range(3):
        shell.say("\nUsername:" if device.kind == "vrp" else "\nUsername: ")
        user = shell.line()
        shell.say("Password:")
        password = shell.line(echo=False)
        device.logins.append(f"{user} {password}")
        if (user, password) == (device.user, device.password):
            shell.say("\n")
            return True
        shell.say("% Login invalid\n")
    return False


@contextmanager
def device(made: Device, *, telnet: bool = False) -> Iterator[Device]:
    """Serve it until the block ends."""
    listener = socket.create_server((HOST, 0))
    made.port = listener.getsockname()[1]
    transports: list[paramiko.Transport] = []
    sockets: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sockets.append(client)
            if telnet:
                threading.Thread(target=_session, args=(made, client, _telnet_login), daemon=True).start()
                continue
            transport = paramiko.Transport(client, disabled_algorithms=_only_old() if made.legacy else None)
            transport.add_server_key(made.host_key)
            transports.append(transport)
            with suppress(paramiko.SSHException, EOFError, OSError):
                transport.start_server(server=_Server(made))

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield made
    finally:
        made.stopped.set()
        listener.close()
        for transport in transports:
            transport.close()
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _only_old() -> dict[str, list[str]]:
    """All that is not of 2005."""
    options = paramiko.Transport
    return {
        "kex": [one for one in options._preferred_kex if one != "diffie-hellman-group14-sha1"],  # type: ignore[attr-defined]  # no public way
        "keys": [one for one in options._preferred_keys if one != "ssh-rsa"],  # type: ignore[attr-defined]  # as above
        "ciphers": [one for one in options._preferred_ciphers if one != "aes128-cbc"],  # type: ignore[attr-defined]  # as above
        "macs": [one for one in options._preferred_macs if one != "hmac-sha1"],  # type: ignore[attr-defined]  # as above
    }
