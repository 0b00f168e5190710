"""How fast each schema grew since the inspection before: the server keeps no history of sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then
from collectors.facts.mysql.space import SPACE, SchemaSpace
from config.limits import Layered, limit
from config.text import Text, _

_DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class SchemaGrowthLimits:
    """What is a growth that somebody should explain."""

    warn_ratio: float = limit(0.5, unit="ratio", source="our judgement: half as large again between two inspections")
    least_bytes: float = limit(10e9, unit="bytes", source="our judgement: below 10 GB a share says nothing")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


def judge(
    now: tuple[SchemaSpace, ...], then: Then[tuple[SchemaSpace, ...]], limits: Layered[SchemaGrowthLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a schema, of those that are new too; the server's own spaces go up and down by themselves."""
    before = {one.name: one.size_bytes for one in then.facts}
    days = (scene.at - then.at).total_seconds() / _DAY_SECONDS
    schemas = [one for one in now if not one.is_own]
    if not schemas:
        yield Finding("", Level.ABSENT, _("no schema of an application keeps tables in InnoDB"))
    for one in schemas:
        mine, was = limits.at(one.name), before.get(one.name)
        if was is None:
            yield Finding(one.name, Level.ABSENT, _("{schema} was not there in the inspection before", schema=one.name))
        elif days < mine.least_days:
            yield Finding(one.name, Level.ABSENT, _("the inspection before was less than a day ago: no rate"))
        else:
            yield _grown(one, was, days, mine)


def _grown(one: SchemaSpace, was: int, days: float, limits: SchemaGrowthLimits) -> Finding:
    grown = one.size_bytes - was
    is_much = grown >= limits.least_bytes and grown >= was * limits.warn_ratio
    return Finding(
        one.name,
        Level.WARN if is_much else Level.OK,
        _words(one.name, grown, days),
        observed=_("{was:bytes} then, {size:bytes} now", was=was, size=one.size_bytes),
        measures={"growth_bytes_per_day": grown / days},
    )


def _words(name: str, grown: int, days: float) -> Text:
    if grown < 0:
        return _(
            "{schema} takes {shrunk:bytes} less than {days:number} days ago",
            schema=name,
            shrunk=-grown,
            days=round(days, 1),
        )
    return _(
        "{schema} takes {grown:bytes} more than {days:number} days ago, {rate:bytes} a day",
        schema=name,
        grown=grown,
        days=round(days, 1),
        rate=grown / days,
    )


SCHEMA_GROWTH: Final = Change(
    id="database.mysql.schema_growth",
    title=_("MySQL: growth of schemas"),
    area=Area.DB_SPACE,
    needs=SPACE,
    limits=SchemaGrowthLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the sizes of the schemas' files now and in the inspection before"),
    remedy=_(
        "Ask the application's people whether the growth was expected (an import, a new module, a clean-up that no longer "
        "runs). Hold it against the free space of the data directory's filesystem and plan the extension in time."
    ),
    traps=(
        _("the size is that of the files: rows that were deleted make it no smaller"),
        _("MySQL keeps no history of sizes: only our own inspections tell"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: The INFORMATION_SCHEMA INNODB_TABLESPACES Table",),
)
