"""How fast columns that count by themselves use their values up: when inserts will fail."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, NUMBERS, Growth, GrowthLimits
from collectors.facts.mysql.tables import COUNTING
from config.text import _

AUTO_INCREMENT_GROWTH: Final = Trend(
    id="database.mysql.auto_increment_growth",
    title=_("MySQL: values of auto_increment used up"),
    area=Area.DB_OBJECTS,
    needs=COUNTING,
    of=Measured("database.mysql.auto_increment", value="next_count", capacity="values_count"),
    limits=GrowthLimits(notice_days=365.0, warn_days=180.0, critical_days=30.0, reached_ratio=0.75),
    judge=Growth(NUMBERS),
    worst=Level.CRITICAL,
    reads=_(
        "the next value of each column from a quarter of its type on in the inspections so far (each day's greatest, "
        "the latest 120 days)"
    ),
    remedy=_(
        "Change the column to BIGINT UNSIGNED, with every column that refers to it, before the date; on a big table "
        "with gh-ost or pt-online-schema-change."
    ),
    traps=(_("MySQL 8 keeps that number for up to a day (information_schema_stats_expiry)"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
