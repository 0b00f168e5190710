"""A database asked by the vendor's own client on its host: over SSH, here where the database is, or by a kit.

The same statements under the same settings as by a driver, and the very same evidence. Passwords never travel: the client
logs in as the account of the operating system, or by its own file of passwords there.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from collectors.base import EachDatabase, Question, Reason, SessionError, Sql
from collectors.evidence import Reply, encode
from collectors.sessions.clients.base import Client, Said, Wanted
from collectors.sessions.notices import Cost
from collectors.sessions.sql import StatementFailed
from collectors.sessions.sql_replies import failed, listed, on_a_line, told
from collectors.statements import NONE_FITS
from collectors.tables import Server
from config.text import _

WHO_SECONDS: Final = 5
WHO_ROWS: Final = 100
_STATES: Final = {Reason.CUT: "cut", Reason.BUDGET: "budget", Reason.TIMEOUT: "timeout", Reason.DENIED: "denied"}
"""The states of a reply in a walk, where it was not asked at all."""
_LATE: Final = {"timeout": Reason.TIMEOUT, "budget": Reason.BUDGET}
_HANGS = _("see on the host why the server does not answer (its process, its log, the storage below), then inspect again")
Came = tuple[Reply | SessionError, Said | None]


class Runs(Protocol):
    """What runs the client and hears it: a shell on the host, or what a kit brought back from there."""

    @property
    def transport(self) -> Mapping[str, str]:
        """How the host was reached."""

    def connect(self) -> None:
        """Reach the host. Raises SessionError."""

    def close(self) -> None:
        """End it at once."""

    def said(self, wanted: Mapping[str, Sequence[Wanted]], server: Server) -> Mapping[str, Mapping[int, Said]]:
        """What each statement came to, by database ("": the target's own) and number.

        Raises SessionError where ``server`` is not known yet and nobody answers.
        """


class ClientSession:
    """One database target."""

    def __init__(self, runs: Runs, client: Client) -> None:
        self._runs = runs
        self._client = client
        self._server = Server("", 0, "")
        self._database = ""
        self._costs: list[Cost] = []
        self._transport: dict[str, str] = {}

    @property
    def transport(self) -> Mapping[str, str]:
        """Product and version as the server says them, and how the host was reached."""
        return {**self._runs.transport, **self._transport}

    @property
    def costs(self) -> Sequence[Cost]:
        """Seconds of each question: what its run took, in equal parts."""
        return self._costs

    def connect(self) -> None:
        """Reach the host, find the client, and hear who answers."""
        self._runs.connect()
        wanted = who(self._client)
        said = self._runs.said({"": wanted}, self._server)[""]
        one = said[0]
        if isinstance(one, StatementFailed) and one.state in _LATE:
            raise SessionError(_LATE[one.state], _("no answer in the time allowed"), _HANGS)
        self._server, self._database = self._client.met([said[one.number] for one in wanted])
        self._transport |= {
            "way": "client",
            "product": self._server.product,
            "product_version": self._server.words[:200],
        }

    def close(self) -> None:
        """End it at once."""
        self._runs.close()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Ask what is for the target's own database, then all others in one round more."""
        self._costs.clear()
        own = self._answered({"": {one.id: first(one) for one in questions}})[""]
        walks = {}
        for one in questions:
            reply, said = own[one.id]
            if isinstance(reply, SessionError):
                yield one, reply
            elif isinstance(one.ask, EachDatabase):
                walks[one] = _listing(said)
            else:
                yield one, encode((reply,))
        yield from self._in_each(walks)

    def _in_each(
        self, walks: Mapping[Question, tuple[Reply, tuple[str, ...]]]
    ) -> Iterator[tuple[Question, bytes | SessionError]]:
        by_database: dict[str, dict[str, Sql]] = {}
        for one, (_listing_reply, names) in walks.items():
            assert isinstance(one.ask, EachDatabase)  # noqa: S101 - ask gives no other
            for name in names[: one.ask.most]:
                by_database.setdefault(name, {})[one.id] = one.ask.ask
        answered = self._answered(by_database)
        for one, (listing, names) in walks.items():
            came = {name: answered[name][one.id][0] for name in names if one.id in answered.get(name, {})}
            refused = [reply for reply in came.values() if isinstance(reply, SessionError)]
            if refused and len(refused) == len(came):
                yield one, refused[0]
                continue
            items = [replace(_item(reply), item=on_a_line(name).encode()) for name, reply in came.items()]
            yield one, encode((listing, *(item for item in items if item.state != "budget")))

    def _answered(self, asked: Mapping[str, Mapping[str, Sql]]) -> dict[str, dict[str, Came]]:
        """By database and id of the question its reply, and what it was made of; equal statements are sent once."""
        texts: dict[str, dict[Sql, Wanted]] = {name: {} for name in asked}
        choices: dict[Sql, int] = {}
        for name, asks in asked.items():
            for ask in dict.fromkeys(asks.values()):
                choices[ask] = self._choice(ask)
                if choices[ask] != NONE_FITS:
                    text = self._client.sent(ask.statements[choices[ask]].text)
                    texts[name][ask] = Wanted(len(texts[name]), text, ask.seconds, ask.most)
        started = time.monotonic()
        said = self._runs.said({name: list(wanted.values()) for name, wanted in texts.items() if wanted}, self._server)
        ids = [id_ for asks in asked.values() for id_ in asks]
        self._costs += [Cost(id_, (time.monotonic() - started) / len(ids), 0.0) for id_ in ids]
        made: dict[str, dict[str, Came]] = {}
        for name, asks in asked.items():
            made[name] = {}
            for id_, ask in asks.items():
                one = texts[name].get(ask)
                heard = said[name][one.number] if one else None
                made[name][id_] = self._reply(ask, choices[ask], name, heard), heard
        return made

    def _choice(self, ask: Sql) -> int:
        is_relative = self._server.product in self._client.relatives
        return ask.choice(self._server.version, self._server.product, is_relative=is_relative)

    def _reply(self, ask: Sql, choice: int, database: str, said: Said | None) -> Reply | SessionError:
        if isinstance(said, SessionError):
            return said
        if isinstance(said, StatementFailed):
            return failed(said.state, said.words)
        columns, rows = (said.columns, said.rows) if said else ((), ())
        return told(self._server, database or self._database, choice, columns, rows, ask.most)


def who(client: Client) -> list[Wanted]:
    """The statements that say who answers."""
    return [Wanted(number, text, WHO_SECONDS, WHO_ROWS) for number, text in enumerate(client.who)]


def first(one: Question) -> Sql:
    """What is asked in the target's own database: the question, or what enumerates the databases for it."""
    if isinstance(one.ask, EachDatabase):
        return one.ask.items
    if isinstance(one.ask, Sql):
        return one.ask
    raise TypeError(f"{one.id}: a database is not asked {type(one.ask).__name__}")


def _listing(said: Said | None) -> tuple[Reply, tuple[str, ...]]:
    if isinstance(said, StatementFailed):
        return failed(said.state, said.words), ()
    return listed(said.rows if said and not isinstance(said, SessionError) else ())


def _item(reply: Reply | SessionError) -> Reply:
    """A reply within a walk, also where that one item was not asked."""
    if isinstance(reply, SessionError):
        return failed(_STATES.get(reply.reason, "unreachable"), str(reply))
    return reply
