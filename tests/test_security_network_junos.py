"""Security checks of Juniper devices, whose configuration is read as set commands."""

import pytest

from checks.base import Level
from tests.test_security_network import OF_SETTINGS, levels, of

GOOD = """
set version 21.4R3.15
set system host-name edge-1
set system root-authentication encrypted-password ******
set system login idle-timeout 10
set system login user ops class super-user
set system login user ops authentication encrypted-password ******
set system services ssh protocol-version v2
set system authentication-order tacplus
set system accounting destination tacplus server 192.0.2.7
set system syslog host 192.0.2.9 any notice
set system ntp server 192.0.2.8
set interfaces lo0 unit 0 family inet filter input PROTECT
set interfaces ge-0/0/0 unit 0 family inet filter input EDGE
set firewall family inet filter PROTECT term ssh from source-address 192.0.2.0/24
set firewall family inet filter PROTECT term ssh then accept
set firewall family inet filter PROTECT term rest then discard
set firewall family inet filter EDGE term web from destination-port 443
set firewall family inet filter EDGE term web then accept
set snmp v3 vacm access group ops default-context-prefix security-model usm security-level privacy read-view all
"""
BAD = """
set system root-authentication encrypted-password ******
set system login user ops class super-user
set system services telnet
set system services web-management http interface ge-0/0/0.0
set system services ssh protocol-version v1
set interfaces ge-0/0/0 unit 0 family inet filter input EDGE
set firewall family inet filter EDGE term all then accept
set firewall family inet filter OLD term all then accept
set snmp community public authorization read-only
set snmp community ****** authorization read-write
"""
NOT_TOLD = {"ssh_v2": {"timeout", "retries"}}


@pytest.mark.parametrize("name", OF_SETTINGS)
def test_a_hardened_router_passes(name: str) -> None:
    found = levels(of(name, GOOD, "juniper_junos"))
    assert {one for one, level in found.items() if level is Level.UNKNOWN} == NOT_TOLD.get(name, set())
    assert set(found.values()) <= {Level.OK, Level.UNKNOWN}, found


@pytest.mark.parametrize(
    ("name", "subject", "level"),
    [
        ("telnet", "class super-user", Level.CRITICAL),
        ("ssh_v2", "version", Level.WARN),
        ("http_mgmt", "", Level.CRITICAL),
        ("vty_acl", "class super-user", Level.CRITICAL),
        ("exec_timeout", "class super-user", Level.WARN),
        ("aaa", "authentication", Level.WARN),
        ("aaa", "accounting", Level.WARN),
        ("snmp_community", "public", Level.CRITICAL),
        ("snmp_community", "community 2", Level.CRITICAL),
        ("snmp_v3", "versions", Level.WARN),
        ("syslog", "server", Level.WARN),
        ("acl_any_any", "EDGE", Level.CRITICAL),
        ("acl_any_any", "unused OLD", Level.NOTICE),
    ],
)
def test_a_weak_router_fails(name: str, subject: str, level: Level) -> None:
    assert of(name, BAD, "juniper_junos")[subject].level is level


def test_what_is_deactivated_does_not_hold() -> None:
    text = f"{BAD}deactivate system services telnet\ndeactivate snmp\n"
    assert of("telnet", text, "juniper_junos")[""].level is Level.OK
    assert levels(of("snmp_v3", text, "juniper_junos")) == {"": Level.ABSENT}


def test_a_class_has_its_own_idle_time() -> None:
    text = GOOD.replace("login idle-timeout 10", "login class super-user idle-timeout 11")
    assert of("exec_timeout", text, "juniper_junos")["class super-user"].level is Level.WARN
