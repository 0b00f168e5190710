"""Large indexes that no query used between two inspections of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then, unknown
from checks.postgres_counting import begun_again, days_since, too_soon
from collectors.base import Listing
from collectors.facts.postgres.uses import USES, IndexUse, Uses
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class UnusedLimits:
    """How long an index must have been watched by us."""

    least_days: float = limit(30.0, unit="days", source="our judgement: a month has its month's end in it")


def judge(
    found: Listing[Uses], then: Then[Listing[Uses]], limits: Layered[UnusedLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding an index that was there then and was not used since, one of each database without any."""
    before, days = {one.database: one for one in then.facts.records}, days_since(then, scene)
    for one in found.records:
        was = before.get(one.database)
        if was is None:
            continue
        if one.is_standby:
            yield Finding(one.database, Level.ABSENT, _("a standby: whether an index serves is judged on the primary"))
        elif one.epoch != was.epoch:
            yield begun_again(one.database, then, scene)
        elif days < limits.base.least_days:
            yield too_soon(one.database, days)
        else:
            yield from _watched(one, was, days)
    yield from (unknown(one.subject, one) for one in found.unseen)


def _watched(now: Uses, was: Uses, days: float) -> Iterator[Finding]:
    counts = {one.name: one.scan_count for one in was.indexes}
    watched = [one for one in now.indexes if one.name in counts]
    unused = [one for one in watched if one.scan_count == counts[one.name]]
    for one in unused:
        yield Finding(
            f"{now.database}.{one.name}",
            Level.NOTICE,
            _("no query used it in {days:number} days; it belongs to {table}", days=round(days), table=one.table),
            observed=_observed(one, now.standby_count),
            expected=_("an index that is kept up is used"),
            measures={"index_bytes": one.size_bytes, "index_scan_count": one.scan_count},
        )
    if not unused:
        yield Finding(
            now.database,
            Level.OK,
            _("each of {count:number} large indexes was used in {days:number} days", count=len(watched), days=round(days)),
            measures={"index_count": len(watched)},
        )


def _observed(one: IndexUse, standbys: int) -> Text:
    if standbys:
        return _(
            "{size:bytes} that each write keeps up; {count:number} standby(s) may use it: their counters are their own",
            size=one.size_bytes,
            count=standbys,
        )
    return _(
        "{size:bytes} that each write keeps up; effect of dropping it: faster writes; effort: small, after a test",
        size=one.size_bytes,
    )


UNUSED_INDEXES: Final = Change(
    id="database.postgres.unused_indexes",
    title=_("PostgreSQL: indexes that nothing uses"),
    area=Area.DB_TUNING,
    needs=USES,
    limits=UnusedLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("the counts of scans of large indexes now and in the inspection before, when the statistics began"),
    remedy=_(
        "Look at each standby too, and ask which jobs run once a quarter or a year. Keep the definition (pg_get_indexdef), "
        "test without it on a copy, then DROP INDEX CONCURRENTLY off peak, and be ready to build it again."
    ),
    traps=(
        _("0 scans say nothing by themselves: the counter begins anew with a reset or a crash, so two inspections count"),
        _("an index that only a standby's queries use shows 0 scans on the primary"),
        _("unique indexes, those of constraints and of the replica identity work without ever being scanned"),
        _("the parts of a partitioned index are not judged one by one"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 27.2.19 pg_stat_all_indexes",),
)
