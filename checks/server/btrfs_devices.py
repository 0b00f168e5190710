"""btrfs. It counts each error of each device for ever, and can be full while df shows room."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, SUMMARY_ORDER, Area, Check, Finding, Level, Scene
from collectors.base import Listing, Reason
from collectors.facts.pools import BTRFS, BtrfsFilesystem
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_LOST_WRITES: Final = ("write_io_errs", "flush_io_errs")
_COUNTERS: Final = (*_LOST_WRITES, "read_io_errs", "corruption_errs", "generation_errs")


@dataclass(frozen=True, slots=True)
class BtrfsLimits:
    """How full the rooms for data and metadata may be once all space has been given away."""

    allocated: float = limit(0.98, unit="ratio", source="Netdata btrfs_allocated")
    warn_room: float = limit(0.95, unit="ratio", source="Netdata btrfs_data, btrfs_metadata")
    critical_room: float = limit(0.98, unit="ratio", source="Netdata btrfs_data, btrfs_metadata")


def judge(filesystems: Listing[BtrfsFilesystem], limits: Layered[BtrfsLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a filesystem, named by its UUID."""
    for one in filesystems.records:
        name = one.mount_point or one.label or one.uuid
        level, summary = max(_said(one, name, limits.at(one.uuid)), key=lambda said: SUMMARY_ORDER.index(said[0]))
        counts = _counts(one)
        yield Finding(
            one.uuid,
            level,
            summary,
            observed=_observed(one, counts),
            expected=_("no device missing, no error counted"),
            quote=_quote(one),
            reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
            measures={**counts, **_ratios(one)},
        )


def _observed(one: BtrfsFilesystem, counts: dict[str, int]) -> Text:
    allocated = _allocated(one)
    return _(
        "label {label}, {count:number} device(s), {errors:number} error(s) counted, {allocated:percent} of it given away",
        label=one.label or "-",
        count=len(one.devices),
        errors=sum(counts.values()),
        allocated="?" if allocated is None else allocated,
    )


def _quote(one: BtrfsFilesystem) -> str:
    pairs = (f"{device.name} {key}={count}" for device in one.devices for key, count in device.counts.items() if count)
    return " ".join(pairs)[:200]


def _counts(one: BtrfsFilesystem) -> dict[str, int]:
    told = {key for device in one.devices for key in device.counts}
    return {f"{key}_count": sum(device.counts.get(key, 0) for device in one.devices) for key in _COUNTERS if key in told}


def _ratios(one: BtrfsFilesystem) -> dict[str, float]:
    found = {"allocated_ratio": _allocated(one), "metadata_ratio": one.metadata_ratio, "data_ratio": one.data_ratio}
    return {name: value for name, value in found.items() if value is not None}


def _allocated(one: BtrfsFilesystem) -> float | None:
    return one.allocated_bytes / one.size_bytes if one.allocated_bytes is not None and one.size_bytes else None


def _said(one: BtrfsFilesystem, name: str, limits: BtrfsLimits) -> Iterator[tuple[Level, Text]]:
    yield Level.OK, _("{filesystem} has all its devices and has counted no error", filesystem=name)
    lost = tuple(device.name for device in one.devices if device.is_missing)
    if lost:
        yield Level.CRITICAL, _("{filesystem} misses device(s): {devices}", filesystem=name, devices=lost)
    present = [device for device in one.devices if not device.is_missing]
    if not present or any(not set(_COUNTERS) <= set(device.counts) for device in present):
        yield Level.UNKNOWN, _("the error counters of {filesystem} were not told", filesystem=name)
    writes = tuple(device.name for device in present if any(device.counts.get(key) for key in _LOST_WRITES))
    others = tuple(device.name for device in present if any(device.counts.get(key) for key in _COUNTERS))
    if writes:
        yield Level.CRITICAL, _("{filesystem} has counted failed writes on {devices}", filesystem=name, devices=writes)
    elif others:
        yield Level.WARN, _("{filesystem} has counted errors on {devices}", filesystem=name, devices=others)
    yield from _room(one, name, limits)


def _room(one: BtrfsFilesystem, name: str, limits: BtrfsLimits) -> Iterator[tuple[Level, Text]]:
    allocated = _allocated(one)
    if allocated is None or allocated < limits.allocated:
        return
    metadata = _("{filesystem} has given all its space away, and its metadata are nearly full", filesystem=name)
    data = _("{filesystem} has given all its space away, and its data are nearly full", filesystem=name)
    for ratio, summary in ((one.metadata_ratio, metadata), (one.data_ratio, data)):
        side = compare(ratio or 0.0, limits.warn_room, limits.critical_room)
        if side is not Side.WITHIN:
            yield LEVEL_OF_SIDE[side], summary


BTRFS_DEVICES: Final = Check(
    id="server.btrfs_devices",
    title=_("btrfs devices and space"),
    area=Area.STORAGE,
    needs=BTRFS,
    limits=BtrfsLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("/sys/fs/btrfs: members, error counters, space given to data and metadata; else btrfs device stats"),
    remedy=_(
        "Missing device or failed writes: make sure of a backup, check cable and disk (smartctl), replace it "
        "with btrfs replace. Then btrfs scrub, and btrfs device stats -z when the cause is gone. No space "
        "left: delete snapshots with their owner's consent (snapper on SUSE), add a device, or btrfs balance "
        "with a small usage filter outside business hours."
    ),
    traps=(
        _("the counters last over restarts until somebody clears them: old errors of a replaced disk still show"),
        _("df shows room while all space is given away and metadata are full: what was given is judged, not df"),
        _("a filesystem mounted degraded works, without one of its devices"),
    ),
    clause="1.4.3.4",
    refs=("btrfs-device(8)", "btrfs-filesystem(8)"),
)
