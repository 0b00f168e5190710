"""Large tables that were read whole again and again between two inspections."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then, unknown
from checks.postgres_counting import begun_again, days_since, too_soon
from collectors.base import Listing
from collectors.facts.postgres.uses import USES, TableReads, Uses
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class ScanLimits:
    """From what size on, and how often a day, a table read whole asks for an index."""

    least_rows: int = limit(100_000, unit="count", source="our judgement")
    scans_a_day: float = limit(50.0, unit="count a day", source="our judgement: a dump and reports are a few a day")
    share: float = limit(0.2, unit="ratio", source="our judgement: a scan that ends early (LIMIT) reads little")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


def judge(found: Listing[Uses], then: Then[Listing[Uses]], limits: Layered[ScanLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a table that is read whole too often, one of each database without any."""
    before, days = {one.database: one for one in then.facts.records}, days_since(then, scene)
    for one in found.records:
        was = before.get(one.database)
        if was is None:
            continue
        if one.epoch != was.epoch:
            yield begun_again(one.database, then, scene)
        elif days < limits.base.least_days:
            yield too_soon(one.database, days)
        else:
            yield from _rates(one, was, days, limits)
    yield from (unknown(one.subject, one) for one in found.unseen)


def _rates(now: Uses, was: Uses, days: float, limits: Layered[ScanLimits]) -> Iterator[Finding]:
    before = {one.table: one for one in was.tables}
    watched = [(one, before[one.table]) for one in now.tables if one.table in before]
    bad = [pair for pair in watched if _is_much(*pair, days, limits.at(f"{now.database}.{pair[0].table}"))]
    for one, old in bad:
        scans, rows = one.scan_count - old.scan_count, one.row_count - old.row_count
        yield Finding(
            f"{now.database}.{one.table}",
            Level.NOTICE,
            _(
                "read whole {rate:number} times a day, {rows:number} rows each time",
                rate=round(scans / days),
                rows=round(rows / scans),
            ),
            observed=_("{live:number} rows, {size:bytes}", live=one.live_count, size=one.size_bytes),
            expected=_("queries that want few rows find them by an index"),
            measures={"scans_a_day": scans / days, "rows_a_scan": rows / scans},
        )
    if not bad:
        yield Finding(
            now.database,
            Level.OK,
            _("none of {count:number} large tables is read whole often", count=len(watched)),
            measures={"table_count": len(watched)},
        )


def _is_much(now: TableReads, was: TableReads, days: float, limits: ScanLimits) -> bool:
    scans, rows = now.scan_count - was.scan_count, now.row_count - was.row_count
    is_often = now.live_count >= limits.least_rows and scans / days >= limits.scans_a_day
    return is_often and rows / scans >= limits.share * now.live_count


LARGE_SCANS: Final = Change(
    id="database.postgres.large_scans",
    title=_("PostgreSQL: large tables read whole"),
    area=Area.DB_TUNING,
    needs=USES,
    limits=ScanLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("sequential scans of large tables and the rows that they read, now and in the inspection before"),
    remedy=_(
        "Find the statements (top statements, auto_explain, the log of slow statements) and look at their plans with "
        "EXPLAIN; build the index that they lack CONCURRENTLY. Effect: often the largest of all; effort: an hour or two of "
        "analysis a statement. Reports that need all rows are in order: move them off peak or to a standby."
    ),
    traps=(
        _("a dump reads each table whole: a few scans a day are no finding"),
        _("on small tables reading whole is right; a share of scans says nothing there"),
        _("a scan that ends early (LIMIT, EXISTS) reads little and is not counted"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 27.2.18 pg_stat_all_tables, 14.1 Using EXPLAIN",),
)
