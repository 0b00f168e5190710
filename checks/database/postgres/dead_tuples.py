"""Tables whose dead rows autovacuum does not keep up with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.objects import TABLES, DeadRows, Tables
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class DeadLimits:
    """How far beyond the mark at which autovacuum begins, and from how many dead rows on."""

    warn_ratio: float = limit(2.0, unit="count", source="our judgement: twice the mark at which autovacuum begins")
    critical_ratio: float = limit(10.0, unit="count", source="our judgement")
    least_count: int = limit(100_000, unit="count", source="our judgement: below it the space is not worth a finding")


def judge(found: Listing[Tables], limits: Layered[DeadLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a table that is behind, one of each database without any."""
    for one in found.records:
        bad = [(table, level) for table in one.dead if (level := _level(table, limits.at(f"{one.database}.{table.table}")))]
        for table, level in bad:
            yield Finding(
                f"{one.database}.{table.table}",
                level,
                _summary(table),
                observed=_(
                    "{dead:number} dead rows, {live:number} live ones; last vacuum {ago}",
                    dead=table.dead_count,
                    live=table.live_count,
                    ago=_NEVER if table.vacuumed_seconds is None else _("{age:duration} ago", age=table.vacuumed_seconds),
                ),
                expected=_(
                    "fewer than {ratio:number} times the mark at which autovacuum begins", ratio=limits.base.warn_ratio
                ),
                measures={"dead_row_count": table.dead_count, "dead_over_ratio": table.over_ratio},
            )
        if not bad:
            yield Finding(
                one.database,
                Level.OK,
                _("no table of {count:number} is far behind with its dead rows", count=one.count),
                measures={"table_count": one.count},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


_NEVER: Final = _("never since the statistics began")


def _level(table: DeadRows, limits: DeadLimits) -> Level | None:
    if table.dead_count < limits.least_count:
        return None
    if table.over_ratio > limits.critical_ratio:
        return Level.CRITICAL
    return Level.WARN if table.over_ratio > limits.warn_ratio or not table.is_enabled else None


def _summary(table: DeadRows) -> Text:
    if not table.is_enabled:
        return _("autovacuum is switched off for this table, and {dead:number} dead rows stay", dead=table.dead_count)
    return _("{ratio:number} times the mark at which autovacuum begins", ratio=round(table.over_ratio, 1))


DEAD_TUPLES: Final = Check(
    id="database.postgres.dead_tuples",
    title=_("PostgreSQL: dead rows that are not cleaned"),
    area=Area.DB_OBJECTS,
    needs=TABLES,
    limits=DeadLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the statistics of dead rows of each table, what autovacuum is set to (per table too), the last vacuum"),
    remedy=_(
        "First see what holds back VACUUM. Then run VACUUM (VERBOSE, ANALYZE) on the table off peak, and for tables with "
        "many changes lower autovacuum_vacuum_scale_factor for the table itself. Where autovacuum was switched off for a "
        "table, ask why, and switch it on again. VACUUM FULL locks the table and belongs into a window."
    ),
    traps=(
        _("the count is an estimate, and is lost in a crash or when statistics are reset"),
        _("what a table sets for itself is honoured, and from version 18 the upper limit of the mark"),
        _("a large table may have many dead rows and be in order: what counts is how far beyond the mark they are"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 24.1.6 The Autovacuum Daemon",),
)
