"""The frames of one round: bytes of a connection in, evidence out.

Sample::

    @@NONCE begin 1 1234.56 1790000000 123456789      form, uptime, clock (seconds, nanoseconds where date knows them)
    @@NONCE ready 0 sudo. /dev/shm/... /usr/bin/dash  is root, has sudo, private folder, shell
    @@NONCE t 1235.56                                 a beat, one a second, between frames only
    @@NONCE f INDEX PART STATE EXIT OUT SUM ERR SUM CUT PRIVILEGED FROM UNTIL CPU
    the item, or nothing
    OUT + ERR bytes
    @@NONCE e ... the same line and item once more
    @@NONCE w INDEX COUNT                             a walk's end
    @@NONCE done COUNT

SUM is POSIX ``cksum``'s, 0 for nothing, ``-`` where the target has no such command. What stands before the first frame
(a banner, a greeting) is not an answer. What comes after the first byte that does not fit is not believed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from collectors.base import Each, Question, Reason, SessionError, Shell
from collectors.evidence import Reply, encode, text_of
from collectors.sessions.notices import Begin, Cost, Notice, Ready
from collectors.sessions.script import folders, sent_items
from collectors.sessions.streams import Stream, broken, checksum
from config.os_words import quoted
from config.text import _

FORM = b"1"
ERR_BYTES = 4096
BEATS_MOST = 100_000
_LINE_SHOWN = 60
"""Bytes of a strange line that are repeated to people."""

_ANSWER, _EARLIER, _ITEM = 0, 1, 2
_NUMBER = re.compile(rb"\d{1,15}")
_FRAME = re.compile(
    rb"(\d{1,6}) ([012]) (ok|timeout|stuck|budget|tool_missing) (-|\d{1,3}) (\d{1,10}) (-|\d{1,10}) (\d{1,10}) (-|\d{1,10})"
    rb" (\d{1,15}) ([01]) (\d{1,12}(?:\.\d+)?) (\d{1,12}(?:\.\d+)?) (.{1,80})"
)
_CPU = re.compile(rb"(\d{1,9})m(\d{1,9}(?:\.\d{1,9})?)s")


def answers(
    questions: Sequence[Question], nonce: str, chunks: Iterable[bytes], notice: Notice = lambda _said: None
) -> Iterator[tuple[Question, bytes | SessionError]]:
    """Yield each question with its evidence as its frames come whole, then the rest with why there is none.

    ``chunks`` may raise SessionError, its end is the connection's. Nothing else is raised, whatever the bytes.
    """
    round_ = _Round(questions, nonce.encode(), Stream(iter(chunks)), notice)
    try:
        yield from round_.read()
        error = broken(_("the script ended without an answer to it"))
    except SessionError as raised:
        error = raised
    yield from round_.give_up(error)


def _no_folder() -> SessionError:
    remedy = _(
        "make one of these writable for the inspecting account, and see that it is not full: {folders}", folders=folders()
    )
    return SessionError(Reason.FAILED, _("no private folder could be made"), remedy)


@dataclass(slots=True)
class _Heard:
    """What has come for one question so far."""

    earlier: Reply | None = None
    replies: list[Reply] = field(default_factory=list)


class _Round:
    """One round as it comes in. Frames may come in any order, each once."""

    def __init__(self, questions: Sequence[Question], nonce: bytes, stream: Stream, notice: Notice) -> None:
        self._questions = questions
        self._mark = b"@@" + nonce + b" "
        self._stream = stream
        self._notice = notice
        self._open = {index: _Heard() for index in range(len(questions))}
        self._beats = 0

    def read(self) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Yield what is whole, until the script says that it is done."""
        self._stream.skip_to(self._mark + b"begin ")
        self._begin(self._stream.line())
        while True:
            line = self._stream.line()
            if not line.startswith(self._mark):
                raise _strange(line)
            kind, _space, rest = line[len(self._mark) :].partition(b" ")
            if kind == b"done":
                return
            index = self._read_one(kind, rest)
            if index is not None:
                yield self._questions[index], encode(tuple(self._open.pop(index).replies))

    def give_up(self, error: SessionError) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Yield what was begun or never came: a walk's items that are there, else the error."""
        for index, heard in self._open.items():
            question = self._questions[index]
            replies = _missing(question, heard.replies)
            yield question, encode(replies) if replies else error

    def _begin(self, line: bytes) -> None:
        words = line.split(b" ")
        if len(words) != 4 or words[0] != FORM or not _NUMBER.fullmatch(words[2]):  # noqa: PLR2004 - four words
            raise _strange(line)
        has_nanoseconds = len(words[3]) == 9 and words[3].isdigit()  # noqa: PLR2004 - nine digits
        seconds = float(words[2]) + (float(words[3]) / 1e9 if has_nanoseconds else 0.5)
        self._notice(Begin(seconds, 0.0 if has_nanoseconds else 0.5))

    def _read_one(self, kind: bytes, rest: bytes) -> int | None:
        """Read one line and what belongs to it; the index of the question that is whole now, if one is."""
        if kind == b"t":
            self._beat()
            return None
        if kind == b"f":
            return self._frame(rest)
        if kind == b"w":
            return self._walked(rest)
        if kind == b"ready":
            self._ready(rest)
            return None
        if kind == b"fatal":
            raise _no_folder()
        raise _strange(kind)

    def _beat(self) -> None:
        self._beats += 1
        if self._beats > BEATS_MOST:
            raise broken(_("beats without end"))

    def _ready(self, rest: bytes) -> None:
        root, _space, more = rest.partition(b" ")
        sudo, _space, more = more.partition(b" ")
        folder, _space, shell = more.partition(b" ")
        self._notice(Ready(root == b"1", sudo == b"sudo.", text_of(folder), text_of(shell)))

    def _frame(self, rest: bytes) -> int | None:
        found = _FRAME.fullmatch(rest)
        index = int(found[1]) if found else -1
        if found is None or index not in self._open:
            raise _strange(rest)
        item = self._stream.line()
        out_bytes, err_bytes = int(found[5]), int(found[7])
        if out_bytes > self._most(index, int(found[2])) or err_bytes > ERR_BYTES:
            count = out_bytes + err_bytes
            raise broken(_("{ask}: {count:bytes} were never asked for", ask=self._questions[index].id, count=count))
        out, err = self._stream.exactly(out_bytes), self._stream.exactly(err_bytes)
        end = [self._stream.line(), self._stream.line(), self._stream.line()]
        if end != [b"", self._mark + b"e " + rest, item] or not (_fits(out, found[6]) and _fits(err, found[8])):
            raise broken(_("{ask}: its frame is damaged", ask=self._questions[index].id))
        exit_code = None if found[4] == b"-" else int(found[4])
        reply = Reply(found[3].decode(), exit_code, out, err, int(found[9]), found[10] == b"1", item=item)
        self._notice(_cost(self._questions[index].id, found))
        return index if self._take(index, int(found[2]), reply) else None

    def _most(self, index: int, part: int) -> int:
        ask = self._questions[index].ask
        if isinstance(ask, Each):
            ask = ask.ask if part == _ITEM else ask.items
        return ask.kib * 1024 if isinstance(ask, Shell) else 0

    def _take(self, index: int, part: int, reply: Reply) -> bool:
        """Keep a reply; whether the question is whole with it."""
        question, heard = self._questions[index], self._open[index]
        is_walk = isinstance(question.ask, Each)
        if part == _ITEM:
            if not _is_next(question, heard.replies, reply.item):
                raise broken(_("{ask}: an item that was not asked", ask=question.id))
            heard.replies.append(reply)
            return False
        two = isinstance(question.ask, Shell) and question.ask.samples > 1
        wanted = _EARLIER if two and not heard.earlier else _ANSWER
        if heard.replies or reply.item or question.items or part != wanted:
            raise broken(_("{ask}: an answer too many", ask=question.id))
        if part == _EARLIER:
            heard.earlier = reply
            return False
        heard.replies.append(_joined(question, heard.earlier, reply) if heard.earlier else reply)
        return not is_walk

    def _walked(self, rest: bytes) -> int:
        words = rest.split(b" ")
        index = int(words[0]) if _NUMBER.fullmatch(words[0]) else -1
        if len(words) != 2 or index not in self._open:  # noqa: PLR2004 - index and count
            raise _strange(rest)
        question, replies = self._questions[index], self._open[index].replies
        listed = int(isinstance(question.ask, Each))
        is_walk = listed or question.items
        is_short = len(replies) < (listed or len(sent_items(question)))
        if not is_walk or is_short or words[1] != str(len(replies) - listed).encode():
            raise broken(_("{ask}: its walk lost items", ask=question.id))
        return index


def _strange(said: bytes) -> SessionError:
    return broken(_("not the line that was due: {line}", line=quoted(text_of(said[:_LINE_SHOWN]))))


def _fits(data: bytes, said: bytes) -> bool:
    return said == b"-" or (int(said) == checksum(data) if data else said == b"0")


def _joined(question: Question, first: Reply, second: Reply) -> Reply:
    """Two samples as one reply; the first that failed speaks for both."""
    ok = question.ask.ok if isinstance(question.ask, Shell) else (0,)
    bad = first if first.state != "ok" or first.exit_code not in ok else second
    return Reply(
        bad.state,
        bad.exit_code,
        second.out,
        bad.err,
        first.cut_bytes + second.cut_bytes,
        second.is_privileged,
        first.out,
    )


def _listed(question: Question, replies: list[Reply]) -> list[bytes]:
    """Which items a walk or a follow-up asks, in order, by what has come."""
    if isinstance(question.ask, Each):
        lines = replies[0].out.split(b"\n") if replies else []
        return [line[1:] for line in lines if line.startswith(b"=")][: question.ask.most]
    return [item.encode("utf-8", errors="surrogateescape") for item in sent_items(question)]


def _is_next(question: Question, replies: list[Reply], item: bytes) -> bool:
    """Whether ``item`` is the one that is due. A shell drops the NULs of a line, each in its way: any item then."""
    done = len(replies) - int(isinstance(question.ask, Each))
    due = _listed(question, replies)[done : done + 1]
    return bool(due) and done >= 0 and (due[0] == item or b"\0" in due[0])


def _missing(question: Question, replies: list[Reply]) -> tuple[Reply, ...]:
    """What came of a walk that was cut, and for each item that did not come a reply that says so."""
    if not replies or not (question.items or isinstance(question.ask, Each)):
        return ()
    come = {reply.item for reply in replies[int(isinstance(question.ask, Each)) :]}
    listed = _listed(question, replies)
    return (*replies, *(Reply("cut", item=item) for item in dict.fromkeys(listed) if item not in come))


def _cost(asked: str, found: re.Match[bytes]) -> Cost:
    cpu = sum(int(minutes) * 60 + float(seconds) for minutes, seconds in _CPU.findall(found[13]))
    return Cost(asked, max(0.0, float(found[12]) - float(found[11])), cpu)
