"""Chapter 6: what fills first over all targets, what to add so that it lasts, and how the machines ran."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checks.base import Finding, Level
from config.text import PSEUDO, verbatim
from reports.documents.expansion import MONTHS, advice, rounded_up
from reports.documents.filling import MONTH_DAYS, fillings, limit_of, picture, ranked
from reports.documents.material import Material, gather
from reports.documents.model import Chart, Document, Heading, Paragraph, Section, Table
from reports.documents.performance import quantile, quarter
from reports.documents.quarterly import build
from reports.render import render
from reports.render.charts import svg
from tests import rounds
from tests.capacity_rounds import GIB, round_with_history

ROUND = round_with_history()
MATERIAL: Material = gather(ROUND, rounds.site(), "zh_CN")
DOCUMENT = build(ROUND, rounds.site(), "zh_CN")


def chapter(document: Document) -> Section:
    (found,) = [one for one in document.sections if one.anchor == "trends"]
    return found


def after(heading: str) -> list[object]:
    """The blocks between a heading and the next one."""
    blocks = list(chapter(DOCUMENT).blocks)
    start = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.words.text == heading)
    ends = [n for n, one in enumerate(blocks) if isinstance(one, Heading) and n > start]
    return list(blocks[start + 1 : min(ends, default=len(blocks))])


def table(heading: str) -> Table:
    (found,) = [one for one in after(heading) if isinstance(one, Table)]
    return found


def test_what_is_full_first_stands_first_over_all_targets() -> None:
    rows = [[cell.text for cell in row] for row in table("什么先满").rows]
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert rows[0][1:5] == ["db01", "文件系统增长趋势（/oradata）", "1.748 TiB / 2 TiB (87.4%)", "+94.61 GiB"]
    dates = [row[6][:10] for row in rows]
    assert dates == sorted(dates)
    assert len({row[1] for row in rows}) == 3, "three targets in one list"
    assert "/backup" not in str(rows), "what does not grow is full never"


def test_each_of_the_first_has_a_picture_with_its_forecast() -> None:
    charts = [one for one in after("什么先满") if isinstance(one, Chart)]
    assert len(charts) == 6
    for chart in charts:
        past, ahead = chart.lines
        assert ahead.is_forecast
        assert past.points[-1][0] < ahead.points[0][0] <= ahead.points[1][0]
        assert chart.cone[0] == ahead.points[0]
        assert all(0 <= value <= 1 for _at, value in chart.cone)
        assert "polygon" in svg(chart, "zh_CN")


def test_a_picture_ends_before_a_far_date() -> None:
    one = replace(fillings(MATERIAL)[0], days=4000.0, earliest_days=3000.0, latest_days=6000.0)
    chart = picture(MATERIAL, one)
    assert chart is not None
    _at, value = chart.lines[1].points[-1]
    assert value < 1
    assert chart.cone[1][1] > value > chart.cone[-1][1]


def test_without_a_history_there_is_no_picture() -> None:
    bare = gather(replace(ROUND, series={}), rounds.site(), "zh_CN")
    assert picture(bare, fillings(bare)[0]) is None


def test_what_is_added_lasts_for_the_months_at_that_rate() -> None:
    by_name = {(row[0].text, row[1].text): row for row in table("扩容建议").rows}
    assert by_name["app01", "文件系统增长趋势（/data）"][3].text == "280 GiB"
    assert not [name for _target, name in by_name if "磨损" in name], "a disk is changed and not extended"
    for one in fillings(MATERIAL):
        share = limit_of(MATERIAL, one.check)
        then = one.now + one.a_day * MONTHS * MONTH_DAYS
        added = rounded_up(then / share - one.capacity, one.unit)
        assert then / (one.capacity + added) <= share + 1e-9


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [
        (0.0, "bytes", 0.0),
        (1.0, "bytes", GIB),
        (99.5 * GIB, "bytes", 100 * GIB),
        (100.5 * GIB, "bytes", 110 * GIB),
        (1000.5 * GIB, "bytes", 1100 * GIB),
        (1231.0, "count", 1300.0),
        (7.0, "count", 7.0),
        (0.12, "ratio", 0.15),
    ],
)
def test_an_amount_is_one_that_somebody_would_order(value: float, unit: str, amount: float) -> None:
    assert rounded_up(value, unit) == pytest.approx(amount)


def test_performance_is_told_quarter_by_quarter() -> None:
    told = table("运行性能")
    assert [column.title.text for column in told.columns][2:6] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    rows = {(row[0].text, row[1].text): [cell.text for cell in row[2:]] for row in told.rows}
    used = rows["app01", "内存使用率"]
    assert used[0] < used[3], "what is available falls, what is in use rises"
    assert used[4].startswith("+")
    assert "20.0%" not in rows["db01", "最忙磁盘的繁忙率"], "the busier of two disks"


@pytest.mark.parametrize(("count", "rank"), [(1, 1), (19, 19), (20, 19), (100, 95)])
def test_the_nearest_rank(count: int, rank: int) -> None:
    assert quantile(list(range(1, count + 1)), 0.95) == rank


@pytest.mark.parametrize(("day", "name"), [("2026-01-01", "2026Q1"), ("2026-03-31", "2026Q1"), ("2026-10-01", "2026Q4")])
def test_a_day_s_quarter(day: str, name: str) -> None:
    assert quarter(day) == name


def test_a_first_round_says_that_nothing_has_a_date() -> None:
    blocks = chapter(build(rounds.first(), rounds.site(), "zh_CN")).blocks
    said = "".join(word.text for one in blocks if isinstance(one, Paragraph) for word in one.words)
    assert "目前没有可推算日期的对象" in said
    assert "没有需要扩容的对象" in said
    assert "目前尚无 CPU、内存、磁盘、链路、数据库的性能数据" in said


def test_no_word_of_the_chapter_is_left_untranslated() -> None:
    document = build(ROUND, rounds.site(), PSEUDO)
    for one in chapter(document).blocks:
        words = [cell for row in one.rows for cell in row] if isinstance(one, Table) else []
        words += [column.title for column in one.columns] if isinstance(one, Table) else []
        words += list(one.words) if isinstance(one, Paragraph) else []
        for word in words:
            assert word.is_fact or not any(letter.isalpha() for letter in word.text) or "⟦" in word.text, word.text


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_every_form_holds_the_chapter(form: str) -> None:
    assert len(render(DOCUMENT, form)) > 10_000


def test_the_date_is_that_of_the_finding() -> None:
    one = fillings(MATERIAL)[0]
    assert MATERIAL.day(one.full_at) == MATERIAL.day(one.at + timedelta(days=one.days))


def test_a_load_that_is_worked_out_has_a_date_and_no_capacity_of_its_own() -> None:
    """What a link has carried, beside its speed, is not how full it is."""
    of = ROUND.trends["network.link_load"]
    app01 = ROUND.inspection.targets[0]
    carried = {of.value: 5e15, of.capacity: 1e9}
    load = {"days_until_full": 40.0, "growth_ratio_per_day": 0.002}
    findings = (
        Finding("GE0/0/1", Level.OK, verbatim("-"), check=of.check, measures=carried, at=rounds.AT),
        Finding("GE0/0/1", Level.NOTICE, verbatim("-"), check="network.link_load", measures=load, at=rounds.AT),
    )
    target = replace(app01, findings=findings, checks=(of.check, "network.link_load"))
    made = gather(replace(ROUND, inspection=replace(ROUND.inspection, targets=(target,))), rounds.site(), "zh_CN")
    (one,) = fillings(made)
    assert picture(made, one) is None
    (listed,) = [block for block in ranked(made, [one]) if isinstance(block, Table)]
    assert [cell.text for cell in listed.rows[0]][3:5] == ["—", "+6.1%"]
    assert not [block for block in advice(made, [one]) if isinstance(block, Table)]
