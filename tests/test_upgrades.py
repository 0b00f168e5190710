"""The gate before a change, findings and performance after it: each rule on hand-made inspections."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.catalogue import every_check
from agent.past import Series
from agent.store.record import Entry
from agent.store.values import Baseline
from agent.upgrades.gate import BACKUP_SECONDS, gate, is_open
from agent.upgrades.levels import Levels, levels_of
from agent.upgrades.performance import performance_of, same_hour
from agent.upgrades.sides import Couple, couples, taken_over
from agent.upgrades.verifying import is_settled
from checks.base import Finding, Level, Scene
from checks.result import Inspection, TargetResult
from checks.verification import GateState, Side
from config.planned import ByHand, Plan
from config.text import _

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ZONE = "Asia/Shanghai"
CHECKS = {check.id: check for check in every_check()}


def finding(check: str, level: Level, subject: str = "", reason: str = "", **measures: float) -> Finding:
    return Finding(subject, level, _("OK"), measures=measures, check=check, reason=reason, at=AT)


def result(*findings: Finding, name: str = "db01", at: datetime = AT, state: str = "done") -> TargetResult:
    checks = tuple(dict.fromkeys(one.check for one in findings))
    return TargetResult(name, "linux", "linux", "", state, at, at, findings, checks=checks, scene=Scene(at=at))


def inspection(*targets: TargetResult, version: str = "1", at: datetime = AT) -> Inspection:
    names = tuple(one.target for one in targets)
    return Inspection("i", "snapshot", version, at, at, "done", targets, expected=names)


def state(condition: str, *findings: Finding) -> GateState:
    return next(row.state for row in gate(inspection(result(*findings))) if row.condition == condition)


class TestGate:
    def test_a_backup_of_this_night_is_go_and_one_of_the_day_before_is_not(self) -> None:
        young = finding("server.backup_freshness", Level.OK, age_seconds=BACKUP_SECONDS - 1)
        assert state("backup", young) is GateState.GO
        assert state("backup", replace(young, measures={"age_seconds": BACKUP_SECONDS + 1})) is GateState.STOP

    def test_a_backup_that_nobody_knows_of_is_not_there_to_go_back_to(self) -> None:
        assert state("backup", finding("server.backup_freshness", Level.ABSENT)) is GateState.UNSEEN

    def test_what_proves_a_backup_is_enough_where_another_tool_tells_nothing(self) -> None:
        young = finding("server.backup_freshness", Level.OK, age_seconds=60.0)
        silent = finding("server.backup_tools", Level.UNKNOWN, reason="denied")
        assert state("backup", young, silent) is GateState.GO

    @pytest.mark.parametrize(
        ("condition", "check", "level"),
        [
            ("space", "server.filesystem_usage", Level.CRITICAL),
            ("disks", "server.md_raid", Level.WARN),
            ("cluster", "server.quorum", Level.WARN),
            ("writable", "server.filesystem_readonly", Level.WARN),
            ("fstab", "server.fstab_consistency", Level.WARN),
            ("saved", "network.unsaved_configuration", Level.WARN),
        ],
    )
    def test_a_fault_of_its_kind_stops_and_none_goes(self, condition: str, check: str, level: Level) -> None:
        assert state(condition, finding(check, level)) is GateState.STOP
        assert state(condition, finding(check, Level.OK)) is GateState.GO
        assert state(condition, finding(check, Level.UNKNOWN)) is GateState.UNSEEN
        assert state(condition, finding(check, Level.ABSENT)) is GateState.NOT_THERE

    def test_a_filesystem_that_fills_is_a_warning_and_no_stop(self) -> None:
        assert state("space", finding("server.filesystem_usage", Level.WARN, "/data")) is GateState.GO

    def test_a_boot_without_room_for_a_kernel_stops(self) -> None:
        full = finding("server.filesystem_usage", Level.OK, "/boot", usable_bytes=500e6, used_bytes=400e6)
        assert state("boot_space", full) is GateState.STOP
        assert state("boot_space", replace(full, measures={"usable_bytes": 1e9, "used_bytes": 4e8})) is GateState.GO

    def test_without_a_filesystem_of_its_own_boot_lies_on_the_root(self) -> None:
        full = finding("server.filesystem_usage", Level.OK, "/", usable_bytes=500e6, used_bytes=400e6)
        assert state("boot_space", full) is GateState.STOP
        roomy = finding("server.filesystem_usage", Level.OK, "/boot", usable_bytes=1e9, used_bytes=1e8)
        assert state("boot_space", full, roomy) is GateState.GO

    def test_a_restart_from_before_stops_and_another_word_of_the_same_check_does_not(self) -> None:
        assert state("restart", finding("server.patch_level", Level.NOTICE, "restart")) is GateState.STOP
        assert state("restart", finding("server.patch_level", Level.WARN, "kernel")) is GateState.NOT_THERE

    def test_a_persons_word_stands_where_nothing_was_seen_and_only_there(self) -> None:
        word = (ByHand("cluster", "张工", "单机"),)
        unseen, broken = (result(finding("server.quorum", level)) for level in (Level.UNKNOWN, Level.WARN))
        assert [row.state for row in gate(inspection(unseen), word)] == [GateState.BY_HAND]
        assert is_open(gate(inspection(unseen), word))
        assert [row.state for row in gate(inspection(broken), word)] == [GateState.STOP]
        elsewhere = (ByHand("cluster", "张工", "单机", "db02"),)
        assert [row.state for row in gate(inspection(unseen), elsewhere)] == [GateState.UNSEEN]

    def test_a_target_that_was_not_inspected_to_its_end_keeps_the_gate_shut(self) -> None:
        assert not is_open(gate(inspection(result(state="cut_off"))))


def compared(before: TargetResult | None, after: TargetResult | None) -> Levels:
    return levels_of(Couple("db01", "db01", before, after), before.findings if before else (), CHECKS)


class Stored:
    """A store that keeps measures of one check alone; nothing else of it is asked here."""

    def __init__(self, series: Series | None = None) -> None:
        self._series = series or {}

    def measures_of(self, target: str, check: str, since: datetime) -> Series:  # noqa: ARG002 - the protocol's
        return self._series

    def inspections(self, limit: int = 0, target: str = "") -> tuple[Inspection, ...]:  # noqa: ARG002 - the protocol's
        raise AssertionError("not asked")

    def target_result(self, one: str, target: str) -> TargetResult | None:  # noqa: ARG002 - the protocol's
        raise AssertionError("not asked")

    def evidence(self, digest: str) -> bytes:  # noqa: ARG002 - the protocol's
        raise AssertionError("not asked")

    def baselines(self, target: str) -> Mapping[str, Baseline]:  # noqa: ARG002 - the protocol's
        raise AssertionError("not asked")

    def recorded(self, stream: str) -> tuple[Entry, ...]:  # noqa: ARG002 - the protocol's
        raise AssertionError("not asked")


class TestLevels:
    def test_what_rose_is_worse_what_fell_is_better_and_the_same_is_neither(self) -> None:
        before = result(*(finding("server.md_raid", level, level.value) for level in (Level.OK, Level.WARN, Level.NOTICE)))
        after = result(
            finding("server.md_raid", Level.CRITICAL, "ok"),
            finding("server.md_raid", Level.OK, "warn"),
            finding("server.md_raid", Level.NOTICE, "notice"),
        )
        found = compared(before, after)
        assert [(one.subject, one.before, one.now) for one in found.worse] == [("ok", Level.OK, Level.CRITICAL)]
        assert [one.subject for one in found.better] == ["warn"]

    def test_a_subject_that_was_not_there_before_is_worse_where_it_calls_for_something(self) -> None:
        after = result(finding("server.lvm", Level.WARN, "new"), finding("server.lvm", Level.OK, "fine"))
        assert [one.subject for one in compared(result(), after).worse] == ["new"]

    def test_what_was_seen_and_is_unknown_now_is_a_loss_and_what_neither_saw_is_none(self) -> None:
        before = result(finding("server.lvm", Level.OK), finding("server.multipath", Level.UNKNOWN, reason="denied"))
        after = result(
            finding("server.lvm", Level.UNKNOWN, reason="denied"),
            finding("server.multipath", Level.UNKNOWN, reason="denied"),
        )
        rows = {(row.is_loss, row.is_both) for row in compared(before, after).unseen}
        assert rows == {(True, False), (False, True)}

    def test_a_counter_without_a_past_after_a_restart_is_no_loss_of_sight(self) -> None:
        before = result(finding("server.cpu_history", Level.OK))
        after = result(finding("server.cpu_history", Level.UNKNOWN, reason="no_record"))
        assert [row.is_loss for row in compared(before, after).unseen] == [False]

    def test_a_check_that_was_made_before_and_not_after_is_a_loss(self) -> None:
        assert [row.is_loss for row in compared(result(finding("server.lvm", Level.OK)), result()).unseen] == [True]

    def test_functions_and_new_kinds_of_error_stand_apart(self) -> None:
        after = result(
            finding("function.http_endpoint", Level.CRITICAL), finding("server.log_novelty", Level.WARN, "template 7")
        )
        found = compared(result(finding("function.http_endpoint", Level.OK)), after)
        assert [one.now for one in found.functions] == [Level.CRITICAL]
        assert [one.subject for one in found.errors] == ["template 7"]
        assert not found.worse

    def test_a_notice_of_a_moments_load_is_left_to_performance(self) -> None:
        found = compared(result(finding("server.cpu", Level.OK)), result(finding("server.cpu", Level.NOTICE)))
        assert not found.worse


class TestPerformance:
    def rows(self, *values: float, now: float = 0.5, hour: int = 9) -> list[tuple[float, int, bool]]:
        start = AT - timedelta(days=len(values) + 1)
        points = [(start.replace(hour=hour) + timedelta(days=n), value) for n, value in enumerate(values)]
        before = result(finding("server.cpu", Level.OK, "busy", busy_ratio=0.9), at=AT - timedelta(hours=1))
        after = result(finding("server.cpu", Level.OK, "busy", busy_ratio=now))
        stored = Stored({("busy", "busy_ratio"): points})
        found = performance_of(Couple("db01", "db01", before, after), stored, CHECKS, ZONE)
        return [(row.before, row.days_count, row.is_out) for row in found]

    def test_above_the_usual_of_the_same_hour_by_a_third_is_out(self) -> None:
        assert self.rows(0.2, 0.3, 0.25, 0.2, now=0.5) == [(0.225, 4, True)]

    def test_within_a_third_or_by_little_in_its_own_unit_is_in(self) -> None:
        assert self.rows(0.4, 0.4, 0.4, now=0.5) == [(0.4, 3, False)]
        assert self.rows(0.01, 0.01, 0.01, now=0.03) == [(0.01, 3, False)]

    def test_of_another_hour_or_of_two_days_alone_only_the_snapshot_stands_beside_it(self) -> None:
        assert self.rows(0.2, 0.2, 0.2, hour=3) == [(0.9, 0, False)]
        assert self.rows(0.2, 0.2) == [(0.9, 0, False)]

    def test_hours_are_those_of_the_site_and_go_round_midnight(self) -> None:
        midnight = datetime(2026, 11, 1, 16, 10, tzinfo=UTC)  # 00:10 at the site
        points = [(midnight - timedelta(days=n, minutes=30), 1.0) for n in range(1, 4)]
        assert same_hour(points, midnight, midnight, ZONE) == [1.0, 1.0, 1.0]


class TestSides:
    def test_a_migration_puts_another_target_on_the_other_side(self) -> None:
        before, after = inspection(result(name="old")), inspection(result(name="new"))
        (couple,) = couples(before, after, {"old": "new"})
        assert (couple.before_id, couple.after_id) == ("old", "new")
        assert couple.before is not None
        assert couple.after is not None
        assert couple.name == "old → new"

    def test_one_that_stands_for_another_is_not_compared_with_itself_too(self) -> None:
        """The new machine was there before the migration and in the snapshot: what it was then is nobody's other side."""
        before, after = inspection(result(name="old"), result(name="new")), inspection(result(name="new"))
        assert [(one.before_id, one.after_id) for one in couples(before, after, {"old": "new"})] == [("old", "new")]
        assert taken_over(before, {"old": "new"}) == {"new": "old"}
        swapped = {"old": "new", "new": "old"}
        assert {(one.before_id, one.after_id) for one in couples(before, after, swapped)} == {*swapped.items()}
        assert taken_over(before, swapped) == {}

    def test_a_target_that_one_side_lacks_is_still_a_row(self) -> None:
        before, after = inspection(result(name="a"), result(name="b")), inspection(result(name="a"), result(name="c"))
        found = {(one.name, one.before is None, one.after is None) for one in couples(before, after, {})}
        assert found == {("a", False, False), ("b", False, True), ("c", True, False)}

    def test_one_that_was_cut_off_is_no_side(self) -> None:
        before = inspection(result(name="a"))
        (couple,) = couples(before, inspection(result(name="a", state="cut_off")), {})
        assert couple.after is None

    def test_it_is_final_a_day_after_the_change_ended(self) -> None:
        before = Side("before", "i", AT)
        ended = Plan(finished_at=AT + timedelta(hours=3))
        assert not is_settled(Plan(), before, Side("", "j", AT + timedelta(hours=23)))
        assert is_settled(Plan(), before, Side("", "j", AT + timedelta(hours=24)))
        assert not is_settled(ended, before, Side("", "j", AT + timedelta(hours=24)))
        assert is_settled(ended, before, Side("", "j", AT + timedelta(hours=27)))
