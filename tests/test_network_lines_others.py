"""NX-OS, ASA, EOS, Junos and FortiOS by command line: what each page says, and the traps of each."""

import pytest

from collectors.base import Absent, ParseError, SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Part, Place, Standing
from tests.western_answers import CPU_ASA, FAILOVER, HA_FORTI, VPC
from tests.western_lines import read, records
from tests.western_links import BGP_JUNOS, LLDP_EOS


@pytest.mark.parametrize(
    ("family", "model", "serial", "version"),
    [
        ("cisco_nxos", "Nexus9000 C93180YC-EX", "FDO1111A1AA", "9.3(5)"),
        ("cisco_asa", "ASA5516", "JAD1111A1AA", "9.12(4)"),
        ("arista_eos", "DCS-7050SX3-48YC8", "JPE11111111", "4.28.3M"),
        ("juniper_junos", "mx240", "", "18.2R3.4"),
        ("fortinet", "FortiGate-100F", "FG100F0000000001", "v6.4.9"),
    ],
)
def test_versions(family: str, model: str, serial: str, version: str) -> None:
    made = read(f"made.{family}")
    assert (made.model, made.serial, made.version) == (model, serial, version)


def test_a_clusters_uptime_is_not_the_units() -> None:
    assert read("device.cisco_asa").name == "edge-1"
    assert read("device.cisco_asa").up_seconds == 12 * 86400 + 3 * 3600
    assert read("device.cisco_nxos").up_seconds == 59 * 86400 + 3600 + 123


def test_asa_cores_are_one_and_the_control_point_stands_apart() -> None:
    found = records("processors.cisco_asa")
    assert (found["CPU"].used_ratio, found["control point"].used_ratio) == (0.36, 0.42)
    assert [one.is_core for one in found.values()] == [False, False, True, True]
    with pytest.raises(ParseError):
        read("processors.cisco_asa", CPU_ASA.replace("Core 0       35.0", "Xore 0       35.0"))


def test_memories() -> None:
    assert records("memories.cisco_nxos")["System"].pool is Pool.MIXED
    assert records("memories.cisco_asa")["System"].used_ratio == 0.25
    assert records("memories.arista_eos")["System"].used_ratio == 0.25
    assert records("memories.juniper_junos")["Routing Engine 0"].used_ratio == 0.31
    forti = records("memories.fortinet")["System"]
    assert (forti.used_ratio, forti.limit_ratio) == (0.45, 0.82)


def test_junos_mean_of_five_minutes_goes_before_the_moment() -> None:
    processor = records("processors.juniper_junos")["Routing Engine 0"]
    assert (round(processor.used_ratio, 2), processor.window_seconds) == (0.06, 300.0)


def test_fortios_cores_stand_beside_the_whole() -> None:
    found = records("processors.fortinet")
    assert [(name, round(one.used_ratio, 2), one.is_core) for name, one in found.items()] == [
        ("CPU", 0.1, False),
        ("core 0", 0.12, True),
        ("core 1", 0.08, True),
    ]


def test_nexus_environment() -> None:
    assert [one.standing for one in records("power_supplies.cisco_nxos").values()] == [
        Standing.OK,
        Standing.OFF,
        Standing.ABSENT,
    ]
    fans = records("fans.cisco_nxos")
    assert {name: one.standing for name, one in fans.items()} == {
        "Fan1(sys_fan1)": Standing.OK,
        "Fan2(sys_fan2)": Standing.FAILED,
        "Fan_in_PS1": Standing.OK,
    }
    chip = records("temperatures.cisco_nxos")["module 1 CPU"]
    assert (chip.value, chip.high_warn, chip.high_critical, chip.place) == (85.0, 80.0, 90.0, Place.CHIP)


def test_a_passage_that_is_missing_was_not_understood() -> None:
    with pytest.raises(ParseError):
        read("fans.cisco_nxos", "Power Supply:\nVoltage: 12 Volts\n")


def test_modules_that_stand_by_are_well_and_those_powered_down_are_off() -> None:
    modules = records("parts.cisco_nxos")
    assert [one.standing for one in modules.values()] == [Standing.OK, Standing.OK, Standing.OFF]


def test_a_pair_whose_keepalive_is_lost() -> None:
    members = records("stack_members.cisco_nxos")
    assert {name: one.is_ready for name, one in members.items()} == {
        "vPC 10 peer": True,
        "vPC 10 keepalive": False,
        "vPC 10 consistency": True,
    }
    with pytest.raises(Absent):
        read("stack_members.cisco_nxos", VPC.replace(": 10", ": <not configured>"))


def test_failover() -> None:
    found = records("parts.cisco_asa")
    assert {name: one.standing for name, one in found.items()} == {
        "Primary": Standing.OK,
        "Secondary": Standing.OK,
        "Secondary interface inside": Standing.WARN,
        "failover link": Standing.OK,
        "failover versions": Standing.WARN,
    }
    failed = records("parts.cisco_asa", FAILOVER.replace("Standby Ready", "Failed"))
    assert failed["Secondary"].standing is Standing.FAILED


def test_failover_that_is_off_is_an_answer_and_half_a_pair_is_none() -> None:
    (off,) = read("parts.cisco_asa", "Failover Off\nFailover unit Secondary\n").records
    assert (off.part, off.standing) == (Part.REDUNDANCY, Standing.ABSENT)
    with pytest.raises(ParseError):
        read("parts.cisco_asa", FAILOVER.partition("        Other host")[0])


def test_groups_of_an_active_active_pair() -> None:
    text = (
        "Failover On\nThis host: Primary\nGroup 1 State: Active\nGroup 2 State: Standby Ready\n"
        "Other host: Secondary\nGroup 1 State: Standby Ready\nGroup 2 State: Failed\n"
    )
    found = records("parts.cisco_asa", text)
    assert found["Secondary group 2"].standing is Standing.FAILED
    assert found["Primary group 1"].standing is Standing.OK


def test_nexus_interfaces_by_their_own_words() -> None:
    ports = records("interfaces.cisco_nxos")
    first, second = ports["Ethernet1/1"], ports["Ethernet1/2"]
    assert (first.state, first.is_enabled, first.speed_bits_per_second, first.duplex) == ("up", True, 10**10, "full")
    counted = first.counters
    assert (counted.in_packets, counted.in_errors, counted.in_discards, counted.out_discards) == (1005, 5, 6, 2)
    assert (counted.in_bytes, counted.out_bytes, counted.checksum_errors) == (99999, 88888, 4)
    assert (second.state, second.is_enabled) == ("down", False)


def test_asa_interfaces_bear_their_names() -> None:
    ports = records("interfaces.cisco_asa")
    assert (ports["GigabitEthernet0/0"].alias, ports["GigabitEthernet0/0"].state) == ("outside", "up")
    assert ports["GigabitEthernet0/1"].is_enabled is False


def test_arista_interfaces() -> None:
    ports = records("interfaces.arista_eos")
    assert (ports["Ethernet1"].counters.in_packets, ports["Ethernet1"].counters.in_errors) == (15, 5)
    assert (ports["Ethernet2"].is_enabled, ports["Ethernet2"].state) == (False, "down")


def test_junos_interfaces_are_the_physical_ones() -> None:
    ports = records("interfaces.juniper_junos")
    assert list(ports) == ["ge-0/0/0", "ge-0/0/1"]
    first = ports["ge-0/0/0"]
    assert (first.alias, first.speed_bits_per_second, first.duplex) == ("to core", 10**9, "full")
    assert (first.counters.in_errors, first.counters.out_errors, first.counters.out_discards) == (3, 2, 4)
    assert ports["ge-0/0/1"].is_enabled is False


def test_arista_environment() -> None:
    assert [one.standing for one in records("power_supplies.arista_eos").values()] == [Standing.FAILED, Standing.OK]
    fans = records("fans.arista_eos")
    assert {name: one.standing for name, one in fans.items()} == {
        "1/1": Standing.OK,
        "2/1": Standing.FAILED,
        "PowerSupply2": Standing.ABSENT,
        "cooling": Standing.FAILED,
    }
    sensor = records("temperatures.arista_eos")["Supervisor 1 2 Inlet sensor"]
    assert (sensor.value, sensor.high_warn, sensor.high_critical, sensor.place) == (24.5, 75.0, 85.0, Place.INLET)


def test_a_virtual_switch_says_that_it_has_no_supply() -> None:
    with pytest.raises(Absent):
        read("power_supplies.arista_eos", "% There seem to be no power supplies connected.\n")


def test_aggregates_of_nexus_and_arista() -> None:
    assert {one.port: one.is_distributing for one in read("aggregates.cisco_nxos").records} == {
        "Eth1/1": True,
        "Eth1/2": False,
    }
    assert {one.port: one.is_distributing for one in read("aggregates.arista_eos").records} == {"Et1": True, "Et2": False}


def test_neighbours_of_nexus_and_arista() -> None:
    assert read("neighbours.cisco_nxos").records[0].port == "Eth1/1"
    assert read("neighbours.arista_eos").records[0].remote_port == "Ethernet2"
    with pytest.raises(Absent):
        read("neighbours.arista_eos", '{"lldpNeighbors": {}}')
    with pytest.raises(ParseError):
        read("neighbours.arista_eos", LLDP_EOS[:-1])


def test_instances_of_bgp() -> None:
    assert [(one.instance, one.state) for one in read("bgp_peers.cisco_nxos").records] == [
        ("", "established"),
        ("blue", "idle"),
    ]
    assert [one.state for one in read("bgp_peers.arista_eos").records] == ["established", "active"]


def test_junos_does_not_tell_whether_a_peer_was_shut_down() -> None:
    assert [(one.state, one.is_enabled) for one in read("bgp_peers.juniper_junos").records] == [
        ("established", None),
        ("idle", None),
    ]
    with pytest.raises(ParseError):
        read("bgp_peers.juniper_junos", BGP_JUNOS.replace("Peers: 2", "Peers: 3"))
    with pytest.raises(Absent):
        read("bgp_peers.juniper_junos", "BGP is not running\n")


def test_junos_environment() -> None:
    assert [one.standing for one in records("power_supplies.juniper_junos").values()] == [Standing.OK, Standing.WARN]
    assert [one.standing for one in records("fans.juniper_junos").values()] == [Standing.OK, Standing.FAILED]
    assert set(records("temperatures.juniper_junos")) == {"PEM 0", "FPC 0 Intake"}


def test_junos_alarms_are_counted() -> None:
    assert [one.standing for one in read("parts.juniper_junos").records] == [Standing.FAILED, Standing.WARN]
    none = "No alarms currently active\n"
    (said,) = read("parts.juniper_junos", none).records
    assert (said.part, said.standing) == (Part.ALARM, Standing.OK)
    with pytest.raises(ParseError):
        read("parts.juniper_junos", "2 alarms currently active\nAlarm time               Class  Description\n")


def test_junos_members_without_an_alarm_hide_none_of_the_others() -> None:
    none = "fpc0:\n" + "-" * 74 + "\nNo alarms currently active\n"
    one = (
        "\nfpc1:\n" + "-" * 74 + "\n1 alarms currently active\nAlarm time               Class  Description\n"
        "2026-11-20 08:11:09 CST  Major  Management Ethernet Link Down\n"
    )
    assert [one.standing for one in read("parts.juniper_junos", none + one).records] == [Standing.FAILED]
    assert [one.standing for one in read("parts.juniper_junos", none + none.replace("0", "1")).records] == [Standing.OK]
    with pytest.raises(ParseError):
        read("parts.juniper_junos", none + "\nfpc1:\n")


def test_images_of_junos_are_full_by_nature() -> None:
    disks = records("storages.juniper_junos")
    assert (disks["/"].used_ratio, disks["/"].is_fixed, disks["/junos"].is_fixed) == (0.75, False, True)


def test_fortios_cluster() -> None:
    found = records("parts.fortinet")
    assert {name: one.standing for name, one in found.items()} == {
        "HA health": Standing.OK,
        "fw-a FG100F0000000001": Standing.OK,
        "fw-a configuration": Standing.OK,
        "fw-b FG100F0000000002": Standing.OK,
        "fw-b configuration": Standing.FAILED,
        "fw-a heartbeat ha1": Standing.OK,
        "fw-a heartbeat ha2": Standing.WARN,
        "fw-a monitored x1": Standing.FAILED,
    }


def test_a_page_without_indents_is_the_same() -> None:
    bare = "".join(line.lstrip() for line in HA_FORTI.splitlines(keepends=True))
    assert records("parts.fortinet", bare) == records("parts.fortinet")


def test_warnings_of_the_health_stand_below_it() -> None:
    text = HA_FORTI.replace("Status: OK\n", "Status:\n    WARNING: FG100F0000000001 has hbdev down;\n", 1)
    assert records("parts.fortinet", text)["HA health"].standing is Standing.WARN


def test_a_firewall_alone_has_no_cluster_and_a_cluster_of_one_protects_nothing() -> None:
    (mode,) = read("parts.fortinet", "HA Health Status: OK\nModel: FortiGate-100F\nMode: Standalone\n").records
    assert (mode.part, mode.standing, mode.words) == (Part.REDUNDANCY, Standing.ABSENT, "Standalone")
    one = "".join(line for line in HA_FORTI.splitlines(keepends=True) if "0002" not in line)
    assert records("parts.fortinet", one)["cluster members"].standing is Standing.FAILED


def test_a_member_without_its_configuration_status_was_not_understood() -> None:
    with pytest.raises(ParseError):
        read("parts.fortinet", HA_FORTI.replace("    FG100F0000000002(updated 3 seconds ago): out-of-sync\n", ""))


def test_amperes_of_nexus_modules() -> None:
    values = {(one.name, one.quantity.value): one for one in read("optics.cisco_nxos").records}
    assert values["Ethernet1/1", "bias_current"].value == 0.008
    assert values["Ethernet1/1 receive power", "optical_power"].low_critical == -13.97


def test_a_device_without_hsrp_on_nexus_and_junos_without_ospf() -> None:
    with pytest.raises(SessionError):
        read(
            "gateway_groups.cisco_nxos", " Interface   Grp  Prio P State    Active addr      Standby addr     Group addr\n"
        )
    with pytest.raises(Absent):
        read("ospf_neighbours.juniper_junos", "OSPF instance is not running\n")


@pytest.mark.parametrize(
    ("name", "text", "is_synchronised"),
    [
        ("time_server.arista_eos", "unsynchronised\n   polling server every 64 s\n", False),
        ("time_server.arista_eos", "synchronised to local net at stratum 11\n", False),
        ("time_server.juniper_junos", "status=c011 leap_alarm, sync_unspec, 1 event, event_restart,\nstratum=16\n", False),
        ("time_server.cisco_ios", "Clock is unsynchronized, stratum 16, no reference clock\n", False),
        ("time_server.cisco_ios", "%NTP is not enabled.\n", False),
    ],
)
def test_clocks_that_nobody_keeps(name: str, text: str, is_synchronised: bool) -> None:  # noqa: FBT001 - of a table
    assert read(name, text).is_synchronised is is_synchronised


def test_clocks_that_are_kept_and_logs() -> None:
    assert read("time_server.arista_eos").reference == "192.0.2.9"
    assert (read("time_server.juniper_junos").is_synchronised, read("time_server.juniper_junos").stratum) == (True, 3)
    assert read("device_time.cisco_ios").utc_offset_seconds == 0.0
    assert [one.severity for one in read("log_lines.cisco_ios").records] == [5, 2]
    assert read("log_lines.cisco_asa").records[0].mnemonic == "104002"
