"""Incidents: what may happen when, what must stand before the end, and the commands over a real store."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from agent.incidents import entry, event_of, incidents, promises
from agent.store.open import open_store
from config.load import load
from config.terms import EVENTS, WAITS
from reports.record.calendar import AROUND_THE_CLOCK
from reports.record.events import KIND_WORDS, Event, Kind
from reports.record.events import WAITS as RECORD_WAITS
from reports.record.incident_rules import missing, refusal
from reports.record.incidents import Incident, State, incident
from reports.record.levels import PROPOSAL, level_of
from tests.program import Done, xunjian
from tests.store_places import back_to, tables_of

START = datetime(2026, 11, 20, 2, tzinfo=UTC)


def life(*told: Kind | tuple[Kind, dict[str, str]]) -> tuple[Event, ...]:
    """An event every ten minutes."""
    pairs = [one if isinstance(one, tuple) else (one, {}) for one in told]
    moments = [START + timedelta(minutes=10 * number) for number in range(len(pairs))]
    return tuple(
        Event(f"{n:02}", "S-1", kind, at, at, "李工", "", values)
        for n, ((kind, values), at) in enumerate(zip(pairs, moments, strict=True))
    )


def after(*told: Kind | tuple[Kind, dict[str, str]]) -> Incident:
    return incident("S-1", life(*told))


CALL = Kind.RECEIVED
DONE = (CALL, Kind.RESOLVED, Kind.SURVEYED)


def test_the_words_of_configuration_are_those_of_the_record() -> None:
    assert tuple(kind.value for kind in Kind) == EVENTS
    assert {kind.value for kind in RECORD_WAITS} == set(WAITS)
    assert KIND_WORDS.keys() == set(Kind)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ((CALL,), State.RECEIVED),
        ((CALL, (Kind.GRADED, {"level": "一级"})), State.GRADED),
        ((CALL, (Kind.DISPATCHED, {"to": "李工"})), State.DISPATCHED),
        ((CALL, Kind.ACCEPTED), State.WORKING),
        ((CALL, Kind.ACCEPTED, (Kind.GRADED, {"level": "一级"})), State.WORKING),
        ((CALL, Kind.ACCEPTED, (Kind.ESCALATED, {"to": "厂商"})), State.DISPATCHED),
        ((CALL, Kind.ACCEPTED, Kind.WAIT_PART), State.WAITING),
        ((CALL, Kind.ACCEPTED, Kind.WAIT_PART, Kind.WAIT_ENDED), State.WORKING),
        ((CALL, Kind.ARRIVED, Kind.SUBSTITUTED), State.RESTORED),
        ((CALL, Kind.ARRIVED, Kind.SUBSTITUTED, Kind.RESOLVED), State.RESOLVED),
        ((CALL, Kind.ANSWERED), State.RESOLVED),
        ((*DONE, Kind.CLOSED), State.CLOSED),
        ((*DONE, Kind.CLOSED, Kind.NOTE), State.CLOSED),
        ((*DONE, Kind.CLOSED, Kind.REOPENED), State.WORKING),
        ((CALL, Kind.CANCELLED), State.CANCELLED),
    ],
)
def test_how_far_it_is(told: tuple[Kind | tuple[Kind, dict[str, str]], ...], state: State) -> None:
    assert after(*told).state is state


def test_in_any_order_it_is_one_story() -> None:
    events = life(CALL, (Kind.GRADED, {"level": "二级"}), Kind.ARRIVED, (Kind.GRADED, {"level": "一级"}), Kind.RESTORED)
    told = incident("S-1", events)
    assert told.level == "一级"
    assert all(incident("S-1", [*order, *order[:2]]) == told for order in permutations(events))


@pytest.mark.parametrize(
    ("told", "kind", "values", "is_allowed"),
    [
        ((CALL,), Kind.REMOTE_STARTED, {}, False),
        ((CALL, Kind.REMOTE_APPROVED), Kind.REMOTE_STARTED, {}, True),
        ((CALL, Kind.REMOTE_APPROVED, Kind.REMOTE_STARTED, Kind.REMOTE_ENDED), Kind.REMOTE_STARTED, {}, False),
        ((CALL,), Kind.REMOTE_APPROVED, {}, False),
        ((CALL,), Kind.REMOTE_APPROVED, {"approver": "王工"}, True),
        ((CALL,), Kind.GRADED, {}, False),
        ((CALL,), Kind.WAIT_ENDED, {}, False),
        ((CALL, Kind.WAIT_PART), Kind.WAIT_ENDED, {}, True),
        ((CALL,), Kind.REOPENED, {}, False),
        ((CALL, Kind.RESTORED), Kind.REOPENED, {}, True),
        ((*DONE, Kind.CLOSED), Kind.ARRIVED, {}, False),
        ((*DONE, Kind.CLOSED), Kind.REOPENED, {}, True),
        ((*DONE, Kind.CLOSED), Kind.COMPLAINED, {}, True),
    ],
)
def test_what_may_happen_next(told: tuple[Kind, ...], kind: Kind, values: dict[str, str], *, is_allowed: bool) -> None:
    assert (refusal(after(*told), kind, values) is None) is is_allowed


GRADED_1 = (Kind.GRADED, {"level": "一级"})
PART = (Kind.PART_USED, {"part": "风扇"})


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        (DONE, 0),
        ((CALL, Kind.SURVEYED), 1),
        ((CALL, Kind.RESOLVED), 1),
        ((CALL, Kind.RESOLVED, *[Kind.SURVEY_UNREACHABLE] * 2), 1),
        ((CALL, Kind.RESOLVED, *[Kind.SURVEY_UNREACHABLE] * 3), 0),
        ((*DONE, GRADED_1), 1),
        ((*DONE, GRADED_1, Kind.REPORT_FILED), 0),
        ((*DONE, Kind.ARRIVED), 1),
        ((*DONE, PART), 1),
        ((*DONE, PART, PART, Kind.RESTOCK_REQUESTED), 1),
        ((*DONE, PART, Kind.RESTOCK_REQUESTED), 0),
        ((*DONE, Kind.REMOTE_STARTED), 1),
        ((*DONE, Kind.REOPENED), 2),
    ],
)
def test_what_must_stand_before_the_end(told: tuple[Kind | tuple[Kind, dict[str, str]], ...], lacking: int) -> None:
    found = after(*told)
    assert len(missing(found)) == lacking
    assert (refusal(found, Kind.CLOSED, {}) is None) is (lacking == 0)


def test_levels() -> None:
    assert len(PROPOSAL) == 9
    assert level_of("whole", "high", {}) == "一级"
    assert level_of("single", "low", {}) == "四级"
    assert level_of("single", "low", {("single", "low"): "三级"}) == "三级"


def test_the_store_keeps_each_event_once(tmp_path: Path) -> None:
    events = life(CALL, GRADED_1, Kind.ARRIVED)
    with open_store(str(tmp_path / "s.db"), create=True) as store:
        assert store.record([entry(one) for one in events]) == 3
        assert store.record([entry(one) for one in events[::-1]]) == 0
        assert tuple(event_of(row) for row in store.recorded("incident")) == events
        assert [one.id for one in incidents(store)] == ["S-1"]
        assert store.recorded("incident", "S-2") == ()


def test_the_migration_goes_both_ways(tmp_path: Path) -> None:
    url = str(tmp_path / "s.db")
    with open_store(url, create=True):
        pass
    back_to(url, "0006")
    assert "record_events" not in tables_of(url)
    with open_store(url) as store:
        assert store.record([entry(one) for one in life(CALL)]) == 1


CONFIGURATION = """
contract:
  calendars: {early: {windows: ["07:00-11:00", "12:00-16:00"]}, all: {windows: ["00:00-24:00"], days: every}}
  days: {2026-11-23: rest}
  levels: [{impact: single, urgency: low, level: 三级}]
  promises:
    - {clause: "1", what: 响应, start: received, stop: [responded, answered], minutes: 30}
    - {clause: "2", what: 恢复, start: received, stop: restored, working_days: 1, calendar: early, pauses: wait_customer}
targets: [{id: app01, kind: local}]
"""


def test_the_clocks_of_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(CONFIGURATION)
    response, repair = promises(load(tmp_path / "xunjian.yaml"))
    assert (response.calendar.hours, response.minutes) == (AROUND_THE_CLOCK.hours, 30)
    assert repair.minutes == 480
    assert set(repair.pauses) == {Kind.WAIT_CUSTOMER}
    assert repair.calendar.works(datetime(2026, 11, 23, tzinfo=UTC).date()) == (False, False)


def said(folder: Path, *words: str) -> Done:
    return xunjian("incident", *words, "--lang", "zh-CN", folder=folder)


def test_the_life_of_one_by_the_commands(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(CONFIGURATION + "store: {url: s.db}\n")
    opened = said(tmp_path, "open", "端口告警", "--reporter", "王工", "-t", "app01", "--at", "2026-11-20 10:00")
    assert opened.code == 0, opened.err
    number = re.match(r"S261120-[0-9A-Z]{4}", opened.out)
    assert number
    name = number[0]
    assert said(tmp_path, "open", "x", "-t", "nobody").code == 64
    assert said(tmp_path, "open", "x", "--impact", "whole").code == 64
    assert said(tmp_path, "event", name, "到达现场", "--at", "2026-11-20 10:40").code == 0
    twice = said(tmp_path, "event", name, "arrived", "--at", "2026-11-20 10:40")
    assert (twice.code, twice.out.count("到达现场"), "不重复登记" in twice.err) == (0, 1, True)
    assert said(tmp_path, "event", name[-4:], "resolved", "--at", "2026-11-20 12:00").code == 0
    assert said(tmp_path, "event", name, "responded", "--at", "2026-11-20 09:00").code == 64
    assert said(tmp_path, "event", name, "danced").code == 64
    assert said(tmp_path, "event", name, "arrived", "--at", "2999-01-01 00:00").code == 64
    assert said(tmp_path, "event", name, "remote_started").code == 65
    refused = said(tmp_path, "close", name)
    assert (refused.code, [word in refused.err for word in ("归档", "回访")]) == (65, [True, True]), "all that lacks"
    assert said(tmp_path, "event", name, "report_filed", "--set", "document=GZ-1").code == 0
    assert said(tmp_path, "event", name, "surveyed", "--set", "score=5").code == 0
    shown = json.loads(said(tmp_path, "show", name, "--output", "json").out)["incidents"][0]
    assert shown["clocks"][0]["state"] == "breached"
    late = said(tmp_path, "event", name, "responded", "--at", "2026-11-20 10:12")
    assert "[√] 响应" in late.out, "what happened then is written down later"
    wrong = next(one["id"] for one in shown["events"] if one["kind"] == "arrived")
    assert said(tmp_path, "event", name, "corrected", "--set", f"of={wrong}", "--at", "2026-11-20 10:30").code == 0
    assert said(tmp_path, "close", name).code == 0
    assert said(tmp_path, "list").out.strip() == "没有未结的服务事件。"
    assert name in said(tmp_path, "list", "--all").out
    again = json.loads(said(tmp_path, "show", name, "--output", "json").out)["incidents"][0]
    assert next(one["at"] for one in again["events"] if one["kind"] == "arrived").startswith("2026-11-20T02:30")


def test_the_words_are_listed_in_both_languages(tmp_path: Path) -> None:
    listed = said(tmp_path, "kinds").out
    assert len(listed.splitlines()) == len(Kind)
    assert "到达现场" in listed


def test_a_sheet_goes_round(tmp_path: Path) -> None:
    """Exported, filled in as a duty officer does, read back, and read back again."""
    (tmp_path / "xunjian.yaml").write_text(CONFIGURATION + "store: {url: s.db}\n")
    opened = said(tmp_path, "open", "=端口告警", "--reporter", "王工", "--at", "2026-11-20 10:00")
    name = opened.out[:12]
    assert said(tmp_path, "export", "calls.xlsx").code == 0
    book = load_workbook(tmp_path / "calls.xlsx")
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    columns = {str(cell.value): place for place, cell in enumerate(sheet[1], 1)}
    assert (sheet.cell(2, columns["编号"]).value, sheet.cell(2, columns["报障内容"]).value) == (name, "=端口告警")
    assert sheet.cell(2, columns["报障内容"]).data_type == "s", "no formula"
    sheet.cell(2, columns["首次响应"], "2026-11-20 10:12")
    sheet.cell(2, columns["接报"], datetime(2026, 11, 20, 9, 58))  # noqa: DTZ001 - as Excel keeps it
    sheet.cell(2, columns["级别"], "二级")
    told = {
        "报障内容": "打印机",
        "接报": "2026/11/21 8:05",
        "报障人": "刘工",
        "级别": "四级",
        "来源": "邮件",
        "服务方式": "现场服务",
    }
    for column, value in told.items():
        sheet.cell(3, columns[column], value)
    for column, value in {"报障内容": "没有时间", "级别": "五级"}.items():
        sheet.cell(4, columns[column], value)
    for column, value in {"编号": "S000000-0000", "报障内容": "x"}.items():
        sheet.cell(5, columns[column], value)
    for column, value in {"报障内容": "早结案", "接报": "2026-11-21 9:00", "结案": "2026-11-21 10:00"}.items():
        sheet.cell(6, columns[column], value)
    for row, (column, value) in enumerate(
        ({"对象": "nobody"} | {"到达现场": "2026-11-21 7:00"} | {"接报": "2999-01-01 8:00"}).items(), 7
    ):
        for name, cell in ({"报障内容": f"第 {row} 行", "接报": "2026-11-21 9:00"} | {column: value}).items():
            sheet.cell(row, columns[name], cell)
    book.save(tmp_path / "calls.xlsx")
    refused = said(tmp_path, "export", "calls.xlsx")
    assert (refused.code, "先读回" in refused.err) == (64, True), "what was typed is not written over"
    read = said(tmp_path, "import", "calls.xlsx")
    assert read.code == 64
    assert "新增 5 条记录，涉及 2 个服务事件" in read.out
    assert [line.partition("：")[0] for line in read.err.splitlines()] == [
        "服务事件登记!G4",
        "服务事件登记!A5",
        "服务事件登记!Q6",
        "服务事件登记!F7",
        "服务事件登记!L8",
        "服务事件登记!I9",
    ]
    listed = json.loads(said(tmp_path, "list", "--output", "json").out)["incidents"]
    assert [(one["title"], one["level"], one["service"]) for one in listed] == [
        ("打印机", "四级", "on-site"),
        ("=端口告警", "二级", "phone"),
    ]
    assert listed[1]["received_at"] == "2026-11-20T01:58:00+00:00"
    again = said(tmp_path, "import", "calls.xlsx")
    assert "新增 0 条记录" in again.out
    told = json.loads(said(tmp_path, "list", "--output", "json").out)["incidents"]
    assert [one["events"] for one in told] == [one["events"] for one in listed]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"number,title\n"])
def test_what_is_no_sheet_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "calls.xlsx").write_bytes(content)
    assert said(tmp_path, "import", "calls.xlsx", "--store", "s.db").code == 64
