"""Rounds and quarters: windows where the customer is, and per target and check the latest result that saw something."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.quarters import QuarterError, round_of
from agent.rounds import joined, quarter_of, window
from agent.store.open import open_store
from checks.base import Finding, Level
from checks.result import CatalogueRow, Inspection, TargetResult
from config.site import Site, Target
from config.text import _
from tests.stored import START

ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Pacific/Chatham")
SAID = _("said")


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-03-31T15:59:59+00:00", "Asia/Shanghai", (2026, 1)),
        ("2026-03-31T16:00:00+00:00", "Asia/Shanghai", (2026, 2)),
        ("2026-12-31T15:59:59+00:00", "Asia/Shanghai", (2026, 4)),
        ("2026-12-31T16:00:00+00:00", "Asia/Shanghai", (2027, 1)),
        ("2026-12-31T16:00:00+00:00", "UTC", (2026, 4)),
        ("2026-07-01T03:59:59+00:00", "America/New_York", (2026, 2)),
    ],
)
def test_a_quarter_is_the_customers_own(moment: str, zone: str, expected: tuple[int, int]) -> None:
    assert quarter_of(at(moment), zone) == expected


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.sampled_from(ZONES),
)
def test_every_moment_lies_in_the_window_of_its_quarter(moment: datetime, zone: str) -> None:
    year, quarter = quarter_of(moment, zone)
    begins, ends = window(year, quarter, zone)
    assert begins <= moment < ends
    assert timedelta(days=89) < ends - begins < timedelta(days=93)
    following = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
    assert window(*following, zone)[0] == ends


def finding(check: str, level: Level, subject: str = "a") -> Finding:
    return Finding(subject, level, SAID, check=check, reason="denied" if level is Level.UNKNOWN else "")


def result(name: str, day: int, levels: Mapping[str, Level], state: str = "done") -> TargetResult:
    """A target's result of a day: by check, the level of its one subject."""
    moment = START + timedelta(days=day)
    findings = tuple(finding(check, level) for check, level in levels.items())
    return TargetResult(name, "linux", "linux", "", state, moment, moment, findings, checks=tuple(levels))


def inspection(day: int, *targets: TargetResult) -> Inspection:
    moment = START + timedelta(days=day)
    checks = dict.fromkeys(check for one in targets for check in one.checks)
    rows = tuple(CatalogueRow(check, SAID, "storage", SAID, SAID, "critical") for check in checks)
    return Inspection(
        f"i{day}", "on-demand", "0", moment, moment, "done", targets, rows, expected=tuple(t.target for t in targets)
    )


def levels(whole: Inspection, target: str = "a") -> dict[str, str]:
    (one,) = (t for t in whole.targets if t.target == target)
    return {f.check: f.level.value for f in one.findings}


OK, WARN, UNKNOWN = Level.OK, Level.WARN, Level.UNKNOWN


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([{"x": OK}, {"x": WARN}], {"x": "warn"}),
        ([{"x": WARN}, {"x": OK}], {"x": "ok"}),
        ([{"x": WARN}, {"x": UNKNOWN}], {"x": "warn"}),
        ([{"x": UNKNOWN}, {"x": UNKNOWN}], {"x": "unknown"}),
        ([{"x": UNKNOWN}, {"x": OK}], {"x": "ok"}),
        ([{"x": OK, "y": OK}, {"y": WARN}], {"x": "ok", "y": "warn"}),
        ([{"x": OK}, {"x": UNKNOWN}, {"y": OK}], {"x": "ok", "y": "ok"}),
    ],
)
def test_the_latest_that_saw_something_stands(days: Sequence[Mapping[str, Level]], expected: Mapping[str, str]) -> None:
    whole = joined([inspection(day, result("a", day, checks)) for day, checks in enumerate(days)])
    assert levels(whole) == expected
    assert {row.check for row in whole.catalogue} == set(expected)


def test_a_target_of_an_earlier_day_stays_in_the_round() -> None:
    whole = joined(
        [inspection(0, result("a", 0, {"x": OK}), result("b", 0, {"x": WARN})), inspection(1, result("a", 1, {"x": OK}))]
    )
    assert whole.id == "i1"
    assert whole.started_at == START
    assert [t.target for t in whole.targets] == ["a", "b"]
    assert whole.expected == ("a", "b")
    assert levels(whole, "b") == {"x": "warn"}


def test_a_day_on_which_nobody_answered_hides_nothing() -> None:
    gone = result("a", 1, {"x": UNKNOWN}, state="unreached")
    whole = joined([inspection(0, result("a", 0, {"x": OK})), inspection(1, gone)])
    assert levels(whole) == {"x": "ok"}
    assert whole.targets[0].state == "done"


def test_each_finding_keeps_its_own_subjects() -> None:
    """Of one check's two days the findings are not mixed: subjects that went are gone."""
    early = replace(result("a", 0, {"x": OK}), findings=(finding("x", OK, "/data"), finding("x", OK, "/")))
    late = replace(result("a", 1, {"x": OK}), findings=(finding("x", OK, "/"),))
    whole = joined([inspection(0, early), inspection(1, late)])
    assert [f.subject for f in whole.targets[0].findings] == ["/"]


# --- quarters out of a store


def test_a_round_needs_an_inspection(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store, pytest.raises(QuarterError, match="xunjian run"):
        round_of(store, Site(), "", START)


@pytest.mark.parametrize("wrong", ["2026Q5", "2026", "Q1", "2026-Q1", "26Q1"])
def test_a_quarter_is_written_so(wrong: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        keep(store_of=str(tmp_path / "s.db"), day=0)
        with pytest.raises(QuarterError):
            round_of(store, Site(), wrong, START)


def keep(store_of: str, day: int) -> str:
    with open_store(store_of) as store:
        one = inspection(day, result("a", day, {"x": OK}))
        begun = store.begin(one)
        store.commit_target(begun, one.targets[0], {})
        store.finish(begun)
        return begun


def test_the_round_of_a_quarter_and_the_one_before(tmp_path: Path) -> None:
    """START lies in the second quarter; 120 days before it the one before."""
    place = str(tmp_path / "s.db")
    before, first, second = (keep(place, day) for day in (-120, 0, 10))
    site = Site(customer="某市 环卫局/中心", timezone="Asia/Shanghai", targets=(Target(id="a"),))
    with open_store(place) as store:
        made = round_of(store, site, "", START)
        old = round_of(store, site, "2025q4", START)
        with pytest.raises(QuarterError, match="2026Q3"):
            round_of(store, site, "2026Q3", START)
    assert (made.quarter, made.inspection.id, made.number) == ("2026Q2", second, "XJ-某市环卫局中心-2026Q2")
    assert made.previous is not None
    assert made.previous.id == before
    assert (old.quarter, old.inspection.id, old.previous) == ("2025Q4", before, None)
    assert first != second


def test_a_document_holds_no_other_customers_machines(tmp_path: Path) -> None:
    place = str(tmp_path / "s.db")
    keep(place, 0)
    stranger = replace(inspection(1, result("b", 1, {"x": OK})), customer="乙客户")
    moved = START + timedelta(days=92)
    with open_store(place) as store:
        begun = store.begin(stranger)
        store.commit_target(begun, stranger.targets[0], {})
        store.finish(begun)
        later = store.begin(replace(stranger, id="later", started_at=moved))
        store.commit_target(later, stranger.targets[0], {})
        store.finish(later)
        ours = Site(customer="甲客户", targets=(Target(id="a"), Target(id="b")))
        made = round_of(store, ours, "2026Q2", START)
        assert [one.target for one in made.inspection.targets] == ["a"]
        assert store.load(begun).customer == "乙客户"
        with pytest.raises(QuarterError, match="no inspection of that quarter is of this customer"):
            round_of(store, Site(customer="甲客户", targets=(Target(id="b"),)), "2026Q3", moved)


@pytest.mark.parametrize(("customer", "expected"), [("", ["b", "db99"]), ("甲客户", ["b", "db99"]), ("乙客户", ["b"])])
def test_a_target_that_nobody_listed_stands_after_those_of_the_configuration(
    customer: str, expected: list[str], tmp_path: Path
) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        for day, name, whose in ((0, "db99", customer), (1, "b", "")):
            one = replace(inspection(day, result(name, day, {"x": OK})), customer=whose)
            begun = store.begin(one)
            store.commit_target(begun, one.targets[0], {})
            store.finish(begun)
        made = round_of(store, Site(customer="甲客户", targets=(Target(id="b"),)), "", START)
    assert [one.target for one in made.inspection.targets] == expected
