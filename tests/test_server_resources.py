"""Judges of memory, swap, processors, load and limits: boundaries and what must not fool them."""

from dataclasses import replace

import pytest

from checks.base import Exhibit, Finding, Level, Scene
from checks.server import cpu, load_pressure, memory, open_files_and_pids, swap_activity
from collectors.facts.resources import (
    CpuUse,
    Gauge,
    LoadPressure,
    Memory,
    MemoryLimit,
    Pressure,
    SystemLimits,
    VmActivity,
)
from config.limits import Layered
from config.text import render

GIB = 1024**3
SCENE = Scene()


def by_subject(findings: object) -> dict[str, Finding]:
    assert not isinstance(findings, Exhibit)
    return {one.subject: one for one in findings}  # type: ignore[attr-defined]  # a judge yields findings


def judged_memory(facts: Memory) -> dict[str, Finding]:
    return by_subject(memory.judge(facts, Layered(memory.MemoryLimits()), SCENE))


@pytest.mark.parametrize(
    ("available", "level"),
    [(10.1, Level.OK), (10.0, Level.WARN), (5.1, Level.WARN), (5.0, Level.CRITICAL), (0.0, Level.CRITICAL)],
)
def test_available_memory_at_its_limits(available: float, level: Level) -> None:
    facts = Memory(1000 * GIB, int(available * 10 * GIB), is_estimated=False, hugepages_bytes=0, hugepages_free_bytes=0)
    assert judged_memory(facts)[""].level is level


def test_reserved_huge_pages_are_no_memory_for_ordinary_programs() -> None:
    facts = Memory(64 * GIB, 2 * GIB, is_estimated=False, hugepages_bytes=48 * GIB, hugepages_free_bytes=0)
    found = judged_memory(facts)[""]
    assert found.level is Level.OK  # 2 of 16 GiB are 12.5 %; of 64 GiB it would be 3 %
    assert found.measures["available_ratio"] == 0.125
    assert "48 GiB" in render(found.observed, "en") if found.observed else False


def test_an_estimate_says_that_it_is_one() -> None:
    facts = Memory(64 * GIB, 32 * GIB, is_estimated=True, hugepages_bytes=0, hugepages_free_bytes=0)
    assert "estimated" in render(judged_memory(facts)[""].summary, "en")
    assert "估算" in render(judged_memory(facts)[""].summary, "zh_CN")


@pytest.mark.parametrize(("used", "level"), [(89, Level.OK), (90, Level.WARN), (95, Level.CRITICAL), (100, Level.CRITICAL)])
def test_the_limit_of_a_control_group(used: int, level: Level) -> None:
    facts = Memory(
        64 * GIB, 32 * GIB, is_estimated=False, hugepages_bytes=0, hugepages_free_bytes=0, group=MemoryLimit(100, used)
    )
    assert judged_memory(facts)["control group"].level is level
    assert judged_memory(facts)[""].level is Level.OK


QUIET = VmActivity(5.0, 1e6, 0, 0, 0, 8 * GIB, 8 * GIB, ("/dev/dm-1",), Pressure(0.0, 0.0))


def judged_swap(facts: VmActivity) -> dict[str, Finding]:
    return by_subject(swap_activity.judge(facts, Layered(swap_activity.SwapLimits()), SCENE))


@pytest.mark.parametrize(("pages", "level"), [(0, Level.OK), (500, Level.OK), (501, Level.WARN)])
def test_swapping_is_judged_by_its_rate(pages: int, level: Level) -> None:
    found = judged_swap(replace(QUIET, swapped_out_pages=pages))["activity"]
    assert found.level is level
    assert "window of 5 s" in render(found.summary, "en")


def test_swap_that_is_full_but_quiet_is_no_fault() -> None:
    found = judged_swap(replace(QUIET, swap_free_bytes=0))
    assert found["use"].level is Level.NOTICE
    assert found["activity"].level is Level.OK


def test_no_swap_space_is_fine() -> None:
    found = judged_swap(replace(QUIET, swap_bytes=0, swap_free_bytes=0, swap_devices=()))
    assert {one.level for one in found.values()} == {Level.OK}


def test_swapping_into_compressed_memory_reaches_no_disk() -> None:
    assert (
        judged_swap(replace(QUIET, swapped_in_pages=9000, swap_devices=("/dev/zram0",)))["activity"].level is Level.NOTICE
    )
    both = replace(QUIET, swapped_in_pages=9000, swap_devices=("/dev/zram0", "/dev/sda3"))
    assert judged_swap(both)["activity"].level is Level.WARN


@pytest.mark.parametrize(("full", "level"), [(0.049, Level.OK), (0.05, Level.WARN), (0.2, Level.CRITICAL)])
def test_time_lost_for_want_of_memory(full: float, level: Level) -> None:
    assert judged_swap(replace(QUIET, pressure=Pressure(full, full)))["stalls"].level is level


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("grep: /proc/pressure/memory: No such file or directory", Level.ABSENT),
        ("grep: /proc/pressure/memory: Operation not supported", Level.ABSENT),
        ("grep: /proc/pressure/memory: Permission denied", Level.UNKNOWN),
        ("", Level.UNKNOWN),
    ],
)
def test_pressure_is_absent_only_where_the_kernel_says_so(said: str, level: Level) -> None:
    assert judged_swap(replace(QUIET, pressure=None, no_pressure=said))["stalls"].level is level
    load = LoadPressure((0.1, 0.1, 0.1), 4, 1, 0, None, None, said)
    found = by_subject(load_pressure.judge(load, Layered(load_pressure.LoadLimits()), SCENE))
    assert found["cpu pressure"].level is found["io pressure"].level is level
    assert found["load"].level is Level.OK


def judged_cpu(window: float, **ratios: float) -> dict[str, Finding]:
    values = {"busy_ratio": 0.0, "user_ratio": 0.0, "system_ratio": 0.0, "iowait_ratio": 0.0, "steal_ratio": 0.0} | ratios
    return by_subject(cpu.judge(CpuUse(window, 8, **values), Layered(cpu.CpuLimits()), SCENE))


@pytest.mark.parametrize(
    ("busy", "glance", "sustained"),
    [
        (0.849, Level.OK, Level.OK),
        (0.85, Level.NOTICE, Level.WARN),
        (0.949, Level.NOTICE, Level.WARN),
        (0.95, Level.WARN, Level.CRITICAL),
    ],
)
def test_a_glance_of_seconds_weighs_less_than_ten_minutes(busy: float, glance: Level, sustained: Level) -> None:
    assert judged_cpu(5.0, busy_ratio=busy)["busy"].level is glance
    assert judged_cpu(599.9, busy_ratio=busy)["busy"].level is glance
    assert judged_cpu(600.0, busy_ratio=busy)["busy"].level is sustained


def test_the_window_stands_in_the_words() -> None:
    found = judged_cpu(5.2, busy_ratio=0.5)["busy"]
    assert "瞬时值，采样窗口 5.2 秒" in render(found.summary, "zh_CN")


def test_steal_and_iowait_are_judged_by_themselves() -> None:
    found = judged_cpu(600.0, steal_ratio=0.10, iowait_ratio=0.40)
    assert [found[name].level for name in ("busy", "steal", "iowait")] == [Level.OK, Level.WARN, Level.CRITICAL]
    assert judged_cpu(600.0, steal_ratio=1.0)["steal"].level is Level.WARN
    assert judged_cpu(600.0, iowait_ratio=0.199)["iowait"].level is Level.OK


def judged_load(facts: LoadPressure) -> dict[str, Finding]:
    return by_subject(load_pressure.judge(facts, Layered(load_pressure.LoadLimits()), SCENE))


@pytest.mark.parametrize(
    ("load", "level"), [(11.9, Level.OK), (12.0, Level.NOTICE), (15.9, Level.NOTICE), (16.0, Level.WARN)]
)
def test_load_is_for_each_processor(load: float, level: Level) -> None:
    found = judged_load(LoadPressure((0.0, 0.0, load), 8, 1, 0, Pressure(0, 0), Pressure(0, 0)))
    assert found["load"].level is level


def test_blocked_tasks_stand_beside_the_load() -> None:
    found = judged_load(LoadPressure((30.0, 30.0, 30.0), 8, 1, 30, Pressure(0, 0), Pressure(0, 0)))["load"]
    assert found.measures["blocked_count"] == 30
    assert "D 状态）30 个" in render(found.observed, "zh_CN") if found.observed else False


@pytest.mark.parametrize(("full", "level"), [(0.099, Level.OK), (0.10, Level.WARN), (0.30, Level.CRITICAL)])
def test_time_lost_to_disks(full: float, level: Level) -> None:
    found = judged_load(LoadPressure((0, 0, 0), 8, 1, 0, Pressure(0.50, None), Pressure(full, full)))
    assert found["io pressure"].level is level
    assert found["cpu pressure"].level is Level.NOTICE


def judged_limits(facts: SystemLimits) -> dict[str, Finding]:
    return by_subject(open_files_and_pids.judge(facts, Layered(open_files_and_pids.CountLimits()), SCENE))


EASY = SystemLimits(Gauge(1, 1000), Gauge(1, 1000), Gauge(1, 1000), Gauge(1, 1000))


@pytest.mark.parametrize(
    ("subject", "warn", "critical"),
    [("files", 700, 900), ("pids", 850, 950), ("threads", 850, 950), ("conntrack", 750, 950)],
)
def test_counts_at_their_limits(subject: str, warn: int, critical: int) -> None:
    for used, level in ((warn - 1, Level.OK), (warn, Level.WARN), (critical - 1, Level.WARN), (critical, Level.CRITICAL)):
        facts = replace(EASY, **{subject: Gauge(used, 1000)})  # type: ignore[arg-type]  # every subject here is a gauge
        assert judged_limits(facts)[subject].level is level


def test_a_limit_beyond_all_files_is_none() -> None:
    found = judged_limits(replace(EASY, files=Gauge(4512, 2**63 - 1)))["files"]
    assert found.level is Level.OK
    assert "no limit" in render(found.summary, "en")
    assert judged_limits(replace(EASY, files=Gauge(4512, 2**62 - 1)))["files"].measures["files_used_ratio"] < 1e-12


def test_connection_tracking_is_absent_only_with_a_witness() -> None:
    assert judged_limits(replace(EASY, conntrack=None, no_conntrack="/proc/modules: 9"))["conntrack"].level is Level.ABSENT
    assert judged_limits(replace(EASY, conntrack=None))["conntrack"].level is Level.UNKNOWN


def test_no_limit_at_all_is_not_read_as_room() -> None:
    assert judged_limits(replace(EASY, pids=Gauge(5, 0)))["pids"].level is Level.CRITICAL
