"""What changed since the last inspection: memory, light, topology, BGP sessions, and why it was restarted; by each trap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checks.base import Change, Finding, Level, Scene, Then
from checks.network.bgp_flaps import BGP_FLAPS
from checks.network.memory_growth import MEMORY_GROWTH
from checks.network.optical_change import OPTICAL_CHANGE
from checks.network.restart_reason import RESTART_REASON_CHECK
from checks.network.topology_changes import TOPOLOGY_CHANGES
from collectors.base import Absent, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.devices.device import Device
from collectors.facts.devices.loads import Memory, Pool
from collectors.facts.devices.sensors import Quantity, Sensor
from collectors.facts.devices.since_start import SinceStart, Start
from collectors.facts.devices.topology import BgpPeer, SpanningTree
from collectors.network import since_start
from config.limits import Layered
from config.text import render
from tests.house.line_answers import read

DAYS = 30.0
LONG = DAYS * 86400.0
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def found(check: Change[Any, Any], facts: object, then: object) -> dict[str, Finding]:
    before = Then(then, NOW - timedelta(days=DAYS))
    said = [one for one in check.judge(facts, before, Layered(check.limits), Scene(at=NOW)) if isinstance(one, Finding)]
    assert len({one.subject for one in said}) == len(said)
    return {one.subject: one for one in said}


def levels(check: Change[Any, Any], facts: object, then: object) -> dict[str, Level]:
    return {name: one.level for name, one in found(check, facts, then).items()}


# --- memory


def filled(ratio: float, up: float | None = 2 * LONG, **more: Any) -> SinceStart[Memory]:  # noqa: ANN401 - fields of Memory
    return SinceStart(Listing((replace(Memory("MPU 1", ratio), **more),)), up)


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        (0.60, 0.699, Level.OK),
        (0.60, 0.70, Level.WARN),
        (0.70, 0.80, Level.WARN),
        (0.10, 0.95, Level.WARN),
        (0.80, 0.40, Level.OK),
    ],
)
def test_memory_that_grew_by_ten_points_is_a_suspected_leak(before: float, after: float, level: Level) -> None:
    assert levels(MEMORY_GROWTH, filled(after), filled(before)) == {"MPU 1": level}


def test_both_values_stand_in_the_finding() -> None:
    said = found(MEMORY_GROWTH, filled(0.75), filled(0.6))["MPU 1"]
    assert all(words in render(said.summary, "en") for words in ("60", "75"))
    assert said.measures == {"used_ratio": 0.75, "grown_ratio": 0.15}


def test_after_a_restart_growth_of_memory_is_not_judged() -> None:
    assert levels(MEMORY_GROWTH, filled(0.9, up=LONG - 601), filled(0.5)) == {"": Level.ABSENT}
    assert levels(MEMORY_GROWTH, filled(0.9, up=LONG - 599), filled(0.5)) == {"MPU 1": Level.WARN}


def test_where_nobody_knows_of_a_restart_growth_is_not_called_a_leak_and_rest_is_in_order() -> None:
    assert levels(MEMORY_GROWTH, filled(0.9, up=None), filled(0.5)) == {"MPU 1": Level.UNKNOWN}
    assert levels(MEMORY_GROWTH, filled(0.5, up=None), filled(0.5)) == {"MPU 1": Level.OK}


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"pool": Pool.MIXED}, {"MPU 1": Level.NOTICE}),
        ({"pool": Pool.CACHE}, {"": Level.ABSENT}),
        ({"pool": Pool.RESERVED}, {"": Level.ABSENT}),
    ],
)
def test_caches_and_reserved_pools_do_not_leak(more: dict[str, Any], wanted: dict[str, Level]) -> None:
    assert levels(MEMORY_GROWTH, filled(0.9, **more), filled(0.5, **more)) == wanted


def test_a_memory_of_another_size_is_another_board() -> None:
    small, large = {"total_bytes": 1e9}, {"total_bytes": 2e9}
    assert levels(MEMORY_GROWTH, filled(0.9, **small), filled(0.5, **large)) == {"": Level.ABSENT}
    assert levels(MEMORY_GROWTH, filled(0.9, **small), filled(0.5, **small)) == {"MPU 1": Level.WARN}


def test_what_of_the_memories_was_not_seen_is_not_lost_beside_the_time() -> None:
    missed = Unseen("MPU 2", Reason.TIMEOUT)
    device = Device("", "sw", "", "", "", LONG, None, None)
    nothing: Listing[Memory] = Listing((), (missed,))
    joined = since_start.since_start(nothing, device)
    assert (joined.unseen, joined.up_seconds) == ((missed,), LONG)
    late = since_start.since_start(nothing, SessionError(Reason.TIMEOUT))
    assert (late.up_seconds, late.is_start_lost) == (None, True)
    with pytest.raises(Absent):
        since_start.since_start(Absent("x"), device)


# --- light

RX = Sensor("10GE1/0/1 Rx", Quantity.OPTICAL_POWER, -5.0, low_warn=-14.0, high_warn=0.5)


@pytest.mark.parametrize(
    ("value", "is_changed"), [(-8.0, False), (-8.01, True), (-2.0, False), (-1.99, True), (-13.9, True)]
)
def test_light_that_changed_by_more_than_three_decibels_is_a_warning(value: float, *, is_changed: bool) -> None:
    said = levels(OPTICAL_CHANGE, Listing((replace(RX, value=value),)), Listing((RX,)))
    assert said == {**({"10GE1/0/1 Rx": Level.WARN} if is_changed else {}), "others": Level.OK}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (replace(RX, value=-40.0), RX),
        (RX, replace(RX, value=-36.96)),
        (replace(RX, value=-12.0, is_idle=True), RX),
        (replace(RX, value=-12.0), replace(RX, is_idle=True)),
        (replace(RX, value=-12.0, name="10GE1/0/1 Tx"), replace(RX, name="10GE1/0/1 Tx")),
        (replace(RX, value=-12.0, name="10GE1/0/2 Rx"), RX),
    ],
    ids=["dark now", "dark then", "shut now", "shut then", "light that is sent", "another port"],
)
def test_light_that_is_not_compared(now: Sensor, then: Sensor) -> None:
    assert levels(OPTICAL_CHANGE, Listing((now,)), Listing((then,))) == {"": Level.ABSENT}


def test_each_lane_is_a_light_of_its_own() -> None:
    lanes = tuple(replace(RX, name=f"100GE1/0/1 Rx lane {number}") for number in range(1, 5))
    now = (*lanes[:2], replace(lanes[2], value=-9.0), lanes[3])
    said = levels(OPTICAL_CHANGE, Listing(now), Listing(lanes))
    assert said == {"100GE1/0/1 Rx lane 3": Level.WARN, "others": Level.OK}


def test_another_kind_of_module_is_not_compared_with_the_one_before() -> None:
    long_range = replace(RX, value=-15.0, low_warn=-24.0, high_warn=-7.0)
    assert levels(OPTICAL_CHANGE, Listing((long_range,)), Listing((RX,))) == {"modules": Level.OK}


# --- spanning tree


def tree(changes: int | None, instance: str = "") -> SpanningTree:
    return SpanningTree(instance, "8000.0001", "GE1/0/1", is_root=False, changes_count=changes, last_change_seconds=50.0)


@pytest.mark.parametrize(("grown", "level"), [(0, Level.OK), (300, Level.OK), (301, Level.WARN)])
def test_more_than_ten_changes_of_topology_a_day(grown: int, level: Level) -> None:
    assert levels(TOPOLOGY_CHANGES, Listing((tree(100 + grown),)), Listing((tree(100),))) == {"root": level}


def test_a_count_of_changes_that_began_anew_is_not_judged() -> None:
    assert levels(TOPOLOGY_CHANGES, Listing((tree(3),)), Listing((tree(100),))) == {"root": Level.UNKNOWN}


def test_instances_that_count_nothing_are_not_judged() -> None:
    now, then = Listing((tree(None), tree(5, "MST 1"))), Listing((tree(1), tree(5, "MST 1")))
    assert levels(TOPOLOGY_CHANGES, now, then) == {"MST 1": Level.OK}
    assert levels(TOPOLOGY_CHANGES, Listing(()), then) == {"": Level.ABSENT}


def test_two_inspections_of_one_day_are_compared_as_a_day() -> None:
    before = Then(Listing((tree(0),)), NOW - timedelta(minutes=5))
    (one,) = TOPOLOGY_CHANGES.judge(Listing((tree(10),)), before, Layered(TOPOLOGY_CHANGES.limits), Scene(at=NOW))
    assert isinstance(one, Finding)
    assert one.level is Level.OK


# --- BGP

PEER = BgpPeer("192.0.2.1", 65001, "established", is_enabled=True, established_seconds=2 * LONG, transitions_count=3)


def sessions(*peers: BgpPeer, up: float | None = 3 * LONG) -> SinceStart[BgpPeer]:
    return SinceStart(Listing(peers), up)


@pytest.mark.parametrize(
    ("peer", "wanted"),
    [
        (PEER, Level.OK),
        (replace(PEER, transitions_count=4), Level.WARN),
        (replace(PEER, transitions_count=None), Level.OK),
        (replace(PEER, transitions_count=None, established_seconds=LONG - 601), Level.WARN),
        (replace(PEER, transitions_count=None, established_seconds=LONG - 599), Level.OK),
        (replace(PEER, transitions_count=1, established_seconds=86400.0), Level.WARN),
    ],
    ids=["stood", "a transition more", "by its age", "younger than the time between", "as old", "count began anew"],
)
def test_a_session_that_came_and_went(peer: BgpPeer, wanted: Level) -> None:
    assert levels(BGP_FLAPS, sessions(peer), sessions(PEER)) == {"192.0.2.1": wanted}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (sessions(replace(PEER, state="idle")), sessions(PEER)),
        (sessions(PEER), sessions(replace(PEER, state="idle"))),
        (sessions(PEER), sessions()),
        (sessions(replace(PEER, transitions_count=9), up=100.0), sessions(PEER)),
        (sessions(replace(PEER, transitions_count=None, established_seconds=None)), sessions(PEER)),
    ],
    ids=["down now", "down then", "new", "the device was restarted", "tells neither"],
)
def test_sessions_that_are_not_compared(now: SinceStart[BgpPeer], then: SinceStart[BgpPeer]) -> None:
    assert levels(BGP_FLAPS, now, then) == {"": Level.ABSENT}


def test_one_address_in_two_instances_is_two_sessions() -> None:
    vpn = replace(PEER, instance="red", transitions_count=8)
    said = levels(BGP_FLAPS, sessions(PEER, vpn), sessions(PEER, replace(vpn, transitions_count=7)))
    assert said == {"192.0.2.1": Level.OK, "red 192.0.2.1": Level.WARN}


# --- why it was restarted


@pytest.mark.parametrize(
    ("reason", "level"),
    [
        ("reload", Level.OK),
        ("Reload Command", Level.OK),
        ("User reboot", Level.OK),
        ("MANUAL", Level.OK),
        ("Reset Requested by CLI command reload", Level.OK),
        ("power-on", Level.CRITICAL),
        ("POWER", Level.CRITICAL),
        ("0x1:power cycle/failure", Level.CRITICAL),
        ("watchdog timeout", Level.CRITICAL),
        ("Exception reboot", Level.CRITICAL),
        ("bus error at PC 0x1A2B3C, address 0x0", Level.CRITICAL),
        ("Kernel panic", Level.CRITICAL),
        ("Unknown reason", Level.NOTICE),
    ],
)
def test_the_reason_of_a_restart_since_the_last_inspection(reason: str, level: Level) -> None:
    assert levels(RESTART_REASON_CHECK, Start(3600.0, reason), Start(LONG)) == {"": level}


def test_a_reason_from_before_the_last_inspection_is_not_judged() -> None:
    assert levels(RESTART_REASON_CHECK, Start(2 * LONG, "watchdog"), Start(LONG, "watchdog")) == {"": Level.ABSENT}


def test_a_restart_without_a_reason_is_not_called_ordered() -> None:
    assert levels(RESTART_REASON_CHECK, Start(3600.0), Start(LONG)) == {"": Level.UNKNOWN}
    assert levels(RESTART_REASON_CHECK, Start(None, "reload"), Start(LONG)) == {"": Level.UNKNOWN}


def test_a_start_is_told_without_its_reason_and_not_without_the_device() -> None:
    device = Device("", "sw", "", "", "", LONG, None, None)
    assert since_start.start(device, "reload") == Start(LONG, "reload")
    assert since_start.start(device, SessionError(Reason.NOT_OFFERED)) == Start(LONG)
    with pytest.raises(SessionError):
        since_start.start(SessionError(Reason.TIMEOUT), "reload")


REBOOTS = """Slot ID     Times       Reboot Type     Reboot Time(DST)
=========================================================
0           2           POWER           2026/06/03 14:14:18
0           1           MANUAL          2026/07/23 14:40:40
=========================================================
Total   2
"""


@pytest.mark.parametrize(
    ("collector", "text", "reason"),
    [
        ("restart_reason.cisco_ios", "System returned to ROM by reload at 04:39:28 UTC Wed Nov 22 2017\n", "reload"),
        ("restart_reason.cisco_ios", "System returned to ROM by power-on\nSystem restarted at 01:02:03 UTC\n", "power-on"),
        ("restart_reason.cisco_ios", "Last reload reason: Reload Command\n", "Reload Command"),
        (
            "restart_reason.cisco_nxos",
            "Last reset at 123456 usecs after Mon Nov  2 01:02:03 2026\n  Reason: Watchdog Timeout\n  System version:\n",
            "Watchdog Timeout",
        ),
        ("restart_reason.cisco_nxos", "Last reset\n  Reason: Unknown\n", "Unknown"),
        ("restart_reason.hp_comware", "H3C S5560 uptime is 0 weeks\nLast reboot reason : User reboot\n", "User reboot"),
        ("restart_reason.huawei_vrp", REBOOTS, "MANUAL"),
        ("restart_reason.juniper_junos", "  Last reboot reason   0x1:power cycle\n", "0x1:power cycle"),
    ],
)  # fmt: skip
def test_the_reason_as_command_lines_tell_it(collector: str, text: str, reason: str) -> None:
    assert read(f"cli.{collector}", text) == reason


@pytest.mark.parametrize("lost", range(6))
def test_a_lost_line_of_restarts_is_missed_or_changes_nothing(lost: int) -> None:
    lines = REBOOTS.splitlines()
    text = "\n".join(lines[:lost] + lines[lost + 1 :])
    if lost in {2, 3, 5}:
        with pytest.raises(ParseError):
            read("cli.restart_reason.huawei_vrp", text)
    else:
        assert read("cli.restart_reason.huawei_vrp", text) == "MANUAL"
