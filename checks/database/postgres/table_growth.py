"""How the largest tables grew since the inspection before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Exhibit, Finding, Level, Scene, Then, unknown
from checks.postgres_counting import days_since, too_soon
from collectors.base import Listing
from collectors.facts.postgres.relations import LARGEST, Largest, Relation
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class TableGrowthLimits:
    """What is a growth that somebody should explain."""

    share: float = limit(1.0, unit="ratio", source="our judgement: twice as large as the last time")
    least_bytes: int = limit(10 * 2**30, unit="bytes", source="our judgement: below 10 GiB a share says nothing")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


_SHOWN: Final = 20
_LEAST: Final = 2**20


def judge(
    found: Listing[Largest], then: Then[Listing[Largest]], limits: Layered[TableGrowthLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a table that grew much, one of each database; what grew most as a table."""
    before, days = {one.database: one for one in then.facts.records}, days_since(then, scene)
    grown: list[tuple[str, Relation, int]] = []
    for one in found.records:
        if one.database not in before:
            continue
        if days < limits.base.least_days:
            yield too_soon(one.database, days)
            continue
        pairs = _grown(one, before[one.database])
        grown += [(one.database, *pair) for pair in pairs]
        yield from _of(one.database, pairs, days, limits)
    rows = [row for row in sorted(grown, key=lambda row: -row[2]) if row[2] >= _LEAST][:_SHOWN]
    if rows:
        yield Exhibit(
            _("Tables that grew most"),
            (_("Database"), _("Table"), _("Size"), _("Growth"), _("A day")),
            tuple(
                (
                    database,
                    table.name,
                    _("{size:bytes}", size=table.size_bytes),
                    _("{size:bytes}", size=more),
                    _("{size:bytes}", size=more / days),
                )
                for database, table, more in rows
            ),
        )
    yield from (unknown(one.subject, one) for one in found.unseen)


def _grown(now: Largest, was: Largest) -> list[tuple[Relation, int]]:
    """Compared like with like: files with files, the catalogue's pages with its pages."""
    old = {one.name: one for one in was.relations}
    return [(one, _size(one, old[one.name]) - _size(old[one.name], one)) for one in now.relations if one.name in old]


def _size(one: Relation, other: Relation) -> int:
    if one.exact_bytes is not None and other.exact_bytes is not None:
        return one.exact_bytes
    return one.table_bytes + one.index_bytes + one.toast_bytes


def _of(
    database: str, pairs: list[tuple[Relation, int]], days: float, limits: Layered[TableGrowthLimits]
) -> Iterator[Finding]:
    bad = [(one, more) for one, more in pairs if _is_much(one, more, limits.at(f"{database}.{one.name}"))]
    for one, more in bad:
        yield Finding(
            f"{database}.{one.name}",
            Level.WARN,
            _("{grown:bytes} more in {days:number} days", grown=more, days=round(days, 1)),
            observed=_("{size:bytes} now", size=one.size_bytes),
            expected=_("a growth that the application's people know of"),
            measures={"growth_bytes_per_day": more / days},
        )
    if not bad:
        yield Finding(
            database,
            Level.OK,
            _("none of {count:number} large tables grew beyond measure in {days:number} days", count=len(pairs), days=days),
            measures={"growth_bytes_per_day": sum(more for _one, more in pairs) / days},
        )


def _is_much(one: Relation, more: int, limits: TableGrowthLimits) -> bool:
    return more >= limits.least_bytes and more >= limits.share * max(1, one.size_bytes - more)


TABLE_GROWTH: Final = Change(
    id="database.postgres.table_growth",
    title=_("PostgreSQL: growth of tables"),
    area=Area.DB_SPACE,
    needs=LARGEST,
    limits=TableGrowthLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the sizes of the largest tables now and in the inspection before"),
    remedy=_(
        "Ask the application's people what fills the table, and whether old rows may be archived or deleted; a table of "
        "history is best partitioned by time."
    ),
    traps=(
        _("only tables that were among the largest both times are compared"),
        _("a table that grows by bloat shows in its own check"),
    ),
    clause="1.4.3.4",
)
