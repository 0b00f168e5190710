"""Web hooks and group robots against a real HTTP server: signed, judged by what they answer, never twice."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from agent.feeds import robots
from agent.feeds.exchange import Answer, judged, retry_after_seconds
from agent.feeds.webhook import idempotency_key
from agent.store.open import open_store
from agent.store.store import Store
from config.deliveries import Delivery
from reports.record.outbox import Again, Piece, Refused, Sent, State
from tests.feeds import due_now, pieces, site, turned

pytestmark = pytest.mark.peer
HOOK = Delivery("机器人", "webhook", what=("incident",), template="plain", secret="秘密", seconds=20)
OK = {"plain": b"{}", "wecom": b'{"errcode":0,"errmsg":"ok"}', "dingtalk": b'{"errcode":0}', "feishu": b'{"code":0}'}


@dataclass
class Hook:
    """What it answers, one a time and the last for ever: status, body, headers; "" ends the connection unanswered."""

    answers: list[tuple[int, bytes, dict[str, str]]]
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def hook(*answers: tuple[int, bytes] | tuple[int, bytes, dict[str, str]]) -> Iterator[Hook]:
    peer = Hook([(one[0], one[1], one[2] if len(one) > 2 else {}) for one in answers])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            peer.came.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            status, said, headers = peer.answers.pop(0) if len(peer.answers) > 1 else peer.answers[0]
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(said)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    peer.url = f"http://127.0.0.1:{server.server_address[1]}/hook?key=k"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "s.db")


def put(store: Store, key: str = "incident/S1/e1") -> None:
    payload = {"title": "服务事件 S1 已受理", "lines": ["磁盘"], "number": "S1", "masked": False}
    store.put_out([Piece(key, "机器人", "incident", payload)])


def sent(store: Store, peer: Hook, template: str = "plain") -> Piece:
    turned(store, site(replace(HOOK, url=peer.url, template=template)))
    return pieces(store)[-1]


def test_an_event_is_signed_over_its_moment_and_its_body(store: Store) -> None:
    with store, hook((200, b"{}")) as peer:
        put(store)
        assert sent(store, peer).state is State.DELIVERED
    ((path, headers, body),) = peer.came
    stamp = headers["x-xunjian-timestamp"]
    wanted = hmac.new("秘密".encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-xunjian-signature"] == f"v1={wanted}"
    assert abs(int(stamp) - datetime.now(UTC).timestamp()) < 60
    assert path == "/hook?key=k"
    said = json.loads(body)
    assert said["id"] == headers["idempotency-key"] == idempotency_key("incident/S1/e1")
    assert (said["specversion"], said["type"]) == ("1.0", "xunjian.incident")
    assert said["data"]["title"] == "服务事件 S1 已受理"
    assert "to_address" not in said["data"]


def test_an_event_whose_answer_was_lost_comes_again_under_the_same_key(store: Store) -> None:
    with store, hook((0, b""), (200, b"{}")) as peer:
        put(store)
        assert sent(store, peer).state is State.WAITING
        due_now(store)
        assert sent(store, peer).state is State.DELIVERED, "its receiver knows that it is the same"
    first, second = (headers["idempotency-key"] for _path, headers, _body in peer.came)
    assert first == second


def test_a_robot_whose_answer_was_lost_is_not_told_again_by_itself(store: Store) -> None:
    with store, hook((0, b""), (200, OK["wecom"])) as peer:
        put(store)
        assert sent(store, peer, "wecom").state is State.WAITING
        due_now(store)
        dead = sent(store, peer, "wecom")
        assert (dead.state, dead.is_doubted) == (State.DEAD, True)
        assert len(peer.came) == 1
        store.retry_outbox([dead.key])  # a person looked into the group
        assert sent(store, peer, "wecom").state is State.DOUBTFUL
        assert len(peer.came) == 2


@pytest.mark.parametrize(
    ("status", "state"),
    [
        *((code, State.DELIVERED) for code in (200, 202, 204)),
        *((code, State.WAITING) for code in (408, 425, 429, 500, 503)),
        *((code, State.DEAD) for code in (400, 401, 403, 404, 410, 422)),
    ],
)
def test_what_a_status_means(status: int, state: State, store: Store) -> None:
    with store, hook((status, b"" if status == 204 else b"{}")) as peer:
        put(store)
        assert sent(store, peer).state is state


def test_a_redirect_is_followed_nowhere(store: Store) -> None:
    with hook((200, b"{}")) as other, store, hook((307, b"", {"Location": other.url})) as peer:
        put(store)
        assert sent(store, peer).state is State.DEAD
        assert other.came == []


def test_how_long_a_busy_server_asks_to_wait_is_kept(store: Store) -> None:
    with store, hook((429, b"", {"Retry-After": "1800"})) as peer:
        put(store)
        now = datetime.now(UTC)
        waits = sent(store, peer)
        assert waits.next_at is not None
        assert 1790 < (waits.next_at - now).total_seconds() < 1830


def test_retry_after_is_seconds_or_a_date() -> None:
    now = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert retry_after_seconds("120", now) == 120
    assert retry_after_seconds("Mon, 23 Nov 2026 06:05:00 GMT", now) == 300
    assert retry_after_seconds("Mon, 23 Nov 2026 05:00:00 GMT", now) == 0
    assert retry_after_seconds("soon", now) == retry_after_seconds("", now) == retry_after_seconds("²", now) == 0


def test_nobody_there_is_tried_again_and_leaves_no_doubt(store: Store) -> None:
    with store:
        put(store)
        turned(store, site(replace(HOOK, url="http://127.0.0.1:9/x", template="wecom")))
        (waits,) = pieces(store)
        assert (waits.state, waits.is_doubted) == (State.WAITING, False)


@pytest.mark.parametrize("template", ["wecom", "dingtalk", "feishu"])
def test_a_robot_is_told_in_its_own_form(template: str, store: Store) -> None:
    with store, hook((200, OK[template])) as peer:
        put(store)
        assert sent(store, peer, template).state is State.DELIVERED
    ((path, _headers, body),) = peer.came
    said = json.loads(body)
    text = said["content"]["text"] if template == "feishu" else said["text"]["content"]
    assert text.startswith("服务事件 S1 已受理")
    asked = parse_qs(urlsplit(path).query)
    assert asked["key"] == ["k"]
    if template == "dingtalk":
        stamp = asked["timestamp"][0]
        sign = hmac.new("秘密".encode(), f"{stamp}\n秘密".encode(), hashlib.sha256).digest()
        assert base64.b64decode(asked["sign"][0]) == sign
        assert len(stamp) == 13
    if template == "feishu":
        sign = hmac.new(f"{said['timestamp']}\n秘密".encode(), b"", hashlib.sha256).digest()
        assert base64.b64decode(said["sign"]) == sign


@pytest.mark.parametrize(
    ("template", "body", "kind"),
    [
        ("wecom", b'{"errcode":93000,"errmsg":"invalid webhook url"}', Refused),
        ("wecom", b'{"errcode":45009,"errmsg":"api freq out of limit"}', Again),
        ("wecom", b'{"errcode":0}', Sent),
        ("dingtalk", b'{"errcode":310000,"errmsg":"sign not match"}', Refused),
        ("dingtalk", b'{"errcode":130101,"errmsg":"send too fast"}', Again),
        ("feishu", b'{"code":19021,"msg":"sign match fail"}', Refused),
        ("feishu", b'{"code":11232,"msg":"frequency limited"}', Again),
        ("feishu", b'{"StatusCode":0,"StatusMessage":"success"}', Sent),
        ("feishu", b"{}", Refused),
        ("wecom", b"<html>", Refused),
        ("wecom", b'{"errcode":false}', Refused),
        ("wecom", b"[]", Refused),
        ("dingtalk", b"", Refused),
    ],
)
def test_http_200_is_no_delivery_until_the_robot_says_so(template: str, body: bytes, kind: type) -> None:
    assert type(robots.judged(template, Answer(200, {}, body))) is kind


def test_a_long_message_is_cut_at_a_character_within_the_robots_bytes() -> None:
    said = json.loads(robots.body("wecom", "巡" * 3000, "", 0.0))["text"]["content"]
    assert len(said.encode()) <= 2048
    assert said.endswith("巡…")
    assert robots.shortened("abc", 3) == "abc"


def test_the_status_alone_decides_of_a_plain_hook() -> None:
    assert isinstance(judged(Answer(200, {}, b'{"errcode": 1}'), datetime.now(UTC)), Sent)
