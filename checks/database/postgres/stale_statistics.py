"""Tables whose planner statistics no longer fit what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.objects import TABLES, StaleTable, Tables
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class StaleLimits:
    """What share of the rows may have changed since the last analyse, and from how many on."""

    share: float = limit(0.2, unit="ratio", source="our judgement: twice autovacuum_analyze_scale_factor's 10 %")
    least_count: int = limit(100_000, unit="count", source="our judgement")
    settled_seconds: int = limit(900, unit="seconds", source="our judgement: autovacuum looks once a minute; 15 min")


def judge(found: Listing[Tables], limits: Layered[StaleLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a table that is stale, one of each database without any."""
    for one in found.records:
        bad = [table for table in one.stale if _is_stale(table, limits.at(f"{one.database}.{table.table}"))]
        for table in bad:
            yield Finding(
                f"{one.database}.{table.table}",
                Level.WARN,
                _summary(table),
                observed=_(
                    "{changed:number} rows changed since, {live:number} rows live",
                    changed=table.changed_count,
                    live=table.live_count,
                ),
                expected=_("at most {share:percent} changed since the last analyse", share=limits.base.share),
                measures={"changed_row_count": table.changed_count},
            )
        if not bad:
            yield Finding(one.database, Level.OK, _("the statistics of {count:number} tables are fresh", count=one.count))
    yield from (unknown(one.subject, one) for one in found.unseen)


def _is_stale(table: StaleTable, limits: StaleLimits) -> bool:
    if table.analyzed_seconds is not None and table.analyzed_seconds < limits.settled_seconds:
        return False  # its turn comes again within minutes, and a load's own rows may be counted after its ANALYZE
    return table.changed_count >= limits.least_count and table.changed_count > limits.share * table.live_count


def _summary(table: StaleTable) -> Text:
    if table.analyzed_seconds is None:
        return _("never analysed since the statistics began")
    return _("analysed {age:duration} ago, and much changed since", age=table.analyzed_seconds)


STALE_STATISTICS: Final = Check(
    id="database.postgres.stale_statistics",
    title=_("PostgreSQL: stale planner statistics"),
    area=Area.DB_OBJECTS,
    needs=TABLES,
    limits=StaleLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("rows changed since the last ANALYZE, by table"),
    remedy=_(
        "Run ANALYZE on the table: it reads a sample and blocks nobody. After an import, an upgrade or a restore run "
        "ANALYZE for the whole database. Where it recurs, lower autovacuum_analyze_scale_factor for the table."
    ),
    traps=(
        _("after a crash, a reset of statistics or pg_upgrade (before 18) the counts begin anew"),
        _("rows that a load wrote may be counted after the ANALYZE that followed it: within 15 minutes nothing is said"),
        _("autovacuum never analyses the parent of partitions: that is for a job of the customer's own"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 24.1.3 Updating Planner Statistics",),
)
