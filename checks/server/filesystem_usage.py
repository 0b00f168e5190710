"""Filesystem usage. A full filesystem stops whatever writes to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.storage import FILESYSTEMS, Filesystem, distinct, passes
from config.limits import Layered, Side, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class UsageLimits:
    """Used of what can be used, and for large filesystems also what must remain."""

    warn: float = limit(0.80, unit="ratio", source="Zabbix Linux template; Checkmk df")
    critical: float = limit(0.90, unit="ratio", source="Zabbix Linux template; Checkmk df")
    large_bytes: int = limit(1024**4, unit="bytes", source="our judgement")
    large_critical_free_bytes: int = limit(5 * 1024**3, unit="bytes", source="Netdata disk_space_usage")


def judge(filesystems: Listing[Filesystem], limits: Layered[UsageLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a filesystem, named by its shortest mount point."""
    for filesystem in distinct(filesystems.records):
        if filesystem.size_bytes and not passes(filesystem.kind, filesystem.mount):
            yield _judge_one(filesystem, limits.at(filesystem.mount))


def _judge_one(filesystem: Filesystem, limits: UsageLimits) -> Finding:
    used, free, size = filesystem.used_ratio, filesystem.available_bytes, filesystem.size_bytes
    if filesystem.reserved_bytes:
        reserved = filesystem.reserved_bytes
        observed = _(
            "{used:percent} used, {free:bytes} free of {size:bytes}, {reserved:bytes} of it reserved for root",
            used=used,
            free=free,
            size=size,
            reserved=reserved,
        )
    else:
        observed = _("{used:percent} used, {free:bytes} free of {size:bytes}", used=used, free=free, size=size)
    if filesystem.is_readonly:
        summary = _(
            "{mount} is {used:percent} full and mounted read-only: it cannot fill further",
            mount=filesystem.mount,
            used=used,
        )
    else:
        summary = _("{mount} is {used:percent} full", mount=filesystem.mount, used=used)
    return Finding(
        filesystem.mount,
        _level(filesystem, limits),
        summary,
        observed=observed,
        expected=_("below {warn:percent} (df rounds up to whole percents)", warn=limits.warn),
        quote=f"{filesystem.device} {filesystem.kind} {filesystem.mount}",
        measures={
            "used_ratio": used,
            "used_bytes": filesystem.used_bytes,
            "usable_bytes": filesystem.used_bytes + free,
            "size_bytes": size,
        },
    )


def _level(filesystem: Filesystem, limits: UsageLimits) -> Level:
    if filesystem.is_readonly:
        return Level.OK
    side = compare(filesystem.used_ratio, limits.warn, limits.critical)
    is_large = filesystem.size_bytes > limits.large_bytes
    if side is Side.CRITICAL and is_large and filesystem.available_bytes > limits.large_critical_free_bytes:
        side = Side.WARN
    if filesystem.kind == "tmpfs" and side is not Side.WITHIN:
        return Level.NOTICE
    return LEVEL_OF_SIDE[side]


FILESYSTEM_USAGE: Final = Check(
    id="server.filesystem_usage",
    title=_("Filesystem usage"),
    area=Area.STORAGE,
    needs=FILESYSTEMS,
    limits=UsageLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("df of every local filesystem, used against what can be used (as df's Use%, which df rounds up)"),
    remedy=_(
        "Find what is large (du -xh --max-depth=2) and deleted files still held open (lsof +L1: they are "
        "freed when their process is restarted in a window). Clear or archive logs, backups and temporary "
        "files with their owner's consent: a database's archived logs only by its own means (RMAN), a log "
        "that is being written by truncation, not by deletion. On LVM, extend the volume and grow the "
        "filesystem (lvextend, then xfs_growfs or resize2fs)."
    ),
    traps=(
        _(
            "the ratio is used ÷ (used + available), as df's Use%; df rounds it up to whole percents, so our 26.1 "
            "% is its 27 %; blocks reserved for root count as neither"
        ),
        _("read-only images (squashfs, iso9660) are always full and are not judged; an overlay only where it is /"),
        _("a filesystem mounted read-only never warns"),
        _("a device that is mounted several times (bind mounts, btrfs subvolumes) is judged once"),
        _("tmpfs is only a notice"),
        _("above 1 TiB, critical also needs less than 5 GiB free"),
        _("remote filesystems are not asked for their space: see remote mounts"),
    ),
    clause="1.4.3.4",
    refs=("df(1)",),
)
