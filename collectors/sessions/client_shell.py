"""A database's client run on its host, round by round: what was asked of whom, and what came of it.

One process of the client a database and round; where it stops in the middle, the statement at which it stopped is told
apart and what is left is asked again.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from secrets import token_hex
from typing import Final

from collectors.base import Reason, SessionError
from collectors.evidence import Reply, decode
from collectors.sessions.base import Budget, Session
from collectors.sessions.clients.base import Client, Heard, Run, Said, Wanted
from collectors.sessions.clients.marks import script
from collectors.sessions.clients.shell import BYTES_MOST, question, run_of
from collectors.sessions.sql import RECONNECTS, StatementFailed
from collectors.tables import Server
from config.text import _

SLACK_SECONDS: Final = 60
"""How much longer than its longest statement a whole run of the client may take: ordinary statements take milliseconds."""
_STATES: Final = {"timeout": "timeout", "stuck": "timeout", "budget": "budget", "cut": "cut"}
_NOT_FOUND: Final = 127
_SUDO: Final = re.compile(r"^(?:sudo|runuser): .*$", re.MULTILINE)
_NO_SUDO = _(
    "allow the inspecting account to run the client as that account by sudo without a password, or leave os_user out"
)
_NO_CLIENT = _("install the database's own client on its host, or where it is, put it in PATH of the inspecting account")


class ShellRuns:
    """Runs of a client in a session with its host, as ``os_user`` ("": who is logged in)."""

    def __init__(self, shell: Session, client: Client, budget: Budget, os_user: str = "") -> None:
        self._shell = shell
        self._client = client
        self._budget = budget
        self._os_user = os_user
        self._until = 0.0

    @property
    def transport(self) -> Mapping[str, str]:
        """How the host was logged in to."""
        return {name: self._shell.transport[name] for name in ("login",) if name in self._shell.transport}

    def connect(self) -> None:
        """Reach the host."""
        self._until = time.monotonic() + self._budget.total_seconds
        self._shell.connect()

    def close(self) -> None:
        """End it at once."""
        self._shell.close()

    def said(self, wanted: Mapping[str, Sequence[Wanted]], server: Server) -> dict[str, dict[int, Said]]:
        """What each statement came to, by database. Raises SessionError where nobody is known yet and nobody answers."""
        said: dict[str, dict[int, Said]] = {name: {} for name in wanted}
        for _attempt in range(RECONNECTS + 1):
            left = {name: [one for one in ones if one.number not in said[name]] for name, ones in wanted.items()}
            parts = [(name, part) for name, ones in left.items() for part in _parts(ones)]
            if not parts or time.monotonic() > self._until:
                break
            self._round(parts, server, said)
        for name, ones in wanted.items():
            for one in ones:
                state = "budget" if time.monotonic() > self._until else "unreachable"
                said[name].setdefault(one.number, StatementFailed(state, ""))
        return said

    def _round(
        self, parts: Sequence[tuple[str, Sequence[Wanted]]], server: Server, said: dict[str, dict[int, Said]]
    ) -> None:
        """Run the client once a part, all in one round of the host's session."""
        mark = f"@@{token_hex(12)}"
        asked = {}
        for number, (name, part) in enumerate(parts):
            text = script(self._client.frames, part, server.product, mark, name)
            left = max(5, int(self._until - time.monotonic()))
            seconds = min(max(one.seconds for one in part) + SLACK_SECONDS, left)
            one = question(f"client.{number}", self._client, text, mark, seconds, (name, self._os_user))
            asked[one.id] = one, name, part, text
        for one, reply in self._shell.ask([one for one, _name, _part, _text in asked.values()]):
            _one, name, part, text = asked[one.id]
            said[name] |= self._of_part(reply, part, mark, text, server)

    def _of_part(
        self, reply: bytes | SessionError, part: Sequence[Wanted], mark: str, text: str, server: Server
    ) -> dict[int, Said]:
        if isinstance(reply, SessionError):
            if not server.product:
                raise reply
            return {one.number: StatementFailed("unreachable", str(reply)) for one in part}
        (came,) = decode(reply)
        return of_run(self._client, came, run_of(came, mark, text), part, server, mark)


def of_run(client: Client, came: Reply, run: Run, part: Sequence[Wanted], server: Server, mark: str) -> dict[int, Said]:
    """What one run came to, up to the statement at which it stopped. Raises SessionError where nobody answers."""
    heard = _unheard(came, run.err) or client.heard(run, part, server, mark)
    if heard.failure is not None:
        if not server.product:
            raise heard.failure
        state = "denied" if heard.failure.reason in {Reason.REFUSED, Reason.DENIED} else "unreachable"
        return {one.number: StatementFailed(state, str(heard.failure)) for one in part}
    found = dict(heard.found)
    stopped = next((one for one in part if one.number not in found), None)
    is_told = any(isinstance(one, StatementFailed) and one.state == "unreachable" for one in found.values())
    if stopped is not None and not is_told:
        # It stopped here: the rest is asked again, this one is not.
        found[stopped.number] = StatementFailed(state_of_run(came), _last(run.err))
    return found


def state_of_run(came: Reply) -> str:
    """The state of the statement at which a run stopped."""
    return "cut" if came.cut_bytes else _STATES.get(came.state, "unreachable")


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
    if came.exit_code == _NOT_FOUND and came.state == "ok":
        return Heard(failure=SessionError(Reason.TOOL_MISSING, _("no client on the host"), _NO_CLIENT))
    refused = _SUDO.search(err)
    if refused is not None:
        return Heard(failure=SessionError(Reason.DENIED, refused[0][:200], _NO_SUDO))
    return None


def _last(err: str) -> str:
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
