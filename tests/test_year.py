"""The summary of a year: quarters side by side as their own documents say, the record, and what nobody knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.incidents import entry as incident_entry
from agent.incidents import new_event
from agent.quarters import round_of
from agent.store.open import open_store
from agent.yearly import year_of
from checks.base import Level
from config.load import load
from config.site import Site
from reports.documents.model import Bullets, Document, Figures, Section, Table
from reports.documents.quarterly import build as build_quarterly
from reports.documents.record.matter import Record
from reports.documents.record.year import build
from reports.record.events import Kind
from tests.program import xunjian
from tests.stored import finding, header, result

CONFIGURATION = """
site: {customer: 某市环卫局, timezone: Asia/Shanghai}
contract:
  accepted_on: 2026-01-01
  ends_on: 2027-06-30
  promises: [{clause: "4.9.2.4", what: 故障响应, start: received, stop: responded, minutes: 30}]
  duties: [{what: phone-visit, every: quarter, clause: "1.4.3.4"}]
targets: [{id: app01, kind: local, asset: {warranty_ends_on: "2027-03-01"}}]
"""
ROUNDS = tuple(datetime(2026, month, 20, 2, tzinfo=UTC) for month in (2, 5, 8))
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
SEEN = (
    {"/data": Level.WARN, "/var": Level.WARN},
    {"/data": Level.WARN, "/var": Level.OK},
    {"/data": Level.CRITICAL, "/var": Level.WARN},
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    (folder / "xunjian.yaml").write_text(CONFIGURATION)
    with open_store(str(folder / "s.db")) as store:
        for at, seen in zip((datetime(2025, 11, 20, tzinfo=UTC), *ROUNDS), ({"/old": Level.WARN}, *SEEN), strict=True):
            begun = store.begin(replace(header("app01", started_at=at), customer="某市环卫局", config_digest="aa"))
            findings = tuple(finding(level, subject) for subject, level in seen.items())
            store.commit_target(begun, result("app01", findings, at=at), {})
            store.finish(begun)
        for number, called in (("S0", datetime(2025, 12, 1, tzinfo=UTC)), ("S1", ROUNDS[1]), ("S2", ROUNDS[2])):
            for kind, minutes in ((Kind.RECEIVED, 0), (Kind.RESPONDED, 60 if number == "S2" else 5), (Kind.CANCELLED, 90)):
                if kind is not Kind.CANCELLED or number == "S0":
                    event = new_event(
                        number, kind, called + timedelta(minutes=minutes), "李工", values={"title": "业务缓慢"}
                    )
                    store.record([incident_entry(event)])
    return folder


@pytest.fixture(scope="module")
def site(place: Path) -> Site:
    return load(place / "xunjian.yaml")


@pytest.fixture(scope="module")
def document(place: Path, site: Site) -> Document:
    with open_store(str(place / "s.db")) as store:
        made = year_of(store, site, 2026, NOW, "zh_CN")
    return build(Record(site, "XJ-ND-2026", NOW, "zh_CN"), made)


def section(document: Document, anchor: str) -> Section:
    return next(one for one in document.all_sections() if one.anchor == anchor)


def rows(of: Section) -> list[list[str]]:
    return [[cell.text for cell in row] for block in of.blocks if isinstance(block, Table) for row in block.rows]


def test_each_quarter_reads_as_its_own_document(document: Document, place: Path, site: Site) -> None:
    lines = {row[0]: row for row in rows(section(document, "inspections"))}
    assert list(lines) == ["2026Q1", "2026Q2", "2026Q3"]
    with open_store(str(place / "s.db")) as store:
        quarter = build_quarterly(round_of(store, site, "2026Q3", NOW), site, "zh_CN")
    shown = {
        item.name.text: item.value.text
        for block in quarter.summary.blocks
        if isinstance(block, Figures)
        for item in block.items
    }
    verdict = next(iter(shown.values()))
    assert lines["2026Q3"][1] == verdict
    assert verdict
    assert lines["2026Q3"][-1] == quarter.number


def test_what_was_not_made_is_said(document: Document) -> None:
    words = [words.text for block in section(document, "summary").blocks for words in getattr(block, "words", ())]
    assert any("4 次季度巡检中完成 3 次" in text and "4 次安全检测中完成 0 次" in text for text in words)
    assert rows(section(document, "checks")) == []


def test_problems_of_the_year_and_what_is_left(document: Document) -> None:
    """What was gone when all was looked at (/old, in the first quarter) is not left."""
    left = rows(section(document, "problems"))[1:]
    assert [(row[0], row[2], row[4]) for row in left] == [
        ("严重", "文件系统空间使用率（/data）", "—"),
        ("警告", "文件系统空间使用率（/var）", "1"),
    ]


def test_the_service_counts_the_years_calls_alone(document: Document) -> None:
    kept = rows(section(document, "service"))
    assert kept == [["故障响应", "4.9.2.4", "1", "1", "50.0%", "0"]]
    assert len(rows(section(document, "duties"))) >= 3


def test_what_is_ahead_is_named_with_its_day(document: Document) -> None:
    said = [item[0].text for block in document.summary.blocks if isinstance(block, Bullets) for item in block.items]
    assert any("2027-03-01" in text for text in said)
    assert any("2027-06-30" in text for text in said)


def test_a_year_without_anything_claims_nothing(site: Site, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        made = year_of(store, site, 2024, NOW, "zh_CN")
    empty = build(Record(site, "XJ-ND-2024", NOW, "zh_CN"), made)
    assert rows(section(empty, "inspections")) == []
    text = "".join(words.text for block in section(empty, "service").blocks for words in getattr(block, "words", ()))
    assert "从未登记过服务事件" in text


def test_the_command_writes_it(place: Path, tmp_path: Path) -> None:
    done = xunjian(
        "report", "year", "--year", "2026", "--config", str(place / "xunjian.yaml"), "--store", str(place / "s.db"),
        "--form", "html", "--lang", "zh-CN", "--out", str(tmp_path), folder=tmp_path,
    )  # fmt: skip
    assert done.code == 0, done
    assert (tmp_path / "XJ-ND-2026.html").exists()
