"""Pairs of gateways and both ends of links: what is seen only from both devices, and never guessed from one."""

from dataclasses import replace

import pytest

from checks.base import Exhibit, Finding, Level, Scene
from checks.group.gateway_pair import GATEWAY_PAIR
from checks.group.link_ends import LINK_ENDS_CHECK
from checks.network.gateway_groups import GATEWAY_GROUPS_CHECK
from checks.subjects import subject_words
from collectors.base import Absent, Listing, Reason, SessionError, Unseen
from collectors.facts.devices.device import Device
from collectors.facts.devices.links import LinkEnd, port_key
from collectors.facts.devices.ports import Interface
from collectors.facts.devices.topology import GatewayGroup, Neighbour
from collectors.group import gateway_pairs, links
from collectors.network import link_ends
from config.limits import Layered
from config.text import render

Told = Listing[GatewayGroup] | Absent | Unseen
LOST = Unseen("b", Reason.UNREACHABLE)
NAME = "vrrp Vlanif10 1"


def vrrp(state: str, port: str = "Vlanif10", address: str = "", number: str = "1") -> GatewayGroup:
    return GatewayGroup("vrrp", port, number, state, address)


def levels(**members: Told) -> dict[str, Level]:
    pairs = gateway_pairs.parse(members)
    found = list(GATEWAY_PAIR.judge(pairs, Layered(GATEWAY_PAIR.limits), Scene()))
    assert all(isinstance(one, Finding) for one in found)
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def of(*groups: GatewayGroup) -> Listing[GatewayGroup]:
    return Listing(groups)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("master", "backup", Level.OK),
        ("backup", "master", Level.OK),
        ("master", "master", Level.CRITICAL),
        ("backup", "backup", Level.CRITICAL),
        ("initialize", "initialize", Level.CRITICAL),
        ("backup", "", Level.UNKNOWN),
    ],
)
def test_exactly_one_master(one: str, other: str, level: Level) -> None:
    assert levels(a=of(vrrp(one)), b=of(vrrp(other))) == {NAME: level}


def test_with_one_member_unseen_nobody_knows_whether_there_is_a_master() -> None:
    assert levels(a=of(vrrp("backup")), b=LOST) == {NAME: Level.UNKNOWN}
    assert levels(a=of(vrrp("master")), b=LOST) == {NAME: Level.UNKNOWN}


def test_two_masters_are_critical_whoever_else_is_unseen() -> None:
    assert levels(a=of(vrrp("master")), b=of(vrrp("master")), c=LOST) == {NAME: Level.CRITICAL}


def test_a_group_on_one_member_alone_is_a_warning() -> None:
    assert levels(a=of(vrrp("master")), b=of()) == {NAME: Level.WARN}
    assert levels(a=of(vrrp("master")), b=Absent("VRRP-MIB has none")) == {NAME: Level.WARN}


def test_load_sharing_groups_have_their_masters_on_both() -> None:
    first, second = vrrp("master"), vrrp("backup", number="2")
    found = levels(a=of(first, second), b=of(replace(first, state="backup"), replace(second, state="master")))
    assert set(found.values()) == {Level.OK}


def test_interfaces_that_are_called_otherwise_on_both_members_are_one_group() -> None:
    found = levels(a=of(vrrp("master", "Vlanif10")), b=of(vrrp("backup", "Vlan10")))
    assert found == {"vrrp Vlanif10 / Vlan10 1": Level.OK}


@pytest.mark.parametrize(
    ("one", "other", "is_joined"),
    [
        (("Vlan10", ""), ("Vlan20", ""), False),
        (("Vlan10", "10.0.10.1"), ("Vlan20", "10.0.20.1"), False),
        (("GigabitEthernet0/0/1", ""), ("GigabitEthernet1/0/1", ""), False),
        (("GigabitEthernet0/0/1", "10.0.10.1"), ("GigabitEthernet0/0/5", "10.0.10.1"), True),
        (("Vlan10", "0.0.0.0"), ("Vlan20", "0.0.0.0"), False),
        (("Vlan-interface10", ""), ("irb.10", ""), True),
        (("Vl10", ""), ("ge-0/0/1.10", ""), True),
    ],
)
def test_groups_of_one_number_on_other_networks_stay_two(
    one: tuple[str, str],
    other: tuple[str, str],
    is_joined: bool,  # noqa: FBT001 - a row
) -> None:
    found = levels(a=of(vrrp("master", *one)), b=of(vrrp("master", *other)))
    assert (Level.CRITICAL in found.values()) is is_joined
    assert len(found) == (1 if is_joined else 2)


def test_of_several_networks_with_one_number_each_is_joined_with_its_own() -> None:
    first = of(vrrp("master", "Vlanif10"), vrrp("master", "Vlanif20"))
    second = of(vrrp("backup", "Vlan20"), vrrp("backup", "Vlan10"))
    assert levels(a=first, b=second) == {
        "vrrp Vlanif10 / Vlan10 1": Level.OK,
        "vrrp Vlanif20 / Vlan20 1": Level.OK,
    }


def test_a_group_is_named_with_its_interface_behind_it() -> None:
    assert render(subject_words("group.gateway_pair", NAME), "en") == "VRRP group 1 (Vlanif10)"
    assert render(subject_words("network.gateway_groups", "hsrp Vlan10 7"), "en") == "HSRP group 7 (Vlan10)"
    assert render(subject_words("network.gateway_groups", "ha core"), "en") == "HA core"


def test_a_master_that_is_no_member_is_no_lost_gateway() -> None:
    heard = of(vrrp("backup", address="192.0.2.254"))
    assert levels(a=heard, b=heard) == {NAME: Level.WARN}
    silent = of(vrrp("backup", address="0.0.0.0"))
    assert levels(a=silent, b=silent) == {NAME: Level.CRITICAL}


def test_two_that_do_not_run_have_no_master_whatever_address_they_are_configured_with() -> None:
    idle = of(vrrp("initialize", address="192.0.2.254"))  # a command line tells the address of the group
    assert levels(a=idle, b=idle) == {NAME: Level.CRITICAL}


def test_firewalls_that_each_tell_of_both_units_are_no_two_masters() -> None:
    primary, secondary = (
        GatewayGroup("failover", "", f"{unit} unit", state)
        for unit, state in (("primary", "active"), ("secondary", "standby"))
    )
    told = of(primary, secondary)
    assert set(levels(a=told, b=told).values()) == {Level.OK}
    apart = of(replace(primary, state="error"), replace(secondary, state="active"))
    assert set(levels(a=told, b=apart).values()) == {Level.CRITICAL}
    assert set(levels(a=told, b=LOST).values()) == {Level.UNKNOWN}
    lost = of(primary, replace(secondary, state="error"))
    assert levels(a=lost, b=lost)["failover secondary unit"] is Level.WARN


@pytest.mark.parametrize(("protocol", "group"), [("failover", ""), ("clusterxl", "")])
def test_several_that_share_the_load_may_all_be_active(protocol: str, group: str) -> None:
    active = of(GatewayGroup(protocol, "", group, "active"))
    assert set(levels(a=active, b=active).values()) == {Level.WARN}


@pytest.mark.parametrize("states", [("active", "passive"), ("active-primary", "active-secondary")])
def test_the_words_of_either_way_of_a_pair_are_steady(states: tuple[str, str]) -> None:
    one, other = (of(GatewayGroup("ha", "", "pair", state)) for state in states)
    assert levels(a=one, b=other) == {"ha pair": Level.OK}
    for told in (one, other):
        said = list(GATEWAY_GROUPS_CHECK.judge(told, Layered(GATEWAY_GROUPS_CHECK.limits), Scene()))
        assert [one.level for one in said if isinstance(one, Finding)] == [Level.OK]


def test_a_pair_that_is_not_synchronised_is_a_warning() -> None:
    one, other = (GatewayGroup("ha", "", "core", state, is_synchronised=False) for state in ("primary", "secondary"))
    assert levels(a=of(one), b=of(other)) == {"ha core": Level.WARN}


def test_members_without_any_group_have_none() -> None:
    assert levels(a=of(), b=of()) == {"": Level.ABSENT}
    assert levels(a=of(), b=LOST) == {}  # who was not seen is said by the unseen of the facts


# --- links


END = LinkEnd("sw1", "GE1", "sw2", "GE2", 10**9, "full")
FAR = LinkEnd("sw2", "GE2", "sw1", "GE1", 10**9, "full")
LINK = "a GE1 - b GE2"


def of_links(a: tuple[LinkEnd, ...], b: tuple[LinkEnd, ...] | Unseen) -> dict[str, Level]:
    facts = links.parse({"a": Listing(a), "b": b if isinstance(b, Unseen) else Listing(b)})
    said = list(LINK_ENDS_CHECK.judge(facts, Layered(LINK_ENDS_CHECK.limits), Scene()))
    assert sum(isinstance(one, Exhibit) for one in said) == 1
    return {one.subject: one.level for one in said if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("far", "level"),
    [
        (FAR, Level.OK),
        (replace(FAR, speed_bits_per_second=10**8), Level.WARN),
        (replace(FAR, duplex="half"), Level.WARN),
        (replace(FAR, speed_bits_per_second=0, duplex=""), Level.OK),
        (replace(FAR, port="port 2"), Level.OK),
        (replace(FAR, neighbour_port="port 1"), Level.OK),
    ],
    ids=["agree", "speed", "duplex", "untold", "its own name otherwise", "ours otherwise"],
)
def test_both_ends_of_a_link_are_judged_once(far: LinkEnd, level: Level) -> None:
    found = of_links((END,), (far,))
    assert list(found.values()) == [level]


def test_a_link_that_one_end_alone_tells_of_is_a_notice_and_keeps_its_name() -> None:
    other = LinkEnd("sw2", "GE9", "somewhere", "x", 0, "")
    assert of_links((END,), (other,)) == {LINK: Level.NOTICE}
    assert list(of_links((END,), (FAR,))) == [LINK]


@pytest.mark.parametrize("name", ["sw1.example", "SW1"], ids=["domain", "letters"])
def test_a_device_that_is_named_with_its_domain_is_the_same(name: str) -> None:
    assert list(of_links((END,), (replace(FAR, neighbour=name),)).values()) == [Level.OK]
    assert list(of_links((replace(END, own_name=name),), (FAR,)).values()) == [Level.OK]


def test_of_two_of_one_name_in_two_domains_neither_is_guessed() -> None:
    near = replace(END, neighbour="sw2")
    facts = links.parse(
        {"a": Listing((near,)), **{d: Listing((replace(FAR, own_name=f"sw2.{d}.example"),)) for d in ("b", "c")}}
    )
    said = LINK_ENDS_CHECK.judge(facts, Layered(LINK_ENDS_CHECK.limits), Scene())
    assert not any(isinstance(one, Finding) and one.subject.startswith("a GE1 - ") for one in said)


@pytest.mark.parametrize(
    "names",
    [
        ("Gi1/0/1", "GigabitEthernet1/0/1", "GE1/0/1", "GigabitEthernet 1/0/1"),
        ("Eth1/1", "Ethernet1/1", "Et1/1"),
        ("Te1/1/1", "TenGigabitEthernet1/1/1", "Ten-GigabitEthernet1/1/1"),
        ("XGE0/0/1", "XGigabitEthernet0/0/1"),
        ("Twe1/0/1", "TwentyFiveGigE1/0/1"),
        ("Tw1/0/1", "TwoGigabitEthernet1/0/1"),
    ],
)
def test_a_port_that_is_written_short_is_the_same(names: tuple[str, ...]) -> None:
    assert len({port_key(name) for name in names}) == 1


def test_ports_of_other_kinds_stay_others() -> None:
    names = ("Gi1/0/1", "Te1/0/1", "Twe1/0/1", "Tw1/0/1", "Fa1/0/1", "Gi1/0/11", "Fo1/0/1", "uplink", "Gi1/0/1.10")
    assert len({port_key(name) for name in names}) == len(names)


def test_ends_that_write_ports_short_are_one_link_with_its_speeds() -> None:
    short = replace(END, port="Gi1/1", neighbour_port="Gi1/2")
    whole = LinkEnd("sw2", "GigabitEthernet1/2", "sw1", "GigabitEthernet1/1", 10**8, "full")
    assert list(of_links((short,), (whole,)).values()) == [Level.WARN]


@pytest.mark.parametrize(
    "far", [replace(FAR, neighbour_port="GE7"), replace(FAR, neighbour="sw3")], ids=["other port", "other device"]
)
def test_ends_that_name_others_do_not_agree(far: LinkEnd) -> None:
    seventh = replace(END, port="GE7", neighbour_port="GE9")
    facts = links.parse(
        {"a": Listing((END, seventh)), "b": Listing((far,)), "c": Listing((replace(END, own_name="sw3", neighbour="x"),))}
    )
    said = list(LINK_ENDS_CHECK.judge(facts, Layered(LINK_ENDS_CHECK.limits), Scene()))
    assert {one.subject: one.level for one in said if isinstance(one, Finding)}[LINK] is Level.NOTICE


def test_of_a_member_that_was_not_seen_nothing_is_said() -> None:
    assert of_links((END,), LOST) == {}


def test_neighbours_that_are_no_members_make_no_link() -> None:
    assert of_links((replace(END, neighbour="elsewhere"),), ()) == {"": Level.ABSENT}


def test_the_ends_of_a_device_are_its_neighbours_with_its_ports() -> None:
    port = Interface("GE1", "", "", 1, 6, is_enabled=True, state="up", speed_bits_per_second=10**9, duplex="full")
    near = Listing((Neighbour("GE1", "00:11", "GE2", "sw2"), Neighbour("GE7", "00:12", "1", "")))
    found = link_ends.derive(near, Listing((port,)), Device("", "sw1", "", "", "", None, None, None)).records
    assert found == (END, LinkEnd("sw1", "GE7", "00:12", "1", 0, ""))
    written = replace(port, name="GigabitEthernet1")
    ends = link_ends.derive(near, Listing((written,)), Device("", "sw1", "", "", "", None, None, None)).records
    assert ends[0] == END, "a command line writes the port short in one answer and out in another"
    with pytest.raises(SessionError):
        link_ends.derive(near, SessionError(Reason.TIMEOUT), Device("", "sw1", "", "", "", None, None, None))
