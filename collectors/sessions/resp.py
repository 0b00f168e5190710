"""The line protocol of Redis (RESP2), as much as a read-only question needs."""

import re
from io import BufferedRWPair

from collectors.base import Reason, SessionError

_LINE_BYTES = 65536
_MOST_PARTS = 64
"""Of an array; none within another: what we ask is answered in one word, or in a few."""
_MOST_AFTER = 16
"""Of one pattern."""


def talk(line: BufferedRWPair, say: str, most_bytes: int) -> tuple[str, list[tuple[str, str]]]:
    """Say the lines of a Tcp ask one after the other: the first answer, and each further command with its own.

    Raises SessionError as ``ask`` does.
    """
    first, *further = say.split("\n")
    said = ask(line, tuple(first.split()), most_bytes)
    more = []
    for one in further:
        pattern, _arrow, words = one.partition(" -> ")
        fitting = [match for match in map(re.compile(pattern).match, said.splitlines()) if match]
        for match in fitting[:_MOST_AFTER]:
            command = tuple(word.replace("{}", match[match.re.groups]) for word in words.split())
            more.append((" ".join(command), ask(line, command, most_bytes)))
    return said, more


def ask(line: BufferedRWPair, words: tuple[str, ...], most_bytes: int) -> str:
    """Send one command and give its reply as text; an error of the server begins with its own word (``NOAUTH ...``).

    Raises SessionError where the reply is no RESP, or longer than ``most_bytes``.
    """
    parts = [word.encode() for word in words]
    line.write(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
    line.flush()
    return _reply(line, most_bytes)


def _reply(line: BufferedRWPair, most_bytes: int, *, is_within: bool = False) -> str:
    head = line.readline(_LINE_BYTES)
    kind, rest = head[:1], head[1:].rstrip(b"\r\n")
    if not head.endswith(b"\r\n") or kind not in b"+-:$*":
        raise SessionError(Reason.NOT_UNDERSTOOD, head[:80].decode(errors="backslashreplace"))
    if kind in b"+-:":
        return rest.decode(errors="backslashreplace")
    try:
        size = int(rest)
    except ValueError:
        raise SessionError(Reason.NOT_UNDERSTOOD, head[:80].decode(errors="backslashreplace")) from None
    if size > most_bytes:
        raise SessionError(Reason.CUT, f"{size}")
    if kind == b"*":
        if is_within or size > _MOST_PARTS:
            raise SessionError(Reason.NOT_UNDERSTOOD, head[:80].decode(errors="backslashreplace"))
        return "\n".join(_reply(line, most_bytes // max(1, size), is_within=True) for _one in range(max(0, size)))
    body = line.read(size + 2) if size >= 0 else b"\r\n"
    if len(body) != max(0, size) + 2:
        raise SessionError(Reason.CUT, f"{len(body)}/{size}")
    return body[:-2].decode("utf-8", errors="backslashreplace")
