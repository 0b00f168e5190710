"""How fast sequences use their numbers up: when inserts will fail."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, USED_UP, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.postgres.objects import SEQUENCES
from config.text import _

SEQUENCE_GROWTH: Final = Trend(
    id="database.postgres.sequence_growth",
    title=_("PostgreSQL: numbers of sequences used up"),
    area=Area.DB_OBJECTS,
    needs=SEQUENCES,
    of=Measured("database.postgres.sequences", value="sequence_used_ratio", capacity=""),
    limits=GrowthLimits(notice_days=365.0, warn_days=180.0, critical_days=30.0, reached_ratio=0.75),
    judge=Growth(Filling("ratio", USED_UP)),
    worst=Level.CRITICAL,
    reads=_(
        "the used share of each sequence from a quarter on in the inspections so far (each day's greatest, the latest"
        " 120 days)"
    ),
    remedy=_(
        "Change the column to bigint, with those that refer to it, before the date: on a large table by a new column "
        "with a trigger and a switch in a window."
    ),
    traps=FORECAST_TRAPS,
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
