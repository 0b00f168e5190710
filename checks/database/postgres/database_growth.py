"""How fast each database grew since the inspection before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then
from collectors.base import Listing
from collectors.facts.postgres.space import DATABASES, Database
from config.limits import Layered, limit
from config.text import _

_DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class GrowthLimits:
    """What is a growth that somebody should explain."""

    share: float = limit(0.5, unit="ratio", source="our judgement: half as large again between two inspections")
    least_bytes: int = limit(10 * 2**30, unit="bytes", source="our judgement: below 10 GiB a share says nothing")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


def judge(
    found: Listing[Database], then: Then[Listing[Database]], limits: Layered[GrowthLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a database that had a size then and has one now."""
    before = {one.name: one.size_bytes for one in then.facts.records}
    days = (scene.at - then.at).total_seconds() / _DAY_SECONDS
    for one in found.records:
        base = limits.at(one.name)
        was, size = before.get(one.name), one.size_bytes
        if was is None or size is None:
            continue
        grown = size - was
        if days < base.least_days:
            yield Finding(one.name, Level.ABSENT, _("the inspection before was less than a day ago: no rate"))
            continue
        is_large = grown > base.least_bytes and grown > was * base.share
        yield Finding(
            one.name,
            Level.WARN if is_large else Level.OK,
            _(
                "{grown:bytes} more in {days:number} days, {rate:bytes} a day",
                grown=max(0, grown),
                days=round(days, 1),
                rate=max(0.0, grown / days),
            )
            if grown >= 0
            else _("{shrunk:bytes} less than {days:number} days ago", shrunk=-grown, days=round(days, 1)),
            observed=_("{was:bytes} then, {size:bytes} now", was=was, size=size),
            measures={"growth_bytes_per_day": grown / days},
        )


DATABASE_GROWTH: Final = Change(
    id="database.postgres.database_growth",
    title=_("PostgreSQL: growth of databases"),
    area=Area.DB_SPACE,
    needs=DATABASES,
    limits=GrowthLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the sizes of the databases now and in the inspection before"),
    remedy=_(
        "Ask the application's people whether the growth was expected (an import, a new module, a clean-up that no longer "
        "runs). Hold it against the free space of the filesystem and plan the extension in time."
    ),
    traps=(_("PostgreSQL keeps no history of sizes: only our own inspections tell"),),
    clause="1.4.3.4",
)
