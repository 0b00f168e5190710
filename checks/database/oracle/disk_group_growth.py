"""Growth of ASM disk groups: where autoextension ends, and archiving with it."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, GrowthLimits, judge
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.spaces import DISK_GROUPS
from config.text import _

DISK_GROUP_GROWTH: Final = Trend(
    id="database.oracle.disk_group_growth",
    title=_("Oracle: growth of ASM disk groups"),
    area=Area.DB_SPACE,
    needs=DISK_GROUPS,
    of=Measured("database.oracle.disk_groups", value="used_bytes", capacity="capacity_bytes"),
    limits=GrowthLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the used space of each disk group in the inspections so far (each day's greatest, the latest 120 days)"),
    remedy=_(
        "Find out what grows there: data files by autoextension (the growth of tablespaces), archived logs and backups "
        "(the recovery area). Agree how long they are kept, and order disks of the same size for every failure group "
        "before the date."
    ),
    traps=(
        NOT_RUN,
        _("used and capacity are without the mirror copies, less what a lost disk needs"),
        *FORECAST_TRAPS,
    ),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
