"""Documents of the record: the fault, the visit, the ledger of duties; figures that count what they say they count."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent.duties import done_of, entry, ledger
from agent.incidents import promises, readings
from agent.registering import entry as document_entry
from agent.store.open import open_store
from config.load import load
from config.site import Site
from reports.documents.model import Document, Table, Words
from reports.documents.record.duties import Matter
from reports.documents.record.duties import build as build_duties
from reports.documents.record.fault import build as build_fault
from reports.documents.record.matter import Record
from reports.documents.record.service import build as build_visit
from reports.documents.record.service import visits
from reports.record.duties import Done, State
from reports.record.events import Event, Kind
from reports.record.figures import figures
from reports.record.incidents import Incident, incident
from reports.record.register import Step, Told
from reports.render import render as draw
from tests.program import Done as Ran
from tests.program import xunjian

CONFIGURATION = """
site: {customer: 某市环卫局, project: 综合业务平台, provider: 某某公司}
contract:
  number: HW-2026-017
  accepted_on: 2026-01-01
  ends_on: 2026-12-31
  promises:
    - {clause: "4.9.2.4", what: 故障响应, start: received, stop: [responded, answered], minutes: 30}
    - {clause: "1.4.5", what: 到场后恢复, start: arrived, stop: [restored, substituted], minutes: 120}
    - {clause: "2.3", what: 重大问题到场, level: 一级, start: received, stop: arrived, minutes: 240}
  duties:
    - {what: inspection, every: quarter, clause: "1.4.3.4"}
    - {what: 自定事项, count: 1}
targets: [{id: core-sw, kind: local}]
store: {url: s.db}
"""
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    file = tmp_path_factory.mktemp("site") / "xunjian.yaml"
    file.write_text(CONFIGURATION)
    return load(file)


def life(number: str, *told: tuple[str, Kind] | tuple[str, Kind, dict[str, str]]) -> Incident:
    events = []
    for place, one in enumerate(told):
        at = datetime.strptime(f"2026-11-20 {one[0]} +0800", "%Y-%m-%d %H:%M %z")
        note = f"说明{place}"
        events.append(Event(f"{number}{place:02}", number, one[1], at, at, "李工", note, one[2] if len(one) > 2 else {}))
    return incident(number, events)


FAULT = life(
    "S-1",
    ("10:00", Kind.RECEIVED, {"title": "风扇告警", "reporter": "王工", "targets": "core-sw", "source": "phone"}),
    ("10:05", Kind.GRADED, {"level": "二级"}),
    ("10:12", Kind.RESPONDED),
    ("10:30", Kind.REMOTE_APPROVED, {"approver": "李主任", "way": "堡垒机", "until": "18:00"}),
    ("10:31", Kind.REMOTE_STARTED),
    ("10:50", Kind.REMOTE_ENDED),
    ("11:00", Kind.ARRIVED),
    ("12:00", Kind.PART_USED, {"part": "风扇框", "old_serial": "FAN-01", "new_serial": "FAN-02"}),
    ("13:30", Kind.RESTORED),
    ("13:40", Kind.CAUSE_FOUND, {"cause": "轴承磨损"}),
    ("13:50", Kind.NOTE, {"about": "prevention"}),
    ("14:00", Kind.RESOLVED),
    ("14:10", Kind.LEFT),
)


def record(site: Site, language: str = "zh_CN") -> Record:
    return Record(site, "XJ-1", NOW, language)


def text_of(document: Document) -> str:
    return re.sub(r"<[^>]+>", " ", draw(document, "html").decode())


def fault(site: Site, one: Incident = FAULT, language: str = "zh_CN") -> Document:
    return build_fault(record(site, language), one, readings(one, promises(site), NOW))


def test_the_report_of_a_fault_says_all_of_it(site: Site) -> None:
    text = text_of(fault(site))
    for said in (
        "故障解决报告",
        "风扇告警",
        "王工",
        "二级",
        "轴承磨损",
        "FAN-01",
        "FAN-02",
        "尚未提出",
        "3 小时 30 分钟",
        "说明10",
    ):
        assert said in text, said
    kept = {row[0].text: (row[-1].tone, row[-2].text) for row in clocks(fault(site))}
    assert kept == {"故障响应": ("ok", "12 分钟"), "到场后恢复": ("critical", "2 小时 30 分钟")}


def clocks(document: Document) -> tuple[tuple[Words, ...], ...]:
    [table] = [b for b in document.summary.blocks if isinstance(b, Table) and b.kind == "grid"]
    return table.rows


def test_what_was_not_found_and_not_written_is_said(site: Site) -> None:
    short = life("S-2", ("10:00", Kind.RECEIVED, {"title": "x"}), ("10:40", Kind.RESTORED), ("10:50", Kind.CLOSED))
    text = text_of(fault(site, short))
    assert "原因尚未定位" in text
    assert "未使用备件" in text
    assert "未定级" in text
    rows = {row[0].text: row[-1].tone for row in clocks(fault(site, short))}
    assert rows == {"故障响应": "unknown", "重大问题到场": "unknown"}, "no response and no level in the record: never kept"


def test_each_visit_has_its_report(site: Site) -> None:
    remote, there = visits(FAULT)
    assert (remote.is_remote, there.is_remote) == (True, False)
    told = text_of(build_visit(record(site), FAULT, remote))
    assert "远程服务报告" in told
    assert "李主任" in told
    assert "堡垒机" in told
    assert "19 分钟" in told
    text = text_of(build_visit(record(site), FAULT, there))
    assert "现场服务报告" in text
    assert "3 小时 10 分钟" in text
    assert "FAN-02" in text
    assert "堡垒机" not in text


def test_a_remote_session_that_nobody_approved_says_so(site: Site) -> None:
    wild = life("S-3", ("10:00", Kind.RECEIVED, {"title": "x"}), ("10:31", Kind.REMOTE_STARTED))
    [visit] = visits(wild)
    text = text_of(build_visit(record(site), wild, visit))
    assert "记录中没有批准" in text
    assert "记录中没有" in text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("form", ["docx", "pdf", "html", "xlsx", "json"])
def test_every_form_in_both_languages(site: Site, form: str, language: str) -> None:
    of = record(site, language)
    for document in (fault(site, language=language), build_visit(of, FAULT, visits(FAULT)[0])):
        assert draw(document, form)


def test_the_ledger_counts_what_it_shows(site: Site) -> None:
    today = date(2026, 11, 23)
    done = [
        Done("inspection", date(2026, 3, 30), "A-1", period="2026Q1"),
        Done("inspection", date(2026, 7, 2), period="2026Q2"),
    ]
    owed = ledger(site, done, today)
    states = {(one.duty.what, one.period): one.state for one in owed}
    assert states == {
        ("inspection", "2026Q1"): State.DONE,
        ("inspection", "2026Q2"): State.DONE_LATE,
        ("inspection", "2026Q3"): State.OVERDUE,
        ("inspection", "2026Q4"): State.OPEN,
        ("自定事项", "1/1"): State.OPEN,
    }
    made = figures([(FAULT, readings(FAULT, promises(site), NOW))])
    document = build_duties(record(site), Matter(owed, made, today))
    text = text_of(document)
    assert re.search(r"逾期未做\s+1\b", text)
    assert re.search(r"按时完成\s+1\b", text)
    assert "逾期 2 天" in text
    assert "自定事项" in text


def test_figures_count_what_they_are_a_share_of(site: Site) -> None:
    again = life("S-4", ("9:00", Kind.RECEIVED), ("9:10", Kind.RESOLVED), ("9:20", Kind.REOPENED), ("9:30", Kind.RESOLVED))
    surveyed = life("S-5", ("9:00", Kind.RECEIVED), ("9:10", Kind.ANSWERED), ("9:30", Kind.SURVEYED, {"score": "4"}))
    words = life("S-6", ("9:00", Kind.RECEIVED), ("9:30", Kind.SURVEYED, {"score": "很满意"}))
    gone = life("S-7", ("9:00", Kind.RECEIVED), ("9:05", Kind.CANCELLED))
    every = [FAULT, again, surveyed, words, gone]
    made = figures([(one, readings(one, promises(site), NOW)) for one in every])
    assert (made.incidents, made.solved, made.solved_at_once, made.reopened) == (4, 3, 2, 1)
    assert (made.surveyed, made.score) == (2, 4.0)
    response = next(one for one in made.kept if one.what == "故障响应")
    assert (response.met, response.breached) == (2, 2), "one was answered late, one is not answered to this day"
    assert made.at_once_ratio == pytest.approx(2 / 3)


def test_nothing_is_a_share_of_nothing() -> None:
    made = figures([])
    assert (made.at_once_ratio, made.score, made.kept) == (None, None, ())


def test_what_was_done_is_kept(site: Site, tmp_path: Path) -> None:
    one = Done("inspection", date(2026, 3, 30), "A-1", "李工", "窗口推迟", "2026Q1")
    with open_store(str(tmp_path / "s.db"), create=True) as store:
        store.record([entry(site, one)])
        assert done_of(store, site) == (one,)


def said(folder: Path, *words: str) -> Ran:
    return xunjian(*words, "--lang", "zh-CN", folder=folder)


def test_the_commands(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(CONFIGURATION)
    done = said(tmp_path, "duty", "done", "inspection", "--on", "2026-03-30", "--period", "2026Q1", "--document", "A-1")
    assert "按时完成" in done.out, done.err
    assert said(tmp_path, "duty", "done", "dance").code == 64
    assert said(tmp_path, "duty", "done", "inspection", "--period", "2030Q1").code == 64
    assert said(tmp_path, "duty", "done", "inspection", "--on", "2999-01-01").code == 64
    assert "A-1" in said(tmp_path, "duty", "list").out
    assert said(tmp_path, "duty", "done", "inspection", "--on", "2025-03-30").code == 64, "before the contract"
    again = said(tmp_path, "duty", "done", "巡检", "--on", "2026-03-30", "--period", "2026Q1", "--document", "A-1")
    assert (again.code, "不重复登记" in again.err) == (0, True)
    takes_back = ("duty", "undo", "巡检", "--document", "A-1", "--by", "李工", "--reason", "记错了", "--on")
    assert said(tmp_path, *takes_back, "2026-03-31").code == 64
    assert "A-1" not in said(tmp_path, *takes_back, "2026-03-30").out
    assert "A-1" not in said(tmp_path, "duty", "list").out
    opened = said(tmp_path, "incident", "open", "x", "-t", "core-sw", "--at", "2026-11-20 10:00")
    number = opened.out[:12]
    assert said(tmp_path, "report", "service", number, "--out", "o").code == 64, "nobody was there"
    made = said(tmp_path, "report", "fault", number, "--out", "o", "--form", "html")
    assert Path(tmp_path / made.out.strip()).is_file()
    assert said(tmp_path, "report", "duties", "--out", "o", "--form", "html").code == 0


def test_duties_without_a_day_of_acceptance_are_a_fault_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(CONFIGURATION.replace("  accepted_on: 2026-01-01\n", ""))
    assert said(tmp_path, "duty", "list").code == 78
    assert said(tmp_path, "report", "duties").code == 64


def test_an_issued_document_shows_that_its_duty_was_done(site: Site, tmp_path: Path) -> None:
    """The first issue of a quarter counts, a correction is not the duty again, and one that was withdrawn is none."""

    def told(number: str, step: Step, on: int, base: str = "", version: int = 1, quarter: str = "2026Q3") -> Told:
        at = datetime(2026, 9, on, 2, tzinfo=UTC)
        return Told(f"{number} {step.value}", number, step, at, at, "王经理", base=base or number, version=version,
                    kind="quarterly", subject=quarter, language="zh_CN")  # fmt: skip

    with open_store(str(tmp_path / "s.db")) as store:
        store.record(
            [
                document_entry(one)
                for one in (
                    told("A", Step.WRITTEN, 10), told("A", Step.ISSUED, 12),
                    told("A-V2", Step.WRITTEN, 14, "A", 2), told("A-V2", Step.ISSUED, 15, "A", 2),
                    told("B", Step.WRITTEN, 10, quarter="2026Q2"), told("B", Step.ISSUED, 11, quarter="2026Q2"),
                    told("B", Step.WITHDRAWN, 12, quarter="2026Q2"),
                    told("C", Step.WRITTEN, 10, quarter="2026Q1"),
                )
            ]
        )  # fmt: skip
        done = done_of(store, site)
        store.record([entry(site, Done("inspection", date(2026, 9, 20), "A", period="2026Q3"))])
        again = done_of(store, site)
    assert [(one.what, one.on, one.document, one.period) for one in done] == [
        ("inspection", date(2026, 9, 12), "A", "2026Q3")
    ]
    assert [(one.on, one.document) for one in again] == [(date(2026, 9, 20), "A")]  # what a person wrote goes before
