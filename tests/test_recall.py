"""Every check finds the faults that are seeded in recorded answers, and alarms on nothing else; the harness itself too."""

import pytest

from agent.catalogue import CHECKS
from collectors.evidence import decode
from tests.house.recall.figures import kept
from tests.house.recall.measuring import SeedError, Tally, compared, edited, measured
from tests.house.recall.recorded import rests_of, seedings
from tests.house.recall.shapes import UNTOUCHED, Change, Edit, Seeding, fault
from tests.house.recall.tables import added, put, taken
from tests.test_cases import CASES, evidence_of

SEEDINGS = tuple(seedings())
BY_CHECK = {
    check: [one for one in SEEDINGS if one.check == check] for check in dict.fromkeys(one.check for one in SEEDINGS)
}
DF = "linux.filesystems.df/ordinary"
ROW = "264212084 24868624  81522288      24% /\n"
LEAST_CHECKS = 255
FULL = "264212084 106390912  0      100% /\n"


@pytest.mark.parametrize("check", BY_CHECK)
def test_each_seeded_fault_is_found_and_nothing_else_is_alarmed(check: str) -> None:
    total = sum(map(measured, BY_CHECK[check]), Tally())
    assert not total.missed
    assert not total.alarmed
    assert total.faults
    assert total.healthy or total.faults == total.found


def test_no_fewer_checks_are_measured_than_were_once() -> None:
    """A check without seeds is told as such on the page; this number only grows."""
    assert len(BY_CHECK) >= LEAST_CHECKS
    assert set(BY_CHECK) <= {one.id for one in CHECKS}


def test_what_is_not_found_is_counted_as_missed_and_what_was_not_seeded_as_an_alarm() -> None:
    wrong = Seeding("server.filesystem_usage", (DF,), (fault("full", {"/data": "critical"}, (ROW, FULL)),))
    assert (measured(wrong).faults, measured(wrong).found, measured(wrong).alarms) == (1, 0, 1)
    healthy = Seeding("server.filesystem_usage", (DF,), (UNTOUCHED,))
    assert (measured(healthy).healthy, measured(healthy).alarms) == (1, 0)


@pytest.mark.parametrize(
    ("wanted", "said", "found", "alarms"),
    [
        ("warn", "warn", 1, 0),
        ("warn", "critical", 1, 1),
        ("critical", "warn", 0, 0),
        ("warn", "unknown", 0, 0),
        ("notice", "warn", 1, 1),
    ],
)
def test_a_level_above_the_right_one_is_an_alarm_and_one_below_is_a_miss(
    wanted: str, said: str, found: int, alarms: int
) -> None:
    tally = compared("x", {"/": wanted}, {"/": said}, {})
    assert (tally.found, tally.alarms) == (found, alarms)


def test_a_glob_stands_for_one_subject_that_the_seed_changed() -> None:
    assert compared("x", {"*": "warn"}, {"a": "warn", "b": "ok"}, {"a": "warn", "b": "ok"}).found == 0
    assert compared("x", {"*": "warn"}, {"a": "warn", "b": "warn"}, {"a": "ok", "b": "ok"}).alarms == 1


def test_a_seed_that_does_not_fit_its_answer_is_an_error_of_the_harness() -> None:
    with pytest.raises(SeedError, match="0 times"):
        edited(evidence_of(CASES / DF), [Edit("no such row", "x")], DF)


LICENCE = "dameng.licence/enterprise-with-a-date"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put({"days_left": "1"}, server_type="9"), "no row where"),
        (added({"no_such": "1"}), "no column"),
        (taken(other="x"), "no column"),
    ],
)
def test_rows_that_do_not_fit_are_an_error_of_the_harness(change: Change, words: str) -> None:
    seeding = Seeding("database.dameng.licence", (LICENCE,), (fault("x", {"": "warn"}, change),), platform="dameng")
    with pytest.raises(SeedError, match=words):
        measured(seeding)


def test_rows_are_put_added_and_taken_and_counted() -> None:
    case = CASES / "dameng.accounts/ordinary"
    rows = [added({"username": "X"}, username="APP"), taken(username="APP"), put({"days_left": "2"}, username="X")]
    out = decode(edited(evidence_of(case), rows, "x"))[0].out
    assert b'["X","OPEN","2","DEFAULT"]' in out
    assert b'"APP"' not in out
    assert b'"count":3}' in out


@pytest.mark.parametrize(
    ("check", "rests"),
    [
        ("database.postgres.connections", ("real",)),
        ("database.oracle.tablespace_usage", ("emulated",)),
        ("database.dameng.licence", ("made up",)),
    ],
)
def test_the_page_says_whether_a_real_server_answered(check: str, rests: tuple[str, ...]) -> None:
    assert {kind for one in BY_CHECK[check] for kind in rests_of(one)} == set(rests)


def test_the_figures_that_were_written_are_of_checks_that_there_are() -> None:
    assert set(kept()["checks"]) <= {one.id for one in CHECKS}
