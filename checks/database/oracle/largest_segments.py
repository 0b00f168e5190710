"""Which segments are largest, and do any come near the number of extents they may have? Those fail to grow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Exhibit, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.spaces import SEGMENTS, Segment
from config.limits import Layered, compare, limit
from config.text import _

_SHOWN: Final = 20
_GIB: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class SegmentLimits:
    """Extents beside what the segment may have (dictionary-managed tablespaces only have such a limit)."""

    warn: float = limit(0.8, unit="ratio", source="our own: a table that cannot grow fails with ORA-01631")
    critical: float = limit(0.95, unit="ratio", source="our own: a table that cannot grow fails with ORA-01631")
    least_bytes: int = limit(_GIB, unit="bytes", source="our own: smaller segments are not followed")


def judge(segments: Listing[Segment], limits: Layered[SegmentLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a large segment or one near its limit, one of each container; the largest as a table."""
    largest = sorted(segments.records, key=lambda one: -one.size_bytes)
    for database in sorted({one.database for one in largest}):
        its = [one for one in largest if one.database == database]
        yield Finding(
            database,
            Level.OK,
            _("the largest segment holds {size:bytes}", size=its[0].size_bytes),
            quote=f"{its[0].owner}.{its[0].name} {its[0].kind}",
        )
    for one in largest:
        bounds = limits.at(one.subject)
        if one.most_extents is not None or (one.size_bytes >= bounds.least_bytes and one.owner not in {"SYS", "SYSTEM"}):
            yield _finding(one, bounds)
    if largest:
        yield _exhibit(largest[:_SHOWN])


def _finding(one: Segment, limits: SegmentLimits) -> Finding:
    level, summary = Level.OK, _("{size:bytes} in {tablespace}", size=one.size_bytes, tablespace=one.tablespace)
    if one.most_extents is not None:
        share = one.extents_count / one.most_extents
        level = LEVEL_OF_SIDE[compare(share, limits.warn, limits.critical)]
        summary = _(
            "{count:number} of {most:number} extents that it may have", count=one.extents_count, most=one.most_extents
        )
    return Finding(
        one.subject,
        level,
        summary,
        quote=f"{one.owner}.{one.name} {one.kind} {one.tablespace} bytes={one.size_bytes} extents={one.extents_count}",
        measures={"segment_bytes": float(one.size_bytes)},
    )


def _exhibit(largest: list[Segment]) -> Exhibit:
    return Exhibit(
        _("Largest segments"),
        (_("Database"), _("Owner"), _("Segment"), _("Type"), _("Tablespace"), _("Size")),
        tuple(
            (one.database, one.owner, one.name, one.kind, one.tablespace, _("{size:bytes}", size=one.size_bytes))
            for one in largest
        ),
    )


LARGEST_SEGMENTS: Final = Check(
    id="database.oracle.largest_segments",
    title=_("Oracle: largest segments"),
    area=Area.DB_SPACE,
    needs=SEGMENTS,
    limits=SegmentLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_segments: the ten largest of each tablespace"),
    remedy=_(
        "Near its number of extents: raise maxextents, then move it to a locally managed tablespace. A large one "
        "that grows: "
        "agree with the owner how long rows are kept, and partition by time so that old ones can be dropped."
    ),
    traps=(
        NOT_RUN,
        _("in a locally managed tablespace the number of extents has no limit"),
        _("the partitions of a table are summed up"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_SEGMENTS",),
)
