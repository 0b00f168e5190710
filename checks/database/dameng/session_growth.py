"""Growth of sessions: when nobody can log in any more."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.dameng_words import NOT_RUN
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.dameng.sessions import SESSIONS
from config.text import _

SESSION_GROWTH: Final = Trend(
    id="database.dameng.session_growth",
    title=_("DM8: growth of sessions"),
    area=Area.DB_STATUS,
    needs=SESSIONS,
    of=Measured("database.dameng.sessions", value="sessions_count", capacity="most_count"),
    limits=GrowthLimits(),
    judge=Growth(Filling("count", AT_LIMIT, _("the number of sessions"))),
    worst=Level.CRITICAL,
    reads=_("the sessions in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Bound the pools of the applications, and raise MAX_SESSIONS as far as the licence allows, with memory for it"
        " and a restart, before the date."
    ),
    traps=(NOT_RUN, _("it is the moment of each inspection: peaks at other times are not in it"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
