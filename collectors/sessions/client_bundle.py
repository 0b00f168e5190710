"""What a kit's runs of a database's client brought back, heard as a live run is heard."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from collectors.base import Reason, SessionError
from collectors.evidence import Reply, decode, text_of
from collectors.sessions.bundle import ASK_IT, Bundle, BundleSession
from collectors.sessions.client_kit import EACH, LIST, OWN, WHO, collector_of, digest_of
from collectors.sessions.client_shell import of_run, state_of_run
from collectors.sessions.clients.base import Client, Run, Said, Wanted
from collectors.sessions.clients.marks import spans
from collectors.sessions.clients.shell import parted
from collectors.sessions.sql import StatementFailed
from collectors.tables import Server
from config.text import _

_MARK: Final = re.compile(r"@@[0-9a-f]{8,64}")
_AGAIN = _("run the kit once more on the host when the database is less busy, and import that")


class BundleRuns:
    """The runs of one database's client that stand in a bundle; ``place`` is the database's in the kit."""

    def __init__(self, bundle: Bundle, place: int, client: Client, now: datetime) -> None:
        self._session = BundleSession(bundle, now)
        self._place = place
        self._client = client
        self._digests: dict[str, dict[int, str]] = {}
        for part, number, digest in (one[1:] for one in bundle.statements if one[0] == place):
            self._digests.setdefault(part, {})[number] = digest
        self._found: dict[str, dict[str, Said]] = {}

    @property
    def transport(self) -> Mapping[str, str]:
        """How it came here, and when the answers were taken."""
        return self._session.transport

    def connect(self) -> None:
        """Nothing to reach."""

    def close(self) -> None:
        """Nothing to end."""

    def said(self, wanted: Mapping[str, Sequence[Wanted]], server: Server) -> dict[str, dict[int, Said]]:
        """What each statement came to in the kit. Raises SessionError where nobody answered it."""
        said: dict[str, dict[int, Said]] = {}
        for name, ones in wanted.items():
            found = self._of(name, server) if server.product else self._who(server)
            said[name] = {one.number: found.get(digest_of(one.text, one.most)) or _not_asked() for one in ones}
        return said

    def _who(self, server: Server) -> dict[str, Said]:
        reply = self._session.brought(collector_of(self._place, WHO))
        if isinstance(reply, SessionError):
            raise reply
        return self._heard(decode(reply)[0], WHO, server)

    def _of(self, name: str, server: Server) -> dict[str, Said]:
        """By what a statement is, what it came to in one database."""
        if name not in self._found:
            self._found[name] = {}
            for part, reply in self._replies(name):
                if isinstance(reply, SessionError):
                    self._found[name] |= dict.fromkeys(self._digests.get(part, {}).values(), reply)
                else:
                    self._found[name] |= self._heard(reply, part, server)
        return self._found[name]

    def _replies(self, name: str) -> Iterator[tuple[str, Reply | SessionError]]:
        """The parts that were run in a database, with what each brought."""
        if not name:
            yield OWN, self._single(OWN)
        for part in self._digests:
            if part.startswith(LIST):
                number = part.removeprefix(LIST)
                yield from self._in_walk(name, number, self._session.brought(collector_of(self._place, f"{EACH}{number}")))

    def _in_walk(self, name: str, number: str, walk: bytes | SessionError) -> Iterator[tuple[str, Reply | SessionError]]:
        part = f"{EACH}{number}" if name else f"{LIST}{number}"
        if isinstance(walk, SessionError):
            yield part, walk
            return
        replies = decode(walk)
        yield from ((part, one) for one in (replies[1:] if name else replies[:1]) if not name or text_of(one.item) == name)

    def _single(self, part: str) -> Reply | SessionError:
        reply = self._session.brought(collector_of(self._place, part))
        return reply if isinstance(reply, SessionError) else decode(reply)[0]

    def _heard(self, came: Reply, part: str, server: Server) -> dict[str, Said]:
        """What one run came to; what was asked behind the statement at which it stopped, nobody asked."""
        digests = self._digests.get(part, {})
        mark, run = _run(came)
        if not mark and came.exit_code == 0:
            return dict.fromkeys(digests.values(), StatementFailed("cut" if came.cut_bytes else "unreachable", ""))
        asked = [Wanted(number, "", 0, 0) for number in digests if number in run.where]
        if not asked and came.state != "ok":
            return dict.fromkeys(digests.values(), StatementFailed(state_of_run(came), ""))
        heard = of_run(self._client, came, run, asked, server, mark)
        stopped = SessionError(Reason.NOT_ASKED, _("the client stopped before it"), _AGAIN)
        return {digests[one.number]: heard.get(one.number, stopped) for one in asked}


def _run(came: Reply) -> tuple[str, Run]:
    """The mark of a run, and the run: which lines of its input held marks stands before what the client printed."""
    out = text_of(came.out)
    mark, _newline, rest = out.partition("\n")
    if not _MARK.fullmatch(mark):
        return "", Run(out, text_of(came.err), came.exit_code)
    lines, _found, printed = rest.partition(f"{mark} run\n")
    places = (line.partition(":")[::2] for line in lines.splitlines())
    where = spans(((int(place), line) for place, line in places if place.isdecimal()), mark)
    return mark, parted(printed, text_of(came.err), came.exit_code, mark, where)


def _not_asked() -> SessionError:
    return SessionError(Reason.NOT_ASKED, _("the kit did not ask it"), ASK_IT)
