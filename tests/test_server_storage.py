"""Filesystems: their space, inodes, read-only state and fstab. Literals at the boundaries, and each trap."""

from typing import Any

import pytest

from checks.base import Check, Finding, Level, Scene
from checks.server.filesystem_readonly import FILESYSTEM_READONLY
from checks.server.filesystem_usage import FILESYSTEM_USAGE, UsageLimits
from checks.server.fstab_consistency import FSTAB_CONSISTENCY
from checks.server.inode_usage import INODE_USAGE
from checks.server.remote_mounts import REMOTE_MOUNTS
from collectors.base import Listing, Reason, Unseen
from collectors.facts.mounts import FstabEntry, Mount, MountTable, RemoteMount, Response
from collectors.facts.storage import Filesystem, InodeUse
from config.limits import Layered, Rule, layer

GIB = 1024**3


def judged(check: Check[Any, Any], facts: object, limits: Layered[Any] | None = None) -> dict[str, Finding]:
    said = list(check.judge(facts, limits or Layered(check.limits), Scene()))
    assert all(isinstance(one, Finding) for one in said)
    found = {one.subject: one for one in said if isinstance(one, Finding)}
    assert len(found) == len(said), "two findings of one subject"
    return found


def level_of(check: Check[Any, Any], facts: object) -> dict[str, Level]:
    return {subject: one.level for subject, one in judged(check, facts).items()}


def full(
    used_percent: float,
    mount: str = "/data",
    kind: str = "xfs",
    size: int = 1000,
    *,
    device: str = "",
    is_readonly: bool = False,
) -> Filesystem:
    used = round(size * used_percent / 100)
    return Filesystem(mount, device or f"/dev{mount}", kind, size, used, size - used, is_readonly)


@pytest.mark.parametrize(
    ("percent", "level"),
    [(79.9, Level.OK), (80, Level.WARN), (89.9, Level.WARN), (90, Level.CRITICAL), (100, Level.CRITICAL)],
)
def test_usage_at_its_limits(percent: float, level: Level) -> None:
    assert level_of(FILESYSTEM_USAGE, Listing((full(percent),))) == {"/data": level}


def test_reserved_blocks_count_on_neither_side_and_are_named() -> None:
    reserved = Filesystem("/", "/dev/sda1", "ext4", 1000, 500, 100)
    finding = judged(FILESYSTEM_USAGE, Listing((reserved,)))["/"]
    assert finding.level is Level.WARN  # 500 of 600, though half of all blocks are free
    assert "400 B of it reserved" in str(finding.observed)
    xfs = Filesystem("/", "/dev/sda1", "xfs", 1000, 500, 100)
    assert "reserved" not in str(judged(FILESYSTEM_USAGE, Listing((xfs,)))["/"].observed)


@pytest.mark.parametrize(
    ("size", "free", "level"),
    [
        (1024 * GIB, 20 * GIB, Level.CRITICAL),  # exactly 1 TiB is not above it
        (1025 * GIB, 20 * GIB, Level.WARN),
        (1025 * GIB, 5 * GIB + 1, Level.WARN),
        (1025 * GIB, 5 * GIB, Level.CRITICAL),
    ],
)
def test_above_one_tebibyte_critical_also_needs_little_left(size: int, free: int, level: Level) -> None:
    assert level_of(FILESYSTEM_USAGE, Listing((Filesystem("/big", "/dev/sdb1", "xfs", size, size - free, free),))) == {
        "/big": level
    }


def test_what_never_fills_is_not_judged_and_tmpfs_is_a_notice() -> None:
    images = (full(100, "/snap/x", "squashfs"), full(100, "/media/cd", "iso9660"), full(0, "/empty", size=0))
    passing = (full(99, "/run/user/1000", "tmpfs"), full(99, "/sys/fs/cgroup", "tmpfs"))
    shown = (full(95, "/dev/shm", "tmpfs", device="tmpfs"), full(99, "/", "overlay", device="overlay"))
    assert level_of(FILESYSTEM_USAGE, Listing((*images, *passing, *shown))) == {
        "/dev/shm": Level.NOTICE,
        "/": Level.CRITICAL,
    }


def test_a_read_only_filesystem_never_warns() -> None:
    readonly = full(100, "/archive", is_readonly=True)
    assert level_of(FILESYSTEM_USAGE, Listing((readonly,))) == {"/archive": Level.OK}
    inodes = InodeUse("/archive", "/dev/sdb1", "ext4", 100, 100, 0, is_readonly=True)
    assert level_of(INODE_USAGE, Listing((inodes,))) == {"/archive": Level.OK}


def test_one_device_is_judged_once_by_its_shortest_mount() -> None:
    binds = tuple(full(95, mount, device="/dev/sdb1", is_readonly=mount == "/b") for mount in ("/data/sub", "/b", "/srv"))
    assert level_of(FILESYSTEM_USAGE, Listing(binds)) == {"/b": Level.CRITICAL}  # writable elsewhere, so not read-only
    two = (full(95, "/run", "tmpfs", device="tmpfs"), full(10, "/tmp", "tmpfs", device="tmpfs"))
    assert set(level_of(FILESYSTEM_USAGE, Listing(two))) == {"/run", "/tmp"}  # two tmpfs are two spaces


def test_limits_of_one_item() -> None:
    rules = [Rule(FILESYSTEM_USAGE.id, {"warn": 0.97, "critical": 0.99}, item="/arch*")]
    limits = layer(UsageLimits(), rules, "db01")
    found = judged(FILESYSTEM_USAGE, Listing((full(95, "/archive"), full(95))), limits)
    assert {s: f.level for s, f in found.items()} == {"/archive": Level.OK, "/data": Level.CRITICAL}


@pytest.mark.parametrize(("used", "level"), [(799, Level.OK), (800, Level.WARN), (899, Level.WARN), (900, Level.CRITICAL)])
def test_inodes_at_their_limits(used: int, level: Level) -> None:
    facts = Listing((InodeUse("/data", "/dev/sdb1", "ext4", 1000, used, 1000 - used),))
    assert level_of(INODE_USAGE, facts) == {"/data": level}


def test_no_limit_of_inodes_is_not_applicable_to_that_filesystem_alone() -> None:
    facts = Listing((InodeUse("/b", "/dev/sdc1", "btrfs", 0, 0, 0), InodeUse("/run", "tmpfs", "tmpfs", 100, 95, 5)))
    assert level_of(INODE_USAGE, facts) == {"/b": Level.ABSENT, "/run": Level.NOTICE}


def mounted(mount: str, options: str = "rw", super_options: str = "rw", kind: str = "ext4", **more: str) -> Mount:
    source = more.get("source", "/dev/sdb1")
    words = (tuple(options.split(",")), tuple(super_options.split(",")))
    return Mount(mount, source, kind, more.get("root", "/"), *words, device=more.get("device", ""))


def entry(
    mount: str,
    options: str = "defaults",
    kind: str = "ext4",
    source: str = "UUID=1",
    *,
    device: str = "",
    is_device_missing: bool = False,
) -> FstabEntry:
    return FstabEntry(source, mount, kind, tuple(options.split(",")), device, is_device_missing)


@pytest.mark.parametrize(
    ("mount", "fstab", "level"),
    [
        (mounted("/d"), (entry("/d"),), Level.OK),
        (mounted("/d", "rw", "ro,errors=remount-ro"), (entry("/d"),), Level.CRITICAL),
        (mounted("/d", "rw", "ro"), (), Level.CRITICAL),  # the kernel did it, whatever fstab knows
        (mounted("/d", "rw", "rw,errors=remount-ro,emergency_ro"), (entry("/d"),), Level.CRITICAL),
        (mounted("/d", "ro", "ro"), (entry("/d"),), Level.CRITICAL),
        (mounted("/d", "ro", "ro"), (entry("/d", "ro,noatime"),), Level.OK),
        (mounted("/d", "ro", "ro"), (), Level.NOTICE),
        (mounted("/d", "ro", "rw"), (entry("/d"),), Level.WARN),
        (mounted("/d", "ro", "rw"), (entry("/d", "bind"),), Level.OK),
        (mounted("/d", "ro", "rw"), (), Level.OK),
    ],
)
def test_read_only_mount_or_filesystem(mount: Mount, fstab: tuple[FstabEntry, ...], level: Level) -> None:
    assert level_of(FILESYSTEM_READONLY, MountTable((mount,), fstab)) == {"/d": level}


def test_read_only_by_nature_or_not_its_own_is_not_judged() -> None:
    mounts = (
        mounted("/snap/x", "ro", "ro", "squashfs", source="/dev/loop0"),
        mounted("/media/cd", "ro", "ro", "iso9660", source="/dev/sr0"),
        mounted("/etc/hosts", "ro", "rw", root="/docker/hosts"),
        mounted("/net", "ro", "rw", "autofs", source="systemd-1"),
        mounted("/sys/fs/cgroup", "ro", "ro", "tmpfs", source="tmpfs"),
    )
    found = judged(FILESYSTEM_READONLY, MountTable(mounts, (entry("/net", "x-systemd.automount"),)))
    assert {s: f.level for s, f in found.items()} == {"": Level.ABSENT}


def test_the_last_mount_on_a_point_is_the_one_that_counts() -> None:
    table = MountTable((mounted("/d", "ro", "ro"), mounted("/d")), (entry("/d"),))
    assert level_of(FILESYSTEM_READONLY, table) == {"/d": Level.OK}


@pytest.mark.parametrize(
    ("fstab", "level"),
    [
        (entry("/d"), Level.CRITICAL),
        (entry("/d", source="UUID=9", is_device_missing=True), Level.CRITICAL),
        (entry("/d", "nofail"), Level.NOTICE),
        (entry("/d", "noauto"), Level.OK),
        (entry("/d", "noauto,nofail"), Level.OK),
        (entry("/d", "rw,x-systemd.automount"), Level.OK),
        (entry("/d", kind="tmpfs", source="tmpfs"), Level.WARN),
    ],
)
def test_an_entry_that_is_not_mounted(fstab: FstabEntry, level: Level) -> None:
    assert level_of(FSTAB_CONSISTENCY, MountTable((mounted("/"),), (fstab,))) == {"/d": level}


@pytest.mark.parametrize(
    ("mount", "fstab", "level"),
    [
        (mounted("/d", device="sdb1"), entry("/d", device="sdb1"), Level.OK),
        (mounted("/d", device="sdb1"), entry("/d", device="sdc1"), Level.WARN),
        (mounted("/d", device="sdb1", kind="btrfs"), entry("/d", device="sdc1", kind="btrfs"), Level.OK),
        (mounted("/d", device=""), entry("/d", device="sdc1"), Level.OK),  # not known is not another
        (mounted("/d", device="sdb1"), entry("/d", is_device_missing=True), Level.WARN),
        (mounted("/d"), entry("/d", source="/dev/sdb1"), Level.NOTICE),
        (mounted("/d"), entry("/d", source="/dev/nvme0n1p3"), Level.NOTICE),
        (mounted("/d"), entry("/d", source="/dev/mapper/vg-lv"), Level.OK),
        (mounted("/d", kind="autofs", source="systemd-1"), entry("/d"), Level.OK),
        (mounted("/d", source="/dev/sda1", root="/x"), entry("/d", "bind", "none", "/x"), Level.OK),
    ],
)
def test_an_entry_that_is_mounted(mount: Mount, fstab: FstabEntry, level: Level) -> None:
    assert level_of(FSTAB_CONSISTENCY, MountTable((mount,), (fstab,)))["/d"] is level


@pytest.mark.parametrize(
    ("swaps", "fstab", "level"),
    [
        (("dm-1",), entry("swap", kind="swap", source="/dev/mapper/a-swap", device="dm-1"), Level.OK),
        (("/swapfile",), entry("none", kind="swap", source="/swapfile"), Level.OK),
        (("dm-1",), entry("none", kind="swap", source="UUID=2", device="sdb2"), Level.WARN),
        (("dm-1",), entry("none", kind="swap", source="UUID=2", is_device_missing=True), Level.WARN),
        (("dm-1",), entry("none", kind="swap", source="UUID=2"), Level.UNKNOWN),  # may be dm-1 under another name
        (("dm-1",), entry("none", kind="swap", source="/dev/mapper/a-swap"), Level.UNKNOWN),
        ((), entry("none", kind="swap", source="UUID=2"), Level.WARN),
        ((), entry("none", "noauto", kind="swap", source="UUID=2"), Level.OK),
        (None, entry("none", kind="swap", source="/swapfile"), Level.UNKNOWN),
    ],
)
def test_swap(swaps: tuple[str, ...] | None, fstab: FstabEntry, level: Level) -> None:
    found = judged(FSTAB_CONSISTENCY, MountTable((mounted("/"),), (fstab,), swaps=swaps))
    assert {s: f.level for s, f in found.items()} == {f"swap {fstab.source}": level}
    assert (found[f"swap {fstab.source}"].reason != "") is (level is Level.UNKNOWN)


def test_mounts_that_fstab_does_not_know() -> None:
    mounts = (
        mounted("/"),
        mounted("/data"),
        mounted("/boot/efi", kind="vfat"),
        mounted("/run/media/a/USB", kind="vfat"),
        mounted("/var/lib/docker/x", kind="ext4"),
        mounted("/snap/x/1", kind="squashfs"),
        mounted("/etc/hosts", root="/containers/1/hosts"),
        mounted("/home", kind="btrfs", root="/@home"),
        mounted("/proc", kind="proc", source="proc"),
    )
    table = MountTable(mounts, (entry("/home", kind="btrfs"),), units=("/boot/efi",))
    assert level_of(FSTAB_CONSISTENCY, table) == {"/home": Level.OK, "/data": Level.WARN}
    clustered = MountTable((mounted("/data"),), (), cluster="/etc/corosync/corosync.conf")
    assert level_of(FSTAB_CONSISTENCY, clustered) == {"/data": Level.NOTICE}
    assert level_of(FSTAB_CONSISTENCY, MountTable((mounted("/d", kind="gfs2"),), ())) == {"/d": Level.NOTICE}


def test_no_fstab_an_empty_one_and_a_malformed_line() -> None:
    assert judged(FSTAB_CONSISTENCY, MountTable((mounted("/"),), None, "/etc: 96"))[""].quote == "/etc: 96"
    assert level_of(FSTAB_CONSISTENCY, MountTable((mounted("/"),), ())) == {"": Level.ABSENT}
    assert level_of(FSTAB_CONSISTENCY, MountTable((mounted("/"),), (), malformed=("x /y",))) == {"/etc/fstab": Level.WARN}
    denied = MountTable((mounted("/"),), None, unseen=(Unseen("", Reason.DENIED, "/etc/fstab"),))
    assert judged(FSTAB_CONSISTENCY, denied) == {}  # the caller says UNKNOWN; nothing here says there is none


def test_a_remote_mount_that_hangs_is_the_finding() -> None:
    records = tuple(RemoteMount(f"/{one.value}", "nas:/x", "nfs4", one) for one in Response)
    levels = level_of(REMOTE_MOUNTS, Listing(records))
    assert levels == {"/answers": Level.OK, "/hangs": Level.CRITICAL, "/fails": Level.CRITICAL}
