"""Mail to a real server: TLS and login as configured and never less, what is refused, late or lost, and what is in it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from agent.feeds.mail import File, Letter, fitting, message, message_id
from agent.feeds.page_one import of_docx, of_html
from agent.store.open import open_store
from agent.store.store import Store
from reports.documents.quarterly import build
from reports.record.outbox import State
from reports.render import render
from tests import feeds, rounds
from tests.feeds import due_now, issued, mail, pieces, site, turned, words
from tests.peers.mail import MailPeer, mail_server
from tests.peers.web import self_signed

pytestmark = pytest.mark.peer
LI = feeds.LI["email"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "s.db")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(tmp_path_factory.mktemp("tls"))


def states(store: Store) -> list[State]:
    return [one.state for one in pieces(store)]


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_document_arrives_with_page_one_in_it(security: str, store: Store, certificate: Path) -> None:
    peer = MailPeer(login=("u", "p"))
    with store, mail_server(peer, certificate if security != "none" else None, is_implicit=security == "tls"):
        way = mail(peer.port, security=security, credential="box", authorities=str(certificate))
        turned(store, site(way))  # the channel is met; what is issued from now on is told
        issued(store)
        turned(store, site(way))
        turned(store, site(way))
        assert states(store) == [State.DELIVERED], "once, however often it is looked for"
    (made,) = peer.mails()
    assert made["To"] == "李主任 <li@example.com>"
    assert made["From"] == "巡检 <xunjian@example.com>"
    assert made["Subject"] == f"滨海市环卫局 季度巡检报告 2026Q3 ({feeds.NUMBER})" or feeds.NUMBER in str(made["Subject"])
    plain, html = made.get_body(("plain",)), made.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "总体基本正常 <2 项>" in plain.get_content()
    assert "不在第一页" not in plain.get_content() + html.get_content()
    assert "&lt;2 项&gt;" in html.get_content()
    assert [one.get_filename() for one in made.iter_attachments()] == [f"巡检报告-{feeds.NUMBER}.pdf"]


def test_docx_goes_only_to_the_contact_who_asked_for_it(store: Store) -> None:
    peer = MailPeer()
    with store, mail_server(peer):
        made = site(mail(peer.port, to=("李主任", "it-operator", "王工")))
        turned(store, made)
        issued(store)
        turned(store, made)
    files = {
        to: [one.get_filename() for one in it.iter_attachments()]
        for (to, _), it in zip(peer.taken, peer.mails(), strict=True)
    }
    name = f"巡检报告-{feeds.NUMBER}"
    assert files == {LI: [f"{name}.pdf"], "wang@example.com": [f"{name}.pdf", f"{name}.docx"]}


def test_a_server_without_tls_gets_nothing(store: Store) -> None:
    peer = MailPeer()
    with store, mail_server(peer):
        made = site(mail(peer.port, security="starttls"))
        turned(store, made)
        issued(store)
        turned(store, made)
        (waits,) = pieces(store)
    assert (waits.state, waits.error, peer.commands) == (State.WAITING, "STARTTLS is not offered", [])


def test_a_certificate_that_nobody_vouches_for_gets_nothing(store: Store, certificate: Path) -> None:
    peer = MailPeer(login=("u", "p"))
    with store, mail_server(peer, certificate):
        made = site(mail(peer.port, security="starttls", credential="box"))
        turned(store, made)
        issued(store)
        turned(store, made)
        (waits,) = pieces(store)
    assert waits.state is State.WAITING
    assert "self-signed" in waits.error
    assert peer.commands == []


def test_a_wrong_password_is_offered_once_a_turn_however_much_waits(store: Store, certificate: Path) -> None:
    peer = MailPeer(login=("u", "other"))
    with store, mail_server(peer, certificate):
        way = mail(peer.port, security="starttls", credential="box", authorities=str(certificate), to=("李主任", "王工"))
        turned(store, site(way))
        issued(store)
        turned(store, site(way))
        first, second = pieces(store)
        assert (first.attempts + second.attempts, first.state, second.state) == (1, State.WAITING, State.WAITING)
        assert "535" in first.error + second.error
        assert first.next_at == second.next_at, "the other waits as long"


def test_greylisting_is_waited_out(store: Store) -> None:
    peer = MailPeer(rcpt={LI: ["451 4.7.1 greylisted, try again"]})
    with store, mail_server(peer):
        made = site(mail(peer.port))
        turned(store, made)
        issued(store)
        turned(store, made)
        (waits,) = pieces(store)
        assert (waits.state, waits.is_doubted, waits.attempts) == (State.WAITING, False, 1)
        turned(store, made)
        assert peer.commands.count("RCPT") == 1, "not before its moment"
        due_now(store)
        turned(store, made)
        assert states(store) == [State.DELIVERED]
    assert len(peer.taken) == 1


def test_one_receiver_refused_for_good_is_dead_with_the_reason_and_the_other_gets_his(store: Store) -> None:
    peer = MailPeer(rcpt={LI: ["550 5.1.1 no such user"]})
    with store, mail_server(peer):
        made = site(mail(peer.port, to=("李主任", "王工")))
        turned(store, made)
        issued(store)
        turned(store, made)
        (dead,) = pieces(store, State.DEAD)
        assert dead.error == "550 5.1.1 no such user"
        assert [one.payload["to_address"] for one in pieces(store, State.DELIVERED)] == ["wang@example.com"]
        store.retry_outbox([dead.key])
        peer.rcpt.clear()
        turned(store, made)
        assert states(store) == [State.DELIVERED, State.DELIVERED]


def test_a_refusal_after_the_dot_leaves_no_doubt(store: Store) -> None:
    peer = MailPeer(data=["451 4.3.0 disk full"])
    with store, mail_server(peer):
        made = site(mail(peer.port))
        turned(store, made)
        issued(store)
        turned(store, made)
        (waits,) = pieces(store)
        assert (waits.state, waits.is_doubted) == (State.WAITING, False)
        due_now(store)
        turned(store, made)
        assert states(store) == [State.DELIVERED]


def test_a_server_that_dies_in_the_middle_of_data_took_nothing(store: Store) -> None:
    peer = MailPeer(dies="data")
    with store, mail_server(peer):
        made = site(mail(peer.port, most_bytes=40 * 1024**2))
        turned(store, made)
        issued(store, {"大报告.pdf": bytes(20 * 1024**2)})
        turned(store, made)
        (waits,) = pieces(store)
        assert (waits.state, waits.is_doubted, peer.taken) == (State.WAITING, False, [])
        peer.dies = ""
        due_now(store)
        turned(store, made)
        assert states(store) == [State.DELIVERED]


def test_a_lost_answer_goes_again_under_the_same_name_and_is_shown_as_perhaps_twice(store: Store) -> None:
    peer = MailPeer(dies="dot")
    with store, mail_server(peer):
        made = site(mail(peer.port))
        turned(store, made)
        issued(store)
        turned(store, made)
        (waits,) = pieces(store)
        assert (waits.state, waits.is_doubted) == (State.WAITING, True)
        peer.dies = ""
        due_now(store)
        turned(store, made)
        assert states(store) == [State.DOUBTFUL]
    first, second = peer.mails()
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])


def test_a_slow_server_costs_one_attempt_its_time_and_no_other_channel(store: Store) -> None:
    slow, quick = MailPeer(hold_seconds=30), MailPeer()
    with store, mail_server(slow), mail_server(quick):
        made = site(mail(slow.port, seconds=2), mail(quick.port, name="另一路"))
        turned(store, made)
        issued(store)
        begun = datetime.now(UTC)
        turned(store, made)
        assert (datetime.now(UTC) - begun).total_seconds() < 15
        known = {one.channel: one for one in pieces(store)}
        slow.released.set()
    assert known["另一路"].state is State.DELIVERED
    assert (known["邮件"].state, known["邮件"].is_doubted) == (State.WAITING, True)


def test_what_is_over_the_cap_is_named_with_its_place(store: Store) -> None:
    peer = MailPeer()
    with store, mail_server(peer):
        made = site(mail(peer.port, to=("王工",), most_bytes=100_000))
        turned(store, made)
        issued(store, {"甲.pdf": bytes(90_000), "乙.docx": b"PK small", "页.html": feeds.PAGE.encode()})
        turned(store, made)
    (got,) = peer.mails()
    assert [one.get_filename() for one in got.iter_attachments()] == ["乙.docx"]
    plain = got.get_body(("plain",))
    assert plain is not None
    assert "甲.pdf" in plain.get_content()
    assert "/srv/巡检/2026Q3" in plain.get_content()
    assert len(peer.taken[0][1]) <= 100_000


def test_what_the_contract_keeps_at_the_site_does_not_leave(store: Store) -> None:
    peer = MailPeer()
    with store, mail_server(peer):
        made = site(mail(peer.port), data="stays")
        store.told_since("邮件")
        issued(store)
        told = turned(store, made)
        assert "stays" in words(told.notes) or "不出现场" in words(told.notes)
        assert pieces(store) == []
        turned(store, site(mail(peer.port, is_at_site=True), data="stays"))
        assert states(store) == [State.DELIVERED], "the customer's own server, as the operator says"


def test_what_leaves_masked_takes_no_file_and_no_name_along(store: Store) -> None:
    peer = MailPeer()
    with store, mail_server(peer):
        made = site(mail(peer.port), data="leaves-masked")
        store.told_since("邮件")
        issued(store)
        turned(store, made)
        assert states(store) == [State.DELIVERED]
    (got,) = peer.mails()
    assert "滨海市环卫局" not in str(got["Subject"])
    assert list(got.iter_attachments()) == []


def test_a_document_put_in_before_the_contract_said_stays_is_refused_at_the_door(store: Store) -> None:
    peer = MailPeer()
    with store, mail_server(peer):
        store.told_since("邮件")
        issued(store)
        turned(store, site(mail(1)))
        due_now(store)
        turned(store, site(mail(peer.port), data="stays"))
        assert states(store) == [State.DEAD]
    assert peer.commands == []


# --- one mail, without a server


LETTER = Letter("k", "标题", "正文\n.\n", "李", "li@example.com", datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize("bad", ["标题\r\nBcc: all@example.com", "a\nb", "x\u2028y", "\x00"])
def test_nothing_breaks_out_of_a_header(bad: str) -> None:
    raw = message(replace(LETTER, title=bad, to_name=bad, files=[File(bad or "x", "a/b", b"")]), "x@example.com")
    made = BytesParser(policy=policy.default).parsebytes(raw)
    assert made["Bcc"] is None
    assert b"\r\nBcc:" not in raw
    assert made.defects == []


@pytest.mark.parametrize("address", ["", "li", "li@", "a b@c", "li@x\r\nRCPT TO:<y@z>", "<li@x>", "李@example.com"])
def test_what_is_no_address_is_told_and_not_sent(address: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(address)}$"):
        message(replace(LETTER, to_address=address), "x@example.com")


def test_a_mail_is_seven_bit_and_its_name_is_the_pieces() -> None:
    raw = message(LETTER, "巡检 <x@example.com>")
    assert max(raw) < 128
    assert message_id("k", "巡检 <x@example.com>") == message_id("k", "x@example.com") != message_id("l", "x@example.com")


def test_files_are_taken_as_far_as_they_fit() -> None:
    one, two = File("a", "a/b", bytes(1000)), File("b", "a/b", bytes(70_000))
    assert fitting([two, one], 60_000, 100) == ([one], [two])
    assert fitting([one, two], 10**6, 100) == ([one, two], [])


def test_page_one_of_a_docx_ends_where_the_next_chapter_begins() -> None:
    import io  # noqa: PLC0415 - here alone

    import docx  # noqa: PLC0415 - as above

    made = docx.Document()
    made.add_heading("结论", 1)
    made.add_paragraph("总体<基本>正常")
    made.add_table(1, 2).rows[0].cells[1].text = "85%"
    made.add_heading("附录", 1)
    made.add_paragraph("后面")
    out = io.BytesIO()
    made.save(out)
    page = of_docx(out.getvalue())
    assert page is not None
    assert page.text == "结论\n总体<基本>正常\n85%\n"
    assert "&lt;基本&gt;" in page.html
    assert of_docx(b"PK no") is None
    assert of_html(b"").text == "\n"


def test_page_one_of_our_own_documents_is_the_summary_in_either_form() -> None:
    document = build(rounds.sample(), rounds.site(), "zh_CN")
    pages = [of_html(render(document, "html")), of_docx(render(document, "docx"))]
    for page in pages:
        assert page is not None
        assert "总体结论" in page.text
        assert "重点问题" in page.text.splitlines()
        assert "文档控制" not in page.text
        assert "评分方法" not in page.text
        assert "\u200b" not in page.text + page.html
        assert "<script" not in page.html
