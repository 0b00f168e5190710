"""How fast the largest tables grow over all our inspections."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS
from checks.size_trends import GROWTH_REMEDY, GROWTH_TRAPS, SizeTrendLimits, judge
from collectors.facts.postgres.relations import LARGEST
from config.text import _

TABLE_TREND: Final = Trend(
    id="database.postgres.table_trend",
    title=_("PostgreSQL: rate of growth of large tables"),
    area=Area.DB_SPACE,
    needs=LARGEST,
    of=Measured("database.postgres.largest_tables", value="table_bytes", capacity="table_bytes"),
    limits=SizeTrendLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the sizes of the largest tables in the inspections so far, indexes and large values included"),
    remedy=GROWTH_REMEDY,
    traps=(*GROWTH_TRAPS, _("a table that grows by bloat shows in its own check")),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
