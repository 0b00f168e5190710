"""How fast sequences use their numbers up: when inserts will fail."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, USED_UP, Growth, GrowthLimits
from checks.growth_words import Filling
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.limits import SEQUENCES
from config.text import _

SEQUENCE_GROWTH: Final = Trend(
    id="database.oracle.sequence_growth",
    title=_("Oracle: numbers of sequences used up"),
    area=Area.DB_OBJECTS,
    needs=SEQUENCES,
    of=Measured("database.oracle.sequences", value="used_ratio", capacity=""),
    limits=GrowthLimits(notice_days=365.0, warn_days=180.0, critical_days=30.0),
    judge=Growth(Filling("ratio", USED_UP)),
    worst=Level.CRITICAL,
    reads=_(
        "the used share of each sequence from a half on in the inspections so far (each day's greatest, the latest "
        "120 days)"
    ),
    remedy=_(
        "Widen the columns that it feeds where need be and raise its end (alter sequence ... maxvalue) before the date."
    ),
    traps=(NOT_RUN, _("last_number counts what is cached as used: a restart loses it"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
