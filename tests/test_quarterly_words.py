"""The words and marks a person reads: one meaning each, and none of ours left in the code's language."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from agent.catalogue import CHECKS
from checks.base import Area, Finding, Level
from checks.changes import ASPECTS
from checks.result import Inspection
from checks.subjects import SUBJECT_WORDS, subject_words
from config.site import Site
from config.text import LANGUAGES, render, verbatim
from reports.documents import model
from reports.documents.effects import EFFECTS, OF_AREAS, effect
from reports.documents.quarterly import build
from reports.documents.score import GRADE_WORDS, Grade, assess
from reports.marks import MARKS
from reports.output.nagios import as_nagios
from reports.output.table import show
from tests import rounds
from tests.test_quarterly import SAMPLE, figure, table, words

ROOT = Path(__file__).parents[1]
SERVER = sorted((ROOT / "checks" / "server").glob("[a-z]*.py"))


def terminal(one: Inspection, site: Site | None = None) -> str:
    out = StringIO()
    contract = site or Site()
    show(Console(file=out, width=200, force_terminal=False, highlight=False), one, assess(one, contract), "zh_CN")
    return out.getvalue()


def alone(*findings: Finding) -> Inspection:
    """An inspection of one target whose checks are those of the findings only."""
    checks = tuple(dict.fromkeys(finding.check for finding in findings))
    one = replace(rounds.result("app01"), findings=findings, checks=checks, exhibits=())
    return rounds.inspection((one,))


ALONE = replace(rounds.site(), targets=rounds.site().targets[:1])


@pytest.mark.parametrize(
    ("grade", "word"),
    [
        (Grade.NORMAL, "正常"),
        (Grade.GENERAL, "基本正常"),
        (Grade.AT_RISK, "存在风险"),
        (Grade.ABNORMAL, "异常"),
        (Grade.UNKNOWN, "数据不足"),
    ],
)
def test_each_grade_reads_as_the_word_that_annex_e_defines(grade: Grade, word: str) -> None:
    assert render(GRADE_WORDS[grade], "zh_CN") == word
    assert f"“{word}”" in words(SAMPLE, "annex-e")
    english = build(rounds.sample(), rounds.site(), "en")
    assert f"“{render(GRADE_WORDS[grade], 'en')}”" in words(english, "annex-e")


def test_importance_and_grade_share_no_message() -> None:
    source = ast.parse((ROOT / "agent" / "sheets" / "written.py").read_text())
    importance = {text for node in ast.walk(source) for text in _messages(node)}
    assert {"high", "normal", "low"} <= importance
    assert not importance & {text.template for text in GRADE_WORDS.values()}


def _messages(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
        yield from _strings(node.args[:1])


def test_a_level_has_the_same_mark_on_screen_and_paper() -> None:
    findings = tuple(replace(rounds.usage(f"/{level.value}", 0.5, level), reason="denied") for level in Level)
    one = alone(*findings)
    on_paper = {cell[3].shown for cell in table(_document(one), "annex-a").rows}
    assert on_paper == {"■ 严重", "▲ 警告", "△ 提示", "● 正常", "○ 未检", "— 不适用"}
    for shown in on_paper:
        assert f"{shown} 1" in terminal(one), shown
    assert [MARKS[risk] for risk in ("high", "medium", "low")] == [MARKS[lv] for lv in ("critical", "warn", "notice")]


def _document(one: Inspection) -> model.Document:
    return build(replace(rounds.first(), inspection=one), ALONE, "zh_CN")


def literal_subjects(path: Path) -> Iterator[str]:
    """Subjects that a check writes itself: given to a finding, or to a function of its own that makes one."""
    tree = ast.parse(path.read_text())
    places = {"Finding": 0, "unknown": 0}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            places.update((node.name, names.index(name)) for name in ("subject", "kind") if name in names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
            yield from _strings(node.args[places[node.func.id] :][:1])
        elif isinstance(node, ast.For | ast.comprehension) and ast.unparse(node.target) in {"subject", "kind"}:
            yield from _strings(getattr(node.iter, "elts", []))


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


def test_every_subject_of_our_own_has_words_and_no_word_is_left_over() -> None:
    found = {(f"server.{path.stem}", subject) for path in SERVER for subject in literal_subjects(path)}
    ours = {one for one in found if not one[1].startswith("/")}
    assert len(ours) > 20, "the search finds what is there"
    assert ours - set(SUBJECT_WORDS) == set()
    paths = [path for name in ("checks", "collectors") for path in (ROOT / name).rglob("*.py") if path.stem != "subjects"]
    sources = "".join(path.read_text() for path in paths)
    left_over = {one for one in set(SUBJECT_WORDS) - ours if f'"{one[1]}"' not in sources}
    assert left_over == {("server.bmc_events", "SEL clock")}, "made of a log's name; nobody makes another any more"


def test_every_subject_that_a_collector_could_not_see_has_words() -> None:
    calls = [
        node
        for path in (ROOT / "collectors").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Unseen"
    ]
    found = {subject for call in calls for subject in _strings(call.args[:1]) if not subject.startswith("/")}
    assert "serial" in found
    assert found - {subject for _check, subject in SUBJECT_WORDS} == set()


@pytest.mark.parametrize(
    ("check", "subject", "chinese"),
    [
        ("server.zombie_and_stuck_processes", "stuck", "不可中断（D 状态）进程"),
        ("server.kernel_log", "disk:sdb", "磁盘 I/O 错误：sdb"),
        ("server.kernel_log", "lockup", "CPU 在内核中卡死"),
        ("server.oom_kills", "oom:java", "内存耗尽时被终止：java"),
        ("server.fstab_consistency", "swap /dev/sda2", "交换空间 /dev/sda2"),
        ("server.filesystem_usage", "/data", "/data"),
        ("server.required_services", "stuck", "stuck"),
        ("server.filesystem_usage", "disk:x", "disk:x"),
    ],
)
def test_the_targets_own_names_stay_and_ours_are_translated(check: str, subject: str, chinese: str) -> None:
    assert render(subject_words(check, subject), "zh_CN") == chinese


def test_a_subject_is_said_in_words_wherever_a_person_reads_it() -> None:
    check = "server.zombie_and_stuck_processes"
    one = alone(
        rounds.unseen(check, "denied", subject="stuck"),
        rounds.bad(check, Level.WARN, "many", "很多", "zombies"),
    )
    document = _document(one)
    assert [row[2].text for row in table(document, "annex-a").rows] == ["不可中断（D 状态）进程", "僵尸进程"]
    assert "不可中断（D 状态）进程" in words(document, "annex-b")
    cells = {cell.text for sheet in document.sheets for row in sheet.table.rows for cell in row}
    assert {"不可中断（D 状态）进程", "僵尸进程"} <= cells
    assert not {"stuck", "zombies"} & cells
    for text in (terminal(one), as_nagios(one, "zh_CN")):
        assert "不可中断（D 状态）进程" in text
        assert "stuck" not in text.replace(check, "")
    results = document.data["results"]
    assert isinstance(results, list)
    assert {row["subject"] for row in results} == {"stuck", "zombies"}, "programs are given the identity"


def test_every_check_has_its_own_effect_and_every_area_one() -> None:
    of_security = {check.id for check in CHECKS if check.area is Area.SECURITY}  # told by control point
    assert set(EFFECTS) == {check.id for check in CHECKS} - {aspect.id for aspect in ASPECTS} - of_security
    assert set(OF_AREAS) == set(Area)
    for language in LANGUAGES:
        said = [render(text, language) for text in EFFECTS.values()]
        assert len(set(said)) == len(said)


def test_a_notice_threatens_only_in_the_long_run() -> None:
    of = "server.log_retention", Area.LOGS
    assert render(effect(*of, Level.NOTICE), "zh_CN").startswith("长期可能使日志占满磁盘")
    assert render(effect(*of, Level.WARN), "zh_CN").startswith("可能使日志占满磁盘")
    assert render(effect("of.another.version", Area.LOGS, Level.WARN), "zh_CN") == "可能使故障未被发现，或事后无日志可查"
    assert render(effect("of.another.version", None, Level.WARN), "zh_CN") == "可能影响系统运行"


def test_page_one_names_the_checks_that_were_not_made() -> None:
    said = words(SAMPLE, "summary").partition("## 未检情况")[2]
    assert "无法连接到巡检对象：26 项（old-web）" in said
    assert "权限不足：2 项（内核日志异常特征、LVM 卷组与逻辑卷）" in said


def test_nothing_unseen_points_to_no_annex() -> None:
    said = words(_document(alone(rounds.healthy("server.cpu"))), "summary")
    assert "未检 0 项" not in said
    assert "附录B" not in said
    assert "不适用" not in said
    assert "未检 1 项（见附录B）" in words(_document(alone(rounds.unseen("server.cpu", "denied"))), "summary")


def test_where_all_is_absent_nothing_was_judged() -> None:
    one = alone(Finding("", Level.ABSENT, verbatim("none here"), check="server.lvm"))
    document = _document(one)
    said = words(document, "summary") + words(document, "conclusions") + terminal(one, ALONE)
    assert "不能给出总体结论：没有可评判的项目" in words(document, "summary")
    assert "不能给出总体结论：没有可评判的项目" in terminal(one, ALONE)
    assert not re.search(r"80%|0%|正常运行|低于|覆盖率不足", said)
    assert (figure(document, "覆盖率").value.text, figure(document, "健康评分").value.text) == ("—", "—")
    assert [cell.text for cell in table(document, "conclusions").rows[0]][-1] == "—"
