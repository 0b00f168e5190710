"""One request to a web service that is told of something: bounded in time, no proxy, no redirect, its answer judged."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from collectors.base import Reason, SessionError
from collectors.sessions.web import Client, client, endpoint, trust, unspoken
from config.deliveries import Delivery
from config.site import Access
from reports.record.outbox import Again, Outcome, Refused, Sent

MOST_BYTES: Final = 4 * 1024 * 1024
_CONNECT_SECONDS: Final = 15.0
_LATER: Final = frozenset({408, 425, 429})
"""4xx that are for now: RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4."""
_SAID_MOST: Final = 300
_UNSENT: Final = frozenset({Reason.UNREACHABLE, Reason.UNPROVED, Reason.IDENTITY})
"""Ends of an exchange before the request went out: no connection, or nobody whose certificate is believed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> str:
        """Its status and first words."""
        return " ".join(f"{self.status} {self.body[:_SAID_MOST].decode('utf-8', 'replace')}".split())[:_SAID_MOST]


@dataclass(frozen=True, slots=True)
class Service:
    """An open way to one service, until a moment (monotonic seconds)."""

    web: Client
    path: str
    until: float

    def ask(self, method: str, path: str, headers: Mapping[str, str], content: bytes | None = None) -> Answer:
        """Send one request and read its answer. Raises SessionError."""
        web = self.web
        web.clock.until, web.clock.check = self.until, _nothing
        body = b""
        try:
            with web.http.stream(method, path, headers=dict(headers), content=content) as came:
                for chunk in came.iter_raw():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        break
                return Answer(came.status_code, {k.lower(): v for k, v in came.headers.items()}, body[:MOST_BYTES])
        except SessionError:
            raise
        except Exception as error:
            raise unspoken(error, endpoint(str(web.http.base_url), None)) from error


def opened(delivery: Delivery, url: str, login: tuple[str, str] | None = None) -> Service:
    """Prepare the way to a service; it connects with the first request. Raises SessionError."""
    parts = urlsplit(url)
    until = time.monotonic() + delivery.seconds
    where = endpoint(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}", None)
    settings = trust(Access(authorities=delivery.authorities), where, until, _nothing)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Service(client(where, settings, login, min(_CONNECT_SECONDS, delivery.seconds)), path, until)


def judged(answer: Answer, now: datetime) -> Outcome:
    """What an answer's status means. A redirect is followed nowhere: what was signed for one host goes to no other."""
    status = answer.status
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, 15.3: successful
        return Sent(answer.said)
    if status in _LATER or status >= 500:  # noqa: PLR2004 - RFC 9110, 15.6: server errors
        return Again(answer.said, retry_after_seconds(answer.headers.get("retry-after", ""), now))
    return Refused(answer.said)


def failed(error: SessionError) -> Again:
    """No answer: whether the request may have arrived, and that the whole channel is in trouble."""
    return Again(str(error), is_handed=error.reason not in _UNSENT, is_channels=True)


def retry_after_seconds(written: str, now: datetime) -> float:
    """Read Retry-After (RFC 9110, 10.2.3): seconds, or a date; 0 for anything else."""
    if written.strip().isascii() and written.strip().isdigit():
        return float(written)
    try:
        at = parsedate_to_datetime(written)
    except ValueError:
        return 0.0
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (known - now).total_seconds())


def _nothing() -> None:
    return None
