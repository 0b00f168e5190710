"""The end of an inspection on a terminal: worst first, unseen by reason, counts that agree with the assessment's."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from agent.commands.shown import in_order
from checks.base import Finding, Level
from checks.result import CatalogueRow, Inspection, TargetResult, finding_id
from config.site import Site, Target
from config.text import _, verbatim
from reports.documents.answers import of_result
from reports.documents.score import assess, coverage_of
from reports.output.table import show
from reports.output.totals import LISTED_MOST, totals

NOBODY = Site(targets=())
"""A contract that names no asset: what was inspected is all that is counted."""
AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
CHECKS = ("server.a", "server.b", "server.c")
CATALOGUE = tuple(CatalogueRow(check, verbatim(check.upper()), "storage", _("x"), _("x"), "critical") for check in CHECKS)


def one(check: str, level: Level, subject: str = "", words: str = "", reason: str = "denied") -> Finding:
    said = words or f"{subject or check} is {level.value}"
    return Finding(subject, level, verbatim(said), reason=reason if level is Level.UNKNOWN else "", check=check)


def of(name: str, *findings: Finding, state: str = "done") -> TargetResult:
    return TargetResult(name, "linux", "linux", "192.0.2.1", state, AT, AT + timedelta(1), findings, checks=CHECKS)


def whole(*targets: TargetResult) -> Inspection:
    return Inspection("i", "on-demand", "0", AT, AT, "done", targets, CATALOGUE)


def printed(inspection: Inspection, language: str = "en", width: int = 0) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=width or 100, force_terminal=bool(width), color_system=None, highlight=False)
    totals(console, inspection, assess(inspection, NOBODY), language)
    return out.getvalue().splitlines()


MIXED = whole(
    of(
        "late",
        one("server.a", Level.WARN, "/data"),
        one("server.b", Level.UNKNOWN, "x"),
        one("server.b", Level.OK, "y"),
        one("server.c", Level.ABSENT),
    ),
    of(
        "early",
        one("server.a", Level.CRITICAL, "/var", "/var is full"),
        one("server.b", Level.OK),
        one("server.c", Level.OK),
    ),
    of("lost", *(one(check, Level.UNKNOWN, reason="unreachable") for check in CHECKS), state="unreached"),
)


def test_every_critical_result_stands_before_every_warning() -> None:
    lines = printed(MIXED)
    assert "2 results" in lines[0]
    assert lines[1] == f"■ critical {finding_id('early', 'server.a', '/var')} early SERVER.A: /var is full"
    assert lines[2].startswith(f"▲ warning {finding_id('late', 'server.a', '/data')} late SERVER.A: /data is warn")


def test_a_subject_that_the_sentence_does_not_name_stands_beside_the_check() -> None:
    lines = printed(whole(of("t", one("server.a", Level.WARN, "sda", "a disk is old"))))
    assert lines[1].endswith("t SERVER.A[sda]: a disk is old")


@pytest.mark.parametrize(
    ("count", "more"), [(LISTED_MOST, ""), (LISTED_MOST + 1, "and 1 more"), (LISTED_MOST + 50, "and 50 more")]
)
def test_more_problems_than_a_screen_holds_are_counted(count: int, more: str) -> None:
    lines = printed(whole(of("t", *(one("server.a", Level.WARN, str(n)) for n in range(count)))))
    assert sum(line.startswith("▲") for line in lines) == LISTED_MOST
    assert any(more in line for line in lines) if more else not any(" and " in line for line in lines)


def test_a_critical_result_behind_many_warnings_is_listed_first() -> None:
    many = [one("server.a", Level.WARN, str(n)) for n in range(LISTED_MOST + 5)]
    assert printed(whole(of("t", *many, one("server.b", Level.CRITICAL))))[1].startswith("■")


def test_what_was_not_inspected_is_grouped_by_reason_and_adds_up() -> None:
    inspection, lines = MIXED, printed(MIXED)
    coverage = assess(inspection, NOBODY).coverage
    assert "○ the target could not be reached: 3 checks (lost)" in lines
    found = [re.search(r": (\d+) checks \(", line) for line in lines]
    assert sum(int(one[1]) for one in found if one) == coverage.unknown + coverage.partial == 4
    assert any(f"({coverage.unknown + coverage.partial} checks), by reason" in line for line in lines)


def test_the_counts_are_those_of_the_assessment_each_with_its_word() -> None:
    lines = printed(MIXED)
    c = assess(MIXED, NOBODY).coverage
    assert c.expected == c.judged + c.partial + c.unknown == 8
    assert f"Checks {c.expected}: seen whole {c.judged}, in part {c.partial}, not {c.unknown}; " in "\n".join(lines)
    assert "Targets 3: inspected 2, not reached or cut off 1, not looked at by hand yet 0" in lines
    levels = Counter(f.level for t in MIXED.targets for f in t.findings)
    said = next(line for line in lines if line.startswith("Results "))
    assert said.startswith(f"Results {levels.total()}:")
    assert f"critical {levels[Level.CRITICAL]}" in said


def test_doctor_counts_a_target_as_an_inspection_does() -> None:
    assessed = {target.target: target.coverage for target in assess(MIXED, NOBODY).targets}
    assert {one.target: coverage_of(of_result(one)) for one in MIXED.targets} == assessed


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_on_a_terminal_a_result_takes_one_line(width: int, language: str) -> None:
    long = whole(of("t", one("server.a", Level.CRITICAL, "s", "文件系统/data已使用百分之九十九" * 20)))
    lines = printed(long, language, width)
    assert next(line for line in lines if line.startswith("■")).endswith("…")
    wide = [sum(1 if sign < "\u2e80" else 2 for sign in line) for line in lines]
    assert max(wide) < width


def test_through_a_pipe_nothing_is_cut() -> None:
    long = "x" * 500
    assert printed(whole(of("t", one("server.a", Level.CRITICAL, "s", long))))[1].endswith(long)


def test_targets_stand_in_the_order_of_the_configuration_not_of_completion() -> None:
    site = Site(targets=(Target("early"), Target("late")), groups=(Target("pair"),))
    done = whole(of("stranger"), of("pair"), of("late"), of("early"))
    assert [one.target for one in in_order(done, site).targets] == ["early", "late", "pair", "stranger"]
    assert in_order(done, Site()) == done, "without a configuration as they came"


def test_nothing_wrong_and_nothing_unseen_says_only_what_was_counted() -> None:
    healthy = whole(of("t", *(one(check, Level.OK) for check in CHECKS)))
    assert [line.split(":")[0] for line in printed(healthy)] == ["What was counted", "Targets 1", "Checks 3", "Results 3"]


def test_the_whole_table_ends_with_the_verdict() -> None:
    out = StringIO()
    show(Console(file=out, width=100), MIXED, assess(MIXED, NOBODY), "en")
    lines = out.getvalue().splitlines()
    assert lines.index(next(line for line in lines if line.startswith("What is wrong"))) > lines.index(
        next(line for line in lines if line.startswith("lost "))
    )
    assert any(line.startswith("Verdict: ") for line in lines[-4:])


def test_a_target_s_words_steer_no_terminal() -> None:
    hostile = whole(of("t", replace(one("server.a", Level.CRITICAL, "s"), summary=verbatim("a\x1b]0;x\x07[bold]b"))))
    (line,) = (line for line in printed(hostile) if line.startswith("■"))
    assert line.isprintable()
    assert "[bold]" in line
