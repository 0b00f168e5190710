"""Multipath and Fibre Channel: each trap, each boundary, and parsers that never fall over."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Check, Finding, Level, Scene
from checks.server.fc_ports import FC_PORTS_CHECK, FcLimits
from checks.server.multipath import MULTIPATH, PathLimits
from collectors.base import Absent, Answer, Listing, ParseError, Reason, SessionError
from collectors.facts.paths import FcPort, MultipathMap, PathGroup, StoragePath
from collectors.linux.fc_ports import FC_PORTS_SYSFS
from collectors.linux.multipath_texts import read_json, read_text
from collectors.linux.multipaths import MULTIPATHS_MULTIPATHD
from config.limits import Layered

READY = StoragePath("sda", "active", "ready", "running", "fc")
OTHER = replace(READY, device="sdb")
GHOST = replace(OTHER, checker_state="ghost")
FAULTY = replace(OTHER, mapper_state="failed", checker_state="faulty")
PENDING = replace(OTHER, checker_state="i/o pending")
PORT = FcPort("0x21000024ff3dd15c", "host3", "Online", "16 Gbit", remote_count=2)
MAPPER = "@devices\n Block devices:\n 253 device-mapper\n@sys 9\n"


def volume(*groups: tuple[StoragePath, ...]) -> MultipathMap:
    states = ("active", *["enabled"] * len(groups))
    made = tuple(PathGroup(state, paths) for state, paths in zip(states, groups, strict=False))
    return MultipathMap("3600", "mpatha", "HUAWEI,XSG1", is_queueing=True, groups=made)


def found(check: Check[Any, Any], record: object, limits: object = None) -> Finding:
    said = list(check.judge(Listing((record,)), Layered(limits or check.limits), Scene()))
    assert len(said) == 1
    assert isinstance(said[0], Finding)
    return said[0]


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (volume((READY, OTHER)), Level.OK),
        (volume((READY,), (OTHER,)), Level.OK),
        (volume((READY, replace(READY, device="sdc")), (FAULTY, OTHER)), Level.WARN),
        (volume((READY,), (FAULTY,)), Level.CRITICAL),  # a whole group
        (volume((FAULTY,), (FAULTY,)), Level.CRITICAL),
        (volume((READY, FAULTY)), Level.CRITICAL),  # one path left
        (volume((READY, replace(OTHER, device_state="offline"))), Level.CRITICAL),
        (volume((READY, OTHER, PENDING)), Level.UNKNOWN),
        (volume((READY,), (PENDING,), (FAULTY,)), Level.CRITICAL),  # what pends hides no fault that is proved
        (volume((GHOST,)), Level.CRITICAL),
        (volume(), Level.CRITICAL),
    ],
)
def test_paths_are_judged_by_what_is_left(one: MultipathMap, level: Level) -> None:
    assert found(MULTIPATH, one).level is level


def test_passive_paths_of_alua_are_no_fault() -> None:
    said = found(MULTIPATH, volume((READY,), (GHOST,)))
    assert said.level is Level.OK
    assert said.measures == {"path_count": 2, "working_path_count": 2}


@pytest.mark.parametrize(
    ("path", "level"),
    [
        (replace(READY, transport=""), Level.NOTICE),
        (replace(READY, transport="sas"), Level.WARN),
        (replace(READY, transport="", device="nvme0n1"), Level.WARN),
        (replace(READY, transport="iscsi"), Level.CRITICAL),
        (READY, Level.CRITICAL),
    ],
)
def test_a_local_disk_that_multipath_claims_has_one_path_by_nature(path: StoragePath, level: Level) -> None:
    assert found(MULTIPATH, volume((path,))).level is level


def test_the_operator_says_how_many_paths_a_volume_needs() -> None:
    three = volume((READY, OTHER, replace(READY, device="sdc")))
    assert found(MULTIPATH, three, PathLimits(least_paths=4)).level is Level.CRITICAL
    assert found(MULTIPATH, three, PathLimits(least_paths=3)).level is Level.OK


def test_queueing_is_told_and_not_judged() -> None:
    assert "wait" in str(found(MULTIPATH, volume((READY, OTHER))).observed)


def test_another_makers_driver_is_named_with_its_tool() -> None:
    said = MULTIPATHS_MULTIPATHD.parse(Answer("@devices\n Block devices:\n 8 sd\n@driver nxup\n@hosts\n@end\n"))
    assert [(one.subject, one.reason) for one in said.unseen] == [("UltraPath", Reason.NOT_ASKED)]
    assert "upadmin" in str(said.unseen[0].remedy)


@pytest.mark.parametrize(
    ("heads", "error"),
    [
        ("@dm dm-0 LVM-a\n@hosts\n@ll 0\n@end\n", Absent),
        ("@dm dm-0 mpath-36\n@hosts\n@ll 0\n@end\n", SessionError),
        ("@dm dm-0 mpath-36\n@hosts\n@ll 1\n@end\n", SessionError),
        ("@dm dm-0 \n@hosts\n@end\n", SessionError),
        ("@dm dm-0 mpath-36\n@no-tool\n@end\n", SessionError),
    ],
)
def test_only_sysfs_proves_that_there_is_no_map(heads: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        MULTIPATHS_MULTIPATHD.parse(Answer(MAPPER + heads))


def test_a_map_without_its_path_is_unseen_however_healthy_the_rest() -> None:
    tree = " a (36) dm-0 X,Y\n size=1G features='0' hwhandler='0' wp=rw\n `-+- policy='x' prio=1 status=active\n"
    rows = "   |- 3:0:0:1 sda 8:0 active ready running\n   `- 4:0:0:1 sdb 8:16 active ready running\n"
    whole = MULTIPATHS_MULTIPATHD.parse(
        Answer(f"{MAPPER}@dm dm-0 mpath-36 sda=3 sdb=4\n@hosts fc:3\n@ll 0\n{tree}{rows}@end\n")
    )
    less = MULTIPATHS_MULTIPATHD.parse(
        Answer(f"{MAPPER}@dm dm-0 mpath-36 sda=3 sdb=4\n@hosts fc:3\n@ll 0\n{tree}{rows.splitlines()[0]}\n@end\n")
    )
    assert [path.transport for path in whole.records[0].paths] == ["fc", ""]
    assert (less.records, [one.subject for one in less.unseen]) == ((), ["36"])


@given(st.lists(st.text(st.sampled_from("ab 0:#`|-\\_+[]()dm-1='i/o{}"), max_size=60), max_size=8))
def test_multipath_texts_are_read_or_refused(lines: list[str]) -> None:
    for read in (read_text, lambda all_lines: read_json("\n".join(all_lines))):
        try:
            read(lines)
        except ParseError:
            continue


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.OK),
        ({"state": "Linkdown"}, Level.CRITICAL),
        ({"state": "Offline", "remote_count": 0}, Level.NOTICE),
        ({"state": "Error", "remote_count": 0}, Level.CRITICAL),
        ({"state": "Marginal"}, Level.WARN),
        ({"state": "Unknown"}, Level.UNKNOWN),
        ({"state": ""}, Level.UNKNOWN),
        ({"counts": {"invalid_crc_count": 10**6}}, Level.OK),  # growth is judged elsewhere
    ],
)
def test_ports_are_judged_by_state_and_what_they_have_seen(change: dict[str, Any], level: Level) -> None:
    assert found(FC_PORTS_CHECK, replace(PORT, **change)).level is level


def test_an_unused_port_is_told_unless_the_operator_expects_it() -> None:
    unused = replace(PORT, state="Linkdown", remote_count=0)
    assert found(FC_PORTS_CHECK, unused).level is Level.NOTICE
    assert found(FC_PORTS_CHECK, unused, FcLimits(must_be_online=True)).level is Level.CRITICAL


@pytest.mark.parametrize(
    ("word", "counts"),
    [
        ("0x1f", {"link_failure_count": 31}),
        ("0x0", {"link_failure_count": 0}),
        ("0xff", {"link_failure_count": 255}),
        ("0xffffffffffffffff", {}),
        ("0xffffffff", {}),
    ],
)
def test_counters_are_hexadecimal_and_all_bits_set_is_none(word: str, counts: dict[str, int]) -> None:
    text = "@classes 9\n@names host3\n@port host3\n port_name=0x21\n port_state=Online\n"
    text += f" statistics/link_failure_count={word}\n"
    assert FC_PORTS_SYSFS.parse(Answer(f"{text}@remote 3 1\n@end\n")).records[0].counts == counts


@pytest.mark.parametrize(
    ("text", "is_absent"),
    [
        ("@classes 28\n@pci 7\n@names\n@end\n", True),
        ("@pci 7\n@names\n@end\n", False),
        ("@classes 28\n@fc 0000:3b:00.0 driver\n@names\n@end\n", False),
    ],
)
def test_no_port_needs_a_witness(text: str, is_absent: bool) -> None:  # noqa: FBT001 - a parameter of the table
    with pytest.raises(Absent if is_absent else SessionError):
        FC_PORTS_SYSFS.parse(Answer(text))


def test_a_controller_without_driver_is_not_no_controller() -> None:
    said = FC_PORTS_SYSFS.parse(Answer("@classes 28\n@fc 0000:3b:00.0 \n@names\n@end\n"))
    assert [(one.subject, one.reason) for one in said.unseen] == [("pci 0000:3b:00.0", Reason.FAILED)]
