"""Inode usage. Without a free inode no file can be made, however much space is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.storage import INODES, InodeUse, distinct, passes
from config.limits import Layered, Side, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class InodeLimits:
    """Used of all inodes."""

    warn: float = limit(0.80, unit="ratio", source="Zabbix Linux template (20 % free)")
    critical: float = limit(0.90, unit="ratio", source="Zabbix Linux template (10 % free)")


def judge(inodes: Listing[InodeUse], limits: Layered[InodeLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a filesystem, named by its shortest mount point."""
    for one in distinct(inodes.records):
        if not passes(one.kind, one.mount):
            yield _judge_one(one, limits.at(one.mount))


def _judge_one(one: InodeUse, limits: InodeLimits) -> Finding:
    quote = f"{one.device} {one.kind} {one.mount}"
    if not one.total_count:
        summary = _("{mount} ({kind}) makes inodes as it needs them: no limit to reach", mount=one.mount, kind=one.kind)
        return Finding(one.mount, Level.ABSENT, summary, quote=quote)
    side = compare(one.used_ratio, limits.warn, limits.critical)
    level = LEVEL_OF_SIDE[side]
    if one.is_readonly:
        level = Level.OK
    elif one.kind == "tmpfs" and side is not Side.WITHIN:
        level = Level.NOTICE
    return Finding(
        one.mount,
        level,
        _("{mount} has used {used:percent} of its inodes", mount=one.mount, used=one.used_ratio),
        observed=_("{used:number} of {total:number} inodes used", used=one.used_count, total=one.total_count),
        expected=_("below {warn:percent}", warn=limits.warn),
        quote=quote,
        measures={"used_ratio": one.used_ratio, "used_count": one.used_count, "total_count": one.total_count},
    )


INODE_USAGE: Final = Check(
    id="server.inode_usage",
    title=_("Inode usage"),
    area=Area.STORAGE,
    needs=INODES,
    limits=InodeLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("df -i of every local filesystem"),
    remedy=_(
        "Find the folder with the most files, outside business hours (du --inodes -x MOUNT | sort -n | tail; "
        "on RHEL 6 and SLES 11: find MOUNT -xdev | cut -d/ -f2-4 | sort | uniq -c | sort -n | tail) and have "
        "its owner clear it: session files, mail queue, temporary files, audit records. ext4 cannot be given "
        "more inodes later; on XFS look at the free space first, its inodes come out of it (xfs_growfs -m "
        "raises their share)."
    ),
    traps=(
        _("btrfs, zfs and others set no number of inodes (df shows 0 or -): not applicable to that filesystem"),
        _("a filesystem mounted read-only never warns"),
        _("on XFS the number shrinks with the free space, so a full XFS also shows few inodes"),
        _("tmpfs is only a notice"),
    ),
    clause="1.4.3.4",
    refs=("df(1)", "mkfs.ext4(8)", "xfs_growfs(8)"),
)
