"""What a kit brought back, read as a session reads a connection: the same frames, the same evidence.

A bundle ends with the checksum of all before it. One that ends so and does not fit was altered and is refused; one that has
no end was cut, and is read as far as it goes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from collectors.base import Each, Question, Reason, SessionError, Shell
from collectors.sessions.armour import Armoured, recovered, unpacked
from collectors.sessions.frames import answers
from collectors.sessions.kit import question_names
from collectors.sessions.notices import Begin, Cost, Notice, Ready
from collectors.sessions.streams import checksum
from config.text import Text, _

MAGIC: Final = b"XUNJIAN-BUNDLE 1\n"
_END: Final = re.compile(rb"\nXUNJIAN-END (\d{1,10}) (\d{1,10})\n?\Z")
_ASK: Final = re.compile(
    r"ask (\d{1,4}) (\S+) ([0-9a-f]{32}) ([0-9a-f]{16}) (each|shell) ([12]) (\d{1,7}) (\d{1,7}) (\d{1,6})"
)
_DATABASE: Final = re.compile(r"database (\d{1,4}) (\S{1,40}) (\S{1,40}) (\S.{0,200})")
_STATEMENT: Final = re.compile(r"sql (\d{1,4}) ([a-z]{1,10}\d{0,4}) (\d{1,6}) ([0-9a-f]{16})")
_MAGIC_WITHIN: Final = 4096
"""Bytes that may stand before the head: what a transfer puts there."""
_EARLIEST: Final = datetime(2020, 1, 1, tzinfo=UTC)
_AGAIN = _("Copy the file again, by another way if need be; a kit's file that was edited cannot be judged")
_MISSING = _("Print the missing lines again on the target, save that log too, and import both together: {command}")
_CUT = _("The file ends before the kit had ended: run the kit again, or copy its file again, and import that")
_ONE_ROUND = _("A kit asks one round; what depends on its answers is asked by a live session only")
ASK_IT = _("Write a kit that asks it, run it on the host and import what it brings: xunjian kit --only CHECK")


class BundleRefused(Exception):  # noqa: N818 - it is said of a file, no error of ours
    """A file is no bundle, or not what the kit wrote; ``text`` says what and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.template)
        self.text = text


@dataclass(frozen=True, slots=True)
class Entry:
    """One ask of the kit that made a bundle, by its place among the frames."""

    collector: str
    ask: str
    exact: str
    question: Question


@dataclass(frozen=True, slots=True)
class KitDatabase:
    """One database that a kit asked by its client on the host; ``place`` counts from 0."""

    place: int
    platform: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """One run of a kit. ``is_cut``: it ends before its end; ``missing`` are lines of a terminal log that did not come."""

    host: str
    tool_version: str
    nonce: str
    entries: tuple[Entry, ...]
    frames: bytes
    is_cut: bool
    name: str = ""
    missing: tuple[int, ...] = ()
    databases: tuple[KitDatabase, ...] = ()
    statements: tuple[tuple[int, str, int, str], ...] = ()
    """Of each statement of theirs: the database's place, its part, its number, what it is."""
    files: tuple[int, ...] = ()
    """Which of the files that were given it came in, from 0."""

    @property
    def is_of_host(self) -> bool:
        """Whether the kit asked the host itself."""
        return any(not one.collector.startswith("database.") for one in self.entries)

    @property
    def digest(self) -> str:
        """What it brought, by sha256: equal for the kit's own file and for the log that shows all its lines."""
        return sha256(b"\0".join((self.nonce.encode(), self.frames))).hexdigest()


def bundles(files: Sequence[bytes]) -> list[Bundle]:
    """Find the bundles in files: a kit's own file, packed or not, or terminals' logs with those of several hosts.

    Logs are read together: lines that one lacks another may have. Raises BundleRefused where there is none, or one was
    altered.
    """
    found, logs = [], {}
    for place, raw in enumerate(files):
        plain = unpacked(raw)
        if MAGIC in plain[:_MAGIC_WITHIN]:
            found.append(replace(_bundle(plain[plain.index(MAGIC) :]), files=(place,)))
        else:
            logs[place] = raw
    return [*found, *_of_logs(logs, is_needed=not found)]


def _of_logs(logs: Mapping[int, bytes], *, is_needed: bool) -> Iterator[Bundle]:
    is_found = False
    for armoured in recovered(b"\n".join(logs.values())).values():
        is_found = True
        within = tuple(place for place, raw in logs.items() if f"~{armoured.name} ".encode() in raw)
        yield replace(bundle_of(armoured), files=within or tuple(logs))
    if is_needed and not is_found:
        raise BundleRefused(
            _("There is neither a kit's file nor a terminal log of one in it; its lines begin with ~ and four signs")
        )


def bundle_of(armoured: Armoured) -> Bundle:
    """Read the bundle that came as lines. Raises BundleRefused where its head is not there, or it was altered."""
    content, name = armoured.content(), armoured.name
    if not content.startswith(MAGIC) or (armoured.missing and b"\n\n" not in content):
        raise BundleRefused(_log_without_head(name, armoured.missing))
    if not armoured.missing and armoured.count is not None and not armoured.is_whole:
        raise BundleRefused(_("The lines ~{name} fit each by itself, but not together: {what}", name=name, what=_AGAIN))
    return _bundle(content, name, armoured.missing)


def ranges(numbers: Sequence[int]) -> str:
    """Write line numbers as a person reads them: ``3, 7-12``."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def again(host: str, name: str, numbers: Sequence[int]) -> str:
    """Write the command that prints just these lines again from the text that the kit left on the target."""
    return f"sed -n '{patterns(numbers)}' xunjian-{host}-*.txt   # ~{name}"


def patterns(numbers: Sequence[int]) -> str:
    """Write the sed program that prints just these lines."""
    wanted: list[str] = []
    for part in ranges(numbers).split(", "):
        first, _dash, last = part.partition("-")
        until = f",/ {int(last):05d} /" if last else ""
        wanted.append(f"/ {int(first):05d} /{until}p")
    return ";".join(wanted)


def _log_without_head(name: str, missing: Sequence[int]) -> Text:
    command = again("HOST", name, missing[:40] or (1,))
    return _("Lines ~{name} were found, but not the first of them; print them again: {command}", name=name, command=command)


def _bundle(plain: bytes, name: str = "", missing: tuple[int, ...] = ()) -> Bundle:
    end = _END.search(plain)
    if end is not None:
        body = plain[: end.start()]
        if (len(body), checksum(body)) != (int(end[2]), int(end[1])):
            raise BundleRefused(_("The file does not fit its own checksum: a byte of it was altered. {what}", what=_AGAIN))
    elif _is_done(plain):
        raise BundleRefused(_("The file does not fit its own checksum: a byte of it was altered. {what}", what=_AGAIN))
    head, _gap, frames = plain.partition(b"\n\n")
    lines = head.decode(errors="replace").split("\n")
    words = dict(line.partition(" ")[::2] for line in lines[1:] if not line.startswith("ask "))
    entries = tuple(_entry(line) for line in lines if line.startswith("ask "))
    if not re.fullmatch(r"[0-9a-f]{8,64}", words.get("nonce", "")) or not entries:
        raise BundleRefused(_("The head of the file is damaged. {what}", what=_AGAIN))
    return Bundle(
        host=words.get("host", ""),
        tool_version=words.get("tool", ""),
        nonce=words["nonce"],
        entries=entries,
        frames=frames[: end.start() - len(head) - 2] if end else frames,
        is_cut=end is None,
        name=name,
        missing=missing,
        databases=tuple(_databases(lines)),
        statements=tuple((int(hit[1]), hit[2], int(hit[3]), hit[4]) for hit in map(_STATEMENT.fullmatch, lines) if hit),
    )


def _databases(lines: Sequence[str]) -> Iterator[KitDatabase]:
    for line in lines:
        if line.startswith("database "):
            found = _DATABASE.fullmatch(line)
            if found is None:
                raise BundleRefused(_("The head of the file is damaged. {what}", what=_AGAIN))
            yield KitDatabase(int(found[1]), found[2], found[3], found[4])


def _is_done(plain: bytes) -> bool:
    """Whether the round had come to its end: then the kit wrote its checksum too, and its lack is no cut."""
    found = re.search(rb"\nnonce (\w+)\n", plain[:_MAGIC_WITHIN])
    return found is not None and b"\n@@" + found[1] + b" done " in plain


def _entry(line: str) -> Entry:
    found = _ASK.fullmatch(line)
    if found is None:
        raise BundleRefused(_("The head of the file is damaged. {what}", what=_AGAIN))
    kind, samples, kib, listing_kib, most = found[5], int(found[6]), int(found[7]), int(found[8]), int(found[9])
    single = Shell("", kib=kib, samples=samples, ok=tuple(range(256)), may_be_empty=True)
    ask = Each(Shell("", kib=listing_kib), single, most) if kind == "each" else single
    return Entry(found[2], found[3], found[4], Question(found[2], ask, most=most or 64))


def replies(
    bundle: Bundle, questions: Sequence[Question], notice: Notice
) -> Iterator[tuple[Question, bytes | SessionError]]:
    """Give the very questions that the kit was made of their replies; what was lost is said to be so."""
    for question, reply in answers(questions, bundle.nonce, iter([bundle.frames]), notice):
        yield question, _lost(bundle, reply)


def _lost(bundle: Bundle, reply: bytes | SessionError) -> bytes | SessionError:
    """What did not come of a bundle that is cut is said to be so, with the way to have it."""
    if isinstance(reply, bytes) or not (bundle.is_cut or bundle.missing):
        return reply
    if bundle.missing:
        command = again(bundle.host, bundle.name, bundle.missing)
        lines = _("lines {numbers} of the terminal log are missing", numbers=ranges(bundle.missing))
        return SessionError(Reason.CUT, lines, Text(_MISSING.template, {"command": command}))
    return SessionError(Reason.CUT, _("the kit's file was cut"), _CUT)


class BundleSession:
    """A session over a bundle: what the kit asked is there, what it did not ask was not asked."""

    def __init__(self, bundle: Bundle, now: datetime) -> None:
        self._bundle = bundle
        self._now = now
        self._said: dict[str, str] = {"origin": "kit", "kit_version": bundle.tool_version, "bundle": bundle.digest}
        self._costs: list[Cost] = []
        self._replies: dict[str, bytes | SessionError] | None = None
        self._by_collector: dict[str, bytes | SessionError] = {}

    @property
    def transport(self) -> Mapping[str, str]:
        """How it came here, when the answers were taken, as whom."""
        return self._said

    @property
    def costs(self) -> Sequence[Cost]:
        """What each frame cost the target."""
        return self._costs

    def connect(self) -> None:
        """Nothing to reach."""

    def close(self) -> None:
        """Nothing to end."""

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Give each question what the kit brought for it."""
        if self._replies is None:
            self._replies = self._read(questions)
        for question in questions:
            if question.items:
                yield question, SessionError(Reason.NOT_ASKED, "", _ONE_ROUND)
                continue
            name, exact = question_names(question)
            reply = self._replies.get(exact, self._replies.get(f"{question.id} {name}"))
            left_out = SessionError(Reason.NOT_ASKED, _("the kit did not ask it"), ASK_IT)
            yield question, reply if reply is not None else left_out

    def brought(self, collector: str) -> bytes | SessionError:
        """What the kit brought for what it knows by that name, and no collector of the catalogue asks itself."""
        if self._replies is None:
            self._replies = self._read(())
        left_out = SessionError(Reason.NOT_ASKED, _("the kit did not ask it"), ASK_IT)
        return self._by_collector.get(collector, left_out)

    def _read(self, questions: Sequence[Question]) -> dict[str, bytes | SessionError]:
        """Read all frames: by the exact name of what was asked, and by the ask alone, should a value have been another."""
        entries = self._bundle.entries
        ours = {question_names(question)[0]: question.ask for question in questions}
        asked = [Question(str(n), ours.get(e.ask, e.question.ask), most=e.question.most) for n, e in enumerate(entries)]
        replies: dict[str, bytes | SessionError] = {}
        for question, reply in answers(asked, self._bundle.nonce, iter([self._bundle.frames]), self._notice):
            entry = entries[int(question.id)]
            brought = _lost(self._bundle, reply)
            replies[entry.exact] = replies[f"{entry.collector} {entry.ask}"] = brought
            self._by_collector[entry.collector] = brought
        return replies

    def _notice(self, said: Begin | Ready | Cost) -> None:
        if isinstance(said, Cost):
            self._costs.append(said)
        elif isinstance(said, Ready):
            self._said |= {"shell": said.shell, "is_root": "yes" if said.is_root else "no"}
        else:
            taken_at = datetime.fromtimestamp(said.epoch_seconds, UTC)
            is_plausible = _EARLIEST <= taken_at <= self._now + timedelta(days=1)
            self._said |= {"taken_at": taken_at.isoformat()} if is_plausible else {"clock_is_implausible": "yes"}
