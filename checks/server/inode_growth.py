"""Growth of the number of files. Inodes run out as slowly as space, and nobody watches them."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, NUMBERS, Growth, GrowthLimits
from collectors.facts.storage import INODES
from config.text import _

INODE_GROWTH: Final = Trend(
    id="server.inode_growth",
    title=_("Growth of inode usage"),
    area=Area.STORAGE,
    needs=INODES,
    of=Measured("server.inode_usage", value="used_count", capacity="total_count"),
    limits=GrowthLimits(),
    judge=Growth(NUMBERS),
    worst=Level.CRITICAL,
    reads=_("the used inodes of each filesystem in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Find the folder where files pile up (du --inodes -x now and in a week) and have what makes them "
        "remove them; on ext4 plan a new filesystem with more inodes (mkfs.ext4 -N on another volume, then "
        "move the data over) for before the date."
    ),
    traps=(
        _("on XFS the number of inodes follows the free space: the history begins again when it changes"),
        _("filesystems that set no number of inodes are not applicable"),
        *FORECAST_TRAPS,
    ),
    clause="1.4.3.4",
    refs=("mkfs.ext4(8)", *FORECAST_REFS),
)
