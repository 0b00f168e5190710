"""ZFS, btrfs and DRBD: each trap, each boundary; a real btrfs on loop devices."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Check, Finding, Level, Scene
from checks.server.btrfs_devices import BTRFS_DEVICES
from checks.server.drbd import DRBD
from checks.server.zfs_pools import ZFS_POOLS
from collectors.base import Absent, Answer, Listing, ParseError, Question, SessionError
from collectors.evidence import read
from collectors.facts.pools import BtrfsDevice, BtrfsFilesystem, Peer, Pool, PoolDevice, ReplicatedDevice
from collectors.linux.btrfs_devices import BTRFS_DEVICES_SYSFS
from collectors.linux.pools import POOLS_ZPOOL
from collectors.linux.replicated_devices import REPLICATED_DRBD
from collectors.sessions.frames import answers
from config.limits import Layered
from tests.peers.namespaces import NOBODY, in_namespace, needs_root, nonce_of

WHOLE = "No known data errors"
POOL = Pool(
    "tank", "ONLINE", 100, 90, 0.1, errors=WHOLE, devices=(PoolDevice("tank", "ONLINE"), PoolDevice("sdb", "ONLINE"))
)
ZEROS = dict.fromkeys(("write_io_errs", "flush_io_errs", "read_io_errs", "corruption_errs", "generation_errs"), 0)
DEVICE = BtrfsDevice("devid 1", ZEROS)
BTRFS = BtrfsFilesystem("3b9c", "daten", "/srv", (DEVICE,), 1000, 500, 0.5, 0.5)
PEER = Peer("db02", "Connected", "Secondary", "UpToDate", "Established", 0)
REPLICA = ReplicatedDevice("r0/0", "Primary", "UpToDate", (PEER,))


def level_of(check: Check[Any, Any], record: object) -> Level:
    said = list(check.judge(Listing((record,)), Layered(check.limits), Scene()))
    assert len(said) == 1
    assert isinstance(said[0], Finding)
    return said[0].level


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.OK),
        ({"used_ratio": 0.79}, Level.OK),
        ({"used_ratio": 0.80}, Level.WARN),
        ({"used_ratio": 0.90}, Level.CRITICAL),
        ({"used_ratio": None}, Level.UNKNOWN),
        ({"errors": ""}, Level.UNKNOWN),
        ({"health": ""}, Level.UNKNOWN),
        ({"health": "DEGRADED"}, Level.CRITICAL),
        ({"health": "SUSPENDED"}, Level.CRITICAL),
        ({"health": "FAULTED", "used_ratio": None, "errors": ""}, Level.CRITICAL),
        ({"errors": "2 data errors, use '-v' for a list"}, Level.CRITICAL),
        ({"devices": (PoolDevice("sdb", "ONLINE", checksum_error_count=1),)}, Level.WARN),
        ({"status": "One or more devices are configured to use a non-native block size."}, Level.NOTICE),
    ],
)
def test_pools_at_the_boundaries(change: dict[str, Any], level: Level) -> None:
    assert level_of(ZFS_POOLS, replace(POOL, **change)) is level


def test_features_not_enabled_are_no_fault() -> None:
    status = "Some supported and requested features are not enabled on the pool. The pool can still be used."
    assert level_of(ZFS_POOLS, replace(POOL, status=status)) is Level.OK


def test_a_scrub_under_way_is_no_fault() -> None:
    assert level_of(ZFS_POOLS, replace(POOL, scan="scrub in progress since Sun Nov 22 00:24:01 2026")) is Level.OK


def test_a_spare_that_waits_is_no_fault() -> None:
    assert level_of(ZFS_POOLS, replace(POOL, devices=(*POOL.devices, PoolDevice("sdd", "AVAIL")))) is Level.OK


def test_a_cache_of_pools_and_no_pool_is_unknown_not_absent() -> None:
    text = "@filesystems\n nodev zfs\n{}@list 0\n no pools available\n@status 0\n no pools available\n@end\n"
    assert POOLS_ZPOOL.parse(Answer(text.format("@cache\n"))).unseen
    with pytest.raises(Absent):
        POOLS_ZPOOL.parse(Answer(text.format("")))


def test_a_tool_that_prints_nothing_proves_nothing() -> None:
    with pytest.raises(SessionError):
        POOLS_ZPOOL.parse(Answer("@filesystems\n nodev zfs\n@list 0\n \n@status 0\n \n@end\n"))


@given(st.lists(st.text(st.sampled_from("pool: state config\tNAME ONLINE 0-.K"), max_size=40), max_size=10))
def test_zpool_texts_are_read_or_refused(lines: list[str]) -> None:
    body = "".join(f" {line}\n" for line in lines)
    try:
        POOLS_ZPOOL.parse(Answer(f"@filesystems\n nodev zfs\n@list 0\n{body}@status 0\n{body}@end\n"))
    except (ParseError, SessionError, Absent):
        return


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.OK),
        ({"devices": (BtrfsDevice("1", {**ZEROS, "write_io_errs": 1}),)}, Level.CRITICAL),
        ({"devices": (BtrfsDevice("1", {**ZEROS, "flush_io_errs": 1}),)}, Level.CRITICAL),
        ({"devices": (BtrfsDevice("1", {**ZEROS, "read_io_errs": 1}),)}, Level.WARN),
        ({"devices": (BtrfsDevice("1", {**ZEROS, "corruption_errs": 1}),)}, Level.WARN),
        ({"devices": (BtrfsDevice("1", {"write_io_errs": 0}),)}, Level.UNKNOWN),
        ({"devices": ()}, Level.UNKNOWN),
        ({"devices": (DEVICE, BtrfsDevice("2", is_missing=True))}, Level.CRITICAL),
        ({"allocated_bytes": 979, "metadata_ratio": 0.99}, Level.OK),
        ({"allocated_bytes": 980, "metadata_ratio": 0.94}, Level.OK),
        ({"allocated_bytes": 980, "metadata_ratio": 0.95}, Level.WARN),
        ({"allocated_bytes": 980, "metadata_ratio": 0.98}, Level.CRITICAL),
        ({"allocated_bytes": 1000, "data_ratio": 0.96}, Level.WARN),
    ],
)
def test_btrfs_at_the_boundaries(change: dict[str, Any], level: Level) -> None:
    assert level_of(BTRFS_DEVICES, replace(BTRFS, **change)) is level


def test_no_btrfs_needs_both_sysfs_and_the_table_of_mounts() -> None:
    text = "@filesystems\n btrfs\n@mounted {}\n@names\n@end\n"
    with pytest.raises(Absent):
        BTRFS_DEVICES_SYSFS.parse(Answer(text.format(0)))
    with pytest.raises(SessionError):
        BTRFS_DEVICES_SYSFS.parse(Answer(text.format(1)))


def peer(**change: Any) -> ReplicatedDevice:  # noqa: ANN401 - fields of Peer by name
    return replace(REPLICA, peers=(replace(PEER, **change),))


@pytest.mark.parametrize(
    ("device", "level"),
    [
        (REPLICA, Level.OK),
        (peer(connection="StandAlone", disk_state="DUnknown"), Level.CRITICAL),
        (peer(connection="Connecting", disk_state="DUnknown"), Level.CRITICAL),
        (peer(disk_state="Outdated"), Level.CRITICAL),
        (peer(disk_state="DUnknown"), Level.UNKNOWN),
        (peer(is_paused=True), Level.WARN),
        (peer(out_of_sync_bytes=4096), Level.WARN),
        (peer(replication="Behind"), Level.WARN),
        (replace(REPLICA, disk_state="Failed"), Level.CRITICAL),
        (replace(REPLICA, disk_state="missing", peers=()), Level.CRITICAL),
        (replace(REPLICA, has_quorum=False), Level.CRITICAL),
        (replace(REPLICA, is_suspended=True), Level.CRITICAL),
        (replace(REPLICA, peers=()), Level.NOTICE),
        (replace(REPLICA, disk_state=""), Level.UNKNOWN),
    ],
)
def test_replicas(device: ReplicatedDevice, level: Level) -> None:
    assert level_of(DRBD, device) is level


def test_the_side_that_is_being_filled_is_no_lost_copy() -> None:
    target = replace(REPLICA, disk_state="Inconsistent", peers=(replace(PEER, replication="SyncTarget"),))
    assert level_of(DRBD, target) is Level.WARN
    assert level_of(DRBD, replace(REPLICA, disk_state="Inconsistent")) is Level.CRITICAL
    assert level_of(DRBD, peer(replication="SyncSource", disk_state="Inconsistent", out_of_sync_bytes=1)) is Level.WARN


def test_a_verification_is_no_resynchronisation() -> None:
    assert level_of(DRBD, peer(replication="VerifyS", out_of_sync_bytes=4096)) is Level.OK


def test_a_peer_without_a_disk_by_intent_has_no_copy_to_lose() -> None:
    assert level_of(DRBD, peer(disk_state="Diskless", is_diskless_by_intent=True)) is Level.OK
    assert level_of(DRBD, peer(disk_state="Diskless")) is Level.CRITICAL


def test_an_unconfigured_minor_is_nothing() -> None:
    head = "@devices\n Block devices:\n 147 drbd\n@proc\n version: 8.4.11 (api:1/proto:86-101)\n"
    assert REPLICATED_DRBD.parse(Answer(f"{head}  0: cs:Unconfigured\n@end\n")) == Listing(())


@given(st.lists(st.text(st.sampled_from(' 0:csroConnected/UpToDate[]{}"'), max_size=40), max_size=8))
def test_drbd_texts_are_read_or_refused(lines: list[str]) -> None:
    body = "".join(f" {line}\n" for line in lines)
    for version in ("8.4.11", "9.1.0"):
        head = f"@devices\n Block devices:\n 147 drbd\n@proc\n version: {version}\n"
        try:
            REPLICATED_DRBD.parse(Answer(f"{head}{body}@json 0\n{body}@end\n"))
        except (ParseError, SessionError):
            continue


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two loop devices with a btrfs over both, and nothing of them left behind."""
    made: list[str] = []
    try:
        for name in ("a", "b"):
            (tmp_path / name).touch()
            os.truncate(tmp_path / name, 200 << 20)
            made.append(said("losetup", "-f", "--show", str(tmp_path / name)))
        said("mkfs.btrfs", "-q", "-f", "-L", "daten", "-d", "raid1", "-m", "raid1", *made)
        yield made[0], made[1]
    finally:
        for device in made:
            subprocess.run(["btrfs", "device", "scan", "--forget", device], check=False, capture_output=True)
            subprocess.run(["losetup", "-d", device], check=False)


def said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def looked(mirror: tuple[str, str], place: Path, prepare: str, drop: str = "") -> Finding:
    """What the check says of this filesystem, mounted in a namespace of its own."""
    (place / "m").mkdir(exist_ok=True)
    uuid = said("btrfs", "inspect-internal", "dump-super", mirror[0]).split("fsid")[1].split()[0]
    question = Question("btrfs", BTRFS_DEVICES_SYSFS.ask)
    text = in_namespace(f"cd {place}; A={mirror[0]} B={mirror[1]}; {prepare}", [question], drop=drop)
    ((_question, reply),) = answers([question], nonce_of(text), [text.encode()])
    assert isinstance(reply, bytes), reply
    answer = read(question.ask, reply)
    assert isinstance(answer, Answer)
    found = BTRFS_DEVICES_SYSFS.parse(answer)
    mine = Listing(tuple(one for one in found.records if one.uuid == uuid))
    (finding,) = BTRFS_DEVICES.judge(mine, Layered(BTRFS_DEVICES.limits), Scene())
    assert isinstance(finding, Finding)
    return finding


MOUNTED = "btrfs device scan $A $B >/dev/null; mount -o device=$A,device=$B $A m"
CORRUPTED = f"""
{MOUNTED} && dd if=/dev/urandom of=m/f bs=1M count=20 2>/dev/null && sync && umount m
dd if=/dev/zero of=$B bs=1M seek=20 count=150 conv=notrunc 2>/dev/null; sync
{MOUNTED} && btrfs scrub start -B m >/dev/null 2>&1"""
WITHOUT_ONE = "btrfs device scan --forget $A $B; mount -o degraded,device=$A $A m"


@pytest.mark.peer
@needs_root
@pytest.mark.skipif(not shutil.which("mkfs.btrfs"), reason="no btrfs-progs: btrfs was not verified")
@pytest.mark.parametrize(
    ("prepare", "level", "error_count"),
    [(MOUNTED, Level.OK, 0), (CORRUPTED, Level.WARN, 1)],
)
@pytest.mark.parametrize("drop", ["", NOBODY], ids=["root", "nobody"])
def test_a_real_btrfs_tells_its_errors_to_everybody(
    mirror: tuple[str, str], tmp_path: Path, prepare: str, level: Level, error_count: int, drop: str
) -> None:
    finding = looked(mirror, tmp_path, prepare, drop)
    assert finding.level is level, finding
    assert finding.measures["corruption_errs_count"] >= error_count
    assert finding.measures["allocated_ratio"] < 1


@pytest.mark.peer
@needs_root
@pytest.mark.skipif(not shutil.which("mkfs.btrfs"), reason="no btrfs-progs: btrfs was not verified")
def test_a_real_btrfs_mounted_degraded_works_without_one_of_its_devices(mirror: tuple[str, str], tmp_path: Path) -> None:
    finding = looked(mirror, tmp_path, f"dd if=/dev/zero of=$B bs=1M count=1 conv=notrunc 2>/dev/null; {WITHOUT_ONE}")
    assert finding.level is Level.CRITICAL, finding
    assert "misses" in str(finding.summary)
