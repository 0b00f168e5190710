"""Coverage, score and grade: boundaries by literals, honesty by hypothesis."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import SUMMARY_ORDER, Finding, Level
from checks.result import CatalogueRow, Inspection, TargetResult
from config.site import Site, Target
from config.text import _, render
from reports.documents.score import Grade, assess

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
WORDS = _("something")


def finding(check: str, level: Level, subject: str = "") -> Finding:
    return Finding(subject, level, WORDS, check=check)


def result(target: str, *findings: Finding, checks: tuple[str, ...] = (), **more: str) -> TargetResult:
    expected = checks or tuple(dict.fromkeys(f.check for f in findings))
    state, importance = more.get("state", "done"), more.get("importance", "normal")
    return TargetResult(target, "linux", "linux", "", state, AT, AT, findings, checks=expected, importance=importance)


def row(check: str, worst: Level = Level.CRITICAL) -> CatalogueRow:
    return CatalogueRow(check, WORDS, "storage", WORDS, WORDS, worst.value)


def inspection(*results: TargetResult, rows: tuple[CatalogueRow, ...] = ()) -> Inspection:
    known = rows or tuple(row(c) for c in dict.fromkeys(c for r in results for c in r.checks))
    return Inspection("01", "quarterly", "0.1.0", AT, AT, "done", results, known)


def site(*targets: str, **importance: str) -> Site:
    return Site(targets=tuple(Target(t, importance=importance.get(t, "normal")) for t in targets))


def ok(target: str, count: int, *more: Finding) -> TargetResult:
    return result(target, *(finding(f"c{n}", Level.OK) for n in range(count)), *more)


def test_all_healthy_is_a_full_score_and_normal() -> None:
    got = assess(inspection(ok("a", 20)), site("a"))
    assert (got.printed, got.grade, got.withheld) == ((100, 100), Grade.NORMAL, None)
    assert (got.coverage.expected, got.coverage.judged, got.coverage.ratio) == (20, 20, 1.0)


@pytest.mark.parametrize(
    ("level", "bounds", "grade"),
    [
        (Level.NOTICE, (99, 99), Grade.NORMAL),
        (Level.WARN, (96, 96), Grade.GENERAL),
        (Level.CRITICAL, (88, 88), Grade.AT_RISK),
        (Level.UNKNOWN, (88, 100), Grade.NORMAL),  # 20 of 21 seen
        (Level.ABSENT, (100, 100), Grade.NORMAL),
    ],
)
def test_what_one_check_costs(level: Level, bounds: tuple[int, int], grade: Grade) -> None:
    got = assess(inspection(ok("a", 20, finding("x", level))), site("a"))
    assert (got.printed, got.grade) == (bounds, grade)


def test_an_unseen_check_costs_no_more_than_the_worst_it_can_say() -> None:
    rows = (*(row(f"c{n}") for n in range(20)), row("x", Level.NOTICE))
    got = assess(inspection(ok("a", 20, finding("x", Level.UNKNOWN)), rows=rows), site("a"))
    assert got.printed == (99, 100)


def test_unknown_does_not_hide_the_known_worst_in_the_upper_bound() -> None:
    seen_in_part = (finding("x", Level.WARN, "/a"), finding("x", Level.UNKNOWN, "/b"))
    got = assess(inspection(ok("a", 20, *seen_in_part)), site("a"))
    assert got.printed == (88, 96)
    assert (got.coverage.judged, got.coverage.partial, got.coverage.seen) == (20, 1, 20.5)


@pytest.mark.parametrize(("seen", "has_score"), [(79, False), (80, True), (81, True)])
def test_under_eighty_percent_there_is_no_score(seen: int, has_score: bool) -> None:  # noqa: FBT001
    unseen = tuple(finding(f"u{n}", Level.UNKNOWN) for n in range(100 - seen))
    got = assess(inspection(ok("a", seen, *unseen)), site("a"))
    assert (got.printed is not None) is has_score
    assert got.grade is (Grade.GENERAL if has_score else Grade.UNKNOWN)
    if got.withheld:
        assert render(got.withheld, "zh_CN") == "覆盖率低于 80%"


def test_too_little_seen_does_not_hide_a_critical_finding() -> None:
    got = assess(inspection(result("a", finding("x", Level.CRITICAL), checks=tuple("abcdefx"))), site("a"))
    assert got.printed is None
    assert got.grade is Grade.AT_RISK


def test_many_critical_are_abnormal() -> None:
    bad = tuple(finding(f"x{n}", Level.CRITICAL) for n in range(4))
    assert assess(inspection(ok("a", 20, *bad)), site("a")).grade is Grade.ABNORMAL
    assert assess(inspection(ok("a", 20, *bad[:3])), site("a")).grade is Grade.AT_RISK


def test_notices_and_warnings_are_bounded() -> None:
    notices = tuple(finding(f"n{n}", Level.NOTICE) for n in range(30))
    warnings = tuple(finding(f"w{n}", Level.WARN) for n in range(30))
    assert assess(inspection(ok("a", 5, *notices)), site("a")).lower == 92
    assert assess(inspection(ok("a", 5, *notices, *warnings)), site("a")).lower == 60


def test_an_asset_without_a_result_is_not_inspected() -> None:
    got = assess(inspection(ok("a", 10)), site("a", "b"))
    assert (got.coverage.expected, got.coverage.judged, got.coverage.unknown) == (20, 10, 10)
    assert [t.lower for t in got.targets] == [100, 0]


def test_a_target_of_which_nothing_was_seen_has_no_lower_score_to_lend() -> None:
    one_check = result("sw1", checks=("network.asked",), state="unasked")
    got = assess(inspection(ok("a", 10), one_check), site("a", "sw1"))
    assert [(t.lower, t.upper) for t in got.targets] == [(100, 100), (0, 100)]
    assert got.printed == (50, 100)


@pytest.mark.parametrize("level", [Level.OK, Level.CRITICAL])
def test_one_check_seen_is_something_seen(level: Level) -> None:
    got = assess(inspection(result("a", finding("x", level), checks=("x", "y"))), site("a"))
    assert got.lower == (88 if level is Level.OK else 76)


def test_what_is_seen_in_part_alone_is_something_seen() -> None:
    got = assess(inspection(result("a", finding("x", Level.CRITICAL), finding("x", Level.UNKNOWN))), site("a"))
    assert (got.coverage.seen, got.lower) == (0, 88)


def test_a_target_not_reached_has_all_its_checks_unknown() -> None:
    got = assess(inspection(ok("a", 10), result("b", checks=("c0", "c1"), state="unreached")), site("a", "b"))
    assert (got.coverage.expected, got.coverage.unknown) == (12, 2)


def test_importance_weighs() -> None:
    bad = result("b", *(finding(f"x{n}", Level.CRITICAL) for n in range(5)))
    means = [assess(inspection(ok("a", 5), bad), site("a", "b", b=word)).lower for word in ("low", "normal", "high")]
    assert means == [80, 70, 64]


def test_nothing_expected_is_no_score() -> None:
    got = assess(inspection(), Site(targets=()))
    assert (got.printed, got.grade) == (None, Grade.UNKNOWN)


CHECKS = ("c0", "c1", "c2", "c3")
LEVELS = st.sampled_from(SUMMARY_ORDER)


@st.composite
def inspections(draw: st.DrawFn) -> Inspection:
    """Some targets with findings no worse than their checks can say."""
    worst = {check: draw(st.sampled_from((Level.NOTICE, Level.WARN, Level.CRITICAL))) for check in CHECKS}
    can_say = {
        check: [v for v in SUMMARY_ORDER if v is Level.UNKNOWN or SUMMARY_ORDER.index(v) <= SUMMARY_ORDER.index(w)]
        for check, w in worst.items()
    }
    results = []
    for target in ("a", "b", "c"):
        found = draw(
            st.lists(st.tuples(st.sampled_from(CHECKS), st.sampled_from(("", "/x", "/y"))), max_size=9, unique=True)
        )
        findings = tuple(finding(check, draw(st.sampled_from(can_say[check])), subject) for check, subject in found)
        results.append(
            result(target, *findings, checks=CHECKS, importance=draw(st.sampled_from(("low", "normal", "high"))))
        )
    return inspection(*results, rows=tuple(row(check, level) for check, level in worst.items()))


def _no_better(less: Inspection, more: Inspection) -> None:
    contract = site("a", "b", "c")
    after, before = assess(less, contract), assess(more, contract)
    assert after.coverage.ratio <= before.coverage.ratio + 1e-9
    assert after.lower <= before.lower + 1e-9
    assert after.lower <= after.upper


@given(inspections(), st.data())
def test_turning_a_finding_into_unknown_raises_nothing(whole: Inspection, data: st.DataObject) -> None:
    places = [(t, f) for t, r in enumerate(whole.targets) for f in range(len(r.findings))]
    if not places:
        return
    t, f = data.draw(st.sampled_from(places))
    findings = list(whole.targets[t].findings)
    findings[f] = replace(findings[f], level=Level.UNKNOWN)
    targets = list(whole.targets)
    targets[t] = replace(targets[t], findings=tuple(findings))
    _no_better(replace(whole, targets=tuple(targets)), whole)


@given(inspections(), st.integers(0, 2))
def test_dropping_the_answers_of_a_target_raises_nothing(whole: Inspection, place: int) -> None:
    silent = replace(whole.targets[place], findings=(), state="unreached")
    kept = [r for n, r in enumerate(whole.targets) if n != place]
    for left in ((*kept, silent), tuple(kept)):
        less = replace(whole, targets=tuple(left), catalogue=whole.catalogue)
        _no_better(less, whole)


@given(inspections(), st.integers(1, 4), st.sampled_from(("low", "normal", "high")))
def test_adding_a_target_of_which_nothing_was_seen_raises_nothing(whole: Inspection, count: int, weight: str) -> None:
    """A device that cannot be asked counts, with one check or with all."""
    unseen = result("z", checks=CHECKS[:count], importance=weight, state="unasked")
    before = assess(whole, site("a", "b", "c"))
    after = assess(replace(whole, targets=(*whole.targets, unseen)), site("a", "b", "c", "z", z=weight))
    assert after.coverage.ratio <= before.coverage.ratio + 1e-9
    assert after.lower <= before.lower + 1e-9


BADNESS = {Grade.NORMAL: 0, Grade.GENERAL: 1, Grade.UNKNOWN: 1, Grade.AT_RISK: 2, Grade.ABNORMAL: 3}
"""``not enough data`` is no verdict: to have seen a warning where nothing was seen makes one, and never the best."""
FURTHER = st.tuples(
    st.sampled_from((*CHECKS, "c4")),
    st.sampled_from(("", "/x", "/z")),
    st.sampled_from((Level.UNKNOWN, Level.WARN, Level.CRITICAL)),
)


@given(inspections(), st.integers(0, 2), st.lists(FURTHER, min_size=1, max_size=12))
def test_a_further_finding_never_makes_the_grade_better(
    whole: Inspection, place: int, further: list[tuple[str, str, Level]]
) -> None:
    targets, contract = list(whole.targets), site("a", "b", "c")
    more = tuple(finding(check, level, subject) for check, subject, level in further)
    targets[place] = replace(targets[place], findings=(*targets[place].findings, *more))
    before, after = (assess(one, contract) for one in (whole, replace(whole, targets=tuple(targets))))
    assert BADNESS[after.grade] >= BADNESS[before.grade]


@given(inspections(), st.integers(1, 20), st.sampled_from(("low", "high")))
def test_healthy_targets_hide_no_bad_one(whole: Inspection, count: int, weight: str) -> None:
    before = assess(whole, site("a", "b", "c")).grade
    healthy = tuple(replace(ok(f"z{n}", 30), importance=weight) for n in range(count))
    after = assess(replace(whole, targets=(*whole.targets, *healthy)), site("a", "b", "c")).grade
    if before in {Grade.AT_RISK, Grade.ABNORMAL}:
        assert after is before


def test_what_is_worse_beside_a_bad_host_is_not_better() -> None:
    """Five critical on one host; then a dead port, a page with HTTP 500 and more that is well."""
    bad = result("db1", *(finding(f"x{n}", Level.CRITICAL) for n in range(5)), checks=tuple(f"x{n}" for n in range(20)))
    functions = (
        result("web", finding("function.http", Level.CRITICAL), finding("function.tls", Level.OK)),
        result("port", finding("function.port", Level.CRITICAL)),
    )
    alone, more = assess(inspection(bad), site("db1")), assess(inspection(bad, *functions), site("db1", "web", "port"))
    assert (alone.printed, alone.grade, more.grade) == (None, Grade.ABNORMAL, Grade.ABNORMAL)


def test_score_is_light() -> None:
    """``xunjian run`` uses it: no renderer comes with it."""
    heavy = "('docx', 'jinja2', 'typst', 'xlsxwriter', 'lxml')"
    code = f"import sys, reports.documents.score; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
