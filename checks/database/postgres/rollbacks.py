"""What share of the transactions is rolled back."""

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
class RollbackLimits:
    """What share of how many transactions is more than chance."""

    share: float = limit(0.1, unit="ratio", source="our judgement: one in ten")
    least_a_day: float = limit(10_000.0, unit="count a day", source="our judgement: our own, and monitoring, are few")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


def judge(
    found: Listing[Counters], then: Then[Listing[Counters]], limits: Layered[RollbackLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a database that was there then."""
    yield from compared(found, then, limits, scene, _judged)


def _judged(one: Counters, was: Counters, days: float, limits: RollbackLimits) -> Finding:
    undone = one.rollback_count - was.rollback_count
    count = undone + one.commit_count - was.commit_count
    share = undone / count if count else 0.0
    is_much = share > limits.share and undone / days > limits.least_a_day
    return Finding(
        one.database,
        Level.NOTICE if is_much else Level.OK,
        _("{share:percent} of its transactions are rolled back: work done for nothing", share=round(share, 3))
        if is_much
        else _("{share:percent} of its transactions are rolled back", share=round(share, 3)),
        observed=_("{undone:number} of {count:number} a day", undone=round(undone / days), count=round(count / days)),
        expected=_("at most {share:percent}", share=limits.share),
        measures={"rollback_ratio": share, "transactions_a_day": count / days},
    )


ROLLBACKS: Final = Change(
    id="database.postgres.rollbacks",
    title=_("PostgreSQL: rolled back transactions"),
    area=Area.DB_TUNING,
    needs=COUNTERS,
    limits=RollbackLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_stat_database.xact_commit and xact_rollback, now and in the inspection before"),
    remedy=_(
        "Find the errors in the server's log (log_min_error_statement) and in the application: doubles that are tried and "
        "refused (ON CONFLICT helps), timeouts, a driver that rolls back after each read. Effect: less load; effort: with "
        "the application's people."
    ),
    traps=(
        _("connection pools that test with a rollback, monitoring and our own inspection roll back too, and do no harm"),
    ),
    clause="1.4.3.4",
)
