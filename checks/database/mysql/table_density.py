"""Whether the rows of big tables take more room than they once did: the sign of emptiness that no single look can give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Finding, Level, Measured, Point, Scene, Trend
from collectors.facts.mysql.space import BIG_TABLES
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class DensityLimits:
    """How many times the room of a row at its best."""

    notice_ratio: float = limit(
        2.0, unit="ratio", source="our judgement: half of the table is free; rows may also be longer"
    )


def judge(series: Mapping[str, tuple[Point, ...]], limits: Layered[DensityLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a table with a history."""
    if not series:
        yield Finding("", Level.ABSENT, _("no big table whose rows could be compared with earlier"))
    for subject, points in series.items():
        if len(points) < 2 or not (best := min(point.value for point in points)):  # noqa: PLR2004 - now and before
            yield Finding(subject, Level.ABSENT, _("{table} has no earlier value to compare with", table=subject))
            continue
        now = points[-1].value
        ratio = now / best
        level = Level.NOTICE if ratio >= limits.at(subject).notice_ratio else Level.OK
        yield Finding(
            subject,
            level,
            _(
                "a row of {table} takes {now:bytes} of its pages; it was {best:bytes} at best",
                table=subject,
                now=now,
                best=best,
            ),
            measures={"density_ratio": ratio},
        )


TABLE_DENSITY: Final = Trend(
    id="database.mysql.table_density",
    title=_("MySQL: room taken by rows, over time"),
    area=Area.DB_TUNING,
    needs=BIG_TABLES,
    of=Measured("database.mysql.fragmentation", "bytes_per_row", "file_bytes"),
    limits=DensityLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("bytes for each row of big tables, from one inspection to the next"),
    remedy=_(
        "See whether rows were deleted in great number, or have grown longer (new columns, longer texts); only the "
        "first is "
        "mended by writing the table anew (OPTIMIZE TABLE), and only worth it where the space is needed. "
        "Effect: room on disk and in the pool; effort: twice the table's space for a while, in a quiet hour."
    ),
    traps=(_("rows are an estimate: a change of less than a factor of two says nothing"),),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Configuring Persistent Optimizer Statistics Parameters",),
)
