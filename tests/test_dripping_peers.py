"""Peers that drip: whoever sends a byte now and then holds us no longer than the ask's own seconds."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event

import pytest

from collectors.base import Answer, Http, Question, Reason, SessionError, Tcp, Tree
from collectors.evidence import read
from collectors.function.met import Met, listed, members, met, word
from collectors.sessions import web
from collectors.sessions.base import Budget
from collectors.sessions.functions import FunctionSession
from collectors.sessions.redfish import RedfishSession
from config.site import Access
from tests.peers.redfish_tree import pages
from tests.peers.stub import tcp
from tests.peers.web import HOST, WebPeer, self_signed, serving

SECONDS = 2
SLACK_SECONDS = 2.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def drip(connection: socket.socket, before: bytes, sign: bytes = b"x", pause: float = 0.05) -> None:
    """Say ``before``, then a sign at a time, for as long as somebody listens."""
    with suppress(OSError), connection:
        connection.recv(65536)
        connection.sendall(before)
        for _turn in range(2000):
            connection.sendall(sign)
            time.sleep(pause)


def asked(address: str, ask: Http | Tcp) -> tuple[Met | SessionError, float]:
    """What a function's session met, and how long that took."""
    started = time.monotonic()
    with closing(FunctionSession(address, Access(), "", None, Budget(60, 2, 1))) as session:
        [(question, reply)] = list(session.ask([Question("x", ask)]))
    took = time.monotonic() - started
    if isinstance(reply, SessionError):
        return reply, took
    answer = read(question.ask, reply)
    assert isinstance(answer, Answer)
    return met(answer), took


def reasons(found: Met | SessionError) -> set[str]:
    assert not isinstance(found, SessionError)
    assert "status" not in found
    assert "said" not in found
    return {word(members(one), "reason") for one in listed(found["tries"])}


@pytest.mark.parametrize(
    "before",
    [b"", b"HTTP/1.1 200 OK\r\n", HEAD + b"X-Long: ", HEAD + b"Content-Length: 100000\r\n\r\n"],
    ids=["status line", "header name", "header value", "body"],
)
def test_a_page_that_drips_ends_by_the_deadline(before: bytes) -> None:
    with tcp(lambda connection: drip(connection, before, b"H" if not before else b"x")) as peer:
        found, took = asked(f"http://{HOST}:{peer.port}/", Http(seconds=SECONDS))
    assert reasons(found) == {"timeout"}
    assert took < SECONDS + SLACK_SECONDS


def test_a_drip_in_time_is_a_page() -> None:
    def serve(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            for byte in HEAD + b"Content-Length: 2\r\n\r\nok":
                connection.sendall(bytes((byte,)))
                time.sleep(0.005)

    with tcp(serve) as peer:
        found, _took = asked(f"http://{HOST}:{peer.port}/", Http(seconds=20))
    assert not isinstance(found, SessionError)
    assert (found["status"], found["body"]) == (200, "ok")


@pytest.mark.parametrize("before", [b"$100000\r\n", b"+", b"*60\r\n"], ids=["bulk", "line", "array"])
def test_a_line_protocol_that_drips_ends_by_the_deadline(before: bytes) -> None:
    with tcp(lambda connection: drip(connection, before)) as peer:
        found, took = asked(f"redis://{HOST}:{peer.port}", Tcp("INFO", seconds=SECONDS))
    assert reasons(found) == {"timeout"}
    assert took < SECONDS + SLACK_SECONDS


def test_a_plain_port_that_drips_ends_by_the_deadline() -> None:
    with tcp(lambda connection: drip(connection, b"")) as peer:
        found, took = asked(f"tcp://{HOST}:{peer.port}", Tcp("mntr", seconds=SECONDS))
    assert not isinstance(found, SessionError)
    assert took < SECONDS + SLACK_SECONDS


def test_a_handshake_that_never_comes_ends_by_the_deadline() -> None:
    stopped = Event()

    def serve(_connection: socket.socket) -> None:
        stopped.wait(30)

    with tcp(serve) as peer:
        found, took = asked(f"rediss://{HOST}:{peer.port}", Tcp("INFO", seconds=SECONDS))
        stopped.set()
    assert isinstance(found, SessionError) or reasons(found) == {"timeout"}
    assert took < SECONDS + SLACK_SECONDS


@contextmanager
def tls_drip(certificate: Path, serve: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    settings = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    settings.load_cert_chain(certificate)

    def wrapped(connection: socket.socket) -> None:
        with suppress(OSError), settings.wrap_socket(connection, server_side=True) as sock:
            serve(sock)

    with tcp(wrapped) as peer:
        yield peer.port


def test_a_bmc_that_drips_its_headers_is_given_up(tmp_path: Path) -> None:
    with tls_drip(self_signed(tmp_path), lambda sock: drip(sock, HEAD + b"X-Long: ")) as port:
        access = Access(port=port, accept_any_certificate=True)
        started = time.monotonic()
        with (
            closing(RedfishSession(HOST, access, "ops", None, Budget(60, 1, 1))) as bmc,
            pytest.raises(SessionError) as told,
        ):
            bmc.connect()
    assert told.value.reason is Reason.TIMEOUT
    assert time.monotonic() - started < 2 + SLACK_SECONDS


def test_one_document_that_drips_does_not_take_the_walks_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectors.sessions.redfish._ONE_DOCUMENT_SECONDS", 1.0)
    peer = WebPeer(pages(), drips=frozenset({"/redfish/v1/Managers"}))
    with serving(peer, self_signed(tmp_path)):
        access = Access(port=peer.port, accept_any_certificate=True)
        with closing(RedfishSession(HOST, access, "ops", None, Budget(60, 2, 1))) as bmc:
            bmc.connect()
            tree = Tree("/redfish/v1/", ("Systems", "Managers", "Chassis", "Members"), seconds=30)
            [(question, reply)] = list(bmc.ask([Question("bmc", tree)]))
    assert isinstance(reply, bytes)
    answer = read(question.ask, reply)
    assert isinstance(answer, Answer)
    told = met(answer)
    assert [listed(one)[:2] for one in listed(told["unseen"])] == [["/redfish/v1/Managers", "timeout"]]
    assert "/redfish/v1/Chassis/Self" in members(told["documents"])


@contextmanager
def dead_addresses(count: int) -> Iterator[tuple[list[str], int]]:
    """Listeners on one port whose queues are full: the kernel answers no further one, as a firewall that drops."""
    held: list[socket.socket] = []
    try:
        names, port = [f"127.0.0.{11 + one}" for one in range(count)], 0
        for name in names:
            listener = socket.socket()
            held.append(listener)
            listener.bind((name, port))
            listener.listen(0)
            port = listener.getsockname()[1]
            for _turn in range(4):
                held.append(socket.socket())
                held[-1].settimeout(0)
                held[-1].connect_ex((name, port))
        time.sleep(0.2)
        yield names, port
    finally:
        for one in held:
            one.close()


def met_in(address: str, seconds: float) -> tuple[Reason, float]:
    """How a page of an address that does not answer fails, and after how long."""
    where, started = web.endpoint(address, None), time.monotonic()
    with web.client(where, ssl.create_default_context(), None, seconds) as client, pytest.raises(SessionError) as told:
        web.get(client, "/", where, 1000, started + seconds, lambda: None)
    return told.value.reason, time.monotonic() - started


def test_four_addresses_that_do_not_answer_take_no_longer_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with dead_addresses(4) as (names, port):
        places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port)) for name in names]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_words, **_more: places)
        reason, took = met_in(f"http://many.test:{port}", 1)
    assert reason is Reason.UNREACHABLE
    assert took < 1 + SLACK_SECONDS


def test_a_name_service_that_hangs_takes_no_longer_than_the_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_words, **_more: [ended.wait(6)][:0])
    try:
        reason, took = met_in("http://many.test:80", 1)
    finally:
        ended.set()
    assert reason is Reason.UNREACHABLE
    assert took < 1 + SLACK_SECONDS
