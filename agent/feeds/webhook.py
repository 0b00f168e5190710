"""A web hook: one JSON event a request, signed; or the message of a group's robot.

A receiver proves an event by ``X-Xunjian-Signature``: ``v1=`` and the hexadecimal HMAC-SHA256 with the shared secret over
the header ``X-Xunjian-Timestamp`` (Unix seconds), a full stop, and the body as it came. It refuses what is older than
``REPLAY_SECONDS``, and takes an event only once by ``Idempotency-Key``: one whose answer was lost comes again under the
same key. Robots know no such key, so what may have arrived there is never sent again by itself.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from hmac import new as hmac
from typing import Final

from agent.feeds import robots
from agent.feeds.exchange import Answer, Service, failed, judged, opened
from agent.language import LANGUAGE
from collectors.base import SessionError
from config.deliveries import Delivery
from config.text import _, render
from reports.record.outbox import Outcome, Piece, Refused

REPLAY_SECONDS: Final = 300
"""What a receiver should let pass between the timestamp and its own clock; ours."""
_ROBOT_DOUBT: Final = _(
    "an attempt before may have arrived, and a robot cannot be asked: look into the group, then send it anew or withdraw it"
)
_OK: Final = 200


def idempotency_key(key: str) -> str:
    """The name of an event on the wire."""
    return sha256(key.encode()).hexdigest()[:40]


def event(piece: Piece, source: str) -> bytes:
    """The body: an envelope after CloudEvents 1.0 in JSON."""
    made = piece.made_at or datetime.now(UTC)
    told = {
        name: value for name, value in piece.payload.items() if name in {"title", "lines", "level", "number", "problem"}
    }
    envelope = {
        "specversion": "1.0",
        "id": idempotency_key(piece.key),
        "source": source,
        "type": f"xunjian.{piece.kind}",
        "time": made.isoformat(),
        "datacontenttype": "application/json",
        "data": told,
    }
    return json.dumps(envelope, ensure_ascii=False, sort_keys=True).encode()


def signed(body: bytes, secret: str, at_seconds: float) -> Mapping[str, str]:
    """The headers that prove who sent it when."""
    stamp = str(int(at_seconds))
    digest = hmac(secret.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()
    return {"X-Xunjian-Timestamp": stamp, "X-Xunjian-Signature": f"v1={digest}"}


def send(delivery: Delivery, url: str, secret: str, piece: Piece, text: str, handed: Callable[[], None]) -> Outcome:
    """Send one event."""
    if delivery.template != "plain" and piece.is_doubted and piece.attempts > 1:  # the first is a person's own word
        return Refused(render(_ROBOT_DOUBT, LANGUAGE))
    now = datetime.now(UTC)
    try:
        service = opened(delivery, url)
    except SessionError as error:
        return failed(error)
    with service.web:
        if delivery.template == "plain":
            return _event(service, piece, secret, now)
        handed()
        try:
            answer = _robot(service, delivery.template, text, secret, now)
        except SessionError as error:
            return failed(error)
    return robots.judged(delivery.template, answer) if answer.status == _OK else judged(answer, now)


def _event(service: Service, piece: Piece, secret: str, now: datetime) -> Outcome:
    """An event whose answer is lost goes again: its key says that it is the same."""
    try:
        return judged(_plain(service, piece, secret, now), now)
    except SessionError as error:
        return replace(failed(error), is_handed=False)


def _plain(service: Service, piece: Piece, secret: str, now: datetime) -> Answer:
    body = event(piece, "xunjian")
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "Idempotency-Key": idempotency_key(piece.key),
        **(signed(body, secret, now.timestamp()) if secret else {}),
    }
    return service.ask("POST", service.path, headers, body)


def _robot(service: Service, template: str, text: str, secret: str, now: datetime) -> Answer:
    at = now.timestamp()
    path = service.path + robots.query(template, secret, at)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return service.ask("POST", path, headers, robots.body(template, text, secret, at))
