"""The upgrade verification report: page one is the sum of what follows, nothing is hidden, no word is left untranslated."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.commands.upgrade_document import file_name, write
from checks.verdict import decide
from checks.verification import GateState, Stand, Verdict, Verification
from config.planned import Plan
from config.site import Site
from config.text import PSEUDO, render
from reports import render as renderers
from reports.documents import model
from reports.documents.upgrade.document import build
from reports.documents.upgrade.matter import Chapter
from reports.documents.upgrade.performance import moved_by
from reports.marks import MARKS
from reports.render import fonts, typeset
from reports.render.docx_pages import entries, pages
from reports.render.legal import legal
from reports.upgrade_words import VERDICT_WORDS
from tests import verifications
from tests.program import configuration, xunjian
from tests.test_quarterly import figure, section, table, tables, words
from tests.test_render import docx_texts, facts, leaks, parsed, strings, unbracketed

FORMS = ("docx", "pdf", "html", "json")
ALL = sorted(verifications.ALL)


def made(name: str, language: str = "zh_CN") -> tuple[Verification, model.Document]:
    of = verifications.ALL[name]
    return of, build(of, verifications.SITE, language)


def count(document: model.Document, name: str) -> int:
    return int(figure(document, name).value.text)


def stands_of(document: model.Document) -> Counter[str]:
    """How many differences chapter 4 lists, by the word of how each stands."""
    found: Counter[str] = Counter()
    for one in section(document, "differences").blocks:
        if isinstance(one, model.Table) and one.columns[0].title.text == "判定":
            for row in one.rows:
                found[row[0].text.removesuffix("（必须）")] += int(row[2].text)
        if isinstance(one, model.Table) and len(one.columns) == 4:
            found["自行变化"] += sum(int(row[2].text) for row in one.rows)
    return found


@pytest.mark.parametrize("name", ALL)
def test_page_one_is_the_sum_of_the_tables(name: str) -> None:
    of, document = made(name)
    listed = stands_of(document)
    assert count(document, "预期内") == listed["预期内"] == sum(one.stand is Stand.EXPECTED for one in of.changes)
    assert count(document, "意外") == listed["意外"]
    assert count(document, "待说明") == listed["待说明"]
    assert sum(listed.values()) == len(of.changes), "each difference stands once"
    targets = table(document, "change", 2)
    assert count(document, "对象") == len(targets.rows) == len(of.targets)
    for column, title in ((1, "意外"), (2, "待说明"), (3, "预期内"), (5, "未能比对")):
        assert targets.columns[column].title.text == title
        assert sum(int(row[column].text) for row in targets.rows) == count(document, title)
    assert count(document, "已比对") == of.compared_count
    unseen = [one for one in section(document, "unseen").blocks if isinstance(one, model.Table)]
    assert sum(len(one.rows) for one in unseen if len(one.columns) == 3) == count(document, "未能比对")
    neither = sum(int(row[3].text) for one in unseen if len(one.columns) == 4 for row in one.rows)
    note = figure(document, "未能比对").note
    assert (note.text if note else "") == (f"另有 {neither} 项前后均未看到" if neither else "")
    gone = [row for one in _under(document, "gone") for row in one.rows]
    said = figure(document, "意外").note
    lost = sum(int(row[2].text) for row in gone if row[0].text == "意外")
    assert (said.text if said else "") == (f"其中消失 {lost} 项" if lost else "")


def _under(document: model.Document, anchor: str) -> Iterator[model.Table]:
    """The tables below one heading of chapter 4."""
    is_under = False
    for one in section(document, "differences").blocks:
        if isinstance(one, model.Heading):
            is_under = one.anchor == anchor
        elif is_under and isinstance(one, model.Table):
            yield one


@pytest.mark.parametrize(
    ("name", "verdict", "large"),
    [
        ("good", Verdict.PASSED, "● 通过"),
        ("conditional", Verdict.CONDITIONAL, "▲ 暂定：有条件通过"),
        ("failed", Verdict.FAILED, "■ 暂定：不通过（建议回退）"),
        ("bare", Verdict.FAILED, "■ 不通过（建议回退）"),
    ],
)
def test_the_verdict_stands_large_with_its_reasons(name: str, verdict: Verdict, large: str) -> None:
    of, document = made(name)
    decided, reasons = decide(of)
    assert decided is verdict
    first = document.summary.blocks[0]
    assert isinstance(first, model.Paragraph)
    assert first.style == "verdict"
    assert first.words[0].shown == large
    page = words(document, "summary")
    for reason in reasons:
        assert render(reason, "zh_CN") in page
        assert render(reason, "zh_CN") in words(document, "conclusion")
    assert render(VERDICT_WORDS[verdict], "zh_CN") in words(document, "conclusion")
    assert ("暂定结论" in page) is not of.is_final


def test_a_final_verdict_names_what_it_is_counted_from() -> None:
    of = verifications.good()
    assert "距变更已满一天" in words(build(of, verifications.SITE, "zh_CN"), "summary")
    without = replace(of, plan=replace(of.plan, finished_at=None))
    assert "变更结束时间未提供" in words(build(without, verifications.SITE, "zh_CN"), "summary")


def test_what_is_gone_stands_by_itself_whatever_it_counts_as() -> None:
    _of, document = made("failed")
    (gone,) = _under(document, "gone")
    assert [(row[0].text, row[4].text) for row in gone.rows] == [
        ("意外", "角色 app"),
        ("意外", "挂载 /data/影像"),
        ("待说明", gone.rows[2][4].text),
    ]
    assert not list(_under(made("good")[1], "gone"))
    assert "变更前存在的对象均未消失。" in words(made("good")[1], "differences")


def test_every_target_of_a_migration_is_told_by_both_names() -> None:
    _of, document = made("failed")
    assert "web01 → web02" in [row[0].text for row in table(document, "change", 2).rows]


def test_what_was_not_handed_in_is_printed_and_asked_for() -> None:
    _of, document = made("conditional")
    assert words(document, "rehearsal").count("未提供") == 9, (
        "two sentences, five lines of the rehearsal, two of the manual"
    )
    assert words(document, "rollback").count("未提供") == 6
    assert "未提供：模拟环境演练记录、升级操作说明、回退可用性证明" in words(document, "summary")
    _of, whole = made("good")
    for anchor in ("rehearsal", "rollback", "summary"):
        assert "未提供" not in words(whole, anchor)
    assert verifications.PLAN.manual in words(whole, "rehearsal")
    assert verifications.PLAN.manual_digest in words(whole, "rehearsal")


def test_one_line_that_was_not_handed_in_is_told_and_the_rest_is_not_asked_for() -> None:
    of = verifications.good()
    partly = replace(of, plan=replace(of.plan, rollback=replace(of.plan.rollback, evidence="")))
    document = build(partly, verifications.SITE, "zh_CN")
    assert words(document, "rollback").count("未提供") == 1
    assert "未提供" not in words(document, "summary")


def test_why_no_function_was_exercised_stands_on_page_one() -> None:
    of = replace(verifications.good(), functions=())
    assert "业务功能未验证：请业务人员验证" in words(build(of, verifications.SITE, "zh_CN"), "summary")
    waived = replace(of, plan=replace(of.plan, functions_waived="夜间停业"))
    document = build(waived, verifications.SITE, "zh_CN")
    assert "「夜间停业」" in words(document, "summary")
    assert "夜间停业" in words(document, "functions")


def test_whoever_lets_a_change_begin_signs_beside_the_condition() -> None:
    of, document = made("conditional")
    open_still, others = (table(document, "gate", place) for place in (0, 1))
    assert open_still.columns[-1].title.text == "核实人／放行人"
    assert len(open_still.rows) == sum(one.state in {GateState.STOP, GateState.UNSEEN} for one in of.gate)
    assert len(open_still.rows) + len(others.rows) == len(of.gate), "each says something else"


def test_a_pass_decides_nothing() -> None:
    _of, document = made("good")
    assert f"没有待决定的事项，请在第 {Chapter.SIGNATURES.value} 章签字确认。" in words(document, "summary")
    assert "处理意见" not in words(document, "conclusion")


def test_chapters_named_on_page_one_are_those_chapters() -> None:
    numbers = {one.anchor: int(one.title.text.partition(" ")[0]) for one in made("failed")[1].sections}
    assert list(numbers.values()) == [one.value for one in Chapter]
    assert [one.name.lower() for one in Chapter] == list(numbers)


def test_a_difference_is_told_without_repeating_the_moment() -> None:
    _of, document = made("failed")
    cells = [
        row[4].text
        for one in tables(document)
        if one.columns[0].title.text == "判定" and len(one.columns) == 8
        for row in one.rows
    ]
    assert "表空间 ts_data：位置" in cells
    assert "版本" in cells, "not “version: version”"
    assert not [cell for cell in cells if verifications.SINCE in cell]


def test_by_which_share_a_measure_moved() -> None:
    _of, document = made("conditional")
    moved = {(row[0].text, row[3].text): row[5].text for row in table(document, "performance", 1).rows}
    assert moved["app01", "31%"] == "+6%"
    assert moved["shop", "0%"] == "—", "of nothing there is no share"
    assert moved_by(replace(verifications.PERFORMANCE[0], before=-2.0, now=-1.0)).text == "+50%"
    assert table(document, "performance", 0).rows[0][7].shown == f"{MARKS['warn']} 偏离常态"
    assert [row[7].text for row in table(document, "performance", 1).rows] == ["正常", "未判定", "未判定"]


@pytest.mark.parametrize("name", ALL)
def test_no_english_leaks(name: str) -> None:
    document = build(verifications.ALL[name], verifications.SITE, PSEUDO)
    known = {whole.strip() for one in facts(document) for part in one.split("\n") for whole in (part, unbracketed(part))}
    known.add(document.number)
    assert leaks(docx_texts(document), known) == []
    assert leaks(iter(parsed(document).texts), known) == []


@pytest.mark.parametrize("name", ALL)
def test_what_calls_itself_a_fact_was_handed_in(name: str) -> None:
    of, site = verifications.ALL[name], verifications.SITE
    given = sorted({legal(one) for one in (*strings(of), *strings(site)) if one}, key=len, reverse=True)
    for fact in set(facts(build(of, site, PSEUDO))):
        left = fact
        for one in given:
            left = left.replace(one, "")
        assert not re.search("[A-Za-z]", re.sub("^XJ-", "", left)), fact


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["good", "conditional", "failed", "bare"])
def test_every_form_of_both_languages(name: str, language: str) -> None:
    document = build(verifications.ALL[name], verifications.SITE, language)
    starts = {"docx": b"PK", "pdf": b"%PDF", "html": b"<!DOCTYPE html>", "json": b"{"}
    for form in FORMS:
        assert renderers.render(document, form).lstrip().startswith(starts[form]), form


def test_the_machine_form_holds_the_verification_whole() -> None:
    of, document = made("failed")
    data = json.loads(renderers.render(document, "json"))
    assert (data["kind"], data["number"]) == ("upgrade", "XJ-CHG-2026-118")
    inner = data["verification"]
    assert (inner["schema"], inner["verdict"]) == ("xunjian.verification/1", "failed")
    for key in ("gate", "changes", "worse", "better", "functions", "errors", "unseen", "performance"):
        assert len(inner[key]) == len(getattr(of, key)), key


def test_what_is_the_same_of_many_targets_is_one_row_with_all_of_them_in_the_annex() -> None:
    _of, document = made("large")
    (gone,) = _under(document, "gone")
    assert [(row[1].text, row[2].text) for row in gone.rows] == [("host000、host001、host002 等 300 项", "300")]
    assert gone.is_on_paper
    assert sum(len(one.rows) for one in tables(document) if one.is_on_paper) < 100
    assert "host299" in words(document, "annex-a")
    assert len(table(document, "gate", 0).rows) == 3, "one row a condition of which the same is said"
    assert "annex-a" not in {one.anchor for one in made("failed")[1].sections}


@pytest.mark.parametrize("name", ["conditional", "failed"])
def test_the_contents_never_go_back(name: str) -> None:
    _of, document = made(name)
    found = pages(document, has_charts=True)
    places = [found[anchor] for _level, _words, anchor in entries(document)]
    assert places == sorted(places)
    anchors = [anchor for _level, _words, anchor in entries(document)]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    ("number", "is_final", "name"),
    [
        ("XJ-CHG-2026-118", True, "XJ-CHG-2026-118"),
        ("XJ-CHG-2026-118", False, "XJ-CHG-2026-118-provisional"),
        ("XJ-变更/118 号", True, "XJ-变更-118-号"),
        ("XJ-../../etc/passwd", True, "XJ-..-..-etc-passwd"),
        ("XJ-", True, "XJ"),
    ],
)
def test_the_name_of_the_file(number: str, name: str, *, is_final: bool) -> None:
    assert file_name(number, is_final=is_final) == name


def test_a_change_without_a_number_is_named_by_its_snapshot() -> None:
    assert made("bare")[1].number == "XJ-before"
    nameless = replace(verifications.bare(), before=replace(verifications.bare().before, name=""), plan=Plan())
    assert build(nameless, Site(), "en").number == f"XJ-{nameless.before.inspection}"


def test_a_form_that_cannot_be_made_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "bundled", lambda: None)
    monkeypatch.setattr(fonts, "SYSTEM", ("No Such Family",))
    typeset.system_family.cache_clear()
    out = tmp_path / "new" / "folder"
    write(verifications.good(), replace(verifications.SITE, logo=str(tmp_path / "none.png")), out, FORMS, "zh_CN")
    written = sorted(one.name for one in out.iterdir())
    said = capsys.readouterr().err
    assert "未放入标识" in said
    assert written == ["XJ-CHG-2026-118.docx", "XJ-CHG-2026-118.html", "XJ-CHG-2026-118.json"]
    assert "pdf" in said
    assert str(out / "XJ-CHG-2026-118.html") in said


def test_a_folder_that_cannot_be_made_is_said_and_ends_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    write(verifications.good(), verifications.SITE, tmp_path / "file" / "out", ("html", "json"), "en")
    assert capsys.readouterr().err.count("not written") == 2


def test_two_snapshots_of_this_machine_and_their_document(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}])
    for name in ("before", "after"):
        taken = xunjian("snapshot", name, "--by", "张工", "--store", "s.db", "-q", folder=tmp_path)
        assert taken.code in {0, 2, 3}, taken.err
    (tmp_path / "change.yaml").write_text("change: {number: CHG/7, functions_waived: 演示}\n", encoding="utf-8")
    words_ = ("--against", "after", "--change", "change.yaml", "--out", "out", "--form", "html", "--form", "json")
    done = xunjian("verify", "before", *words_, "--store", "s.db", "--output", "json", folder=tmp_path)
    said = json.loads(done.out)
    assert said["verdict"] == {0: "passed", 1: "conditional", 2: "failed"}[done.code]
    written = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert written == ["XJ-CHG-7-provisional-EN.html", "XJ-CHG-7-provisional-EN.json"]
    listed = xunjian("documents", "list", "--store", "s.db", folder=tmp_path)
    assert "XJ-CHG-7-provisional-EN" in listed.out
    assert all(f"out/{name}" in done.err for name in written)
    inner = json.loads((tmp_path / "out" / written[1]).read_text(encoding="utf-8"))["verification"]
    assert {**inner, "made_at": ""} == {**said, "made_at": ""}
