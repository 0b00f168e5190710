"""Growth of connections: when an ordinary account finds none left."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.postgres.sessions import CONNECTIONS
from config.text import _

CONNECTION_GROWTH: Final = Trend(
    id="database.postgres.connection_growth",
    title=_("PostgreSQL: growth of connections"),
    area=Area.DB_STATUS,
    needs=CONNECTIONS,
    of=Measured("database.postgres.connections", value="connection_count", capacity="usable_connection_count"),
    limits=GrowthLimits(),
    judge=Growth(Filling("count", AT_LIMIT, _("the number of connections"))),
    worst=Level.CRITICAL,
    reads=_("the client connections in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Put a pooler between or bound the pools of the applications before the date. Raise max_connections only with"
        " memory for it, with a restart in a window."
    ),
    traps=(_("it is the moment of each inspection: peaks at other times are not in it"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
