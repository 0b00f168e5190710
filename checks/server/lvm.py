"""LVM. A missing disk, a full thin pool or a full snapshot takes volumes away from under their filesystems."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing, Reason
from collectors.facts.volumes import VOLUME_GROUPS, LogicalVolume, VolumeGroup
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_MILD_HEALTH: Final = frozenset({"mismatches exist"})


@dataclass(frozen=True, slots=True)
class LvmLimits:
    """How full thin pools (data and metadata) and snapshots may be."""

    warn_pool: float = limit(0.80, unit="ratio", source="our judgement; Netdata warns at 90 %")
    critical_pool: float = limit(0.90, unit="ratio", source="our judgement; Netdata is critical at 98 %")
    warn_snapshot: float = limit(0.80, unit="ratio", source="our judgement")


def judge(groups: Listing[VolumeGroup], limits: Layered[LvmLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a volume group, and one a logical volume, named ``group/volume``."""
    for group in groups.records:
        if group.name:
            yield _judge_group(group)
        for volume in group.logical:
            if not volume.is_hidden or volume.health:
                yield _judge_volume(group, volume, limits.at(f"{group.name}/{volume.name}"))


def _judge_group(group: VolumeGroup) -> Finding:
    if group.missing_count:
        level, summary = (
            Level.CRITICAL,
            _("{group} misses {count:number} physical volume(s)", group=group.name, count=group.missing_count),
        )
    elif group.attributes[3:4] == "p":
        level, summary = Level.CRITICAL, _("{group} is incomplete", group=group.name)
    elif not group.physical:
        level, summary = Level.UNKNOWN, _("Which physical volumes {group} has could not be seen", group=group.name)
    else:
        level, summary = Level.OK, _("{group} has all its physical volumes", group=group.name)
    return Finding(
        group.name,
        level,
        summary,
        observed=_(
            "{count:number} physical volume(s), {free:bytes} free of {size:bytes}",
            count=len(group.physical),
            free=group.free_bytes,
            size=group.size_bytes,
        ),
        reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
        quote=f"{group.name} {group.attributes} {' '.join(one.name for one in group.physical)}".strip(),
        measures={"free_bytes": group.free_bytes, "size_bytes": group.size_bytes},
    )


def _judge_volume(group: VolumeGroup, volume: LogicalVolume, limits: LvmLimits) -> Finding:
    subject = f"{group.name}/{volume.name}"
    level, summary = _verdict(subject, volume, limits)
    measures = {"data_ratio": volume.data_ratio, "metadata_ratio": volume.metadata_ratio}
    if volume.is_thin_pool and volume.data_ratio is not None and volume.metadata_ratio is not None:
        measures["pool_used_ratio"] = max(volume.data_ratio, volume.metadata_ratio)
    pledged = sum(one.size_bytes for one in group.logical if one.pool == volume.name) if volume.is_thin_pool else 0
    if pledged and volume.size_bytes:
        measures["pledged_ratio"] = pledged / volume.size_bytes
    return Finding(
        subject,
        level,
        summary,
        observed=_observed(volume, pledged),
        expected=_("below {warn:percent}", warn=limits.warn_pool) if volume.is_thin_pool else None,
        reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
        quote=f"{subject} {volume.attributes} {volume.health}".strip(),
        measures={name: value for name, value in measures.items() if value is not None},
    )


def _verdict(subject: str, volume: LogicalVolume, limits: LvmLimits) -> tuple[Level, Text]:
    if volume.attributes[4:5] in {"I", "S"} and volume.is_snapshot:
        return Level.CRITICAL, _("snapshot {volume} is invalid: it ran full and its data are lost", volume=subject)
    if volume.health:
        return Level.WARN if volume.health in _MILD_HEALTH else Level.CRITICAL, _(
            "{volume} reports: {health}", volume=subject, health=volume.health
        )
    if volume.attributes[8:9] == "p":
        return Level.CRITICAL, _("{volume} lies partly on a missing physical volume", volume=subject)
    if volume.is_thin_pool:
        return _thin_pool(subject, volume, limits)
    if volume.is_snapshot and volume.data_ratio is not None and volume.data_ratio >= limits.warn_snapshot:
        return Level.WARN, _(
            "snapshot {volume} is {used:percent} full; at 100 % it is lost", volume=subject, used=volume.data_ratio
        )
    return Level.OK, _("{volume} is in order", volume=subject)


def _thin_pool(subject: str, volume: LogicalVolume, limits: LvmLimits) -> tuple[Level, Text]:
    if volume.data_ratio is None or volume.metadata_ratio is None:
        if volume.attributes[4:5] == "a":
            return Level.UNKNOWN, _("How full thin pool {volume} is could not be seen", volume=subject)
        return Level.NOTICE, _("thin pool {volume} is not active: how full it is cannot be seen", volume=subject)
    sides = [compare(ratio, limits.warn_pool, limits.critical_pool) for ratio in (volume.data_ratio, volume.metadata_ratio)]
    side = max(sides, key=list(Side).index)
    return LEVEL_OF_SIDE[side], _(
        "thin pool {volume}: data {data:percent}, metadata {metadata:percent} full",
        volume=subject,
        data=volume.data_ratio,
        metadata=volume.metadata_ratio,
    )


def _observed(volume: LogicalVolume, pledged: int) -> Text:
    if pledged:
        return _("{size:bytes}, promised to thin volumes: {pledged:bytes}", size=volume.size_bytes, pledged=pledged)
    return _("size {size:bytes}", size=volume.size_bytes)


LVM: Final = Check(
    id="server.lvm",
    title=_("LVM volumes"),
    area=Area.STORAGE,
    needs=VOLUME_GROUPS,
    limits=LvmLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pvs, vgs and lvs as root; device-mapper's devices below /sys/block"),
    remedy=_(
        "Missing physical volume: find the disk or path that is gone and bring it back (multipath -ll, "
        "rescan) before any vgreduce, which gives up what lay on it. Thin pool: lvextend it, its metadata "
        "with --poolmetadatasize, or, with the owner's consent, delete what is not needed and fstrim; full "
        "metadata make the pool read-only. Snapshot: lvextend it, or remove it when the backup is done and "
        "its owner agrees."
    ),
    traps=(
        _("vgs printing nothing with exit 0 proves nothing: the kernel's list of device-mapper devices does"),
        _("how full a thin pool is shows only while it is active"),
        _("thin volumes may promise more than the pool has: shown, not judged"),
        _("warnings of leaked file descriptors on standard error are noise"),
    ),
    clause="1.4.3.4",
    refs=("lvs(8)", "lvmthin(7)", "lvmsystemid(7)"),
)
