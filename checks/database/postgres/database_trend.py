"""How fast each database grows over all our inspections: the rate that plans are made by."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS
from checks.size_trends import GROWTH_REMEDY, GROWTH_TRAPS, SizeTrendLimits, judge
from collectors.facts.postgres.space import DATABASES
from config.text import _

DATABASE_TREND: Final = Trend(
    id="database.postgres.database_trend",
    title=_("PostgreSQL: rate of growth of databases"),
    area=Area.DB_SPACE,
    needs=DATABASES,
    of=Measured("database.postgres.database_size", value="size_bytes", capacity="size_bytes"),
    limits=SizeTrendLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the size of each database in the inspections so far"),
    remedy=GROWTH_REMEDY,
    traps=GROWTH_TRAPS,
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
