"""The round typed into an interactive shell, for a bastion that gives no exec: a menu, a prompt, lines of 80 columns.

The kit is typed as a here-document into a private folder, weighed there, and run only when not a byte of it was changed on
the way. What it prints comes back as numbered lines with checksums; those that did not come are asked for again. Nothing of
a filter is got round: a line that the bastion refuses makes the weight wrong, and what it said stands in the finding.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from collectors.base import Question, Reason, SessionError
from collectors.sessions.armour import Armoured, cleaned, recovered
from collectors.sessions.base import Budget
from collectors.sessions.bundle import Bundle, BundleRefused, bundle_of, patterns
from collectors.sessions.kit import END, FOLD_WIDTH, kit
from collectors.sessions.script import folded, folders
from collectors.sessions.streams import checksum
from collectors.sessions.watch import Watch
from config.os_words import quoted
from config.text import _

if TYPE_CHECKING:
    from paramiko import Channel

COLUMNS, ROWS = 240, 50
_LOOK_SECONDS: Final = 0.2
_PIECE_BYTES: Final = 1024
"""Typed at once: a terminal's input holds 4,096 (Linux, termios(3))."""
_TRIES: Final = 3
_AGAIN_MOST: Final = 200
"""Lines that are asked for again at once."""
_SLOWEST: Final = 2000
"""Bytes a second that the slowest way takes: a recording bastion behind a modem-like line."""
_HEARD_MOST_BYTES: Final = 64 * 1024 * 1024
"""Read at once: several times what a whole kit prints. A target that never stops talking must not fill our memory."""
_SAID: Final = 300
_REFUSED = _(
    "have the bastion's command filter allow the words that the kit's head lists, or run the kit on the target by hand: "
    "xunjian kit"
)
_NO_SHELL = _("log in to the bastion by hand, see what it shows, and write its steps as menu in the target's access")
_LOST = _("see what on the way drops lines (the bastion's recording, a slow line); else run the kit by hand: xunjian kit")


@dataclass
class Terminal:
    """One interactive shell behind a channel. ``check`` is called often, and raises to end it."""

    channel: "Channel"
    watch: Watch
    check: Callable[[], None]
    step_seconds: float = 30.0
    """How long a menu or a prompt may take."""
    heard: bytes = b""
    recent: bytes = b""
    """The last that came, whatever was done with it."""

    def type(self, text: str) -> None:
        """Type a text, in pieces that a terminal's input holds."""
        left = text.encode("utf-8", errors="surrogateescape")
        while left:
            self._look()
            try:
                left = left[self.channel.send(left[:_PIECE_BYTES]) :]
            except TimeoutError:
                pass  # its window is full: what it says is read, then it goes on
            except OSError:
                self._ended()
            self._listen(0)

    def wait_for(self, pattern: str, seconds: float) -> re.Match[bytes]:
        """Read until a pattern shows; what was read before it is forgotten. Raises SessionError with what was said last."""
        until = time.monotonic() + seconds
        wanted = re.compile(pattern.encode())
        while True:
            found = wanted.search(cleaned(self.heard))
            if found:
                self.heard = cleaned(self.heard)[found.end() :]
                return found
            if time.monotonic() > until:
                detail = _("{pattern} did not show; last was {said}", pattern=quoted(pattern), said=quoted(self.last()))
                raise SessionError(Reason.TIMEOUT, detail, _NO_SHELL)
            self._look()
            self._listen(_LOOK_SECONDS)

    def read_until(self, sign: bytes, seconds: float) -> bytes:
        """Read until a sign shows, and give all that came before it. Raises SessionError when it does not come in time."""
        until, looked = time.monotonic() + seconds, 0
        while (at := self.heard.find(sign, max(0, looked - len(sign) - 2))) < 0:
            looked = len(self.heard)
            if time.monotonic() > until:
                raise SessionError(Reason.TIMEOUT, _("last was {said}", said=quoted(self.last())), _LOST)
            self._look()
            self._listen(_LOOK_SECONDS)
        came, self.heard = self.heard[:at], self.heard[at + len(sign) :]
        return came

    def last(self) -> str:
        """The last words that came, as a person can read them."""
        lines = cleaned(self.recent).decode(errors="replace").splitlines()
        told = dict.fromkeys(line.strip() for line in lines if line.strip() and "xunjian-" not in line)
        return " / ".join(told)[-_SAID:]

    def _look(self) -> None:
        self.check()
        self.watch.check_total()

    def _ended(self) -> None:
        """It takes no more: hear what it said last, then say so."""
        while True:
            self._look()
            self._listen(_LOOK_SECONDS)

    def _gone(self) -> NoReturn:
        detail = _("the bastion ended the session; last was {said}", said=quoted(self.last()))
        raise SessionError(Reason.CUT, detail, _NO_SHELL)

    def _listen(self, seconds: float) -> None:
        self.channel.settimeout(seconds)
        try:
            chunk = self.channel.recv(65536)
        except TimeoutError:
            return
        finally:
            self.channel.settimeout(_LOOK_SECONDS)
        if not chunk:
            self._gone()
        self.watch.heard()
        self.heard += chunk
        if len(self.heard) > _HEARD_MOST_BYTES:
            raise SessionError(
                Reason.CUT, _("more came than a round prints; last was {said}", said=quoted(self.last())), _LOST
            )
        self.recent = (self.recent + chunk)[-4 * _SAID :]


def enter(terminal: Terminal, menu: Sequence[tuple[str, str]], values: Mapping[str, str]) -> None:
    """Walk the menu to a shell, and put one in its place that has no prompt, no editing and no echo.

    A shell whose error output is no terminal is not interactive (POSIX, sh). Raises SessionError where none answers.
    """
    walk(terminal, menu, values)
    terminal.type("exec /bin/sh -s 2>/dev/null\n")
    terminal.type("stty -echo; echo xunjian-ready-$((40+2))\n")
    terminal.wait_for(r"xunjian-ready-42\r?\n", terminal.step_seconds)


def walk(terminal: Terminal, menu: Sequence[tuple[str, str]], values: Mapping[str, str]) -> None:
    """Walk a bastion's menu: wait for each step's pattern, then type its answer."""
    for expect, send in menu:
        terminal.wait_for(expect, terminal.step_seconds)
        terminal.type(send.format_map(values) + "\n")


def gather(terminal: Terminal, questions: Sequence[Question], budget: Budget, *, nonce: str, sudo: bool) -> Bundle:
    """Type one round, run it, bring its lines back, leave nothing. Raises SessionError where that could not be done."""
    text = folded(kit(questions, budget, version="0", about="", sudo=sudo), FOLD_WIDTH)
    folders_said = " ".join(f'"{folder}"' for folder in folders()).replace("UID", "$(id -u)")
    terminal.type(
        f"umask 077; XJ=; for d in {folders_said}\n"
        f"do mkdir $d/.xunjian.t{nonce} && XJ=$d/.xunjian.t{nonce} && break; done\n"
        "cd $XJ; echo xunjian-folder-$((40+2))$XJ.\n"
    )
    if terminal.wait_for(r"xunjian-folder-42([^\r\n]*)\.", terminal.step_seconds)[1] == b"":
        raise SessionError(Reason.FAILED, _("no private folder could be made"), _NO_SHELL)
    try:
        _deliver(terminal, text)
        terminal.type("sh ./k -t -o . 2>/dev/null; echo xunjian-end-$((40+2))\n")
        return _brought(terminal, budget.total_seconds)
    finally:
        with suppress(SessionError, OSError):
            terminal.type('cd /; find "$XJ" -depth -delete; echo xunjian-gone-$((40+2))\n')
            terminal.wait_for("xunjian-gone-42", terminal.step_seconds)


def _deliver(terminal: Terminal, text: str) -> None:
    """Type the kit, and see by its weight that it stands there whole; what is not whole is never run."""
    wanted = (checksum(text.encode()), len(text.encode()))
    for _turn in range(_TRIES):
        terminal.type(f"cat >./k <<'{END}'\n{text}{END}\necho xunjian-weight-$((40+2)) $(cksum <./k)\n")
        seen = terminal.wait_for(r"xunjian-weight-42 (\d+) (\d+)", terminal.step_seconds + len(text) / _SLOWEST)
        if (int(seen[1]), int(seen[2])) == wanted:
            return
    detail = _(
        "of {wanted:bytes} typed {seen:bytes} arrived; last was {said}",
        wanted=wanted[1],
        seen=int(seen[2]),
        said=quoted(terminal.last()),
    )
    raise SessionError(Reason.REFUSED, detail, _REFUSED)


def _brought(terminal: Terminal, seconds: float) -> Bundle:
    """Read the lines, and ask again for those that did not come."""
    log = terminal.read_until(b"xunjian-end-42", seconds)
    for _turn in range(_TRIES):
        found = _newest(log)
        if found is not None and not found.missing:
            break
        pattern = patterns(found.missing[:_AGAIN_MOST]) if found is not None else "p"
        terminal.type(f"sed -n '{pattern}' ./xunjian-*.txt; echo xunjian-end-$((40+2))\n")
        log += b"\n" + terminal.read_until(b"xunjian-end-42", seconds)
    if found is None:
        raise SessionError(Reason.EMPTY, _("nothing came back; last was {said}", said=quoted(terminal.last())), _LOST)
    try:
        return bundle_of(found)
    except BundleRefused as refused:
        raise SessionError(Reason.CUT, refused.text, _LOST) from None


def _newest(log: bytes) -> Armoured | None:
    whole = [one for one in recovered(log).values() if one.count is not None]
    return whole[-1] if whole else None
