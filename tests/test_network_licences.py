"""Licences of devices: what each maker says of them, and what it means on the day of the inspection."""

from datetime import UTC, date, datetime

import pytest

from checks.base import Finding, Level, Scene
from checks.network.licence_expiry import LICENCE_EXPIRY, LicenceLimits
from collectors.base import Absent, Listing, ParseError, SessionError
from collectors.facts.devices.licences import Licence
from collectors.network.lines.asking import day_of
from config.limits import Layered
from tests.western_lines import read, records

SCENE = Scene(at=datetime(2026, 5, 6, 10, 0, tzinfo=UTC))


def level_of(*licences: Licence) -> dict[str, Level]:
    found = LICENCE_EXPIRY.judge(Listing(licences), Layered(LicenceLimits()), SCENE)
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("licence", "level"),
    [
        (Licence("a", "", ends_on=date(2026, 6, 6)), Level.OK),
        (Licence("a", "", ends_on=date(2026, 6, 5)), Level.WARN),  # thirty days
        (Licence("a", "", ends_on=date(2026, 5, 14)), Level.WARN),
        (Licence("a", "", ends_on=date(2026, 5, 13)), Level.CRITICAL),  # seven
        (Licence("a", "", ends_on=date(2026, 5, 6)), Level.CRITICAL),
        (Licence("a", "", ends_on=date(2026, 5, 5)), Level.CRITICAL),
        (Licence("a", "", left_seconds=31 * 86400.0), Level.OK),
        (Licence("a", "", left_seconds=10 * 86400.0), Level.WARN),
        (Licence("a", "EVAL EXPIRED", is_expired=True, is_evaluation=True), Level.CRITICAL),
        (Licence("a", "", is_permanent=True), Level.OK),
        (Licence("a", "EVAL MODE", is_evaluation=True), Level.NOTICE),
        (Licence("a", "", ends_on=date(2027, 1, 1), is_evaluation=True), Level.NOTICE),
        (Licence("a", "", ends_on=date(2026, 5, 9), is_evaluation=True), Level.CRITICAL),
        (Licence("a", "OUT OF COMPLIANCE", is_compliant=False), Level.WARN),
        (Licence("a", "AUTHORIZED", is_compliant=True), Level.OK),
        (Licence("a", "WAITING"), Level.UNKNOWN),
    ],
)
def test_the_end_of_a_licence(licence: Licence, level: Level) -> None:
    assert level_of(licence) == {"a": level}


def test_of_one_licence_that_two_commands_tell_the_earlier_end_counts() -> None:
    early, late = Licence("a", "", ends_on=date(2026, 5, 8)), Licence("a", "", ends_on=date(2030, 1, 1))
    assert level_of(early, late) == level_of(late, early) == {"a": Level.CRITICAL}


@pytest.mark.parametrize(
    "told",
    ["Aug 22 18:52:49 2027 UTC", "Sun Aug 22 2027", "2027-08-22", "2027-08-22 08:00:00 UTC", "22 Aug 2027", "2027/08/22"],
)
def test_days_as_devices_write_them(told: str) -> None:
    assert day_of(told) == date(2027, 8, 22)


def test_what_is_no_day_was_not_understood() -> None:
    with pytest.raises(ParseError):
        day_of("soon")


def test_smart_licensing() -> None:
    status = records("licences.cisco_ios.status")
    assert (status["registration"].ends_on, status["registration"].is_compliant) == (date(2027, 8, 22), True)
    assert status["authorization"].is_compliant is False
    assert records("licences.cisco_ios.usage")["network-advantage_10M (ESR_P_10M_A)"].is_evaluation
    with pytest.raises(SessionError):
        read("licences.cisco_ios.status", "License Type Supported\npermanent  Non-expiring\n")
    with pytest.raises(Absent):
        read("licences.cisco_ios.usage", "No licenses in use\n")


def test_licensing_by_policy_names_the_next_report() -> None:
    text = "Smart Licensing Using Policy:\n  Status: ENABLED\n\nUsage Reporting:\n  Next ACK deadline: {}\n"
    due = records("licences.cisco_ios.status", text.format("Aug 03 09:03:25 2027 est"))["usage report"]
    assert due.ends_on == date(2027, 8, 3)
    assert records("licences.cisco_ios.status", text.format("<none>"))["usage report"].is_permanent


def test_an_evaluation_that_nobody_activated_is_an_offer() -> None:
    found = records("licences.cisco_ios")
    assert set(found) == {"appxk9", "securityk9"}
    assert found["appxk9"].is_permanent
    assert (found["securityk9"].left_seconds, found["securityk9"].is_evaluation) == (23 * 86400.0, True)


def test_packages_of_nexus() -> None:
    found = records("licences.cisco_nxos")
    assert (found["MPLS_PKG"].left_seconds, found["MPLS_PKG"].is_evaluation) == (10 * 86400.0 + 3600, True)
    assert found["LAN_ENTERPRISE_SERVICES_PKG"].is_permanent
    assert found["TEMPORARY_PKG"].ends_on == date(2027, 6, 17)
    assert "FCOE" not in found


def test_contracts_of_fortiguard() -> None:
    assert {name: one.ends_on for name, one in records("licences.fortinet").items()} == {"AV Engine": date(2030, 3, 23)}
    assert records("licences.fortinet.services")["AV Engine"].ends_on == date(2026, 6, 12)
    with pytest.raises(Absent):
        read("licences.fortinet", "Geo IP\n---------\nVersion: 3.0\nContract Expiry Date: n/a\n")


def test_huawei_permanent_trial_and_none() -> None:
    found = records("licences.huawei_vrp")
    assert found["CRFEA1"].is_permanent
    assert (found["CRFEA2"].ends_on, found["CRFEA2"].is_evaluation) == (date(2027, 7, 12), True)
    with pytest.raises(Absent):
        read("licences.huawei_vrp", "Info: No license is activated.\n")
    with pytest.raises(Absent):
        read("licences.huawei_vrp", " License state     : Default\n")


def test_junos_features_used_without_a_licence() -> None:
    found = records("licences.juniper_junos")
    assert found["bgp"].is_compliant is False
    assert found["idp-sig"].ends_on == date(2027, 7, 12)
    assert found["logical-system"].is_permanent
