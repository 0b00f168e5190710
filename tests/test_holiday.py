"""《节前检查单》: what ends before a holiday is over, backups, what was not seen, who is on duty; always one page."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent.store.open import open_store
from checks.base import Finding, Level
from config.site import Site, Target
from config.terms import OnCall, Terms
from config.text import _
from reports.documents.holiday import build
from reports.documents.model import Document, Paragraph, Table
from reports.record.biting import bites_at
from reports.record.calendar import WorkingCalendar
from reports.record.holidays import Holiday, next_holiday
from reports.render import render
from tests.huge_round import huge
from tests.program import xunjian
from tests.stored import DISK, finding, header, result
from tests.test_signing import pages

NOW = datetime(2027, 1, 28, 2, tzinfo=UTC)
SPRING = Holiday(_("Spring Festival"), date(2027, 2, 5), date(2027, 2, 12))


def counting(subject: str, check: str = DISK, at: datetime = NOW, **measures: float) -> Finding:
    return replace(finding(Level.OK, subject, check), measures=measures, at=at)


@pytest.mark.parametrize(
    ("measures", "days"),
    [
        ({"left_seconds": 86400.0}, 1),
        ({"left_days": 3.0}, 3),
        ({"days_left": -2.0}, -2),
        ({"days_until_full": 9.0, "days_until_limit": 4.0}, 4),
        ({"support_left_days": 0.0}, 0),
    ],
)
def test_whatever_counts_down_has_a_day(measures: dict[str, float], days: int) -> None:
    assert bites_at(measures, NOW) == NOW + timedelta(days=days)


def test_what_counts_nothing_down_or_never_ends_has_none() -> None:
    assert bites_at({"used_ratio": 0.99}, NOW) is None
    assert bites_at({"left_days": 1e12}, NOW) is None


def test_the_next_holiday_and_one_that_only_the_operator_knows() -> None:
    """No notice of that year is known to this program; the operator wrote the days off from the notice."""
    unknown = WorkingCalendar("x", notice=lambda _day: None)
    new_year = next_holiday(date(2044, 12, 20), unknown)
    assert new_year is not None
    assert (new_year.first, new_year.is_provisional) == (date(2045, 1, 1), True)
    days = {date(2044, 1, 30) + timedelta(days=n): False for n in range(7)}  # a Saturday to the Friday
    written = next_holiday(date(2044, 1, 20), replace(unknown, overrides=days))
    assert written == Holiday(_("Statutory holiday"), date(2044, 1, 30), date(2044, 2, 7))  # the weekend behind it
    assert next_holiday(date(2044, 1, 20), replace(unknown, overrides={date(2044, 1, 30): True})) is not None


def words(document: Document) -> str:
    """Every word of the sheet, cells beside each other."""
    told: list[str] = []
    for block in document.summary.blocks if document.summary else ():
        if isinstance(block, Paragraph):
            told += [one.text for one in block.words]
        elif isinstance(block, Table):
            told += [" | ".join(cell.text for cell in row) for row in block.rows]
    return "\n".join(told)


def sheet(findings: Sequence[Finding], *more: Target, at: datetime = NOW) -> str:
    one = result("app01", findings, at=at)
    site = Site(
        customer="甲局",
        timezone="Asia/Shanghai",
        targets=(Target("app01", "linux"), *more),
        terms=Terms(on_call=(OnCall(date(2027, 2, 5), date(2027, 2, 6), "王工", "138"),)),
    )
    from reports.documents.material import Round  # noqa: PLC0415 - beside its one use

    made = Round(replace(header("app01", started_at=at), id="i1", targets=(one,)), NOW, "XJ-JQ-1", "2027Q1")
    return words(build(made, site, "zh_CN", SPRING))


def test_the_sheet_tells_of_what_bites_and_of_nothing_later() -> None:
    told = sheet(
        [
            counting("/soon", left_days=8.0),
            counting("/within", left_days=14.9),  # 2027-02-12: the last day
            counting("/after", left_days=16.0),
            counting("/over", left_days=-3.0),
            finding(Level.CRITICAL, "/full"),
        ]
    )
    assert "节前须处理 1 项；2027-02-12 前到期或用满 3 项" in told
    listed = [line for line in told.splitlines() if line.startswith("2027-")]
    assert [line.split(" | ")[0] for line in listed] == ["2027-02-05", "2027-02-12", "2027-01-25"]
    assert "/after" not in told
    assert "王工 138" in told
    assert "02-12 周五" in told


def test_what_was_not_seen_is_said_and_nothing_is_called_fine() -> None:
    told = sheet([finding(Level.UNKNOWN)], Target("db01", "linux"))
    assert "近 10 天内未巡检的对象：db01。" in told
    assert "未检的检查项 1 个（app01）" in told
    assert "未看到备份的对象：app01、db01。" in told
    assert "正常" not in told
    old = sheet([finding(Level.OK)], at=NOW - timedelta(days=11))
    assert "近 10 天内未巡检的对象：app01。" in old


def test_what_is_to_come_is_not_crowded_out_by_what_ended_long_ago() -> None:
    told = sheet([*(counting(f"/old{n}", left_days=-400.0 - n) for n in range(9)), counting("/coming", left_days=8.0)])
    listed = [line for line in told.splitlines() if line.startswith("202")]
    assert len(listed) == 4
    assert "/coming" in listed[0]


def test_a_backup_that_was_seen_too_long_ago_was_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.documents.holiday_findings._BACKUPS", ("storage",))  # the one check's of these rounds
    assert "未看到备份的对象" not in sheet([finding(Level.OK)])
    assert "未看到备份的对象：app01。" in sheet([finding(Level.OK)], at=NOW - timedelta(days=11))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_of_500_targets_it_has_one_page(language: str) -> None:
    made, site = huge()
    assert pages(render(build(made, site, language, SPRING), "pdf")) == 1
    people = tuple({"name": f"联系人{n}", "phone": "13800000000"} for n in range(12))
    terms = replace(site.terms, on_call=tuple(OnCall(SPRING.first, SPRING.last, f"值班员{n}", "138") for n in range(3)))
    crowded = replace(site, contacts=people, terms=terms, customer="某某省某某市某某区人民政府政务服务数据管理局信息中心")
    assert pages(render(build(made, crowded, language, SPRING._replace(last=date(2027, 2, 13))), "pdf")) == 1


def test_the_command_writes_it_for_the_holiday_after_a_day(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(
        "site: {customer: 甲局, timezone: Asia/Shanghai}\ntargets: [{id: app01, kind: local}]\nstore: {url: s.db}\n"
        "contract: {on_call: [{day: 2030-01-01, name: 王工, phone: '138'}]}\n",
        encoding="utf-8",
    )
    now = datetime.now(UTC)
    with open_store(str(tmp_path / "s.db")) as store:
        begun = store.begin(replace(header("app01", started_at=now), customer="甲局"))
        store.commit_target(begun, result("app01", (finding(Level.WARN),), at=now), {})
        store.finish(begun)
    for form, day in (("json", "2029-12-31"), ("docx", "2029-12-20")):
        more = ("--day", day, "--form", form, "--out", "out", "--lang", "zh-CN")
        done = xunjian("report", "holiday", *more, folder=tmp_path)
        assert done.code == 0, done
    made = json.loads((tmp_path / "out" / "XJ-JQ-20300101.json").read_text())
    assert made["kind"] == "holiday"
    listed = xunjian("documents", "list", "--lang", "zh-CN", folder=tmp_path)
    assert "XJ-JQ-20300101" in listed.out
    assert "节前检查单" in listed.out


def test_a_roster_that_ends_before_it_begins_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(
        "contract:\n  on_call:\n    - {day: 2030-01-02, until: 2030-01-01, name: 王工}\n", encoding="utf-8"
    )
    done = xunjian("report", "holiday", folder=tmp_path)
    assert done.code == 78
    assert "xunjian.yaml:3" in done.err
