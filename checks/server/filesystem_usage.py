"""Filesystem usage. A full filesystem stops whatever writes to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.storage import FILESYSTEMS, Filesystem
from config.limits import Layered, Side, compare, limit
from config.text import _

_NEVER_FILLS = frozenset({"squashfs", "iso9660", "udf", "devtmpfs", "efivarfs", "overlay"})


@dataclass(frozen=True, slots=True)
class UsageLimits:
    """Used of what can be used, and for large filesystems also what must remain."""

    warn: float = limit(0.80, unit="ratio", source="Zabbix Linux template; Checkmk df")
    critical: float = limit(0.90, unit="ratio", source="Zabbix Linux template; Checkmk df")
    large_bytes: int = limit(1024**4, unit="bytes", source="our judgement")
    large_critical_free_bytes: int = limit(5 * 1024**3, unit="bytes", source="Netdata disk_space_usage")


def judge(filesystems: Listing[Filesystem], limits: Layered[UsageLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a filesystem, named by its mount point."""
    for filesystem in filesystems.records:
        if filesystem.kind not in _NEVER_FILLS and filesystem.size_bytes:
            yield _judge_one(filesystem, limits.at(filesystem.mount))


def _judge_one(filesystem: Filesystem, limits: UsageLimits) -> Finding:
    side = compare(filesystem.used_ratio, limits.warn, limits.critical)
    is_large = filesystem.size_bytes > limits.large_bytes
    if side is Side.CRITICAL and is_large and filesystem.available_bytes > limits.large_critical_free_bytes:
        side = Side.WARN
    level = LEVEL_OF_SIDE[side]
    if filesystem.kind == "tmpfs" and level is not Level.OK:
        level = Level.NOTICE
    return Finding(
        filesystem.mount,
        level,
        _("{mount} is {used:percent} full", mount=filesystem.mount, used=filesystem.used_ratio),
        observed=_(
            "{used:percent} used, {free:bytes} free of {size:bytes}",
            used=filesystem.used_ratio,
            free=filesystem.available_bytes,
            size=filesystem.size_bytes,
        ),
        expected=_("below {warn:percent}", warn=limits.warn),
        quote=f"{filesystem.device} {filesystem.kind} {filesystem.mount}",
        measures={
            "used_ratio": filesystem.used_ratio,
            "used_bytes": filesystem.used_bytes,
            "size_bytes": filesystem.size_bytes,
        },
    )


FILESYSTEM_USAGE: Final = Check(
    id="server.filesystem_usage",
    title=_("Filesystem usage"),
    area=Area.STORAGE,
    needs=FILESYSTEMS,
    limits=UsageLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("df of every local filesystem, used against what can be used (as df's Capacity)"),
    remedy=_(
        "Clear or archive logs, backups and temporary files (first look with du -xh --max-depth=2, then with lsof +L1 for "
        "deleted files still held open). On LVM, extend the volume and grow the filesystem (lvextend, then xfs_growfs or "
        "resize2fs)."
    ),
    traps=(
        _("reserved blocks count neither as used nor as free"),
        _("read-only images (squashfs, iso9660) and overlays are always full and are not judged"),
        _("tmpfs is only a notice"),
        _("above 1 TiB, critical also needs less than 5 GiB free"),
    ),
    clause="1.4.3.4",
)
