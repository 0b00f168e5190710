"""A device by telnet, where its entry says so: no proof of whom we meet, and the password readable on the way.

netmiko's own telnet login offers user and password again each time the device asks, up to twenty times: three of them lock
an account. Here each is typed once.
"""

import re
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Event
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions import reach
from collectors.sessions.base import Budget
from collectors.sessions.cli import prompts
from collectors.sessions.cli.line import Line
from collectors.sessions.login import CredentialRefused, Login
from collectors.sessions.watch import closed
from config.os_words import quoted
from config.secrets import Secret
from config.site import TelnetAccess
from config.text import _

_IAC, _DONT, _DO, _WONT, _WILL, _SB, _SE = 255, 254, 253, 252, 251, 250, 240
"""RFC 854."""
_ECHO, _SUPPRESS_GO_AHEAD = 1, 3
"""RFC 857 and 858: what a device of today speaks, and all that is agreed to."""
_COMMAND: Final = re.compile(rb"\xff(?:[\xfb-\xfe](.)|\xfa.*?\xff\xf0|[\xf0-\xf9]|\xff)", re.DOTALL)
_PARTIAL: Final = re.compile(rb"\xff(?:[\xfb-\xfe]?|\xfa(?:(?!\xff\xf0).){0,512})\Z", re.DOTALL)
_ANSWERS_MOST: Final = 200
"""Options that are answered: a device names some ten; two ends that answer each other's answers never stop."""
_QUIET_SECONDS: Final = 0.5
_REFUSED: Final = re.compile(
    r"login (?:incorrect|invalid|failed)|(?:authentication|login|logon) (?:fail|error)|bad (?:passwords?|secrets?)|"
    r"access denied|invalid (?:password|login|user)|(?:wrong|incorrect) password|认证失败|登录失败|密码错误",
    re.IGNORECASE,
)
_CREDENTIAL = _("check the account, its password and its lock on the device; it is not offered again until changed")
_NOTHING = _("name a credential with user and password in the target's access.telnet")


class TelnetWire:
    """A telnet connection as bytes: what the two ends agree on stays in here."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._left = b""
        self._owed = b""
        """What must go before anything else: an option's answer, the second half of a doubled 255."""
        self._answers = 0

    def send(self, s: bytes) -> int:
        """Send some of it, 255 doubled (RFC 854); how many bytes of it went. Raises TimeoutError where none did."""
        self._pay()
        sent = self._sock.send(s.replace(b"\xff", b"\xff\xff"))
        went = 0
        while sent > 0:
            sent -= 1 + (s[went] == _IAC)
            went += 1
        if sent < 0:  # one 255 of the two
            self._owed = b"\xff"
        return went

    def recv(self, nbytes: int) -> bytes:
        """Give what came that is text. Raises TimeoutError where nothing of it did."""
        raw = self._sock.recv(nbytes)
        if not raw:
            return b""
        data = self._left + raw
        partial = _PARTIAL.search(data)
        self._left = data[partial.start() :] if partial else b""
        text = _COMMAND.sub(self._agreed, data[: len(data) - len(self._left)]).replace(b"\r\x00", b"\r")
        with suppress(TimeoutError):  # what was heard is not lost over what could not be said
            self._pay()
        if not text:
            raise TimeoutError
        return text

    def settimeout(self, timeout: float | None) -> None:
        """Say how long the next of these may wait."""
        self._sock.settimeout(timeout)

    def close(self) -> None:
        """End it, waking who waits for it."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()

    def _pay(self) -> None:
        while self._owed:
            self._owed = self._owed[self._sock.send(self._owed) :]

    def _agreed(self, found: "re.Match[bytes]") -> bytes:
        """Answer an option: the device may echo and send without asking; everything else is declined."""
        whole = found[0]
        if whole == b"\xff\xff":
            return b"\xff"
        if found[1] is not None and self._answers < _ANSWERS_MOST:
            self._answers += 1
            is_fine = found[1][0] in {_ECHO, _SUPPRESS_GO_AHEAD}
            if whole[1] == _WILL:
                self._owed += bytes((_IAC, _DO if is_fine else _DONT, found[1][0]))
            elif whole[1] == _DO:
                self._owed += bytes((_IAC, _WILL if found[1][0] == _SUPPRESS_GO_AHEAD else _WONT, found[1][0]))
        return b""


class TelnetWay:
    """How a device is reached by telnet; ``shell`` gives the wire, ``log_in`` passes its questions."""

    def __init__(self, address: str, access: TelnetAccess, login: Login, budget: Budget) -> None:
        self._address = address
        self._port = access.port
        self._login = login
        self._budget = budget
        self._closed = Event()
        self._wire: TelnetWire | None = None

    @property
    def transport(self) -> Mapping[str, str]:
        """That nothing was proved and nothing hidden."""
        return {"way": "telnet", "is_plain": "yes"}

    def connect(self) -> None:
        """Reach the device; nothing is offered to it yet."""
        if self._wire is not None:
            return
        if not self._login.user and not self._login.password:
            raise SessionError(Reason.NO_CREDENTIAL, _("nothing to log in with by telnet"), _NOTHING)
        until = time.monotonic() + self._budget.connect_seconds
        self._wire = TelnetWire(reach.connect(self._address, self._port, until, self._check))
        self._check()

    def shell(self) -> TelnetWire:
        """Give the wire."""
        self._check()
        if self._wire is None:
            raise closed()
        return self._wire

    def close(self) -> None:
        """End it at once."""
        self._closed.set()
        if self._wire is not None:
            self._wire.close()

    def log_in(self, line: Line) -> None:
        """Type user and password, each once, where the device asks for them. Raises CredentialRefused."""
        until = time.monotonic() + self._budget.connect_seconds * 2
        left = {"user": Secret(self._login.user), "password": self._login.password or Secret("")}
        while True:
            try:
                tail = line.wait(_is_asked, until)
            except SessionError as error:
                raise self._ended(line, error) from None
            name = "password" if prompts.wants_password(tail) else "user" if prompts.wants_user(tail) else ""
            if not name and not line.listen(_QUIET_SECONDS):
                return
            if not name:
                continue  # a line of its banner that looked like a prompt
            if (words := left.pop(name, None)) is None:
                raise self._refused(line)
            mark = line.count
            if name == "password":
                line.type_secret(words)
            else:
                line.type(words.reveal())
            line.type("\r")  # as netmiko found: after CR LF some take the LF for an empty password
            line.wait(lambda _last: line.count > mark and "\n" in line.since(mark), until)  # noqa: B023 - ended within

    def _ended(self, line: Line, error: SessionError) -> SessionError:
        return self._refused(line) if _REFUSED.search(line.last()) else error

    def _refused(self, line: Line) -> CredentialRefused:
        detail = _("credential of {user}; the device said {said}", user=self._login.user, said=quoted(line.last()))
        return CredentialRefused(detail, _CREDENTIAL, ("telnet",))

    def _check(self) -> None:
        if self._closed.is_set():
            raise closed()


def _is_asked(tail: str) -> bool:
    return prompts.wants_user(tail) or prompts.wants_password(tail) or prompts.may_be_prompt(tail)
