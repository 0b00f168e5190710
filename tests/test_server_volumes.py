"""Software RAID, LVM and disk latency. Literals at the boundaries, and each trap."""

import subprocess
from dataclasses import replace
from typing import Any

import pytest

from checks.base import Check, Finding, Level, Scene
from checks.server.disk_latency import DISK_LATENCY
from checks.server.lvm import LVM
from checks.server.md_raid import MD_RAID
from collectors.base import Answer, Listing, SessionError
from collectors.facts.volumes import Array, DiskActivity, LogicalVolume, Member, PhysicalVolume, VolumeGroup
from collectors.linux.array_identities import WHICH
from collectors.linux.arrays import parse as parse_arrays
from config.limits import Layered
from config.text import render

MIRROR = Array("md0", "active", "raid1", (Member("sda1"), Member("sdb1")), "1.2", "", 2, 2, 0, 0)
DISK = DiskActivity("sda", 5.0, 100, 1.0, 1.0, 1.0, 0)
GROUP = VolumeGroup(
    "vg", "wz--n-", 100, 10, 0, (PhysicalVolume("/dev/sda2", is_missing=False, size_bytes=100, free_bytes=10),), ()
)
POOL = LogicalVolume("pool", "twi-aotz--", 100, data_ratio=0.5, metadata_ratio=0.5)
SNAPSHOT = LogicalVolume("snap", "swi-a-s---", 100, data_ratio=0.5)


def judged(check: Check[Any, Any], record: object) -> dict[str, Finding]:
    said = list(check.judge(Listing((record,)), Layered(check.limits), Scene()))
    return {one.subject: one for one in said if isinstance(one, Finding)}


def level_of(check: Check[Any, Any], record: object) -> dict[str, Level]:
    return {subject: one.level for subject, one in judged(check, record).items()}


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.OK),
        ({"working_count": 1}, Level.CRITICAL),
        ({"working_count": 1, "action": "recovery", "action_ratio": 0.99}, Level.CRITICAL),  # still one disk from loss
        ({"degraded_count": 1}, Level.CRITICAL),  # sysfs knows it even where [n/m] does not
        ({"action": "check", "action_ratio": 0.1}, Level.OK),
        ({"action": "resync"}, Level.OK),
        ({"read_only": "auto-read-only", "action": "resync"}, Level.OK),
        ({"read_only": "read-only"}, Level.NOTICE),
        ({"members": (Member("sda1"), Member("sdb1"), Member("sdc1", "F"))}, Level.WARN),
        ({"members": (Member("sda1"), Member("sdb1"), Member("sdc1", "S"))}, Level.OK),
        ({"mismatch_count": 1024}, Level.OK),
        ({"mismatch_count": 1025}, Level.WARN),
        ({"mismatch_count": 1025, "is_swap": True}, Level.OK),
        ({"mismatch_count": 1025, "is_swap": True, "level": "raid5"}, Level.WARN),
        ({"expected_count": 1, "working_count": 1}, Level.NOTICE),
        ({"expected_count": None, "working_count": None, "degraded_count": None}, Level.UNKNOWN),
        ({"level": "raid0", "expected_count": None, "working_count": None, "degraded_count": None}, Level.OK),
        ({"level": "raid0", "members": (Member("sda1", "F"), Member("sdb1"))}, Level.CRITICAL),
        ({"state": "inactive", "level": "", "metadata": "1.2"}, Level.CRITICAL),
        ({"state": "inactive", "level": "", "metadata": "external:imsm"}, Level.OK),
        ({"state": "broken", "level": "raid0"}, Level.CRITICAL),
        ({"state": "missing", "level": "", "members": ()}, Level.CRITICAL),
    ],
)
def test_array(change: dict[str, Any], level: Level) -> None:
    found = judged(MD_RAID, replace(MIRROR, **change))
    assert {s: f.level for s, f in found.items()} == {"md0": level}
    assert (found["md0"].reason != "") is (level is Level.UNKNOWN)


UUID = "3f2a1b4c:5d6e7f80:91a2b3c4:d5e6f708"
RUNS = """@mdstat
 Personalities : [raid1]
 md127 : active raid1 sdb1[1] sda1[0]
  8 blocks [2/2] [UU]
 unused devices: <none>
"""


def test_an_array_is_named_by_its_uuid_and_shown_with_both_names() -> None:
    found = judged(MD_RAID, replace(MIRROR, name="md127", uuid=UUID, given_name="db01:0"))
    assert str(found[UUID].summary) == "md127 (db01:0) is whole"
    assert set(judged(MD_RAID, replace(MIRROR, name="md127"))) == {"md127"}


@pytest.mark.parametrize("item", ["md127", "3f2a1b4c*"])
def test_limits_of_an_array_may_name_it_either_way(item: str) -> None:
    limits = Layered(MD_RAID.limits, items=((item, {"warn_mismatch_count": 9}),))
    array = replace(MIRROR, name="md127", uuid=UUID, mismatch_count=10)
    (said,) = MD_RAID.judge(Listing((array,)), limits, Scene())
    assert isinstance(said, Finding)
    assert said.level is Level.WARN


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (f"@id md127\n uuid={UUID}\n@ids 1\n@conf ARRAY /dev/md0 UUID={UUID}\n", []),
        (f"@id md127\n uuid={UUID}\n@ids 1\n@conf ARRAY /dev/md0 UUID={UUID.replace('3f2a', '0000')}\n", ["md0"]),
        (f"@id md127\n uuid={UUID}\n@ids 1\n@conf ARRAY /dev/md/a UUID={UUID.replace('3f2a', '0000')}\n", ["a"]),
        ("@ids 0\n@conf ARRAY /dev/md/a UUID=1:2:3:4\n", []),
        (f"@ids 0\n@conf ARRAY /dev/md9 UUID={UUID}\n", ["md9"]),
        # what runs has no identity that could be seen: it may be the one that is configured by UUID
        (f"@ids 0\n@conf ARRAY /dev/md/a UUID={UUID}\n", []),
        (f"@ids 0\n@conf ARRAY /dev/md127 UUID={UUID}\n", []),
        ("@ids 0\n@conf ARRAY /dev/md127 UUID=1:2:3:4\n", []),
    ],
)
def test_an_array_that_runs_under_another_name_is_not_missing(told: str, missing: list[str]) -> None:
    listing = parse_arrays(Answer(f"{RUNS}{told}@end\n"))
    assert [one.name for one in listing.records if one.state == "missing"] == missing


def test_trap_two_arrays_of_one_identity_are_one_that_was_assembled_twice() -> None:
    twice = (
        replace(MIRROR, uuid=UUID),
        replace(MIRROR, name="md127", uuid=UUID),
        replace(MIRROR, name="md5", uuid="1:2:3:4"),
    )
    said = [one for one in MD_RAID.judge(Listing(twice), Layered(MD_RAID.limits), Scene()) if isinstance(one, Finding)]
    assert [(one.subject, one.level) for one in said] == [
        (UUID, Level.CRITICAL),
        (f"{UUID} md127", Level.CRITICAL),
        ("1:2:3:4", Level.OK),
    ]
    assert "assembled twice, as md0, md127" in render(said[0].summary, "en")


def test_fewer_identities_than_were_counted_are_a_cut_answer() -> None:
    with pytest.raises(SessionError, match="cut"):
        parse_arrays(Answer(f"{RUNS}@ids 1\n@end\n"))


@pytest.mark.parametrize(
    ("kind", "record", "wanted"),
    [
        ("MD", f"E:MD_NAME=db01:0\nE:MD_UUID={UUID}\nE:ID_FS_UUID=1\n", [f" uuid={UUID}", " name=db01:0"]),
        ("MD", "E:ID_FS_TYPE=linux_raid_member\nE:ID_FS_UUID=1\n", []),  # what lies on it is a member of another array
        ("FS", "E:ID_FS_TYPE=linux_raid_member\nE:ID_FS_UUID=1-2\nE:ID_FS_LABEL=a=b\n", [" uuid=1-2", " name=a=b"]),
        ("FS", "E:ID_FS_TYPE=xfs\nE:ID_FS_UUID=1-2\n", []),
        ("FS", "", []),
    ],
)
def test_what_udev_knows_of_an_array_and_of_a_member(kind: str, record: str, wanted: list[str]) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{WHICH}\nwhich {kind}"], input=record, capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stdout.splitlines() == wanted


@pytest.mark.parametrize(
    ("data", "metadata", "level"),
    [
        (0.799, 0.5, Level.OK),
        (0.80, 0.5, Level.WARN),
        (0.5, 0.80, Level.WARN),
        (0.899, 0.899, Level.WARN),
        (0.90, 0.1, Level.CRITICAL),
        (0.1, 0.90, Level.CRITICAL),
        (0.85, 0.95, Level.CRITICAL),
    ],
)
def test_thin_pool_at_its_limits(data: float, metadata: float, level: Level) -> None:
    group = replace(GROUP, logical=(replace(POOL, data_ratio=data, metadata_ratio=metadata),))
    assert level_of(LVM, group) == {"vg": Level.OK, "vg/pool": level}


def test_a_pool_whose_use_cannot_be_seen_is_not_ok() -> None:
    blind = replace(POOL, data_ratio=None, metadata_ratio=None)
    assert level_of(LVM, replace(GROUP, logical=(blind,)))["vg/pool"] is Level.UNKNOWN
    idle = replace(blind, attributes="twi---tz--")
    assert level_of(LVM, replace(GROUP, logical=(idle,)))["vg/pool"] is Level.NOTICE


def test_what_is_promised_to_thin_volumes_is_shown_not_judged() -> None:
    thin = LogicalVolume("vm1", "Vwi-aotz--", 250, pool="pool")
    finding = judged(LVM, replace(GROUP, logical=(POOL, thin)))["vg/pool"]
    assert finding.level is Level.OK
    assert finding.measures["pledged_ratio"] == 2.5


@pytest.mark.parametrize(
    ("volume", "level"),
    [
        (replace(SNAPSHOT, data_ratio=0.799), Level.OK),
        (replace(SNAPSHOT, data_ratio=0.80), Level.WARN),
        (replace(SNAPSHOT, attributes="swi-I-s---", data_ratio=1.0), Level.CRITICAL),
        (LogicalVolume("r", "rwi-aor-p-", 100, health="partial"), Level.CRITICAL),
        (LogicalVolume("r", "rwi-aor-m-", 100, health="mismatches exist"), Level.WARN),
        (LogicalVolume("r", "-wi-----p-", 100), Level.CRITICAL),  # old lvm2: no health column, but the attribute
        (LogicalVolume("vm1", "Vwi-aotz--", 100, pool="pool", data_ratio=1.0), Level.OK),  # full of itself, not of the pool
        (LogicalVolume("old", "-wi-ao", 100), Level.OK),  # six attributes, RHEL 6
    ],
)
def test_logical_volume(volume: LogicalVolume, level: Level) -> None:
    assert level_of(LVM, replace(GROUP, logical=(volume,)))[f"vg/{volume.name}"] is level


def test_hidden_parts_show_only_when_they_ail() -> None:
    hidden = LogicalVolume("r_rimage_0", "iwi-aor---", 100, is_hidden=True)
    assert set(level_of(LVM, replace(GROUP, logical=(hidden,)))) == {"vg"}
    ailing = replace(hidden, health="refresh needed")
    assert level_of(LVM, replace(GROUP, logical=(ailing,)))["vg/r_rimage_0"] is Level.CRITICAL


def test_volume_group_that_misses_a_disk_and_one_whose_disks_were_not_seen() -> None:
    assert level_of(LVM, replace(GROUP, missing_count=1))["vg"] is Level.CRITICAL
    assert level_of(LVM, replace(GROUP, attributes="wz-pn-"))["vg"] is Level.CRITICAL
    assert level_of(LVM, replace(GROUP, physical=()))["vg"] is Level.UNKNOWN
    assert level_of(LVM, replace(GROUP, name="")) == {}  # a physical volume in no group


@pytest.mark.parametrize(
    ("count", "waited", "level"),
    [
        (100, 1.99, Level.OK),
        (100, 2.0, Level.WARN),
        (100, 9.99, Level.WARN),
        (100, 10.0, Level.CRITICAL),
        (50, 5.0, Level.CRITICAL),
        (49, 4.9, Level.OK),
    ],
)
def test_latency_at_its_limits(count: int, waited: float, level: Level) -> None:
    found = judged(DISK_LATENCY, replace(DISK, window_seconds=900.0, completed_count=count, waited_seconds=waited))["sda"]
    assert found.level is level
    assert ("await_seconds" in found.measures) is (count >= 50)


@pytest.mark.parametrize(
    ("waited", "level"), [(1.99, Level.OK), (2.0, Level.NOTICE), (9.99, Level.NOTICE), (10.0, Level.WARN)]
)
def test_a_glimpse_of_a_slow_disk_is_one_step_lower_and_named_so(waited: float, level: Level) -> None:
    found = judged(DISK_LATENCY, replace(DISK, window_seconds=899.9, waited_seconds=waited))["sda"]
    assert found.level is level
    assert "momentary, in a window of 899.9 s" in str(found.summary)
    assert "瞬时值，采样窗口 899.9 秒" in render(found.summary, "zh_CN")


def test_a_long_queue_warns_and_a_busy_disk_does_not() -> None:
    long = replace(DISK, window_seconds=900.0)
    assert level_of(DISK_LATENCY, replace(long, queued_seconds=9000.0)) == {"sda": Level.OK}
    assert level_of(DISK_LATENCY, replace(long, queued_seconds=9000.1)) == {"sda": Level.WARN}
    assert level_of(DISK_LATENCY, replace(DISK, queued_seconds=50.0)) == {"sda": Level.OK}
    assert level_of(DISK_LATENCY, replace(DISK, queued_seconds=50.1)) == {"sda": Level.NOTICE}
    assert level_of(DISK_LATENCY, replace(DISK, busy_seconds=5.0)) == {"sda": Level.OK}


def test_idle_is_told_from_hung() -> None:
    idle = DiskActivity("sda", 5.0, 0, 0.0, 0.0, 0.0, 0)
    assert "idle" in str(judged(DISK_LATENCY, idle)["sda"].summary)
    hung = replace(idle, in_flight_count=3, busy_seconds=5.0, queued_seconds=15.0)
    assert level_of(DISK_LATENCY, hung) == {"sda": Level.WARN}
