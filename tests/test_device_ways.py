"""The table of what answers which check is the catalogue's own."""

import pytest

from checks.network import CHECKS
from checks.network.firewall_sessions import FIREWALL_SESSIONS_CHECK
from checks.network.port_state import PORT_STATE
from checks.network.signature_age import SIGNATURE_AGE
from checks.network.unsaved_configuration import UNSAVED_CONFIGURATION
from config.kinds import FAMILIES
from tests.house.device_ways import page, ways_of


def test_ports_are_told_by_both_ways() -> None:
    ways = ways_of(PORT_STATE)
    assert ways.is_by_snmp
    assert {"huawei_vrp", "hp_comware", "ruijie_os", "cisco_ios"} <= set(ways.families) <= set(FAMILIES)


def test_a_derived_kind_is_told_by_what_it_is_made_of() -> None:
    families = set(ways_of(UNSAVED_CONFIGURATION).families)
    assert {"huawei_vrp", "cisco_ios"} <= families
    assert not {"juniper_junos", "fortinet"} & families, "they show what runs, and nothing to compare it with"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_check_that_a_device_is_asked_for_stands_in_it(language: str) -> None:
    told = page(language)
    asked = [check.id for check in CHECKS if (ways := ways_of(check)).is_by_snmp or ways.families]
    assert len(asked) >= len(CHECKS) - 2  # two are told by the session itself
    assert all(f"`{check}`" in told for check in asked)


def test_what_every_device_tells_beside_it_is_no_way_to_a_firewalls_sessions() -> None:
    assert ways_of(FIREWALL_SESSIONS_CHECK).families == ("cisco_asa", "juniper_junos", "fortinet")
    assert ways_of(SIGNATURE_AGE).families == ("fortinet",)
    assert not ways_of(SIGNATURE_AGE).is_by_snmp
