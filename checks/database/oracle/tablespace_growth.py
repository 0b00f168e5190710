"""Growth of tablespaces. What fills slowly is seen months before it is full, when there is time to order disks."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, GrowthLimits, judge
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.spaces import TABLESPACES
from config.text import _

TABLESPACE_GROWTH: Final = Trend(
    id="database.oracle.tablespace_growth",
    title=_("Oracle: growth of tablespaces"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    of=Measured("database.oracle.tablespace_usage", value="used_bytes", capacity="limit_bytes"),
    limits=GrowthLimits(reached_ratio=0.85),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the used space of each tablespace in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Find out which segments grow (the largest segments of this report), agree with the customer how long "
        "data is kept, "
        "and plan the extension of files and storage for before the date."
    ),
    traps=(
        NOT_RUN,
        _("our own history is used, not dba_hist_tbspc_space_usage, which needs the Diagnostics Pack"),
        *FORECAST_TRAPS,
    ),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
