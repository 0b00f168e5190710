"""Reading what a device said by SNMP: no line is lost unnoticed, no sentinel is a reading, no two ports are one."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import Answer, Collector, Derived, ParseError, Reason, SessionError, Snmp
from collectors.facts.devices.configuration import SAVED, Saved
from collectors.facts.devices.ports import Interface
from collectors.network.lan_manager import SERVICES_SNMP
from collectors.network.lines.configurations import COLLECTORS, lines_of
from collectors.network.neighbours import NEIGHBOURS_SNMP
from collectors.network.ports import COLUMNS, INTERFACES_SNMP
from collectors.network.redundancy import AGGREGATES_SNMP, GATEWAY_GROUPS_SNMP, VRRP3
from collectors.network.varbinds import Value, objects
from tests.house.devices import Fields, answered, found
from tests.house.snmp_answers import Said

ASK = INTERFACES_SNMP.ask
DEVICE = "1.3.6.1.4.1.9999.1"
WHOLE = """\
@device 1.3.6.1.4.1.9999.1
1.3.6.1.2.1.1.3.0|67|12345
1.3.6.1.2.1.1.5.0|4|core|sw
@scalars 2
1.3.6.1.2.1.2.2.1.2.1|4|GE0/0/1
1.3.6.1.2.1.2.2.1.2.10|4|GE0/0/10
@column 1.3.6.1.2.1.2.2.1.2 2
@column 1.3.6.1.2.1.2.2.1.3 0
@end 4
"""

# --- the form


def test_a_whole_answer() -> None:
    said = objects(Answer(WHOLE))
    assert said.device == DEVICE
    assert said.text("1.3.6.1.2.1.1.5.0") == "core|sw"
    assert said.ticks_seconds("1.3.6.1.2.1.1.3.0") == 123.45
    assert [value.text for value in said.column("1.3.6.1.2.1.2.2.1.2").values()] == ["GE0/0/1", "GE0/0/10"]


@pytest.mark.parametrize("number", range(len(WHOLE.splitlines())))
def test_a_line_that_is_lost_is_missed(number: int) -> None:
    lines = WHOLE.splitlines(keepends=True)
    kept = "".join(lines[:number] + lines[number + 1 :])
    if lines[number].endswith(" 0\n"):  # an empty column says what its silence says
        assert objects(Answer(kept)).columns == {k: v for k, v in objects(Answer(WHOLE)).columns.items() if v}
        return
    with pytest.raises(ParseError):
        objects(Answer(kept))


@given(st.integers(0, len(WHOLE) - 12))
def test_an_answer_that_is_cut_is_an_error(length: int) -> None:
    with pytest.raises(ParseError):
        objects(Answer(WHOLE[:length]))


@pytest.mark.parametrize("line", ["1.3.6.1.2.1.2.2.1..10|4|GE0/0/10", "1.3.6.1.2.1.2.2.1.2.x|4|GE0/0/10", "nonsense"])
def test_an_object_that_belongs_to_no_column_is_an_error(line: str) -> None:
    with pytest.raises(ParseError):
        objects(Answer(WHOLE.replace("1.3.6.1.2.1.2.2.1.2.10|4|GE0/0/10", line)))


@given(st.text())
def test_no_text_makes_anything_but_objects_or_our_error(text: str) -> None:
    try:
        objects(Answer(text))
        objects(Answer(f"@device {text}\n@end 0\n"))
    except ParseError:
        pass


# --- values


@pytest.mark.parametrize("written", ["4294967295", "2147483647", "2147483646", "-2147483648", "nan", "inf", "-", "", "N/A"])
def test_a_sentinel_is_never_a_reading(written: str) -> None:
    assert Value("4", written).number() is None
    assert Value("2", written).whole() is None


@pytest.mark.parametrize(("written", "number"), [("42", 42.0), (" 42 % ", 42.0), ("42%", 42.0), ("-3.5", -3.5), ("0", 0.0)])
def test_a_number_also_of_a_string(written: str, number: float | None) -> None:
    assert Value("4", written).number() == number


def test_what_a_table_calls_no_value_is_none() -> None:
    assert Value("2", "-1").number(-1) is None
    assert Value("2", "255").whole(0, 255) is None
    assert Value("2", "254").whole(0, 255) == 254


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("核心交换机".encode(), "核心交换机"),
        ("核心交换机".encode("gb18030"), "核心交换机"),
        (b"core\0\0", "core"),
        (b"\xff", "\\xff"),
    ],
)
def test_words_of_older_chinese_devices_are_gb18030(raw: bytes, words: str) -> None:
    assert Value("4x", raw.hex()).text == words


# --- ports


NAMES: Fields = {"name": "GE0/0/1", "description": "GigabitEthernet0/0/1", "type": 6, "admin": 1, "oper": 1}


def ports(*rows: Mapping[str, Said], more: Mapping[str, Said] | None = None) -> tuple[Interface, ...]:
    told = {f"{COLUMNS[name]}.{n}": said for n, row in enumerate(rows, 1) for name, said in {**NAMES, **row}.items()}
    return found(INTERFACES_SNMP, DEVICE, {**told, **(more or {})}).records


def port(**row: Said) -> Interface:
    (one,) = ports(row)
    return one


def test_counters_of_64_bits_go_before_those_of_32() -> None:
    both = port(in_octets=2**40, out_octets=7, in_octets_32=1, out_octets_32=2).counters
    assert (both.in_bytes, both.out_bytes, both.is_64_bit) == (2**40, 7, True)
    old = port(in_octets_32=1, out_octets_32=2).counters
    assert (old.in_bytes, old.out_bytes, old.is_64_bit) == (1, 2, False)


def test_a_full_counter_is_a_count_and_no_sentinel() -> None:
    assert port(in_errors=4294967295).counters.in_errors == 4294967295


def test_packets_that_are_not_counted_are_none_and_not_zero() -> None:
    assert port().counters.in_packets is None
    assert port(in_unicast=5, in_multicast=3).counters.in_packets == 8


@pytest.mark.parametrize(
    ("megabits", "bits", "speed"),
    [(10_000, 4294967295, 10**10), (0, 4294967295, 0), (0, 64_000, 64_000), (1000, 10**9, 10**9)],
)
def test_an_ifspeed_that_is_full_says_nothing(megabits: int, bits: int, speed: int) -> None:
    assert port(megabits=megabits, speed=bits).speed_bits_per_second == speed


def _changed(up: int, changed: int) -> float | None:
    assert isinstance(ASK, Snmp)
    told = {f"{COLUMNS[name]}.1": said for name, said in NAMES.items()}
    text = answered(ASK, DEVICE, {**told, "1.3.6.1.2.1.1.3.0": up, f"{COLUMNS['changed']}.1": changed}).text
    text = text.replace("1.3.6.1.2.1.1.3.0|2|", "1.3.6.1.2.1.1.3.0|67|").replace(f"9.1|2|{changed}", f"9.1|67|{changed}")
    return INTERFACES_SNMP.parse(Answer(text)).records[0].changed_seconds


def test_how_long_ago_a_port_changed_also_after_497_days() -> None:
    assert _changed(up=50_000, changed=20_000) == 300.0
    assert _changed(up=10_000, changed=2**32 - 10_000) == 200.0


def test_ports_of_one_name_stay_two_and_keep_their_names() -> None:
    one, two, three = ports({"description": "a"}, {"description": "b"}, {"description": "b"})
    assert [one.name, two.name, three.name] == ["GE0/0/1 (a)", "GE0/0/1 (b) #2", "GE0/0/1 (b) #3"]


def test_ports_of_one_name_are_the_same_after_their_numbers_were_given_anew() -> None:
    up: dict[str, Said] = {"description": "a", "oper": 1}
    down: dict[str, Said] = {"description": "b", "oper": 2}
    before, after = ports(up, down), ports(down, up)
    assert {one.name: one.state for one in before} == {one.name: one.state for one in after}


def test_a_port_without_a_name_has_its_description() -> None:
    assert port(name="").name == "GigabitEthernet0/0/1"
    assert port(name="", description="").name == "#1"


def _twice(first: Mapping[str, int | str], second: Mapping[str, int | str]) -> Interface:
    def text(row: Mapping[str, int | str], up: int) -> str:
        assert isinstance(ASK, Snmp)
        index = row.get("index", 1)
        told = {f"{COLUMNS[name]}.{index}": said for name, said in {**NAMES, **row}.items() if name != "index"}
        return answered(ASK, DEVICE, {**told, "1.3.6.1.2.1.1.3.0": up}).text.replace("3.0|2|", "3.0|67|")

    return INTERFACES_SNMP.parse(Answer(text(second, 2000), earlier=text(first, 1000))).records[0]


def test_two_samples_are_joined_by_the_devices_own_clock() -> None:
    joined = _twice({"in_errors": 1}, {"in_errors": 5})
    assert joined.earlier is not None
    assert (joined.earlier.in_errors, joined.counters.in_errors, joined.window_seconds) == (1, 5, 10.0)


@pytest.mark.parametrize("second", [{"index": 7}, {"discontinuity": 99}, {"name": "GE0/0/2"}])
def test_a_port_that_was_renumbered_or_counts_anew_has_no_first_sample(second: Mapping[str, int | str]) -> None:
    assert _twice({"in_errors": 1}, {"in_errors": 5, **second}).earlier is None


def test_counters_of_another_start_are_of_another_epoch() -> None:
    boots = "1.3.6.1.6.3.10.2.1.2.0"
    (one,), (two,) = ports({}, more={boots: 3}), ports({}, more={boots: 4})
    assert one.discontinuity != two.discontinuity


def test_a_device_without_interfaces_does_not_tell_them_this_way() -> None:
    with pytest.raises(SessionError):
        found(INTERFACES_SNMP, DEVICE, {})


# --- neighbours, gateways, aggregates


REMOTE = "1.0.8802.1.1.2.1.4.1.1"


@pytest.mark.parametrize(
    ("abilities", "is_endpoint"),
    [
        (b"\x24\x00", True),
        (b"\x01\x00", True),
        (b"\x28\x00", False),
        (b"\x20\x00", False),
        (b"\x10\x00", False),
        (b"", False),
    ],
)
def test_a_telephone_and_a_host_say_what_they_are(abilities: bytes, is_endpoint: bool) -> None:  # noqa: FBT001 - a parameter
    told: Fields = {f"{REMOTE}.5.0.1.1": "x", f"{REMOTE}.7.0.1.1": "1", f"{REMOTE}.12.0.1.1": abilities}
    (one,) = found(NEIGHBOURS_SNMP, DEVICE, told).records
    assert one.is_endpoint is is_endpoint


def test_one_group_number_for_ipv4_and_for_ipv6_is_two_groups() -> None:
    told: Fields = {f"{VRRP3['state']}.{kind}.7.3": 3 for kind in (1, 2)}
    assert [one.group for one in found(GATEWAY_GROUPS_SNMP, DEVICE, told).records] == ["7", "7 IPv6"]


def test_vrrp_alone_does_not_prove_that_a_cisco_has_no_gateway_group() -> None:
    vrrp: Fields = {"1.3.6.1.2.1.68.1.1.0": 2}
    cisco, timeout = "1.3.6.1.4.1.9.1.1208", "1.3.6.1.4.1.9.9.106.1.1.1.0"
    assert found(GATEWAY_GROUPS_SNMP, DEVICE, vrrp).records == ()
    with pytest.raises(SessionError) as raised:
        found(GATEWAY_GROUPS_SNMP, cisco, vrrp)
    assert raised.value.reason is Reason.NOT_OFFERED
    assert found(GATEWAY_GROUPS_SNMP, cisco, vrrp | {timeout: 5}).records == ()
    with pytest.raises(SessionError):
        found(GATEWAY_GROUPS_SNMP, cisco, {timeout: 5})
    (one,) = found(GATEWAY_GROUPS_SNMP, cisco, {f"{VRRP3['state']}.1.7.3": 3}).records
    assert one.group == "7"


def test_a_member_that_is_selected_and_not_attached_stands_by() -> None:
    base = "1.2.840.10006.300.43.1.2.1.1"
    told: Fields = {f"{base}.12.1": 9, f"{base}.13.1": 9, f"{base}.12.2": 9, f"{base}.13.2": 0, "1.3.6.1.2.1.2.2.1.7.9": 2}
    told |= {f"{base}.12.3": 9, f"{base}.13.3": 9}
    members = found(AGGREGATES_SNMP, DEVICE, told).records
    assert [(one.port, one.is_standby, one.is_shut) for one in members] == [
        ("1", False, True),
        ("2", True, True),
        ("3", False, True),
    ]


@pytest.mark.parametrize(
    ("states", "is_distributing"),
    [
        (("3d", "3f"), (True, True)),  # the octets of LACPDUs, least significant bit first
        (("bc", "fc"), (True, True)),  # BITS, as the MIB has it
        (("3d", "45"), (True, False)),  # of an agent that hands on octets all are octets
        (("3d", "bc"), (True, True)),  # both readings contradict one of them: read as the MIB says
        (("3c", "3c"), (True, True)),
        (("a2", "a3"), (False, False)),
    ],
)
def test_an_agent_that_hands_on_the_octet_of_lacp_is_read_from_its_other_end(
    states: tuple[str, str], is_distributing: tuple[bool, bool]
) -> None:
    base = "1.2.840.10006.300.43.1.2.1.1"
    told: Fields = {f"{base}.{column}.{port}": 9 for column in (12, 13) for port in (1, 2)}
    told |= {f"{base}.21.{port}": bytes.fromhex(state) for port, state in enumerate(states, 1)}
    members = found(AGGREGATES_SNMP, DEVICE, told).records
    assert tuple(one.is_distributing for one in members) == is_distributing
    if states == ("3d", "3f"):
        assert not any(one.is_expired or one.is_defaulted for one in members)


# --- services of Windows


def _services(*names: str) -> list[str]:
    base = "1.3.6.1.4.1.77.1.2.3.1"
    told: dict[str, Said] = {f"{base}.1.{n}": name for n, name in enumerate(names, 1)}
    told |= {f"{base}.3.{n}": 1 for n in range(1, len(names) + 1)}
    return [one.name for one in found(SERVICES_SNMP, "1.3.6.1.4.1.311.1.1.3.1.2", told).records]


def test_services_of_a_user_are_the_same_after_he_logged_on_anew() -> None:
    names = ("CDPUserSvc", "OneSyncSvc", "连接设备平台用户服务")
    first, second = (_services("DNS Client", *(f"{name}_{number}" for name in names)) for number in ("3a5f1", "77c02b"))
    assert first == second == ["DNS Client", *names]


def test_what_one_service_alone_ends_in_is_its_own() -> None:
    assert _services("Tomcat_8080", "Tomcat_8081", "agent_cafe") == ["Tomcat_8080", "Tomcat_8081", "agent_cafe"]


# --- configurations


def test_what_changes_by_itself_is_left_out_of_a_configuration() -> None:
    text = "!Software Version V200R019\n#\nsysname a\n\nntp clock-period 17179\n#conf_file_ver=123\nvlan 10\nreturn\n"
    assert lines_of(text) == ("sysname a", "vlan 10")


def _collector(name: str) -> Collector[Answer, Any]:
    (one,) = (one for one in COLLECTORS if isinstance(one, Collector) and one.id == name)
    return one


def _saved(running: str, startup: str) -> Saved:
    (derived,) = (one for one in COLLECTORS if isinstance(one, Derived) and one.provides == SAVED)
    parse = _collector("cli.running_configuration.huawei_vrp").parse
    saved = derived.derive(parse(Answer(running)), parse(Answer(startup)))
    assert isinstance(saved, Saved)
    return saved


def _compared(running: str, startup: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    saved = _saved(running, startup)
    return saved.only_running, saved.only_saved


def test_the_time_that_zxros_writes_above_its_configuration_is_no_change() -> None:
    early = "10:20:30 Beijing Wed May 6 2026\nhostname a\n clock 10:20:30 Mon\n"
    late = "11:00:01 Beijing Thu May 7 2026\nhostname a\n clock 10:20:30 Mon\n"
    assert lines_of(early) == lines_of(late) == ("hostname a", " clock 10:20:30 Mon")


def test_equal_lines_of_two_sections_stay_two() -> None:
    bgp = "bgp 1\n ipv4-family unicast\n  peer 10.0.0.1 enable\n ipv4-family vpn-instance a\n  peer 10.0.0.1 enable\n"
    less = bgp.replace(" ipv4-family vpn-instance a\n  peer 10.0.0.1 enable\n", " ipv4-family vpn-instance a\n")
    assert _compared(bgp, bgp) == ((), ())
    assert _compared(bgp, less) == (("bgp 1 / ipv4-family vpn-instance a / peer 10.0.0.1 enable",), ())


@pytest.mark.parametrize(
    ("running", "startup"),
    [
        (
            (
                "!Command: show running-config\n!Running configuration last done at: Mon May  4 10:11:12 2026\n"
                "!Time: Mon May  4 10:20:12 2026\nhostname a\nvlan 1"
            ),
            (
                "!Command: show startup-config\n!Time: Mon May  4 10:20:14 2026\n"
                "!Startup config saved at: Mon May  4 10:11:40 2026\nhostname a\nvlan 1"
            ),
        ),
        (
            "!Last configuration was updated at 2026-05-04 10:11:12+08:00 by wang\nsysname a\n#\nvlan 1",
            "!Last configuration was saved at 2026-05-03 10:11:15+08:00 by wang\nsysname a\n#\nvlan 1",
        ),
        (
            ": Saved\n\n: \n: Serial Number: X\nhostname a\nvlan 1\nCryptochecksum:aa\n: end",
            ": Saved\n: Written by wang at 10:11:12\nhostname a\nvlan 1\nCryptochecksum:bb",
        ),
        (
            (
                "hostname a\ncrypto pki certificate chain T\n certificate self-signed 01\n  3082022B 30820194 A003\n"
                "  31312F30 2D060355 \n  \tquit\ninterface Vlan1\n no ip address"
            ),
            (
                "hostname a\ncrypto pki certificate chain T\n certificate self-signed 01 nvram:IOS-Self-Sig#1.cer\n"
                "interface Vlan1\n no ip address"
            ),
        ),
    ],
    ids=["nxos", "vrp", "asa", "certificate of ios"],
)
def test_a_saved_configuration_is_saved_though_it_is_written_otherwise(running: str, startup: str) -> None:
    assert _compared(running, startup) == ((), ())


@pytest.mark.parametrize(
    "running",
    [
        "access-list 101 deny ip any any\naccess-list 101 permit tcp any any",
        "ip access-list extended WEB\n deny ip any any\n permit tcp any any eq 80",
        "access-list OUT extended deny ip any any\naccess-list OUT extended permit tcp any any",
        "ip prefix-list P deny 10.0.0.0/8\nip prefix-list P permit 0.0.0.0/0",
        "policy-map P\n class A\n class B",
    ],
)
def test_filters_in_another_order_are_not_saved(running: str) -> None:
    *head, one, other = running.splitlines()
    startup = "\n".join([*head, other, one])
    assert _compared(running, startup) == ((), ())
    assert len(_saved(running, startup).moved) == 2
    assert _saved(running, running).moved == ()


def test_the_order_of_other_lines_is_the_device_s_own() -> None:
    running = "hostname a\ninterface A\n mtu 9000\n shutdown\nvlan 1\naccess-list 1 permit any\naccess-list 2 permit any"
    startup = "hostname a\naccess-list 2 permit any\naccess-list 1 permit any\nvlan 1\ninterface A\n shutdown\n mtu 9000"
    assert _saved(running, startup) == Saved()


def test_a_line_that_was_put_in_between_moves_no_other() -> None:
    running = "access-list 1 permit 10.0.0.1\naccess-list 1 permit 10.0.0.2\naccess-list 1 deny any"
    assert _saved(running, running.replace("access-list 1 permit 10.0.0.2\n", "")).moved == ()


@pytest.mark.parametrize(
    "said",
    [
        "startup-config is not present",
        "%% Non-volatile configuration memory invalid or not present",
        "No startup configuration",
        "Info: There is no correct configuration file in FLASH",
    ],
)
def test_what_was_never_saved_at_all_is_not_saved(said: str) -> None:
    assert _compared("hostname a\nvlan 1", said) == (("hostname a", "vlan 1"), ())


def test_a_configuration_that_an_account_may_not_see_is_not_taken_for_none() -> None:
    with pytest.raises(SessionError) as caught:
        _compared("hostname a\nvlan 1", "Permission denied")
    assert caught.value.reason is Reason.EMPTY


def test_what_is_indented_is_no_note_of_the_software() -> None:
    running = "hostname a\nrouter rip\n version 2\n network 10.0.0.0"
    assert _compared(running, running.replace(" version 2\n", "")) == (("router rip / version 2",), ())


def test_words_behind_a_certificate_are_not_taken_for_it() -> None:
    text = " certificate 01AB\n  3082022B\n  quit\n  quit\ninterface Vlan1\n description 3082022B\n"
    assert lines_of(text) == (" certificate 01AB", "interface Vlan1", " description 3082022B")


WRITTEN = "1.3.6.1.4.1.9.9.43.1.1"
TURN_SECONDS = 2**32 // 100


def test_cisco_tells_times_also_after_497_days() -> None:
    collector = _collector("snmp.saved_configuration")
    assert isinstance(collector.ask, Snmp)
    saved = collector.parse(Answer(_times(collector.ask, 1000, 2**32 - 1000, 2**32 - 500, TURN_SECONDS + 10)))
    assert (saved.changed_ago_seconds, saved.saved_ago_seconds, saved.is_saved_before_start) == (20.0, 15.0, False)


@pytest.mark.parametrize(
    ("changed", "written", "engine"),
    [
        (500, 2**32 - 1000, None),  # changed 5 s ago and not saved, or 497 days earlier and saved since
        (2**32 - 1000, 500, None),
        (400, 500, TURN_SECONDS + 10),
        (500, 400, TURN_SECONDS + 10),
    ],
)
def test_what_may_be_of_an_earlier_turn_of_the_clock_is_neither_saved_nor_unsaved(
    changed: int, written: int, engine: int | None
) -> None:
    collector = _collector("snmp.saved_configuration")
    assert isinstance(collector.ask, Snmp)
    with pytest.raises(SessionError) as caught:
        collector.parse(Answer(_times(collector.ask, 1000, changed, written, engine)))
    assert caught.value.reason is Reason.NO_RECORD


def test_within_the_first_turn_the_times_are_what_they_are() -> None:
    collector = _collector("snmp.saved_configuration")
    assert isinstance(collector.ask, Snmp)
    saved = collector.parse(Answer(_times(collector.ask, 1000, 900, 400, 10)))
    assert (saved.changed_ago_seconds, saved.saved_ago_seconds) == (1.0, 6.0)


def _times(ask: Snmp, up: int, changed: int, written: int, engine: int | None) -> str:
    told: dict[str, Said] = {"1.3.6.1.2.1.1.3.0": up, f"{WRITTEN}.1.0": changed, f"{WRITTEN}.3.0": written}
    told |= {} if engine is None else {"1.3.6.1.6.3.10.2.1.3.0": engine}
    text = answered(ask, "1.3.6.1.4.1.9.1.1", told).text.replace("|2|", "|67|")
    return text.replace("10.2.1.3.0|67|", "10.2.1.3.0|2|")
