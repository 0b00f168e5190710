"""Growth of LVM thin pools: a full pool stops every volume in it at once."""

from typing import Final

from checks.base import Area, Level, Measured, Trend
from checks.growth import FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from collectors.facts.volumes import VOLUME_GROUPS
from config.text import _

THIN_POOL_GROWTH: Final = Trend(
    id="server.thin_pool_growth",
    title=_("Growth of thin pools"),
    area=Area.STORAGE,
    needs=VOLUME_GROUPS,
    of=Measured("server.lvm", value="pool_used_ratio", capacity=""),
    limits=GrowthLimits(),
    judge=Growth(Filling("ratio", _("full"))),
    worst=Level.CRITICAL,
    reads=_(
        "the fuller of a pool's data and its metadata in the inspections so far (each day's greatest, the latest 120 days)"
    ),
    remedy=_(
        "Extend the pool before the date (lvextend; the metadata by --poolmetadatasize), delete snapshots that nobody"
        " needs, return what filesystems have freed (fstrim), and let the pool extend itself "
        "(thin_pool_autoextend_threshold in lvm.conf)."
    ),
    traps=(_("after an extension the share falls at once: that is told from growth"), *FORECAST_TRAPS),
    clause="1.4.3.4",
    refs=FORECAST_REFS,
)
