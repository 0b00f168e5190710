"""Growth of filesystems. What fills slowly is seen months before it is full, when there is time to order disks."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, GrowthLimits, judge
from collectors.facts.storage import FILESYSTEMS
from config.text import _

FILESYSTEM_GROWTH: Final = Trend(
    id="server.filesystem_growth",
    title=_("Growth of filesystems"),
    area=Area.STORAGE,
    needs=FILESYSTEMS,
    of=Measured("server.filesystem_usage", value="used_bytes", capacity="usable_bytes"),
    limits=GrowthLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the used space of each filesystem in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Find out what grows (du -xh --max-depth=2 now and in a week), agree with the customer how long data, logs and "
        "backups are kept, and plan the extension for before the date."
    ),
    traps=FORECAST_TRAPS,
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
