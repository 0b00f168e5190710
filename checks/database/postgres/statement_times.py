"""Which statements took the time since the inspection before, and which became slower."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Exhibit, Finding, Level, Scene, Then
from checks.local_time import day
from checks.postgres_counting import begun_again, days_since, too_soon
from collectors.facts.postgres.statements import NAMED_STATEMENTS, Statement, Statements
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class StatementTimeLimits:
    """How much slower on average a statement must have become, and how much time it must take."""

    slower: float = limit(2.0, unit="ratio", source="our judgement: twice as slow as before")
    share: float = limit(0.05, unit="ratio", source="our judgement: of less nobody feels anything")
    least_calls: int = limit(100, unit="count", source="our judgement: fewer calls make no average")
    least_days: float = limit(1.0, unit="days", source="our judgement: a rate of hours is the day's work")


_SHOWN: Final = 10
_MILLI: Final = 1000


@dataclass(frozen=True, slots=True)
class _Since:
    """One statement between two inspections."""

    one: Statement
    calls: int
    seconds: float
    mean_before: float

    @property
    def mean(self) -> float:
        return self.seconds / max(1, self.calls)


def judge(
    found: Statements, then: Then[Statements], limits: Layered[StatementTimeLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a statement that became slower, one of the server without any; what took most time as a table."""
    days = days_since(then, scene)
    if found.epoch != then.facts.epoch or found.total_seconds < then.facts.total_seconds:
        yield begun_again("", then, scene)
        return
    if days < limits.base.least_days:
        yield too_soon("", days)
        return
    since = _since(found, then.facts)
    total = found.total_seconds - then.facts.total_seconds
    bad = [one for one in since if _is_slower(one, total, limits.base)]
    for one in bad:
        yield Finding(
            f"{one.one.database} {one.one.query_id}",
            Level.NOTICE,
            _(
                "takes {ratio:number} times as long as before: {now:number} ms on average, {was:number} ms before",
                ratio=round(one.mean / one.mean_before, 1),
                now=round(one.mean * _MILLI, 2),
                was=round(one.mean_before * _MILLI, 2),
            ),
            observed=_("{calls:number} calls since {since}", calls=one.calls, since=day(then.at, scene)),
            expected=_("as fast as before"),
            quote=one.one.text,
            measures={"statement_seconds_since": one.seconds, "statement_calls_since": one.calls},
        )
    if not bad:
        yield Finding(
            "",
            Level.OK,
            _(
                "none of {count:number} statements became much slower since {since}",
                count=len(since),
                since=day(then.at, scene),
            ),
        )
    rows = sorted((one for one in since if one.calls), key=lambda one: -one.seconds)[:_SHOWN]
    if rows:
        yield Exhibit(
            _("Statements that took most time since {since}", since=day(then.at, scene)),
            (_("Database"), _("Statement"), _("Share"), _("Calls"), _("Average")),
            tuple(
                (
                    one.one.database,
                    one.one.text or one.one.query_id,
                    _("{share:percent}", share=round(one.seconds / total, 3) if total else 0.0),
                    _("{count:number}", count=one.calls),
                    _("{mean:number} ms", mean=round(one.mean * _MILLI, 2)),
                )
                for one in rows
            ),
        )


def _since(now: Statements, was: Statements) -> list[_Since]:
    """Those that were there both times and went on counting; one that was dropped and came back is left out."""
    old = {(one.database, one.query_id): one for one in was.statements}
    pairs = [(one, old[one.database, one.query_id]) for one in now.statements if (one.database, one.query_id) in old]
    return [
        _Since(
            one,
            one.call_count - before.call_count,
            one.total_seconds - before.total_seconds,
            before.total_seconds / max(1, before.call_count),
        )
        for one, before in pairs
        if one.call_count >= before.call_count and one.total_seconds >= before.total_seconds
    ]


def _is_slower(one: _Since, total: float, limits: StatementTimeLimits) -> bool:
    is_felt = one.calls >= limits.least_calls and one.seconds >= limits.share * total
    return is_felt and one.mean_before > 0 and one.mean >= limits.slower * one.mean_before


STATEMENT_TIMES: Final = Change(
    id="database.postgres.statement_times",
    title=_("PostgreSQL: statements since the inspection before"),
    area=Area.DB_TUNING,
    needs=NAMED_STATEMENTS,
    limits=StatementTimeLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("calls and time of each statement by pg_stat_statements, now and in the inspection before"),
    remedy=_(
        "Compare the plan with the one before (statistics, a dropped index, grown tables, a new version). Effect: what "
        "became slower is often made fast again by ANALYZE or an index; effort: an hour or two a statement."
    ),
    traps=(
        _("a reset of the statistics, or of the server below version 14, begins a new count"),
        _("only statements among the 50 that take most time are compared"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: F.32 pg_stat_statements",),
)
