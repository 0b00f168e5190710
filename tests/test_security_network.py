"""Security checks of network devices, from configurations written here in each family’s own words to findings."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from checks.base import Exhibit, Finding, Level, Scene
from checks.security.network import CHECKS
from checks.security.shape import SecurityCheck
from collectors.base import Answer, Cli, Collector, Reason, SessionError
from collectors.facts.devices.configuration import RUNNING as RUNNING_KIND
from collectors.facts.devices.configuration import Configuration
from collectors.facts.devices.settings import Settings
from collectors.network.lines.configurations import COLLECTORS as RUNNING_COLLECTORS
from collectors.network.settings.readers import dialect, read
from config.limits import Layered
from config.said import Mitigation

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITTEN_BY = {
    "huawei_vrp": "huawei_vrp",
    "hp_comware": "huawei_vrp",
    "fortinet": "fortinet",
    "juniper_junos": "juniper_junos",
}
IOS = """
version 15.2
no service pad
service timestamps log datetime msec
service password-encryption
hostname acc-01
boot-start-marker
enable secret 9 ******
username ops privilege 15 secret 8 ******
aaa new-model
aaa authentication login default group tacacs+ local
aaa accounting exec default start-stop group tacacs+
ip ssh version 2
ip ssh time-out 60
no ip http server
interface Vlan10
 ip access-group GUESTS in
ip access-list extended GUESTS
 10 permit tcp 192.0.2.0 0.0.0.255 host 198.51.100.5 eq 443
 20 deny ip any any log
access-list 10 permit 192.0.2.0 0.0.0.255
snmp-server group ops v3 priv read all
logging host 192.0.2.9
ntp authenticate
ntp server 192.0.2.8 key ******
line con 0
 exec-timeout 5 0
line vty 0 15
 access-class 10 in
 exec-timeout 10 0
 transport input ssh
end
"""
IOS_BAD = """
no service pad
no service password-encryption
hostname acc-02
enable password ******
username ops privilege 15 password 7 ******
username old secret 4 ******
no aaa new-model
ip ssh version 1
ip ssh authentication-retries 5
ip http server
interface Vlan10
 ip access-group OPEN in
ip access-list extended OPEN
 10 permit ip any any
 20 deny tcp any any eq 445
ip access-list standard OLD
 10 permit any
snmp-server community public RO
snmp-server community ****** RW 10
snmp-server community ****** RO
no logging on
line con 0
 exec-timeout 0 0
line vty 0 4
 exec-timeout 10 1
 login
 transport input telnet ssh
end
"""
IOS_SILENT = """
no service pad
hostname acc-03
interface Vlan10
line con 0
line vty 0 4
end
"""
NXOS = """
vdc core id 1
feature tacacs+
hostname core-01
username admin password 5 ****** role network-admin
snmp-server user admin network-admin auth sha ****** priv aes-128 ****** localizedkey
aaa authentication login default group tac
aaa accounting default group tac
logging server 192.0.2.9 6 use-vrf management
ntp server 192.0.2.8 use-vrf management
ntp authenticate
ip access-list MGMT
  10 permit tcp 192.0.2.0/24 any eq 22
ip access-list EDGE
  10 permit tcp any 198.51.100.0/24 eq 443
interface Ethernet1/1
  ip access-group EDGE in
line console
  exec-timeout 5
line vty
  exec-timeout 10
  access-class MGMT in
"""
NXOS_BAD = """
vdc core id 1
feature telnet
feature nxapi
nxapi http port 80
username admin password 7 ****** role network-admin
snmp-server community public group network-admin
snmp-server user old network-operator auth md5 ****** localizedkey
ip access-list EDGE
  10 permit ip any any
interface Ethernet1/1
  ip access-group EDGE in
line console
  exec-timeout 0
line vty
  exec-timeout 30
"""
NXOS_SILENT = """
vdc core id 1
feature nxapi
username admin password 2 ****** role network-admin
interface Ethernet1/1
line console
line vty
"""
VRP = """
#
sysname core
#
undo telnet server enable
undo http server enable
undo ssh server compatible-ssh1x enable
#
acl number 2000
 rule 5 permit source 192.0.2.0 0.0.0.255
#
acl number 3000
 rule 5 permit tcp destination 198.51.100.5 0 destination-port eq 443
 rule 100 deny ip
#
aaa
 authentication-scheme default
  authentication-mode hwtacacs local
 accounting-scheme default
  accounting-mode hwtacacs
 local-user ops password irreversible-cipher ******
#
interface GigabitEthernet0/0/1
 traffic-filter inbound acl 3000
#
snmp-agent
snmp-agent sys-info version v3
snmp-agent group v3 ops privacy
snmp-agent usm-user v3 ops authentication-mode sha2-256 cipher ******
snmp-agent usm-user v3 ops privacy-mode aes128 cipher ******
#
info-center loghost 192.0.2.9
ntp-service authentication enable
ntp-service unicast-server 192.0.2.8
#
user-interface con 0
 authentication-mode aaa
user-interface vty 0 4
 acl 2000 inbound
 authentication-mode aaa
 idle-timeout 5 0
 protocol inbound ssh
user-interface vty 16 20
#
return
"""
VRP_BAD = """
#
sysname acc
#
telnet server enable
http server enable
ssh server compatible-ssh1x enable
ssh server timeout 120
#
acl number 3000
 rule 5 permit ip
 rule 10 deny tcp destination-port eq 445
#
aaa
 local-user ops password simple ******
 local-user old password cipher ******
#
interface GigabitEthernet0/0/1
 traffic-filter inbound acl 3000
#
snmp-agent community read public
snmp-agent community write cipher ****** acl 2000
snmp-agent group v3 ops authentication
#
undo info-center enable
#
user-interface con 0
 authentication-mode none
user-interface vty 0 4
 authentication-mode password
 set authentication password cipher ******
 idle-timeout 0 0
 protocol inbound all
#
return
"""
VRP_SILENT = """
#
sysname acc
#
aaa
#
interface GigabitEthernet0/0/1
#
user-interface con 0
user-interface vty 0 4
 acl name MANAGERS inbound
#
return
"""
COMWARE = """
#
 version 7.1.070, Release 6616
#
 sysname acc
#
 undo telnet server enable
#
 undo ip http enable
#
 undo ssh server compatible-ssh1x enable
 ssh server acl 2000
#
acl basic 2000
 rule 0 permit source 192.0.2.0 0.0.0.255
#
acl advanced 3000
 rule 0 permit tcp destination 198.51.100.5 0 destination-port eq 443
 rule 100 deny ip
#
interface GigabitEthernet1/0/1
 packet-filter 3000 inbound
#
 info-center loghost 192.0.2.9
#
 snmp-agent sys-info version v3
 snmp-agent group v3 ops privacy
#
 ntp-service authentication enable
 ntp-service unicast-server 192.0.2.8
#
domain name system
 authentication login hwtacacs-scheme tac local
 accounting login hwtacacs-scheme tac local
#
local-user ops class manage
 password hash ******
 service-type ssh
#
line class vty
 protocol inbound ssh
 idle-timeout 5 0
#
line aux 0
 authentication-mode scheme
#
line vty 0 63
 authentication-mode scheme
#
return
"""
COMWARE_BAD = """
#
 version 5.20, Release 2220
#
 telnet server enable
 ip http enable
 ssh server compatible-ssh1x enable
 ssh server authentication-retries 5
#
acl number 3000
 rule 0 permit ip
#
interface GigabitEthernet1/0/1
 packet-filter 3000 inbound
#
 snmp-agent community write private
#
 info-center disable
#
local-user ops
 password simple ******
#
user-interface aux 0
 authentication-mode none
user-interface vty 0 15
 authentication-mode password
 idle-timeout 15 0
 protocol inbound telnet
#
return
"""
COMWARE_SILENT = """
#
 version 7.1.070, Release 6616
#
interface GigabitEthernet1/0/1
#
line aux 0
line vty 0 63
#
return
"""
GOOD = {"cisco_ios": IOS, "cisco_nxos": NXOS, "huawei_vrp": VRP, "hp_comware": COMWARE}
BAD = {"cisco_ios": IOS_BAD, "cisco_nxos": NXOS_BAD, "huawei_vrp": VRP_BAD, "hp_comware": COMWARE_BAD}
SILENT = {"cisco_ios": IOS_SILENT, "cisco_nxos": NXOS_SILENT, "huawei_vrp": VRP_SILENT, "hp_comware": COMWARE_SILENT}
FAMILIES = tuple(GOOD)
RUNNING = {
    one.ask.families[0]: one
    for one in RUNNING_COLLECTORS
    if isinstance(one, Collector) and isinstance(one.ask, Cli) and one.provides == RUNNING_KIND
}
BY_ID = {one.check.id.rpartition(".")[2]: one for one in CHECKS}
OF_SETTINGS = tuple(name for name, one in BY_ID.items() if one.check.needs.name == "network.settings")
FAILED = {Level.NOTICE, Level.WARN, Level.CRITICAL}
SCENE = Scene(dengbao=3)


def configuration(text: str, family: str) -> Configuration:
    """As the session brings it."""
    collector = RUNNING[WRITTEN_BY.get(family, "ruijie_os")]
    found = collector.parse(Answer(text))
    assert isinstance(found, Configuration)
    return found


def settings(text: str, family: str) -> Settings:
    found = read(configuration(text, family))
    assert found.dialect == family
    return found


def judged(check: SecurityCheck, facts: object, scene: Scene = SCENE, limits: object = None) -> dict[str, Finding]:
    judge: Any = check.check.judge
    said: Sequence[Finding | Exhibit] = tuple(judge(facts, Layered(limits or check.check.limits), scene))
    findings = [one for one in said if isinstance(one, Finding)]
    assert len({one.subject for one in findings}) == len(findings), "one finding a subject"
    return {one.subject: one for one in findings}


def of(name: str, text: str, family: str, scene: Scene = SCENE) -> dict[str, Finding]:
    return judged(BY_ID[name], settings(text, family), scene)


def levels(found: dict[str, Finding]) -> dict[str, Level]:
    return {subject: one.level for subject, one in found.items()}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", OF_SETTINGS)
def test_a_hardened_device_passes(name: str, family: str) -> None:
    found = levels(of(name, GOOD[family], family))
    assert set(found.values()) <= {Level.OK}, found


WEAK = [
    (name, family) for name in OF_SETTINGS for family in FAMILIES if (name, family) != ("ssh_v2", "cisco_nxos")
]  # NX-OS serves no version 1 of SSH and has no such settings


@pytest.mark.parametrize(("name", "family"), WEAK)
def test_a_weak_device_fails(name: str, family: str) -> None:
    assert FAILED & set(levels(of(name, BAD[family], family)).values())


UNTOLD = [
    ("telnet", "cisco_ios", "vty 0 4"),
    ("ssh_v2", "cisco_ios", "version"),
    ("http_mgmt", "cisco_ios", ""),
    ("password_encryption", "cisco_ios", ""),
    ("syslog", "cisco_ios", "times"),
    ("http_mgmt", "cisco_nxos", ""),
    ("exec_timeout", "cisco_nxos", "vty"),
    ("password_encryption", "cisco_nxos", "user admin"),
    ("telnet", "huawei_vrp", "vty 0 4"),
    ("ssh_v2", "huawei_vrp", "version"),
    ("http_mgmt", "huawei_vrp", ""),
    ("vty_acl", "huawei_vrp", "vty 0 4"),
    ("password_encryption", "huawei_vrp", ""),
    ("telnet", "hp_comware", "vty 0 63"),
    ("ssh_v2", "hp_comware", "version"),
    ("http_mgmt", "hp_comware", ""),
    ("password_encryption", "hp_comware", ""),
]


@pytest.mark.parametrize(("name", "family", "subject"), UNTOLD)
def test_what_no_line_and_no_document_tells_is_not_inspected(name: str, family: str, subject: str) -> None:
    found = of(name, SILENT[family], family)[subject]
    assert (found.level, found.reason) == (Level.UNKNOWN, "no_record")


@pytest.mark.parametrize("family", FAMILIES)
def test_documented_defaults_are_judged_and_their_document_is_quoted(family: str) -> None:
    found = of("aaa", SILENT[family], family)["authentication"]
    assert found.level is Level.WARN
    assert ":" in found.quote


@pytest.mark.parametrize("family", ["cisco_ios", "huawei_vrp", "hp_comware"])
def test_an_idle_session_ends_after_ten_minutes_where_no_line_says_it(family: str) -> None:
    found = of("exec_timeout", SILENT[family], family)
    assert {one.level for one in found.values()} == {Level.OK}
    assert {one.measures["idle_seconds"] for one in found.values()} == {600.0}


@pytest.mark.parametrize(
    ("time", "level"), [("10 0", Level.OK), ("10 1", Level.WARN), ("0 0", Level.WARN), ("0 1", Level.OK)]
)
def test_idle_time_at_its_boundary_and_zero_is_never(time: str, level: Level) -> None:
    found = of("exec_timeout", IOS.replace("exec-timeout 10 0", f"exec-timeout {time}"), "cisco_ios")
    assert found["vty 0 15"].level is level


@pytest.mark.parametrize(("line", "level"), [("60", Level.OK), ("61", Level.WARN)])
def test_login_time_at_its_boundary(line: str, level: Level) -> None:
    found = of("ssh_v2", IOS.replace("time-out 60", f"time-out {line}"), "cisco_ios")
    assert found["timeout"].level is level


def test_ios_lets_a_login_wait_two_minutes_where_no_line_says_it() -> None:
    found = of("ssh_v2", IOS_SILENT, "cisco_ios")
    assert found["timeout"].level is Level.WARN
    assert found["retries"].level is Level.OK


def test_a_list_does_not_make_telnet_unreadable() -> None:
    found = of("telnet", IOS.replace("transport input ssh", "transport input all"), "cisco_ios")
    assert found["vty 0 15"].level is Level.CRITICAL


@pytest.mark.parametrize(
    ("dengbao", "declared", "level"),
    [
        (2, None, Level.CRITICAL),
        (1, None, Level.WARN),
        (3, None, Level.CRITICAL),
        (3, date(2026, 12, 31), Level.WARN),
        (3, date(2026, 1, 1), Level.CRITICAL),
    ],
)
def test_a_second_factor_lowers_clear_text_until_its_day(dengbao: int, declared: date | None, level: Level) -> None:
    mitigations = (Mitigation("mfa", by="Li", on=date(2025, 1, 1), until=declared),) if declared else ()
    scene = Scene(at=datetime(2026, 6, 1, tzinfo=UTC), dengbao=dengbao, mitigations=mitigations)
    assert of("telnet", VRP_BAD, "huawei_vrp", scene)["vty 0 4"].level is level


def test_words_in_a_banner_are_no_command() -> None:
    ios = IOS.replace("line con 0", "banner login ^C\nip http server\nline vty 99\n transport input telnet\n^C\nline con 0")
    assert of("http_mgmt", ios, "cisco_ios")[""].level is Level.OK
    assert set(of("telnet", ios, "cisco_ios")) == {"vty 0 15"}
    vrp = VRP.replace("aaa\n", 'header login information "\ntelnet server enable\n"\naaa\n', 1)
    assert of("telnet", vrp, "huawei_vrp")[""].level is Level.OK


def test_a_description_is_no_command() -> None:
    text = VRP.replace(" traffic-filter", " description telnet server enable\n traffic-filter")
    assert of("telnet", text, "huawei_vrp")[""].level is Level.OK


def test_lines_that_vrp_keeps_for_its_manager_are_no_way_in_until_somebody_sets_them() -> None:
    text = VRP.replace("undo telnet server enable\n", "telnet server enable\n")
    assert set(of("telnet", text, "huawei_vrp")) == {"vty 0 4"}
    text = text.replace("user-interface vty 16 20", "user-interface vty 16 20\n protocol inbound telnet")
    assert of("telnet", text, "huawei_vrp")["vty 16 20"].level is Level.CRITICAL


def test_telnet_over_ipv6_counts_too() -> None:
    text = VRP.replace("undo telnet server enable", "undo telnet server enable\ntelnet ipv6 server enable")
    text = text.replace("protocol inbound ssh", "protocol inbound all")
    assert of("telnet", text, "huawei_vrp")["vty 0 4"].level is Level.CRITICAL


def test_a_line_class_of_comware_counts_where_the_line_says_nothing() -> None:
    text = COMWARE.replace("line vty 0 63\n", "line vty 0 63\n idle-timeout 30 0\n")
    assert of("exec_timeout", text, "hp_comware")["vty 0 63"].level is Level.WARN
    assert of("exec_timeout", COMWARE, "hp_comware")["vty 0 63"].measures["idle_seconds"] == 300.0


@pytest.mark.parametrize(
    "text",
    [
        IOS.replace("access-list 10 permit 192.0.2.0 0.0.0.255\n", ""),
        IOS.replace("permit 192.0.2.0 0.0.0.255", "permit any"),
        IOS.replace("access-list 10 permit 192.0.2.0 0.0.0.255\n", "ip access-list standard 10\n remark managers\n"),
        IOS.replace(" access-class 10 in\n", ""),
    ],
)
def test_a_list_that_bounds_nothing_is_none(text: str) -> None:
    assert of("vty_acl", text, "cisco_ios")["vty 0 15"].level is Level.CRITICAL


def test_the_list_of_comware_7_stands_at_the_server() -> None:
    assert of("vty_acl", COMWARE, "hp_comware")["vty 0 63"].level is Level.OK
    assert of("vty_acl", COMWARE.replace(" ssh server acl 2000\n", ""), "hp_comware")["vty 0 63"].level is Level.CRITICAL


def test_nobody_can_log_in_by_a_line_that_takes_nothing() -> None:
    text = IOS.replace("transport input ssh", "transport input none").replace(" access-class 10 in\n", "")
    assert of("vty_acl", text, "cisco_ios")["vty 0 15"].level is Level.OK


def test_aaa_that_proves_nobody_is_none() -> None:
    text = IOS.replace("default group tacacs+ local", "default none")
    assert of("aaa", text, "cisco_ios")["authentication"].level is Level.WARN


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("username u secret 9 ******", Level.OK),
        ("username u secret 5 ******", Level.OK),
        ("username u secret 4 ******", Level.WARN),
        ("username u password 6 ******", Level.NOTICE),
        ("username u privilege 15 password 7 ******", Level.CRITICAL),
        ("username u password 0 ******", Level.CRITICAL),
        ("username u password ******", Level.CRITICAL),
        ("username u privilege 1 nopassword", Level.CRITICAL),
        ("username u secret 77 ******", Level.UNKNOWN),
    ],
)
def test_each_type_of_password(line: str, level: Level) -> None:
    text = IOS.replace("username ops privilege 15 secret 8 ******", line)
    assert of("password_encryption", text, "cisco_ios")["user u"].level is level


@pytest.mark.parametrize(
    ("line", "subject", "level"),
    [
        ("snmp-server community ****** RO 10", "community ro 10", Level.OK),
        ("snmp-server community ****** RO", "community ro", Level.WARN),
        ("snmp-server community ****** RW 10", "community rw 10", Level.CRITICAL),
        ("snmp-server community private RO 10", "private", Level.CRITICAL),
        ("snmp-server community ****** view v RO ipv6 SIX 10", "community ro 10", Level.OK),
    ],
)
def test_each_kind_of_community(line: str, subject: str, level: Level) -> None:
    found = of("snmp_community", IOS.replace("logging host", f"{line}\nlogging host"), "cisco_ios")
    assert found[subject].level is level


@pytest.mark.parametrize(
    ("line", "subject", "level"),
    [
        (
            "snmp-agent community simple ****** user-role network-operator acl 2000",
            "community network-operator 2000",
            Level.OK,
        ),
        (
            "snmp-agent community cipher ****** user-role network-admin acl 2000",
            "community network-admin 2000",
            Level.CRITICAL,
        ),
        ("snmp-agent community cipher ****** user-role own acl 2000", "community own 2000", Level.UNKNOWN),
        ("snmp-agent community public user-role network-operator", "public", Level.CRITICAL),
    ],
)
def test_communities_by_role(line: str, subject: str, level: Level) -> None:
    found = of("snmp_community", COMWARE.replace(" info-center loghost", f" {line}\n info-center loghost"), "hp_comware")
    assert found[subject].level is level


@pytest.mark.parametrize(("family", "mark"), [("cisco_ios", "logging host"), ("cisco_nxos", "logging server")])
def test_a_community_that_is_not_understood_is_there_all_the_same(family: str, mark: str) -> None:
    text = GOOD[family].replace(mark, f"snmp-server community ****** in words of tomorrow\n{mark}")
    assert of("snmp_community", text, family)["not understood"].level is Level.UNKNOWN
    assert of("snmp_v3", text, family)["versions"].level is Level.WARN


def test_a_password_that_is_not_understood_is_not_inspected() -> None:
    text = IOS.replace("enable secret 9 ******", "enable tomorrow 12 ****** x")
    assert of("password_encryption", text, "cisco_ios")["enable tomorrow"].level is Level.UNKNOWN


def test_masked_communities_that_look_alike_stay_two() -> None:
    text = IOS.replace(
        "logging host", "snmp-server community ****** RO 10\nsnmp-server community ****** RO 10\nlogging host"
    )
    assert set(of("snmp_community", text, "cisco_ios")) == {"community ro 10", "community ro 10 #2"}


def test_a_device_without_snmp_needs_no_third_version() -> None:
    assert of("snmp_v3", IOS_SILENT, "cisco_ios")[""].level is Level.ABSENT
    assert of("snmp_community", IOS_SILENT, "cisco_ios")[""].level is Level.OK


def test_broken_ciphers_of_snmp_are_told() -> None:
    text = VRP.replace("privacy-mode aes128", "privacy-mode des56")
    assert of("snmp_v3", text, "huawei_vrp")["group ops"].level is Level.NOTICE


def test_a_device_of_ruijie_is_read_as_such() -> None:
    text = IOS.replace("version 15.2", "version S29_RGOS 11.4(1)B12P10").replace("boot-start-marker\n", "")
    text = text.replace("no ip http server", "no enable service telnet-server")
    assert dialect(configuration(text, "ruijie_os")) == "ruijie_os"
    assert of("telnet", text, "ruijie_os")[""].level is Level.OK
    assert of("http_mgmt", text, "ruijie_os")[""].level is Level.UNKNOWN
    bad = text.replace("no enable service telnet-server", "enable service web-server")
    assert of("http_mgmt", bad, "ruijie_os")[""].level is Level.CRITICAL
    assert of("telnet", bad.replace("input ssh", "input telnet"), "ruijie_os")["vty 0 15"].level is Level.UNKNOWN


def test_newer_words_for_telnet() -> None:
    text = VRP.replace("undo telnet server enable", "telnet server disable")
    assert of("telnet", text, "huawei_vrp")[""].level is Level.OK
    text = VRP.replace("undo telnet server enable", "undo telnet server disable").replace("inbound ssh", "inbound all")
    assert of("telnet", text, "huawei_vrp")["vty 0 4"].level is Level.CRITICAL


def test_an_empty_list_at_a_line_is_not_judged_where_its_meaning_is_not_known() -> None:
    text = VRP.replace(" rule 5 permit source 192.0.2.0 0.0.0.255\n", "")
    assert of("vty_acl", text, "huawei_vrp")["vty 0 4"].level is Level.UNKNOWN


def test_a_family_without_a_reader_is_not_judged() -> None:
    for family, lines in (
        ("juniper_junos", ("set logical-systems a", "set system services telnet")),
        ("ruijie_os", ("names", "hostname fw")),
        ("ruijie_os", ("control-plane", "line default", "line console", "interface MgmtEth0")),
        ("fortinet", ("config vdom", "config system interface")),
    ):
        with pytest.raises(SessionError) as raised:
            read(Configuration(family, lines))
        assert raised.value.reason is Reason.NOT_OFFERED


@pytest.mark.parametrize("family", FAMILIES)
def test_a_configuration_of_which_the_account_sees_a_part_is_denied(family: str) -> None:
    whole = configuration(GOOD[family], family)
    part = replace(whole, lines=tuple(line for line in whole.lines if not line.startswith(("line ", "user-interface "))))
    with pytest.raises(SessionError) as raised:
        read(part)
    assert raised.value.reason is Reason.DENIED


@pytest.mark.parametrize("family", ["cisco_ios", "huawei_vrp", "hp_comware"])
def test_a_configuration_without_its_end_is_cut(family: str) -> None:
    """Who leaves the pager early gets a prompt too: what was not shown is not held absent."""
    whole = GOOD[family].rstrip().rpartition("\n")[0]
    with pytest.raises(SessionError) as raised:
        read(configuration(whole, family))
    assert raised.value.reason is Reason.CUT


def test_what_is_not_there_is_handed_on() -> None:
    with pytest.raises(SessionError) as raised:
        read(SessionError(Reason.TIMEOUT))
    assert raised.value.reason is Reason.TIMEOUT
