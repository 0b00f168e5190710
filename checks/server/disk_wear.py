"""Wear of flash disks: when the writes are used up that a disk is rated for."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.disk_health import DISK_HEALTH
from config.text import _

DISK_WEAR: Final = Trend(
    id="server.disk_wear",
    title=_("Wear of flash disks"),
    area=Area.HARDWARE,
    needs=DISK_HEALTH,
    of=Measured("server.disk_health", value="worn_ratio", capacity=""),
    limits=GrowthLimits(notice_days=365.0, warn_days=90.0, critical_days=0.0, reached_ratio=0.90),
    judge=Growth(Filling("ratio", _("worn out"))),
    worst=Level.CRITICAL,
    reads=_(
        "what SMART calls used of the rated writes in the inspections so far (each day's greatest, the latest 120 days)"
    ),
    remedy=_(
        "Order the replacement before the date and change the disk in an agreed window, one of a mirror after the "
        "other. See who writes so much (iotop, /proc/diskstats), and whether a disk rated for more writes a day fits "
        "better."
    ),
    traps=(
        _("the share is told in whole percents: a date needs a few steps of it"),
        _("a worn disk still works; its warranty ends with the rated writes"),
        *FORECAST_TRAPS,
    ),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
