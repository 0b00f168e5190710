"""Growth of what the fast recovery area must keep: when the archiver stops, and the database with it."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.recovery import RECOVERY_AREAS
from config.text import _

RECOVERY_AREA_GROWTH: Final = Trend(
    id="database.oracle.recovery_area_growth",
    title=_("Oracle: growth of the fast recovery area"),
    area=Area.DB_SPACE,
    needs=RECOVERY_AREAS,
    of=Measured("database.oracle.recovery_area", value="needed_bytes", capacity="limit_bytes"),
    limits=GrowthLimits(reached_ratio=0.85),
    judge=Growth(Filling("bytes", _("full"), _("fast recovery area"))),
    worst=Level.CRITICAL,
    reads=_("what cannot be cleared away in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "See what holds it (v$recovery_area_usage), back archived logs up and let RMAN delete them, and raise "
        "db_recovery_file_dest_size as far as the disk below has room."
    ),
    traps=(NOT_RUN, *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
