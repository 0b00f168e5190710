"""How fast the binary logs grow over all our inspections: what is never purged fills the disk."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS
from checks.size_trends import GROWTH_TRAPS, SizeTrendLimits, judge
from collectors.facts.mysql.replication import BINARY_LOGS
from config.text import _

BINARY_LOG_TREND: Final = Trend(
    id="database.mysql.binary_log_trend",
    title=_("MySQL: rate of growth of binary logs"),
    area=Area.DB_SPACE,
    needs=BINARY_LOGS,
    of=Measured("database.mysql.binary_logs", value="size_bytes", capacity="size_bytes"),
    limits=SizeTrendLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the size of all binary logs together in the inspections so far"),
    remedy=_(
        "Set binlog_expire_logs_seconds (expire_logs_days) to what backups and the slowest replica need; before anything "
        "is purged, see on every replica which log it still reads. Never delete the files by hand."
    ),
    traps=GROWTH_TRAPS,
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
