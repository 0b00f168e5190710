"""Disk health (SMART). A disk that foretells its failure can be changed in working hours, with its data still on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, worst
from collectors.base import Listing, Reason
from collectors.facts.disk_health import DISK_HEALTH, DiskHealth
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_JUDGEMENT: Final = "our judgement"
_EXPORTER: Final = "awesome-prometheus-alerts, smartctl-exporter"
_WARNINGS: Final = (
    _("spare blocks below their threshold"),
    _("temperature beyond its threshold"),
    _("reliability degraded by media or internal errors"),
    _("media have become read-only"),
    _("the backup of the volatile memory failed"),
    _("the persistent memory region is unreliable"),
)
"""The bits of NVMe's critical warning from bit 0 (NVM Express base specification, SMART log 02h)."""


@dataclass(frozen=True, slots=True)
class DiskLimits:
    """Counters of a disk's whole life, wear, temperature. Growth between inspections is judged elsewhere."""

    warn_pending_count: int = limit(1, unit="count", source="Backblaze drive stats: 197 above 0")
    warn_uncorrectable_count: int = limit(1, unit="count", source="Backblaze drive stats: 198 above 0")
    warn_reported_count: int = limit(1, unit="count", source="Backblaze drive stats: 187 above 0")
    warn_media_error_count: int = limit(1, unit="count", source=_EXPORTER)
    notice_defect_count: int = limit(10, unit="count", source=_JUDGEMENT)
    warn_defect_count: int = limit(100, unit="count", source=_JUDGEMENT)
    warn_worn: float = limit(0.90, unit="ratio", source=_JUDGEMENT)
    critical_worn: float = limit(1.00, unit="ratio", source=_JUDGEMENT)
    warn_celsius: int = limit(60, unit="celsius", source=_EXPORTER)
    critical_celsius: int = limit(70, unit="celsius", source=_EXPORTER)
    warn_of_trip: float = limit(0.80, unit="ratio", source=_EXPORTER)


Verdict = tuple[Level, Text]


def judge(disks: Listing[DiskHealth], limits: Layered[DiskLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a disk, by its serial number."""
    for disk in disks.records:
        verdicts = tuple(_verdicts(disk, limits.at(disk.identity)))
        level = worst(one for one, _said in verdicts)
        yield Finding(
            disk.identity,
            level,
            next(said for one, said in verdicts if one is level),
            observed=_observed(disk),
            expected=_("passed, no pending or uncorrectable sectors, no media errors, cool"),
            quote=" ".join(word for word in (disk.device, disk.model, disk.serial) if word),
            measures=measures(disk),
            reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
        )


def _verdicts(disk: DiskHealth, limits: DiskLimits) -> Iterator[Verdict]:
    name = disk.model or disk.device
    yield from _own_verdict(disk, name)
    yield from _counters(disk, name, limits)
    yield from _wear(disk, name, limits)
    yield from _heat(disk, name, limits)
    before = tuple(one for one in disk.failed_before if "emperature" not in one)  # an hour of heat, long over
    if before:
        yield Level.NOTICE, _("{disk}: an attribute was at its threshold in the past: {names}", disk=name, names=before)
    if disk.is_passed is None:
        yield Level.UNKNOWN, _("{disk} gave no verdict of its own on its health", disk=name)
    yield Level.OK, _("{disk} calls itself healthy", disk=name)


def _own_verdict(disk: DiskHealth, name: str) -> Iterator[Verdict]:
    bits = disk.warning_bits or 0
    if bits:
        said = [words for number, words in enumerate(_WARNINGS) if bits >> number & 1]
        said += [_("critical warning {bits:number}", bits=bits)]
        yield Level.CRITICAL, _("{disk} warns: {warning}", disk=name, warning=said[0])
    if disk.is_passed is False:
        yield Level.CRITICAL, _("{disk} foretells its own failure (SMART FAILED): change it", disk=name)
    if disk.failing_now:
        yield (
            Level.CRITICAL,
            _(
                "{disk}: attribute(s) that foretell failure are at their threshold: {names}",
                disk=name,
                names=disk.failing_now,
            ),
        )


def _counters(disk: DiskHealth, name: str, limits: DiskLimits) -> Iterator[Verdict]:
    if (disk.pending_count or 0) >= limits.warn_pending_count:
        count = disk.pending_count or 0
        yield Level.WARN, _("{disk} has {count:number} sector(s) that cannot be read for now", disk=name, count=count)
    count = max(disk.uncorrectable_count or 0, disk.reported_count or 0)
    if (disk.uncorrectable_count or 0) >= limits.warn_uncorrectable_count or (
        (disk.reported_count or 0) >= limits.warn_reported_count
    ):
        yield Level.WARN, _("{disk} counts {count:number} error(s) it could not correct", disk=name, count=count)
    if (disk.media_error_count or 0) >= limits.warn_media_error_count:
        count = disk.media_error_count or 0
        yield Level.WARN, _("{disk} counts {count:number} media error(s)", disk=name, count=count)
    for defects in (disk.reallocated_count or 0, disk.grown_defect_count or 0):
        if defects >= limits.notice_defect_count:
            level = Level.WARN if defects >= limits.warn_defect_count else Level.NOTICE
            yield level, _("{disk} has replaced {count:number} bad sector(s) by spare ones", disk=name, count=defects)


def _wear(disk: DiskHealth, name: str, limits: DiskLimits) -> Iterator[Verdict]:
    if disk.spare_ratio is not None and disk.spare_limit_ratio is not None and disk.spare_ratio < disk.spare_limit_ratio:
        yield (
            Level.CRITICAL,
            _(
                "{disk} has {left:percent} of its spare blocks left; its threshold is {threshold:percent}",
                disk=name,
                left=disk.spare_ratio,
                threshold=disk.spare_limit_ratio,
            ),
        )
    if disk.worn_ratio is not None:
        side = compare(disk.worn_ratio, limits.warn_worn, limits.critical_worn)
        if side is not Side.WITHIN:
            level = Level.CRITICAL if side is Side.CRITICAL else Level.WARN
            yield level, _("{disk} has used {worn:percent} of the writes it is rated for", disk=name, worn=disk.worn_ratio)


def _heat(disk: DiskHealth, name: str, limits: DiskLimits) -> Iterator[Verdict]:
    celsius, trip = disk.temperature_celsius, disk.trip_celsius
    if celsius is None:
        return
    if celsius >= limits.critical_celsius or (trip is not None and celsius >= trip):
        yield Level.CRITICAL, _("{disk} is at {celsius:number} °C", disk=name, celsius=celsius)
    elif celsius >= limits.warn_celsius or (trip is not None and celsius >= limits.warn_of_trip * trip):
        yield Level.WARN, _("{disk} is warm: {celsius:number} °C", disk=name, celsius=celsius)


def measures(disk: DiskHealth) -> dict[str, float]:
    """The raw counters and gauges by name with unit, for what is compared over time."""
    named = {
        "reallocated_count": disk.reallocated_count,
        "pending_count": disk.pending_count,
        "uncorrectable_count": disk.uncorrectable_count,
        "reported_count": disk.reported_count,
        "crc_error_count": disk.crc_error_count,
        "grown_defect_count": disk.grown_defect_count,
        "media_error_count": disk.media_error_count,
        "logged_error_count": disk.logged_error_count,
        "worn_ratio": disk.worn_ratio,
        "spare_ratio": disk.spare_ratio,
        "temperature_celsius": disk.temperature_celsius,
        "power_on_seconds": disk.power_on_seconds,
    }
    return {name: value for name, value in named.items() if value is not None}


def _observed(disk: DiskHealth) -> Text:
    bad = disk.reallocated_count if disk.grown_defect_count is None else disk.grown_defect_count
    return _(
        "{device}, serial number {serial}: replaced {bad}, pending {pending}, uncorrected {uncorrected}, "
        "link errors {crc}, media errors {media}, {celsius} °C, at work for {hours} h",
        device=disk.device,
        serial=disk.serial or "-",
        bad=_or_dash(bad),
        pending=_or_dash(disk.pending_count),
        uncorrected=_or_dash(disk.uncorrectable_count),
        crc=_or_dash(disk.crc_error_count),
        media=_or_dash(disk.media_error_count),
        celsius=_or_dash(disk.temperature_celsius),
        hours=_or_dash(None if disk.power_on_seconds is None else disk.power_on_seconds // 3600),
    )


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)


DISK_HEALTH_CHECK: Final = Check(
    id="server.disk_health",
    title=_("Disk health (SMART)"),
    area=Area.HARDWARE,
    needs=DISK_HEALTH,
    limits=DiskLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("smartctl (or nvme smart-log) of every disk of /sys/block and behind controllers, as root"),
    remedy=_(
        "Note model, serial number and slot (ledctl, or the controller's tool) and report the disk to the "
        "maker with the output of smartctl -x. See that the array is whole and the backup good before "
        "anything is pulled; change a disk that foretells failure while it still works, then watch the "
        "rebuild. Unreadable sectors: plan the change; run a long self-test (smartctl -t long) outside "
        "business hours. Link errors that grow: change cable or backplane first. Wear: order the replacement "
        "before it reaches 100 %. Heat: fans, filters, room."
    ),
    traps=(
        _("smartctl's exit code is a mask: 4, 64 and 128 are no failing disk; 1 and 2 are a disk that was not asked"),
        _("a passed verdict beside media errors, many grown defects or unreadable sectors is no clean bill"),
        _("makers pack several numbers into one raw value, and give the same number other meanings"),
        _("a volume of a RAID controller or a virtual disk has no SMART of its own"),
        _("a sleeping disk is not woken for the inspection"),
        _("temperatures of 0 or 255 mean that no sensor answered"),
    ),
    clause="1.4.3.4",
    refs=("smartctl(8)", "NVM Express Base Specification, SMART / Health Information log"),
)
