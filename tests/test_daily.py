"""The daily inspection record: each day by what stood at its end; what nobody looked at is not in good order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dailies import daily, days_of
from agent.incidents import entry as incident_entry
from agent.incidents import new_event
from agent.store.open import open_store
from checks.base import Level
from config.load import load
from reports.documents.model import Document, Paragraph, Table
from reports.documents.record.daily import build
from reports.documents.record.matter import Record
from reports.record.daily import Change, Look, Verdict, month
from reports.record.events import Kind
from reports.render import render
from tests.program import xunjian
from tests.stored import DISK, finding, header, result

DAYS = tuple(date(2026, 11, day) for day in range(1, 6))
KEY = ("a", "c", "s")


def looks(*days: int, is_reached: bool = True) -> list[Look]:
    return [Look("a", date(2026, 11, day), is_reached, "routine") for day in days]


def verdicts(found: list[Look], changes: list[Change]) -> str:
    made = month(["a"], DAYS, found, changes)
    signs = {Verdict.OK: "o", Verdict.WARN: "w", Verdict.CRITICAL: "c", Verdict.PARTIAL: "p", Verdict.UNREACHED: "x"}
    return "".join(signs.get(made.day("a", day).verdict, "-") for day in DAYS)


def on(day: int, level: Level, key: tuple[str, str, str] = KEY) -> Change:
    return Change(key, date(2026, 11, 1) + timedelta(days=day - 1), level)


@pytest.mark.parametrize(
    ("found", "changes", "expected"),
    [
        (looks(1, 2, 3, 4, 5), [on(1, Level.OK), on(3, Level.WARN), on(5, Level.OK)], "oowwo"),
        (looks(1, 2, 4), [on(1, Level.WARN)], "ww-w-"),  # a day that nobody looked has no verdict
        (looks(2), [on(-3, Level.CRITICAL)], "-c---"),  # what stood before the month stands
        (looks(1, 2), [on(1, Level.OK), on(2, Level.UNKNOWN)], "op---"),  # not seen is not in good order
        (looks(1), [], "p----"),  # a look that told nothing
        (looks(1, is_reached=False), [on(-3, Level.OK)], "x----"),
        ([*looks(1, is_reached=False), *looks(1)], [on(1, Level.OK)], "o----"),
        (looks(1), [on(1, Level.OK), on(1, Level.WARN, ("a", "c", "t"))], "w----"),
        (looks(1), [on(1, Level.ABSENT)], "o----"),
    ],
)
def test_a_day_is_told_by_what_stood_at_its_end(found: list[Look], changes: list[Change], expected: str) -> None:
    assert verdicts(found, changes) == expected


def test_what_appeared_and_ended_is_counted_once() -> None:
    made = month(["a"], DAYS, looks(1, 2, 3), [on(1, Level.WARN), on(2, Level.CRITICAL), on(3, Level.OK)])
    assert [(made.day("a", day).appeared, made.day("a", day).ended) for day in DAYS[:3]] == [(1, 0), (0, 0), (0, 1)]


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(list(Level))), max_size=8), st.sets(st.integers(1, 5)))
def test_no_day_is_in_good_order_that_was_not_looked_at(told: list[tuple[int, Level]], seen: set[int]) -> None:
    made = month(["a"], DAYS, looks(*sorted(seen)), [on(day, level) for day, level in told])
    for day in DAYS:
        if day.day not in seen:
            assert made.day("a", day).verdict is Verdict.NOT_LOOKED


@pytest.mark.parametrize(
    ("year", "number", "today", "expected"),
    [
        (2026, 2, date(2026, 11, 23), 28),
        (2024, 2, date(2026, 11, 23), 29),
        (2026, 11, date(2026, 11, 23), 23),
        (2026, 12, date(2026, 11, 23), 0),
        (2026, 11, date(2026, 11, 1), 1),
    ],
)
def test_days_of_a_month(year: int, number: int, today: date, expected: int) -> None:
    assert len(days_of(year, number, today)) == expected


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("daily")
    (folder / "xunjian.yaml").write_text(
        "site: {customer: 某市环卫局, timezone: Asia/Shanghai}\nstore: {url: s.db}\n"
        "targets: [{id: app01, kind: local}, {id: db01, kind: linux, address: 192.0.2.2}]\n"
    )
    with open_store(str(folder / "s.db")) as store:
        for day, level in ((1, Level.OK), (2, Level.WARN), (4, Level.OK)):
            at = datetime(2026, 11, day, 17, tzinfo=UTC) - timedelta(days=1)  # one o'clock in the morning, in Shanghai
            begun = store.begin(
                replace(header("app01", started_at=at, purpose="routine"), customer="某市环卫局", config_digest="a")
            )
            store.commit_target(begun, result("app01", (finding(level, "/data"),), at=at), {})
            store.finish(begun)
        for kind, note in ((Kind.RECEIVED, ""), (Kind.RESTORED, "清理日志"), (Kind.SURVEYED, "满意")):
            event = new_event("S1", kind, datetime(2026, 11, 2, 3, tzinfo=UTC), "李工", note)
            store.record([incident_entry(event)])
    return folder


@pytest.fixture(scope="module")
def document(place: Path) -> Document:
    site = load(place / "xunjian.yaml")
    with open_store(str(place / "s.db")) as store:
        made = daily(store, site, tuple(date(2026, 11, day) for day in range(1, 31)))
    return build(Record(site, "XJ-RC-202611", datetime(2026, 11, 30, 12, tzinfo=UTC), "zh_CN"), made)


def test_the_grid_has_a_mark_a_day_by_the_clock_of_the_site(document: Document) -> None:
    grid = next(block for block in document.sections[0].blocks if isinstance(block, Table))
    assert [cell.text for cell in grid.rows[0]][:6] == ["app01", "●", "▲", "", "●", ""]
    assert {cell.text for cell in grid.rows[1][1:]} == {""}


def test_days_that_nobody_looked_are_named(document: Document) -> None:
    words = "".join(w.text for block in document.summary.blocks if isinstance(block, Paragraph) for w in block.words)
    assert "11-03" in words
    assert "11-04" not in words


def test_the_log_says_what_appeared_and_what_was_done_and_no_survey(document: Document) -> None:
    log = {row[0].text: [cell.text for cell in row] for row in document.sections[1].blocks[0].rows}  # type: ignore[union-attr] # the table
    assert set(log) == {"2026-11-01", "2026-11-02", "2026-11-04"}
    assert log["2026-11-02"][1:4] == ["例行巡检：1 个对象", "1", "0"]
    assert log["2026-11-04"][2:4] == ["0", "1"]
    assert "李工 恢复" in log["2026-11-02"][4] or "恢复" in log["2026-11-02"][4]
    assert "满意" not in "".join(log["2026-11-02"])
    assert DISK not in "".join(log["2026-11-02"])


def test_a_month_of_thirty_targets_fits_its_pages(document: Document) -> None:
    assert render(document, "pdf").startswith(b"%PDF")


def test_the_command(place: Path) -> None:
    done = xunjian("report", "daily", "--month", "2026-11", "--form", "html", "--lang", "zh-CN", folder=place)
    assert done.code == 0, done
    assert (place / "XJ-RC-202611.html").exists()
    assert xunjian("report", "daily", "--month", "2026-13", folder=place).code == 64
