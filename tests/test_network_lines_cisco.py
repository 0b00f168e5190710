"""IOS and IOS XE by command line: what each page says, and the traps of each."""

import pytest

from collectors.base import Absent, ParseError, SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Place, Standing
from collectors.network.lines.asking import seconds_of
from collectors.network.lines.states import standing_of
from tests.western_answers import ENVIRONMENT_IOS, REDUNDANCY_IOS, STACK_IOS, SUPPLIES_4500, VERSION_IOS
from tests.western_lines import read, records
from tests.western_links import BGP_IOS, CDP, ETHERCHANNELS, INTERFACES_IOS, LLDP_IOS, STANDBY

DAY = 86400.0


def test_the_version_names_the_device() -> None:
    made, device = read("made.cisco_ios"), read("device.cisco_ios")
    assert (made.model, made.serial, made.version) == ("WS-C2960X-48TS-L", "FOC1111A1AA", "15.2(7)E4")
    assert device.name == "access-3"
    assert device.up_seconds == 365 * DAY + 20 * DAY + 9 * 3600 + 55 * 60


def test_a_page_without_a_version_is_none() -> None:
    with pytest.raises(ParseError):
        read("made.cisco_ios", VERSION_IOS.replace("Version 15", "Release 15"))


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("1w2d", 9 * DAY),
        ("2y3w", 751 * DAY),
        ("00:12:34", 754.0),
        ("3 days, 04:05:06", 3 * DAY + 14706),
        ("never", None),
        ("1d04h", DAY + 4 * 3600),
    ],
)
def test_spans_of_time(words: str, seconds: float | None) -> None:
    assert seconds_of(words) == seconds


def test_the_mean_of_five_minutes_is_the_load_not_the_moment() -> None:
    processor = records("processors.cisco_ios")["CPU"]
    assert (processor.used_ratio, processor.window_seconds) == (0.15, 300.0)


def test_cores_are_cores() -> None:
    line = "Core {}: CPU utilization for five seconds: 3%; one minute: 4%;  five minutes: {}%\n"
    cores = records("processors.cisco_ios", line.format(0, 5) + line.format(1, 90))
    assert [(one.used_ratio, one.is_core) for one in cores.values()] == [(0.05, True), (0.9, True)]


def test_a_pool_that_is_full_by_design_is_reserved() -> None:
    pools = records("memories.cisco_ios")
    assert (pools["Processor"].used_ratio, pools["Processor"].pool) == (0.25, Pool.SYSTEM)
    assert pools["lsmpi_io"].pool is Pool.RESERVED


def test_the_older_page_and_that_of_xe_are_read_too() -> None:
    assert records("memories.cisco_ios", "Total: 1000, Used: 250, Free: 750\n")["Processor"].used_ratio == 0.25
    xe = "System memory  : 4000K total, 1000K used, 3000K free, 100K kernel reserved\n"
    assert records("memories.cisco_ios", xe)["System"].pool is Pool.MIXED


def test_more_used_than_there_is_was_not_understood() -> None:
    with pytest.raises(ParseError):
        read("memories.cisco_ios", "Processor Pool Total: 10 Used: 20 Free: 0\n")


def test_supplies_without_input_without_output_and_an_empty_slot() -> None:
    supplies = records("power_supplies.cisco_ios")
    assert [one.standing for one in supplies.values()] == [
        Standing.OK,
        Standing.FAILED,
        Standing.FAILED,  # OK by its own word, and feeding nothing
        Standing.ABSENT,
    ]
    assert list(supplies) == ["PS 1A", "PS 1B", "PS 2A", "PS 2B"]


def test_a_supply_that_is_built_in_tells_what_it_feeds() -> None:
    head = ENVIRONMENT_IOS[ENVIRONMENT_IOS.index("SW  PID") : ENVIRONMENT_IOS.index("1A  ")]
    row = " 1  Built-in                                         {}\n"
    assert records("power_supplies.cisco_ios.alone", head + row.format("Good"))["PS 1"].standing is Standing.OK
    assert records("power_supplies.cisco_ios.alone", head + row.format("Bad"))["PS 1"].standing is Standing.FAILED


def test_a_model_without_a_table_of_supplies_is_asked_another_way() -> None:
    with pytest.raises(SessionError):
        read("power_supplies.cisco_ios", ENVIRONMENT_IOS[: ENVIRONMENT_IOS.index("SW  PID")])


def test_a_supply_whose_fan_fails_is_not_well() -> None:
    supplies = records("power_supplies.cisco_ios.modular")
    assert [one.standing for one in supplies.values()] == [Standing.OK, Standing.FAILED]
    disabled = records(
        "power_supplies.cisco_ios.modular", SUPPLIES_4500.replace("2800W   good         bad", "2800W   err-disable  good")
    )
    assert disabled["PS2"].standing is Standing.FAILED


def test_fans_by_lines_and_by_table() -> None:
    lines = records("fans.cisco_ios")
    assert [(name, one.standing) for name, one in lines.items()] == [
        ("Switch 1 FAN 1", Standing.OK),
        ("Switch 1 FAN 2", Standing.FAILED),
        ("Switch 1 FAN PS-1", Standing.OK),
        ("Switch 1 FAN PS-2", Standing.ABSENT),
    ]
    table = records("fans.cisco_ios.alone")
    assert [one.standing for one in table.values()] == [Standing.OK, Standing.FAILED, Standing.OK]


def test_temperatures_have_the_switchs_own_limits_and_a_hotspot_is_a_chip() -> None:
    sensors = records("temperatures.cisco_ios")
    inlet, hotspot = sensors["Switch 1 Inlet"], sensors["Switch 1 Hotspot"]
    assert (inlet.value, inlet.high_warn, inlet.high_critical, inlet.place) == (29.0, 46.0, 56.0, Place.INLET)
    assert (hotspot.value, hotspot.high_critical, hotspot.place) == (67.0, 125.0, Place.CHIP)


def test_a_table_of_sensors_is_read_where_there_are_no_values() -> None:
    text = (
        "Sensor List: Environmental Monitoring\n"
        " Sensor          Location        State           Reading       Threshold(Minor,Major,Critical,Shutdown)\n"
        " Temp: Inlet     R0              Normal          23 Celsius    (45 ,55 ,65 ,70 )(Celsius)\n"
        " Vin             P0              Normal          230 V AC      na\n"
    )
    sensor = records("temperatures.cisco_ios", text)["R0 Inlet"]
    assert (sensor.value, sensor.high_warn, sensor.high_critical) == (23.0, 45.0, 65.0)


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("OK", Standing.OK),
        ("not ok", Standing.FAILED),
        ("Fail/Shut", Standing.FAILED),
        ("powered-dn", Standing.OFF),
        ("Not Present", Standing.ABSENT),
        ("No Input Power", Standing.FAILED),
        ("something new", Standing.UNKNOWN),
        ("not okay", Standing.UNKNOWN),
    ],
)
def test_words_of_states(words: str, standing: Standing) -> None:
    assert standing_of(words) is standing


def test_a_member_that_is_provisioned_is_not_missing_one_that_was_removed_is() -> None:
    members = records("stack_members.cisco_ios")
    assert "Switch 4" not in members
    assert members["Switch 3"].is_ready is False
    assert members["Switch 2 port 2"].is_ready is False


def test_one_switch_alone_has_no_stack_cable_to_lose() -> None:
    lines = [line for line in STACK_IOS.splitlines() if not line.startswith((" 2 ", " 3 ", " 4 ", "  2 "))]
    alone = "\n".join(lines).replace("OK         OK               2        2", "DOWN       DOWN           None     None")
    assert list(records("stack_members.cisco_ios", alone)) == ["Switch 1"]


def test_two_supervisors() -> None:
    assert all(one.standing is Standing.OK for one in read("parts.cisco_ios").records)
    cold = records("parts.cisco_ios", REDUNDANCY_IOS.replace("STANDBY HOT", "STANDBY COLD"))
    assert cold["standby supervisor"].standing is Standing.FAILED
    lesser = records(
        "parts.cisco_ios",
        REDUNDANCY_IOS.replace("Operating Redundancy Mode = Stateful Switchover", "Operating Redundancy Mode = RPR"),
    )
    assert lesser["redundancy mode"].standing is Standing.WARN


def test_one_supervisor_is_a_notice_and_by_design_none_at_all() -> None:
    simplex = REDUNDANCY_IOS.replace("Duplex", "Simplex").partition("Peer Processor")[0]
    assert {name: one.standing for name, one in records("parts.cisco_ios", simplex).items()} == {
        "supervisors": Standing.OFF
    }
    with pytest.raises(SessionError):
        read("parts.cisco_ios", simplex.replace("Stateful Switchover", "Non-redundant"))


def test_interfaces() -> None:
    ports = records("interfaces.cisco_ios")
    vlan, port, channel = ports["Vlan1"], ports["GigabitEthernet1/0/1"], ports["Port-channel1"]
    assert (vlan.is_enabled, vlan.state, vlan.type_number) == (False, "down", 53)
    assert (port.alias, port.speed_bits_per_second, port.duplex) == ("to core", 100_000_000, "full")
    counted = port.counters
    assert (counted.in_packets, counted.in_errors, counted.checksum_errors, counted.out_errors) == (200000, 50, 40, 3)
    assert (counted.in_discards, counted.out_discards, counted.late_collisions) == (7, 9, 2)
    assert (channel.is_enabled, channel.state, channel.type_number) == (True, "down", 161)


def test_a_head_that_was_lost_does_not_give_its_port_to_the_one_before() -> None:
    lost = "".join(line for line in INTERFACES_IOS.splitlines(keepends=True) if not line.startswith("GigabitEthernet1/0/1"))
    with pytest.raises(ParseError):
        read("interfaces.cisco_ios", lost)


def test_a_spare_of_lacp_is_no_fault_a_suspended_member_is() -> None:
    members = {one.port: one for one in read("aggregates.cisco_ios").records}
    assert {port: one.is_distributing for port, one in members.items()} == {
        "Gi1/0/1": True,
        "Gi1/0/2": False,
        "Gi2/0/1": True,
    }
    assert members["Gi2/0/1"].aggregate == "Po3"


def test_that_no_aggregate_is_configured_is_an_answer() -> None:
    none = ETHERCHANNELS.partition("Number")[0] + "Number of channel-groups in use: 0\nNumber of aggregators:           0\n"
    assert read("aggregates.cisco_ios", none).records == ()


def test_gateways() -> None:
    groups = {one.group: one for one in read("gateway_groups.cisco_ios").records}
    assert (groups["10"].state, groups["10"].address, groups["20"].state) == ("active", "192.0.2.1", "init")
    assert read("gateway_groups.cisco_ios.vrrp").records[0].state == "master"


def test_a_device_without_hsrp_is_asked_for_vrrp_and_without_both_has_none() -> None:
    head = "\n".join(STANDBY.splitlines()[:3])
    with pytest.raises(SessionError):
        read("gateway_groups.cisco_ios", head)
    with pytest.raises(Absent):
        read(
            "gateway_groups.cisco_ios.vrrp", "Interface          Grp Pri Time  Own Pre State   Master addr     Group addr\n"
        )


def test_the_root_is_us_at_no_cost_and_through_no_port() -> None:
    trees = {one.instance: one for one in read("spanning_trees.cisco_ios").records}
    assert trees["VLAN0001"].is_root
    assert (trees["VLAN0010"].is_root, trees["VLAN0010"].root_port) == (False, "Gi1/0/1")
    with pytest.raises(Absent):
        read("spanning_trees.cisco_ios", "No spanning tree instances exist.\n")


def test_bgp_shut_down_on_purpose_dotted_numbers_and_two_lines() -> None:
    peers = {one.address: one for one in read("bgp_peers.cisco_ios").records}
    assert (peers["192.0.2.2"].state, peers["192.0.2.2"].established_seconds) == ("established", 9 * DAY)
    assert (peers["192.0.2.3"].state, peers["192.0.2.3"].is_enabled) == ("idle", False)
    assert (peers["192.0.2.4"].state, peers["192.0.2.4"].remote_as) == ("active", 65546)
    assert peers["2001:DB8::1:2:3:4"].is_enabled is True


def test_no_bgp_is_an_answer_and_a_state_that_nobody_knows_none() -> None:
    with pytest.raises(Absent):
        read("bgp_peers.cisco_ios", "% BGP not active\n")
    with pytest.raises(ParseError):
        read("bgp_peers.cisco_ios", BGP_IOS.replace("Active", "Wondering"))


def test_two_way_is_normal_and_exchange_start_is_not() -> None:
    states = {one.router_id: one.state for one in read("ospf_neighbours.cisco_ios").records}
    assert states == {"192.0.2.2": "full", "192.0.2.3": "full", "192.0.2.4": "twoWay", "192.0.2.5": "exchangeStart"}


def test_neighbours_by_lldp_and_what_they_do_not_tell() -> None:
    first, second = read("neighbours.cisco_ios").records
    assert (first.port, first.chassis, first.remote_port, first.remote_name) == (
        "Gi1/0/1",
        "02:00:5e:57:33:6f",
        "Gi0/2",
        "core-1.example",
    )
    assert (second.remote_name, second.remote_port) == ("", "0200.5e57.3370")


@pytest.mark.parametrize(("letters", "is_endpoint"), [("T", True), ("S", True), ("B,T", True), ("B,R", False)])
def test_telephones_and_hosts_come_and_go(letters: str, is_endpoint: bool) -> None:  # noqa: FBT001 - of a table
    text = LLDP_IOS.replace(
        "Time remaining", f"System Capabilities: B,T\nEnabled Capabilities: {letters}\nTime remaining", 1
    )
    assert read("neighbours.cisco_ios", text).records[0].is_endpoint is is_endpoint
    host = CDP.replace("Switch IGMP", "Host Phone Two-port Mac Relay")
    assert read("neighbours.cisco_ios.cdp", host).records[0].is_endpoint


def test_fewer_neighbours_than_are_counted_is_a_cut_answer() -> None:
    with pytest.raises(ParseError):
        read("neighbours.cisco_ios", LLDP_IOS.replace("displayed: 2", "displayed: 3"))
    with pytest.raises(ParseError):
        read("neighbours.cisco_ios.cdp", CDP.replace("displayed : 1", "displayed : 2"))


def test_where_lldp_is_off_cdp_is_asked() -> None:
    with pytest.raises(SessionError):
        read("neighbours.cisco_ios", "% LLDP is not enabled\n")
    neighbour = read("neighbours.cisco_ios.cdp").records[0]
    assert (neighbour.remote_port, neighbour.address) == ("TenGigabitEthernet1/1/1", "192.0.2.1")


def test_a_read_only_disk_is_fixed_and_memory_of_settings_is_no_disk() -> None:
    disks = records("storages.cisco_ios")
    assert set(disks) == {"flash", "webui"}
    assert (disks["flash"].used_ratio, disks["flash"].is_fixed, disks["webui"].is_fixed) == (0.75, False, True)


def test_light_has_the_modules_own_limits() -> None:
    light = records("optics.cisco_ios")["Te1/1/1 receive power"]
    assert (light.value, light.low_critical, light.low_warn, light.high_warn) == (-21.6, -18.4, -14.4, 0.5)
    assert set(records("optics.cisco_ios.brief")) == {"Gi1/0/25", "Gi1/0/25 transmit power", "Gi1/0/25 receive power"}


def test_no_module_is_an_answer() -> None:
    with pytest.raises(Absent):
        read("optics.cisco_ios.brief", "No transceiver present\n")
