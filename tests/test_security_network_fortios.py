"""Security checks of FortiGate, whose configuration tells what differs from the default."""

import pytest

from checks.base import Level
from collectors.base import Reason, SessionError
from collectors.network.settings.readers import read
from tests.test_security_network import OF_SETTINGS, configuration, levels, of

GOOD = """
#config-version=FGT60F-7.2.5-FW-build1517:opmode=0:vdom=0
config system global
    set admin-ssh-grace-time 60
    set hostname "fw-01"
end
config system interface
    edit "port1"
        set ip 192.0.2.1 255.255.255.0
        set allowaccess ping https ssh
        config ipv6
            set ip6-allowaccess ping
        end
    next
    edit "port2"
        set allowaccess ping
    next
end
config system admin
    edit "ops"
        set remote-auth enable
        set trusthost1 192.0.2.0 255.255.255.0
        set password ENC ******
    next
end
config system snmp sysinfo
    set status enable
end
config system snmp user
    edit "monitor"
        set security-level auth-priv
        set auth-proto sha256
        set priv-proto aes256
    next
end
config log syslogd setting
    set status enable
    set server "192.0.2.9"
end
config system ntp
    set type custom
    config ntpserver
        edit 1
            set server "192.0.2.8"
        next
    end
end
config firewall policy
    edit 1
        set srcintf "port2"
        set dstintf "port1"
        set action accept
        set srcaddr "inside"
        set dstaddr "all"
        set schedule "always"
        set service "HTTPS"
    next
end
"""
BAD = """
config system global
    set admintimeout 60
    set admin-https-redirect disable
    set admin-ssh-v1 enable
end
config system interface
    edit "port1"
        set allowaccess ping http https ssh telnet
    next
end
config system admin
    edit "admin"
        set password ENC ******
    next
end
config system snmp sysinfo
    set status enable
end
config system snmp community
    edit 1
        set name "public"
    next
    edit 2
        set name ******
        config hosts
            edit 1
                set ip 192.0.2.9 255.255.255.255
            next
        end
    next
end
config system snmp user
    edit "monitor"
    next
end
config system ntp
    set ntpsync disable
end
config firewall policy
    edit 1
        set srcintf "port2"
        set dstintf "port1"
        set action accept
        set srcaddr "all"
        set dstaddr "all"
        set schedule "always"
        set service "ALL"
    next
    edit 2
        set srcintf "port2"
        set dstintf "port1"
        set srcaddr "all"
        set dstaddr "all"
        set service "SMB"
    next
end
"""
NOT_TOLD = {"aaa": {"accounting"}}


@pytest.mark.parametrize("name", OF_SETTINGS)
def test_a_hardened_firewall_passes(name: str) -> None:
    found = levels(of(name, GOOD, "fortinet"))
    assert {one for one, level in found.items() if level is Level.UNKNOWN} == NOT_TOLD.get(name, set())
    assert set(found.values()) <= {Level.OK, Level.UNKNOWN}, found


@pytest.mark.parametrize(
    ("name", "subject", "level"),
    [
        ("telnet", "port1", Level.CRITICAL),
        ("ssh_v2", "version", Level.WARN),
        ("ssh_v2", "timeout", Level.WARN),
        ("ssh_v2", "retries", Level.OK),
        ("http_mgmt", "", Level.CRITICAL),
        ("vty_acl", "port1", Level.CRITICAL),
        ("exec_timeout", "port1", Level.WARN),
        ("aaa", "authentication", Level.WARN),
        ("snmp_community", "public", Level.CRITICAL),
        ("snmp_community", "community 2", Level.OK),
        ("snmp_v3", "versions", Level.WARN),
        ("snmp_v3", "user monitor", Level.WARN),
        ("syslog", "server", Level.WARN),
        ("acl_any_any", "port2 - port1", Level.CRITICAL),
        ("acl_any_any", "shadowed port2 - port1", Level.NOTICE),
    ],
)
def test_a_weak_firewall_fails(name: str, subject: str, level: Level) -> None:
    assert of(name, BAD, "fortinet")[subject].level is level


def test_a_page_in_clear_text_that_sends_on_to_https_is_none() -> None:
    assert of("http_mgmt", BAD.replace("set admin-https-redirect disable", ""), "fortinet")[""].level is Level.OK


def test_an_account_without_trusted_addresses_lets_everybody_come() -> None:
    text = GOOD.replace(
        "config system snmp sysinfo", 'config system admin\n    edit "b"\n    next\nend\nconfig system snmp sysinfo'
    )
    assert of("vty_acl", text, "fortinet")["port1"].level is Level.CRITICAL
    wide = GOOD.replace("trusthost1 192.0.2.0 255.255.255.0", "trusthost1 0.0.0.0 0.0.0.0")
    assert of("vty_acl", wide, "fortinet")["port1"].level is Level.CRITICAL


def test_communities_of_an_agent_that_is_off_answer_nobody() -> None:
    text = BAD.replace("config system snmp sysinfo\n    set status enable\nend\n", "")
    assert levels(of("snmp_v3", text, "fortinet")) == {"": Level.ABSENT}


def test_a_policy_that_is_off_lets_nothing_pass() -> None:
    text = BAD.replace('        set srcintf "port2"', '        set status disable\n        set srcintf "port2"')
    assert levels(of("acl_any_any", text, "fortinet")) == {"": Level.ABSENT}


def test_what_is_told_of_a_unit_with_virtual_domains_is_a_part() -> None:
    with pytest.raises(SessionError) as raised:
        read(configuration(GOOD.partition("config firewall policy")[0], "fortinet"))
    assert raised.value.reason is Reason.DENIED
