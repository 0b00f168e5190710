"""How much each database writes to temporary files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then
from checks.postgres_counting import compared
from collectors.base import Listing
from collectors.facts.postgres.counters import COUNTERS, Counters
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class TempLimits:
    """How much a day is a sign of too little memory for sorts."""

    bytes_a_day: int = limit(10 * 2**30, unit="bytes a day", source="our judgement")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


def judge(
    found: Listing[Counters], then: Then[Listing[Counters]], limits: Layered[TempLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a database that was there then."""
    yield from compared(found, then, limits, scene, _judged)


def _judged(one: Counters, was: Counters, days: float, limits: TempLimits) -> Finding:
    size, count = one.temp_bytes - was.temp_bytes, one.temp_file_count - was.temp_file_count
    is_much = size / days > limits.bytes_a_day
    return Finding(
        one.database,
        Level.NOTICE if is_much else Level.OK,
        _("{size:bytes} a day go to temporary files: sorts and hashes lack memory", size=size / days)
        if is_much
        else _("{size:bytes} a day go to temporary files", size=size / days),
        observed=_("{count:number} files, {mean:bytes} on average", count=count, mean=size / max(1, count)),
        expected=_("below {most:bytes} a day", most=limits.bytes_a_day),
        measures={"temp_bytes_a_day": size / days},
    )


TEMP_FILES: Final = Change(
    id="database.postgres.temp_files",
    title=_("PostgreSQL: temporary files"),
    area=Area.DB_TUNING,
    needs=COUNTERS,
    limits=TempLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_stat_database.temp_files and temp_bytes, now and in the inspection before"),
    remedy=_(
        "Set log_temp_files to find the statements; give the role that runs them more work_mem (ALTER ROLE ... SET), not "
        "the whole server: each sort of each session may take it. Effect: reports become faster, less disk traffic; "
        "effort: small."
    ),
    traps=(_("building an index and reports at night write temporary files rightly"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 19.4.1 Memory",),
)
