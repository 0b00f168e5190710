"""The run log: a line for each thing that is sent, each with the digest of the line before; a file beside the store.

A line says when, to which target, which ask, by whom, under which authorisation; no value, no answer, no secret. What was
changed, taken out or put in between shows; that the end was cut off shows by the heads that the inspections keep.
"""

import getpass
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.store.values import default_path
from collectors.base import Question, Reason, SessionError
from collectors.sessions.base import Session
from collectors.sessions.notices import Cost
from config.os_words import os_words
from config.site import Target
from config.text import Text, _

if TYPE_CHECKING:
    from agent.store.store import Store

FIRST: Final = "0" * 64
"""What the first line has in place of the digest of one before."""
HEAD: Final = "run_log"
"""The name under which a result's transport keeps the digest of the last line that was written for it."""
WORKER: Final = "worker"
"""The name under which it keeps which worker asked, where one did."""
_MAKE_ROOM: Final = _("Make room on the disk of the store, or give this account the right to write the file beside it")
_TAIL_BYTES: Final = 65_536
"""How much of the end is read to find the last line; a line has at most some hundred bytes."""


def place_of(store_place: str) -> Path:
    """Where the run log of a store lies: beside its file; of a database among this account's own data."""
    if "://" in store_place:
        return default_path().parent / f"run-log-{sha256(store_place.encode()).hexdigest()[:16]}.jsonl"
    return Path(f"{store_place}.run-log.jsonl")


def who() -> str:
    """The account and machine that send; of sudo the account that called it."""
    name = os.environ.get("SUDO_USER") or _account()
    return f"{name}@{socket.gethostname()}"


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


@dataclass
class RunLog:
    """The open log of one run. Threads and other processes may append between; each append is one write."""

    place: Path
    by: str
    authorisation: str = ""
    worker: str = ""
    """Of a worker of a fleet, who it is: the log lies with it, and not with whoever began the round."""
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def append(self, target: Target, questions: Sequence[Question]) -> str:
        """Add a line a question; give the digest of the last. Raises OSError where it cannot be written."""
        return self._append([(target.id, one.id, one.digest) for one in questions])

    def append_act(self, act: str, digest: str) -> str:
        """Add a line of what was done to the store itself, with the digest of what says more; as ``append``."""
        return self._append([("", act, digest)])

    def _append(self, told: Sequence[tuple[str, str, str]]) -> str:
        import fcntl  # noqa: PLC0415 - there is none where nothing is inspected by a session

        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._turn:
            handle = os.open(self.place, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                previous, is_torn = _last(handle)
                lines = [b"\n"] if is_torn else []
                for one in told:
                    line = _line(at, one, self.by, self.authorisation, previous, is_torn=is_torn)
                    previous, is_torn = sha256(line).hexdigest(), False
                    lines.append(line + b"\n")
                _write(handle, b"".join(lines))
            finally:
                os.close(handle)
        return previous


def _line(at: str, told: tuple[str, str, str], by: str, authorisation: str, previous: str, *, is_torn: bool) -> bytes:
    target, ask, digest = told
    made = {"at": at, "target": target, "ask": ask, "digest": digest, "by": by, "previous": previous}
    made |= {"authorisation": authorisation} if authorisation else {}
    made |= {"after_torn": "yes"} if is_torn else {}
    return json.dumps(made, ensure_ascii=False).encode()


def _write(handle: int, body: bytes) -> None:
    while body:
        body = body[os.write(handle, body) :]


def _last(handle: int) -> tuple[str, bool]:
    """The digest of the last line, and whether it is torn: its writer was killed."""
    size = os.fstat(handle).st_size
    if not size:
        return FIRST, False
    tail = os.pread(handle, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
    is_torn = not tail.endswith(b"\n")
    line = tail.removesuffix(b"\n").rpartition(b"\n")[2]
    return sha256(line).hexdigest(), is_torn


class LoggedSession:
    """A session that writes down what it is about to send, before it sends it; what cannot be written is not sent."""

    def __init__(self, session: Session, target: Target, log: RunLog) -> None:
        self._session = session
        self._target = target
        self._log = log
        self._head = ""

    @property
    def transport(self) -> Mapping[str, str]:
        """What the session knows of its way, under which authorisation it asked, and the head of the log then."""
        more = {HEAD: self._head, "authorisation": self._log.authorisation, WORKER: self._log.worker}
        return {**self._session.transport, **{name: value for name, value in more.items() if value}}

    @property
    def costs(self) -> Sequence[Cost]:
        """What the session's own cost."""
        return self._session.costs

    def connect(self) -> None:
        """Connect the session. Raises its SessionError."""
        self._session.connect()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Write the lines, then send. Raises SessionError where they cannot be written."""
        from agent.planning import is_sent  # noqa: PLC0415 - it reads the whole catalogue

        told = [one for one in questions if is_sent(one.ask, self._target)]
        if told:
            try:
                self._head = self._log.append(self._target, told)
            except OSError as error:
                detail = _("the run log cannot be written, so nothing was sent: {why}", why=os_words(error))
                raise SessionError(Reason.NOT_ASKED, detail, _MAKE_ROOM) from error
        yield from self._session.ask(questions)

    def close(self) -> None:
        """End the session."""
        self._session.close()


def logging(opener: Callable[[Target], Callable[[], Session]], log: RunLog) -> Callable[[Target], Callable[[], Session]]:
    """What opens sessions that write down what they send."""

    def prepared(target: Target) -> Callable[[], Session]:
        opened = opener(target)
        return lambda: LoggedSession(opened(), target, log)

    return prepared


@dataclass(frozen=True, slots=True)
class Chain:
    """What a look at the whole log found. ``torn`` are the lines that a killed process left; no flaws."""

    lines: int
    heads: frozenset[str]
    flaws: tuple[Text, ...] = ()
    torn: tuple[Text, ...] = ()


def read(place: Path) -> Chain:
    """Follow the chain from its first line to its last; an empty one where there is no log. Raises OSError."""
    if not place.exists():
        return Chain(0, frozenset())
    body = place.read_bytes()
    lines = body.split(b"\n")
    last = lines.pop()
    flaws, torn, heads, previous = [], [], set(), FIRST
    following = [*lines[1:], last or b""]
    for number, (line, after) in enumerate(zip(lines, following, strict=True), 1):
        told = _read(line)
        if told is None and (_read(after) or {}).get("after_torn"):
            torn.append(_torn(place, number))
        elif told is None:
            flaws.append(_("{file}, line {number}: this is no line of the run log", file=str(place), number=number))
        elif told.get("previous") != previous:
            flaws.append(_("{file}, line {number}: the chain is broken before it", file=str(place), number=number))
        previous = sha256(line).hexdigest()
        heads.add(previous)
    if last:
        torn.append(_torn(place, len(lines) + 1))
    return Chain(len(lines) + bool(last), frozenset(heads), tuple(flaws), tuple(torn))


def _torn(place: Path, number: int) -> Text:
    return _(
        "{file}, line {number} is torn: its process was killed while it wrote; what it was about to send is not known",
        file=str(place),
        number=number,
    )


def _read(line: bytes) -> dict[str, object] | None:
    try:
        made = json.loads(line)
    except ValueError:
        return None
    return made if isinstance(made, dict) and {"at", "target", "ask", "digest", "previous"} <= set(made) else None


def checked(store: "Store", inspections: Sequence[str]) -> tuple[Chain, list[Text]]:
    """Follow the log beside a store; give what is wrong with it, also held against the heads that its inspections kept.

    Of what other workers asked the lines lie with them: it is verified there.
    """
    chain = read(place_of(store.place))
    known = {FIRST, *chain.heads}
    lost = [
        _("{inspection}, {target}: its lines are no longer in the run log", inspection=one, target=result.target)
        for one in inspections
        for result in store.load(one).targets
        if result.transport.get(HEAD, FIRST) not in known and result.transport.get(WORKER, who()) == who()
    ]
    return chain, [*chain.flaws, *lost]
