"""One exec on one SSH channel: the script goes out, the frames come in, nothing waits longer than a moment."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from collectors.base import Reason, SessionError
from collectors.sessions.watch import Watch
from config.os_words import quoted
from config.text import _

if TYPE_CHECKING:
    from paramiko import Channel


COMMAND = "exec /bin/sh -s"
CHUNK_BYTES = 65536
NO_EXEC = _(
    "let the account run commands over SSH (no forced command, no sftp-only shell); behind a bastion that gives a terminal "
    "only, write ways: [exec, terminal] in the target's access"
)
_LOOK_SECONDS = 0.2
_BEAT_SECONDS = 1.0
"""Once the script runs it beats once a second; closing from outside wakes the waiting at once."""
_SAID_BYTES = 400


def talk(channel: "Channel", script: bytes, watch: Watch, check: Callable[[], None]) -> Iterator[bytes]:
    """Send the script, then hand on what comes until the channel ends. ``check`` is called often, and raises to end it."""
    channel.settimeout(_LOOK_SECONDS)
    _execute(channel, check)
    left, said = script, b""
    while True:
        check()
        watch.check()
        beside = _stderr(channel)
        said += beside[: _SAID_BYTES - len(said)]
        left = _send(channel, left)
        if (left or beside) and not channel.recv_ready():
            continue
        channel.settimeout(_BEAT_SECONDS if watch.has_begun and not left else _LOOK_SECONDS)
        try:
            chunk = channel.recv(CHUNK_BYTES)
        except TimeoutError:
            continue
        if not chunk:
            break
        if not watch.has_begun:
            said += chunk[: _SAID_BYTES - len(said)]
        watch.heard()
        yield chunk
    check()
    if not watch.has_begun:
        words = (said + _stderr(channel)).decode(errors="replace").strip()
        ended = _("the login ended at once")
        detail = _("the login ended at once: {said}", said=quoted(words[:_SAID_BYTES])) if words else ended
        raise SessionError(Reason.CUT, detail, NO_EXEC)


def _execute(channel: "Channel", check: Callable[[], None]) -> None:
    import paramiko  # noqa: PLC0415 - a heavy import

    try:
        channel.exec_command(COMMAND)
    except paramiko.SSHException as error:
        check()
        detail = _("the target runs no command: {said}", said=quoted(str(error)[:_SAID_BYTES]))
        raise SessionError(Reason.REFUSED, detail, NO_EXEC) from error


def _send(channel: "Channel", left: bytes) -> bytes:
    """Send what the peer takes just now, and give what is left; the last byte also closes our side."""
    if not left:
        return left
    try:
        left = left[channel.send(left) :]
    except TimeoutError:
        return left
    except OSError:
        return b""  # it reads no more: what it said, and that it ended, comes by the other way
    if not left:
        channel.shutdown_write()
    return left


def _stderr(channel: "Channel") -> bytes:
    """Read what a login shouts beside the answers: unread, it would fill the window of both."""
    return channel.recv_stderr(CHUNK_BYTES) if channel.recv_stderr_ready() else b""
