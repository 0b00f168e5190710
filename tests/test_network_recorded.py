"""Recorded devices of a folder beside the project: our numbers against an independent program's, and what we say of each.

The folder (tests/house/snmp_recorded.py says where) is no part of the project; without it nothing here runs.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from checks.base import Finding, Level
from tests.house import snmp_judged
from tests.house.snmp_differences import DIFFERENCES, Reason
from tests.house.snmp_recorded import Right, facts, ours, recorded, right, usual_folder

FOLDER = usual_folder()
RECORDINGS = {path.stem: path for path in sorted(FOLDER.glob("*.snmprec"))}
pytestmark = pytest.mark.skipif(not RECORDINGS, reason=f"no recorded devices in {FOLDER.name!r}: XUNJIAN_CORPUS names them")

LEAST_RATIO = 0.97
NOT_COVERED = frozenset({Reason.NO_HEALTH, Reason.SETTING, Reason.SENTINEL, Reason.PLACEHOLDER})
"""Of these no check of ours judges a number, by design: there is none, or it is no measurement of health."""
LISTED = {(one.device, one.oid): one.reason for one in DIFFERENCES}
NEVER_READ = frozenset({4294967295.0, 2147483647.0, -2147483648.0, 65535.0, -1.0})

FAULTS = {
    ("eaton-mgeups_9pxle", "network.hardware_parts", "alarms"): Level.CRITICAL,
    ("eatonupsm2_9px+empg2", "network.ups", "last test"): Level.WARN,
    ("epson", "network.hardware_parts", "EPSON WF-C5790BA"): Level.WARN,
    ("fs-ruijie_s3410", "network.power_supplies", "Power supply 1"): Level.CRITICAL,
    ("junos_qfx5100", "network.hardware_parts", "yellow alarm"): Level.WARN,
    ("konica_c250i", "network.hardware_parts", "KONICA MINOLTA bizhub C250i"): Level.WARN,
    ("liebert", "network.hardware_parts", "PDU 1"): Level.CRITICAL,
    ("liebert", "network.sensor_values", "10000001ACA3F226 humidity"): Level.CRITICAL,
    ("liebert", "network.sensor_values", "81000001ACACCC26 humidity"): Level.CRITICAL,
    ("liebert", "network.temperatures", "3C00000032C6E342"): Level.WARN,
    ("routeros_crs317", "network.power_supplies", "psu2-state"): Level.CRITICAL,
}
"""What is wrong with these devices by their own word, and how we call it."""
DOWN_BY_THE_RECORD = ("vrp_ne", "network.bgp_peers")
"""48 neighbours that are started are idle and one is active: the one table whose faults are not named one by one."""


@cache
def numbers(device: str) -> dict[str, list[tuple[str, float]]]:
    return ours(facts(RECORDINGS[device]))


@cache
def findings(device: str) -> tuple[Finding, ...]:
    return tuple(snmp_judged.findings(RECORDINGS[device]))


def expected(path: Path) -> list[Right]:
    beside = path.with_suffix(".expected.json")
    return list(right(json.loads(beside.read_text(encoding="utf-8")))) if beside.exists() else []


def is_equal(one: Right, found: dict[str, list[tuple[str, float]]]) -> bool:
    """By the object that it was read from; the other program names none for some, then by the number alone."""
    rows = found.get(one.oid, []) if one.oid else [row for rows in found.values() for row in rows]
    return any(one.is_met(value) for _name, value in rows)


def compared() -> Iterator[tuple[tuple[str, str], bool]]:
    for device, path in RECORDINGS.items():
        for one in expected(path):
            yield (device, one.oid), is_equal(one, numbers(device))


def test_each_number_is_the_same_or_is_listed_with_a_reason() -> None:
    assert [key for key, same in compared() if not same and key not in LISTED] == []


def test_what_is_listed_is_in_the_recordings_and_different() -> None:
    different = {key for key, same in compared() if not same}
    assert [key for key in LISTED if key not in different] == []


def test_at_least_97_per_cent_of_the_numbers_that_we_cover_are_equal() -> None:
    counted = Counter(same for key, same in compared() if LISTED.get(key) not in NOT_COVERED)
    assert counted.total() > 1000
    assert counted[True] / counted.total() >= LEAST_RATIO


@pytest.mark.parametrize("device", RECORDINGS)
def test_a_sentinel_is_never_a_reading(device: str) -> None:
    said = recorded(RECORDINGS[device])
    for kind in ("sensors", "temperatures", "optics", "processors", "memories"):
        for one in facts(RECORDINGS[device]).get(f"network.{kind}", ()):
            _tag, written = said[tuple(int(part) for part in one.oid.split("."))] if one.oid else ("", "")
            assert not written.lstrip("-").isdecimal() or float(written) not in NEVER_READ, one


@pytest.mark.parametrize(("device", "check", "subject"), FAULTS)
def test_a_fault_that_the_device_tells_is_found(device: str, check: str, subject: str) -> None:
    (found,) = [one for one in findings(device) if one.check == check and one.subject == subject]
    assert found.level is FAULTS[device, check, subject]


@pytest.mark.parametrize("device", RECORDINGS)
def test_nothing_else_is_critical(device: str) -> None:
    critical = [(device, one.check, one.subject) for one in findings(device) if one.level is Level.CRITICAL]
    assert [one for one in critical if FAULTS.get(one) is not Level.CRITICAL and one[:2] != DOWN_BY_THE_RECORD] == []


@pytest.mark.parametrize("device", RECORDINGS)
def test_each_subject_is_told_once(device: str) -> None:
    told = Counter((one.check, one.subject) for one in findings(device))
    assert [key for key, count in told.items() if count > 1] == []


def test_neighbours_that_are_down_are_counted_by_the_record() -> None:
    levels = Counter(one.level for one in findings("vrp_ne") if one.check == "network.bgp_peers")
    assert levels[Level.CRITICAL] == 49
