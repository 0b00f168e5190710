"""A device's commands and answers out of the saved log of a terminal (SecureCRT, Xshell): asked by hand, read as if asked.

Sample::

    <SW1>display clock
    2026-11-22 10:00:00+08:00
    <SW1>display cpu-usage
    ...
    <SW1>

An answer counts where the device's next prompt stands after it; the last one of a log that was cut does not. Commands are
those of the catalogue, typed in full: what was abbreviated, or asked in another view of the same device, is another one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from collectors.base import Cli, Question, Reason, SessionError, WayLost
from collectors.evidence import Reply, encode
from collectors.sessions.cli.families import known_by
from collectors.sessions.cli.prompts import Prompt, with_marks_as
from collectors.sessions.cli.refusals import refusal
from collectors.sessions.cli.screen import shown, words_of
from collectors.sessions.cli.secrets import masked
from collectors.sessions.notices import Cost
from config.text import Text, _

LOG_MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a log that is read: many times all answers of a device."""

_STAMP: Final = re.compile(
    r"^[\[(]?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T_]+)?\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,6})?[\])]?[ :|\t]?"
    r"(?=\s|[<\[(\w%#*!^-]|$)"
)
"""What a terminal program writes before each line, where it was told to."""
_STAMPED_SHARE: Final = 0.9
_MARKS: Final = re.compile(
    r"(?m)^[ ]*(?:-{2,8} ?more ?-{2,8}|<-{2,4} more -{2,4}>|-{2,3}\((?:more|less)[ \d%]{0,5}\)-{0,3})[ ]*(?=[\b\r\x1b])",
    re.IGNORECASE,
)
"""A pager's mark before what wipes it."""
_WAITS: Final = "\ue000"
"""Stands in a line of its own where a pager waited: a sign that no log has, which is bytes."""
_PROMPTED: Final = re.compile(
    r"^(?P<prompt>(?:HRP_[MSA]|RBM_[PS])?[<\[][~*]?[^<>\[\]\s]{1,80}[>\]]|"
    r"[A-Za-z0-9_][\w.@:/()~+-]{0,80}(?: \([\w.-]{1,40}\) ?)?[>#])"
    r"[ ]?(?P<typed>\S.*)?$"
)

_GO_ON = _("the log ends before the device's next prompt; save it again after the prompt has come, and import that")


@dataclass(frozen=True, slots=True)
class Transcript:
    """What one device said in a log. ``answers`` are whole, by command; ``cut`` are commands whose answer was not."""

    name: str
    family: str
    is_low: bool
    answers: Mapping[str, str]
    cut: frozenset[str]

    @property
    def digest(self) -> str:
        """Name what it brought, by sha256."""
        pairs = "\0".join(f"{command}\0{said}" for command, said in sorted(self.answers.items()))
        return sha256(f"{self.name}\0{pairs}".encode("utf-8", errors="surrogateescape")).hexdigest()

    def missing(self, questions: Sequence[Question]) -> tuple[str, ...]:
        """The commands that were not asked, or whose answer is not whole."""
        asked = (one.ask.command for one in questions if isinstance(one.ask, Cli) and self._is_mine(one.ask))
        return tuple(dict.fromkeys(command for command in asked if command not in self.answers))

    def replies(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Give each question what the log has for it, as a live session would."""
        for question in questions:
            try:
                yield question, self._reply(question.ask)
            except SessionError as error:
                yield question, error

    def _is_mine(self, ask: Cli) -> bool:
        return not self.family or self.family in ask.families

    def _reply(self, ask: object) -> bytes:
        if not isinstance(ask, Cli):
            raise WayLost(Reason.NOT_ASKED, _("a terminal's log does not tell it"))  # a command may
        if not self._is_mine(ask):
            detail = _(
                "the command is for {families}; the device is of {family}", families=ask.families, family=self.family
            )
            raise SessionError(Reason.NOT_OFFERED, detail)
        said = self.answers.get(ask.command)
        if said is None:
            if ask.command in self.cut:
                raise SessionError(Reason.CUT, _("the answer to {command} is not whole", command=ask.command), _GO_ON)
            detail = _("the log has no {command}", command=ask.command)
            raise WayLost(Reason.NOT_ASKED, detail, _type_it(ask.command))  # another command may tell the same
        if found := refusal(said, is_low=self.is_low, more=ask.refused):
            raise found
        out = said.encode("utf-8", errors="surrogateescape")
        kept = out[: ask.kib * 1024]
        return encode((Reply("ok", 0, kept, cut_bytes=len(out) - len(kept), is_privileged=not self.is_low),))


def transcripts(log: bytes) -> tuple[Transcript, ...]:
    """Read a log: each device in it once, by the name in its prompt, in the order they come. None is an empty tuple."""
    raw = log[:LOG_MOST_BYTES].decode("latin-1")
    lines = _without_stamps(
        with_marks_as(f"{_WAITS}\n", shown(_MARKS.sub(f"{_WAITS}\n", raw.replace("\x00", "")))).split("\n")
    )
    names = _names(lines)
    said: dict[str, _Said] = {}
    now: _Said | None = None
    for line in lines:
        found = _PROMPTED.match(line)
        name = _whose(found["prompt"], names) if found else ""
        if found and name:
            if now is not None:
                now.end()
            now = said.setdefault(name, _Said(name))
            now.begin(found["prompt"], found["typed"] or "")
        elif now is not None:
            now.hear(line)
    if now is not None:
        now.cut_off()
    return tuple(one.whole() for one in said.values() if one.answers or one.cut)


class _Said:
    """What one device is heard to say, line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answers: dict[str, str] = {}
        self.cut: set[str] = set()
        self.lines: list[str] = []
        self._prompt = ""
        self._typed = ""
        self._is_left = False

    def begin(self, prompt: str, typed: str) -> None:
        """A prompt, and what was typed behind it."""
        self._prompt, self._typed, self.lines = prompt, " ".join(typed.split()), []
        self._is_left = False

    def hear(self, line: str) -> None:
        """A line of the answer, or that the pager waits."""
        if line != _WAITS:
            self.lines.append(line)
        self._is_left = line == _WAITS or (self._is_left and not line.strip())

    def end(self) -> None:
        """The next prompt: the answer is whole, unless the pager was left where it waited (q, Ctrl-C)."""
        if self._is_left:
            self.cut_off()
        elif self._typed:
            plain = "".join(f"{line}\n" for line in self.lines)
            self.answers[self._typed] = plain.encode("latin-1").decode("utf-8", errors="surrogateescape")
            self.cut.discard(self._typed)

    def cut_off(self) -> None:
        """The log's end without a prompt."""
        if self._typed and self._typed not in self.answers:
            self.cut.add(self._typed)

    def whole(self) -> Transcript:
        """All of it, with the secrets masked."""
        family = next(filter(None, (known_by(one, _words_of_kept(said)) for one, said in self.answers.items())), "")
        kept = {command: masked(said) for command, said in self.answers.items()}
        return Transcript(words_of(self.name), family, Prompt(self._prompt).is_low, kept, frozenset(self.cut))


def _words_of_kept(said: str) -> str:
    """Read kept text as people wrote it."""
    return words_of(said.encode("utf-8", errors="surrogateescape").decode("latin-1"))


def _names(lines: Sequence[str]) -> tuple[str, ...]:
    """The devices of a log, by prompts behind which something was typed; a view's prompt names the device first."""
    found = [one for line in lines if (one := _PROMPTED.match(line)) and one["typed"] and _is_command(one["typed"])]
    plain = dict.fromkeys(_plain(one["prompt"]) for one in found if not one["prompt"].startswith("["))
    views = dict.fromkeys(_plain(one["prompt"]) for one in found if one["prompt"].startswith("["))
    return (*plain, *(view for view in views if not any(view == name or view.startswith(f"{name}-") for name in plain)))


def _is_command(typed: str) -> bool:
    return typed.split(maxsplit=1)[0].lower() in {
        "display",
        "show",
        "get",
        "screen-length",
        "terminal",
        "enable",
        "diagnose",
        "dir",
    }


def _whose(prompt: str, names: Sequence[str]) -> str:
    plain = _plain(prompt)
    is_view = prompt.startswith("[")
    return next((name for name in names if plain == name or (is_view and plain.startswith(f"{name}-"))), "")


def _plain(prompt: str) -> str:
    bare = re.sub(r"^(?:HRP_[MSA]|RBM_[PS])", "", prompt).strip("<>[]# ").lstrip("~*")
    return re.sub(r"\s?\([\w.-]*\)$", "", re.sub(r"^[^@\s]+@", "", bare))


def _without_stamps(lines: list[str]) -> list[str]:
    told = [line for line in lines if line.strip() and line != _WAITS]
    if not told or sum(bool(_STAMP.match(line)) for line in told) < _STAMPED_SHARE * len(told):
        return lines
    return [_STAMP.sub("", line, count=1) for line in lines]


def _type_it(command: str) -> Text:
    return _(
        "log the terminal, type {command} in full on the device, end with an empty line, and import that log too",
        command=command,
    )


class TranscriptSession:
    """A session over a log: what was typed is there, what was not was not asked."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self.left_out: tuple[str, ...] = ()
        """The commands that were asked of it and are not in the log, or not whole."""
        self.answered: frozenset[str] = frozenset()
        """The ids of the questions that the log answers."""

    @property
    def transport(self) -> Mapping[str, str]:
        """How it came here, and of which device it is by its own word."""
        one = self._transcript
        return {"origin": "terminal_log", "family": one.family, "device_name": one.name, "bundle": one.digest}

    @property
    def costs(self) -> Sequence[Cost]:
        """Nothing that is known."""
        return ()

    def connect(self) -> None:
        """Nothing to reach."""

    def close(self) -> None:
        """Nothing to end."""

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Give each question what the log has for it."""
        self.left_out = tuple(dict.fromkeys((*self.left_out, *self._transcript.missing(questions))))
        for question, reply in self._transcript.replies(questions):
            if not isinstance(reply, SessionError):
                self.answered |= {question.id}
            yield question, reply
