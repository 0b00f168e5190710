"""A BMC over Redfish: documents walked by GET alone, with basic authentication; no session is made that must be ended."""

import json
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from threading import Event
from typing import Any, Final

from collectors.base import Question, Reason, SessionError, Tree
from collectors.evidence import Reply, encode
from collectors.redfish.paging import MOST_PAGES, next_page, with_own_paths
from collectors.sessions import web
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost
from collectors.sessions.watch import closed
from config.secrets import Secret
from config.site import Access
from config.text import _, verbatim

ROOT: Final = "/redfish/v1/"
_ONE_DOCUMENT_BYTES: Final = 4 * 1024 * 1024
_ONE_DOCUMENT_SECONDS: Final = 60.0
"""One document that drips in does not take the whole walk's time."""
_REFUSED_STATUS: Final = frozenset({401, 403})
_DENIED = _("check the account, its password and its role (read-only is enough) on the BMC")
_NO_REDFISH = _(
    "the BMC speaks no Redfish here: update its firmware, look at its page by hand, or let the host ask it (ipmitool)"
)
_PRIVATE: Final = ("password", "token", "secret", "community", "privatekey", "x-auth")


class RedfishSession:
    """One BMC. ``connect`` proves whom we met and that the credential is known there."""

    def __init__(self, address: str, access: Access, user: str, password: Secret | None, budget: Budget) -> None:
        self._access = access
        self._user = user
        self._password = password
        self._budget = budget
        self._where = web.endpoint(address, access.port)
        self._closed = Event()
        self._web: web.Client | None = None
        self._said: dict[str, str] = {}
        self._costs: list[Cost] = []

    @property
    def transport(self) -> Mapping[str, str]:
        """The pinned certificate, where there is one."""
        return self._said

    @property
    def costs(self) -> Sequence[Cost]:
        """How long each walk took; what it cost the BMC is not known."""
        return self._costs

    def connect(self) -> None:
        """Meet the BMC: the root document without the credential, then one behind it. Raises SessionError."""
        until = time.monotonic() + self._budget.connect_seconds * 2
        settings = web.trust(self._access, self._where, until, self._check)
        self._said |= {"tls_certificate": self._access.certificate} if self._access.certificate else {}
        bare = web.client(self._where, settings, None, self._budget.connect_seconds)
        with bare:
            root = web.get(bare, ROOT, self._where, _ONE_DOCUMENT_BYTES, until, self._check)
        if root.status != 200:  # noqa: PLR2004 - OK
            raise SessionError(Reason.FAILED, f"GET {ROOT}: HTTP {root.status}", _NO_REDFISH)
        login = (self._user, self._password.reveal()) if self._password is not None else None
        self._web = web.client(self._where, settings, login, self._budget.connect_seconds)
        systems = _linked(root.body, "Systems")
        if systems:
            page = web.get(self._web, systems, self._where, _ONE_DOCUMENT_BYTES, until, self._check)
            if page.status in _REFUSED_STATUS:
                raise CredentialRefused(verbatim(f"GET {systems}: HTTP {page.status}"), _DENIED)

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Walk each tree; yield it as one JSON object."""
        self._costs.clear()
        for question in questions:
            ask = question.ask
            if not isinstance(ask, Tree):
                raise TypeError(f"{question.id}: Redfish cannot ask {type(ask).__name__}")
            started = time.monotonic()
            try:
                text = self._walk(ask)
            except SessionError as error:
                yield question, error
                continue
            self._costs.append(Cost(question.id, time.monotonic() - started, 0.0))
            yield question, encode((Reply("ok", 0, text.encode(), is_privileged=True),))

    def close(self) -> None:
        """End it at once, whatever it is doing."""
        self._closed.set()
        if self._web is not None:
            self._web.close()

    def _check(self) -> None:
        if self._closed.is_set():
            raise closed()

    def _walk(self, ask: Tree) -> str:
        until = time.monotonic() + min(ask.seconds, self._budget.total_seconds)
        documents: dict[str, object] = {}
        unseen: list[tuple[str, str, str]] = []
        waiting, known, left = deque([ask.start]), {_plain(ask.start)}, ask.kib * 1024
        numbers: dict[str, int] = {}
        while waiting:
            path = waiting.popleft()
            if len(documents) >= ask.most or left <= 0 or time.monotonic() > until:
                unseen += [(one, Reason.BUDGET.value, "") for one in (path, *waiting)]
                break
            try:
                body = self._document(path, min(left, _ONE_DOCUMENT_BYTES), until)
            except SessionError as error:
                unseen.append((path, error.reason.value, error.detail if isinstance(error.detail, str) else ""))
                continue
            left -= len(json.dumps(body))
            documents[path] = masked(body)
            fresh = [link for link in links(body, ask.follow) if _plain(link) not in known]
            more = next_page(body)
            if more and _plain(more) not in known:
                numbers[more] = numbers.get(path, 1) + 1
                is_left = numbers[more] > MOST_PAGES
                unseen += [(more, Reason.BUDGET.value, "")] if is_left else []
                fresh += [] if is_left else [more]
            waiting.extend(dict.fromkeys(fresh))
            known.update(map(_plain, fresh))
        if ask.start not in documents:
            reason = unseen[0]
            raise SessionError(Reason(reason[1]), f"{reason[0]} {reason[2]}".strip(), _NO_REDFISH)
        return json.dumps({"documents": documents, "unseen": unseen}, ensure_ascii=False, sort_keys=True)

    def _document(self, path: str, most_bytes: int, until: float) -> dict[str, Any]:
        self._check()
        if self._web is None:
            raise closed()
        own = min(until, time.monotonic() + _ONE_DOCUMENT_SECONDS)
        page = web.get(self._web, path, self._where, most_bytes, own, self._check)
        if page.status in _REFUSED_STATUS:
            raise SessionError(Reason.DENIED, f"HTTP {page.status}", _DENIED)
        if page.status != 200:  # noqa: PLR2004 - OK
            raise SessionError(Reason.FAILED, f"HTTP {page.status}")
        if page.is_cut:
            raise SessionError(Reason.CUT, f"{most_bytes} bytes")
        try:
            body = json.loads(page.body)
        except (ValueError, RecursionError) as error:  # a thousand brackets are no document
            raise SessionError(Reason.NOT_UNDERSTOOD, str(error)) from None
        if not isinstance(body, dict):
            raise SessionError(Reason.NOT_UNDERSTOOD, type(body).__name__)
        return with_own_paths(body, self._where.host)


def links(document: object, follow: Sequence[str], under: str = "") -> Iterator[str]:
    """Give the paths that a document links to under one of the keys ``follow``, in order."""
    if isinstance(document, dict):
        target = document.get("@odata.id")
        if under in follow and isinstance(target, str) and len(document) == 1 and target.startswith("/"):
            yield target.partition("#")[0]
        for key, inside in document.items():
            yield from links(inside, follow, str(key))
    elif isinstance(document, list):
        for inside in document:
            yield from links(inside, follow, under)


def masked(document: object, key: str = "") -> object:
    """Take secrets out of a document before its digest is taken: what a key names as one."""
    if isinstance(document, dict):
        return {name: masked(inside, str(name)) for name, inside in document.items()}
    if isinstance(document, list):
        return [masked(inside, key) for inside in document]
    is_private = any(word in key.lower() for word in _PRIVATE) and isinstance(document, str) and document
    return "***" if is_private else document


def _plain(path: str) -> str:
    return path.rstrip("/")


def _linked(body: bytes, key: str) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    inside = document.get(key) if isinstance(document, dict) else None
    found = inside.get("@odata.id") if isinstance(inside, dict) else None
    return found if isinstance(found, str) else ""
