"""Hardware RAID. A controller keeps working when a disk has failed, and says so only to who asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, worst
from collectors.base import Listing, Reason
from collectors.facts.raid import (
    RAID_CONTROLLERS,
    CachePower,
    CacheState,
    Drive,
    DriveState,
    RaidController,
    Volume,
    VolumeState,
)
from config.limits import Layered, limit
from config.text import Text, _

Verdict = tuple[Level, Text]


@dataclass(frozen=True, slots=True)
class RaidLimits:
    """What a controller counts of its disks since they were plugged in. Growth is judged elsewhere."""

    warn_predictive_count: int = limit(1, unit="count", source="Netdata storcli_phys_drive_predictive_failures")
    warn_media_error_count: int = limit(1, unit="count", source="Netdata storcli_phys_drive_errors")
    warn_celsius: int = limit(60, unit="celsius", source="our judgement")


def judge(controllers: Listing[RaidController], limits: Layered[RaidLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a controller (by its serial number), one a volume, one a disk's slot, one for the cache's power."""
    for one in controllers.records:
        yield _finding(one.identity, _controller(one), _about(one), f"{one.model} {one.said}".strip())
        for volume in one.volumes:
            yield _volume(one, volume)
        for drive in one.drives:
            yield _drive(one, drive, limits.at(f"{one.identity}/{drive.slot}"))
        if one.cache_power is not None:
            yield _cache(one, one.cache_power)


def _finding(
    subject: str, verdict: Verdict, observed: Text, quote: str, measures: Mapping[str, float] | None = None
) -> Finding:
    level, summary = verdict
    return Finding(
        subject,
        level,
        summary,
        observed=observed,
        quote=quote,
        measures=measures or {},
        reason=Reason.NOT_UNDERSTOOD.value if level is Level.UNKNOWN else "",
    )


def _about(one: RaidController) -> Text:
    return _(
        "{model}, firmware {firmware}: {volumes:number} volume(s), {drives:number} disk(s)",
        model=one.model or "-",
        firmware=one.firmware or "-",
        volumes=len(one.volumes),
        drives=len(one.drives),
    )


def _controller(one: RaidController) -> Verdict:
    name = one.model or one.identity
    if one.is_well is False:
        level = Level.CRITICAL if "fail" in one.said.lower() else Level.WARN
        return level, _("{controller} calls its own state: {said}", controller=name, said=one.said)
    if one.memory_error_count:
        count = one.memory_error_count
        return Level.WARN, _(
            "{controller} counts {count:number} memory error(s) not corrected", controller=name, count=count
        )
    if one.is_well is None:
        return Level.OK, _("{controller} answers; it tells no state of its own", controller=name)
    return Level.OK, _("{controller} is in order", controller=name)


def _volume(one: RaidController, volume: Volume) -> Finding:
    subject = f"{one.identity}/{volume.name}"
    verdicts = (*_volume_state(volume), *_volume_cache(volume))
    level = worst(level for level, _said in verdicts)
    verdict = next(each for each in verdicts if each[0] is level)
    observed = _(
        "{level} {label}: {said}, progress {done}",
        level=volume.level or "-",
        label=volume.label or volume.name,
        said=volume.said or "-",
        done=_percent(volume.done_ratio),
    )
    return _finding(subject, verdict, observed, f"{volume.name} {volume.level} {volume.said}".strip())


def _percent(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.0%}"


def _volume_state(volume: Volume) -> Iterator[Verdict]:
    name, said = volume.label or volume.name, volume.said
    match volume.state:
        case VolumeState.FAILED:
            yield Level.CRITICAL, _("volume {volume} has failed ({said})", volume=name, said=said)
        case VolumeState.DEGRADED:
            yield (
                Level.CRITICAL,
                _("volume {volume} is degraded ({said}): the next disk may take the data", volume=name, said=said),
            )
        case VolumeState.REBUILDING:
            yield (
                Level.CRITICAL,
                _("volume {volume} lacks redundancy and is being rebuilt ({said})", volume=name, said=said),
            )
        case VolumeState.UNKNOWN:
            yield Level.UNKNOWN, _("volume {volume} has a state we do not know: {said}", volume=name, said=said or "-")
        case VolumeState.BUSY:
            yield Level.OK, _("volume {volume} is whole; work goes on in the background ({said})", volume=name, said=said)
        case VolumeState.OPTIMAL:
            yield Level.OK, _("volume {volume} is whole", volume=name)


def _volume_cache(volume: Volume) -> Iterator[Verdict]:
    if volume.wants_write_back and volume.is_write_back is False:
        yield (
            Level.WARN,
            _(
                "volume {volume} is set to write back and works write-through: writes are slow",
                volume=volume.label or volume.name,
            ),
        )


def _drive(one: RaidController, drive: Drive, limits: RaidLimits) -> Finding:
    verdicts = (*_drive_state(drive), *_drive_counts(drive, limits))
    level = worst(level for level, _said in verdicts)
    verdict = next(each for each in verdicts if each[0] is level)
    counts = {
        "media_error_count": drive.media_error_count,
        "other_error_count": drive.other_error_count,
        "predictive_failure_count": drive.predictive_count,
        "temperature_celsius": drive.temperature_celsius,
    }
    observed = _(
        "{model}, serial number {serial}: {said}, media errors {media}, other errors {other}, "
        "predicted failures {predicted}",
        model=drive.model or "-",
        serial=drive.serial or "-",
        said=drive.said or "-",
        media=_or_dash(drive.media_error_count),
        other=_or_dash(drive.other_error_count),
        predicted=_or_dash(drive.predictive_count),
    )
    quote = f"{drive.slot} {drive.said} {drive.model} {drive.serial}".strip()
    measures = {name: float(value) for name, value in counts.items() if value is not None}
    return _finding(f"{one.identity}/{drive.slot}", verdict, observed, quote, measures)


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)


def _drive_state(drive: Drive) -> Iterator[Verdict]:
    slot, said = drive.slot, drive.said
    match drive.state:
        case DriveState.FAILED:
            yield Level.CRITICAL, _("the disk in slot {slot} has failed or is missing ({said})", slot=slot, said=said)
        case DriveState.REBUILDING:
            yield (
                Level.NOTICE,
                _("the disk in slot {slot} is being rebuilt (progress {done})", slot=slot, done=_percent(drive.done_ratio)),
            )
        case DriveState.COPYING:
            yield Level.NOTICE, _("the disk in slot {slot} is being copied or cleared ({said})", slot=slot, said=said)
        case DriveState.FOREIGN:
            yield Level.WARN, _("the disk in slot {slot} carries the configuration of another controller", slot=slot)
        case DriveState.PREDICTED:
            yield Level.WARN, _("the disk in slot {slot} foretells its own failure: change it", slot=slot)
        case DriveState.UNKNOWN:
            yield (
                Level.UNKNOWN,
                _("the disk in slot {slot} has a state we do not know: {said}", slot=slot, said=said or "-"),
            )
        case DriveState.ONLINE | DriveState.SPARE | DriveState.UNUSED:
            yield Level.OK, _("the disk in slot {slot} is in order ({said})", slot=slot, said=said)


def _drive_counts(drive: Drive, limits: RaidLimits) -> Iterator[Verdict]:
    slot = drive.slot
    if drive.has_alert or (drive.predictive_count or 0) >= limits.warn_predictive_count:
        yield Level.WARN, _("the disk in slot {slot} foretells its own failure: change it", slot=slot)
    if (drive.media_error_count or 0) >= limits.warn_media_error_count:
        count = drive.media_error_count or 0
        yield Level.WARN, _("the disk in slot {slot} counts {count:number} media error(s)", slot=slot, count=count)
    if drive.temperature_celsius is not None and drive.temperature_celsius >= limits.warn_celsius:
        yield (
            Level.WARN,
            _("the disk in slot {slot} is at {celsius:number} °C", slot=slot, celsius=drive.temperature_celsius),
        )


def _cache(one: RaidController, power: CachePower) -> Finding:
    observed = _("{kind}: {said}", kind=power.kind or "-", said=power.said or "-")
    return _finding(f"{one.identity}/BBU", _cache_state(one, power), observed, power.said)


def _cache_state(one: RaidController, power: CachePower) -> Verdict:
    is_unguarded = any(volume.is_write_back for volume in one.volumes)
    if is_unguarded and power.state in _UNGUARDED:
        level, words = _UNGUARDED[power.state]
    else:
        level, words = _CACHE[power.state]
    return level, replace(words, values={"said": power.said or "-"}) if "{said}" in words.template else words


_UNGUARDED: Final[Mapping[CacheState, Verdict]] = {
    CacheState.FAILED: (Level.CRITICAL, _("the write cache's battery has failed ({said}) and the cache is still on")),
    CacheState.ABSENT: (Level.WARN, _("the write cache is on and has no battery: a power cut loses what it holds")),
}
"""Where a volume writes back all the same."""
_CACHE: Final[Mapping[CacheState, Verdict]] = {
    CacheState.GOOD: (Level.OK, _("the write cache's battery or capacitor is in order")),
    CacheState.LEARNING: (
        Level.NOTICE,
        _("the write cache's battery is charging or learning ({said}): hours, then good again"),
    ),
    CacheState.WEAK: (Level.WARN, _("the write cache's battery or capacitor is weak ({said})")),
    CacheState.FAILED: (Level.WARN, _("the write cache's battery or capacitor has failed ({said}): change it")),
    CacheState.ABSENT: (Level.OK, _("no battery, and no write cache that needs one")),
    CacheState.UNKNOWN: (Level.UNKNOWN, _("the write cache's battery has a state we do not know: {said}")),
}


RAID_CONTROLLER: Final = Check(
    id="server.raid_controller",
    title=_("Hardware RAID"),
    area=Area.HARDWARE,
    needs=RAID_CONTROLLERS,
    limits=RaidLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "the controller's own tool (storcli, perccli, MegaCli, ssacli, arcconf) as root; the controllers of /sys/bus/pci"
    ),
    remedy=_(
        "Save the controller's log first (storcli64 /c0 show termlog, ssacli ctrl all diag, arcconf getlogs) "
        "and report the part to the maker with it. Find the disk by slot and serial number and light its lamp "
        "(storcli64 /c0/e252/s1 start locate). See that the backup is good and that no other disk of the "
        "array has errors; in an array with redundancy set a disk that only foretells its failure offline "
        "before pulling it; fit one of the same kind and at least the same size, and watch the rebuild to its "
        "end. Never pull a second disk during a rebuild. Foreign configuration: find out where the disk comes "
        "from before importing or clearing it. Battery or capacitor: order the part; until then the cache "
        "must stand on write-through."
    ),
    traps=(
        _("a hot spare, an unused good disk and a disk given to the system as it is (JBOD) are in order"),
        _("a battery that learns or charges is no failed battery"),
        _("shield counters and other errors are not media errors"),
        _("the tool prints numbers as text and times in the controller's own clock"),
        _("a controller with no tool to ask it is not inspected, never in order"),
        _("an HBA holds no RAID, and a chipset's RAID mode is run by md"),
        _("patrol read and consistency checks are normal work"),
    ),
    clause="1.4.3.4",
    refs=("StorCLI reference manual", "HPE Smart Storage Administrator user guide", "arcconf command line utility guide"),
)
