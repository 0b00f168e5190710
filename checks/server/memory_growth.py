"""Growth of the memory in use: a need that rises from quarter to quarter, or a leak that nobody restarts in time."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.resources import MEMORY
from config.text import _

MEMORY_GROWTH: Final = Trend(
    id="server.memory_growth",
    title=_("Growth of memory in use"),
    area=Area.RESOURCES,
    needs=MEMORY,
    of=Measured("server.memory", value="used_bytes", capacity="ordinary_bytes"),
    limits=GrowthLimits(reached_ratio=0.90),
    judge=Growth(Filling("bytes", AT_LIMIT, _("memory"))),
    worst=Level.CRITICAL,
    reads=_("memory that is not available in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Compare the largest programs with the last inspections (ps -eo pid,user,rss,args --sort=-rss): one that "
        "grows alone leaks, and is restarted in an agreed window until it is mended; a need that grows with the "
        "business is met with more memory, ordered before the date."
    ),
    traps=(_("cache counts as available: what grows here is what programs hold"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
