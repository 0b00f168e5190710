"""How fast each schema grows over all our inspections: the rate that plans are made by."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS
from checks.size_trends import GROWTH_REMEDY, GROWTH_TRAPS, SizeTrendLimits, judge
from collectors.facts.mysql.space import SPACE
from config.text import _

SCHEMA_TREND: Final = Trend(
    id="database.mysql.schema_trend",
    title=_("MySQL: rate of growth of schemas"),
    area=Area.DB_SPACE,
    needs=SPACE,
    of=Measured("database.mysql.schema_space", value="size_bytes", capacity="size_bytes"),
    limits=SizeTrendLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the size of each schema's files in the inspections so far"),
    remedy=GROWTH_REMEDY,
    traps=(*GROWTH_TRAPS, _("the size is that of the files: rows that were deleted make it no smaller")),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
