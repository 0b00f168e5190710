"""What changes by itself on a device and is no change of it; and what hangs on facts that no recorded answer has."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checks.aspects import AnyAspect, Way, Weight, compare
from checks.changes.network import hardware, identity, ports, routing, system, topology
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.clocks import DeviceClock, TimeServer
from collectors.facts.devices.configuration import Configuration
from collectors.facts.devices.device import Made
from collectors.facts.devices.inventory import Inventory
from collectors.facts.devices.licences import Licence
from collectors.facts.devices.ports import Interface
from collectors.facts.devices.sensors import Quantity, Sensor
from collectors.facts.devices.topology import AggregateMember, BgpPeer, GatewayGroup, Neighbour, StackMember
from tests.house import snmp_recorded
from tests.house.changed import differences, outcomes, recorded_agent, rewritten
from tests.test_cases import CASES

FAULT, REPORT, NOTED = Weight.FAULT, Weight.REPORT, Weight.NOTED


def told(aspect: AnyAspect, now: Any, then: Any) -> list[tuple[str, Way, str, Weight]]:  # noqa: ANN401 - facts of any kind
    found = compare(aspect, now, then).differences
    return [(one.subject, one.way, one.field, one.weight) for one in found]


def _renumbered(text: str) -> str:
    """Every index behind a column of IF-MIB one higher by forty."""
    return re.sub(
        r"^(1\.3\.6\.1\.2\.1\.(?:2\.2\.1|31\.1\.1\.1)\.\d+\.)(\d+)\|",
        lambda m: f"{m[1]}{int(m[2]) + 40}|",
        text,
        flags=re.MULTILINE,
    )


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("snmp.interfaces/switch-by-the-standard-mibs", _renumbered),
        ("snmp.interfaces/switch-by-the-standard-mibs", lambda text: text.replace("|70|1000", "|70|99000")),
        ("snmp.interfaces/switch-by-the-standard-mibs", lambda text: text.replace("|67|4200", "|67|77")),
        ("cli.bgp_peers.huawei_vrp/in-order", lambda text: text.replace("0008h49m", "00:00:49")),
        ("cli.bgp_peers.huawei_vrp/in-order", lambda text: text.replace("40       42", "99       98")),
        ("cli.spanning_trees.ruijie_os/in-order", lambda text: text.replace("TopologyChanges : 2", "TopologyChanges : 9")),
        ("cli.time_server.huawei_vrp/in-order", lambda text: text.replace("clock stratum: 3", "clock stratum: 4")),
        ("cli.running_configuration.ruijie_os/in-order", lambda text: text.replace("512 bytes", "9999 bytes")),
        ("cli.running_configuration.ruijie_os/in-order", lambda text: text.replace("(1)B70", "(1)B80")),
        ("cli.running_configuration.juniper_junos/in-order", lambda text: text.replace("21.4R3.15", "22.2R1.9")),
        ("cli.running_configuration.fortinet/in-order", lambda text: text.replace("FW-build1517", "FW-build1600")),
    ],
)  # fmt: skip
def test_noise_of_devices_is_no_change(case: str, change: Callable[[str], str], tmp_path: Path) -> None:
    then = outcomes(CASES / case)
    now = rewritten(CASES / case, tmp_path, change)
    assert now.keys() == then.keys()
    assert not list(differences(now, then))


def port(name: str, **said: Any) -> Interface:  # noqa: ANN401 - fields of an interface
    usual = {"is_enabled": True, "state": "up", "speed_bits_per_second": 10**9, "type_number": 6}
    return Interface(**{"name": name, "alias": "", "description": "", "index": 1, **usual, **said})


def test_a_port_that_is_shut_is_named_once() -> None:
    then, now = Listing((port("Gi1"),)), Listing((port("Gi1", is_enabled=False, state="down", speed_bits_per_second=0),))
    assert told(ports.PORTS_ASPECT, now, then) == [("Gi1", Way.CHANGED, "is_up", FAULT)]
    assert told(ports.PORT_SPEEDS_ASPECT, now, then) == []


def test_a_speed_that_an_up_port_no_longer_tells_is_said() -> None:
    then, now = Listing((port("Gi1"),)), Listing((port("Gi1", speed_bits_per_second=0),))
    assert told(ports.PORT_SPEEDS_ASPECT, now, then) == [("Gi1", Way.UNTOLD, "megabits", REPORT)]


def test_a_board_that_is_gone_takes_its_ports_along_and_an_unknown_state_is_not_lost() -> None:
    then, dark = Listing((port("Gi1"), port("Gi2"))), Listing((port("Gi1", state="unknown"), port("Gi2")))
    assert told(ports.PORTS_ASPECT, Listing((port("Gi1"),)), then) == [("Gi2", Way.GONE, "", FAULT)]
    assert told(ports.PORTS_ASPECT, dark, then) == [("Gi1", Way.UNTOLD, "is_up", REPORT)]


@pytest.mark.parametrize("name", ["Vlan10", "Loopback0", "Tunnel3", "vethab12", "Null0", "docker0"])
def test_what_no_cable_belongs_into_is_not_compared(name: str) -> None:
    assert told(ports.PORTS_ASPECT, Listing((port("Gi1"), port(name))), Listing((port("Gi1"),))) == []


def test_which_member_stands_by_may_change() -> None:
    then = Listing(
        (
            AggregateMember("Po1", "Gi1", is_distributing=True),
            AggregateMember("Po1", "Gi2", is_distributing=False, is_standby=True),
        )
    )
    now = Listing(
        (
            AggregateMember("Po1", "Gi1", is_distributing=False, is_standby=True),
            AggregateMember("Po1", "Gi2", is_distributing=True),
        )
    )
    assert told(ports.AGGREGATES_ASPECT, now, then) == []
    lost = Listing((AggregateMember("Po1", "Gi1", is_distributing=True),))
    assert told(ports.AGGREGATES_ASPECT, lost, then) == [("Po1 Gi2", Way.GONE, "", FAULT)]


def light(dbm: float, **said: Any) -> Listing[Sensor]:  # noqa: ANN401 - fields of a sensor
    return Listing((Sensor("Te1/1 rx", Quantity.OPTICAL_POWER, dbm, **said),))


def test_light_is_compared_within_two_decibels_of_the_same_module() -> None:
    assert told(ports.LIGHTS_ASPECT, light(-7.0), light(-5.0)) == []
    assert told(ports.LIGHTS_ASPECT, light(-7.1), light(-5.0)) == [("Te1/1 rx", Way.CHANGED, "dbm", REPORT)]
    assert told(ports.LIGHTS_ASPECT, light(-7.1, low_warn=-14.0), light(-5.0)) == []
    assert told(ports.LIGHTS_ASPECT, light(-40.0), light(-5.0)) == []
    assert told(ports.LIGHTS_ASPECT, light(-9.0, is_idle=True), light(-5.0)) == []


def neighbour(port_name: str, name: str, **said: Any) -> Neighbour:  # noqa: ANN401 - fields of a neighbour
    return Neighbour(port_name, f"mac of {name}", "Gi0/1", name, **said)


def test_neighbours_by_port_without_telephones() -> None:
    then = Listing((neighbour("Gi1", "a"), neighbour("Gi2", "b"), neighbour("Gi3", "phone", is_endpoint=True)))
    now = Listing((neighbour("Gi2", "b"), neighbour("Gi1", "a"), neighbour("Gi4", "pc", is_endpoint=True)))
    assert told(topology.NEIGHBOURS_ASPECT, now, then) == []
    swapped = Listing((neighbour("Gi1", "b"), neighbour("Gi2", "b")))
    assert told(topology.NEIGHBOURS_ASPECT, swapped, then) == [("Gi1", Way.CHANGED, "ends", FAULT)]


def test_a_pair_that_swapped_its_parts_is_told_and_one_that_lost_its_synchronisation_too() -> None:
    then = Listing((GatewayGroup("ha", "", "1", "Active", is_synchronised=True),))
    swapped = Listing((GatewayGroup("ha", "", "1", "Passive", is_synchronised=True),))
    assert told(topology.GATEWAYS_ASPECT, swapped, then) == [("ha 1", Way.CHANGED, "state", FAULT)]
    apart = Listing((GatewayGroup("ha", "", "1", "active", is_synchronised=False),))
    assert told(topology.GATEWAYS_ASPECT, apart, then) == [("ha 1", Way.CHANGED, "is_synchronised", FAULT)]


def test_another_master_of_a_stack_is_told_and_a_member_that_is_not_ready_is_a_fault() -> None:
    then = Listing((StackMember("1", "master", is_ready=True), StackMember("2", "member", is_ready=True)))
    now = Listing((StackMember("1", "member", is_ready=True), StackMember("2", "master", is_ready=False)))
    assert told(topology.STACK_ASPECT, now, then) == [
        ("1", Way.CHANGED, "role", REPORT),
        ("2", Way.CHANGED, "is_ready", FAULT),
        ("2", Way.CHANGED, "role", REPORT),
    ]


def peer(count: int | None, state: str = "established") -> Listing[BgpPeer]:
    return Listing((BgpPeer("10.0.0.1", 64512, state, None, 1.0, None, prefixes_count=count),))


def test_prefixes_are_compared_within_five_per_cent_of_peers_that_were_established_both_times() -> None:
    assert told(routing.PREFIXES_ASPECT, peer(1050), peer(1000)) == []
    assert told(routing.PREFIXES_ASPECT, peer(1051), peer(1000)) == [("10.0.0.1", Way.CHANGED, "prefixes", REPORT)]
    assert told(routing.PREFIXES_ASPECT, peer(None, "idle"), peer(1000)) == []
    assert told(routing.PREFIXES_ASPECT, peer(None), peer(None)) == []
    assert told(routing.PREFIXES_ASPECT, peer(None), peer(9)) == [("10.0.0.1", Way.UNTOLD, "prefixes", REPORT)]


def test_of_parts_that_a_device_tells_nothing_of_none_is_missing() -> None:
    then = Inventory(("power PSU1", "fan FAN1", "module LPU1", "optics Te1"))
    now = Inventory(("module LPU1",), ("power",))
    assert told(hardware.POWER_ASPECT, now, then) == []
    assert compare(hardware.POWER_ASPECT, now, then).unseen_now
    assert told(hardware.FANS_ASPECT, now, then) == [("fan FAN1", Way.GONE, "", FAULT)]
    assert told(hardware.PARTS_ASPECT, now, then) == []
    assert told(hardware.LOOSE_PARTS_ASPECT, now, then) == [("optics Te1", Way.GONE, "", REPORT)]
    lost = replace(now, present=(), untold=("others",))
    assert told(hardware.PARTS_ASPECT, lost, then) == told(hardware.LOOSE_PARTS_ASPECT, lost, then) == []
    dark = Inventory((), unseen=(Unseen("", Reason.CUT),))
    assert told(hardware.FANS_ASPECT, dark, then) == []


def test_a_version_that_is_not_told_any_more_is_no_silence() -> None:
    then, now = Made("S5720", "SN1", "V200R019"), Made("S5720", "SN1", "")
    assert told(identity.IDENTITY_ASPECT, now, then) == [("version", Way.UNTOLD, "version", REPORT)]


def test_a_licence_that_only_counts_down_is_the_same() -> None:
    then = Listing((Licence("A", "ok", left_seconds=9e6), Licence("B", "ok")))
    now = Listing((Licence("A", "ok", left_seconds=1e6), Licence("B", "expired", is_expired=True)))
    assert told(system.LICENCES_ASPECT, now, then) == [("B", Way.CHANGED, "is_valid", FAULT)]
    assert told(system.LICENCES_ASPECT, Listing(now.records[:1]), then) == [("B", Way.GONE, "", FAULT)]


def test_sections_of_a_configuration_by_their_heads_and_single_lines_by_what_they_are_about() -> None:
    lines = (
        "sysname a",
        "ip route 1",
        "interface X",
        " ip 1",
        "  sub",
        "ip route 2",
        "no ip redirects",
        "line vty",
        "line aux",
    )
    found = {one.name: one.lines for one in system.sections(Configuration("cisco_ios", (*lines, " exec")))}
    assert found == {
        "interface X": ("ip 1", "sub"),
        "line aux": ("exec",),
        "sysname": ("sysname a",),
        "ip": ("ip route 1", "ip route 2", "no ip redirects"),
        "line": ("line vty",),
    }


def test_lines_of_display_set_stand_by_their_first_three_words() -> None:
    lines = ("set version 1", "set system host-name a", "set system services ssh")
    assert [one.name for one in system.sections(Configuration("juniper_junos", lines))] == [
        "set system host-name",
        "set system services",
    ]


def test_another_time_server_is_noted_and_none_a_fault() -> None:
    then = DeviceClock(None, TimeServer(is_synchronised=True, stratum=3, reference="10.0.0.5"))
    other, none = (
        DeviceClock(None, TimeServer(is_synchronised=True, stratum=2, reference="10.0.0.6")),
        DeviceClock(None, TimeServer(is_synchronised=False)),
    )
    assert told(system.CLOCK_ASPECT, other, then) == [("NTP", Way.CHANGED, "reference", NOTED)]
    assert ("NTP", Way.CHANGED, "is_synchronised", FAULT) in told(system.CLOCK_ASPECT, none, then)


RECORDINGS = sorted(snmp_recorded.usual_folder().glob("*.snmprec"))


@pytest.mark.skipif(not RECORDINGS, reason="no recorded devices: XUNJIAN_CORPUS names them")
def test_recorded_devices_differ_from_themselves_in_nothing() -> None:
    for path in RECORDINGS:
        now, then = recorded_agent(path), recorded_agent(path)
        assert not list(differences(now, then)), path.stem
