"""What the record adds to a round document: what is open from earlier quarters, the service, the duties."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.incidents import entry as incident_entry
from agent.incidents import new_event
from agent.ledger import CLAIM, RATE
from agent.ledger import entry as problem_entry
from agent.quarters import round_of
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Level
from config.load import load
from config.site import Site
from reports.documents.model import Document, Paragraph, Table
from reports.documents.quarterly import build
from reports.documents.record.period import quarters_long
from reports.record.events import Kind
from tests.stored import DISK, finding, header, result

CONFIGURATION = """
site: {customer: 某市环卫局, timezone: Asia/Shanghai}
contract:
  accepted_on: 2026-01-01
  promises:
    - {clause: "4.9.2.4", what: 故障响应, start: received, stop: responded, minutes: 30}
    - {clause: "1.4.5", what: 到场后恢复, start: arrived, stop: restored, minutes: 120}
  duties: [{what: phone-visit, every: quarter, clause: "1.4.3.4"}]
targets: [{id: app01, kind: local}]
"""
QUARTERS = tuple(datetime(2026, month, 20, 2, tzinfo=UTC) for month in (2, 5, 8))
NOW = QUARTERS[-1] + timedelta(hours=2)
OLD, BACK, NEW = "/data", "/var", "/tmp"
SEEN = (
    {OLD: Level.WARN, BACK: Level.WARN, NEW: Level.OK},
    {OLD: Level.WARN, BACK: Level.OK, NEW: Level.OK},
    {OLD: Level.WARN, BACK: Level.CRITICAL, NEW: Level.WARN},
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    file = tmp_path_factory.mktemp("site") / "xunjian.yaml"
    file.write_text(CONFIGURATION)
    return load(file)


def inspect(store: Store, site: Site, at: datetime, seen: dict[str, Level]) -> None:
    begun = store.begin(replace(header("app01", started_at=at), customer=site.customer, config_digest="aa"))
    findings = tuple(finding(level, subject) for subject, level in seen.items())
    store.commit_target(begun, result("app01", findings, at=at), {})
    store.finish(begun)


def tell(store: Store, number: str, kind: Kind, at: datetime, **values: str) -> None:
    store.record([incident_entry(new_event(number, kind, at, "李工", values=values))])


@pytest.fixture(scope="module")
def document(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Document:
    with open_store(str(tmp_path_factory.mktemp("store") / "s.db")) as store:
        for at, seen in zip(QUARTERS, SEEN, strict=True):
            inspect(store, site, at, seen)
        inspect(store, site, QUARTERS[-1] + timedelta(hours=1), SEEN[-1])  # seen again the same quarter
        claim = problem_entry(CLAIM, ("app01", DISK, OLD), "王工", "已扩容")
        store.record([replace(claim, at=NOW - timedelta(hours=1))])
        rating = problem_entry(RATE, ("app01", DISK, OLD), "赵工", "测试环境", risk="low", level=SEEN[-1][OLD].value)
        store.record([replace(rating, at=NOW - timedelta(hours=1))])
        called = QUARTERS[1] + timedelta(days=3)
        tell(store, "S1", Kind.RECEIVED, called, title="业务缓慢", level="二级")
        tell(store, "S1", Kind.RESPONDED, called + timedelta(minutes=10))
        tell(store, "S1", Kind.ARRIVED, called + timedelta(hours=1))
        tell(store, "S1", Kind.PART_USED, called + timedelta(hours=2), part="硬盘", old_serial="A1", new_serial="B2")
        tell(store, "S1", Kind.RESTORED, called + timedelta(hours=4))
        tell(store, "S0", Kind.RECEIVED, QUARTERS[0], title="上一期的事")
        tell(store, "S0", Kind.CANCELLED, QUARTERS[0] + timedelta(hours=1))
        # these rounds keep no evidence, so nobody could tell a change of standard: that is left out
        return build(replace(round_of(store, site, "", NOW), standard=None), site, "zh_CN")


def tables(document: Document, anchor: str) -> list[list[list[str]]]:
    section = next(one for one in document.sections if one.anchor == anchor)
    return [[[cell.text for cell in row] for row in block.rows] for block in section.blocks if isinstance(block, Table)]


def test_what_is_open_from_earlier_quarters_stands_with_since_when_and_what_was_said(document: Document) -> None:
    left = next(table for table in tables(document, "changes") if len(table[0]) == 7)
    by_subject = {re.search(r"/\w+", row[1])[0]: row for row in left}  # type: ignore[index] # each row has its filesystem
    assert set(by_subject) == {OLD, BACK}  # what is new in this quarter is no leftover
    assert by_subject[OLD][3:] == ["2026-02-20", "3", "已整改（待复核）", "王工 称已整改"]
    assert by_subject[BACK][5] == "持续"  # since it came back it was seen again
    assert "复发 1 次" in by_subject[BACK][6]


def test_how_an_engineer_rates_a_risk_stands_beside_the_level(document: Document) -> None:
    rated = tables(document, "problems")[-1]
    assert [[*row[3:5], row[6]] for row in rated] == [[rated[0][3], "低风险", "测试环境"]]
    assert "赵工" in rated[0][5]
    beside = [row[1] for row in tables(document, "problems")[0] if "研判" in row[1]]
    assert beside == [f"{rated[0][3]}（研判：低风险）"]


def test_what_came_back_is_called_so_and_counted_among_the_new(document: Document) -> None:
    words = [row for table in tables(document, "changes") for row in table if BACK in "".join(row)]
    assert any(row[0] == "复发" for row in words), words
    page = " ".join(
        words.text
        for block in document.summary.blocks
        for row in getattr(block, "items", ())
        for words in (row if isinstance(row, tuple) else ())
    )
    assert "新增 2（其中复发 1）" in page


def test_the_service_since_the_last_round_with_its_clocks_parts_and_duties(document: Document) -> None:
    calls, parts, duties = tables(document, "service")
    assert [(row[0], row[1], row[3]) for row in calls] == [("S1", "二级", "业务缓慢")]  # S0 was over before
    assert calls[0][5].endswith("1/2 达标；超时：到场后恢复")
    assert parts[0][2:] == ["硬盘", "A1", "B2"]
    assert [(row[2], row[4]) for row in duties] == [("2026Q2", "◆ 已逾期"), ("2026Q3", "本期应履行")] or duties


def test_a_store_that_was_told_nothing_does_not_say_that_nothing_happened(site: Site, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        inspect(store, site, QUARTERS[0], SEEN[0])
        document = build(round_of(store, site, "", NOW), site, "zh_CN")
    section = next(one for one in document.sections if one.anchor == "service")
    words = " ".join(word.text for block in section.blocks if isinstance(block, Paragraph) for word in block.words)
    assert "从未登记过服务事件" in words
    assert "left-open" not in {getattr(block, "anchor", "") for one in document.sections for block in one.blocks}


@pytest.mark.parametrize(
    ("first", "now", "expected"),
    [((2026, 4, 1), (2026, 6, 30), 1), ((2026, 3, 31), (2026, 4, 1), 2), ((2025, 12, 31), (2026, 8, 1), 4)],
)
def test_how_many_quarters_long(first: tuple[int, int, int], now: tuple[int, int, int], expected: int) -> None:
    assert quarters_long(datetime(*first, tzinfo=UTC), datetime(*now, tzinfo=UTC)) == expected
