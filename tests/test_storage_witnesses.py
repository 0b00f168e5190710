"""Storage collectors against a real shell: what is closed there never reads as "there is none", and no name twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks.base import Level, Scene
from checks.server.filesystem_usage import FILESYSTEM_USAGE
from checks.server.inode_usage import INODE_USAGE
from collectors.base import Absent, Answer, Listing, Reason, SessionError, Shell
from collectors.facts.storage import Filesystem, InodeUse, distinct, passes
from collectors.facts.volumes import DiskActivity
from collectors.linux.disks import DISKS_DISKSTATS
from collectors.linux.filesystems import FILESYSTEMS_DF
from collectors.linux.volume_groups import VOLUME_GROUPS_LVM
from config.limits import Layered

LINE = "   8       0 {} 1 0 8 1 1 0 8 1 0 1 1\n"
DENIED = "@pvs 5\n@vgs 5\n@lvs 5\n@end\n"
NOTHING = "@pvs 0\n@vgs 0\n@lvs 0\n@end\n"
MAPPER = "@devices\n Block devices:\n 253 device-mapper\n"


def disks(*names: str, heads: str = "") -> Listing[DiskActivity]:
    lines = "".join(LINE.format(name) for name in names)
    before, after = (f"@uptime {at}\n@diskstats\n{lines}{heads}@end\n" for at in ("100.00", "105.00"))
    return DISKS_DISKSTATS.parse(Answer(after, earlier=before))


@pytest.mark.parametrize(
    ("names", "heads", "unseen"),
    [
        (("loop0", "vda", "zram0"), "", ["vda"]),
        (("vda", "vda1", "vdb"), "@leaf vda\n", ["vdb"]),
        (("nvme0n1", "nvme0n1p1", "mmcblk0", "mmcblk0p2"), "", ["nvme0n1", "mmcblk0"]),
        (("nbd1", "sda", "sdaa", "sdaa1"), "", ["sda", "sdaa"]),
        (("xvda1",), "", ["xvda1"]),  # a disk of its own where no xvda is
        (("cciss/c0d0", "cciss/c0d0p1"), "", ["cciss/c0d0"]),
        (("loop0",), "@leaf sda\n", ["sda"]),  # the reverse: a diskstats that hides the machine's disks
    ],
)
def test_a_disk_that_one_side_alone_names_is_unseen(names: tuple[str, ...], heads: str, unseen: list[str]) -> None:
    listing = disks(*names, heads=heads)
    assert [one.subject for one in listing.unseen] == unseen
    assert {one.reason for one in listing.unseen} == {Reason.EMPTY}


@pytest.mark.parametrize(
    "names", [("loop0", "ram0", "zram0", "sr0", "fd0"), ("dm-0", "md0", "md127p1", "md_d0"), ("nbd0", "loop0", "loop0p1")]
)
def test_only_kinds_that_are_never_disks_mean_that_there_is_none(names: tuple[str, ...]) -> None:
    with pytest.raises(Absent):
        disks(*names)


def test_a_stacked_device_is_neither_a_disk_nor_missed() -> None:
    listing = disks("sda", "bcache0", heads="@leaf sda\n@stacked bcache0\n")
    assert len(listing.records) == 1
    assert listing.unseen == ()


@pytest.mark.parametrize(
    ("heads", "tail", "is_absent"),
    [
        ("@udev 31 1\n", DENIED, True),
        ("@udev 31 2\n", DENIED, False),
        ("@udev 31 127\n", DENIED, False),
        ("@udev 31\n", DENIED, False),
        ("@udev 31 0\n /run/udev/data/b8:3\n", DENIED, False),
        ("@udev 31 0\n", DENIED, False),  # grep found one, and its name was lost
        ("@dm dm-0 CRYPT-a\n@udev 31 1\n", DENIED, True),
        ("@dm dm-0 \n@udev 31 1\n", DENIED, False),
        ("@dm dm-0\n@udev 31 1\n", DENIED, False),
        ("@dm dm-0 CRYPT-a\n@dm dm-1 \n@udev 31 1\n", DENIED, False),
        ("@dm dm-0 -\n@udev 31 1\n", DENIED, True),
        ("@sys 3\n", NOTHING, True),
        ("", NOTHING, False),
        ("@sys 3\n@dm dm-0 CRYPT-a\n@dm dm-1 \n", NOTHING, False),
        ("@sys 3\n", DENIED, False),
    ],
)
def test_what_proves_that_there_is_no_lvm(heads: str, tail: str, *, is_absent: bool) -> None:
    with pytest.raises(Absent if is_absent else SessionError):
        VOLUME_GROUPS_LVM.parse(Answer(MAPPER + heads + tail, is_privileged=tail is NOTHING))


def lvm_search(folder: Path) -> str:
    """The ask's own search of udev's records, over a folder of ours."""
    ask = VOLUME_GROUPS_LVM.ask
    assert isinstance(ask, Shell)
    part = ask.command.split("set -- /run/udev/data/b*\n")[1].split("\nreport()")[0]
    script = f'set -- "$D"/b*\n{part}'
    said = subprocess.run(
        ["/bin/sh", "-c", script], env={**os.environ, "D": str(folder)}, capture_output=True, text=True, check=True
    )
    return said.stdout


def test_the_search_of_udevs_records_tells_none_from_not_read(tmp_path: Path) -> None:
    assert lvm_search(tmp_path) == ""
    (tmp_path / "b8:1").write_text("E:ID_FS_TYPE=xfs\n")
    (tmp_path / "b8:2").write_text("E:ID_FS_TYPE=ext4\n")
    assert lvm_search(tmp_path) == "@udev 2 1\n"
    (tmp_path / "b8:9").symlink_to("gone")
    assert lvm_search(tmp_path) == "@udev 3 2\n"
    (tmp_path / "b8:9").unlink()
    (tmp_path / "b8:2").write_text("E:ID_FS_TYPE=LVM2_member\n")
    assert lvm_search(tmp_path) == f"@udev 2 0\n {tmp_path}/b8:2\n"


def test_a_mount_that_passes_is_left_out_seen_or_not() -> None:
    assert passes("tmpfs", "/var/lib/docker/containers/0a/mounts/shm")
    assert passes("squashfs", "/anywhere")
    assert not passes("ext4", "/var/lib/docker")
    assert not passes("tmpfs", "/var/lib/dockerish")
    seen = (
        Filesystem("/run/user/0", "tmpfs", "tmpfs", 100, 99, 1),
        Filesystem("/var/lib/docker", "/dev/sdb1", "ext4", 100, 99, 1),
    )
    found = list(FILESYSTEM_USAGE.judge(Listing(seen), Layered(FILESYSTEM_USAGE.limits), Scene()))
    assert [getattr(one, "subject", "") for one in found] == ["/var/lib/docker"]


def test_one_device_counts_once_for_space_and_for_inodes() -> None:
    inodes = tuple(InodeUse(mount, "/dev/sdb1", "xfs", 100, 95, 5, mount == "/b") for mount in ("/data/sub", "/b"))
    (one,) = distinct(inodes)
    assert (one.mount, one.is_readonly) == ("/b", False)
    found = list(INODE_USAGE.judge(Listing(inodes), Layered(INODE_USAGE.limits), Scene()))
    assert [getattr(one, "level", None) for one in found] == [Level.CRITICAL]


MOUNTS = r"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def mount(where):
    os.makedirs(where, exist_ok=True)
    assert libc.mount(b"local", where, b"tmpfs", 0, b"size=1m") == 0
mount(b"/mnt")
for name in (b"a\tb", b"a?b", b"c\x01d", b"plain"):
    mount(b"/mnt/" + name)
mount(b"/sys")
BIND = 4096  # as on a machine of its own, whose first process has the same table
assert libc.mount(b"/proc/%d/mounts" % os.getpid(), b"/proc/1/mounts", None, BIND, 0) == 0
from collectors.base import Question
from collectors.evidence import read
from collectors.linux.disks import DISKS_DISKSTATS
from collectors.linux.filesystems import FILESYSTEMS_DF
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
session = LocalSession(Budget(sample_seconds=1))
session.connect()
mine = {one.id: one for one in (FILESYSTEMS_DF, DISKS_DISKSTATS)}
for question, evidence in session.ask([Question(one.id, one.ask) for one in mine.values()]):
    listing = mine[question.id].parse(read(question.ask, evidence))
    for one in listing.records:
        print(ascii(one.mount))
    for one in listing.unseen:
        print("unseen", ascii(one.subject))
"""


@pytest.mark.peer
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root for mounts of its own")
def test_real_names_with_control_characters_and_a_closed_sys() -> None:
    root = Path(__file__).parents[1]
    said = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", MOUNTS], cwd=root, capture_output=True, text=True, timeout=60, check=True
    )
    lines = said.stdout.splitlines()
    mine = [line for line in lines if line.strip("'").startswith("/mnt/")]
    assert mine == [r"'/mnt/a\tb'", "'/mnt/a?b'", r"'/mnt/c\x01d'", "'/mnt/plain'"]
    assert not [line for line in lines if line.startswith("unseen") and "?" in line]
    with Path("/proc/diskstats").open() as stats:
        has_disk = any(line.split()[2].startswith(("sd", "vd", "nvme", "xvd")) for line in stats)
    assert not has_disk or [line for line in lines if line.startswith("unseen '") and "/" not in line]


def test_a_name_that_prints_like_another_is_not_taken_for_it() -> None:
    table = "@mounts\n x /a\\011b tmpfs rw 0 0\n x /a?b tmpfs rw 0 0\n@end\n"
    head = "@df\n Filesystem Type 1024-blocks Used Available Capacity Mounted on\n"
    lost = FILESYSTEMS_DF.parse(Answer(f"{head} x tmpfs 8 1 7 1% /a?b\n{table}"))
    assert lost.records == ()
    assert [one.subject for one in lost.unseen] == ["/a\tb", "/a?b"]
    both = FILESYSTEMS_DF.parse(Answer(f"{head} x tmpfs 8 1 7 1% /a?b\n x tmpfs 16 1 15 1% /a?b\n{table}"))
    assert [(one.mount, one.size_bytes) for one in both.records] == [("/a\tb", 8192), ("/a?b", 16384)]
    assert both.unseen == ()
