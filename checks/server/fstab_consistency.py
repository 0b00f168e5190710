"""fstab against mounts. What differs is lost, or stops the machine, at the next start."""

import re
from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Reason
from collectors.facts.mounts import MOUNT_TABLE, FstabEntry, Mount, MountTable
from config.limits import Layered
from config.text import Text, _

_RENAMED = re.compile(r"/dev/(?:[shv]d|xvd)[a-z]+\d*|/dev/nvme\d+n\d+(?:p\d+)?")
"""Names that the kernel gives in the order in which it finds the disks."""
_PSEUDO: Final = frozenset(
    [
        "proc",
        "sysfs",
        "devpts",
        "tmpfs",
        "devtmpfs",
        "usbfs",
        "debugfs",
        "tracefs",
        "securityfs",
        "cgroup",
        "cgroup2",
        "hugetlbfs",
        "mqueue",
        "binfmt_misc",
    ]
)
_IMAGES: Final = frozenset({"squashfs", "iso9660", "udf", "erofs", "autofs"})
_CLUSTERED: Final = frozenset({"gfs2", "gfs", "ocfs2", "acfs", "vxfs"})
_SEVERAL_DEVICES: Final = frozenset({"btrfs", "zfs", "bcachefs"})
_MANAGED = re.compile(
    r"/(?:run|media|proc|sys|dev|snap|var/lib/(?:docker|containers|containerd|kubelet|rancher|lxc|lxd|snapd|machines))(?:/.*)?"
)
"""Where automounters, containers and systemd mount by themselves."""
_MAY_BE_AWAY = ("noauto", "x-systemd.automount", "comment=systemd.automount")


def judge(table: MountTable, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an entry of fstab, and one a mount that fstab does not know."""
    if table.fstab is None:
        if not table.unseen:
            yield Finding("", Level.ABSENT, _("There is no /etc/fstab"), quote=table.fstab_witness)
        return
    findings = [
        *(_judge_line(line) for line in table.malformed),
        *(
            _judge_entry(table, one)
            for one in table.fstab
            if one.mount.startswith("/") and one.kind not in {"swap", "ignore"}
        ),
        *(_judge_swap(table, one) for one in table.fstab if one.kind == "swap"),
        *(_judge_unlisted(table, one) for one in _unlisted(table)),
    ]
    if not findings:
        summary = _("/etc/fstab lists nothing, and nothing is mounted that it should list")
        findings.append(Finding("", Level.ABSENT, summary, quote="/etc/fstab"))
    yield from findings


def _judge_line(line: str) -> Finding:
    summary = _("fstab has a line with fewer than three fields, which mount passes over")
    return Finding("/etc/fstab", Level.WARN, summary, quote=line)


def _judge_entry(table: MountTable, entry: FstabEntry) -> Finding:
    mount = table.at(entry.mount)
    level, summary = _unmounted(entry) if mount is None else _mounted(entry, mount)
    return Finding(
        entry.mount,
        level,
        summary,
        expected=_("mounted from {source}", source=entry.source),
        quote=f"{entry.source} {entry.mount} {entry.kind} {','.join(entry.options)}",
    )


def _unmounted(entry: FstabEntry) -> tuple[Level, Text]:
    if any(word in entry.options for word in _MAY_BE_AWAY):
        return Level.OK, _("{mount} is not mounted, and need not be (noauto)", mount=entry.mount)
    if "nofail" in entry.options:
        return Level.NOTICE, _("{mount} is not mounted; fstab lets it be away (nofail)", mount=entry.mount)
    if entry.kind in _PSEUDO:
        return Level.WARN, _("{mount} ({kind}) stands in fstab and is not mounted", mount=entry.mount, kind=entry.kind)
    if entry.is_device_missing:
        return Level.CRITICAL, _(
            "{mount} is not mounted: there is no {source}; the next start may stop there",
            mount=entry.mount,
            source=entry.source,
        )
    return Level.CRITICAL, _("{mount} stands in fstab and is not mounted", mount=entry.mount)


def _mounted(entry: FstabEntry, mount: Mount) -> tuple[Level, Text]:
    if mount.kind == "autofs":
        return Level.OK, _("{mount} is mounted when it is used", mount=entry.mount)
    if entry.is_device_missing and "noauto" not in entry.options:
        return Level.WARN, _(
            "{mount} is mounted from {device}, but fstab names {source}, which does not exist",
            mount=entry.mount,
            device=mount.source,
            source=entry.source,
        )
    is_other = entry.device and mount.device and entry.device != mount.device
    if is_other and mount.kind not in _SEVERAL_DEVICES:
        return Level.WARN, _(
            "{mount} is mounted from {device}, but fstab names {source}",
            mount=entry.mount,
            device=mount.source,
            source=entry.source,
        )
    if _RENAMED.fullmatch(entry.source):
        return Level.NOTICE, _(
            "{mount} is mounted; fstab names it by {source}, which can change when disks are added",
            mount=entry.mount,
            source=entry.source,
        )
    return Level.OK, _("{mount} is mounted as fstab says", mount=entry.mount)


def _judge_swap(table: MountTable, entry: FstabEntry) -> Finding:
    level, summary = _swap(table.swaps, entry)
    return Finding(
        f"swap {entry.source}",
        level,
        summary,
        quote=f"{entry.source} {entry.mount} {entry.kind} {','.join(entry.options)}",
        reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
    )


def _swap(active: tuple[str, ...] | None, entry: FstabEntry) -> tuple[Level, Text]:
    is_known = (
        entry.device or entry.is_device_missing or (entry.source.startswith("/") and not entry.source.startswith("/dev/"))
    )
    if active is None or (active and not is_known):
        return Level.UNKNOWN, _("Whether swap {source} is active could not be seen", source=entry.source)
    if {entry.device, entry.source} & set(active):
        return Level.OK, _("swap {source} is active", source=entry.source)
    if not {"noauto", "nofail"}.isdisjoint(entry.options):
        return Level.OK, _("swap {source} is not active, and need not be", source=entry.source)
    return Level.WARN, _("swap {source} stands in fstab and is not active", source=entry.source)


def _unlisted(table: MountTable) -> Iterator[Mount]:
    """Mounts of a whole device that a person made and fstab does not know."""
    known = {"/", *table.units, *(entry.mount for entry in table.fstab or ())}
    for mount in {one.mount: one for one in table.mounts}.values():
        is_whole = mount.source.startswith("/dev/") and (mount.root == "/" or mount.kind == "btrfs")
        if is_whole and mount.mount not in known and mount.kind not in _IMAGES and not _MANAGED.fullmatch(mount.mount):
            yield mount


def _judge_unlisted(table: MountTable, mount: Mount) -> Finding:
    quote = f"{mount.source} {mount.mount} {mount.kind} {','.join(mount.options)}"
    if mount.kind in _CLUSTERED or table.cluster:
        summary = _(
            "{mount} is mounted and not in fstab; a cluster is set up here and may have mounted it", mount=mount.mount
        )
        return Finding(mount.mount, Level.NOTICE, summary, quote=quote)
    summary = _(
        "{mount} is mounted from {device} and not in fstab: it is gone after a restart",
        mount=mount.mount,
        device=mount.source,
    )
    return Finding(mount.mount, Level.WARN, summary, quote=quote)


FSTAB_CONSISTENCY: Final = Check(
    id="server.fstab_consistency",
    title=_("Mounts agree with fstab"),
    area=Area.STORAGE,
    needs=MOUNT_TABLE,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("/etc/fstab against /proc/self/mountinfo and /proc/swaps; UUID, label and alias by the links below /dev/disk"),
    remedy=_(
        "Settle it before the next restart, or the machine may stop in emergency mode. Keep a copy of fstab. "
        "Not mounted: see whether the device exists (blkid, lsblk -f) and that nothing was written below the "
        "empty mount point meanwhile, then mount it with the owner's consent. Not in fstab: ask the owner, "
        "then add it by UUID. Add nofail for what the machine can start without. After a change: findmnt "
        "--verify (RHEL 8 and later), systemctl daemon-reload, mount -a."
    ),
    traps=(
        _("noauto, nofail and automounted entries may be away"),
        _("UUID=, LABEL= and /dev/mapper names are resolved before they are compared; octal escapes are undone"),
        _("a mount point that is a symbolic link is followed"),
        _("systemd's own mount units, containers, removable media and images are not expected in fstab"),
        _("what a cluster mounts must not stand in fstab: with a cluster stack it is only a notice"),
    ),
    clause="1.4.3.4",
    refs=("fstab(5)", "systemd.mount(5)"),
)
