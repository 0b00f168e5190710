"""Does the optimizer know the tables? With stale statistics a good plan turns bad overnight."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.objects import STATISTICS, Statistics
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class StatisticsLimits:
    """Tables of users without statistics, or with stale ones."""

    notice: float = limit(0.05, unit="ratio", source="our own: the nightly job should leave next to none")
    warn: float = limit(0.2, unit="ratio", source="our own: the job does not run, or does not finish")
    least_count: int = limit(5, unit="count", source="our own: fewer are changing just now")


def judge(statistics: Listing[Statistics], limits: Layered[StatisticsLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each container."""
    for one in statistics.records:
        level, summary = _verdict(one, limits.at(one.database))
        yield Finding(
            one.database,
            level,
            summary,
            observed=_(
                "of {tables:number} tables {stale:number} stale, {never:number} never analysed, {locked:number} locked; "
                "automatic job {job}",
                tables=one.tables_count,
                stale=one.stale_count,
                never=one.never_count,
                locked=one.locked_count,
                job=one.job_status or "-",
            ),
            quote=" ".join(one.worst),
            measures={"stale_count": float(one.stale_count), "never_count": float(one.never_count)},
        )


def _verdict(one: Statistics, limits: StatisticsLimits) -> tuple[Level, Text]:
    bad = one.stale_count + one.never_count
    share = bad / one.tables_count if one.tables_count else 0.0
    if bad >= limits.least_count and share >= limits.warn:
        return Level.WARN, _("{share:percent} of the tables have stale or no statistics", share=share)
    if one.job_status == "DISABLED":
        return Level.NOTICE, _("the automatic statistics job is disabled: does another one do its work?")
    if bad >= limits.least_count and share >= limits.notice:
        return Level.NOTICE, _("{share:percent} of the tables have stale or no statistics", share=share)
    return Level.OK, _("the tables have statistics ({count:number} stale or none)", count=bad)


OPTIMIZER_STATISTICS: Final = Check(
    id="database.oracle.optimizer_statistics",
    title=_("Oracle: statistics of the optimizer"),
    area=Area.DB_TUNING,
    needs=STATISTICS,
    limits=StatisticsLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_tab_statistics, dba_tables, dba_autotask_client"),
    remedy=_(
        "See why the nightly job does not finish (dba_autotask_job_history: window too short, errors), gather the named "
        "tables by hand in a quiet hour (dbms_stats.gather_table_stats), and keep the old statistics to go back to. "
        "Effect: better plans; effort: a night of the job, or minutes a table."
    ),
    traps=(
        NOT_RUN,
        _("locked statistics are a decision of somebody, and counted apart"),
        _("temporary and external tables, overflow segments and the recycle bin have none by design"),
        _("what is stale lags behind the changes by hours: it is not flushed, for that would write"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_TAB_STATISTICS, DBA_AUTOTASK_CLIENT",),
)
