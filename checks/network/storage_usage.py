"""How full a device's flash and filesystems are: the next upgrade and the next log need room."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.loads import STORAGES, Storage
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class StorageLimits:
    """Used of what there is."""

    warn: float = limit(0.90, unit="ratio", source="our judgement: less than 10 % of a flash holds no second image")
    critical: float = limit(0.97, unit="ratio", source="our judgement")


def judge(storages: Listing[Storage], limits: Layered[StorageLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a storage, by its name; those that are read-only by nature are one together, and not judged."""
    fixed = sum(one.is_fixed for one in storages.records)
    for one in storages.records:
        if one.is_fixed:
            continue
        mine = limits.at(one.name)
        side = compare(one.used_ratio, mine.warn, mine.critical)
        yield Finding(
            one.name,
            LEVEL_OF_SIDE[side],
            _("{storage} is {used:percent} full", storage=one.name, used=one.used_ratio),
            observed=_("{used:bytes} of {size:bytes}", used=one.used_bytes, size=one.total_bytes),
            expected=_("below {warn:percent}", warn=mine.warn),
            quote=one.oid,
            measures={"used_ratio": one.used_ratio, "used_bytes": one.used_bytes, "size_bytes": one.total_bytes},
        )
    if fixed:
        summary = _("{count} images and other filesystems that are read-only by nature are not judged", count=fixed)
        yield Finding("images", Level.OK, summary)
    if not storages.records and not storages.unseen:
        yield unknown("", Unseen("", Reason.NO_RECORD, _("the device tells no filesystem")))


STORAGE_USAGE: Final = Check(
    id="network.storage_usage",
    title=_("Flash and filesystems of the device"),
    area=Area.STORAGE,
    needs=STORAGES,
    limits=StorageLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the device's filesystems, by its maker's MIB or HOST-RESOURCES-MIB"),
    remedy=_(
        "Delete old images, logs and crash files that were copied away, never the running image, the next start's image or "
        "the configuration (display startup, show boot)."
    ),
    traps=(
        _("an image that is mounted read-only is always full"),
        _("the size of a large filesystem shows as a negative number in HOST-RESOURCES-MIB: it is read as it is meant"),
    ),
    refs=("RFC 2790 hrStorageTable",),
)
