"""VRP's command line: what each command's answer becomes, in every form that it has, and each trap by name."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import (
    Absent,
    Answer,
    Cli,
    Collector,
    Derived,
    Listing,
    ParseError,
    Reason,
    SessionError,
    Unseen,
    Wired,
)
from collectors.facts.devices.device import Device, Made
from collectors.facts.devices.making import SerialNumbers
from collectors.facts.devices.ports import Interface
from collectors.facts.devices.sensors import Sensor, Standing
from collectors.network.lines import optics, reading, versions
from collectors.network.lines.collectors import COLLECTORS as LINES
from collectors.sessions.cli.commands import is_read_only
from config.text import verbatim
from tests.house.line_answers import HUAWEI, OURS, read


def _records(name: str, text: str = "") -> tuple[Any, ...]:
    found = read(f"cli.{name}.huawei_vrp", text or HUAWEI[f"cli.{name}.huawei_vrp"])
    assert isinstance(found, Listing)
    return found.records


def _derived(collectors: Iterable[Wired]) -> Callable[..., Any]:
    return next(one.derive for one in collectors if isinstance(one, Derived))


def _standings(name: str, text: str = "") -> dict[str, Standing]:
    return {one.name: one.standing for one in _records(name, text)}


@given(st.sampled_from(sorted(HUAWEI)), st.text(max_size=300))
def test_no_text_makes_a_parser_raise_another_error_than_ours(name: str, text: str) -> None:
    try:
        read(name, text)
    except OURS:
        return


@given(st.data())
def test_an_answer_that_lost_a_line_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(HUAWEI)))
    lines = HUAWEI[name].split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    try:
        read(name, "\n".join(lines[:at] + lines[at + 1 :]))
    except OURS:
        return


@pytest.mark.parametrize("name", sorted(HUAWEI))
def test_an_answer_of_another_command_is_not_understood(name: str) -> None:
    with pytest.raises((ParseError, SessionError)):
        read(name, "Info: The feature is busy; please wait for a moment\nNothing of a table stands here\n")


@pytest.mark.parametrize("name", sorted(HUAWEI))
def test_an_answer_without_a_word_proves_nothing(name: str) -> None:
    with pytest.raises(SessionError) as caught:
        read(name, " \n\n")
    assert caught.value.reason is Reason.EMPTY


def test_the_mean_of_five_minutes_goes_before_the_value_of_a_moment() -> None:
    [one] = _records("processors")
    assert (one.used_ratio, one.window_seconds) == (0.1, 300.0)


def test_vrp_8_says_it_in_other_words() -> None:
    text = "System cpu use rate is : 54%\nCpu utilization for five seconds: 54% ;  one minute: 53% ;  five minutes: 29%.\n"
    [one] = _records("processors", text)
    assert (one.used_ratio, one.window_seconds) == (0.29, 300.0)


def test_a_moment_s_value_alone_has_no_window() -> None:
    [one] = _records("processors", "CPU Usage            : 91% Max: 98%\n")
    assert (one.used_ratio, one.window_seconds) == (0.91, None)


def test_two_figures_of_one_processor_mean_that_a_heading_was_lost() -> None:
    with pytest.raises(ParseError):
        _records("processors", HUAWEI["cli.processors.huawei_vrp"] * 2)


@pytest.mark.parametrize("percent", ["101", "1.2.3"])
def test_a_percentage_that_is_none_is_refused(percent: str) -> None:
    with pytest.raises(ParseError):
        _records("memories", f"Memory Using Percentage Is: {percent}%\n")


def test_an_absent_supply_is_absent_and_one_without_mains_has_failed() -> None:
    assert _standings("power_supplies") == {
        "0 PWR1": Standing.OK,
        "0 PWR2": Standing.FAILED,
        "1 PWR1": Standing.ABSENT,
    }


def test_supplies_without_a_slot_column() -> None:
    text = "PowerID  Online  Mode  State\n1        Present  AC    Supply\n2        Present  AC    NoPower\n"
    assert _standings("power_supplies", text) == {"PWR1": Standing.OK, "PWR2": Standing.FAILED}


def test_a_state_that_nobody_knows_is_unknown() -> None:
    text = "PowerID  Online  Mode  State\n1        Present  AC    Wobbling\n"
    assert _standings("power_supplies", text) == {"PWR1": Standing.UNKNOWN}


def test_a_cut_row_is_not_left_out() -> None:
    with pytest.raises(ParseError):
        _records("power_supplies", HUAWEI["cli.power_supplies.huawei_vrp"] + "1       PWR2     Pre")


def test_trays_that_are_registered_but_stand_still_have_failed() -> None:
    text = (
        "FanId FanNum Present Register Speed Mode\n3     [1-2]  YES     YES      40%(1700) AUTO\n"
        "      [1]                   40%\n4     [1-2]  YES     YES      0%   AUTO\n"
        "5     [1-2]  NO      NO       0%   AUTO\n"
    )
    assert _standings("fans", text) == {"FAN3": Standing.OK, "FAN4": Standing.FAILED, "FAN5": Standing.ABSENT}


def test_a_model_without_fans_says_so() -> None:
    with pytest.raises(Absent) as caught:
        _records("fans", "Info: There is no fan on this device.\n")
    assert "no fan" in caught.value.witness


def test_boards_supplies_and_fans_of_one_table_go_their_own_ways() -> None:
    assert _standings("parts") == {"0": Standing.OK, "1": Standing.FAILED}
    text = HUAWEI["cli.parts.huawei_vrp"]
    assert _standings("power_supplies_of_boards", text) == {"0 PWR1": Standing.FAILED, "0 PWR2": Standing.ABSENT}
    with pytest.raises(SessionError) as caught:
        _records("fans_of_boards", text)
    assert caught.value.reason is Reason.NOT_OFFERED


def test_a_type_of_two_words_does_not_move_the_state() -> None:
    text = (
        "CE12800's Device status:\nSlot  Card   Type              Online   Power Register     Alarm     Primary\n"
        "15    -      CMU(MPU 9)        Present  On    Registered   Abnormal  Master\n"
        "16    -      CMU(MPU 10)       Present  Off   Registered   Normal    NA\n"
    )
    assert _standings("parts", text) == {"15": Standing.FAILED, "16": Standing.OFF}


def test_a_temperature_of_zero_is_no_reading() -> None:
    assert [(one.name, one.value, one.high_warn) for one in _records("temperatures")] == [("slot 0", 44.0, 61.0)]


def test_temperatures_by_board_warn_at_major_and_fail_at_fatal() -> None:
    text = (
        "SlotID2 :\n Base-Board, Unit:C, Slot2\nPCB   I2C Addr Chl  Status  Minor Major Fatal Adj_speed Temp\n"
        "                                      TMin Tmax (C)\n-----\n"
        "MPUA  0   1    0    MAJOR   63    71    78    50   60   72\n\n"
        "SlotID31 : No temp sensors.\n"
    )
    [one] = _records("temperatures_plain", text)
    assert isinstance(one, Sensor)
    assert (one.name, one.value, one.high_warn, one.high_critical) == ("slot 2 MPUA 0/1/0", 72.0, 71.0, 78.0)


def test_rates_and_peaks_are_no_counters() -> None:
    port, vlan = _records("interfaces")
    assert isinstance(port, Interface)
    assert isinstance(vlan, Interface)
    counted = port.counters
    assert (counted.in_packets, counted.in_bytes, counted.in_errors, counted.in_discards) == (1000, 64000, 3, 7)
    assert (counted.checksum_errors, counted.out_errors, counted.late_collisions) == (2, 0, 1)
    assert (port.alias, port.speed_bits_per_second, port.duplex, port.type_number) == ("to core", 10**9, "full", 6)
    assert (vlan.state, vlan.is_enabled, vlan.counters.in_errors) == ("down", False, None)


@pytest.mark.parametrize("lost", ["GigabitEthernet0/0/1 current", "Vlanif10 current"])
def test_an_interface_whose_name_was_lost_is_not_mixed_into_another(lost: str) -> None:
    lines = HUAWEI["cli.interfaces.huawei_vrp"].splitlines()
    with pytest.raises(ParseError):
        _records("interfaces", "\n".join(line for line in lines if not line.startswith(lost)))


@pytest.mark.parametrize("words", ["ERROR DOWN(link-flap) (ifindex: 53)", "ERROR DOWN(bpdu-protection)", "ERROR DOWN"])
def test_a_port_that_the_device_took_out_of_service_is_down_and_hides_no_other(words: str) -> None:
    text = HUAWEI["cli.interfaces.huawei_vrp"]
    head = text.splitlines()[0]
    port, other = _records("interfaces", text.replace(head, f"{head.partition(':')[0]}: {words}"))
    assert isinstance(port, Interface)
    assert (port.state, port.is_enabled, other.name) == ("down", True, "Vlanif10")


@pytest.mark.parametrize(
    ("abilities", "is_endpoint"),
    [("bridge router", False), ("bridge telephone", True), ("stationonly", True), ("bridge wlanaccesspoint", False)],
)
def test_a_neighbour_says_what_it_is(abilities: str, is_endpoint: bool) -> None:  # noqa: FBT001 - a row
    own = "System description :S5700\n"
    text = HUAWEI["cli.neighbours.huawei_vrp"].replace(own, f"{own}System capabilities enabled     :{abilities}\n")
    assert [one.is_endpoint for one in _records("neighbours", text)] == [is_endpoint]


def test_temperatures_of_which_none_is_real_are_no_record() -> None:
    text = (
        "Slot  Card  Sensor Status    Current(C) Lower(C) Upper(C)\n1     NA    NA     Normal    0          0        61\n"
    )
    with pytest.raises(SessionError) as caught:
        _records("temperatures", text)
    assert caught.value.reason is Reason.NO_RECORD


def test_the_brief_form_names_a_port_without_its_speed() -> None:
    trunk, member = _records("interfaces_brief")
    assert isinstance(trunk, Interface)
    assert isinstance(member, Interface)
    assert (trunk.type_number, trunk.counters.in_errors) == (161, 46)
    assert (member.name, member.is_enabled) == ("GigabitEthernet0/0/1", False)


def test_a_member_that_does_not_distribute_is_told_and_the_far_end_s_table_is_not_ours() -> None:
    members = {one.port: (one.is_distributing, one.is_defaulted) for one in _records("aggregates")}
    assert members == {"GigabitEthernet0/0/1": (True, False), "GigabitEthernet0/0/2": (False, True)}


def test_members_beyond_the_highest_number_of_active_ones_wait_by_design() -> None:
    text = HUAWEI["cli.aggregates.huawei_vrp"].replace("Max Active-linknumber: 8", "Max Active-linknumber: 1")
    assert [one.is_standby for one in _records("aggregates", text)] == [False, True]


@pytest.mark.parametrize("lost", ["GigabitEthernet0/0/1   Selected", "GigabitEthernet0/0/2   Unselect"])
def test_a_member_that_the_other_table_or_the_count_names_is_missed(lost: str) -> None:
    lines = HUAWEI["cli.aggregates.huawei_vrp"].splitlines()
    with pytest.raises(ParseError):
        _records("aggregates", "\n".join(line for line in lines if not line.startswith(lost)))


def test_no_trunk_at_all_has_its_witness() -> None:
    with pytest.raises(Absent):
        _records("aggregates", "Info: No valid trunk in the system.\n")


def test_a_neighbour_that_was_counted_and_not_told_is_missed() -> None:
    text = HUAWEI["cli.neighbours.huawei_vrp"].replace("has 1 neighbor", "has 2 neighbor")
    with pytest.raises(ParseError):
        _records("neighbours", text)


def test_that_no_port_has_a_neighbour_is_an_answer_and_that_lldp_is_off_is_none() -> None:
    assert _records("neighbours", "GigabitEthernet0/0/1  has 0 neighbor(s)\n") == ()
    with pytest.raises(SessionError) as caught:
        _records("neighbours", "Info: Global LLDP is not enabled.\n")
    assert caught.value.reason is Reason.NO_RECORD


def test_a_peer_that_was_shut_down_is_not_enabled_and_an_as_of_two_numbers_is_one() -> None:
    peers = [(one.state, one.is_enabled, one.remote_as) for one in _records("bgp_peers")]
    assert peers == [("established", True, 64513), ("idle", False, 65537)]


def test_fewer_peers_than_the_device_counts_are_no_answer() -> None:
    lines = HUAWEI["cli.bgp_peers.huawei_vrp"].splitlines()
    with pytest.raises(ParseError):
        _records("bgp_peers", "\n".join(lines[:-1]))


@pytest.mark.parametrize("name", ["ospf_neighbours", "gateway_groups"])
def test_fewer_rows_than_the_device_counts_are_no_answer(name: str) -> None:
    lines = HUAWEI[f"cli.{name}.huawei_vrp"].splitlines()
    with pytest.raises(ParseError):
        _records(name, "\n".join(line for line in lines if "/0/1 " not in line and "Vlanif10" not in line))


def test_two_links_to_one_router_are_two_neighbours() -> None:
    text = HUAWEI["cli.ospf_neighbours.huawei_vrp"].replace("10.0.0.3  ", "10.0.0.2  ")
    names = [one.address for one in _records("ospf_neighbours", text)]
    assert names == ["10.0.0.2 GigabitEthernet0/0/1", "10.0.0.2 GigabitEthernet0/0/2"]


def test_the_root_of_each_instance_is_told_without_the_ports() -> None:
    trees = [(one.instance, one.root, one.is_root, one.changes_count) for one in _records("spanning_trees")]
    assert trees == [("", "10:00:00:e0:fc:65:43:21", False, 3), ("1", "00:00:00:e0:fc:12:34:56", True, None)]


def test_a_switch_without_spanning_tree_says_so() -> None:
    with pytest.raises(Absent):
        _records("spanning_trees", "Protocol Status    :disabled\nProtocol Std.      :IEEE 802.1s\n")


def test_a_value_of_a_dash_is_none_and_a_copper_module_has_none() -> None:
    names = [(one.name, one.quantity.value) for one in _records("module_values")]
    port = "GigabitEthernet0/0/1"
    assert names == [(port, "temperature"), (port, "bias_current"), (f"{port} rx", "optical_power")]


def test_a_dark_module_of_a_port_that_is_down_is_idle() -> None:
    values = read("cli.module_values.huawei_vrp", HUAWEI["cli.module_values.huawei_vrp"])
    ports = read("cli.interfaces.huawei_vrp", HUAWEI["cli.interfaces.huawei_vrp"].replace("state : UP", "state : DOWN"))
    assert isinstance(values, Listing)
    assert isinstance(ports, Listing)
    derive = _derived(optics.COLLECTORS)
    assert {one.is_idle for one in derive(values, ports).records} == {True}
    assert {one.is_idle for one in derive(values, SessionError(Reason.CUT)).records} == {False}


def test_a_table_of_one_module_by_quantity() -> None:
    text = (
        "Port XGigabitEthernet0/0/1 transceiver diagnostic information:\n"
        "Parameter        Current       Low Alarm    High Alarm\n"
        "  Type            Value        Threshold    Threshold    Status\n"
        "-------------   ---------      ---------    ----------   --------\n"
        "RxPower(dBm)    -33.98         -19.79       2.00         abnormal\nCurrent(mA)     45.00  20.00  120.00  normal\n"
    )
    rx, bias = _records("module_values_diagnosis", text)
    assert isinstance(rx, Sensor)
    assert isinstance(bias, Sensor)
    assert (rx.value, rx.low_critical, rx.high_critical) == (-33.98, -19.79, 2.0)
    assert (round(bias.value, 6), bias.port) == (0.045, "XGigabitEthernet0/0/1")


def test_model_version_and_serial_number_become_one() -> None:
    device = read("cli.device.huawei_vrp", HUAWEI["cli.device.huawei_vrp"])
    assert isinstance(device, Device)
    assert device.up_seconds == 3 * 604800 + 86400 + 2 * 3600 + 5 * 60
    software = versions.huawei_software(Answer(HUAWEI["cli.device.huawei_vrp"]))
    serials = versions.huawei_serials(Answer(HUAWEI["cli.serial_numbers.huawei_vrp"]))
    derive = _derived(versions.COLLECTORS)
    assert derive(software, serials) == Made("S5720-28X-SI-AC", "21023500001", "S5720 V200R019C10SPC500")
    assert derive(software, SessionError(Reason.NOT_OFFERED)).serial == ""
    assert serials == SerialNumbers((("slot 0", "21023500001"), ("slot 1", "21023500002")))


def test_log_lines_that_were_counted_and_not_understood_are_unseen() -> None:
    text = HUAWEI["cli.log_lines.huawei_vrp"].replace("Current messages : 2", "Current messages : 4")
    found = read("cli.log_lines.huawei_vrp", text)
    assert isinstance(found, Listing)
    assert found.unseen == (Unseen("", Reason.NOT_UNDERSTOOD, verbatim("2 / 4")),)


def test_a_log_that_is_off_is_no_record_and_an_empty_one_is_an_answer() -> None:
    with pytest.raises(SessionError) as caught:
        _records("log_lines", "Logging buffer configuration and contents : disabled\n")
    assert caught.value.reason is Reason.NO_RECORD
    assert _records("log_lines", "Logging buffer configuration and contents : enabled\nCurrent messages : 0\n") == ()


def test_headings_of_several_words_are_one() -> None:
    assert reading.headings("Slot  Current(C) Lower(C) Lower Resume(C) Auto Min-Speed")[1:] == [
        "current",
        "lower",
        "lowerresume",
        "automin-speed",
    ]


def test_members_of_a_stack_by_their_slot() -> None:
    members = [(one.name, one.role, one.is_ready) for one in _records("stack_members")]
    assert members == [("member 0", "master", True), ("member 1", "standby", True)]


def test_a_switch_that_is_in_no_stack_says_so() -> None:
    with pytest.raises(Absent):
        _records("stack_members", "Info: Stack is not enabled.\n")


@pytest.mark.parametrize("one", [one for one in LINES if isinstance(one, Collector)], ids=lambda one: one.id)
def test_every_command_only_shows_and_has_a_family(one: Collector[Any, Any]) -> None:
    assert isinstance(one.ask, Cli)
    assert is_read_only(one.ask.command)
    assert one.id.endswith(f".{one.ask.families[0]}")
