"""Growth of the write-ahead log: what keeps it grows day by day, and stops the server when the disk is full."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.postgres.space import WAL_SPACE
from config.text import _

WAL_GROWTH: Final = Trend(
    id="database.postgres.wal_growth",
    title=_("PostgreSQL: growth of write-ahead log"),
    area=Area.DB_SPACE,
    needs=WAL_SPACE,
    of=Measured("database.postgres.wal_space", value="wal_bytes", capacity="wal_room_bytes"),
    limits=GrowthLimits(reached_ratio=0.50),
    judge=Growth(Filling("bytes", AT_LIMIT, _("write-ahead log"))),
    worst=Level.CRITICAL,
    reads=_(
        "the size of pg_wal in the inspections so far (each day's greatest, the latest 120 days), against three times"
        " what the settings aim at"
    ),
    remedy=_(
        "Find what keeps it: a replication slot that nobody reads, an archive command that fails. The files go by "
        "themselves when that is mended; nothing in pg_wal is ever deleted by hand."
    ),
    traps=FORECAST_TRAPS,
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
