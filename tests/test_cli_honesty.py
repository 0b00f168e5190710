"""However an answer comes, in whatever pieces, and wherever it is cut: it is whole, or it is an error."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import SessionError
from collectors.sessions.cli.line import Line
from collectors.sessions.cli.prompts import Prompt
from collectors.sessions.cli.talking import Talk

ANSWER = "line one\nSW1#\nSW1#show clock\n10:00 SW1#\n\n  --- last: 100 %\n"


class _Played:
    """A device played from memory: its bytes come in pieces of the sizes that are given, and end after so many."""

    def __init__(self, sizes: list[int], ends_after: int | None = None, paged_at: int = 0) -> None:
        self._sizes = sizes or [65536]
        self._left = ends_after
        self._out = b""
        self._turn = 0
        self._paged = ANSWER.splitlines(keepends=True)[paged_at:] if paged_at else []
        self._first = ANSWER.splitlines(keepends=True)[:paged_at] if paged_at else ANSWER.splitlines(keepends=True)

    def send(self, s: bytes, /) -> int:
        if not s.strip() and self._paged:  # any key goes on
            self._say("\b" * 9 + " " * 8 + "\b" * 9 + "".join(self._paged) + "SW1#")
            self._paged = []
        elif s == b" ":
            self._say(" ")
        elif s.strip():
            end = " --More-- " if self._paged else "SW1#"
            self._say(s.decode() + "".join(self._first) + end)
        else:
            self._say("\nSW1#")
        return len(s)

    def recv(self, nbytes: int, /) -> bytes:
        if self._left == 0:
            return b""
        if not self._out:
            raise TimeoutError
        size = min(self._sizes[self._turn % len(self._sizes)], nbytes, self._left or nbytes)
        self._turn += 1
        piece, self._out = self._out[:size], self._out[size:]
        if self._left is not None:
            self._left -= len(piece)
        return piece

    def settimeout(self, timeout: float | None, /) -> None:
        pass

    def close(self) -> None:
        pass

    def _say(self, text: str) -> None:
        self._out += text.replace("\n", "\r\n").encode()


def asked(wire: _Played) -> str | SessionError:
    talk = Talk(Line(wire, lambda: None), Prompt("SW1#"))
    try:
        return talk.say("show x", 0.5 if wire._left is None else 0.05, 64)
    except SessionError as error:
        return error
    finally:
        talk.end()


@settings(max_examples=60, deadline=None)
@given(sizes=st.lists(st.integers(min_value=1, max_value=40), max_size=6), paged_at=st.integers(min_value=0, max_value=5))
def test_an_answer_is_whole_in_any_pieces(sizes: list[int], paged_at: int) -> None:
    assert asked(_Played(sizes, paged_at=paged_at)) == ANSWER


def test_an_answer_cut_anywhere_is_an_error_or_whole() -> None:
    started = time.monotonic()
    length = len(f"show x\n{ANSWER}SW1#\nSW1#".replace("\n", "\r\n"))
    said = [asked(_Played([7], ends_after=at)) for at in range(length + 1)]
    assert all(isinstance(one, SessionError) or one == ANSWER for one in said)
    assert all(isinstance(one, SessionError) for one in said[:-1])
    assert asked(_Played([7])) == ANSWER
    assert time.monotonic() - started < 60
