"""Facts about the health of disks, as each disk's own SMART tells it."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class DiskHealth:
    """One physical disk. Identity: ``identity``, its serial number (the device's path where it tells none).

    ``device`` is the path it was asked by, with smartctl's device type where one is needed (``/dev/bus/0 megaraid,8``).
    ``is_passed`` is the disk's own verdict, None where it gave none. ``failing_now`` names attributes of wear-out before
    failure that are at or below their threshold, ``failed_before`` those that were. ``warning_bits`` is NVMe's critical
    warning. Counts are the disk's own since it was made, None where it does not tell: ``grown_defect_count`` is SAS,
    ``media_error_count`` NVMe, ``uncorrectable_count`` offline sectors (ATA) or errors that were not corrected (SAS),
    ``reported_count`` the errors of reading that ATA disks could not correct and told the host.
    ``worn_ratio`` is the share of the rated writes used up (may pass 1), ``spare_ratio`` what is left of the spare blocks.
    ``trip_celsius`` is the disk's own limit of temperature.
    """

    identity: str
    device: str
    protocol: str = ""
    model: str = ""
    serial: str = ""
    is_passed: bool | None = None
    failing_now: tuple[str, ...] = ()
    failed_before: tuple[str, ...] = ()
    warning_bits: int | None = None
    reallocated_count: int | None = None
    pending_count: int | None = None
    uncorrectable_count: int | None = None
    reported_count: int | None = None
    crc_error_count: int | None = None
    grown_defect_count: int | None = None
    media_error_count: int | None = None
    logged_error_count: int | None = None
    worn_ratio: float | None = None
    spare_ratio: float | None = None
    spare_limit_ratio: float | None = None
    temperature_celsius: int | None = None
    trip_celsius: int | None = None
    power_on_seconds: int | None = None


DISK_HEALTH: Final = FactKind[Listing[DiskHealth]]("disk_health")
