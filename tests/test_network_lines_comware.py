"""Comware's command line: what each command's answer becomes, in every form that it has, and each trap by name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import Absent, Answer, Listing, ParseError, SessionError
from collectors.facts.devices.clocks import DeviceTime, TimeServer
from collectors.facts.devices.sensors import Place, Standing
from collectors.network.lines import versions
from collectors.network.lines.port_words import type_of
from tests.house.line_answers import COMWARE, OURS, read


def _records(name: str, text: str = "") -> tuple[Any, ...]:
    found = read(f"cli.{name}.hp_comware", text or COMWARE[f"cli.{name}.hp_comware"])
    assert isinstance(found, Listing)
    return found.records


def _standings(name: str, text: str = "") -> dict[str, Standing]:
    return {one.name: one.standing for one in _records(name, text)}


def _offset(text: str) -> float | None:
    found = read("cli.device_time.hp_comware", text)
    assert isinstance(found, DeviceTime)
    return found.utc_offset_seconds


@given(st.sampled_from(sorted(COMWARE)), st.text(max_size=300))
def test_no_text_makes_a_parser_raise_another_error_than_ours(name: str, text: str) -> None:
    try:
        read(name, text)
    except OURS:
        return


@given(st.data())
def test_an_answer_that_lost_a_line_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(COMWARE)))
    lines = COMWARE[name].split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    try:
        read(name, "\n".join(lines[:at] + lines[at + 1 :]))
    except OURS:
        return


@pytest.mark.parametrize("name", sorted(COMWARE))
def test_an_answer_of_another_command_is_not_understood(name: str) -> None:
    with pytest.raises((ParseError, SessionError)):
        read(name, "The device is busy; please wait for a moment\nNothing of a table stands here\n")


def test_each_slot_has_a_processor_of_its_own() -> None:
    assert {one.name: one.used_ratio for one in _records("processors")} == {"slot 1 cpu 0": 0.08, "slot 2 cpu 0": 0.95}


def test_a_slot_s_lost_heading_does_not_give_its_figures_to_the_one_before() -> None:
    with pytest.raises(ParseError):
        _records("processors", COMWARE["cli.processors.hp_comware"].replace("Slot 2 CPU 0 CPU usage:\n", ""))


def test_lines_without_any_slot_are_the_device_s() -> None:
    [one] = _records("processors", "      6% in last 5 seconds\n     10% in last 1 minute\n      8% in last 5 minutes\n")
    assert (one.name, one.used_ratio, one.window_seconds) == ("cpu", 0.08, 300.0)


def test_the_free_share_is_the_device_s_own_word() -> None:
    [one] = _records("memories")
    assert (one.name, round(one.used_ratio, 6), one.total_bytes) == ("slot 1", 0.45, 1024000000.0)


def test_comware_5_tells_memory_in_bytes() -> None:
    text = "System Total Memory(bytes): 431869088\nTotal Used Memory(bytes): 71963156\nUsed Rate: 16%\n"
    [one] = _records("memories", text)
    assert (one.used_ratio, one.total_bytes, one.used_bytes) == (0.16, 431869088.0, 71963156.0)


def test_a_memory_of_no_size_is_not_understood() -> None:
    with pytest.raises(ParseError):
        _records("memories", "Mem:        0    0    0         0      0    0       0.0%\n")


@pytest.mark.parametrize(
    "text",
    [
        " Slot 1:\n Input Power: 250(W)\n Power 1 State: Normal\n Power 2 State: Absent\n",
        " Slot 1\n     Power    1\n     State    : Normal\n     Type     : AC\n     Power    2\n     State    : Absent\n",
        COMWARE["cli.power_supplies.hp_comware"],
    ],
    ids=["on a line", "below its name", "table"],
)
def test_supplies_in_each_form(text: str) -> None:
    assert _standings("power_supplies", text) == {
        "slot 1 power 1": Standing.OK,
        "slot 1 power 2": Standing.ABSENT,
    }


def test_the_supplies_of_a_chassis_stand_below_no_slot() -> None:
    text = " PowerID  State    Mode\n 1        Normal   AC\n 2        Fault    AC\n"
    assert _standings("power_supplies", text) == {"power 1": Standing.OK, "power 2": Standing.FAILED}


def test_a_fan_of_the_wrong_air_direction_has_failed_by_the_device_s_word() -> None:
    assert _standings("fans") == {"slot 1 fan 1": Standing.OK, "slot 1 fan 2": Standing.FAILED}


def test_a_fan_whose_state_was_lost_is_not_left_out() -> None:
    with pytest.raises(ParseError):
        _records("fans", COMWARE["cli.fans.hp_comware"].replace(" State    : FanDirectionFault\n", ""))


def test_a_device_without_fans_says_so() -> None:
    with pytest.raises(Absent):
        _records("fans", "The device does not have a fan.\n")


def test_an_empty_slot_of_a_chassis_is_absent() -> None:
    assert _standings("parts") == {"slot 1": Standing.OK, "slot 2": Standing.FAILED, "slot 3": Standing.ABSENT}


def test_sub_slots_of_a_box_are_named_with_it() -> None:
    text = (
        "Slot 1\nSubSNo PortNum PCBVer FPGAVer CPLDVer BootRomVer AddrLM Type State\n"
        "0      52      REV.B  NULL    002     139        IVL    MAIN Normal\n"
        "1      2       REV.B  NULL    002     139        IVL    SUB  Fault\n"
    )
    assert _standings("parts", text) == {"slot 1": Standing.OK, "slot 1 subslot 1": Standing.FAILED}


def test_a_hot_spot_is_a_chip_and_the_inflow_the_inlet() -> None:
    inflow, hotspot = _records("temperatures")
    assert (inflow.name, inflow.place, inflow.high_warn, inflow.high_critical) == (
        "slot 1 inflow 1",
        Place.INLET,
        59.0,
        69.0,
    )
    assert (hotspot.name, hotspot.place, hotspot.value) == ("slot 1 hotspot 1", Place.CHIP, 96.0)


def test_the_older_table_of_temperatures_has_two_limits() -> None:
    text = (
        "System Temperature information (degree centigrade):\nSlotNO Temperature Lower limit Upper limit\n 0  36  10  63\n"
    )
    [one] = _records("temperatures", text)
    assert (one.name, one.low_critical, one.high_warn) == ("slot 0", 10.0, 63.0)


def test_a_counter_that_is_told_twice_is_the_first_and_a_dash_is_none() -> None:
    port, shut = _records("interfaces")
    counted = port.counters
    assert (counted.in_packets, counted.in_errors, counted.checksum_errors, counted.out_packets) == (1000, 3, 2, 900)
    assert (port.speed_bits_per_second, port.duplex, port.alias) == (10**9, "full", "to core")
    assert (shut.name, shut.is_enabled, shut.state) == ("GigabitEthernet1/0/2", False, "down")


def test_an_interface_whose_state_was_lost_is_not_understood() -> None:
    with pytest.raises(ParseError):
        _records("interfaces", COMWARE["cli.interfaces.hp_comware"].replace("Current state: UP\n", ""))


def test_both_tables_of_the_brief_form_are_read() -> None:
    vlan, port = _records("interfaces_brief")
    assert (vlan.name, vlan.is_enabled) == ("Vlan1", False)
    assert (port.name, port.speed_bits_per_second, port.duplex) == ("GE1/0/1", 10**9, "full")


def test_the_alarm_s_limits_are_the_module_s_and_an_empty_cage_is_none() -> None:
    rx = next(one for one in _records("module_values") if one.name.endswith(" rx"))
    assert (rx.port, rx.value, rx.low_critical, rx.high_critical) == ("Ten-GigabitEthernet1/0/51", -12.55, -10.9, 0.0)
    assert _records("module_values", "The transceiver is absent.\n") == ()


def test_lanes_have_names_of_their_own() -> None:
    text = (
        "FortyGigE1/0/49 transceiver diagnostic information:\n  Current diagnostic parameters:\n"
        "    [module] Temp.(C) Voltage(V)\n             36       3.31\n"
        "    [channel] Bias(mA)  RX power(dBm)  TX power(dBm)\n"
        "    1         6.13      -2.87          -0.40\n    2         6.20      -12.00         -0.50\n"
    )
    rx = {one.name: one.value for one in _records("module_values", text) if " rx " in one.name}
    assert rx == {"FortyGigE1/0/49 rx lane 1": -2.87, "FortyGigE1/0/49 rx lane 2": -12.0}


def test_a_member_is_judged_by_its_flags() -> None:
    members = [(one.port, one.is_distributing, one.is_defaulted) for one in _records("aggregates")]
    assert members == [("XGE1/0/1", True, False), ("XGE1/0/2", False, True)]


@pytest.mark.parametrize("lost", ["Aggregate Interface:", "  Port ", "  XGE1/0/1(R)", "  XGE1/0/2            U"])
def test_a_line_of_an_aggregate_that_was_lost_is_missed(lost: str) -> None:
    lines = COMWARE["cli.aggregates.hp_comware"].splitlines()
    with pytest.raises(ParseError):
        _records("aggregates", "\n".join(line for line in lines if not line.startswith(lost)))


def test_a_static_member_has_no_flags() -> None:
    text = (
        "Loadsharing Type: Shar -- Loadsharing\nAggregate Interface: Bridge-Aggregation2\nAggregation Mode: Static\n"
        "  Port             Status   Priority  Oper-Key\n  ----------------------------------------\n"
        "  GE1/0/1          S        32768     1\n  GE1/0/2          U        32768     1\n"
    )
    members = [(one.port, one.is_distributing, one.is_expired) for one in _records("aggregates", text)]
    assert members == [("GE1/0/1", True, None), ("GE1/0/2", False, None)]


def test_that_no_aggregate_is_there_is_an_answer() -> None:
    assert _records("aggregates", "Loadsharing Type: Shar -- Loadsharing, NonS -- Non-Loadsharing\n") == ()


def test_a_far_port_that_is_an_address_keeps_its_description() -> None:
    [one] = _records("neighbours")
    assert (one.chassis, one.remote_port) == ("00:11:22:33:44:00", "eth0 (00:11:22:33:44:55)")


def test_a_peer_in_comware_s_order_of_columns() -> None:
    [one] = _records("bgp_peers")
    assert (one.state, one.is_enabled, one.remote_as, one.established_seconds) == ("active", True, 64513, None)


def test_two_way_is_told_as_the_mib_names_it() -> None:
    assert [(one.address, one.state) for one in _records("ospf_neighbours")] == [
        ("10.1.1.2", "full"),
        ("10.1.1.3", "twoWay"),
    ]


def test_a_row_that_was_cut_is_no_neighbour_less() -> None:
    with pytest.raises(ParseError):
        _records("ospf_neighbours", COMWARE["cli.ospf_neighbours.hp_comware"][:-14] + "\n")


def test_words_between_do_not_hide_the_virtual_address() -> None:
    [one] = _records("gateway_groups")
    assert (one.port, one.group, one.state, one.address) == ("Vlan10", "10", "backup", "10.0.10.254")


def test_a_bridge_that_is_the_root_itself() -> None:
    [one] = _records("spanning_trees")
    assert (one.is_root, one.root_port, one.last_change_seconds) == (True, "", 342.0)


def test_the_line_of_the_zone_tells_how_far_it_is() -> None:
    assert _offset(COMWARE["cli.device_time.hp_comware"]) == 28800.0
    assert _offset("10:20:30 Beijing Wed 05/06/2026\n") is None


def test_a_device_with_a_summer_time_does_not_tell_how_far_its_clock_is() -> None:
    text = "10:20:30 EDT Wed 05/06/2026\nTime Zone : EST minus 05:00:00\nSummer Time : EDT 02:00:00 March second Sunday\n"
    assert _offset(text) is None


def test_a_date_that_is_none_is_not_understood() -> None:
    with pytest.raises(ParseError):
        read("cli.device_time.hp_comware", "10:20:30 UTC Wed 13/32/2026\n")


@pytest.mark.parametrize("text", ["The NTP service is disabled.\n", " Clock status: unsynchronized\n Clock stratum: 16\n"])
def test_a_clock_that_nobody_keeps_is_an_answer(text: str) -> None:
    found = read("cli.time_server.hp_comware", text)
    assert isinstance(found, TimeServer)
    assert not found.is_synchronised


def test_both_prefixes_of_messages_are_read() -> None:
    lines = [(one.module, one.severity, one.mnemonic) for one in _records("log_lines")]
    assert lines == [("SHELL", 5, "SHELL_LOGIN"), ("DEV", 1, "POWER_FAILED")]


def test_a_part_without_manufacture_information_has_no_serial_number() -> None:
    found = versions.comware_serials(Answer(COMWARE["cli.serial_numbers.hp_comware"]))
    assert found.by_part == (("slot 1 cpu 0", "210235A1"), ("power 1", "210235P1"))
    made = versions.comware_software(Answer(COMWARE["cli.device.hp_comware"]))
    assert (made.model, made.version) == ("S5560X-54C-EI", "7.1.070 Release 6126P20")


def test_the_list_form_of_neighbours_glues_the_kind_to_the_id() -> None:
    text = (
        "LLDP neighbor-information of port 1[GigabitEthernet1/0/1]:\nLLDP neighbor index : 1\n"
        "ChassisID/subtype : 0011-2233-4400/MAC address\nPortID/subtype : GE1/0/5/Interface name\n"
    )
    [one] = _records("neighbours", text)
    assert (one.chassis, one.remote_port) == ("00:11:22:33:44:00", "GE1/0/5")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Twenty-FiveGigE1/0/1", 6),
        ("M-GigabitEthernet0/0/0", 6),
        ("M-GE0/0/0", 6),
        ("HundredGigE1/0/25", 6),
        ("XGE1/0/1", 6),
        ("BAGG1", 161),
        ("Bridge-Aggregation1", 161),
        ("Vlan-interface1", 136),
        ("InLoopBack0", 24),
        ("Tunnel1", 131),
        ("NULL0", 0),
        ("GigabitEthernet1/0/1.100", 135),
        ("100GE1/0/1", 6),
        ("gei-0/1/0/1", 6),
        ("GigabitEthernet 0/1", 6),
        ("Eth-Trunk1", 161),
        ("AggregatePort 1", 161),
    ],
)
def test_what_an_interface_is_by_its_name(name: str, number: int) -> None:
    assert type_of(name) == number


def test_a_member_that_is_still_loading_is_not_ready() -> None:
    members = [(one.name, one.role, one.is_ready) for one in _records("stack_members")]
    assert members == [("member 1", "master", True), ("member 2", "loading", False)]


def test_comware_5_indents_the_line_of_a_port() -> None:
    text = " Ethernet1/0/1 current state: DOWN\n Description: to core\n 100Mbps-speed mode, full-duplex mode\n"
    [one] = _records("interfaces", text)
    assert (one.name, one.state, one.alias, one.speed_bits_per_second) == ("Ethernet1/0/1", "down", "to core", 10**8)
