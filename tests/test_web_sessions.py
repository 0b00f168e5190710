"""Redfish and programs on our side: whom we meet, what is offered, what is lost is said."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from collectors.base import Process, Question, Reason, SessionError, Tree
from collectors.evidence import read
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.programs import ProgramSession
from collectors.sessions.redfish import RedfishSession, links, masked
from config.secrets import Secret
from config.site import Access
from tests.peers.web import HOST, WebPeer, self_signed, serving

ROOT = "/redfish/v1/"
TREE = Question("bmc", Tree(ROOT, ("Systems", "Members", "Storage", "Drives")))
PASSWORD = "planted-42"


def _document(**inside: object) -> tuple[int, bytes]:
    return 200, json.dumps(inside).encode()


def _pages() -> dict[str, tuple[int, bytes]]:
    return {
        ROOT: _document(Systems={"@odata.id": "/redfish/v1/Systems"}),
        "/redfish/v1/Systems": _document(Members=[{"@odata.id": "/redfish/v1/Systems/1"}]),
        "/redfish/v1/Systems/1": _document(
            Status={"Health": "OK"}, Storage={"@odata.id": "/redfish/v1/Systems/1/Storage"}, Password="cleartext"
        ),
        "/redfish/v1/Systems/1/Storage": _document(
            Drives=[
                {"@odata.id": "/redfish/v1/D/1"},
                {"@odata.id": "/redfish/v1/D/2"},
                {"@odata.id": "/redfish/v1/Systems"},
            ]
        ),
        "/redfish/v1/D/1": _document(Status={"Health": "Critical"}),
        "/redfish/v1/D/2": (500, b"{}"),
    }


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return self_signed(tmp_path)


@pytest.fixture
def peer(certificate: Path) -> Iterator[WebPeer]:
    with serving(WebPeer(_pages(), login=f"ops:{PASSWORD}"), certificate) as made:
        yield made


def _pin(certificate: Path) -> str:
    der = ssl.PEM_cert_to_DER_cert("-----BEGIN CERT" + certificate.read_text().split("-----BEGIN CERT")[1])
    return "SHA256:" + sha256(der).hexdigest()


def _session(peer: WebPeer, access: Access, password: str = PASSWORD) -> RedfishSession:
    written = Access("bmc", peer.port, access.certificate, access.authorities, access.accept_any_certificate)
    return RedfishSession(HOST, written, "ops", Secret(password), Budget(30, 5, 1))


def _walked(session: RedfishSession, question: Question = TREE) -> dict[str, object]:
    session.connect()
    [(asked, reply)] = list(session.ask([question]))
    session.close()
    assert isinstance(reply, bytes)
    answer = read(asked.ask, reply)
    told: dict[str, object] = json.loads(getattr(answer, "text", ""))
    return told


def test_pinned_certificate_is_believed_and_the_tree_is_walked_once(peer: WebPeer, certificate: Path) -> None:
    told = _walked(_session(peer, Access(certificate=_pin(certificate))))
    documents = told["documents"]
    assert isinstance(documents, dict)
    assert set(documents) == set(_pages()) - {"/redfish/v1/D/2"}
    assert told["unseen"] == [["/redfish/v1/D/2", "failed", "HTTP 500"]]
    paths = [path for path, _given in peer.asked]
    assert paths.count("/redfish/v1/D/1") == 1
    assert paths.count("/redfish/v1/Systems") == 2  # once to see whether the credential is known


def test_a_secret_in_a_document_is_masked_before_its_digest(peer: WebPeer, certificate: Path) -> None:
    assert "cleartext" not in json.dumps(_walked(_session(peer, Access(certificate=_pin(certificate)))))


def test_another_certificate_than_the_pinned_gets_no_password(peer: WebPeer) -> None:
    with (
        pytest.raises(SessionError) as caught,
        closing(_session(peer, Access(certificate="SHA256:" + "0" * 64))) as session,
    ):
        session.connect()
    assert caught.value.reason is Reason.IDENTITY
    assert peer.asked == []


def test_a_certificate_nobody_vouches_for_is_unproved_and_its_fingerprint_is_told(peer: WebPeer, certificate: Path) -> None:
    with pytest.raises(SessionError) as caught, closing(_session(peer, Access())) as session:
        session.connect()
    assert caught.value.reason is Reason.UNPROVED
    assert caught.value.remedy is not None
    assert _pin(certificate) in str(caught.value.remedy.values)
    assert peer.asked == []


def test_an_authority_of_the_operator_is_believed(peer: WebPeer, certificate: Path) -> None:
    assert _walked(_session(peer, Access(authorities=str(certificate))))["documents"]


def test_a_refused_login_is_said_and_offered_once(peer: WebPeer, certificate: Path) -> None:
    with (
        pytest.raises(CredentialRefused),
        closing(_session(peer, Access(certificate=_pin(certificate)), "wrong")) as session,
    ):
        session.connect()
    assert len([1 for _path, given in peer.asked if given]) == 1


def test_bounds_of_a_walk_name_what_was_left(peer: WebPeer, certificate: Path) -> None:
    short = Question("bmc", Tree(ROOT, ("Systems", "Members", "Storage", "Drives"), most=3))
    told = _walked(_session(peer, Access(certificate=_pin(certificate))), short)
    assert told["unseen"] == [["/redfish/v1/Systems/1/Storage", "budget", ""]]


def test_a_hanging_service_ends_by_its_deadline(certificate: Path) -> None:
    with serving(WebPeer(_pages(), slow={"/redfish/v1/": 30}), certificate) as slow:
        session = RedfishSession(HOST, Access(port=slow.port, accept_any_certificate=True), "ops", None, Budget(30, 1, 1))
        started = time.monotonic()
        with pytest.raises(SessionError) as caught, closing(session):
            session.connect()
        assert caught.value.reason is Reason.TIMEOUT
        assert time.monotonic() - started < 15


def test_a_closed_port_is_unreachable() -> None:
    with pytest.raises(SessionError) as caught:
        RedfishSession(HOST, Access(port=1), "ops", None, Budget(5, 2, 1)).connect()
    assert caught.value.reason is Reason.UNREACHABLE


def test_links_are_followed_only_under_named_keys_and_without_fragment() -> None:
    document = {
        "Drives": [{"@odata.id": "/a#/x"}],
        "Links": {"Chassis": [{"@odata.id": "/b"}]},
        "Drive": {"@odata.id": "x"},
    }
    assert list(links(document, ("Drives", "Drive"))) == ["/a"]


def test_mask_keeps_what_is_no_text() -> None:
    assert masked({"PasswordSet": True, "Token": "abc", "Name": "n", "Password": None}) == {
        "PasswordSet": True,
        "Token": "***",
        "Name": "n",
        "Password": None,
    }


def _program(*argv: str, seconds: int = 5, secret: str = "", kib: int = 64) -> Question:
    return Question(argv[0], Process(argv, secret=secret, seconds=seconds, kib=kib))


def _ran(*questions: Question) -> list[bytes | SessionError]:
    session = ProgramSession(HOST, 623, "ops", Secret(PASSWORD), Budget(20, 5, 1))
    return [reply for _question, reply in session.ask(questions)]


def _text(question: Question, reply: bytes | SessionError) -> str:
    assert isinstance(reply, bytes)
    return str(getattr(read(question.ask, reply), "text", ""))


def test_a_program_gets_the_entry_as_words_and_the_password_in_its_environment_only() -> None:
    shown, hidden = _program("/bin/echo", "{address}", "{port}", "{user}"), _program("/usr/bin/env", secret="IPMI_PASSWORD")
    first, second = _ran(shown, hidden)
    assert _text(shown, first) == "127.0.0.1 623 ops\n"
    assert f"IPMI_PASSWORD={PASSWORD}" in _text(hidden, second)


def test_a_program_that_hangs_is_ended_and_said_so() -> None:
    question = _program("/bin/sleep", "30", seconds=1)
    [reply] = _ran(question)
    with pytest.raises(SessionError) as caught:
        _text(question, reply)
    assert caught.value.reason is Reason.TIMEOUT


def test_a_program_that_is_not_there_is_tool_missing() -> None:
    question = _program("/bin/no-such-program")
    [reply] = _ran(question)
    with pytest.raises(SessionError) as caught:
        _text(question, reply)
    assert caught.value.reason is Reason.TOOL_MISSING


def test_a_flood_is_cut_and_said_so() -> None:
    question = _program("/usr/bin/seq", "100000", kib=4)
    [reply] = _ran(question)
    with pytest.raises(SessionError) as caught:
        _text(question, reply)
    assert caught.value.reason is Reason.CUT


def test_after_a_refused_login_no_further_program_tries_it() -> None:
    refused = _program("/bin/sh", "-c", "echo 'Error: RAKP 2 HMAC is invalid' >&2; exit 1")
    first, second = _ran(refused, _program("/bin/echo", "never"))
    assert isinstance(first, CredentialRefused)
    assert second is first


def test_closing_from_outside_ends_a_program() -> None:
    session = ProgramSession(HOST, 623, "ops", None, Budget(20, 5, 1))
    threading.Timer(0.3, session.close).start()
    started = time.monotonic()
    [(_question, reply)] = list(session.ask([_program("/bin/sleep", "30", seconds=20)]))
    assert isinstance(reply, bytes)
    assert time.monotonic() - started < 5
