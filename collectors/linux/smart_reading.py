"""What one disk said to smartctl (or to nvme-cli) as facts.

No collector of its own. smartctl's exit code is a mask (smartctl(8), EXIT STATUS): bits 0 and 1 mean that the disk was not
asked; bit 2 that some command failed, which many disks behind a controller answer beside a good verdict; bit 3 that the
disk says FAILING; bit 4 that a pre-fail attribute is at its threshold; bits 5, 6 and 7 are history.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason
from collectors.facts.disk_health import DiskHealth
from collectors.linux.trees import Tree, at, branch, count, rows, truth, words

NOT_ASKED_BITS: Final = 0b11
FAILING_BIT: Final = 0b1000
PREFAIL_BIT: Final = 0b1_0000
PAST_BIT: Final = 0b10_0000

_ASLEEP = re.compile(r"Device is in \S+.* mode|power mode is.*(?:STANDBY|SLEEP)", re.IGNORECASE)
_NO_SMART = re.compile(
    r"does not support SMART|lacks SMART capability|Unknown USB bridge|Unable to detect device type|"
    r"please specify device type|SMART (?:Status )?not supported",
    re.IGNORECASE,
)
_DENIED = re.compile(r"permission denied|operation not permitted|password is required|not allowed", re.IGNORECASE)
_ATTRIBUTES: Final[Mapping[int, tuple[str, str]]] = {
    5: ("reallocated", "realloc|retired"),
    187: ("reported", "uncorrect"),
    197: ("pending", "pending"),
    198: ("uncorrectable", "uncorrect"),
    199: ("crc", "crc"),
}
"""Makers give these numbers other meanings too: the name must agree (smartmontools' drivedb.h)."""
_LIFE_LEFT = re.compile(
    r"Media_Wearout_Indicator|Wear_Leveling_Count|SSD_Life_Left|Percent_Life(?:time)?_(?:Remain\w*|Used)|"
    r"Remaining_Lifetime_Perc|Perc_Rated_Life_Remain|Drive_Life_Remaining%?"
)
"""Attributes whose normalised value falls from 100 (new) to 0 or 1 (rated writes used up)."""
_SENTINEL: Final = 2**32 - 1
_KELVIN: Final = 273
_HOTTEST: Final = 150
_HOUR_SECONDS: Final = 3600
_NVME_CLI: Final = {"avail_spare": "available_spare", "spare_thresh": "available_spare_threshold"}


@dataclass(frozen=True, slots=True)
class NoSmart:
    """The device answered that it has no SMART: a volume of a controller, a virtual disk, a bridge that hides it."""

    said: str


@dataclass(frozen=True, slots=True)
class NotSeen:
    """The disk told nothing of its health, and why. ``is_asleep``: it was left in peace; ``is_off``: SMART is off."""

    reason: Reason
    said: str = ""
    is_asleep: bool = False
    is_off: bool = False


def read_disk(tree: Tree, exit_code: int, device: str, identity: str) -> DiskHealth | NoSmart | NotSeen:
    """Read smartctl's JSON. ``identity`` is the serial as the kernel knows it, "" where it does not."""
    said = " / ".join(words(one, "string") for one in rows(tree, "smartctl", "messages"))[:200]
    mask = count(tree, "smartctl", "exit_status")
    mask = exit_code if mask is None else mask
    nothing = _nothing(tree, said, mask)
    if nothing is not None:
        return nothing
    serial = words(tree, "serial_number")
    table = rows(tree, "ata_smart_attributes", "table")
    nvme = branch(tree, "nvme_smart_health_information_log")
    bits = count(nvme, "critical_warning")
    return DiskHealth(
        identity=identity or serial or device,
        device=device,
        protocol=words(tree, "device", "protocol") or _protocol(tree),
        model=_model(tree),
        serial=serial or identity,
        is_passed=_passed(tree, mask, bits),
        failing_now=_failing(table, mask),
        failed_before=_past(table, mask),
        warning_bits=bits,
        reallocated_count=_raw(table, 5),
        pending_count=_raw(table, 197),
        uncorrectable_count=_raw(table, 198) if table else _uncorrected(tree),
        reported_count=_raw(table, 187),
        crc_error_count=_raw(table, 199),
        grown_defect_count=_counted(count(tree, "scsi_grown_defect_list")),
        media_error_count=count(nvme, "media_errors"),
        logged_error_count=_logged(tree),
        worn_ratio=_worn(tree, table, nvme),
        spare_ratio=_ratio(count(nvme, "available_spare")),
        spare_limit_ratio=_ratio(count(nvme, "available_spare_threshold")),
        temperature_celsius=_temperature(tree, table, nvme),
        trip_celsius=_sane(count(tree, "temperature", "drive_trip")),
        power_on_seconds=_power_on(tree, nvme),
    )


def read_nvme(tree: Tree, device: str, identity: str, model: str) -> DiskHealth | NotSeen:
    """Read ``nvme smart-log -o json``: other names, temperature in kelvin (NVM Express base specification, log 02h)."""
    log = {_NVME_CLI.get(name, name): value for name, value in tree.items()}
    if "percent_used" in log:
        log["percentage_used"] = log["percent_used"]
    if isinstance(at(log, "critical_warning"), dict):
        log["critical_warning"] = at(log, "critical_warning", "value")
    kelvin = count(log, "temperature")
    log["temperature"] = kelvin - _KELVIN if kelvin is not None and kelvin > _KELVIN else kelvin
    if count(log, "critical_warning") is None:
        return NotSeen(Reason.FAILED, "nvme smart-log")
    whole: Tree = {"nvme_smart_health_information_log": log, "model_name": model, "device": {"protocol": "NVMe"}}
    read = read_disk(whole, 0, device, identity)
    return read if isinstance(read, DiskHealth) else NotSeen(Reason.FAILED, "nvme smart-log")


def _nothing(tree: Tree, said: str, mask: int) -> NoSmart | NotSeen | None:
    """Say why there is nothing to read; None where there is."""
    if truth(tree, "smart_status", "passed") is not None or "nvme_smart_health_information_log" in tree:
        return None
    if _ASLEEP.search(said) or words(tree, "power_mode", "name").upper() in {"STANDBY", "SLEEP"}:
        return NotSeen(Reason.NOT_ASKED, said, is_asleep=True)
    if truth(tree, "smart_support", "enabled") is False and truth(tree, "smart_support", "available"):
        return NotSeen(Reason.NO_RECORD, "SMART support is: Disabled", is_off=True)
    if truth(tree, "smart_support", "available") is False or _NO_SMART.search(said):
        return NoSmart(said or "device lacks SMART capability")
    return None if _has_told(tree, mask) else _why_not(said, mask)


def _has_told(tree: Tree, mask: int) -> bool:
    """Whether the disk was asked and told something, if no verdict."""
    has_tables = bool(rows(tree, "ata_smart_attributes", "table")) or "scsi_error_counter_log" in tree
    return not mask & NOT_ASKED_BITS and (has_tables or bool(mask & FAILING_BIT))


def _why_not(said: str, mask: int) -> NotSeen:
    if mask & NOT_ASKED_BITS:
        return NotSeen(Reason.DENIED if _DENIED.search(said) else Reason.FAILED, said or f"exit {mask}")
    return NotSeen(Reason.EMPTY, said or f"exit {mask}")


def _passed(tree: Tree, mask: int, bits: int | None) -> bool | None:
    if mask & FAILING_BIT:
        return False
    verdict = truth(tree, "smart_status", "passed")
    return bits == 0 if verdict is None and bits is not None else verdict


def _protocol(tree: Tree) -> str:
    if "nvme_smart_health_information_log" in tree:
        return "NVMe"
    return "ATA" if "ata_smart_attributes" in tree else ""


def _model(tree: Tree) -> str:
    model = words(tree, "model_name") or words(tree, "scsi_model_name") or words(tree, "product")
    vendor = words(tree, "vendor") or words(tree, "scsi_vendor")
    return model if model.startswith(vendor) else f"{vendor} {model}".strip()


def _failing(table: tuple[Tree, ...], mask: int) -> tuple[str, ...]:
    """Pre-fail attributes at or below their threshold; a threshold of 0 never fails (ATA-3 SMART, smartctl(8) -A)."""
    named = tuple(
        words(one, "name")
        for one in table
        if truth(one, "flags", "prefailure") and (words(one, "when_failed") == "now" or _is_below(one))
    )
    return named or (("pre-fail attribute",) if mask & PREFAIL_BIT and not _old_age_now(table) else ())


def _is_below(one: Tree) -> bool:
    value, threshold = count(one, "value"), count(one, "thresh")
    return value is not None and threshold is not None and 0 < value <= threshold


def _old_age_now(table: tuple[Tree, ...]) -> bool:
    return any(words(one, "when_failed") == "now" for one in table)


def _past(table: tuple[Tree, ...], mask: int) -> tuple[str, ...]:
    """Attributes that were below once; one of age that is below now (its rated use is over) counts here."""
    named = tuple(
        words(one, "name")
        for one in table
        if words(one, "when_failed") == "past"
        or (words(one, "when_failed") == "now" and truth(one, "flags", "prefailure") is False)
    )
    return named or (("attribute",) if mask & PAST_BIT and not table else ())


def _raw(table: tuple[Tree, ...], number: int) -> int | None:
    """A raw count: the leading number of its printed form, for makers pack other things into the upper bits."""
    _name, pattern = _ATTRIBUTES[number]
    for one in table:
        if count(one, "id") == number and re.search(pattern, words(one, "name"), re.IGNORECASE):
            printed = count(one, "raw", "string")
            return _counted(printed if printed is not None else count(one, "raw", "value"))
    return None


def _counted(value: int | None) -> int | None:
    return value if value is not None and 0 <= value < _SENTINEL else None


def _uncorrected(tree: Tree) -> int | None:
    log = branch(tree, "scsi_error_counter_log")
    counts = [count(log, what, "total_uncorrected_errors") for what in ("read", "write", "verify")]
    known = [value for value in counts if value is not None]
    return sum(known) if known else None


def _logged(tree: Tree) -> int | None:
    return count(tree, "ata_smart_error_log", "summary", "count")


def _worn(tree: Tree, table: tuple[Tree, ...], nvme: Tree) -> float | None:
    used = (
        count(nvme, "percentage_used"),
        count(tree, "endurance_used", "current_percent"),
        count(tree, "scsi_percentage_used_endurance_indicator"),
    )
    for percent in used:
        if percent is not None:
            return percent / 100
    for one in table:
        left = count(one, "value")
        if _LIFE_LEFT.fullmatch(words(one, "name")) and left is not None and 0 < left <= 100:  # noqa: PLR2004 - percent
            return (100 - left) / 100
    return None


def _ratio(percent: int | None) -> float | None:
    return percent / 100 if percent is not None and percent >= 0 else None


def _sane(celsius: int | None) -> int | None:
    """A temperature; 0 and 255 mean that no sensor answered."""
    return celsius if celsius is not None and 0 < celsius < _HOTTEST else None


def _temperature(tree: Tree, table: tuple[Tree, ...], nvme: Tree) -> int | None:
    told = _sane(count(tree, "temperature", "current")) or _sane(count(nvme, "temperature"))
    if told is not None:
        return told
    by_id = {count(one, "id"): _sane(count(one, "raw", "string")) for one in table if "emperature" in words(one, "name")}
    return by_id.get(194) or by_id.get(190)


def _power_on(tree: Tree, nvme: Tree) -> int | None:
    hours = count(tree, "power_on_time", "hours")
    if hours is None:
        hours = count(nvme, "power_on_hours")
    if hours is None:
        hours = next(
            (
                count(one, "raw", "string")
                for one in rows(tree, "ata_smart_attributes", "table")
                if words(one, "name") == "Power_On_Hours"
            ),
            None,
        )
    return hours * _HOUR_SECONDS if hours is not None else None
