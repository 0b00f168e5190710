"""A database's session: questions become statements, one after the other, over one connection at a time.

What differs between products (driver, how to set timeouts, what an error means) is a ``Dialect``. Nothing is written: each
statement stands in a read-only transaction of its own that is rolled back. A connection that is lost is made anew at most
``RECONNECTS`` times, so that one stuck backend or a restart costs only what was asked meanwhile.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event
from typing import Final, Protocol

from collectors.base import EachDatabase, Question, Reason, SessionError, Sql
from collectors.evidence import Reply, encode
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost
from collectors.sessions.sql_replies import failed, listed, on_a_line, told
from collectors.sessions.watch import closed
from collectors.statements import NONE_FITS
from collectors.tables import Server
from config.text import _

RECONNECTS: Final = 3
"""After a lost connection; a server that restarts is back within the pauses, one that is down is not asked for ever."""
PAUSE_SECONDS: Final = 2.0
GRACE_SECONDS: Final = 2.0
"""How much longer than the server's own statement timeout we wait for its answer."""

Check = Callable[[], None]


class StatementFailed(Exception):  # noqa: N818 - it is said of the statement
    """One statement failed. ``state`` is that of a Reply; where ``is_lost`` the connection is gone with it."""

    def __init__(self, state: str, words: str, *, is_lost: bool = False) -> None:
        super().__init__(f"{state}: {words}")
        self.state = state
        self.words = words
        self.is_lost = is_lost


@dataclass(frozen=True, slots=True)
class Rows:
    """What came back: names of columns and rows of the database's own text, at most one row more than was wanted."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


class Connection(Protocol):
    """One connection to one database."""

    server: Server
    database: str

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement read-only within ``seconds``, give up at ``until``. Raises StatementFailed, SessionError."""

    def close(self) -> None:
        """End it without waiting."""


class Dialect(Protocol):
    """How one product is connected to."""

    def connect(self, database: str, until: float, check: Check) -> Connection:
        """Connect to ``database`` ("": the target's own). Raises CredentialRefused, SessionError."""

    @property
    def relatives(self) -> frozenset[str]:
        """Products whose version numbers are their own, and say nothing about which statements they understand."""


class SqlSession:
    """One database target."""

    def __init__(self, dialect: Dialect, budget: Budget) -> None:
        self._dialect = dialect
        self._budget = budget
        self._closed = Event()
        self._connection: Connection | None = None
        self._lost = 0
        self._cluster = ""
        self._until = 0.0
        self._costs: list[Cost] = []
        self._transport: dict[str, str] = {}

    @property
    def transport(self) -> Mapping[str, str]:
        """Product and version as the server says them, and the way that its connection is protected."""
        return self._transport

    @property
    def costs(self) -> Sequence[Cost]:
        """Seconds of each question."""
        return self._costs

    def connect(self) -> None:
        """Reach the server and log in once."""
        self._until = time.monotonic() + self._budget.total_seconds
        self._connection = self._connected("")
        self._cluster = _cluster(self._connection)
        server = self._connection.server
        self._transport |= {"product": server.product, "product_version": server.words[:200]}

    def close(self) -> None:
        """End it at once; what is still running over there ends by its own timeout."""
        self._closed.set()
        if self._connection is not None:
            with suppress(Exception):  # it is closed from another thread than the one that reads
                self._connection.close()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Ask what is for the target's own database, then go through the others, each connected to once."""
        self._costs.clear()
        left = list(questions)
        try:
            for question in questions:
                if isinstance(question.ask, Sql):
                    reply = encode((self._reply(question, question.ask),))
                    left.remove(question)
                    yield question, reply
            yield from self._in_each([one for one in questions if isinstance(one.ask, EachDatabase)])
        except CredentialRefused as refused:  # changed while we asked: not offered again, and the guard is told
            yield from ((question, refused) for question in left)
            return
        for question in questions:
            if not isinstance(question.ask, Sql | EachDatabase):
                raise TypeError(f"{question.id}: a database is not asked {type(question.ask).__name__}")

    def _in_each(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Go database by database, so that no more than one connection is open."""
        listings = {one.id: self._listing(one) for one in questions}
        replies: dict[str, list[Reply]] = {one: [listing] for one, (listing, _names) in listings.items()}
        for name in dict.fromkeys(name for _listing, names in listings.values() for name in names):
            wanted = [one for one in questions if name in listings[one.id][1][: one.most]]
            for question, reply in self._in_one(name, wanted):
                replies[question.id].append(replace(reply, item=on_a_line(name).encode()))
        for question in questions:
            yield question, encode(tuple(replies[question.id]))

    def _listing(self, question: Question) -> tuple[Reply, tuple[str, ...]]:
        assert isinstance(question.ask, EachDatabase)  # noqa: S101 - _in_each is given no other
        try:
            rows, _server, _database, _choice = self._run(question.ask.items)
        except StatementFailed as failure:
            return failed(failure.state, failure.words), ()
        return listed(rows.rows)

    def _in_one(self, name: str, questions: Sequence[Question]) -> Iterator[tuple[Question, Reply]]:
        self._drop()
        try:
            self._connection = self._connected(name)
            self._prove(self._connection)
        except CredentialRefused:
            raise
        except SessionError as error:
            if error.reason is Reason.BUDGET:
                return
            state = "denied" if error.reason in {Reason.REFUSED, Reason.DENIED} else "unreachable"
            for question in questions:
                yield question, Reply(state, None, err=str(error).encode())
            return
        finally:
            is_there = self._connection is not None
        for question in questions if is_there else ():
            assert isinstance(question.ask, EachDatabase)  # noqa: S101 - as above
            yield question, self._reply(question, question.ask.ask, name)
        self._drop()

    def _prove(self, connection: Connection) -> None:
        """Another cluster behind a name that a pooler gives away is not this target. Raises SessionError."""
        if _cluster(connection) not in {"", self._cluster}:
            self._drop()
            raise SessionError(Reason.IDENTITY, _("another server answers for this database"), _ELSEWHERE)

    def _reply(self, question: Question, ask: Sql, database: str = "") -> Reply:
        started = time.monotonic()
        try:
            rows, server, met, choice = self._run(ask, database)
        except StatementFailed as failure:
            return failed(failure.state, failure.words)
        finally:
            self._costs.append(Cost(question.id, time.monotonic() - started, 0.0))
        return told(server, met, choice, rows.columns, rows.rows, ask.most)

    def _run(self, ask: Sql, database: str = "") -> tuple[Rows, Server, str, int]:
        """Run the statement that is for this server; a connection that was lost before is made anew first."""
        connection = self._ready(database)
        server = connection.server
        choice = ask.choice(server.version, server.product, is_relative=server.product in self._dialect.relatives)
        if choice == NONE_FITS:
            return Rows((), ()), server, connection.database, choice
        until = min(self._until, time.monotonic() + ask.seconds + GRACE_SECONDS)
        try:
            rows = connection.run(ask.statements[choice].text, ask.seconds, ask.most, until, self._check)
        except StatementFailed as failure:
            if failure.is_lost:
                self._drop()
                self._lost += 1
            raise
        except SessionError as error:
            if error.reason is not Reason.BUDGET or self._closed.is_set():
                raise
            self._drop()
            raise StatementFailed("budget", "") from None
        return rows, server, connection.database, choice

    def _ready(self, database: str) -> Connection:
        """The connection, or a new one. Raises StatementFailed where there is no time, or nobody answers."""
        if time.monotonic() > self._until:
            raise StatementFailed("budget", "")
        try:
            self._connection = self._connection or self._connected(database)
        except SessionError as error:
            if self._closed.is_set() or isinstance(error, CredentialRefused):
                raise
            is_late = error.reason is Reason.BUDGET
            raise StatementFailed("budget" if is_late else "unreachable", "" if is_late else str(error)) from None
        return self._connection

    def _connected(self, database: str) -> Connection:
        """Connect; a server that is just coming up again is given its time."""
        while True:
            self._check()
            if self._lost > RECONNECTS:
                raise SessionError(Reason.UNREACHABLE, _("the connection was lost {count} times", count=self._lost), _LOST)
            until = min(self._until, time.monotonic() + self._budget.connect_seconds)
            try:
                return self._dialect.connect(database, until, self._check)
            except CredentialRefused:
                raise
            except SessionError:
                if not self._lost or time.monotonic() + PAUSE_SECONDS > self._until:
                    raise
                self._lost += 1
                self._closed.wait(PAUSE_SECONDS)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # it is broken: that is why it is dropped
                connection.close()

    def _check(self) -> None:
        if self._closed.is_set():
            raise closed()
        if time.monotonic() > self._until:
            raise SessionError(Reason.BUDGET, _("{seconds:number} s", seconds=self._budget.total_seconds), _BUDGET)


def _cluster(connection: Connection) -> str:
    """The identity of the server's data, "" where it does not say: all databases of a target have the same."""
    return str(getattr(connection, "cluster", ""))


_ELSEWHERE = _("a pooler sends this database to another server: make that one a target of its own")
_LOST = _("see the server's log for why it ends connections, then inspect again")
_BUDGET = _("raise the target's budget of seconds, or inspect when the database is less busy")
