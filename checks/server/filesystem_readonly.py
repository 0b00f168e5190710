"""Read-only filesystems. A filesystem that the kernel turned read-only after an error looks mounted and takes no write."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.mounts import MOUNT_TABLE, FstabEntry, Mount, MountTable
from collectors.facts.storage import NEVER_FILLS
from config.limits import Layered
from config.text import Text, _

_ALWAYS_READONLY: Final = NEVER_FILLS - {"ramfs", "devtmpfs", "efivarfs"}
_PASSED_KINDS: Final = frozenset({"swap", "proc", "sysfs", "devpts", "tmpfs", "autofs"})


def judge(table: MountTable, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a mounted filesystem that can be written to, or should be."""
    wanted = {entry.mount: entry for entry in table.fstab or () if entry.kind not in _PASSED_KINDS}
    judged = 0
    for mount in {one.mount: one for one in table.mounts}.values():
        entry = wanted.get(mount.mount)
        if mount.kind in _ALWAYS_READONLY or mount.kind == "autofs" or not (entry or _is_own(mount)):
            continue
        judged += 1
        yield _judge_one(mount, entry)
    if not judged:
        yield Finding(
            "",
            Level.ABSENT,
            _("None of the {count:number} mounts is a filesystem that is written to", count=len(table.mounts)),
            quote="/proc/self/mountinfo",
        )


def _is_own(mount: Mount) -> bool:
    """Whether a mount stands for a filesystem of its own: a device, mounted whole; a bind mount of a part does not."""
    return (mount.source.startswith("/dev/") and (mount.root == "/" or mount.kind == "btrfs")) or mount.kind == "zfs"


def _judge_one(mount: Mount, entry: FstabEntry | None) -> Finding:
    level, summary = _verdict(mount, entry)
    expected = _("read-only, as fstab says") if entry and "ro" in entry.options else _("writable")
    return Finding(
        mount.mount,
        level,
        summary,
        observed=_(
            "mount: {mount}; filesystem: {filesystem}",
            mount="ro" if "ro" in mount.options else "rw",
            filesystem="ro" if mount.is_filesystem_readonly else "rw",
        ),
        expected=expected,
        quote=f"{mount.mount} {','.join(mount.options)} - {mount.kind} {mount.source} {','.join(mount.super_options)}",
    )


def _verdict(mount: Mount, entry: FstabEntry | None) -> tuple[Level, Text]:
    name = mount.mount
    if not mount.is_readonly:
        return Level.OK, _("{mount} is writable", mount=name)
    if entry and "ro" in entry.options:
        return Level.OK, _("{mount} is read-only, and fstab wants it so", mount=name)
    if mount.is_filesystem_readonly:
        return _filesystem_readonly(mount, entry)
    if entry and {"bind", "rbind"}.isdisjoint(entry.options):
        summary = _("{mount} is mounted read-only, fstab wants it writable; the filesystem itself is not", mount=name)
        return Level.WARN, summary
    return Level.OK, _("{mount} is a read-only view of a writable filesystem", mount=name)


def _filesystem_readonly(mount: Mount, entry: FstabEntry | None) -> tuple[Level, Text]:
    has_error_flag = not {"emergency_ro", "shutdown"}.isdisjoint(mount.super_options)
    if has_error_flag or "ro" not in mount.options:
        return Level.CRITICAL, _("{mount} was turned read-only by the kernel", mount=mount.mount)
    if entry:
        return Level.CRITICAL, _("{mount} is read-only, fstab wants it writable", mount=mount.mount)
    return Level.NOTICE, _("{mount} is mounted read-only, and fstab does not ask for it", mount=mount.mount)


FILESYSTEM_READONLY: Final = Check(
    id="server.filesystem_readonly",
    title=_("Filesystems turned read-only"),
    area=Area.STORAGE,
    needs=MOUNT_TABLE,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("/proc/self/mountinfo (options of the mount and of the filesystem below it) against /etc/fstab"),
    remedy=_(
        "Mostly a disk, link or array fault that made the kernel protect the filesystem (errors=remount-ro). "
        "Do not remount it writable first: save dmesg and the state of the storage, stop what writes there in "
        "agreement with the customer, back up what can be read, repair the cause; then, in an agreed window, "
        "unmount and check it (fsck; xfs_repair -n before xfs_repair; the root filesystem from a rescue "
        "system) and mount it again."
    ),
    traps=(
        _("squashfs, iso9660 and other images are read-only by nature"),
        _("read-only by fstab is right"),
        _("a read-only bind mount of a writable filesystem is not a fault of the disk"),
        _("the kernel's own doing shows only in the filesystem's options, not in the mount's"),
        _("XFS that shut itself down still shows rw: see the kernel's log"),
    ),
    clause="1.4.3.4",
    refs=("proc(5) mountinfo", "ext4(5) errors=remount-ro"),
)
