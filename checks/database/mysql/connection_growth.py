"""Growth of connections: when clients are turned away."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.mysql.variables import WORKLOAD
from config.text import _

CONNECTION_GROWTH: Final = Trend(
    id="database.mysql.connection_growth",
    title=_("MySQL: growth of connections"),
    area=Area.DB_STATUS,
    needs=WORKLOAD,
    of=Measured("database.mysql.connections", value="now_count", capacity="allowed_count"),
    limits=GrowthLimits(),
    judge=Growth(Filling("count", AT_LIMIT, _("the number of connections"))),
    worst=Level.CRITICAL,
    reads=_(
        "Threads_connected in the inspections so far (each day's greatest, the latest 120 days), against max_connections"
    ),
    remedy=_(
        "Bound the pools of the applications before max_connections is raised, and count the memory of each "
        "connection when it is."
    ),
    traps=(_("it is the moment of each inspection: peaks at other times are not in it"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
