"""ZXROS's command lines of links, neighbours and stacks: ordinary, faulty and absent things, each trap by name."""

from datetime import datetime
from typing import Any

import pytest

from collectors.base import Answer, Cli, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.sensors import Part, Standing
from collectors.network.lines.versions import zte_device
from collectors.network.lines.zte_stamps import unstamped
from collectors.sessions.cli.refusals import refusal
from config.text import verbatim
from tests.house.line_answers import ZTE, collector, read

_STAMP = "10:20:30 Beijing Wed May 6 2026\n"


def _records(name: str, text: str = "") -> tuple[Any, ...]:
    found = read(name, text or ZTE[name])
    assert isinstance(found, Listing)
    return found.records


@pytest.mark.parametrize("name", sorted(one for one in ZTE if one != "cli.device_time.zte_zxros"))
def test_the_time_above_an_answer_is_no_part_of_it(name: str) -> None:
    assert read(name, _STAMP + ZTE[name]) == read(name, ZTE[name])


def test_a_time_that_is_all_of_the_answer_stays_one() -> None:
    with pytest.raises(SessionError) as caught:
        unstamped(zte_device)(Answer(_STAMP))
    assert caught.value.reason is Reason.EMPTY
    assert read("cli.device_time.zte_zxros", _STAMP) != read("cli.device_time.zte_zxros", ZTE["cli.device_time.zte_zxros"])


@pytest.mark.parametrize(
    "said",
    ["      ^\n%Error 140303: Invalid input detected at '^' marker.\n", "%Error 20200: Invalid input detected at '^'\n"],
)
def test_a_command_that_is_not_known_is_not_offered(said: str) -> None:
    error = refusal(said)
    assert error is not None
    assert error.reason is Reason.NOT_OFFERED


@pytest.mark.parametrize("name", sorted(ZTE))
def test_a_refusal_that_comes_through_is_no_answer(name: str) -> None:
    with pytest.raises((ParseError, SessionError)):
        read(name, "%Error 140303: Invalid command\n")


def test_members_of_a_smartgroup_by_the_state_of_their_port() -> None:
    first, second = _records("cli.aggregates.zte_zxros")
    assert (first.aggregate, first.port, first.is_distributing) == ("smartgroup1", "gei-0/1/0/1", True)
    assert (first.is_defaulted, first.is_expired) == (False, False)
    assert (second.port, second.is_distributing, second.is_defaulted) == ("gei-0/1/0/2", False, True)


def test_a_member_that_is_not_active_distributes_nothing_whatever_its_state_was() -> None:
    text = ZTE["cli.aggregates.zte_zxros"].replace(
        "INACTIVE 30       32768 0x111  0x45", "INACTIVE 30       32768 0x111  0x3d"
    )
    assert [one.is_distributing for one in _records("cli.aggregates.zte_zxros", text)] == [True, False]


def test_a_member_whose_partner_is_silent_has_expired() -> None:
    text = ZTE["cli.aggregates.zte_zxros"].replace("0x3d", "0x8d")
    first = _records("cli.aggregates.zte_zxros", text)[0]
    assert (first.is_distributing, first.is_expired) == (False, True)


def test_flags_apart_from_the_port_and_a_legend_folded_at_the_screen_s_edge() -> None:
    text = (
        "Smartgroup:7\nFlags:     S - Port is requested in Slow LACPDUs   F - Port is requested\nin Fast LACPDUs\n"
        "Actor             Agg        LACPDUs  Port     Oper   Port  RX            Mux\n"
        "Port[Flags]       State      Interval Priority Key    State Machine   Machin\ne\n" + "-" * 80 + "\n"
        "gei-0/2/0/5 [FA*]  ACTIVE     1        32768    0x111  0x3f  CURRENT       COLL\n"
    )
    assert [(one.aggregate, one.port, one.is_distributing) for one in _records("cli.aggregates.zte_zxros", text)] == [
        ("smartgroup7", "gei-0/2/0/5", True)
    ]


def test_the_words_of_older_software() -> None:
    text = "Smartgroup:2\n" + "-" * 60 + "\ngei_1/1  selected 30 32768 0x202 0x3d current distributing\n"
    [one] = _records("cli.aggregates.zte_zxros", text)
    assert (one.port, one.is_distributing) == ("gei_1/1", True)


@pytest.mark.parametrize("lost", ["gei-0/1/0/2[SA]     INACTIVE 30", "gei-0/1/0/2[SA]     WAITING 30 32768 0x1 0x3d X Y"])
def test_a_member_that_is_cut_or_in_a_state_we_do_not_know_is_not_left_out(lost: str) -> None:
    whole = ZTE["cli.aggregates.zte_zxros"]
    with pytest.raises(ParseError):
        read("cli.aggregates.zte_zxros", whole[: whole.index("gei-0/1/0/2")] + lost + "\n")


def test_boxes_of_a_vsc() -> None:
    assert [(one.name, one.role, one.is_ready) for one in _records("cli.stack_members.zte_zxros")] == [
        ("MP 0", "master", None),
        ("MP 1", "slave", None),
    ]


def test_a_vsc_that_lost_its_slave_has_the_master_alone() -> None:
    text = ZTE["cli.stack_members.zte_zxros"].replace("Slave MP         : 1", "Slave MP         : NONE")
    assert [one.role for one in _records("cli.stack_members.zte_zxros", text)] == ["master"]


@pytest.mark.parametrize("line", ["Master MP        : 0\n", "Slave MP         : 1\n"])
def test_a_vsc_without_a_line_of_its_two_is_not_understood(line: str) -> None:
    text = ZTE["cli.stack_members.zte_zxros"].replace(line, "")
    with pytest.raises(ParseError):
        read("cli.stack_members.zte_zxros", text)


def test_a_link_between_the_boxes_that_is_down_has_failed() -> None:
    assert [(one.name, one.part, one.standing) for one in _records("cli.parts.zte_zxros")] == [
        ("VSC group 1 link 0/2/1", Part.STACK, Standing.OK),
        ("VSC group 1 link 0/2/2", Part.STACK, Standing.FAILED),
    ]


def test_a_link_whose_state_no_example_names_is_unknown() -> None:
    text = ZTE["cli.parts.zte_zxros"].replace("ACTIVE   UP  ", "ACTIVE   WAITING")
    assert _records("cli.parts.zte_zxros", text)[0].standing is Standing.UNKNOWN


def test_groups_of_vrrp() -> None:
    assert [(one.port, one.group, one.state, one.address) for one in _records("cli.gateway_groups.zte_zxros")] == [
        ("vlan20", "20", "master", "10.2.0.1"),
        ("vlan30", "30", "initialize", "10.3.0.1"),
    ]


def test_a_group_in_a_state_we_do_not_know_is_not_left_out() -> None:
    with pytest.raises(ParseError):
        read("cli.gateway_groups.zte_zxros", ZTE["cli.gateway_groups.zte_zxros"].replace("Init  ", "Frozen"))


def test_a_heading_without_a_group_tells_that_there_is_none() -> None:
    assert _records("cli.gateway_groups.zte_zxros", ZTE["cli.gateway_groups.zte_zxros"].split("\n")[0] + "\n") == ()


def test_peers_with_two_counters_are_told_by_their_own_as() -> None:
    first, second, third = _records("cli.bgp_peers.zte_zxros")
    assert (first.remote_as, first.state, first.established_seconds, first.is_enabled) == (
        64513,
        "established",
        777600.0,
        True,
    )
    assert (second.remote_as, second.state, second.established_seconds) == (65537, "connect", None)
    assert (third.address, third.remote_as, third.state, third.is_enabled) == ("FD00:9::2", 64515, "idle", None)


def test_a_peer_that_is_cut_is_not_left_out() -> None:
    whole = ZTE["cli.bgp_peers.zte_zxros"]
    with pytest.raises(ParseError):
        read("cli.bgp_peers.zte_zxros", whole[: whole.index("     00:01:02")] + "\n")


def test_ospf_neighbours_below_each_process_without_a_count() -> None:
    text = (
        "            OSPF Router with ID (10.0.0.1) (Process ID 1)\n\n"
        "Neighbor ID     Pri State        DeadTime  Address         Interface\n"
        "10.0.0.2        1   FULL/--      00:00:39  10.1.0.2        smartgroup1\n\n"
        "            OSPF Router with ID (10.0.0.1) (Process ID 20)\n\n"
        "Neighbor ID     Pri State        DeadTime  Address         Interface\n"
        "10.0.0.4        1   INIT/DR      00:00:40  10.2.0.2        smartgroup2\n"
    )
    assert [(one.router_id, one.address, one.state) for one in _records("cli.ospf_neighbours.zte_zxros", text)] == [
        ("10.0.0.2", "10.1.0.2", "full"),
        ("10.0.0.4", "10.2.0.2", "init"),
    ]


def test_entries_with_a_long_value_in_one_piece() -> None:
    first, second = _records("cli.neighbours.zte_zxros")
    assert (first.port, first.chassis, first.remote_port) == ("gei-0/1/0/1", "00:e0:fc:12:34:56", "GigabitEthernet1/0/24")
    assert (first.remote_name, first.address, first.is_endpoint) == ("acc-1", "10.0.0.9", False)
    assert first.remote_description == "Access switch of the second floor, north"
    assert (second.chassis, second.remote_port, second.address) == ("10.0.0.77", "02:00:5e:00:01:02", "")
    assert second.is_endpoint


def test_entries_that_write_the_kind_of_a_name_behind_it() -> None:
    newer = (
        "Local Port: gei-0/1/0/4 | Interface Name\n Group MAC address: Nearest Bridge | Mac Address\n"
        " Chassis ID: 00e0fc123456 | MAC Address\n Peer Port: gei-0/2/0/4 Nearest Bridge | Interface Name\n"
        " System Name: core\n System Capability: Bridge, Router\n"
        " Management Address: IPv4 - 0.0.0.0, ifIndex - 0, OID - Null\n"
    )
    older = (
        "Local Port: gei_1/4\nChassis ID: 00.e0.fc.12.34.56 (MAC Address)\nPort ID: gei_2/4 (Interface Name)\n"
        "System Name: core\n"
    )
    [one], [two] = _records("cli.neighbours.zte_zxros", newer), _records("cli.neighbours.zte_zxros", older)
    assert (one.port, one.chassis, one.remote_port, one.address) == ("gei-0/1/0/4", "00:e0:fc:12:34:56", "gei-0/2/0/4", "")
    assert (two.port, two.chassis, two.remote_port, two.remote_name) == ("gei_1/4", "00:e0:fc:12:34:56", "gei_2/4", "core")


def test_no_entry_at_all_leaves_it_to_the_table_that_counts() -> None:
    with pytest.raises(SessionError) as caught:
        read("cli.neighbours.zte_zxros", "")
    assert caught.value.reason is Reason.NOT_OFFERED
    ask = collector("cli.neighbours.zte_zxros").ask
    assert isinstance(ask, Cli)
    assert ask.may_be_empty
    assert _records("cli.neighbours_brief.zte_zxros", "Total neighbors: 0\n") == ()


def test_an_entry_that_is_cut_is_not_left_out() -> None:
    with pytest.raises(ParseError):
        read("cli.neighbours.zte_zxros", ZTE["cli.neighbours.zte_zxros"].partition("Port ID :0200")[0])


@pytest.mark.parametrize("name", ["cli.neighbours.zte_zxros", "cli.neighbours_brief.zte_zxros"])
def test_that_lldp_does_not_run_is_no_answer_about_neighbours(name: str) -> None:
    with pytest.raises(SessionError) as caught:
        read(name, "LLDP is disabled\n")
    assert caught.value.reason is Reason.NO_RECORD


def test_folded_names_of_the_short_table() -> None:
    first, second = _records("cli.neighbours_brief.zte_zxros")
    assert (first.remote_port, first.remote_name) == ("Ten-GigabitEthernet1/0/24", "acc-of-the-second-floor")
    assert (second.port, second.chassis, second.remote_port) == ("gei-0/1/0/2", "00:e0:fc:12:34:57", "gei-0/1/0/7")


def test_fewer_neighbours_than_are_counted_are_not_all() -> None:
    with pytest.raises(ParseError):
        read("cli.neighbours_brief.zte_zxros", ZTE["cli.neighbours_brief.zte_zxros"].partition("gei-0/1/0/2")[0])


def test_the_count_may_stand_below_the_table() -> None:
    text = ZTE["cli.neighbours_brief.zte_zxros"].replace("Total neighbors: 2\n", "") + "Total neighbors: 2\n"
    assert len(_records("cli.neighbours_brief.zte_zxros", text)) == 2


def test_light_of_every_lane_with_the_module_s_own_limits() -> None:
    found = {one.name: one for one in _records("cli.module_values.zte_zxros")}
    assert found["gei-0/1/0/1 rx"].value == -7.2
    assert (found["gei-0/1/0/1 rx"].low_critical, found["gei-0/1/0/1 rx"].high_critical) == (-28.2, 0.0)
    assert (found["cgei-0/2/0/1 rx lane 2"].value, found["cgei-0/2/0/1 rx lane 2"].low_critical) == (-12.1, -10.6)
    assert "cgei-0/2/0/1 rx lane 3" not in found  # the sum of all lanes


def test_what_reads_n_a_and_what_is_not_there_has_no_light() -> None:
    ports = [one.name for one in _records("cli.module_values.zte_zxros") if one.port.startswith("xgei")]
    assert ports == ["xgei-0/3/0/1 tx"]


def test_the_form_with_fewer_columns_and_one_with_the_count_of_lanes() -> None:
    text = (
        "Interface Type Wavelength RxPower(dBm) TxPower(dBm) Status\n"
        "xgei-0/1/1/3 10G-10km-SFP+ 1310nm -8.2/[-14.4,0.5] -2.1/[-8.2,0.5] Normal\n"
        "cdgei-0/1/0/1     400G-10km-QSFP-DD 8X  1310nm  N/A/[-9.0,6.1]        0.9/[-2.7,6.1]        Unknown   Unknown\n"
        "                                                                      7.1\n"
    )
    assert [(one.name, one.value) for one in _records("cli.module_values.zte_zxros", text)] == [
        ("xgei-0/1/1/3 rx", -8.2),
        ("xgei-0/1/1/3 tx", -2.1),
        ("cdgei-0/1/0/1 tx", 0.9),
    ]


@pytest.mark.parametrize("row", ["gei-0/3/0/2\n", "gei-0/1/0/9  1G-10km-SFP  1310nm  -7.2/[-28.2,0.0]\n"])
def test_a_module_that_is_cut_is_not_left_out(row: str) -> None:
    head = ZTE["cli.module_values.zte_zxros"].split("\n")[0]
    with pytest.raises(ParseError):
        read("cli.module_values.zte_zxros", f"{head}\n{row}")
    with pytest.raises(ParseError):
        read("cli.module_values.zte_zxros", f"{head}\n")


def test_alarms_with_their_folded_words_by_the_severities_of_syslog() -> None:
    found = _records("cli.log_lines.zte_zxros")
    assert [(one.module, one.mnemonic, one.severity) for one in found] == [
        ("BFD", "300501", 4),
        ("ENV", "66001", 2),
        ("ENV", "66001", 6),  # cleared: nothing need be done
        ("ARP", "50405", 5),
    ]
    assert found[0].text.endswith("Protocol:INSTANCE , multiHop,VpnId:0,Local/Peer:10.0.1.1/10.0.1.2")
    assert found[0].at == datetime(2026, 5, 6, 12, 1, 25)  # noqa: DTZ001 - a device's own local time
    assert found[2].text == "cleared: Fan 2 is abnormal"


def test_an_alarm_of_older_software_has_a_zone_and_no_number() -> None:
    text = "An alarm 67 level 5 occurred at 02:01:20 01/28/2026 UTC sent by UPC(MPU) 2 %ENVIRONMENT% SFC Panel 1 is cold\n"
    [one] = _records("cli.log_lines.zte_zxros", text)
    assert (one.module, one.mnemonic, one.severity, one.text) == ("ENVIRONMENT", "67", 4, "SFC Panel 1 is cold")


def test_an_alarm_that_is_cut_is_counted_and_not_left_out() -> None:
    whole = ZTE["cli.log_lines.zte_zxros"]
    found = read("cli.log_lines.zte_zxros", whole[: whole.index(" sent by MPU-0-20-3")] + "\n")
    assert isinstance(found, Listing)
    assert len(found.records) == 3
    assert [(one.reason, one.detail) for one in found.unseen] == [(Reason.NOT_UNDERSTOOD, verbatim("1 / 4"))]


def test_a_date_that_is_none_is_no_time() -> None:
    [one] = _records("cli.log_lines.zte_zxros", "An alarm 1 ID 1 level 8 occurred at 25:00:00 13-40-2026 sent by X %A% b\n")
    assert (one.at, one.severity) == (None, 7)
