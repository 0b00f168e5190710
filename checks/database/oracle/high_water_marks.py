"""Do large tables hold much empty room below their high water mark? Full scans read it all the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.objects import HIGH_WATERS, HighWater, HighWaters
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class WasteLimits:
    """What a reorganisation would give back, as the statistics tell."""

    share: float = limit(0.5, unit="ratio", source="our own: statistics and row overhead make less an error of measurement")
    least_bytes: int = limit(1 << 30, unit="bytes", source="our own: less is not worth a window")


def judge(waters: Listing[HighWaters], limits: Layered[WasteLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a table that wastes much, one of each container where none does."""
    for one in waters.records:
        wasting = [table for table in one.tables if _is_much(table, limits.at(_subject(table)))]
        for table in wasting:
            yield _finding(table)
        if not wasting:
            yield Finding(
                one.database,
                Level.OK,
                _("none of {count:number} tables above 100 MiB wastes much by its statistics", count=one.looked_at_count),
            )


def _subject(table: HighWater) -> str:
    return f"{table.database}.{table.owner}.{table.name}"


def _is_much(table: HighWater, limits: WasteLimits) -> bool:
    share = table.waste_bytes / table.size_bytes if table.size_bytes else 0.0
    return not table.is_stale and table.waste_bytes >= limits.least_bytes and share >= limits.share


def _finding(table: HighWater) -> Finding:
    return Finding(
        _subject(table),
        Level.NOTICE,
        _(
            "about {waste:bytes} of {size:bytes} below its high water mark seem to be empty",
            waste=table.waste_bytes,
            size=table.size_bytes,
        ),
        observed=_("rows take about {rows:bytes} by the statistics", rows=table.rows_bytes),
        quote=f"{table.owner}.{table.name} blocks_bytes={table.size_bytes} rows_bytes={table.rows_bytes}",
        measures={"waste_bytes": float(table.waste_bytes)},
    )


HIGH_WATER_MARKS: Final = Check(
    id="database.oracle.high_water_marks",
    title=_("Oracle: room below the high water mark"),
    area=Area.DB_TUNING,
    needs=HIGH_WATERS,
    limits=WasteLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("dba_tables, dba_tab_statistics, dba_tablespaces"),
    remedy=_(
        "Ask first whether rows come back there soon. Else in a quiet hour: alter table ... enable row movement and shrink "
        "space cascade (ASSM), or move online from 12.2 on; gather statistics afterwards. Effect: shorter full scans and "
        "freed space; effort: hours of a window for a large table, much redo."
    ),
    traps=(
        NOT_RUN,
        _("with stale statistics nothing is said of a table"),
        _("compressed, clustered and index-organised tables are left out: their rows are not what they seem"),
        _("rows that lie out of line (LOB) do not count in the average row"),
        _("the block size is that of the tablespace, not always 8 KiB"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_TABLES, DBA_TAB_STATISTICS",),
)
