"""Space in big tables that is not in use, as far as the server can tell: what it tells is the least there is.

DATA_FREE and the pages of the statistics only know whole pages that are free. After four fifths of the rows of a table are
deleted at random nearly every page is there still, a fifth full: on MariaDB 10.11 5 % was told and 82 % was free.
So a big share is believed, a small one proves nothing, and bytes for each row are kept to compare over time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.mysql.space import BIG_TABLES, BigTable, BigTables
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class FreeLimits:
    """Share of a file that is free for certain, and at least so many bytes."""

    notice_ratio: float = limit(0.3, unit="ratio", source="our judgement: a rebuild of the table costs its size twice")
    least_free_bytes: float = limit(1e9, unit="bytes", source="our judgement: below that it is not worth a rebuild")


def judge(big: BigTables, limits: Layered[FreeLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a big table."""
    for one in big.tables:
        yield _one(one, limits.at(one.name))
    if not big.tables:
        yield Finding("", Level.OK, _("no table of {size:bytes} or more", size=big.least_bytes))
    elif not big.is_all:
        yield Finding("", Level.OK, _("the {count:number} biggest tables were looked at", count=len(big.tables)))


def _one(one: BigTable, limits: FreeLimits) -> Finding:
    if one.clustered_bytes is None or one.secondary_bytes is None or one.rows_count is None:
        summary = _("{table}: the server holds no statistics of it at this moment", table=one.name)
        return Finding(one.name, Level.UNKNOWN, summary, measures={"file_bytes": float(one.file_bytes)}, reason="no_record")
    used = one.clustered_bytes + one.secondary_bytes
    free = max(0, one.file_bytes - used)
    ratio = free / one.file_bytes
    density = one.clustered_bytes / max(one.rows_count, 1)
    is_much = ratio >= limits.notice_ratio and free >= limits.least_free_bytes
    if is_much:
        summary = _(
            "at least {free:bytes} of {table} are free ({ratio:percent} of its file)",
            free=free,
            table=one.name,
            ratio=ratio,
        )
    else:
        summary = _("{table}: {free:bytes} in whole free pages; inside of pages nobody can tell", table=one.name, free=free)
    return Finding(
        one.name,
        Level.NOTICE if is_much else Level.OK,
        summary,
        observed=_(
            "file {size:bytes}, some {rows:number} rows, {density:bytes} for each",
            size=one.file_bytes,
            rows=one.rows_count,
            density=density,
        ),
        quote=f"{one.name}: file {one.file_bytes}, clustered {one.clustered_bytes}, secondary {one.secondary_bytes}",
        measures={"file_bytes": float(one.file_bytes), "free_bytes": float(free), "bytes_per_row": density},
    )


FRAGMENTATION: Final = Check(
    id="database.mysql.fragmentation",
    title=_("MySQL: free space in big tables"),
    area=Area.DB_TUNING,
    needs=BIG_TABLES,
    limits=FreeLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_(
        "InnoDB's own lists: size of the file, pages of the indexes and rows by its statistics, of tables from 64 MiB on"
    ),
    remedy=_(
        "Only where the space is needed elsewhere: new rows use the free pages. OPTIMIZE TABLE (or ALTER TABLE ... "
        "ENGINE=InnoDB, or an online tool) writes the table anew, needs its size once more and makes replicas wait. Rows "
        "that are deleted regularly: partitions that are dropped leave nothing behind. Effect: disk, reads of the whole "
        "table; effort: a window."
    ),
    traps=(
        _("a small share of free pages is no proof that little is free: pages can be nearly empty"),
        _("rows and pages are estimates of the statistics, renewed after a tenth of the rows has changed"),
        _("tables in ibdata1 all show the free space of the whole file: they are left out"),
        _("no blanket OPTIMIZE: a table that is read by key is no faster afterwards"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: OPTIMIZE TABLE Statement", "MySQLTuner-perl issue 207"),
)
