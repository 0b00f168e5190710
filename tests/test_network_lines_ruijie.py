"""RGOS's and ZXROS's command lines: what each command's answer becomes, in every form that it has, each trap by name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import Absent, Answer, Listing, ParseError, SessionError
from collectors.facts.devices.clocks import DeviceTime, TimeServer
from collectors.facts.devices.device import Device
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Standing
from collectors.network.lines import versions
from tests.house.line_answers import OURS, RUIJIE, ZTE, read

_ALL = {**RUIJIE, **ZTE}


def _records(name: str, text: str = "") -> tuple[Any, ...]:
    found = read(name, text or _ALL[name])
    assert isinstance(found, Listing)
    return found.records


@given(st.sampled_from(sorted(_ALL)), st.text(max_size=300))
def test_no_text_makes_a_parser_raise_another_error_than_ours(name: str, text: str) -> None:
    try:
        read(name, text)
    except OURS:
        return


@given(st.data())
def test_an_answer_that_lost_a_line_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(_ALL)))
    lines = _ALL[name].split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    try:
        read(name, "\n".join(lines[:at] + lines[at + 1 :]))
    except OURS:
        return


@pytest.mark.parametrize("name", sorted(_ALL))
def test_an_answer_of_another_command_is_not_understood(name: str) -> None:
    with pytest.raises((ParseError, SessionError)):
        read(name, "The device is busy; please wait for a moment\nNothing of a table stands here\n")


def test_uptime_of_days_and_a_clock() -> None:
    device = read("cli.device.ruijie_os", RUIJIE["cli.device.ruijie_os"])
    assert isinstance(device, Device)
    assert device.up_seconds == 12 * 86400 + 3 * 3600 + 21 * 60 + 5
    made = versions.ruijie_software(Answer(RUIJIE["cli.device.ruijie_os"]))
    assert (made.model, made.serial, made.version) == ("S6220", "G1J00001", "RGOS 11.0(1)B2P1")


def test_the_five_minutes_of_rgos() -> None:
    [one] = _records("cli.processors.ruijie_os")
    assert (one.used_ratio, one.window_seconds) == (0.5, 300.0)


def test_the_form_of_one_line() -> None:
    text = "CPU utilization for five seconds: 37%; one minute: 20%; five minutes: 17%\n"
    [one] = _records("cli.processors.ruijie_os", text)
    assert (one.used_ratio, one.window_seconds) == (0.17, 300.0)


def test_boards_of_a_chassis_have_processors_of_their_own() -> None:
    text = (
        "Slot 1/FE1: M18012-FE\nCPU utilization in five minutes: 50%\nSlot 2/M1: CM\nCPU utilization in five minutes: 5%\n"
    )
    assert {one.name: one.used_ratio for one in _records("cli.processors.ruijie_os", text)} == {
        "slot 1/fe1": 0.5,
        "slot 2/m1": 0.05,
    }


def test_the_used_rate_is_the_device_s_own_word() -> None:
    [one] = _records("cli.memories.ruijie_os")
    assert (round(one.used_ratio, 6), one.total_bytes) == (0.749, 512 * 1024.0**2)


def test_pools_of_older_software_and_packets_are_no_system() -> None:
    text = "System Pool Total: 2048 Used: 1024 Free: 1024\nI/O Pool Total: 100 Used: 99 Free: 1\n"
    found = [(one.name, one.used_ratio, one.pool) for one in _records("cli.memories.ruijie_os", text)]
    assert found == [("System", 0.5, Pool.SYSTEM), ("I/O", 0.99, Pool.PACKET)]


def test_a_supply_that_is_linked_without_power_has_failed_and_no_link_is_absent() -> None:
    assert {one.name: one.standing for one in _records("cli.power_supplies.ruijie_os")} == {
        "1 power 1": Standing.OK,
        "1 power 2": Standing.FAILED,
        "1 power 3": Standing.ABSENT,
    }


def test_fans_by_their_status() -> None:
    assert [one.standing for one in _records("cli.fans.ruijie_os")] == [Standing.OK, Standing.FAILED]


def test_a_single_temperature_has_no_limits() -> None:
    [one] = _records("cli.temperatures.ruijie_os")
    assert (one.name, one.value, one.high_warn) == ("temperature", 43.0, None)


def test_room_in_bytes() -> None:
    [one] = _records("cli.storages.ruijie_os")
    assert (one.name, one.used_bytes, one.total_bytes) == ("flash", 234881024.0, 268435456.0)


def test_more_free_than_there_is_is_not_understood() -> None:
    with pytest.raises(ParseError):
        _records("cli.storages.ruijie_os", "100 bytes total (200 bytes free)\n")


def test_a_port_s_name_of_two_words_and_its_counters() -> None:
    port, vlan = _records("cli.interfaces.ruijie_os")
    counted = port.counters
    assert (port.name, port.state, port.speed_bits_per_second, port.duplex) == ("GigabitEthernet 0/1", "up", 10**9, "full")
    assert (counted.in_packets, counted.in_errors, counted.checksum_errors, counted.in_discards) == (1000, 3, 2, 4)
    assert (counted.out_packets, counted.out_errors) == (900, 0)
    assert (vlan.name, vlan.is_enabled) == ("VLAN 1", False)


def test_values_with_their_verdict_glued_to_them() -> None:
    found = {(one.name, one.quantity.value): one.value for one in _records("cli.module_values.ruijie_os")}
    assert found["TenGigabitEthernet 0/1 rx", "optical_power"] == -3.99
    assert found["TenGigabitEthernet 0/1", "temperature"] == 37.0


def test_the_summary_does_not_tell_whether_members_carry_traffic() -> None:
    members = [(one.aggregate, one.port, one.is_distributing) for one in _records("cli.aggregates.ruijie_os")]
    assert members == [("Ag1", "Te1/1/1", None), ("Ag1", "Te2/1/1", None)]


def test_a_number_for_a_state_is_the_prefixes_of_an_established_peer() -> None:
    peers = [(one.state, one.established_seconds) for one in _records("cli.bgp_peers.ruijie_os")]
    assert peers == [("established", 3 * 604800.0 + 2 * 86400.0), ("active", None)]


def test_a_neighbour_with_and_without_a_column_of_bfd() -> None:
    assert [(one.address, one.state) for one in _records("cli.ospf_neighbours.ruijie_os")] == [("10.1.1.5", "full")]
    assert [(one.address, one.state) for one in _records("cli.ospf_neighbours.zte_zxros")] == [("10.1.1.2", "full")]


def test_a_gateway_on_an_interface_of_two_words() -> None:
    [one] = _records("cli.gateway_groups.ruijie_os")
    assert (one.port, one.group, one.state, one.address) == ("VLAN 10", "1", "backup", "10.1.1.1")


def test_the_root_of_another_bridge_is_behind_a_port() -> None:
    [one] = _records("cli.spanning_trees.ruijie_os")
    assert (one.is_root, one.root_port, one.changes_count, one.last_change_seconds) == (
        False,
        "GigabitEthernet 0/1",
        2,
        118.0,
    )


def test_spanning_tree_that_is_off_says_so() -> None:
    with pytest.raises(Absent):
        _records("cli.spanning_trees.ruijie_os", "StpVersion : MSTP\nSysStpStatus : DISABLED\n")


def test_cst_alone_does_not_tell_the_zone_and_utc_does() -> None:
    ours = read("cli.device_time.ruijie_os", RUIJIE["cli.device_time.ruijie_os"])
    theirs = read("cli.device_time.zte_zxros", ZTE["cli.device_time.zte_zxros"])
    assert isinstance(ours, DeviceTime)
    assert isinstance(theirs, DeviceTime)
    assert (ours.utc_offset_seconds, theirs.utc_offset_seconds) == (None, 0.0)


def test_ntp_that_is_not_enabled_keeps_no_clock() -> None:
    found = read("cli.time_server.ruijie_os", "%NTP is not enabled.\n")
    assert isinstance(found, TimeServer)
    assert not found.is_synchronised


def test_a_stamp_without_a_year_is_no_time() -> None:
    first, second = _records("cli.log_lines.ruijie_os")
    assert (first.module, first.severity, first.mnemonic, first.at) == ("LINK", 3, "UPDOWN", None)
    assert (second.severity, second.at.year) == (5, 2026)


def test_panels_by_the_mean_of_five_minutes() -> None:
    [one] = _records("cli.processors.zte_zxros")
    assert (one.name, one.used_ratio) == ("MP(M)/1", 0.15)
    [memory] = _records("cli.memories.zte_zxros", ZTE["cli.processors.zte_zxros"])
    assert (round(memory.used_ratio, 6), memory.total_bytes) == (0.4125, 512 * 1024.0**2)


def test_ports_of_zxros() -> None:
    assert [(one.name, one.state, one.is_enabled, one.alias) for one in _records("cli.interfaces.zte_zxros")] == [
        ("gei-0/1/0/1", "up", True, "core"),
        ("xgei-0/1/0/2", "down", False, ""),
    ]
