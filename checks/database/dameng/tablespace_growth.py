"""Growth of tablespaces: what fills slowly is seen months before it is full."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.dameng_words import NOT_RUN
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, SPACE, Growth, GrowthLimits
from collectors.facts.dameng.space import TABLESPACES
from config.text import _

TABLESPACE_GROWTH: Final = Trend(
    id="database.dameng.tablespace_growth",
    title=_("DM8: growth of tablespaces"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    of=Measured("database.dameng.tablespace_usage", value="used_bytes", capacity="limit_bytes"),
    limits=GrowthLimits(reached_ratio=0.85),
    judge=Growth(SPACE),
    worst=Level.CRITICAL,
    reads=_("the used space of each tablespace in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Find out which tables grow, agree with the customer how long data is kept, and plan the extension of files "
        "and storage for before the date."
    ),
    traps=(NOT_RUN, *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
