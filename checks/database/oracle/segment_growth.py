"""Which segments grew since the inspection before? What fills a tablespace is found here, before it is full."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Exhibit, Finding, Level, Scene, Then
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.spaces import SEGMENTS, Segment
from config.limits import Layered, limit
from config.text import _

_DAY: Final = 86_400
_SHOWN: Final = 20
_LEAST: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class SegmentGrowthLimits:
    """What is a growth that somebody should explain."""

    share: float = limit(1.0, unit="ratio", source="our own: twice as large as the last time")
    least_bytes: int = limit(10 << 30, unit="bytes", source="our own: below 10 GiB a share says nothing")
    least_days: float = limit(1.0, unit="days", source="our own: a rate of hours is the day's work")


def judge(
    now: Listing[Segment], then: Then[Listing[Segment]], limits: Layered[SegmentGrowthLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a segment that grew much, one of each container; what grew most as a table."""
    days = (scene.at - then.at).total_seconds() / _DAY
    before = {(one.database, one.owner, one.name, one.kind, one.tablespace): one for one in then.facts.records}
    pairs = [
        (one, one.size_bytes - was.size_bytes)
        for one in now.records
        if (was := before.get((one.database, one.owner, one.name, one.kind, one.tablespace))) is not None
    ]
    for database in sorted({one.database for one in now.records}):
        its = [(one, more) for one, more in pairs if one.database == database]
        yield from _of(database, its, days, limits)
    rows = [pair for pair in sorted(pairs, key=lambda pair: -pair[1]) if pair[1] >= _LEAST][:_SHOWN]
    if rows and days >= limits.base.least_days:
        yield Exhibit(
            _("Segments that grew most"),
            (_("Segment"), _("Tablespace"), _("Size"), _("Growth"), _("A day")),
            tuple(
                (
                    one.subject,
                    one.tablespace,
                    _("{size:bytes}", size=one.size_bytes),
                    _("{size:bytes}", size=more),
                    _("{size:bytes}", size=more / days),
                )
                for one, more in rows
            ),
        )


def _of(
    database: str, pairs: list[tuple[Segment, int]], days: float, limits: Layered[SegmentGrowthLimits]
) -> Iterator[Finding]:
    if days < limits.base.least_days:
        yield Finding(database, Level.ABSENT, _("the inspection before was less than a day ago: nothing to compare"))
        return
    bad = [(one, more) for one, more in pairs if _is_much(one, more, limits.at(one.subject))]
    for one, more in bad:
        yield Finding(
            one.subject,
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
            _(
                "none of {count:number} large segments grew beyond measure in {days:number} days",
                count=len(pairs),
                days=round(days, 1),
            ),
            measures={"growth_bytes_per_day": sum(more for _one, more in pairs) / days},
        )


def _is_much(one: Segment, more: int, limits: SegmentGrowthLimits) -> bool:
    return more >= limits.least_bytes and more >= limits.share * max(1, one.size_bytes - more)


SEGMENT_GROWTH: Final = Change(
    id="database.oracle.segment_growth",
    title=_("Oracle: growth of segments"),
    area=Area.DB_SPACE,
    needs=SEGMENTS,
    limits=SegmentGrowthLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the sizes of each tablespace's largest segments now and in the inspection before"),
    remedy=_(
        "Ask the application's people what fills it, and whether old rows may be archived or deleted; a table of history "
        "is best partitioned by time. A LOB that grows alone keeps old versions: look at its retention."
    ),
    traps=(
        NOT_RUN,
        _("only segments that were among the ten largest of their tablespace both times are compared"),
        _("our own history is used, no view of the workload repository"),
        _("a segment that was moved to another tablespace begins anew"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_SEGMENTS",),
)
