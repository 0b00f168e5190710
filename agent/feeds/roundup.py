"""A Roundup tracker over REST: one issue a problem, found again by our mark, changed only as it was read (ETag).

The desk owns person and dates: no attempt of ours writes them. We own the technical state: what was verified as solved is
closed there, what fails here is open there, with a message that says why. Nothing is made twice: the issue is looked for by
the mark in its title, a message by its id, before either is made.

Source: Roundup 2.6, doc/rest.txt (``@fields``, ``@verbose``, ``If-Match``; a change without a fitting ETag is 412).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from agent.feeds.exchange import Answer, Service, failed, judged, opened
from agent.feeds.webhook import idempotency_key
from collectors.base import SessionError
from config.deliveries import Delivery
from reports.record.outbox import Again, Outcome, Piece, Sent

MARK: Final = "[xunjian:"
OPENED: Final = "open"
OVER: Final = "over"
"""What a piece says of a problem: that it is there, or that it no longer is."""
_TRIES: Final = 4
_CONFLICT: Final = frozenset({412, 428})
"""RFC 9110, 15.5.13; RFC 6585, 3: it was changed since it was read."""
_GONE: Final = frozenset({404, 410, 405})
"""An issue that is not there or was retired; Roundup answers a retired one's change with 405."""
_DUE: Final = ("duedate", "due_date", "deadline")
"""What trackers call it; the classic template has none."""
_PAGE: Final = 200
_TITLE_LENGTH: Final = 200


class DeskTrouble(Exception):  # noqa: N818 - an outcome, no failure of ours
    """The desk said something else than it should."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(getattr(outcome, "error", ""))


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue as it stands there."""

    id: str
    etag: str
    title: str
    status: str
    messages: tuple[str, ...]
    assigned: str = ""
    actor: str = ""
    changed_at: datetime | None = None
    due: str = ""
    """By when, where the tracker has a field for it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An open way to one tracker."""

    service: Service
    root: str
    origin: str
    user: str

    def get(self, path: str) -> Answer:
        """Read."""
        return self.service.ask("GET", f"{self.root}/{path}", self._headers())

    def send(self, method: str, path: str, body: Mapping[str, object], etag: str = "") -> Answer:
        """Write, of an issue only as it was read."""
        headers = {**self._headers(), "Content-Type": "application/json", **({"If-Match": etag} if etag else {})}
        return self.service.ask(method, f"{self.root}/{path}", headers, json.dumps(body).encode())

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "X-Requested-With": "rest",
            "Origin": self.origin,
            "Referer": f"{self.origin}/",
        }


def send(delivery: Delivery, url: str, login: tuple[str, str], piece: Piece, known: str = "") -> Outcome:
    """Bring the desk to what a piece says. ``known`` is the issue's number from an earlier piece, "" of none."""
    try:
        desk = desk_of(delivery, url, login)
        with desk.service.web:
            return _brought(desk, delivery, piece, known)
    except DeskTrouble as trouble:
        return trouble.outcome
    except SessionError as error:
        return Again(failed(error).error, is_channels=True)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Again(f"no answer of a tracker: {type(error).__name__} {error}"[:200])


def desk_of(delivery: Delivery, url: str, login: tuple[str, str]) -> Desk:
    """Prepare the way to a tracker. Raises SessionError."""
    parts = urlsplit(url)
    service = opened(delivery, url, login)
    return Desk(service, f"{parts.path.rstrip('/')}/rest/data", f"{parts.scheme}://{parts.netloc}", login[0])


def marked(desk: Desk, mark: str) -> list[Issue]:
    """Every issue with this mark in its title, the oldest first; retired ones are none."""
    found: list[Issue] = []
    page = 1
    while True:
        wanted = f"issue?title={quote(mark)}&@fields=title&@page_size={_PAGE}&@page_index={page}"
        rows = _data(desk.get(wanted))["collection"]
        found += [one for row in rows if (one := read(desk, str(row["id"]))) is not None and mark in one.title]
        if len(rows) < _PAGE:
            return sorted(found, key=lambda one: int(one.id))
        page += 1


def read(desk: Desk, number: str) -> Issue | None:
    """One issue; None where it is not there."""
    answer = desk.get(f"issue/{number}?@verbose=2&@protected=true")
    if answer.status in _GONE:
        return None
    data = _data(answer)
    said = data["attributes"]
    return Issue(
        number,
        data["@etag"],
        said.get("title") or "",
        _name(said.get("status"), "name"),
        tuple(str(one["id"]) for one in said.get("messages") or ()),
        _name(said.get("assignedto"), "username"),
        _name(said.get("actor"), "username"),
        _moment(said.get("activity")),
        next((str(said[name]).partition(".")[0] for name in _DUE if said.get(name)), ""),
    )


def _brought(desk: Desk, delivery: Delivery, piece: Piece, known: str) -> Outcome:
    """Read, compare and write until what was written fits what was read."""
    mark, is_open = str(piece.payload["mark"]), piece.payload["word"] == OPENED
    said = _said(piece)
    message = ""
    for _try in range(_TRIES):
        issue = _found(desk, mark, known)
        if issue is None and not is_open:
            return Sent()
        if issue is None:
            known = _made(desk, piece, mark)
            continue
        message = message or _message(desk, piece, said)
        wanted = _changes(delivery, issue, message, is_open=is_open)
        if not wanted:
            return Sent(issue.id)
        answer = desk.send("PATCH", f"issue/{issue.id}", wanted, issue.etag)
        if answer.status not in _CONFLICT:
            _data(answer)
            return Sent(issue.id)
    return Again("412: changed there again and again")


def _found(desk: Desk, mark: str, known: str) -> Issue | None:
    issue = read(desk, known) if known else None
    return issue or next(iter(marked(desk, mark)), None)


def _made(desk: Desk, piece: Piece, mark: str) -> str:
    title = f"{str(piece.payload['title'])[:_TITLE_LENGTH]} {mark}"
    return str(_data(desk.send("POST", "issue", {"title": title}))["id"])


def _said(piece: Piece) -> str:
    lines = piece.payload.get("lines")
    return "\n".join([str(piece.payload["title"]), *map(str, lines if isinstance(lines, list) else [])])


def _message(desk: Desk, piece: Piece, said: str) -> str:
    """The number of the message of this piece; it is made where it is not there yet."""
    name = f"<{idempotency_key(piece.key)}@xunjian>"
    rows = _data(desk.get(f"msg?messageid={quote(name)}&@fields=messageid"))["collection"]
    there = [str(row["id"]) for row in rows if row.get("messageid") == name]
    new = {"content": said, "messageid": name, "author": desk.user}  # without an author its own mails fail
    return there[0] if there else str(_data(desk.send("POST", "msg", new))["id"])


def _changes(delivery: Delivery, issue: Issue, message: str, *, is_open: bool) -> dict[str, object]:
    """What an issue lacks: our message, and the technical state. Person and dates are the desk's."""
    wanted: dict[str, object] = {}
    if message not in issue.messages:
        wanted["messages"] = [*issue.messages, message]
    is_closed = issue.status == delivery.close_as
    if is_open and is_closed:
        wanted["status"] = delivery.reopen_as
    if not is_open and not is_closed:
        wanted["status"] = delivery.close_as
    return wanted


def _data(answer: Answer) -> Any:  # noqa: ANN401 - whatever JSON held
    """The data of an answer. Raises DeskTrouble for one that is no success."""
    outcome = judged(answer, datetime.now(UTC))
    if not isinstance(outcome, Sent):
        is_channels = answer.status in {401, 403, 429} or answer.status >= 500  # noqa: PLR2004 - who we are, or the server
        raise DeskTrouble(
            Again(answer.said, getattr(outcome, "after_seconds", 0.0), is_channels=True) if is_channels else outcome
        )
    return json.loads(answer.body)["data"]


def _name(link: object, field: str) -> str:
    if not isinstance(link, dict):
        return ""
    return str(link.get(field) or link.get("name") or link.get("id") or "")


def _moment(written: object) -> datetime | None:
    """Roundup writes 2026-11-23.06:22:33, UTC."""
    if not isinstance(written, str):
        return None
    try:
        return datetime.strptime(
            written.partition(".")[0] + " " + written.partition(".")[2][:8], "%Y-%m-%d %H:%M:%S"
        ).replace(tzinfo=UTC)
    except ValueError:
        return None
