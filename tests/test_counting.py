"""One way of counting: a run, its report, doctor and the plan give the same number under the same word."""

import json
from pathlib import Path

from tests.program import configuration, inspected, xunjian

COUNTS = ("expected", "judged", "partial", "unknown", "absent")


def test_a_run_and_its_report_count_the_same_checks(tmp_path: Path) -> None:
    done, folder = inspected()
    store = ("--store", str(folder / "s.db"))
    made = xunjian("report", "quarterly", *store, "--out", str(tmp_path), "--form", "json", folder=tmp_path)
    assert made.code == 0, made.err
    report = json.loads(next(tmp_path.glob("*.json")).read_text(encoding="utf-8"))
    assert {name: report["coverage"][name] for name in COUNTS} == {name: done.json()["coverage"][name] for name in COUNTS}
    assert len(report["results"]) == len(done.findings()), "a result is a finding"


def test_doctor_counts_as_a_run_does_and_opens_what_stays_dark_once(tmp_path: Path) -> None:
    done, _folder = inspected()
    (one,) = xunjian("doctor", "--store", "d.db", "--output", "json", folder=tmp_path).json()["targets"]
    counted, run = one["coverage"], done.json()["coverage"]
    assert counted["expected"] + counted["absent"] == run["expected"] + run["absent"] == len(one["checks"])
    assert counted["expected"] == counted["judged"] + counted["partial"] + counted["unknown"]
    opened = [check for checks in one["opened_by"].values() for check in checks]
    assert len(opened) == len(set(opened)) == counted["partial"] + counted["unknown"]
    assert set(opened) == {check for dark in one["dark"] for check in dark["checks"]}


def test_the_plan_counts_the_checks_that_a_run_makes(tmp_path: Path) -> None:
    done, _folder = inspected()
    (plan,) = xunjian("plan", "--output", "json", folder=tmp_path).json()
    checks = {check for ask in plan["asks"] for check in ask["for_checks"]}
    assert len(checks) == done.json()["coverage"]["expected"] + done.json()["coverage"]["absent"]
    assert f"Asks {len(plan['asks'])}, for {len(checks)} checks" in xunjian("plan", folder=tmp_path).out


def test_a_target_that_a_person_looks_at_is_one_check_not_inspected(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}, {"id": "room", "kind": "manual"}])
    run = xunjian("run", "--only", "server.md_raid", "--store", "s.db", folder=tmp_path)
    assert "Targets 2: inspected 1, not reached or cut off 0, not looked at by hand yet 1" in run.out
    order = [line.split()[0] for line in run.out.splitlines() if "───" in line and line.split()[0].isalpha()]
    assert order == ["here", "room"], "as the configuration has them"
