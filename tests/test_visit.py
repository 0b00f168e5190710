"""The brief before a visit, the restocking request, the survey, the customer's file: what the store knows, and no more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.briefs import brief_of, file_of
from agent.incidents import entry as incident_entry
from agent.incidents import incidents, new_event
from agent.ledger import CLAIM
from agent.ledger import entry as problem_entry
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Level
from config.load import load
from config.site import Site
from reports.documents.model import Bullets, Document, Heading, Paragraph, Table
from reports.documents.record import customer, restock, survey, visit
from reports.documents.record.matter import Record
from reports.record.events import Kind
from reports.record.incidents import Incident
from reports.render import render
from tests.program import xunjian
from tests.stored import DISK, finding, header, result

CONFIGURATION = """
site: {customer: 某市环卫局, timezone: Asia/Shanghai}
contract:
  needs_authorisation: true
  authorisation: {mode: on-site, approved_by: 张主任, approved_on: 2026-01-05, valid_until: "%s"}
contacts: [{name: 张主任, role: it-application-manager, phone: "8001"}]
targets:
  - {id: app01, kind: local, asset: {model: RH2288H, serial: S1, warranty_ends_on: "2026-10-01"}}
  - {id: db01, kind: linux, address: 192.0.2.2}
"""
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FAN = "server.bmc_sensors"


def site_of(place: Path, until: str = "2026-12-31") -> Site:
    file = place / "xunjian.yaml"
    file.write_text(CONFIGURATION % until)
    return load(file)


def tell(store: Store, number: str, kind: Kind, hours: float, note: str = "", **values: str) -> None:
    at = NOW - timedelta(days=20) + timedelta(hours=hours)
    store.record([incident_entry(new_event(number, kind, at, "李工", note, values=values))])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four rounds of one target and one incident, beside its configuration."""
    folder = tmp_path_factory.mktemp("visit")
    rounds = ((200, Level.WARN, Level.OK), (100, Level.WARN, Level.OK), (10, Level.CRITICAL, Level.WARN))
    with open_store(str(folder / "s.db")) as store:
        for days, data, var in rounds:
            at = NOW - timedelta(days=days)
            begun = store.begin(replace(header("app01", started_at=at), customer="某市环卫局", config_digest="aa"))
            hot = Level.WARN if days < 50 else Level.OK
            findings = (finding(data, "/data"), finding(var, "/var"), finding(hot, "FAN3", FAN))
            store.commit_target(begun, result("app01", findings, at=at), {})
            store.finish(begun)
        store.record([problem_entry(CLAIM, ("app01", DISK, "/data"), "王工", "已扩容")])
        tell(store, "S1", Kind.RECEIVED, 0, title="业务缓慢", targets="app01")
        tell(store, "S1", Kind.PART_USED, 2, part="硬盘", old_serial="A1", new_serial="B2", quantity="2")
        tell(store, "S1", Kind.SENT_FOR_REPAIR, 3, old_serial="A1")
        tell(store, "S1", Kind.CAUSE_FOUND, 3, cause="介质错误")
        tell(store, "S1", Kind.SURVEYED, 40, "建议更快", score="4", speed="5", result="很好")
    return folder


@pytest.fixture(scope="module")
def call(place: Path) -> Incident:
    with open_store(str(place / "s.db")) as store:
        return incidents(store)[0]


def brief(place: Path, site: Site, language: str = "zh_CN") -> Document:
    with open_store(str(place / "s.db")) as store:
        made = brief_of(store, site, NOW)
    return visit.build(Record(site, "XJ-1", NOW, language), made)


def parts(document: Document) -> dict[str, str]:
    """The words of a form, by the heading above them; "" is what stands before the first."""
    found, heading = {"": ""}, ""
    for block in document.summary.blocks:
        match block:
            case Heading():
                heading = block.words.text
                found[heading] = ""
            case Table():
                found[heading] += "\n" + "\n".join(" | ".join(cell.shown for cell in row) for row in block.rows)
            case Bullets():
                found[heading] += "\n" + "\n".join(words.text for item in block.items for words in item)
            case Paragraph():
                found[heading] += "".join(words.text for words in block.words)
            case _:
                raise AssertionError(block)
    return found


def test_the_brief_says_what_is_open_what_changed_and_what_to_ask(place: Path) -> None:
    said = parts(brief(place, site_of(place)))
    assert "张主任 IT 应用系统经理 8001" in said[""]
    assert "张主任 授权，有效至 2026-12-31" in said[""]
    first, *_rest = said["未结问题"].split("\n")[1:]
    assert first.startswith("■ 严重 | app01 | 文件系统空间使用率（/data）")
    assert "2026-05-07 | 已整改（待复核）" in first
    changes = said["近 30 天的变化"].split("\n")[1:]
    assert len(changes) == 3  # what was so before the 30 days is none
    assert any("/var" in line and line.endswith("● 正常 | ▲ 警告") for line in changes)
    assert "S1" in said["最近的服务事件"]
    assert "介质错误" in said["最近的服务事件"]
    assert "王工 称 app01 的“文件系统空间使用率（/data）”已整改：具体如何处理？" in said["到场要问的问题"]
    assert "从未巡检、情况不明：db01" in said["信息新鲜程度"]


def test_a_hardware_problem_names_the_part_and_the_warranty_that_ended(place: Path) -> None:
    line = parts(brief(place, site_of(place)))["备件与维保"].strip()
    assert line.startswith("app01 | RH2288H S1 | ▲ 2026-10-01（已过保） | ")
    assert "FAN3" in line
    assert "db01" not in line


@pytest.mark.parametrize("until", ["2026-11-22", "2026-11-23"])
def test_an_authorisation_that_ended_is_to_be_obtained_anew(place: Path, tmp_path: Path, until: str) -> None:
    said = parts(brief(place, site_of(tmp_path, until)))[""]
    assert ("须重新取得" in said) is (until == "2026-11-22")


def test_an_empty_store_claims_nothing(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    with open_store(str(tmp_path / "s.db")):
        pass
    said = parts(brief(tmp_path, site))
    assert "未巡检到的内容不在其中" in said["未结问题"]
    assert "请向服务台了解" in said["最近的服务事件"]
    assert "从未巡检、情况不明：app01、db01" in said["信息新鲜程度"]


def test_the_restocking_request_copies_the_parts_of_the_record(place: Path, call: Incident) -> None:
    said = parts(restock.build(Record(site_of(place), "XJ-BK-S1", NOW, "zh_CN"), call))[""]
    assert "1 | 硬盘 | 2 | 2026-11-03 12:00 | A1 | B2 | 已返厂" in said


def test_the_survey_ticks_what_was_said_and_nothing_else(place: Path, call: Incident) -> None:
    lines = parts(survey.build(Record(site_of(place), "XJ-DC-S1", NOW, "zh_CN"), call))[""].splitlines()
    ticked = {line.split(" | ")[0]: line.split(" | ")[1:] for line in lines if "□" in line}
    assert ticked["响应速度"] == ["■", "□", "□", "□", "□"]
    assert ticked["总体评价"] == ["□", "■", "□", "□", "□"]
    assert ticked["服务结果"] == ["□"] * 5  # “很好” is no number
    assert ticked["服务态度"] == ["□"] * 5  # was not asked
    assert any("建议更快" in line for line in lines)


def test_each_form_has_one_page_without_cover_and_contents(place: Path, call: Incident) -> None:
    site = site_of(place)
    for document in (survey.build(Record(site, "XJ-DC-S1", NOW, "zh_CN"), call), brief(place, site)):
        assert render(document, "pdf").count(b"/Type /Page\n") == 1 or b"/Count 1" in render(document, "pdf")
        html = render(document, "html").decode()
        assert "<nav>" not in html
        assert 'class="cover"' not in html


def test_the_commands_write_what_there_is_and_refuse_what_there_is_not(place: Path, tmp_path: Path) -> None:
    site_of(place)
    told = ("--config", str(place / "xunjian.yaml"), "--store", str(place / "s.db"), "--form", "html")
    for command in (("visit",), ("restock", "S1"), ("survey", "S1")):
        done = xunjian("report", *command, *told, "--out", str(tmp_path), "--lang", "zh-CN", folder=tmp_path)
        assert done.code == 0, done
    assert len(list(tmp_path.glob("*.html"))) == 3
    with open_store(str(place / "s.db")) as store:
        tell(store, "S2", Kind.RECEIVED, 50, title="咨询")
    refused = xunjian("report", "restock", "S2", *told, "--out", str(tmp_path), "--lang", "zh-CN", folder=tmp_path)
    assert refused.code == 64
    assert "没有使用备件的记录" in refused.err


@pytest.mark.parametrize("role", ["both", "site"])
def test_the_customers_file_holds_what_the_customer_said_only_where_it_may(place: Path, tmp_path: Path, role: str) -> None:
    site = replace(site_of(tmp_path), store_role=role)
    with open_store(str(place / "s.db")) as store:
        made = customer.build(Record(site, "XJ-DA-1", NOW, "zh_CN"), file_of(store, site, NOW))
    sections = {one.anchor: one for one in made.sections}
    words = "\n".join(
        cell.text
        for one in made.all_sections()
        for block in one.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    )
    assert ("surveys" in sections) is (role == "both")
    assert ("建议更快" in words) is (role == "both")
    for told in ("RH2288H S1", "▲ 2026-10-01".removeprefix("▲ "), "业务缓慢", "介质错误", "硬盘", "张主任"):
        assert told in words
    assert "已整改（待复核）" in words
