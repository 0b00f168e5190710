"""Growth of processes and sessions: when nobody can log in any more."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.activity import RESOURCES
from config.text import _

SESSION_GROWTH: Final = Trend(
    id="database.oracle.session_growth",
    title=_("Oracle: growth of processes and sessions"),
    area=Area.DB_STATUS,
    needs=RESOURCES,
    of=Measured("database.oracle.resource_limits", value="used_count", capacity="limit_count"),
    limits=GrowthLimits(),
    judge=Growth(Filling("count", AT_LIMIT)),
    worst=Level.CRITICAL,
    reads=_("what of each resource is in use in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Bound the pools of the applications, see that connections are closed, and raise processes (sessions follow "
        "from it) with a restart before the date."
    ),
    traps=(NOT_RUN, _("it is the moment of each inspection: peaks at other times are not in it"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
