"""One line to a device: what is typed, what was heard, never longer and never more than allowed."""

import time
from collections.abc import Callable
from typing import Final, NoReturn, Protocol

from collectors.base import Reason, SessionError
from collectors.sessions.cli.screen import shown, words_of
from collectors.sessions.cli.secrets import MASK, masked
from config.os_words import quoted
from config.secrets import Secret
from config.text import _

LOOK_SECONDS: Final = 0.2
LAST_BYTES: Final = 4096
"""Of what came last, kept whatever is dropped: a prompt stands in it."""
_PIECE_BYTES: Final = 1024
_SAID: Final = 300
_ENDED = _(
    "see the device's log for why it ended the connection (a restart, a time limit of the line, all lines in use), then "
    "inspect again"
)
_SILENT = _(
    "log in by hand, type the command and see what the device waits for or how long it takes; then inspect again, when the "
    "device is less busy"
)


class Wire(Protocol):
    """What carries bytes: an SSH channel, a telnet connection. Both raise TimeoutError, and give b"" at the end."""

    def send(self, s: bytes, /) -> int:
        """Send some of it; how many bytes went."""

    def recv(self, nbytes: int, /) -> bytes:
        """Give what came."""

    def settimeout(self, timeout: float | None, /) -> None:
        """Say how long the next of these may wait."""

    def close(self) -> None:
        """End it."""


class Line:
    """What is heard of a device. ``check`` is called often, and raises to end it; ``heard`` is what came so far."""

    def __init__(self, wire: Wire, check: Callable[[], None], first: bytes = b"") -> None:
        self.wire = wire
        self.count = 0
        """Bytes that came since the last ``clear``."""
        self.enter = "\n"
        self._check = check
        self._most = LAST_BYTES
        self._kept = bytearray()
        self._last = b""
        self._secret: Secret | None = None
        self._take(first)

    def clear(self, most_bytes: int) -> None:
        """Forget what came; keep so much of what comes."""
        self._kept.clear()
        self._last, self.count, self._most = b"", 0, most_bytes

    def type(self, text: str) -> None:
        """Type a text, hearing what comes meanwhile: a device that is not heard takes nothing in."""
        left = text.encode("latin-1", errors="replace")
        while left:
            self._check()
            self.wire.settimeout(LOOK_SECONDS)
            try:
                left = left[self.wire.send(left[:_PIECE_BYTES]) :]
            except TimeoutError:
                self.listen(LOOK_SECONDS)
            except Exception as error:  # noqa: BLE001 - paramiko raises kinds of its own; all mean that it is gone
                self._gone(error)

    def type_secret(self, secret: Secret) -> None:
        """Type a secret, without a line's end, and never quote it: some devices echo what they should not."""
        self._secret = secret
        self.type(secret.reveal())

    def wait(self, is_there: Callable[[str], bool], until: float) -> str:
        """Hear until the last line is as wanted, and give it. Raises SessionError where it is not in time."""
        while True:
            tail = self.tail()
            if is_there(tail):
                return tail
            if time.monotonic() > until:
                raise SessionError(Reason.TIMEOUT, _("no prompt came; last was {said}", said=quoted(self.last())), _SILENT)
            self.listen(LOOK_SECONDS)

    def listen(self, seconds: float) -> bool:
        """Hear for so long at most; whether anything came. Raises SessionError where the device has hung up."""
        self._check()
        self.wire.settimeout(seconds)
        try:
            chunk = self.wire.recv(65536)
        except TimeoutError:
            return False
        except Exception as error:  # noqa: BLE001 - as above
            self._gone(error)
        if not chunk:
            self._gone(None)
        self._take(chunk)
        return True

    def tail(self) -> str:
        """The last line, as it stands on the screen now."""
        return shown(self._last.rpartition(b"\n")[2].decode("latin-1"))

    def drop_tail(self) -> None:
        """Forget the last line: a pager's mark, whose own way of wiping it then has nothing to wipe."""
        size = len(self._last.rpartition(b"\n")[2])
        if 0 < size <= len(self._kept) == self.count:
            del self._kept[-size:]
            self._last = self._last[:-size]
            self.count -= size

    def last(self) -> str:
        """The last words, as a person reads them: with secrets masked, as they go into what people are told."""
        said = words_of(shown(self._last.decode("latin-1")))
        if self._secret:
            said = said.replace(self._secret.reveal(), MASK)
        lines = (one.strip() for one in masked(said).splitlines())
        return " / ".join(dict.fromkeys(one for one in lines if one))[-_SAID:]

    def since(self, mark: int) -> str:
        """What came after so many bytes; of more than is kept, the last of it."""
        return self._last[-(self.count - mark) :].decode("latin-1") if self.count > mark else ""

    def until(self, mark: int) -> str:
        """What came up to so many bytes; what was dropped is not in it."""
        return bytes(self._kept[:mark]).decode("latin-1")

    def dropped(self, mark: int) -> int:
        """How many of the first so many bytes were dropped."""
        return max(0, mark - len(self._kept))

    def _take(self, chunk: bytes) -> None:
        self.count += len(chunk)
        self._kept += chunk[: max(0, self._most - len(self._kept))]
        self._last = (self._last + chunk)[-LAST_BYTES:]

    def _gone(self, error: Exception | None) -> NoReturn:
        self._check()
        detail = _("the device ended the connection; last was {said}", said=quoted(self.last()))
        raise SessionError(Reason.CUT, detail, _ENDED) from error
