"""Have the ASM disk groups room, and their disks a second copy? A full one stops the database and its archiver."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.spaces import DISK_GROUPS, DiskGroup
from config.limits import Layered, compare, limit
from config.text import Text, _

_MIRRORED: Final = frozenset({"NORMAL", "HIGH", "FLEX", "EXTENDED"})


@dataclass(frozen=True, slots=True)
class GroupLimits:
    """Usable room after mirroring beside the group's usable size."""

    warn: float = limit(0.15, unit="ratio", source="our own: from here on a purchase takes longer than the room lasts")
    critical: float = limit(0.05, unit="ratio", source="our own: before the archiver stops")


def judge(groups: Sequence[DiskGroup], limits: Layered[GroupLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a disk group."""
    for group in groups:
        level, summary = _verdict(group, limits.at(group.name))
        yield Finding(
            group.name,
            level,
            summary,
            observed=_(
                "{redundancy}, {total:bytes} raw, {free:bytes} free raw, {usable:bytes} usable",
                redundancy=group.redundancy,
                total=group.total_bytes,
                free=group.free_bytes,
                usable=group.usable_bytes,
            ),
            quote=f"{group.name} {group.state} {group.redundancy} offline_disks={group.offline_count}",
            measures={
                "usable_bytes": float(group.usable_bytes),
                "free_bytes": float(group.free_bytes),
                "used_bytes": float(_used_bytes(group)),
                "capacity_bytes": float(_used_bytes(group) + group.usable_bytes),
            },
        )


def _verdict(group: DiskGroup, limits: GroupLimits) -> tuple[Level, Text]:
    if group.state == "BROKEN":
        return Level.CRITICAL, _("the connection to the ASM instance that mounted it is lost")
    if group.state not in {"CONNECTED", "MOUNTED"}:
        return Level.NOTICE, _("not mounted here")
    if group.offline_count:
        return Level.CRITICAL, _("{count:number} disk(s) of it are offline", count=group.offline_count)
    if group.redundancy in _MIRRORED and group.usable_bytes < 0:
        return Level.WARN, _(
            "the loss of a disk could not be mirrored again: {short:bytes} short", short=-group.usable_bytes
        )
    share = _share(group)
    return LEVEL_OF_SIDE[compare(share, limits.warn, limits.critical)], _(
        "{usable:bytes} can still be used ({share:percent})", usable=group.usable_bytes, share=share
    )


def _copies(group: DiskGroup) -> int:
    return {"NORMAL": 2, "HIGH": 3, "FLEX": 2, "EXTENDED": 2}.get(group.redundancy, 1)


def _share(group: DiskGroup) -> float:
    """Usable beside what all of it would hold once mirrored."""
    return group.usable_bytes * _copies(group) / group.total_bytes if group.total_bytes else 0.0


def _used_bytes(group: DiskGroup) -> int:
    """What is in use, without the copies; with what can still be used, all that it may hold with a disk lost."""
    return (group.total_bytes - group.free_bytes) // _copies(group)


DISK_GROUPS_CHECK: Final = Check(
    id="database.oracle.disk_groups",
    title=_("Oracle: ASM disk groups"),
    area=Area.DB_SPACE,
    needs=DISK_GROUPS,
    limits=GroupLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$asm_diskgroup_stat"),
    remedy=_(
        "Offline disks first: their path, their multipath and their log; put them online again before disk_repair_time is "
        "over. Room: delete what RMAN calls obsolete, then add disks of the same size to every failure group and watch the "
        "rebalance (v$asm_operation)."
    ),
    traps=(
        NOT_RUN,
        _("of a mirrored group what is free raw is not what can be used: usable_file_mb is judged"),
        _("a negative usable_file_mb means that a lost disk cannot be mirrored again, not that it is full"),
        _("the view is empty within a pluggable database: then nothing is known"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$ASM_DISKGROUP_STAT", "Oracle ASM Administrator's Guide: disk group capacity"),
)
