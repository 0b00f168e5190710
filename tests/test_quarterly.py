"""The quarterly document: its figures reconcile, and it claims nothing that was not seen."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checks.base import Level
from checks.result import Asked
from reports.documents import model
from reports.documents.answers import pairs
from reports.documents.compare import State, compare
from reports.documents.quarterly import build
from reports.documents.sent import COMMAND_SHOWN
from reports.documents.tables import width_of
from reports.marks import MARKS
from reports.render import render
from tests import rounds

GOLDEN = Path(__file__).parent / "golden" / "quarterly.zh_CN.txt"
LEVEL_TONES = {level.value for level in Level}
RISK_TONES = {"high", "medium", "low"}


def tables(document: model.Document) -> Iterator[model.Table]:
    for section in document.all_sections():
        yield from (block for block in section.blocks if isinstance(block, model.Table))


def section(document: model.Document, anchor: str) -> model.Section:
    return next(one for one in document.all_sections() if one.anchor == anchor)


def table(document: model.Document, anchor: str, place: int = 0) -> model.Table:
    return [block for block in section(document, anchor).blocks if isinstance(block, model.Table)][place]


def words(document: model.Document, anchor: str) -> str:
    out = []
    for block in section(document, anchor).blocks:
        match block:
            case model.Paragraph():
                out.append("".join(one.shown for one in block.words))
            case model.Bullets():
                out += ["".join(one.shown for one in item) for item in block.items]
            case model.Heading():
                out.append(f"## {block.words.text}")
            case model.Figures():
                out.append(
                    " | ".join(f"{f.name.shown}: {f.value.shown} ({f.note.text if f.note else ''})" for f in block.items)
                )
            case model.Table():
                out.append(" | ".join(column.title.text for column in block.columns))
                out += [" | ".join(one.shown for one in row) for row in block.rows]
            case model.Chart():
                out.append(f"[{block.title.text}: {len(block.lines)}]")
    return "\n".join(out)


SAMPLE = build(rounds.sample(), rounds.site(), "zh_CN")
FIRST = build(rounds.first(), rounds.site(), "zh_CN")


def figure(document: model.Document, name: str) -> model.Figure:
    row = next(block for block in document.summary.blocks if isinstance(block, model.Figures))
    return next(item for item in row.items if item.name.text == name)


@pytest.mark.parametrize("document", [SAMPLE, FIRST, build(*rounds.large(6), "zh_CN")], ids=["sample", "first", "large"])
def test_page_one_is_the_sum_of_annex_a(document: model.Document) -> None:
    rows = table(document, "annex-a").rows
    levels = Counter(row[3].tone for row in rows)
    by_pair: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for target, check, subject, level, *_rest in rows:
        by_pair.setdefault((target.text, check.text), []).append((subject.text, level.tone))
    counted = {pair: [tone for _s, tone in of if tone != "absent"] for pair, of in by_pair.items()}
    counted = {pair: tones for pair, tones in counted.items() if tones}
    whole = sum("unknown" not in tones for tones in counted.values())
    none = sum(set(tones) == {"unknown"} for tones in counted.values())
    shares = sum(0 if ("", "unknown") in of or not of else _share(of) for of in _without_absent(by_pair))
    written = f"已检 {whole}/{len(counted)} 项" if shares == whole else f"折合 {shares:.1f}/{len(counted)}"
    assert figure(document, "覆盖率").note == model.Words(written)
    assert figure(document, "覆盖率").value.text == f"{100 * shares / len(counted):.1f}".removesuffix(".0") + "%"
    part = len(counted) - whole - none
    parts = f"、部分已检 {part} 项（按已检份额折合 {shares - whole:.1f} 项，见附录B）" if part else ""
    assert f"应检 {len(counted)} 项，其中已检 {whole} 项{parts}" in words(document, "summary")
    assert figure(document, "未检项").value.text == str(none)
    for risk, tone in (("高风险", "critical"), ("中风险", "warn"), ("低风险", "notice")):
        note = figure(document, risk).note
        assert note is not None
        assert note.text == f"共 {levels[tone]} 处"
    assert (
        sum(int(row[2].text) for row in table(document, "annex-b").rows) == levels["unknown"] if levels["unknown"] else True
    )
    sheet = next(one.table for one in document.sheets if one.title.text == "检查项全表")
    assert Counter(row[4].tone for row in sheet.rows) == levels
    reasons = next(block for block in reversed(document.summary.blocks) if isinstance(block, model.Bullets))
    said = [re.search(r"：(\d+) 项", item[0].text) for item in reasons.items]
    assert sum(int(found[1]) for found in said if found) == len(counted) - whole


def _without_absent(by_pair: dict[tuple[str, str], list[tuple[str, str]]]) -> Iterator[list[tuple[str, str]]]:
    for of in by_pair.values():
        yield [("" if subject == "—" else subject, tone) for subject, tone in of if tone != "absent"]


def _share(of: list[tuple[str, str]]) -> float:
    return sum(tone != "unknown" for _subject, tone in of) / len(of)


def test_golden_page_one_and_chapters(request: pytest.FixtureRequest) -> None:
    parts = ("summary", "overview", "conclusions", "problems", "changes", "plan", "uninspected", "annex-e")
    got = "\n\n".join(f"# {section(SAMPLE, anchor).title.text}\n{words(SAMPLE, anchor)}" for anchor in parts) + "\n"
    if request.config.getoption("--accept"):
        GOLDEN.write_text(got)
    assert got == GOLDEN.read_text()


def test_the_same_round_gives_the_same_document() -> None:
    assert build(rounds.sample(), rounds.site(), "zh_CN") == SAMPLE


def test_every_chapter_is_there_in_order() -> None:
    numbers = [one.title.text.split()[0] for one in SAMPLE.sections]
    assert numbers == [*(str(n) for n in range(1, 12)), *(f"附录{letter}" for letter in "ABCDE")]


@pytest.mark.parametrize("document", [SAMPLE, FIRST], ids=["sample", "first"])
def test_no_table_mixes_levels_and_risks(document: model.Document) -> None:
    for one in (*tables(document), *(sheet.table for sheet in document.sheets)):
        tones = {cell.tone for row in one.rows for cell in row if cell.tone}
        assert not (tones & LEVEL_TONES and tones & RISK_TONES), one.columns


@pytest.mark.parametrize("document", [SAMPLE, FIRST, build(*rounds.large(6), "zh_CN")], ids=["sample", "first", "large"])
def test_tables_have_rows_and_no_empty_column(document: model.Document) -> None:
    to_fill = {"约定完成日", "决定（整改／接受风险至）", "备注"}
    for one in tables(document):
        assert all(len(row) == len(one.columns) for row in one.rows)
        for place, column in enumerate(one.columns):
            if one.kind == "grid" and column.title.text not in to_fill:
                assert any(row[place].text not in {"", "—"} for row in one.rows), column.title.text


def test_a_level_is_told_by_word_and_shape() -> None:
    shown = {cell.shown for row in table(SAMPLE, "annex-a").rows for cell in (row[3],)}
    assert shown == {"■ 严重", "▲ 警告", "△ 提示", "● 正常", "○ 未检", "— 不适用"}
    assert len({shape for tone, shape in MARKS.items() if tone in LEVEL_TONES}) == len(LEVEL_TONES)


def test_one_condition_on_many_targets_is_one_row() -> None:
    round_, contract = rounds.large(30)
    document = build(round_, contract, "zh_CN")
    rows = table(document, "problems").rows
    assert len(rows) == 3
    clock = next(row for row in rows if "时钟" in row[3].text)
    held = sum("时钟" in row[1].text and row[3].tone == "warn" for row in table(document, "annex-a").rows)
    assert f"{held} 个对象共 {held} 处" in clock[3].text


def test_a_problem_is_told_once_and_its_plan_is_one_line_to_be_decided_on() -> None:
    problems, plan = table(SAMPLE, "problems"), table(SAMPLE, "plan")
    titles = [column.title.text for column in problems.columns]
    remedies = [row[titles.index("整改建议")].text for row in problems.rows]
    assert all(remedies)
    assert [row[0].text for row in problems.rows] == [row[0].text for row in plan.rows], "each problem is decided on"
    assert not {cell.text for row in plan.rows for cell in row} & set(remedies), "what to do stands in chapter 4 alone"
    by_when = next(place for place, column in enumerate(plan.columns) if column.title.text == "期限")
    assert all(row[by_when].text for row in plan.rows)
    assert [column.title.text for column in plan.columns][-3:] == ["决定（整改／接受风险至）", "约定完成日", "备注"]
    assert all(row[-3:] == (model.NOTHING,) * 3 for row in plan.rows)
    assert "期限" not in titles


def test_annex_c_names_every_ask_in_one_line_and_the_workbook_and_json_have_the_whole() -> None:
    round_, contract = rounds.large(6)
    document = build(round_, contract, "zh_CN")
    asked = [one for target in round_.inspection.targets for one in target.asked]
    rows = table(document, "annex-c").rows
    assert [row[0].text for row in rows] == list(dict.fromkeys(one.id for one in asked)), "one for all targets"
    by_id = {one.id: one for one in asked}
    for row in rows:
        assert width_of(row[1].text) <= COMMAND_SHOWN
        assert by_id[row[0].text].ask_digest.startswith(row[2].text.removesuffix("…"))
        assert " ".join(by_id[row[0].text].command.split()).startswith(row[1].text.removesuffix("…"))
    assert f"采集 {len(rows)} 项，共下发 {len(asked)} 次" in words(document, "annex-c")
    sheet = next(one.table for one in document.sheets if one.title.text == "命令清单")
    assert [(row[1].text, row[2].text, row[5].text) for row in sheet.rows] == [
        (o.id, o.command, o.ask_digest) for o in asked
    ]
    asks = json.loads(render(document, "json"))["asks"]
    assert {(one["id"], one["command"]) for one in asks} == {(one.id, one.command) for one in asked}
    assert sum(len(one["sent"]) for one in asks) == len(asked)


def test_what_was_recalled_or_handed_in_was_not_sent() -> None:
    round_ = rounds.first()
    target = round_.inspection.targets[0]
    more = (
        Asked("linux.log_memory", "d" * 64, "recall linux.system_logs", "ok", evidence="e" * 64),
        Asked("photo ups.load", "", "ups01-3.jpg", "ok", evidence="f" * 64),
        Asked("network.ways", "d" * 64, "-", "ok", evidence="e" * 64),
        Asked("cli.fans.huawei_vrp", "d" * 64, "huawei_vrp> display fan", "unreachable"),
        Asked("snmp.fans", "d" * 64, "GET 1.3.6.1.2.1.1.1.0", "not_offered"),
    )
    targets = (replace(target, asked=(*target.asked, *more)), *round_.inspection.targets[1:])
    document = build(replace(round_, inspection=replace(round_.inspection, targets=targets)), rounds.site(), "zh_CN")
    assert table(document, "annex-c").rows == table(FIRST, "annex-c").rows
    assert {"e" * 64, "f" * 64} <= {row[3].text for row in table(document, "annex-d", 1).rows}, "they are evidence"


def test_a_first_round_counts_nothing_as_new_and_compares_no_score() -> None:
    text = "\n".join(words(FIRST, one.anchor) for one in FIRST.all_sections() if one.anchor != "changes")
    assert "新增" not in text.replace("问题不计为新增", "")
    assert "同口径" not in text
    assert "首次巡检" in words(FIRST, "changes")
    assert "状态" not in [column.title.text for column in table(FIRST, "problems").columns]
    assert "趋势图" in words(FIRST, "trends")


def test_too_little_seen_withholds_the_score_and_says_what_would_open_it() -> None:
    assert figure(SAMPLE, "健康评分").value.text == "—"
    assert (figure(SAMPLE, "健康评分").note or model.NOTHING).text == "覆盖率低于 80%"
    assert "请打通到巡检对象的网络与账号：26 项" in words(SAMPLE, "summary")
    assert SAMPLE.data["score"] is None
    assert SAMPLE.data["score_withheld"]


def test_hidden_score_drops_the_number_only() -> None:
    round_, contract = rounds.large(4)
    shown, hidden = (build(round_, replace(contract, score=how), "zh_CN") for how in ("shown", "hidden"))
    names = [
        [item.name.text for item in next(b for b in one.summary.blocks if isinstance(b, model.Figures)).items]
        for one in (shown, hidden)
    ]
    assert set(names[0]) - set(names[1]) == {"健康评分"}
    assert (shown.data["score"] is None, hidden.data["score"]) == (False, None)
    assert "评分" not in [column.title.text for column in table(hidden, "conclusions").columns]
    assert figure(hidden, "总体结论") == figure(shown, "总体结论")
    assert figure(hidden, "覆盖率") == figure(shown, "覆盖率")


def test_a_target_of_which_too_little_was_seen_shows_no_score_of_its_own() -> None:
    round_, contract = rounds.large(8)
    results = list(round_.inspection.targets)
    results[0] = replace(results[0], findings=(), state="unasked")
    document = build(replace(round_, inspection=replace(round_.inspection, targets=tuple(results))), contract, "zh_CN")
    shown = table(document, "conclusions")
    assert shown.columns[-1].title.text == "评分"
    scores = {row[0].text: row[-1].text for row in shown.rows}
    assert scores.pop(results[0].target) == "—"
    assert all(re.match(r"\d+", score) for score in scores.values())
    (row,) = (row for row in table(document, "targets").rows if row[0].text.split()[0] == results[0].target)
    assert (row[-1].text, row[-1].tone) == ("本版本不支持自动采集", "unknown")


def test_chapter_one_names_no_clause_that_nobody_wrote() -> None:
    names = [row[0].text for row in table(SAMPLE, "overview").rows]
    assert "巡检依据" in names
    assert "合同条款" not in names
    assert not any(row.clause and row.clause in words(SAMPLE, "overview") for row in rounds.sample().inspection.catalogue)


def test_english_fits_any_number() -> None:
    one = rounds.result("app01", rounds.bad("server.swap", Level.CRITICAL, "x", "x", "x", "x"))
    document = build(replace(rounds.first(), inspection=rounds.inspection((one,))), rounds.site(), "en")
    said = "\n".join(words(document, part.anchor) for part in document.all_sections() if part.anchor)
    assert "problems of high risk: 1" in said
    assert re.findall(r"\b1 (?:problems|checks|places|targets|assets|days|questions|more dates)\b", said) == []


def test_an_asset_without_a_result_is_listed_as_not_inspected() -> None:
    only = replace(rounds.first().inspection, targets=rounds.first().inspection.targets[:1])
    document = build(replace(rounds.first(), inspection=only), rounds.site(), "zh_CN")
    assert [row[-1].text for row in table(document, "targets").rows] == ["已巡检", *["无结果"] * 4]
    (row,) = (row for row in table(document, "annex-b").rows if row[0].text == "db01")
    assert int(row[2].text) == len(rounds.CATALOGUE)
    assert len(row[3].text.split("；")) == len(rounds.CATALOGUE), "one row for the one cause, every check named in it"


def test_warranty_dates_bite() -> None:
    said = words(SAMPLE, "summary")
    assert "2025-06-30 已过保：nas01" in said
    assert "2026-12-31 维保到期（还有 41 天）：db01" in said
    broken = replace(rounds.site().targets[0], asset={"warranty_ends_on": "明年"})
    document = build(rounds.first(), replace(rounds.site(), targets=(broken, *rounds.site().targets[1:])), "zh_CN")
    assert "明年" in words(document, "targets")


@pytest.mark.parametrize("count", [2, 3])
def test_a_chart_needs_three_points(count: int) -> None:
    assert len(_charts(timedelta(days=7), count)) == (count == 3)


@pytest.mark.parametrize(("apart", "is_drawn"), [(timedelta(minutes=4), False), (timedelta(days=3.5), True)])
def test_a_chart_needs_a_week(apart: timedelta, is_drawn: bool) -> None:  # noqa: FBT001 - a case
    assert bool(_charts(apart, 3)) is is_drawn
    assert bool(_charts(apart - timedelta(seconds=1), 3)) is False


def _charts(apart: timedelta, count: int) -> list[model.Chart]:
    points = tuple((rounds.AT - apart * n, 0.5) for n in range(count, 0, -1))
    series = {("app01", "server.filesystem_usage", "/", "used_ratio"): points}
    document = build(replace(rounds.first(), series=series), rounds.site(), "zh_CN")
    return [b for b in section(document, "trends").blocks if isinstance(b, model.Chart)]


def test_over_two_thousand_rows_paper_says_where_they_are() -> None:
    document = build(*rounds.large(60), "zh_CN")
    annex = table(document, "annex-a")
    assert not annex.is_on_paper
    assert annex.elsewhere is not None
    assert "xlsx" in annex.elsewhere.text


USAGE = "server.filesystem_usage"
OK, WARN, CRITICAL, UNKNOWN = Level.OK, Level.WARN, Level.CRITICAL, Level.UNKNOWN


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [
        (OK, WARN, State.NEW),
        (None, WARN, State.NEW),
        (UNKNOWN, WARN, State.UNSEEN_BEFORE),
        (WARN, WARN, State.CONTINUING),
        (CRITICAL, WARN, State.CONTINUING),
        (WARN, CRITICAL, State.WORSE),
        (WARN, OK, State.SOLVED),
        (WARN, UNKNOWN, State.UNVERIFIED),
        (WARN, Level.ABSENT, State.GONE),
        (WARN, None, State.GONE),
        (OK, OK, None),
        (UNKNOWN, UNKNOWN, None),
    ],
)
def test_what_became_of_a_problem(before: Level | None, now: Level | None, state: State | None) -> None:
    assert _states(before, now) == ([state] if state else [])


def _states(before: Level | None, now: Level | None, **more: object) -> list[State]:
    sides = []
    for level in (before, now):
        findings = [rounds.usage("/data", 0.5, level)] if level else []
        one = rounds.result("app01", *findings, rounds.usage("/", 0.1, OK))
        sides.append(rounds.inspection((one,)))
    then, this = sides
    this = replace(this, **more)  # type: ignore[arg-type]  # a field of the inspection
    contract = replace(rounds.site(), targets=rounds.site().targets[:1])
    got = compare(pairs(this, contract), pairs(then, contract), (this, then))
    return [change.state for change in got.changes if change.subject[1] == USAGE]


def test_what_vanished_from_a_check_with_gaps_is_not_gone() -> None:
    then = rounds.inspection((rounds.result("app01", rounds.usage("/data", 0.9, WARN)),))
    gap = rounds.unseen(USAGE, "cut")
    this = rounds.inspection((rounds.result("app01", rounds.usage("/", 0.1, OK), gap),))
    contract = replace(rounds.site(), targets=rounds.site().targets[:1])
    got = compare(pairs(this, contract), pairs(then, contract), (this, then))
    assert [change.state for change in got.changes] == [State.UNVERIFIED]


@pytest.mark.parametrize("limits", [(("warn", "0.7", "ratio", "site"),), None], ids=["another limit", "a newer check"])
def test_a_change_of_standard_is_not_new(limits: tuple[tuple[str, str, str, str], ...] | None) -> None:
    rows = {row.check: row for row in rounds.CATALOGUE}
    old = dict(rows)
    if limits is None:
        del old[USAGE]
    else:
        old[USAGE] = replace(rows[USAGE], limits=limits)
    then = replace(
        rounds.inspection((rounds.result("app01", rounds.usage("/data", 0.7, OK)),)), catalogue=tuple(old.values())
    )
    this = rounds.inspection((rounds.result("app01", rounds.usage("/data", 0.85, WARN)),))
    contract = replace(rounds.site(), targets=rounds.site().targets[:1])
    got = compare(pairs(this, contract), pairs(then, contract), (this, then))
    assert [change.state for change in got.changes] == [State.STANDARD]


def test_a_target_that_was_not_reached_solves_nothing() -> None:
    then = rounds.inspection((rounds.result("app01", rounds.usage("/data", 0.9, WARN)),))
    lost = replace(then.targets[0], findings=(), state="unreached")
    contract = replace(rounds.site(), targets=rounds.site().targets[:1])
    for this in (rounds.inspection((lost,)), rounds.inspection(())):
        got = compare(pairs(this, contract), pairs(then, contract), (this, then))
        assert [change.state for change in got.changes] == [State.UNVERIFIED]
