"""What a reader sees of devices: our words for parts and groups, rows that prove a finding, assets, and folded lines."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from agent.commands.why import _place
from agent.discovering import Found, proposed
from checks.base import Confirmed, Exhibit, Finding, Level, Scene
from checks.device_parts import judged
from checks.network.assets import NETWORK_ASSETS
from checks.network.port_errors import PORT_ERRORS
from checks.network.port_state import PORT_STATE
from checks.network.stack_members import STACK_MEMBERS_CHECK
from checks.network.windows_services import WINDOWS_SERVICES
from checks.subjects import subject_words
from collectors.base import Absent, Listing, Reason, SessionError
from collectors.facts.devices.device import Device, DeviceAssets, Made
from collectors.facts.devices.ports import Counters, Interface
from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.facts.devices.services import Service
from collectors.facts.devices.topology import StackMember
from collectors.facts.devices.ways import Way
from collectors.network import assets
from collectors.network.storages import STORAGES_SNMP
from config.limits import Layered
from config.site import SnmpAccess
from config.text import render
from reports.documents.assets import _system
from reports.documents.score import Assessment, Coverage, Grade
from reports.output.folding import folded
from reports.output.table import is_narrow
from tests.house.devices import Fields, found
from tests.program import configuration, xunjian

HEAD = "1.3.6.1.2.1.25.2.3.1"
DISK = "1.3.6.1.2.1.25.2.1.4"
SENTENCE = "网关冗余（VRRP、HSRP）：请检查接口 GE0/0/1，并在“核心”设备上执行 display vrrp brief。"


def chinese(check: str, subject: str) -> str:
    return render(subject_words(check, subject), "zh_CN")


def findings(said: Sequence[Finding | Exhibit]) -> list[Finding]:
    return [one for one in said if isinstance(one, Finding)]


@pytest.mark.parametrize(
    ("check", "subject", "words"),
    [
        ("network.power_supplies", "0 PWR2", "槽位 0 PWR2"),
        ("network.power_supplies", "2", "电源 2"),
        ("network.fans", "1", "风扇 1"),
        ("network.hardware_parts", "1", "槽位 1"),
        ("network.hardware_parts", "1/2 CPU", "槽位 1/2 CPU"),
        ("network.hardware_parts", "67108867", "67108867"),
        ("network.hardware_parts", "alarms", "告警"),
        ("network.power_supplies", "PSU 1", "PSU 1"),
        ("network.ups", "battery charge", "电池：电池电量"),
        ("network.gateway_groups", "vrrp Vlanif20 20", "VRRP 组 20（Vlanif20）"),
    ],
)
def test_a_bare_number_says_what_it_is(check: str, subject: str, words: str) -> None:
    assert chinese(check, subject) == words


def test_alarms_are_counted_in_our_words() -> None:
    (one,) = judged([Component("alarms", Part.ALARM, Standing.FAILED, "1 active", oid="1.3.6.1.4.1.534.1.7.1.0")])
    assert (one.subject, one.level) == ("alarms", Level.CRITICAL)
    assert render(one.summary, "zh_CN") == "设备当前有 1 条告警"
    (part,) = judged([Component("0 PWR2", Part.POWER, Standing.FAILED, "NotSupply")])
    assert render(part.summary, "zh_CN") == "槽位 0 PWR2 故障：设备报告为“NotSupply”"


# --- the rows that prove


def port(index: int = 25, state: str = "down", errors: int = 0) -> Interface:
    counters = Counters(in_errors=errors, out_errors=0, in_packets=10**6, out_packets=10**6)
    return Interface("ge-0/0/25", "uplink", "ge-0/0/25", index, 6, is_enabled=True, state=state,
                     speed_bits_per_second=10**9, counters=counters)  # fmt: skip


def test_a_port_is_quoted_by_its_state_and_not_by_words_of_python() -> None:
    (one, _all) = findings(list(PORT_STATE.judge(Listing((port(),)), None, Layered(PORT_STATE.limits), Scene())))
    assert one.quote == "1.3.6.1.2.1.2.2.1.8.25 = down"
    (typed, _all) = findings(list(PORT_STATE.judge(Listing((port(0),)), None, Layered(PORT_STATE.limits), Scene())))
    assert typed.quote == ""
    (bad, _all) = findings(list(PORT_ERRORS.judge(Listing((port(errors=5000),)), Layered(PORT_ERRORS.limits), Scene())))
    assert bad.quote == "1.3.6.1.2.1.2.2.1.14.25 = 5000"


def test_why_shows_the_row_that_proves_it() -> None:
    (one, _all) = findings(list(PORT_STATE.judge(Listing((port(),)), None, Layered(PORT_STATE.limits), Scene())))
    answer = [
        "@device 1.3",
        "1.3.6.1.2.1.2.2.1.2.25|4|ge-0/0/25",
        "1.3.6.1.2.1.2.2.1.8.2|2|1",
        "1.3.6.1.2.1.2.2.1.8.25|2|2",
    ]
    assert _place(answer, one) == 3
    assert _place(answer[:3], one) == 1


# --- Windows


def test_a_drive_of_windows_keeps_its_name_when_its_label_changes() -> None:
    names = ("C:\\ Label:System  Serial Number 3e7a9b2f", "D:\\ Label:  Serial Number 11aa", "E:\\data\\ Label:x", "/var")
    told: Fields = {}
    for number, name in enumerate(names, 1):
        told |= {f"{HEAD}.{column}.{number}": 100 for column in (4, 5)}
        told |= {f"{HEAD}.2.{number}": DISK, f"{HEAD}.3.{number}": name, f"{HEAD}.6.{number}": 40}
    records = found(STORAGES_SNMP, "1.3.6.1.4.1.311.1.1.3.1.2", told).records
    assert [one.name for one in records] == ["C:\\", "D:\\", "E:\\data\\", "/var"]


def test_services_are_told_in_our_words() -> None:
    now = Listing((Service("DNS", "active"), Service("DHCP", "paused")))
    said = list(WINDOWS_SERVICES.judge(now, None, Layered(WINDOWS_SERVICES.limits), Scene()))
    (table,) = [one for one in said if isinstance(one, Exhibit)]
    cells = [cell if isinstance(cell, str) else render(cell, "zh_CN") for row in table.rows for cell in row]
    assert cells == ["DHCP", "已暂停", "DNS", "运行中"]


# --- assets


def test_a_device_by_command_line_alone_has_a_row_of_assets_named_by_its_prompt() -> None:
    made = Made("S5735", "2102", "V200R021")
    ways = Listing((Way("ssh", is_open=True, transport={"device_name": "core-1"}),))
    silent = Device("", "", "VRP", "", "", 1.0, None, None)
    assert assets.derive(made, silent, ways) == DeviceAssets("core-1", "S5735", "V200R021", "2102")
    assert assets.derive(made, SessionError(Reason.TIMEOUT), SessionError(Reason.TIMEOUT)).name == ""
    with pytest.raises(SessionError):
        assets.derive(SessionError(Reason.TIMEOUT), silent, ways)
    with pytest.raises(Absent):
        assets.derive(Absent("none"), silent, ways)


@pytest.mark.parametrize(
    ("model", "version", "serial", "levels"),
    [
        ("S5735", "V200R021", "2102", {"": Level.OK, "serial": Level.OK}),
        ("S5735", "V200R021", "", {"": Level.OK, "serial": Level.UNKNOWN}),
        ("", "V200R021", "2102", {"": Level.UNKNOWN, "serial": Level.OK}),
    ],
)
def test_what_a_device_does_not_tell_of_itself_is_not_inspected(
    model: str, version: str, serial: str, levels: dict[str, Level]
) -> None:
    facts = DeviceAssets("core-1", model, version, serial)
    said = list(NETWORK_ASSETS.judge(facts, Layered(NETWORK_ASSETS.limits), Scene()))
    assert {one.subject: one.level for one in findings(said)} == levels
    assert [one.rows for one in said if isinstance(one, Exhibit)] == [(("core-1", model, version, serial),)]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"version": "V200R021"}, "V200R021"),
        (
            {"os": "Huawei Versatile Routing Platform Software", "version": "V2"},
            "Huawei Versatile Routing Platform Software V2",
        ),
        ({"os": "Cisco IOS Software, Version 15.2(7)E4", "version": "15.2(7)E4"}, "Cisco IOS Software, Version 15.2(7)E4"),
        ({}, ""),
    ],
)
def test_the_list_of_assets_has_the_version_once(about: dict[str, str], words: str) -> None:
    assert _system(about) == words


# --- vPC


def test_what_the_other_side_does_in_its_place_is_a_warning() -> None:
    members = Listing(
        (
            StackMember("vPC 1 peer", "", is_ready=True, words="peer adjacency formed ok"),
            StackMember("vPC 1 Po12", "", is_ready=False, words="down* success", is_impaired=True),
            StackMember("vPC 1 keepalive", "", is_ready=False, words="peer is not reachable"),
        )
    )
    confirmed: Confirmed[Listing[StackMember]] | None = None
    said = findings(list(STACK_MEMBERS_CHECK.judge(members, confirmed, Layered(STACK_MEMBERS_CHECK.limits), Scene())))
    assert [one.level for one in said] == [Level.OK, Level.WARN, Level.CRITICAL]


# --- on a terminal


@pytest.mark.parametrize("width", range(8, 80))
def test_no_latin_word_is_broken_where_it_fits_a_line(width: int) -> None:
    lines = list(folded(SENTENCE, width))
    words = [word for word in re.findall(r"[A-Za-z0-9/]+", SENTENCE) if len(word) + 4 <= width]
    assert all(any(word in line for line in lines) for word in words)
    assert all(cell_len(line) <= width for line in lines)


@given(st.text("网关 aB1，（）“”。-\N{IDEOGRAPHIC SPACE}", max_size=60), st.integers(2, 30))
def test_folding_loses_nothing_but_blanks(words: str, width: int) -> None:
    lines = list(folded(words, width))
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("seen", "grade", "is_told"), [(1.0, Grade.UNKNOWN, True), (0.5, Grade.UNKNOWN, False), (1.0, Grade.NORMAL, False)]
)
def test_little_that_was_asked_for_and_seen_whole_is_not_too_little_data(
    seen: float,
    grade: Grade,
    is_told: bool,  # noqa: FBT001 - a row
) -> None:
    coverage = Coverage(expected=1, judged=1, seen=seen)
    assert is_narrow(Assessment(coverage, 0.0, 100.0, grade, None)) is is_told


def test_doctor_of_a_group_examines_its_members_and_says_so(tmp_path: Path) -> None:
    members = [{"id": one, "kind": "local"} for one in ("here", "there")]
    configuration(tmp_path, [*members, {"id": "alike", "kind": "peers", "members": ["here", "there"]}])
    done = xunjian("doctor", "-t", "alike", "--store", "s.db", folder=tmp_path, env={"XUNJIAN_LANG": "zh_CN"})
    assert "alike：对象组，依据各成员的巡检结果判断" in done.out
    assert not re.search(r"应检 0 项", done.out)
    assert all(re.search(rf"(?m)^{one}", done.out) for one in ("here", "there"))


def test_an_entry_of_a_neighbour_is_asked_as_the_device_that_saw_it() -> None:
    like = SnmpAccess(credential="v3", port=1161)
    one = Found("10.0.0.9", "", None, "core-1 GE0/0/1", "acc-9", like=like)
    assert proposed(one, {}).snmp == like
    assert proposed(Found("10.0.0.9", "named", None, "core-1 GE0/0/1", "acc-9", like=like), {}).snmp == SnmpAccess("named")
    assert proposed(Found("10.0.0.9", "", None, "core-1 GE0/0/1", "acc-9"), {}).snmp is None
