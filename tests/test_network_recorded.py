"""Recorded devices of a folder beside the project: our numbers against an independent program's, and what we say of each.

The folder (tests/house/snmp_recorded.py says where) is no part of the project; without it nothing here runs.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checks.base import Finding, Level
from tests.house import snmp_judged, snmp_ports
from tests.house.snmp_differences import DIFFERENCES, Reason
from tests.house.snmp_recorded import Right, facts, ours, recorded, right, usual_folder

FOLDER = usual_folder()
RECORDINGS = {path.stem: path for path in sorted(FOLDER.glob("*.snmprec"))}
pytestmark = pytest.mark.skipif(not RECORDINGS, reason=f"no recorded devices in {FOLDER.name!r}: XUNJIAN_CORPUS names them")

LEAST_RATIO = 0.97
NOT_COVERED = frozenset({Reason.NO_HEALTH, Reason.SETTING, Reason.SENTINEL, Reason.PLACEHOLDER})
"""Of these no check of ours judges a number, by design: there is none, or it is no measurement of health."""
PORTS = ("1.3.6.1.2.1.2.", "1.3.6.1.2.1.15.", "1.3.6.1.2.1.31.")
"""IF-MIB and BGP4-MIB."""
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
VERSIONS = {
    ("aix", "version"): "06.01.0009.0300, which it writes without its zeros",
    ("apc_apdu9959eu3", "version"): "two versions of its card, joined",
    ("comware_hpe5900", "version"): "ours has the release too",
    ("konica_c250i", "version"): "of the maker's own counters, which no reading of ours asks for",
    ("vrp_5720", "version"): "it appends its own word for patches that may be changed",
}
DOWN_BY_THE_RECORD = ("vrp_ne", "network.bgp_peers")
"""48 neighbours that are started are idle and one is active: the one table whose faults are not named one by one."""


@cache
def findings(device: str) -> tuple[Finding, ...]:
    return tuple(snmp_judged.findings(RECORDINGS[device]))


def expected(path: Path) -> dict[str, Any]:
    beside = path.with_suffix(".expected.json")
    return json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}


def is_equal(one: Right, found: dict[str, list[tuple[str, float]]]) -> bool:
    """By the object that it was read from; the other program names none for some, then by the number alone."""
    rows = found.get(one.oid, []) if one.oid else [row for rows in found.values() for row in rows]
    return any(one.is_met(value) for _name, value in rows)


@cache
def compared() -> tuple[tuple[tuple[str, str], bool], ...]:
    return tuple(_compared())


def _compared() -> Iterator[tuple[tuple[str, str], bool]]:
    for device, path in RECORDINGS.items():
        theirs, mine = expected(path), facts(path)
        numbers = ours(mine)
        for one in right(theirs):
            yield (device, one.oid), is_equal(one, numbers)
        for pair in (*snmp_ports.ports(theirs, mine), *snmp_ports.neighbours(theirs, mine)):
            yield (device, pair.oid), pair.is_same


def test_each_number_is_the_same_or_is_listed_with_a_reason() -> None:
    assert [key for key, same in compared() if not same and key not in LISTED] == []


def test_what_is_listed_is_in_the_recordings_and_different() -> None:
    different = {key for key, same in compared() if not same}
    assert [key for key in LISTED if key not in different] == []


@pytest.mark.parametrize(("is_port", "least"), [(False, 1000), (True, 4000)])
def test_at_least_97_per_cent_of_the_numbers_that_we_cover_are_equal(is_port: bool, least: int) -> None:  # noqa: FBT001 - a row
    """Ports and BGP neighbours, of which there are most, are counted apart from all else."""
    covered = [(key, same) for key, same in compared() if LISTED.get(key) not in NOT_COVERED]
    counted = Counter(same for (_device, oid), same in covered if oid.startswith(PORTS) is is_port)
    assert counted.total() > least
    assert counted[True] / counted.total() >= LEAST_RATIO


@pytest.mark.parametrize("device", RECORDINGS)
def test_a_sentinel_is_never_a_reading(device: str) -> None:
    said = recorded(RECORDINGS[device])
    for kind in ("sensors", "temperatures", "optics", "processors", "memories"):
        for one in facts(RECORDINGS[device]).get(f"network.{kind}", ()):
            _tag, written = said[tuple(int(part) for part in one.oid.split("."))] if one.oid else ("", "")
            assert not written.lstrip("-").isdecimal() or float(written) not in NEVER_READ, one


def test_versions_and_serial_numbers_are_the_same() -> None:
    found = [
        (device, field, theirs, mine)
        for device, path in RECORDINGS.items()
        for field, theirs, mine in snmp_ports.made(expected(path), facts(path))
    ]
    assert len(found) > 40
    assert [one for one in found if one[2] != one[3] and one[:2] not in VERSIONS] == []


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
