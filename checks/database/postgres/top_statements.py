"""Which statements take the server's time since the statistics began."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene
from collectors.facts.postgres.statements import NAMED_STATEMENTS, Statement, Statements
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class TopLimits:
    """What share of all time makes one statement worth an hour of analysis."""

    share: float = limit(0.3, unit="ratio", source="our judgement: halving it frees 15 % of the server's work")
    least_seconds: float = limit(3600.0, unit="seconds", source="our judgement: of less than an hour nothing is gained")


_SHOWN: Final = 10
_MILLI: Final = 1000


def judge(found: Statements, limits: Layered[TopLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a statement that takes much of the time, one of the server without any; the first ten as a table."""
    bad = [one for one in found.statements if _share(one, found) >= limits.base.share]
    bad = [one for one in bad if one.total_seconds >= limits.base.least_seconds]
    for one in bad:
        yield Finding(
            f"{one.database} {one.query_id}",
            Level.NOTICE,
            _("takes {share:percent} of the time of all statements", share=round(_share(one, found), 3)),
            observed=_(
                "{calls:number} calls, {mean} on average; effect: what is saved is felt everywhere; effort: an "
                "analysis of its plan",
                calls=one.call_count,
                mean=_mean(one),
            ),
            expected=_("no single statement takes more than {share:percent}", share=limits.base.share),
            quote=one.text,
            measures={"statement_seconds": one.total_seconds, "statement_calls": one.call_count},
        )
    if not bad:
        yield Finding(
            "",
            Level.OK,
            _("no single one of {count:number} statements takes a large part of the time", count=found.count),
            measures={"statement_count": found.count},
        )
    yield Exhibit(
        _("Statements that take most time"),
        (_("Database"), _("Statement"), _("Share"), _("Calls"), _("Average"), _("Rows"), _("Read"), _("Temporary files")),
        tuple(_row(one, found) for one in found.statements[:_SHOWN]),
    )


def _share(one: Statement, found: Statements) -> float:
    return one.total_seconds / found.total_seconds if found.total_seconds else 0.0


def _mean(one: Statement) -> Text:
    mean = one.total_seconds / max(1, one.call_count)
    return _("{mean:duration}", mean=mean) if mean >= 1 else _("{mean:number} ms", mean=round(mean * _MILLI, 2))


def _row(one: Statement, found: Statements) -> tuple[str | Text, ...]:
    return (
        one.database,
        one.text or one.query_id,
        _("{share:percent}", share=round(_share(one, found), 3)),
        _("{count:number}", count=one.call_count),
        _mean(one),
        _("{count:number}", count=one.row_count),
        _("{size:bytes}", size=one.read_bytes),
        _("{size:bytes}", size=one.temp_bytes),
    )


TOP_STATEMENTS_CHECK: Final = Check(
    id="database.postgres.top_statements",
    title=_("PostgreSQL: statements that take most time"),
    area=Area.DB_TUNING,
    needs=NAMED_STATEMENTS,
    limits=TopLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_(
        "pg_stat_statements without its file of texts, then the texts of the first ten; literals are replaced on the server"
    ),
    remedy=_(
        "Look at the plan with EXPLAIN (ANALYZE, BUFFERS) on a copy: a missing index, stale statistics, too many rows "
        "read, a sort that spills to disk. A statement that is fast but called all the time is for the "
        "application's people (caching, fewer round trips)."
    ),
    traps=(
        _("the view itself reads the whole file of texts, however little is shown: the function without texts is asked"),
        _("where many different statements come, the rarest are dropped: sums are of what was kept"),
        _("texts of utility statements may hold passwords: literals are replaced before they leave the server"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: F.32 pg_stat_statements",),
)
