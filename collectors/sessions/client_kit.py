"""A database in a kit: its statements as a file that is read, and the shell that asks its client on the host.

The kit knows no server beforehand: its shell hears who answers and takes, of each question, the statement that is for that
server, as a session does. Every statement has a number of its own, which the manifest names by what it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Final

from collectors.base import Each, EachDatabase, Question, Shell, Sql
from collectors.sessions.client import WHO_ROWS, WHO_SECONDS
from collectors.sessions.client_shell import SLACK_SECONDS
from collectors.sessions.clients.base import Client, Frame
from collectors.sessions.clients.shell import KIB, found
from collectors.sessions.script import quote, without_comments
from collectors.statements import Statement

CONTROL: Final = "=== "
"""Begins a line of the file that is no statement's."""
WHO, OWN, LIST, EACH = "who", "own", "list", "each"
_WHO_SECONDS: Final = 20
"""Twice what the clients are given to connect."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a kit holds of one database: questions to a shell, files by name, lines of the manifest, how many statements."""

    questions: tuple[Question, ...]
    files: Mapping[str, str]
    lines: tuple[str, ...]
    count: int


def carried(place: int, client: Client, os_user: str, questions: Sequence[Question]) -> Carried:
    """Write database ``place`` (from 0) of a kit. Raises TypeError for what no database is asked.

    A statement of which a line begins as a line of the file's own does cannot be carried: ValueError.
    """
    parts = _parts(client, questions)
    numbers = count()
    lines: list[str] = []
    written = list(_frames(client.frames))
    for name, asks in parts.items():
        written.append(f"{CONTROL}part {name}")
        for ids, ask in asks.items():
            written.append(f"{CONTROL}ask {ids}")
            for one, number in zip(ask.statements, numbers, strict=False):
                text = client.sent(one.text)
                if any(line.startswith(CONTROL) for line in text.split("\n")):
                    raise ValueError(f"{ids}: a kit cannot carry a statement with a line that begins with {CONTROL!r}")
                written += [_head(number, ask, one), text]
                lines.append(f"sql {place} {name} {number} {digest_of(text, ask.most)}")
    files = {f"db{place}.sql": "\n".join(written) + "\n", f"db{place}.sh": _shell(place, client, os_user)}
    return Carried(tuple(_questions(place, parts, questions)), files, tuple(lines), len(lines))


def digest_of(text: str, most: int) -> str:
    """Name a statement and how many of its rows are wanted."""
    return sha256(f"{most}\0{text}".encode()).hexdigest()[:16]


def collector_of(place: int, part: str) -> str:
    """Under which name the manifest knows a part of a database."""
    return f"database.{place}.{part}"


def _parts(client: Client, questions: Sequence[Question]) -> dict[str, dict[str, Sql]]:
    """By part, by the ids of the questions, what is asked; equal asks are sent once."""
    who = {f"{WHO}.{number}": Sql((Statement(text),), WHO_SECONDS, WHO_ROWS) for number, text in enumerate(client.who)}
    parts = {WHO: who, OWN: _together((one.id, one.ask) for one in questions if isinstance(one.ask, Sql))}
    for number, (items, walks) in enumerate(_walks(questions).items()):
        parts[f"{LIST}{number}"] = _together((one.id, items) for one in walks)
        parts[f"{EACH}{number}"] = _together((one.id, one.ask.ask) for one in walks if isinstance(one.ask, EachDatabase))
    return parts


def _walks(questions: Sequence[Question]) -> dict[Sql, list[Question]]:
    """The questions that go through the databases, by what enumerates them."""
    walks: dict[Sql, list[Question]] = {}
    for one in questions:
        if isinstance(one.ask, EachDatabase):
            walks.setdefault(one.ask.items, []).append(one)
        elif not isinstance(one.ask, Sql):
            raise TypeError(f"{one.id}: a database is not asked {type(one.ask).__name__}")
    return walks


def _together(asked: Iterator[tuple[str, Sql]]) -> dict[str, Sql]:
    ids: dict[Sql, list[str]] = {}
    for name, ask in asked:
        ids.setdefault(ask, []).append(name)
    return {" ".join(names): ask for ask, names in ids.items()}


def _frames(frames: Sequence[Frame]) -> Iterator[str]:
    for frame in frames:
        yield " ".join((f"{CONTROL}frame", *frame.products))
        for name, lines in (("head", frame.head), ("into", frame.into), ("before", frame.before), ("after", frame.after)):
            yield f"{CONTROL}{name}"
            yield from lines


def _head(number: int, ask: Sql, one: Statement) -> str:
    """NUMBER SECONDS ROWS SINCE BEFORE IS-LAST [PRODUCTS], as the shell reads them."""
    is_last = int(one is ask.statements[-1])
    words = (number, ask.seconds, ask.most, one.since, one.before, is_last, ",".join(one.products))
    return f"{CONTROL}sql {' '.join(map(str, words))}".rstrip()


@lru_cache(maxsize=1)
def _common() -> str:
    return without_comments((Path(__file__).parent / "client.sh").read_text())


def _shell(place: int, client: Client, os_user: str) -> str:
    return (
        f'b="$TMPDIR/db{place}" u={quote(os_user)}\n{found(client)}'
        f"run_client() {{\n{client.call()}\n}}\nknown() {{\n{client.known()}\n}}\nlisted() {{\n{client.listed()}\n}}\n"
        f"{_common()}"
    )


def _questions(place: int, parts: Mapping[str, Mapping[str, Sql]], questions: Sequence[Question]) -> Iterator[Question]:
    yield Question(collector_of(place, WHO), _run(place, "who", _WHO_SECONDS))
    if parts[OWN]:
        yield Question(collector_of(place, OWN), _run(place, f"part {OWN}", _longest(parts[OWN])))
    for number, walks in enumerate(_walks(questions).values()):
        listing = _run(place, f"list {LIST}{number}", _longest(parts[f"{LIST}{number}"]))
        inner = _run(place, f'part {EACH}{number} "$1"', _longest(parts[f"{EACH}{number}"]))
        most = max(one.ask.most for one in walks if isinstance(one.ask, EachDatabase))
        yield Question(collector_of(place, f"{EACH}{number}"), Each(listing, inner, most), most=most)


def _longest(asks: Mapping[str, Sql]) -> int:
    return max(one.seconds for one in asks.values()) + SLACK_SECONDS


def _run(place: int, words: str, seconds: int) -> Shell:
    return Shell(f'. "$TMPDIR/db{place}.sh" && {words}', seconds=seconds, kib=KIB, may_be_empty=True)
