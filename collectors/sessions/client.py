"""A database asked by the vendor's own client on its host: over SSH, or here where the database is.

The same statements under the same settings as by a driver, and the very same evidence. One process of the client a database
and round; where it stops in the middle, the statement at which it stopped is told apart and what is left is asked again.
Passwords never travel: the client logs in as the account of the operating system, or by its own file of passwords there.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Final

from collectors.base import EachDatabase, Question, Reason, SessionError, Sql
from collectors.evidence import Reply, decode, encode
from collectors.sessions.base import Budget, Session
from collectors.sessions.clients.base import Client, Heard, Said, Wanted
from collectors.sessions.clients.shell import BYTES_MOST, question, run_of
from collectors.sessions.notices import Cost
from collectors.sessions.sql import RECONNECTS, StatementFailed
from collectors.sessions.sql_replies import failed, listed, on_a_line, told
from collectors.statements import NONE_FITS
from collectors.tables import Server
from config.text import _

SLACK_SECONDS: Final = 60
"""How much longer than its longest statement a whole run of the client may take: ordinary statements take milliseconds."""
_STATES: Final = {"timeout": "timeout", "stuck": "timeout", "budget": "budget"}
_SUDO: Final = re.compile(r"^sudo: .*$", re.MULTILINE)
_NO_SUDO = _("allow the SSH account to run the client as that account by sudo without a password, or leave os_user out")
_NO_CLIENT = _("install the database's own client on its host, or where it is, put it in PATH of the SSH account")


class ClientSession:
    """One database target. ``shell`` is the session with its host; ``os_user`` whom the client runs as ("": the same)."""

    def __init__(self, shell: Session, client: Client, budget: Budget, os_user: str = "") -> None:
        self._shell = shell
        self._client = client
        self._budget = budget
        self._os_user = os_user
        self._server = Server("", 0, "")
        self._database = ""
        self._until = 0.0
        self._costs: list[Cost] = []
        self._transport: dict[str, str] = {}

    @property
    def transport(self) -> Mapping[str, str]:
        """Product and version as the server says them, and how the host was logged in to."""
        shell = {name: self._shell.transport[name] for name in ("login",) if name in self._shell.transport}
        return shell | self._transport

    @property
    def costs(self) -> Sequence[Cost]:
        """Seconds of each question: what its run took, in equal parts."""
        return self._costs

    def connect(self) -> None:
        """Reach the host, find the client, and hear who answers."""
        self._until = time.monotonic() + self._budget.total_seconds
        self._shell.connect()
        wanted = [Wanted(number, text, 5, 100) for number, text in enumerate(self._client.who)]
        said = self._said({"": wanted})[""]
        self._server, self._database = self._client.met([said[one.number] for one in wanted])
        self._transport |= {
            "way": "client",
            "product": self._server.product,
            "product_version": self._server.words[:200],
        }

    def close(self) -> None:
        """End it at once."""
        self._shell.close()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Ask what is for the target's own database, then all others in one round more."""
        self._costs.clear()
        first = {one.id: _first(one) for one in questions}
        own = self._answered({"": first})[""]
        walks = {}
        for one in questions:
            if isinstance(one.ask, EachDatabase):
                walks[one] = _listing(own[one.id][1])
            else:
                yield one, encode((own[one.id][0],))
        yield from self._in_each(walks)

    def _in_each(self, walks: Mapping[Question, tuple[Reply, tuple[str, ...]]]) -> Iterator[tuple[Question, bytes]]:
        by_database: dict[str, dict[str, Sql]] = {}
        for one, (_listing_reply, names) in walks.items():
            assert isinstance(one.ask, EachDatabase)  # noqa: S101 - ask gives no other
            for name in names[: one.ask.most]:
                by_database.setdefault(name, {})[one.id] = one.ask.ask
        answered = self._answered(by_database)
        for one, (listing, names) in walks.items():
            items = [
                replace(answered[name][one.id][0], item=on_a_line(name).encode())
                for name in names
                if one.id in answered.get(name, {}) and answered[name][one.id][0].state != "budget"
            ]
            yield one, encode((listing, *items))

    def _answered(self, asked: Mapping[str, Mapping[str, Sql]]) -> dict[str, dict[str, tuple[Reply, Said | None]]]:
        """By database and id of the question its reply, and what it was made of; equal statements are sent once."""
        texts: dict[str, dict[Sql, Wanted]] = {name: {} for name in asked}
        choices: dict[Sql, int] = {}
        for name, asks in asked.items():
            for ask in dict.fromkeys(asks.values()):
                choices[ask] = self._choice(ask)
                if choices[ask] != NONE_FITS:
                    text = ask.statements[choices[ask]].text
                    texts[name][ask] = Wanted(len(texts[name]), text, ask.seconds, ask.most)
        started = time.monotonic()
        said = self._said({name: list(wanted.values()) for name, wanted in texts.items() if wanted})
        ids = [id_ for asks in asked.values() for id_ in asks]
        self._costs += [Cost(id_, (time.monotonic() - started) / len(ids), 0.0) for id_ in ids]
        made: dict[str, dict[str, tuple[Reply, Said | None]]] = {}
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

    def _reply(self, ask: Sql, choice: int, database: str, said: Said | None) -> Reply:
        if isinstance(said, StatementFailed):
            return failed(said.state, said.words)
        columns, rows = (said.columns, said.rows) if said else ((), ())
        return told(self._server, database or self._database, choice, columns, rows, ask.most)

    def _said(self, wanted: Mapping[str, Sequence[Wanted]]) -> dict[str, dict[int, Said]]:
        """What each statement came to. Raises SessionError where no first word was heard of the target's own database."""
        said: dict[str, dict[int, Said]] = {name: {} for name in wanted}
        for _attempt in range(RECONNECTS + 1):
            left = {name: [one for one in ones if one.number not in said[name]] for name, ones in wanted.items()}
            parts = [(name, part) for name, ones in left.items() for part in _parts(ones)]
            if not parts or time.monotonic() > self._until:
                break
            self._round(parts, said)
        for name, ones in wanted.items():
            for one in ones:
                state = "budget" if time.monotonic() > self._until else "unreachable"
                said[name].setdefault(one.number, StatementFailed(state, ""))
        return said

    def _round(self, parts: Sequence[tuple[str, Sequence[Wanted]]], said: dict[str, dict[int, Said]]) -> None:
        """Run the client once a part, all in one round of the host's session."""
        mark = f"@@{token_hex(12)}"
        questions = {}
        for number, (name, part) in enumerate(parts):
            text = self._client.text(part, self._server, mark, name)
            left = max(5, int(self._until - time.monotonic()))
            seconds = min(max(one.seconds for one in part) + SLACK_SECONDS, left)
            values = (self._client.value(name), self._os_user)
            asked = question(f"client.{number}", self._client, text, mark, seconds, values)
            questions[asked.id] = asked, name, part
        for asked, reply in self._shell.ask([one for one, _name, _part in questions.values()]):
            _one, name, part = questions[asked.id]
            said[name] |= self._of_part(reply, part, mark, is_first=not self._server.product)

    def _of_part(
        self, reply: bytes | SessionError, part: Sequence[Wanted], mark: str, *, is_first: bool
    ) -> dict[int, Said]:
        if isinstance(reply, SessionError):
            if is_first:
                raise reply
            return {one.number: StatementFailed("unreachable", str(reply)) for one in part}
        (came,) = decode(reply)
        run = run_of(came, mark)
        heard = _unheard(came, run.err) or self._client.heard(run, part, self._server, mark)
        if heard.failure is not None:
            if is_first:
                raise heard.failure
            state = "denied" if heard.failure.reason in {Reason.REFUSED, Reason.DENIED} else "unreachable"
            return {one.number: StatementFailed(state, str(heard.failure)) for one in part}
        found = dict(heard.found)
        stopped = next((one for one in part if one.number not in found), None)
        is_told = any(isinstance(one, StatementFailed) and one.state == "unreachable" for one in found.values())
        if stopped is not None and not is_told:
            # It stopped here: the rest is asked again, this one is not.
            state = "cut" if came.cut_bytes else _STATES.get(came.state, "unreachable")
            found[stopped.number] = StatementFailed(state, _last(run.err))
        return found


def _first(one: Question) -> Sql:
    """What is asked in the target's own database: the question, or what enumerates the databases for it."""
    if isinstance(one.ask, EachDatabase):
        return one.ask.items
    if isinstance(one.ask, Sql):
        return one.ask
    raise TypeError(f"{one.id}: a database is not asked {type(one.ask).__name__}")


def _listing(said: Said | None) -> tuple[Reply, tuple[str, ...]]:
    if isinstance(said, StatementFailed):
        return failed(said.state, said.words), ()
    return listed(said.rows if said else ())


def _parts(wanted: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """Cut a batch where it would be longer than a shell's argument may be."""
    part: list[Wanted] = []
    size = 0
    for one in wanted:
        more = len(one.text.encode()) + 700  # the settings around it
        if part and size + more > BYTES_MOST:
            yield part
            part, size = [], 0
        part.append(one)
        size += more
    if part:
        yield part


def _unheard(came: Reply, err: str) -> Heard | None:
    """What kept the client from running at all."""
    if came.exit_code == 127 and came.state == "ok":  # noqa: PLR2004 - the shell's own: no such command
        return Heard(failure=SessionError(Reason.TOOL_MISSING, _("no client on the host"), _NO_CLIENT))
    refused = _SUDO.search(err)
    if refused is not None:
        return Heard(failure=SessionError(Reason.DENIED, refused[0][:200], _NO_SUDO))
    return None


def _last(err: str) -> str:
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
