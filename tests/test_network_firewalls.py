"""What is asked of firewalls: sessions, conserve mode, signatures; at their limits, and each trap by its name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from checks.base import Check, Finding, Level, Scene
from checks.network.firewall_sessions import FIREWALL_SESSIONS_CHECK, SessionLimits
from checks.network.memory_usage import MEMORY_USAGE
from checks.network.signature_age import SIGNATURE_AGE
from collectors.base import Absent, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.device import Device, Made
from collectors.facts.devices.firewalls import FirewallLoad, Protection, SessionTable, SignatureDatabase
from collectors.facts.devices.loads import Memory
from collectors.network import firewalls
from collectors.network.readings import found_by
from collectors.network.session_tables import READINGS
from config.limits import Layered
from config.text import render
from tests.house.line_answers import read
from tests.house.snmp_answers import answered
from tests.test_cases import CASES

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ENTERPRISES = "1.3.6.1.4.1"


def found(check: Check[Any, Any], facts: object, limits: object = None) -> dict[str, Finding]:
    said = list(check.judge(facts, Layered(limits or check.limits), Scene(at=NOW)))
    assert all(isinstance(one, Finding) for one in said)
    return {one.subject: one for one in said if isinstance(one, Finding)}


def load(*tables: SessionTable, protection: Protection | None = None) -> FirewallLoad:
    return FirewallLoad(Listing(tables), protection)


# --- sessions


@pytest.mark.parametrize(
    ("count", "level"),
    [(0, Level.OK), (69_999, Level.OK), (70_000, Level.WARN), (89_999, Level.WARN), (90_000, Level.CRITICAL)],
)
def test_sessions_at_their_limits(count: int, level: Level) -> None:
    said = found(FIREWALL_SESSIONS_CHECK, load(SessionTable("sessions", count, 100_000)))["sessions"]
    assert said.level is level
    assert said.measures == {"sessions_count": count, "sessions_most_count": 100_000, "used_ratio": count / 100_000}


def test_without_a_greatest_number_nothing_is_called_in_order() -> None:
    said = found(FIREWALL_SESSIONS_CHECK, load(SessionTable("sessions", 12_345)))["sessions"]
    assert (said.level, said.measures) == (Level.ABSENT, {"sessions_count": 12_345})
    assert "12345" in render(said.summary, "en").replace(",", "")
    assert said.remedy is not None


def test_the_number_of_the_data_sheet_is_the_operators() -> None:
    limits = SessionLimits(most_count=20_000)
    said = found(FIREWALL_SESSIONS_CHECK, load(SessionTable("sessions", 18_000)), limits)["sessions"]
    assert said.level is Level.CRITICAL
    own = found(FIREWALL_SESSIONS_CHECK, load(SessionTable("sessions", 18_000, 100_000)), limits)["sessions"]
    assert own.level is Level.OK


def test_a_share_alone_is_judged() -> None:
    said = found(FIREWALL_SESSIONS_CHECK, load(SessionTable("sessions", None, None, 0.93)))["sessions"]
    assert (said.level, said.measures) == (Level.CRITICAL, {"used_ratio": 0.93})


@pytest.mark.parametrize(("is_on", "level"), [(True, Level.CRITICAL), (False, Level.OK)])
def test_conserve_mode_is_critical(*, is_on: bool, level: Level) -> None:
    mode = Protection(is_on, "memory conserve mode: on", 0.89, 0.88)
    said = found(FIREWALL_SESSIONS_CHECK, load(SessionTable("sessions", 9), protection=mode))
    assert said["conserve mode"].level is level
    assert said["sessions"].level is Level.ABSENT


@pytest.mark.parametrize(
    ("used", "level"), [(0.799, Level.OK), (0.80, Level.WARN), (0.879, Level.WARN), (0.88, Level.CRITICAL)]
)
def test_a_fortigates_memory_from_which_it_refuses_work_is_critical(used: float, level: Level) -> None:
    memory = Memory("memory", used, limit_ratio=0.82, critical_ratio=0.88)
    assert found(MEMORY_USAGE, Listing((memory,)))["memory"].level is level
    assert found(MEMORY_USAGE, Listing((replace(memory, critical_ratio=None),)))["memory"].level is not Level.CRITICAL


@pytest.mark.parametrize(
    ("device", "scalars", "wanted"),
    [
        ("12356.101.1.5", {"12356.101.4.1.8.0": 7}, SessionTable("sessions", 7.0)),
        ("28557.1.2", {"28557.2.2.1.7.0": 8}, SessionTable("sessions", 8.0)),
        ("3375.2.1.3.4.43", {"3375.2.1.1.2.1.8.0": 9}, SessionTable("sessions", 9.0)),
        ("9.1.1409", {"9.9.147.1.2.2.2.1.5.40.6": 10}, SessionTable("sessions", 10.0)),
        ("9.1.1409", {"9.9.491.1.1.1.6.0": 11}, SessionTable("sessions", 11.0)),
        ("25461.2.3.9", {"25461.2.1.2.3.3.0": 5, "25461.2.1.2.3.2.0": 10}, SessionTable("sessions", 5.0, 10.0)),
        ("25461.2.3.9", {"25461.2.1.2.3.1.0": 50}, SessionTable("sessions", None, None, 0.5)),
        ("2620.1.6.1", {"2620.1.1.25.3.0": 5, "2620.1.1.25.10.0": 25000}, SessionTable("sessions", 5.0, 25000.0)),
        ("2620.1.6.1", {"2620.1.1.25.3.0": 5, "2620.1.1.25.10.0": 0}, SessionTable("sessions", 5.0)),
    ],
)
def test_sessions_by_the_makers_mibs(device: str, scalars: dict[str, int], wanted: SessionTable) -> None:
    said = answered(f"{ENTERPRISES}.{device}", [], {f"{ENTERPRISES}.{oid}": value for oid, value in scalars.items()})
    (one,) = found_by(READINGS, said).records
    assert replace(one, oid="") == wanted
    assert one.oid.startswith(ENTERPRISES)


@pytest.mark.parametrize("nothing", [4294967295, 2147483647])
def test_a_sentinel_is_no_number_of_sessions(nothing: int) -> None:
    said = answered(f"{ENTERPRISES}.12356.101.1.5", [], {f"{ENTERPRISES}.12356.101.4.1.8.0": nothing})
    assert not found_by(READINGS, said).records


@pytest.mark.parametrize(
    ("device", "column", "index", "name"),
    [
        ("2011.2.321.1", "2011.6.122.15.1.2.1.4", "0", "slot 0"),
        ("25506.1.1", "25506.2.149.1.1.1.4", "1.2.0", "unit 1.2.0"),
    ],
)
def test_sessions_by_slot(device: str, column: str, index: str, name: str) -> None:
    columns = {"current": f"{ENTERPRISES}.{column}"}
    said = answered(f"{ENTERPRISES}.{device}", [(columns, {index: {"current": 77}})])
    (one,) = found_by(READINGS, said).records
    assert (one.name, one.current_count, one.most_count) == (name, 77.0, None)


# --- which devices are firewalls

LATE = SessionError(Reason.NOT_OFFERED)


def device(description: str) -> Device:
    return Device("", "x", description, "", "", None, None, None)


@pytest.mark.parametrize(
    "words",
    [
        "Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4",
        "Cisco NX-OS(tm) n9000, Software (n9000-dk9), Version 9.3(5)",
        "S5735-L48T4X-A1 Huawei Versatile Routing Platform Software VRP (R) software,Version 5.170 (S5735 V200R019C10)",
        "VRP (R) software, Version 8.191 (CE6851 V200R019C10SPC800)",
        "Huawei AR2220 Huawei Versatile Routing Platform Software",
        "H3C Comware Platform Software, Software Version 7.1.070 H3C S5560X-54C-EI",
        "Ruijie Full 10G Routing Switch(S6220-48XS4QXS) By Ruijie Networks",
        "ZXR10 5928 Version V2.8",
        "Juniper Networks, Inc. ex4300-48t Ethernet Switch, kernel JUNOS 18.4R2",
        "Juniper Networks, Inc. mx480 internet router, kernel JUNOS 18.4R2",
        "Arista Networks EOS version 4.24.0F running on an Arista Networks DCS-7050",
        "RouterOS CRS317-1G-16S+",
    ],
)
def test_a_switch_or_router_by_its_own_word_has_no_sessions(words: str) -> None:
    with pytest.raises(Absent, match=r"\w"):
        firewalls.sessions(LATE, LATE, device(words), LATE)
    with pytest.raises(Absent):
        firewalls.signatures(LATE, LATE, Made(model=words))


@pytest.mark.parametrize(
    "words",
    [
        "Huawei Versatile Routing Platform Software VRP (R) Software, Version 5.170 (USG6300E V600R007C20)",
        "H3C Comware Platform Software H3C SecPath F1000-AI-15",
        "Juniper Networks, Inc. srx345 internet router, kernel JUNOS 15.1X49",
        "Cisco Adaptive Security Appliance Version 9.8(4)",
        "FortiGate-100E",
        "Linux fw1 3.10.0-957 Check Point",
        "BIG-IP 2000 router",
        "Eudemon8000E-X3 Huawei Versatile Routing Platform Software",
        "something that nobody knows",
        "",
    ],
)
def test_a_firewall_or_what_nobody_knows_is_not_called_none(words: str) -> None:
    with pytest.raises(SessionError):
        firewalls.sessions(LATE, LATE, device(words), LATE)


def test_what_an_administrator_wrote_makes_no_switch_of_a_firewall() -> None:
    named = replace(device("in the rack of the core switch"), object_id="1.3.6.1.4.1.12356.101.1.1041")
    with pytest.raises(SessionError):
        firewalls.signatures(LATE, named, LATE)


@pytest.mark.parametrize("reason", [Reason.TIMEOUT, Reason.CUT, Reason.DENIED])
def test_an_answer_of_a_switch_that_was_lost_proves_nothing(reason: Reason) -> None:
    with pytest.raises(SessionError):
        firewalls.sessions(SessionError(reason), LATE, device("Ethernet switch"), LATE)
    with pytest.raises(SessionError):
        firewalls.signatures(SessionError(reason), device("Ethernet switch"), LATE)


def test_a_switch_that_counts_sessions_is_shown_with_them() -> None:
    tables = Listing((SessionTable("slot 0", 3.0),))
    assert firewalls.sessions(tables, LATE, device("a switch"), LATE) == FirewallLoad(tables)


def test_conserve_mode_is_told_where_the_sessions_are_not() -> None:
    mode = Protection(is_on=True, words="memory conserve mode: on")
    late = SessionError(Reason.TIMEOUT)
    told = firewalls.sessions(late, mode, device("FortiGate"), LATE)
    assert told.protection is mode
    assert [one.reason for one in told.unseen] == [Reason.TIMEOUT]


# --- signatures


@pytest.mark.parametrize(("day", "level"), [(date(2026, 8, 24), Level.OK), (date(2026, 8, 23), Level.WARN)])
def test_signatures_older_than_a_quarter_are_a_warning(day: date, level: Level) -> None:
    said = found(SIGNATURE_AGE, Listing((SignatureDatabase("Virus Definitions", day, "x"),)))
    assert said["Virus Definitions"].level is level


def test_a_database_that_was_never_updated_is_not_called_fresh() -> None:
    said = found(SIGNATURE_AGE, Listing((SignatureDatabase("Virus Definitions", None, "n/a"),)))
    assert said["Virus Definitions"].level is Level.UNKNOWN


PAGE = (CASES / "cli.signature_databases.fortinet" / "in-order" / "answer.txt").read_text(encoding="utf-8")


def test_engines_and_databases_without_a_contract_are_left_out() -> None:
    told = read("cli.signature_databases.fortinet", PAGE)
    assert isinstance(told, Listing)
    assert [(one.name, one.updated_on) for one in told.records] == [
        ("Virus Definitions", date(2026, 11, 21)),
        ("Attack Definitions", date(2026, 11, 20)),
    ]


@pytest.mark.parametrize("lost", range(len(PAGE.splitlines())))
def test_whatever_line_is_lost_no_database_vanishes_or_gets_younger(lost: int) -> None:
    lines = PAGE.splitlines()
    try:
        told = read("cli.signature_databases.fortinet", "\n".join(lines[:lost] + lines[lost + 1 :]) + "\n")
    except ParseError:
        return
    assert isinstance(told, Listing)
    known = {one.name: one.updated_on for one in told.records} | {one.subject: None for one in told.unseen}
    assert known["Virus Definitions"] in {date(2026, 11, 21), None}
    assert known["Attack Definitions"] in {date(2026, 11, 20), None}


def test_a_limit_of_all_contexts_together_is_one() -> None:
    page = (
        "Resource              Current         Peak      Limit        Denied Context\n"
        "Conns                     584          763     280000(S)          0 Summary\n"
    )
    told = read("cli.session_tables.cisco_asa", page)
    assert told == Listing((SessionTable("Summary", 584.0, 280_000.0),))
