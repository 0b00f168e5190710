"""Security checks of network devices that look at more than the settings: filters, time, ports, saving, version."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.base import Confirmed, Finding, Level
from checks.security.network.config_saved_and_backed_up import judge as judge_keeping
from checks.security.network.firmware import FIRMWARE
from checks.security.network.firmware import Limits as FirmwareLimits
from checks.security.network.ntp import NTP
from checks.security.network.unused_ports import UNUSED_PORTS
from collectors.base import Listing, Reason, SessionError, Unseen
from collectors.facts.devices.clocks import DeviceClock, TimeServer
from collectors.facts.devices.configuration import Configuration, Saved
from collectors.facts.devices.device import Made
from collectors.facts.devices.ports import Interface
from collectors.facts.devices.rules import ANY, covers, is_all
from collectors.facts.devices.settings import Keeping, Rule, TimeKeeping
from collectors.network.lines.configurations import lines_of
from collectors.network.settings.filters import chinese_rule, cisco_rule
from collectors.network.settings.readers import read
from config.limits import Layered
from tests.test_security_network import BAD, COMWARE, FAMILIES, GOOD, IOS, NXOS, SCENE, VRP, WRITTEN_BY, judged, of
from tests.test_security_network import settings as settings_of

CONFIRMED_AT = datetime(2026, 3, 1, tzinfo=UTC)
DENIED = Unseen("", Reason.DENIED)


@pytest.mark.parametrize(
    ("family", "text", "name", "level"),
    [
        ("cisco_ios", IOS, "GUESTS", Level.OK),
        ("cisco_ios", IOS.replace("20 deny ip any any log", "20 permit ip any any"), "GUESTS", Level.CRITICAL),
        (
            "cisco_ios",
            IOS.replace("20 deny ip any any log", "20 deny tcp any any eq 445\n 30 permit ip any any"),
            "GUESTS",
            Level.WARN,
        ),
        ("cisco_ios", IOS.replace("20 deny ip any any log", "20 permit tcp any any established"), "GUESTS", Level.OK),
        ("cisco_nxos", NXOS, "EDGE", Level.OK),
        ("huawei_vrp", VRP, "3000", Level.OK),
        ("huawei_vrp", VRP.replace(" rule 100 deny ip\n", ""), "3000", Level.WARN),
        (
            "huawei_vrp",
            VRP.replace("rule 100 deny ip", "rule 100 permit ip source any destination any"),
            "3000",
            Level.CRITICAL,
        ),
        ("hp_comware", COMWARE.replace(" rule 100 deny ip\n", ""), "3000", Level.WARN),
        (
            "hp_comware",
            COMWARE.replace(" rule 100 deny ip\n", "").replace(
                "interface Gig", "packet-filter default deny\ninterface Gig"
            ),
            "3000",
            Level.OK,
        ),
    ],
)
def test_filters(family: str, text: str, name: str, level: Level) -> None:
    assert of("acl_any_any", text, family)[name].level is level


def test_rules_that_are_never_reached_and_lists_of_no_use_are_hygiene() -> None:
    found = of("acl_any_any", BAD["cisco_ios"], "cisco_ios")
    assert found["shadowed OPEN"].level is Level.NOTICE
    assert "eq 445" in found["shadowed OPEN"].quote
    assert found["unused OLD"].level is Level.NOTICE


def test_a_list_that_filters_no_packets_is_not_judged_as_one() -> None:
    text = IOS.replace("logging host", "ip nat inside source list OPEN interface Vlan10\nlogging host")
    text = text.replace("access-list 10", "ip access-list extended OPEN\n permit ip any any\naccess-list 10")
    assert "OPEN" not in of("acl_any_any", text, "cisco_ios")
    assert "unused OPEN" not in of("acl_any_any", text, "cisco_ios")


def test_without_a_filter_there_is_nothing_to_judge() -> None:
    text = IOS.replace(" ip access-group GUESTS in\n", "")
    assert of("acl_any_any", text, "cisco_ios")[""].level is Level.ABSENT


def test_a_list_that_is_applied_and_not_read_is_not_judged() -> None:
    text = VRP.replace("acl number 3000", "acl name EDGE advance number 42768437").replace(
        "inbound acl 3000", "inbound acl name EDGE"
    )
    found = of("acl_any_any", text, "huawei_vrp")
    assert {name: one.level for name, one in found.items()} == {"EDGE": Level.UNKNOWN}


def test_a_list_without_rules_that_are_read_is_not_judged() -> None:
    text = VRP.replace(" rule 5 permit tcp destination 198.51.100.5 0 destination-port eq 443\n rule 100 deny ip\n", "")
    assert of("acl_any_any", text, "huawei_vrp")["3000"].level is Level.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "is_covered"),
    [
        ("permit ip any any", "deny tcp any host 192.0.2.1 eq 22", True),
        ("permit tcp any any", "deny udp any any", False),
        ("permit tcp any any eq 22", "permit tcp any any", False),
        ("permit tcp any any eq 22", "permit tcp any host 192.0.2.1 eq 22 log", True),
        ("permit tcp any eq 22 any", "permit tcp any any eq 22", False),
        ("permit ip 192.0.2.0 0.0.0.255 any", "permit ip 192.0.2.128 0.0.0.127 any", True),
        ("permit ip 192.0.2.128 0.0.0.127 any", "permit ip 192.0.2.0 0.0.0.255 any", False),
        ("permit ip object-group A any", "permit ip object-group A any", False),
        ("permit ip any any time-range NIGHT", "permit ip any any", False),
        ("permit ip 192.0.2.0/24 any", "permit ip host 192.0.2.7 any", True),
    ],
)
def test_which_rule_covers_which(one: str, other: str, *, is_covered: bool) -> None:
    first, second = cisco_rule(one, is_standard=False), cisco_rule(other, is_standard=False)
    assert first is not None
    assert second is not None
    assert covers(first, second) is is_covered


@given(*[st.integers(0, 15)] * 4)
def test_a_range_covers_another_where_each_address_of_it_fits(one: int, mask: int, other: int, second: int) -> None:
    wide = Rule("", True, "ip", (one & ~mask, mask), ANY)  # noqa: FBT003 - as it stands in a list
    narrow = Rule("", True, "ip", (other & ~second, second), ANY)  # noqa: FBT003 - as above

    def fits(rule: Rule) -> set[int]:
        assert rule.source is not None
        address, wildcard = rule.source
        return {each for each in range(16) if each & ~wildcard == address}

    assert covers(wide, narrow) is (fits(narrow) <= fits(wide))


def test_rules_of_both_kinds_are_read() -> None:
    rule = chinese_rule("rule 5 permit ip", is_basic=False)
    assert rule is not None
    assert is_all(rule)
    basic = chinese_rule("rule 5 permit source 192.0.2.0 0.0.0.255", is_basic=True)
    assert basic is not None
    assert not is_all(basic)
    standard = cisco_rule("permit 192.0.2.7", is_standard=True)
    assert standard is not None
    assert standard.source == (0xC0000207, 0)
    assert cisco_rule("remark permit any", is_standard=True) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_reader_reads_any_lines(data: st.DataObject) -> None:
    """Lines of a device in any order, cut anywhere: settings or a SessionError, and a finding of each check a subject."""
    family = data.draw(st.sampled_from(FAMILIES))
    lines = lines_of(GOOD[family] + BAD[family])
    drawn = data.draw(st.lists(st.sampled_from(lines), min_size=2, max_size=60))
    cut = [line[: data.draw(st.integers(1, len(line)))] if data.draw(st.booleans()) else line for line in drawn]
    try:
        found = read(Configuration(WRITTEN_BY.get(family, "ruijie_os"), tuple(cut), has_end=True))
    except SessionError:
        return
    assert len({one.name for one in found.communities}) == len(found.communities)


KEPT = DeviceClock(None, TimeServer(is_synchronised=True, words="clock is synchronized"))
LOST = DeviceClock(None, TimeServer(is_synchronised=False, words="clock is unsynchronized"))


@pytest.mark.parametrize("family", FAMILIES)
def test_time(family: str) -> None:
    good, bad = settings_of(GOOD[family], family), settings_of(BAD[family], family)
    assert {one.level for one in judged(NTP, TimeKeeping(good, KEPT)).values()} == {Level.OK}
    found = judged(NTP, TimeKeeping(bad, LOST))
    assert found["servers"].level is Level.WARN
    assert found["keys"].level is Level.NOTICE
    assert found["synchronisation"].level is Level.WARN
    unseen = judged(NTP, TimeKeeping(DENIED, DeviceClock(None, None)))
    assert {one.level for one in unseen.values()} == {Level.UNKNOWN}
    assert set(unseen) == {"servers", "keys", "synchronisation"}


def port(
    name: str, state: str = "down", *, alias: str = "", changed: float | None = 1e7, is_enabled: bool | None = True
) -> Interface:
    return Interface(name, alias, name, 1, 6, is_enabled, state, 10**9, changed_seconds=changed, has_connector=True)


def ports(*records: Interface) -> Finding:
    return judged(UNUSED_PORTS, Listing(records))[""]


def test_ports_that_are_on_and_unused_fail_and_are_listed() -> None:
    found = ports(port("Gi0/1", "up"), port("Gi0/2"), port("Gi0/3", is_enabled=False))
    assert found.level is Level.CRITICAL
    assert found.quote == "Gi0/2"
    assert found.measures == {"unused_count": 1.0, "ports_count": 3.0}


def test_ports_in_use_or_shut_pass() -> None:
    assert ports(port("Gi0/1", "up"), port("Gi0/2", is_enabled=False)).level is Level.OK


@pytest.mark.parametrize(("changed", "level"), [(86399.0, Level.OK), (86400.0, Level.CRITICAL), (None, Level.CRITICAL)])
def test_a_port_that_went_down_within_a_day_is_not_unused(changed: float | None, level: Level) -> None:
    assert ports(port("Gi0/1", changed=changed)).level is level


def test_ports_that_are_described_are_kept_for_something() -> None:
    assert ports(port("Gi0/1", alias="spare for printer")).level is Level.NOTICE


def test_ports_of_which_the_state_is_not_told_are_not_judged() -> None:
    assert ports(port("Gi0/1", "up"), port("Gi0/2", "", is_enabled=None)).level is Level.UNKNOWN


def test_interfaces_that_take_no_cable_are_no_ports() -> None:
    assert ports(Interface("Vlan1", "", "Vlan1", 1, 53, True, "down", 0)).level is Level.ABSENT  # noqa: FBT003 - a row
    aggregate = Interface("Po1", "", "Po1", 1, 161, True, "down", 0, changed_seconds=1e7)  # noqa: FBT003 - a row
    assert ports(port("Gi0/1", "up"), aggregate).level is Level.OK


RUNNING = Configuration("huawei_vrp", ("sysname a", "telnet server enable"))


def keeping(
    saved: Saved | Unseen, running: Configuration | Unseen = RUNNING, *, archive: str = "", then: Keeping | None = None
) -> dict[str, Finding]:
    text = VRP.replace("aaa\n", f"{archive}\naaa\n", 1)
    facts = Keeping(saved, running, settings_of(text, "huawei_vrp"))
    confirmed = Confirmed(then, CONFIRMED_AT, "Li", CONFIRMED_AT) if then else None
    return {one.subject: one for one in judge_keeping(facts, confirmed, Layered(None), SCENE) if isinstance(one, Finding)}  # type: ignore[arg-type]  # has no limits


def test_what_is_saved_copied_and_as_confirmed_passes() -> None:
    archive = "set save-configuration backup-to-server server 192.0.2.9 transport-type sftp user x"
    found = keeping(Saved(), archive=archive, then=Keeping(Saved(), RUNNING, DENIED))
    assert {name: one.level for name, one in found.items()} == dict.fromkeys(("saved", "copy", "changes"), Level.OK)


def test_what_is_not_saved_and_was_changed_fails() -> None:
    before = Configuration("huawei_vrp", ("sysname a",))
    found = keeping(Saved(only_running=("telnet server enable",)), then=Keeping(Saved(), before, DENIED))
    assert found["saved"].level is Level.WARN
    assert found["changes"].level is Level.NOTICE
    assert found["changes"].quote == "telnet server enable"


@pytest.mark.parametrize(
    ("changed", "saved", "level"), [(100.0, 105.0, Level.OK), (100.0, 106.0, Level.WARN), (500.0, 5.0, Level.OK)]
)
def test_times_of_change_and_saving(changed: float, saved: float, level: Level) -> None:
    assert keeping(Saved(changed_ago_seconds=changed, saved_ago_seconds=saved))["saved"].level is level


def test_copies_that_a_server_fetches_and_changes_without_a_baseline_are_not_inspected() -> None:
    found = keeping(DENIED, DENIED)
    assert {name: one.level for name, one in found.items()} == dict.fromkeys(("saved", "copy", "changes"), Level.UNKNOWN)
    assert keeping(Saved())["changes"].level is Level.UNKNOWN


@pytest.mark.parametrize(
    ("made", "approved", "level"),
    [
        (Made("S5735-L", "x", "V200R019C10"), ("S5735* = V200R019*",), Level.OK),
        (Made("S5735-L", "x", "V200R011C10"), ("S5735* = V200R019*", "S12700* = V200R011*"), Level.WARN),
        (Made("S5735-L", "x", "V200R011C10"), ("S6730* = V200R019*",), Level.UNKNOWN),
        (Made("S5735-L", "x", "V200R011C10"), (), Level.UNKNOWN),
        (Made("S5735-L", "x", ""), ("S5735* = V200R019*",), Level.UNKNOWN),
    ],
)
def test_versions_are_judged_by_the_customer_s_list(made: Made, approved: tuple[str, ...], level: Level) -> None:
    assert judged(FIRMWARE, made, limits=FirmwareLimits(approved))[""].level is level


def test_every_combination_of_telnet_s_two_switches() -> None:
    """Off where either is off, on where both are on; not known where one may be."""
    servers = {"undo telnet server enable": False, "telnet server enable": True, "": None}
    lines = {" protocol inbound ssh": False, " protocol inbound all": True, "": None}
    for (server, is_served), (line, is_taken) in product(servers.items(), lines.items()):
        text = VRP.replace("undo telnet server enable", server).replace(" protocol inbound ssh", line)
        found = {one.level for one in of("telnet", text, "huawei_vrp").values()}
        both = (is_served, is_taken)
        wanted = Level.OK if False in both else Level.CRITICAL if both == (True, True) else Level.UNKNOWN
        assert found == {wanted}, (server, line)
