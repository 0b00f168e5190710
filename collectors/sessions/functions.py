"""A function as its users meet it: pages, TLS handshakes, TCP ports and line protocols, asked from where we stand.

What is met is written down as one JSON object an ask; a page that answers 500 is an answer, a connection that nobody takes
is one too: the function's state is what is asked for. Only what we could not try at all is a SessionError.
"""

import hashlib
import json
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Final
from urllib.parse import parse_qs, urlsplit

from collectors.base import Http, Question, Reason, SessionError, Tcp, Tls, Transact
from collectors.evidence import Reply, encode, text_of
from collectors.sessions import reach, resp, web
from collectors.sessions.base import Budget
from collectors.sessions.handshake import shake
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost
from collectors.sessions.page_text import page_text
from collectors.sessions.timed_line import timed_line
from collectors.sessions.transactions import transact
from collectors.sessions.watch import closed
from config.secrets import Secret
from config.site import Access, Step
from config.text import Text, _, render, verbatim

TRIES: Final = 3
"""A function is called down only when so many tries in a row failed (catalogue: 3 of 3)."""
_PORTS: Final[Mapping[str, int]] = {"redis": 6379, "rediss": 6379, "tls": 443, "tcp": 0}
PAUSE_SECONDS: Final = 0.5
"""Between two tries: a service that restarts is not down."""
_UNTRIED: Final = frozenset({Reason.BUDGET, Reason.NO_CREDENTIAL, Reason.UNPROVED, Reason.IDENTITY})
GREETING_SECONDS: Final = 2.0
"""How long a service may take to say its first word (a banner); many wait for the client's."""
LINE_SECONDS: Final = 5.0
_HEADERS: Final = ("content-type", "content-encoding", "location", "server", "retry-after", "www-authenticate")
"""Kept of a page's headers; cookies are not."""
_REFUSED_WORDS: Final = ("NOAUTH", "WRONGPASS", "ERR invalid password", "ERR AUTH", "ERR Client sent AUTH")
_ACCOUNT = _("check the account and its password on the service; it is not offered again until changed")


def where_of(address: str, access: Access) -> web.Endpoint:
    """Where a function is asked, its port by its scheme where none is written. Raises SessionError for no address."""
    written = web.endpoint(address, access.port)
    parts = urlsplit(address)
    has_port = access.port or parts.port or parts.scheme not in _PORTS
    return written if has_port else replace(written, port=_PORTS[parts.scheme])


class FunctionSession:
    """One function's address. The credential is offered only to whom its TLS certificate proves."""

    def __init__(
        self,
        address: str,
        access: Access,
        user: str,
        password: Secret | None,
        budget: Budget,
        *,
        steps: tuple[Step, ...] = (),
        confirmed_by: str = "",
    ) -> None:
        self._parts = urlsplit(address)
        self._access = access
        self._user = user
        self._password = password
        self._budget = budget
        self._steps = steps
        self._confirmed_by = confirmed_by
        self._where = where_of(address, access)
        self._closed = Event()
        self._costs: list[Cost] = []

    @property
    def transport(self) -> Mapping[str, str]:
        """Nothing that names a machine: many may stand behind one address."""
        return {}

    @property
    def costs(self) -> Sequence[Cost]:
        """Seconds of each ask."""
        return self._costs

    def connect(self) -> None:
        """Nothing to reach beforehand: whether it can be reached is what is asked."""

    def close(self) -> None:
        """End it at once."""
        self._closed.set()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Try each; yield what was met."""
        self._costs.clear()
        for question in questions:
            started = time.monotonic()
            until = started + min(getattr(question.ask, "seconds", 20), self._budget.total_seconds)
            try:
                met = self._met(question, until)
            except SessionError as error:
                yield question, error
                continue
            self._costs.append(Cost(question.id, time.monotonic() - started, 0.0))
            text = json.dumps(met, ensure_ascii=False, sort_keys=True)
            yield question, encode((Reply("ok", 0, text.encode("utf-8", errors="backslashreplace"), is_privileged=True),))

    def _met(self, question: Question, until: float) -> dict[str, object]:
        match question.ask:
            case Http() as ask:
                met = _tried(partial(self._page, ask, ask.path, until), TRIES, until, self._check)
                pages = {
                    path: _tried(partial(self._page, ask, path, until), TRIES, until, self._check)
                    for path in (ask.more if "status" in met else ())
                }
                return met | ({"more": pages} if ask.more else {})
            case Tls() if self._where.scheme in {"http", "tcp", "redis"}:
                return {"plain": self._where.scheme}
            case Tls():
                starttls = parse_qs(self._parts.query).get("starttls", [""])[0] if self._where.scheme == "tls" else ""
                return _tried(
                    partial(shake, self._where, self._access, starttls, until, self._check), 1, until, self._check
                )
            case Tcp() as ask:
                return _tried(partial(self._line, ask, until), ask.tries, until, self._check)
            case Transact():
                return self._transaction(until)
            case other:
                raise TypeError(f"{question.id}: a function is not asked {type(other).__name__}")

    def _check(self) -> None:
        if self._closed.is_set():
            raise closed()

    def _page(self, ask: Http, path: str, until: float) -> dict[str, object]:
        path = path or (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        login = (self._user, self._password.reveal()) if self._password is not None else None
        believed = self._access if login else Access(accept_any_certificate=True, is_legacy=True)
        settings = web.trust(believed, self._where, until, self._check)
        with web.client(self._where, settings, login, self._budget.connect_seconds) as client:
            started = time.monotonic()
            page = web.get(client, path, self._where, ask.kib * 1024, until, self._check, ask.headers)
        if page.status == 401 and login:  # noqa: PLR2004 - Unauthorized
            raise CredentialRefused(verbatim(f"GET {path}: HTTP {page.status}"), _ACCOUNT)
        body = page_text(page.body, page.headers.get("content-type", ""), page.headers.get("content-encoding", ""))
        return {
            "url": self._where.url + path,
            "status": page.status,
            "headers": {name: page.headers[name] for name in _HEADERS if name in page.headers},
            "body": re.sub(ask.hide, "", body) if ask.hide else body,
            "body_bytes": len(page.body),
            "body_sha256": hashlib.sha256(page.body).hexdigest(),
            "is_cut": page.is_cut,
            "took_seconds": round(time.monotonic() - started, 3),
        }

    def _transaction(self, until: float) -> dict[str, object]:
        password = self._password.reveal() if self._password is not None else ""
        believed = self._access if password else Access(accept_any_certificate=True, is_legacy=True)
        settings = web.trust(believed, self._where, until, self._check)
        started = time.monotonic()
        with web.client(self._where, settings, None, self._budget.connect_seconds) as client:
            values = {"user": self._user, "password": password}
            told = transact(client, self._where, self._steps, values, until, self._check)
        took = round(time.monotonic() - started, 3)
        return {"steps": told, "end": len(told), "took_seconds": took, "confirmed_by": self._confirmed_by}

    def _line(self, ask: Tcp, until: float) -> dict[str, object]:
        started = time.monotonic()
        with reach.connect(self._where.host, self._where.port, until, self._check) as raw:
            took = round(time.monotonic() - started, 3)
            sock = raw
            if self._where.scheme == "rediss":
                settings = web.trust(self._access, self._where, until, self._check)
                raw.settimeout(max(0.1, min(web.LOOK_SECONDS, until - time.monotonic())))  # of the whole handshake
                sock = settings.wrap_socket(raw, server_hostname=self._where.host)
            met: dict[str, object] = {"host": self._where.host, "port": self._where.port, "took_seconds": took}
            if ask.say and self._where.scheme in {"redis", "rediss"}:
                said, more = self._said(sock, ask, until)
                return met | {"said": said} | ({"more": more} if more else {})
            return met | _heard(sock, ask, until)

    def _said(self, sock: socket.socket, ask: Tcp, until: float) -> tuple[str, list[tuple[str, str]]]:
        with timed_line(sock, until, self._check) as line:
            if self._password is not None:
                account = (self._user,) if self._user else ()
                answer = resp.ask(line, ("AUTH", *account, self._password.reveal()), 4096)
                if answer.startswith(_REFUSED_WORDS):
                    raise CredentialRefused(verbatim(answer[:200]), _ACCOUNT)
            return resp.talk(line, ask.say, ask.kib * 1024)


def _tried(
    attempt: Callable[[], dict[str, object]], most: int, until: float, check: Callable[[], None]
) -> dict[str, object]:
    """Try until one comes off, at most ``most`` times; how each try went stands under ``tries``."""
    tries: list[dict[str, object]] = []
    while True:
        check()
        try:
            met = attempt()
        except CredentialRefused:
            raise
        except (SessionError, OSError) as error:
            failure = error if isinstance(error, SessionError) else SessionError(Reason.TIMEOUT, str(error)[:200])
            if failure.reason in _UNTRIED:
                raise failure from None
            told: dict[str, object] = {
                "reason": failure.reason.value,
                "detail": _plain(failure.detail),
                "is_named": not _is_nameless(error),
            }
            tries.append(told)
        else:
            return met | {"tries": tries}
        if len(tries) >= most or time.monotonic() + PAUSE_SECONDS >= until:
            return {"tries": tries}
        time.sleep(PAUSE_SECONDS)


def _heard(sock: socket.socket, ask: Tcp, until: float) -> dict[str, object]:
    """Say a plain line and read until the peer closes or falls silent; with nothing to say, only what it says first."""
    wait = LINE_SECONDS if ask.say else GREETING_SECONDS
    said, is_closed = b"", False
    try:
        if ask.say:
            sock.sendall(ask.say.encode() + b"\n")
        while len(said) < ask.kib * 1024 and time.monotonic() < until:
            sock.settimeout(max(0.1, min(wait, until - time.monotonic())))
            chunk = sock.recv(65536)
            is_closed = not chunk
            said += chunk
            if is_closed or not ask.say:
                break
    except TimeoutError:
        pass
    except OSError:  # reset: it was taken, and thrown away
        is_closed = True
    return {"said": text_of(said[: ask.kib * 1024]), "is_closed": is_closed}


def _is_nameless(error: BaseException) -> bool:
    """Whether the address's name was the trouble: that is our side's name service, not the function."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
        if isinstance(error, socket.gaierror):
            return True
    return False


def _plain(detail: str | Text) -> str:
    return detail if isinstance(detail, str) else render(detail, "en")
