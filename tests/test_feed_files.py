"""The folder where there is no mail, sheets for other systems, and the calendar: whole, numbered, safe, and stable."""

import csv
import io
import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import openpyxl
import pytest

from agent.feeds import folder
from agent.feeds.calendar_file import Event, calendar, events
from agent.feeds.mail import File
from agent.feeds.sheets import as_csv, as_xlsx
from agent.store.open import open_store
from checks.base import Level
from checks.result import TargetResult
from config.deliveries import Delivery
from config.site import Site, Target
from config.terms import Cover, Owing, Terms
from reports.record.outbox import Again, Sent, State
from tests import stored
from tests.feeds import NUMBER, issued, pieces, site, turned

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_a_document_lies_in_a_numbered_folder_with_its_sums_and_whom_it_is_for(tmp_path: Path) -> None:
    out = tmp_path / "出件"
    way = Delivery("目录", "folder", what=("document",), to=("李主任", "it-operator"), folder=str(out), is_at_site=True)
    with open_store(tmp_path / "s.db") as store:
        made = site(way, data="stays")
        store.told_since("目录")
        issued(store)
        turned(store, made)
        turned(store, made)
        assert [one.state for one in pieces(store)] == [State.DELIVERED]
        receipt = pieces(store)[0].receipt
    (there,) = out.iterdir()
    assert there.name == receipt
    assert there.name.startswith("0001-")
    assert subprocess.run(["sha256sum", "-c", "--quiet", folder.SUMS], cwd=there, check=False).returncode == 0
    names = {one.name for one in there.iterdir()}
    assert names == {
        *(f"巡检报告-{NUMBER}.{end}" for end in ("pdf", "html", "docx")),
        folder.SUMS,
        folder.RECEIPT,
        folder.TEXT,
    }
    text = (there / folder.TEXT).read_text("utf-8")
    assert "李主任" in text
    assert "王工" in text
    assert f"巡检报告-{NUMBER}.pdf" in text
    assert (
        json.loads((there / folder.RECEIPT).read_text("utf-8"))["files"][folder.TEXT] == sha256(text.encode()).hexdigest()
    )


def test_the_same_message_is_written_once_and_the_next_gets_the_next_number(tmp_path: Path) -> None:
    first = folder.put(str(tmp_path), "k1", "一", "文", [], NOW)
    assert folder.put(str(tmp_path), "k1", "一", "文", [], NOW) == first
    second = folder.put(str(tmp_path), "k2", "../../etc/passwd", "文", [File("../.ssh/x", "a/b", b"1")], NOW)
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    assert [one.name[:5] for one in sorted(tmp_path.iterdir())] == ["0001-", "0002-"]
    assert {one.name for one in (tmp_path / second.receipt).iterdir()} == {
        "ssh_x",
        folder.SUMS,
        folder.RECEIPT,
        folder.TEXT,
    }


def test_what_a_killed_process_left_half_is_no_message(tmp_path: Path) -> None:
    left = tmp_path / ".0123456789ab.1.part"
    left.mkdir()
    (left / "x").write_text("half")
    made = folder.put(str(tmp_path), "k1", "一", "文", [], NOW)
    assert isinstance(made, Sent)
    assert made.receipt.startswith("0001-")


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert isinstance(folder.put(str(tmp_path / "file" / "in"), "k", "一", "文", [], NOW), Again)


def test_sheets_are_utf8_with_a_mark_and_hold_no_formula(tmp_path: Path) -> None:
    way = Delivery("表", "sheets", folder=str(tmp_path / "表"), is_at_site=True)
    with open_store(tmp_path / "s.db") as store:
        stored.round_of(store, stored.result("=cmd|'/c calc'!A1", [stored.finding(Level.CRITICAL, "/data/数据")]))
        made = turned(store, site(way))
        assert {one.name for one in made.files} == {
            f"{name}.{end}" for name in ("problems", "incidents", "findings") for end in ("csv", "xlsx")
        }
        assert turned(store, site(way)).files == (), "what did not change is not written anew"
    raw = (tmp_path / "表" / "problems.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["巡检对象"] == "'=cmd|'/c calc'!A1"
    book = openpyxl.load_workbook(tmp_path / "表" / "problems.xlsx")
    cell = book.worksheets[0].cell(2, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|'/c calc'!A1", "s", True)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_as_a_formula(sign: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(as_csv([[f"{sign}1+1"]]).decode("utf-8-sig"), newline=""))
    assert cell.startswith("'")
    assert as_xlsx([[f"{sign}1"]]) == as_xlsx([[f"{sign}1"]])


def read(raw: bytes) -> dict[str, Any]:
    return {str(one["SUMMARY"]): one for one in icalendar.Calendar.from_ical(raw).walk("VEVENT")}


def test_an_event_keeps_its_uid_and_a_change_raises_its_sequence() -> None:
    first = calendar([Event("contract", date(2027, 6, 30), "合同到期")], b"", NOW)
    same = calendar([Event("contract", date(2027, 6, 30), "合同到期")], first, NOW + timedelta(days=1))
    assert same == first
    moved = calendar([Event("contract", date(2028, 6, 30), "合同到期")], first, NOW + timedelta(days=2))
    one, other = read(first)["合同到期"], read(moved)["合同到期"]
    assert one["UID"] == other["UID"]
    assert (one["SEQUENCE"], other["SEQUENCE"]) == (0, 1)
    assert other["DTSTART"].dt == date(2028, 6, 30)
    assert one["DTSTAMP"].dt == NOW


def test_what_no_longer_holds_is_cancelled_once_and_comes_back_under_its_name() -> None:
    first = calendar([Event("duty/q", NOW + timedelta(days=3), "巡检到期", "第九条")], b"", NOW)
    gone = calendar([], first, NOW)
    assert (str(read(gone)["巡检到期"]["STATUS"]), read(gone)["巡检到期"]["SEQUENCE"]) == ("CANCELLED", 1)
    assert calendar([], gone, NOW + timedelta(days=1)) == gone
    back = read(calendar([Event("duty/q", NOW + timedelta(days=3), "巡检到期", "第九条")], gone, NOW))["巡检到期"]
    assert (str(back["STATUS"]), back["SEQUENCE"]) == ("CONFIRMED", 2)
    assert calendar([], gone, NOW + timedelta(days=500)).count(b"BEGIN:VEVENT") == 0


def test_a_file_that_somebody_wrote_over_begins_anew() -> None:
    assert b"BEGIN:VEVENT" in calendar([Event("a", date(2027, 1, 1), "甲")], b"no calendar", NOW)


def test_duties_ends_and_warranties_stand_in_the_calendar(tmp_path: Path) -> None:
    way = Delivery("日历", "calendar", folder=str(tmp_path / "日历"), is_at_site=True)
    terms = Terms(
        accepted_on=date(2026, 7, 1),
        ends_on=date(2029, 6, 30),
        covers=(Cover("服务器", date(2029, 6, 30)),),
        owings=(Owing("巡检", every="quarter"),),
    )
    with open_store(tmp_path / "s.db") as store:
        turned(store, site(way, terms=terms, contract_number="HT-1"))
        assert turned(store, site(way, terms=terms, contract_number="HT-1")).files == ()
    found = read((tmp_path / "日历" / "xunjian.ics").read_bytes())
    assert found["合同 HT-1 到期"]["DTSTART"].dt == date(2029, 6, 30)
    assert any("巡检" in title for title in found)


def test_what_an_inspection_saw_end_stands_in_the_calendar_once(tmp_path: Path) -> None:
    """A certificate that two checks saw; one that nobody saw this year; one that was replaced and ends in ten years."""
    now = datetime.now(UTC)

    def seen(check: str, subject: str, days: float, at: datetime = now) -> TargetResult:
        left = {"left_seconds": days * 86400.0}
        return stored.result("app01", [replace(stored.finding(Level.OK, subject, check), measures=left)], at=at)

    with open_store(tmp_path / "s.db") as store:
        stored.round_of(store, seen("server.local_certificates", "/old.pem", 20, now - timedelta(days=300)))
        stored.round_of(store, seen("server.local_certificates", "/new.pem", 20, now - timedelta(days=30)))
        stored.round_of(store, seen("server.local_certificates", "/new.pem", 3650, now - timedelta(days=1)))
        stored.round_of(store, seen("server.local_certificates", "/web.pem", 20))
        stored.round_of(store, seen("security.linux.cert_expiry", "/web.pem", 20))
        found = [
            one for one in events(store, Site(targets=(Target("app01", "linux"),)), now) if one.key.startswith("seen/")
        ]
    assert [one.key.rpartition("/")[2] for one in found] == ["web.pem"]
    assert found[0].at == (now.astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=20)).date()
    assert "/web.pem" in found[0].title
