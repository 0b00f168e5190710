"""Checks of ports, links, neighbours and routing, of restarts and configurations: limits, and each trap by its name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checks.base import Against, Change, Check, Confirmed, Exhibit, Finding, Level, Scene, Then
from checks.network.aggregated_links import AGGREGATED_LINKS
from checks.network.bgp_peers import BGP_PEERS_CHECK
from checks.network.configuration_change import CONFIGURATION_CHANGE
from checks.network.gateway_groups import GATEWAY_GROUPS_CHECK
from checks.network.identity_change import IDENTITY_CHANGE
from checks.network.management_security import MANAGEMENT_SECURITY
from checks.network.missing_parts import MISSING_PARTS
from checks.network.neighbour_state import NEIGHBOUR_STATE
from checks.network.ospf_neighbours import OSPF_NEIGHBOURS_CHECK
from checks.network.port_error_growth import PORT_ERROR_GROWTH
from checks.network.port_errors import PORT_ERRORS
from checks.network.port_state import PORT_STATE
from checks.network.port_utilisation import PORT_UTILISATION
from checks.network.reachability import REACHABILITY
from checks.network.restart import RESTART
from checks.network.spanning_tree import SPANNING_TREE
from checks.network.stack_members import STACK_MEMBERS_CHECK
from checks.network.unsaved_configuration import UNSAVED_CONFIGURATION
from collectors.base import Absent, Listing, Reason, SessionError
from collectors.facts.devices.configuration import Configuration, Saved
from collectors.facts.devices.device import Device, Made
from collectors.facts.devices.inventory import Inventory
from collectors.facts.devices.ports import Counters, Interface
from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.facts.devices.since_start import SinceStart
from collectors.facts.devices.topology import (
    AggregateMember,
    BgpPeer,
    GatewayGroup,
    Neighbour,
    OspfNeighbour,
    SpanningTree,
    StackMember,
)
from collectors.facts.devices.ways import Way
from collectors.network import inventory, measured_links
from config.limits import Layered
from config.text import render

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DAYS = timedelta(days=90)
SCENE = Scene(at=NOW)
BEFORE = NOW - DAYS
LONG = DAYS.total_seconds()


def sorted_out(said: Sequence[Finding | Exhibit]) -> dict[str, Level]:
    found = [one for one in said if isinstance(one, Finding)]
    assert len({one.subject for one in found}) == len(found)
    return {one.subject: one.level for one in found}


def levels(check: Check[Any, Any], facts: object) -> dict[str, Level]:
    return sorted_out(list(check.judge(facts, Layered(check.limits), SCENE)))


def against(check: Against[Any, Any], facts: object, then: object = None) -> dict[str, Level]:
    confirmed = Confirmed(then, BEFORE, "王工", BEFORE) if then is not None else None
    return sorted_out(list(check.judge(facts, confirmed, Layered(check.limits), SCENE)))


def changed(check: Change[Any, Any], facts: object, then: object) -> dict[str, Level]:
    return sorted_out(list(check.judge(facts, Then(then, BEFORE), Layered(check.limits), SCENE)))


def listed(*records: object) -> Listing[Any]:
    return Listing(records)


# --- ports


GIGABIT = 10**9
PORT = Interface("GE0/0/1", "", "", 1, 6, is_enabled=True, state="up", speed_bits_per_second=GIGABIT)
DOWN = replace(PORT, state="down")
ALL = "ports"


def test_before_a_baseline_nothing_that_is_down_is_a_fault() -> None:
    assert against(PORT_STATE, listed(PORT, replace(DOWN, name="GE0/0/2"))) == {ALL: Level.NOTICE}


def test_a_port_that_was_described_and_is_down_is_a_notice_before_a_baseline() -> None:
    assert against(PORT_STATE, listed(replace(DOWN, alias="to core-2")))[PORT.name] is Level.NOTICE


@pytest.mark.parametrize("alias", ["GE0/0/1", "HUAWEI, AR Series, GE0/0/1 Interface", "GE0/0/1 Interface", " "])
def test_a_makers_default_description_is_none(alias: str) -> None:
    assert against(PORT_STATE, listed(replace(DOWN, alias=alias))) == {ALL: Level.NOTICE}


def test_a_description_that_holds_the_number_of_a_port_is_one() -> None:
    assert against(PORT_STATE, listed(replace(DOWN, name="1", alias="uplink 1 of the interface card")))["1"] is Level.NOTICE


@pytest.mark.parametrize(
    ("now", "level"),
    [
        (PORT, None),
        (DOWN, Level.CRITICAL),
        (replace(DOWN, state="notPresent"), Level.CRITICAL),
        (replace(DOWN, state="lowerLayerDown"), Level.CRITICAL),
        (replace(DOWN, is_enabled=False), Level.WARN),
        (replace(DOWN, state="dormant"), Level.WARN),
        (replace(DOWN, state=""), Level.UNKNOWN),
        (replace(DOWN, state="unknown"), Level.UNKNOWN),
    ],
)
def test_a_port_that_was_up_when_the_baseline_was_confirmed(now: Interface, level: Level | None) -> None:
    assert against(PORT_STATE, listed(now), listed(PORT)).get(PORT.name) is level


def test_a_port_that_was_down_on_that_day_is_no_fault() -> None:
    assert against(PORT_STATE, listed(DOWN), listed(DOWN)) == {ALL: Level.OK}
    assert against(PORT_STATE, listed(PORT), listed(DOWN))[PORT.name] is Level.OK


def test_a_board_that_is_gone_takes_its_ports_along() -> None:
    board = replace(PORT, name="GE3/0/1")
    assert against(PORT_STATE, listed(PORT), listed(PORT, board))["GE3/0/1"] is Level.CRITICAL
    assert against(PORT_STATE, listed(), listed(board))["GE3/0/1"] is Level.CRITICAL


def test_a_port_of_the_baseline_is_judged_though_the_device_calls_it_no_port_today() -> None:
    """With one port that says so the connectors of all count, after an upgrade perhaps for the first time."""
    down, other = replace(DOWN, has_connector=False), replace(PORT, name="mgmt", has_connector=True)
    assert against(PORT_STATE, listed(down, other), listed(PORT))[PORT.name] is Level.CRITICAL


def test_a_restart_that_renumbers_ifindex_changes_nothing() -> None:
    assert against(PORT_STATE, listed(replace(PORT, index=77)), listed(PORT)) == {ALL: Level.OK}


@pytest.mark.parametrize("name", ["Vlanif10", "LoopBack0", "vethab12cd3", "docker0", "br-ab12", "virbr0", "GE0/0/1.100"])
def test_what_no_cable_belongs_into_is_not_judged(name: str) -> None:
    other = replace(PORT, name=name, index=9)
    assert against(PORT_STATE, listed(PORT), listed(PORT, other)) == {ALL: Level.OK}


def test_a_port_with_dots_in_its_name_is_no_sub_interface() -> None:
    dotted = replace(PORT, name="port1.0.1")
    assert against(PORT_STATE, listed(replace(dotted, state="down")), listed(dotted))["port1.0.1"] is Level.CRITICAL


def test_a_port_without_a_connector_is_none_where_the_device_tells_connectors() -> None:
    plug, none = replace(PORT, has_connector=True), replace(DOWN, name="filter 1", has_connector=False)
    up = replace(none, state="up")
    assert against(PORT_STATE, listed(plug, none), listed(plug, up)) == {ALL: Level.OK}
    assert against(PORT_STATE, listed(none), listed(up))["filter 1"] is Level.CRITICAL  # it says so of every port


def test_an_aggregate_is_judged_as_a_port() -> None:
    trunk = replace(PORT, name="Eth-Trunk1", type_number=161)
    assert (
        against(PORT_STATE, listed(replace(trunk, state="lowerLayerDown")), listed(trunk))["Eth-Trunk1"] is Level.CRITICAL
    )


# --- errors


def counted(in_errors: int | None, in_packets: int | None, **more: Any) -> Interface:  # noqa: ANN401 - fields of Counters
    return replace(PORT, counters=Counters(in_errors=in_errors, in_packets=in_packets, out_errors=0, out_packets=0, **more))


@pytest.mark.parametrize(
    ("errors", "packets", "level"),
    [
        (99, 999_901, Level.OK),
        (100, 999_900, Level.NOTICE),
        (1000, 999_000, Level.WARN),
        (10, 99_990, Level.NOTICE),
        (9, 99_990, Level.OK),
        (99_999, 0, Level.OK),
        (100_000, 0, Level.WARN),
    ],
)
def test_errors_since_years_are_a_warning_at_most(errors: int, packets: int, level: Level) -> None:
    assert levels(PORT_ERRORS, listed(counted(errors, packets))).get(PORT.name, Level.OK) is level


def test_errors_within_the_two_samples_have_their_full_level() -> None:
    now = counted(4000, 2_000_000)
    earlier = Counters(in_errors=1000, in_packets=1_500_000, out_errors=0, out_packets=0)
    at_once = replace(now, earlier=earlier, window_seconds=10.0)
    assert levels(PORT_ERRORS, listed(at_once))[PORT.name] is Level.CRITICAL
    began_anew = replace(now, earlier=replace(earlier, in_errors=5000), window_seconds=10.0)
    assert levels(PORT_ERRORS, listed(began_anew))[PORT.name] is Level.WARN


def test_errors_of_packets_that_nobody_counts_are_not_called_clean() -> None:
    assert levels(PORT_ERRORS, listed(counted(10, None)))[PORT.name] is Level.UNKNOWN
    assert levels(PORT_ERRORS, listed(counted(9, None))) == {ALL: Level.OK}


def test_a_device_that_counts_no_errors_is_not_inspected() -> None:
    assert levels(PORT_ERRORS, listed(PORT)) == {"": Level.UNKNOWN}


def test_discards_are_congestion_and_a_notice() -> None:
    assert levels(PORT_ERRORS, listed(counted(0, 99_000, in_discards=1_000)))[ALL] is Level.OK
    assert levels(PORT_ERRORS, listed(counted(0, 100_000, in_discards=2_000)))[PORT.name] is Level.NOTICE


def test_late_collisions_point_at_the_duplex() -> None:
    assert levels(PORT_ERRORS, listed(counted(0, 0, late_collisions=1)))[PORT.name] is Level.NOTICE


def grew(errors: int, packets: int, checksums: int = 0, epoch: str = "") -> dict[str, Level]:
    old = replace(counted(0, 0, checksum_errors=0), discontinuity="7")
    new = replace(counted(errors, packets, checksum_errors=checksums), discontinuity=epoch or "7")
    return changed(PORT_ERROR_GROWTH, listed(new), listed(old))


@pytest.mark.parametrize(
    ("errors", "level"), [(99, Level.OK), (100, Level.WARN), (999, Level.WARN), (1000, Level.CRITICAL)]
)
def test_growth_of_errors_at_its_limits(errors: int, level: Level) -> None:
    assert grew(errors, 1_000_000 - errors).get(PORT.name, Level.OK) is level


def test_of_few_packets_a_ratio_says_nothing() -> None:
    assert grew(50, 99_949) == {ALL: Level.OK}


def test_wrong_checksums_are_counted_by_the_day() -> None:
    assert grew(0, 10**9, checksums=8999) == {ALL: Level.OK}
    assert grew(0, 10**9, checksums=9000)[PORT.name] is Level.WARN


def test_counters_that_began_anew_are_not_called_quiet() -> None:
    assert grew(10**6, 10**6, epoch="8") == {"": Level.UNKNOWN}
    back = changed(PORT_ERROR_GROWTH, listed(counted(1, 9)), listed(counted(2, 10)))
    assert back == {"": Level.UNKNOWN}


def test_an_error_counter_that_wrapped_is_not_called_no_growth() -> None:
    wrapped = changed(PORT_ERROR_GROWTH, listed(counted(1, 10**9)), listed(counted(2**32 - 1, 10)))
    assert wrapped == {PORT.name: Level.UNKNOWN}


# --- use of links


def used(octets: int, seconds: float = 10.0, **more: Any) -> Interface:  # noqa: ANN401 - fields of Interface
    now, before = Counters(in_bytes=octets, out_bytes=0, is_64_bit=True), Counters(in_bytes=0, out_bytes=0)
    return replace(PORT, counters=now, earlier=before, window_seconds=seconds, **more)


@pytest.mark.parametrize(("share", "level"), [(0.799, None), (0.8, Level.NOTICE), (1.5, Level.NOTICE)])
def test_a_link_that_is_nearly_full_for_seconds_is_a_notice(share: float, level: Level | None) -> None:
    assert levels(PORT_UTILISATION, listed(used(int(share * GIGABIT / 8 * 10)))).get(PORT.name) is level


def test_less_bandwidth_that_was_bought_is_what_counts() -> None:
    limits = replace(PORT_UTILISATION.limits, bandwidth_bits_per_second=10**8)
    port = used(10**8 * 10 // 8)
    assert sorted_out(list(PORT_UTILISATION.judge(listed(port), Layered(limits), SCENE)))[PORT.name] is Level.NOTICE


@pytest.mark.parametrize(
    ("alias", "level"),
    [
        ("to ISP bw=100M", Level.NOTICE),
        ("BW=100m", Level.NOTICE),
        ("bw = 100 Mbps (leased)", Level.NOTICE),
        ("bw=0.1G", Level.NOTICE),
        ("专线 bw：100M", Level.NOTICE),
        ("bw=101M", None),
        ("bw=1G", None),
        ("bw=40G", None),
        ("xbw=100M", None),
        ("bw=100MHz band", None),
        ("bw=100", None),
    ],
)
def test_a_link_is_measured_against_the_bandwidth_that_its_description_names(alias: str, level: Level | None) -> None:
    port = used(8 * 10**7 * 10 // 8, alias=alias)  # 80 Mbit/s
    assert levels(PORT_UTILISATION, listed(port)).get(PORT.name) is level


def test_the_finding_says_against_what_it_was_measured() -> None:
    found = list(PORT_UTILISATION.judge(listed(used(10**8, alias="bw=50M")), Layered(PORT_UTILISATION.limits), SCENE))
    said = next(one for one in found if isinstance(one, Finding) and one.subject == PORT.name)
    assert "50 Mbit/s" in render(said.summary, "en")


def test_what_the_operator_set_goes_before_the_description() -> None:
    limits = replace(PORT_UTILISATION.limits, bandwidth_bits_per_second=10**9)
    found = PORT_UTILISATION.judge(listed(used(10**8, alias="bw=100M")), Layered(limits), SCENE)
    assert PORT.name not in sorted_out(list(found))


AGGREGATE = replace(used(10**9), name="Eth-Trunk1", type_number=161, speed_bits_per_second=0)
MEMBERS = tuple(AggregateMember("Eth-Trunk1", f"GE0/0/{number}", is_distributing=True) for number in (1, 2))
SECOND = replace(PORT, name="GE0/0/2")


@pytest.mark.parametrize(
    ("told", "members", "speed"),
    [
        (0, MEMBERS, 2 * GIGABIT),
        (2**32 - 1, MEMBERS, 2 * GIGABIT),
        (10**8, MEMBERS, 2 * GIGABIT),
        (2 * GIGABIT, MEMBERS, 2 * GIGABIT),
        (4 * GIGABIT, MEMBERS, 4 * GIGABIT),
        (0, (MEMBERS[0], replace(MEMBERS[1], is_distributing=False)), GIGABIT),
        (0, (MEMBERS[0], replace(MEMBERS[1], is_standby=True)), GIGABIT),
        (0, (MEMBERS[0], replace(MEMBERS[1], port="unknown")), 0),
        (0, (), 0),
    ],
)
def test_an_aggregate_without_a_speed_has_that_of_its_members(
    told: int, members: tuple[AggregateMember, ...], speed: int
) -> None:
    ports = listed(replace(AGGREGATE, speed_bits_per_second=told), PORT, SECOND)
    made = measured_links.derive(ports, listed(*members))
    assert {one.name: one.speed_bits_per_second for one in made.records}["Eth-Trunk1"] == speed


def test_ports_are_measured_where_aggregates_are_not_told() -> None:
    ports = listed(AGGREGATE, PORT)
    assert measured_links.derive(ports, SessionError(Reason.NOT_OFFERED)) is ports
    assert measured_links.derive(ports, Absent("none")) is ports
    late = measured_links.derive(ports, SessionError(Reason.TIMEOUT))
    assert [(one.subject, one.reason) for one in late.unseen] == [("Eth-Trunk1", Reason.TIMEOUT)]
    with pytest.raises(SessionError):
        measured_links.derive(SessionError(Reason.TIMEOUT), listed())


@pytest.mark.parametrize(
    "port",
    [
        replace(PORT, counters=Counters(in_bytes=1)),
        used(10, speed_bits_per_second=0),
        used(10, seconds=0.0),
        replace(used(10, seconds=31.0), counters=Counters(in_bytes=10, out_bytes=0)),
    ],
    ids=["one sample", "no speed", "no time between", "32 bits may have wrapped"],
)
def test_a_link_that_cannot_be_measured_is_not_inspected(port: Interface) -> None:
    assert levels(PORT_UTILISATION, listed(port)) == {"": Level.UNKNOWN}


def test_where_no_port_is_up_there_is_no_use() -> None:
    assert levels(PORT_UTILISATION, listed(DOWN)) == {"": Level.ABSENT}


# --- aggregated links


ON = AggregateMember("Po1", "Gi1", is_distributing=True, is_defaulted=False, is_expired=False)
OUT = replace(ON, port="Gi2", is_distributing=False)


@pytest.mark.parametrize(
    ("members", "level"),
    [
        ((ON, replace(ON, port="Gi2")), Level.OK),
        ((ON, OUT), Level.WARN),
        ((ON, replace(ON, port="Gi2", is_expired=True)), Level.WARN),
        ((ON, replace(ON, port="Gi2", is_defaulted=True)), Level.WARN),
        ((replace(OUT, port="Gi1"), OUT), Level.CRITICAL),
        ((ON, replace(OUT, is_standby=True)), Level.NOTICE),
        ((replace(OUT, port="Gi1"), replace(OUT, is_standby=True)), Level.CRITICAL),
        ((replace(OUT, is_standby=True),), Level.WARN),
        ((ON, replace(ON, port="Gi2", is_distributing=None)), Level.UNKNOWN),
        ((replace(OUT, is_shut=True),), Level.OK),
    ],
)
def test_members_of_an_aggregated_link(members: tuple[AggregateMember, ...], level: Level) -> None:
    assert levels(AGGREGATED_LINKS, listed(*members)) == {"Po1": level}


# --- BGP, OSPF, gateways


PEER = BgpPeer("192.0.2.1", 65001, "established", is_enabled=True, established_seconds=86400.0, transitions_count=3)


@pytest.mark.parametrize(
    ("peer", "level"),
    [
        (PEER, Level.OK),
        (replace(PEER, established_seconds=86399.0), Level.WARN),
        (replace(PEER, state="active"), Level.CRITICAL),
        (replace(PEER, state="idle", is_enabled=False), Level.OK),
        (replace(PEER, state="idle", is_enabled=None), Level.WARN),
        (replace(PEER, state=""), Level.UNKNOWN),
    ],
)
def test_a_bgp_neighbour(peer: BgpPeer, level: Level) -> None:
    assert levels(BGP_PEERS_CHECK, SinceStart(listed(peer), LONG)) == {"192.0.2.1": level}


@pytest.mark.parametrize(
    ("up", "level"),
    [
        (None, Level.WARN),
        (LONG, Level.WARN),
        (3600.0 + 1801.0, Level.WARN),
        (3600.0 + 1800.0, Level.OK),
        (3600.0, Level.OK),
    ],
)
def test_a_session_that_began_with_the_device_is_not_young(up: float | None, level: Level) -> None:
    young = listed(replace(PEER, established_seconds=3600.0))
    assert levels(BGP_PEERS_CHECK, SinceStart(young, up)) == {"192.0.2.1": level}


def test_a_young_session_is_not_judged_where_the_answer_on_the_start_was_lost() -> None:
    young = listed(replace(PEER, established_seconds=3600.0))
    assert levels(BGP_PEERS_CHECK, SinceStart(young, None, is_start_lost=True)) == {"192.0.2.1": Level.UNKNOWN}


def test_one_address_in_two_instances_is_two_neighbours() -> None:
    vpn = replace(PEER, instance="vpn-a", state="idle")
    both = SinceStart(listed(PEER, vpn), LONG)
    assert levels(BGP_PEERS_CHECK, both) == {"192.0.2.1": Level.OK, "vpn-a 192.0.2.1": Level.CRITICAL}


ROUTER = OspfNeighbour("192.0.2.9", "192.0.2.1", "full", 5)


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("full", Level.OK),
        ("twoWay", Level.OK),
        ("exchangeStart", Level.CRITICAL),
        ("init", Level.CRITICAL),
        ("", Level.UNKNOWN),
    ],
)
def test_an_ospf_neighbour_two_way_is_normal(state: str, level: Level) -> None:
    assert against(OSPF_NEIGHBOURS_CHECK, listed(replace(ROUTER, state=state))) == {"192.0.2.1": level}


def test_an_ospf_neighbour_that_is_gone_is_told_by_the_baseline_only() -> None:
    assert against(OSPF_NEIGHBOURS_CHECK, listed()) == {"": Level.ABSENT}
    assert against(OSPF_NEIGHBOURS_CHECK, listed(), listed(ROUTER)) == {"192.0.2.1": Level.CRITICAL}
    assert against(OSPF_NEIGHBOURS_CHECK, listed(), listed(replace(ROUTER, state="init"))) == {"": Level.ABSENT}


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("master", Level.OK),
        ("Backup", Level.OK),
        ("listen", Level.OK),
        ("initialize", Level.WARN),
        ("", Level.UNKNOWN),
    ],
)
def test_a_gateway_group_as_one_device_sees_it(state: str, level: Level) -> None:
    assert levels(GATEWAY_GROUPS_CHECK, listed(GatewayGroup("vrrp", "Vlanif10", "1", state))) == {"vrrp Vlanif10 1": level}


def test_a_pair_whose_configuration_is_not_synchronised() -> None:
    group = GatewayGroup("ha", "", "core", "master", is_synchronised=False)
    assert levels(GATEWAY_GROUPS_CHECK, listed(group)) == {"ha core": Level.WARN}


# --- what a baseline tells


def member(role: str, *, is_ready: bool | None = True) -> StackMember:
    return StackMember("member 2", role, is_ready)


def test_a_stack_member_that_is_gone_and_one_that_took_over() -> None:
    assert against(STACK_MEMBERS_CHECK, listed(), listed(member("slave"))) == {"member 2": Level.CRITICAL}
    assert against(STACK_MEMBERS_CHECK, listed(member("master")), listed(member("slave"))) == {"member 2": Level.NOTICE}
    assert against(STACK_MEMBERS_CHECK, listed(member("slave", is_ready=False))) == {"member 2": Level.CRITICAL}
    assert against(STACK_MEMBERS_CHECK, listed(member("", is_ready=None))) == {"member 2": Level.UNKNOWN}
    assert against(STACK_MEMBERS_CHECK, listed(member("slave"))) == {"member 2": Level.OK}


CORE = Neighbour("GE0/0/1", "00:11:22:33:44:55", "GE0/0/24", "core-2")
PHONE = Neighbour("GE0/0/1", "00:11:22:00:00:01", "1", "phone", is_endpoint=True)
REST = "neighbours"


def test_before_a_baseline_nobody_knows_which_neighbours_belong_there() -> None:
    assert against(NEIGHBOUR_STATE, listed(CORE)) == {REST: Level.NOTICE}


@pytest.mark.parametrize(
    ("now", "level"),
    [
        ((CORE,), None),
        ((replace(CORE, remote_description="another version"),), None),
        ((replace(CORE, remote_port="GE0/0/23"),), Level.WARN),
        ((replace(CORE, chassis="00:11:22:33:44:66", remote_name="core-3"),), Level.WARN),
        ((), Level.WARN),
        ((CORE, PHONE), Level.NOTICE),
    ],
)
def test_a_port_whose_neighbour_is_another(now: tuple[Neighbour, ...], level: Level | None) -> None:
    assert against(NEIGHBOUR_STATE, listed(*now), listed(CORE)).get("GE0/0/1") is level


def test_two_neighbours_of_one_port_in_another_order_are_the_same() -> None:
    assert against(NEIGHBOUR_STATE, listed(CORE, PHONE), listed(PHONE, CORE)) == {REST: Level.OK}


def test_a_telephone_that_left_is_a_notice() -> None:
    assert against(NEIGHBOUR_STATE, listed(CORE), listed(CORE, PHONE))["GE0/0/1"] is Level.NOTICE


TREE = SpanningTree("", "80:00:00:11:22:33:44:55", "GE0/0/1", is_root=False, changes_count=3, last_change_seconds=9e6)


def test_another_root_bridge_than_in_the_baseline_is_critical() -> None:
    other = replace(TREE, root="40:00:00:11:22:33:44:66")
    assert against(SPANNING_TREE, listed(other), listed(TREE)) == {"root": Level.CRITICAL}
    assert against(SPANNING_TREE, listed(other)) == {"root": Level.OK}
    assert against(SPANNING_TREE, listed(), listed(TREE)) == {"root": Level.WARN}


def test_a_topology_that_changes_again_and_again_is_a_notice() -> None:
    restless = replace(TREE, changes_count=11, last_change_seconds=3599.0)
    assert against(SPANNING_TREE, listed(restless), listed(TREE)) == {"root": Level.NOTICE}
    calm = replace(restless, last_change_seconds=3600.0)
    assert against(SPANNING_TREE, listed(calm), listed(TREE)) == {"root": Level.OK}


HAD = Inventory(("power PWR1", "power PWR2", "fan FAN1", "optics XGE1"))


def test_a_supply_that_was_pulled_out_is_in_no_table_any_more() -> None:
    found = against(MISSING_PARTS, Inventory(("power PWR1", "fan FAN1")), HAD)
    assert found == {"power PWR2": Level.CRITICAL, "optics XGE1": Level.WARN, "parts": Level.OK}


def test_parts_whose_table_was_not_told_are_not_missing() -> None:
    now = Inventory(("fan FAN1", "optics XGE1"), untold=("power",))
    found = against(MISSING_PARTS, now, HAD)
    assert (found["power PWR1"], found["power PWR2"]) == (Level.UNKNOWN, Level.UNKNOWN)


def test_a_part_that_is_called_longer_since_a_second_one_is_there_is_not_gone() -> None:
    """What holds it stands in its name as soon as two are called the same: a member was added to a stack."""
    now = Inventory(("power slot 1 PWR1", "power slot 2 PWR1", "power PWR2", "fan FAN1 7", "fan FAN1 9", "optics XGE1"))
    assert against(MISSING_PARTS, now, HAD) == {"new": Level.NOTICE, "parts": Level.OK}
    other = Inventory(("power PWR2", "fan slot 2 PWR1", "fan FAN1", "optics XGE1"))
    assert against(MISSING_PARTS, other, HAD)["power PWR1"] is Level.CRITICAL


def test_new_parts_are_one_notice() -> None:
    assert against(MISSING_PARTS, Inventory((*HAD.present, "fan FAN2", "fan FAN3")), HAD)["new"] is Level.NOTICE


def test_an_inventory_says_which_table_was_not_seen() -> None:
    fans = listed(Component("FAN1", Part.FAN, Standing.OK, "ok"), Component("FAN2", Part.FAN, Standing.ABSENT, "absent"))
    late = inventory.derive(SessionError(Reason.TIMEOUT), fans, SessionError(Reason.NOT_OFFERED))
    assert (late.present, late.untold) == (("fan FAN1",), ("power", "others"))
    assert [one.reason for one in late.unseen] == [Reason.TIMEOUT]
    with pytest.raises(SessionError):
        inventory.derive(SessionError(Reason.TIMEOUT), SessionError(Reason.TIMEOUT), Absent("x"))


# --- restarts, identity


def device(up: float | None, boots: int | None = None, ticks: float | None = None) -> Device:
    return Device("1.3.6.1.4.1.9.1.1", "sw", "", "", "", up, up if ticks is None else ticks, boots)


@pytest.mark.parametrize(
    ("now", "then", "level"),
    [
        (device(LONG * 2, 3), device(LONG, 3), Level.OK),
        (device(100.0, 4), device(LONG, 3), Level.WARN),
        (device(100.0, 3), device(LONG, 3), Level.WARN),
        (device(100.0, 4, LONG * 2), device(LONG, 3), Level.NOTICE),
        (device(100.0), device(LONG), Level.WARN),
        (device(LONG + 1.0), device(1.0), Level.OK),
        (device(None), device(LONG), Level.UNKNOWN),
    ],
    ids=["runs on", "boots", "boots that are not kept", "agent alone", "no boots", "since then", "untold"],
)
def test_a_restart(now: Device, then: Device, level: Level) -> None:
    assert changed(RESTART, now, then) == {"": level}


def test_sysuptime_begins_anew_after_497_days_without_any_restart() -> None:
    turn = 2**32 / 100
    then = turn - LONG / 2
    assert changed(RESTART, device(LONG / 2), device(then)) == {"": Level.OK}
    assert changed(RESTART, device(LONG / 2 + 30), device(then)) == {"": Level.OK}
    assert changed(RESTART, device(LONG / 4), device(then)) == {"": Level.WARN}


def test_another_serial_number_is_a_warning_and_another_version_a_notice() -> None:
    then = Made("S5735", "2102", "V200R019")
    assert changed(IDENTITY_CHANGE, then, then) == dict.fromkeys(("serial", "model", "version"), Level.OK)
    now = changed(IDENTITY_CHANGE, Made("S5735", "2103", "V200R021"), then)
    assert now == {"serial": Level.WARN, "model": Level.OK, "version": Level.NOTICE}
    assert changed(IDENTITY_CHANGE, Made("", "", "1"), Made("", "", "")) == {"": Level.UNKNOWN}


def test_a_serial_number_that_is_not_told_any_more_does_not_vanish() -> None:
    now = changed(IDENTITY_CHANGE, Made("", "", "1"), Made("S5735", "2102", ""))
    assert now == {"serial": Level.UNKNOWN, "model": Level.UNKNOWN}


# --- configurations


def test_lines_that_came_and_went_are_a_notice() -> None:
    then = Configuration("huawei_vrp", ("sysname a", "vlan 10"))
    assert changed(CONFIGURATION_CHANGE, then, then) == {"": Level.OK}
    assert changed(CONFIGURATION_CHANGE, replace(then, lines=("sysname b", "vlan 10")), then) == {"": Level.NOTICE}


@pytest.mark.parametrize("line", ["-- only for staff --", "-----BEGIN CERTIFICATE-----", "++ x"])
def test_a_line_that_looks_like_the_heading_of_a_difference_is_seen(line: str) -> None:
    without, with_it = Configuration("cisco_ios", ("hostname a",)), Configuration("cisco_ios", ("hostname a", line))
    assert changed(CONFIGURATION_CHANGE, without, with_it) == {"": Level.NOTICE}
    assert changed(CONFIGURATION_CHANGE, with_it, without) == {"": Level.NOTICE}


@pytest.mark.parametrize(
    ("saved", "level"),
    [
        (Saved(), Level.OK),
        (Saved(only_running=("vlan 10",)), Level.WARN),
        (Saved(only_saved=("vlan 10",)), Level.WARN),
        (Saved(moved=("access-list 101 permit ip any any",)), Level.WARN),
        (Saved(changed_ago_seconds=100.0, saved_ago_seconds=105.0), Level.OK),
        (Saved(changed_ago_seconds=100.0, saved_ago_seconds=106.0), Level.WARN),
        (Saved(changed_ago_seconds=9100.0, saved_ago_seconds=10000.0, is_saved_before_start=True), Level.OK),
        (Saved(changed_ago_seconds=9000.0, saved_ago_seconds=10000.0, is_saved_before_start=True), Level.WARN),
    ],
)
def test_a_configuration_that_was_not_saved(saved: Saved, level: Level) -> None:
    assert levels(UNSAVED_CONFIGURATION, saved) == {"": level}


# --- ways


@pytest.mark.parametrize(
    ("way", "level"),
    [
        (Way("snmp", is_open=True), Level.OK),
        (Way("snmp", is_open=False, reason="unreachable"), Level.WARN),
        (Way("ssh", is_open=False, reason="refused"), Level.WARN),
        (Way("ssh", is_open=False, reason="no_credential"), Level.UNKNOWN),
    ],
)
def test_a_way_that_does_not_answer(way: Way, level: Level) -> None:
    assert levels(REACHABILITY, listed(way)) == {way.name: level}


def snmp(**transport: str) -> Way:
    return Way("snmp", is_open=True, transport=transport)


@pytest.mark.parametrize(
    ("way", "level"),
    [
        (Way("telnet", is_open=True), Level.WARN),
        (snmp(snmp_version="2c"), Level.WARN),
        (snmp(snmp_version="3", security_level="authNoPriv"), Level.WARN),
        (snmp(snmp_version="3", security_level="authPriv", auth_protocol="md5", priv_protocol="aes"), Level.NOTICE),
        (snmp(snmp_version="3", security_level="authPriv", auth_protocol="sha256", priv_protocol="des"), Level.NOTICE),
        (snmp(snmp_version="3", security_level="authPriv", auth_protocol="sha256", priv_protocol="aes"), Level.OK),
        (Way("ssh", is_open=True, transport={"is_legacy": "yes", "cipher": "aes128-cbc"}), Level.NOTICE),
        (Way("ssh", is_open=True), Level.OK),
    ],
)
def test_how_a_device_lets_itself_be_managed(way: Way, level: Level) -> None:
    assert levels(MANAGEMENT_SECURITY, listed(way)) == {way.name: level}


def test_a_way_that_is_shut_says_nothing_of_its_protection() -> None:
    assert levels(MANAGEMENT_SECURITY, listed(Way("snmp", is_open=False))) == {}
