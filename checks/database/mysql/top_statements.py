"""The kinds of statement that cost most, and those that read far more than they give."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene
from collectors.facts.mysql.sessions import TOP_STATEMENTS, Statements, TopStatements
from config.limits import Layered, limit
from config.text import Text, _, verbatim

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class StatementLimits:
    """What share of all time, how much is read for a row that is given, and from how many calls on."""

    share_notice_ratio: float = limit(0.3, unit="ratio", source="our judgement: a third of the server's time in one kind")
    read_notice_ratio: float = limit(1000.0, unit="ratio", source="our judgement: a thousand rows read for one")
    least_calls_count: int = limit(100, unit="count", source="our judgement: fewer are not regular work")
    least_seconds: float = limit(60.0, unit="seconds", source="our judgement")


def judge(top: TopStatements, limits: Layered[StatementLimits], _scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a kind worth a look, one of the whole, and the table of the first ones."""
    named = [(one, why) for one in top.kinds if (why := _why(one, top.total_seconds, limits.base)) is not None]
    for one, why in named:
        yield Finding(
            f"{one.schema}.{one.digest[:16]}".lstrip("."),
            Level.NOTICE,
            why,
            observed=verbatim(one.text),
            quote=f"calls {one.calls_count}, seconds {one.total_seconds:.1f}, rows {one.rows_examined}/{one.rows_sent}",
            measures={
                "calls_count": float(one.calls_count),
                "total_seconds": one.total_seconds,
                "examined_count": float(one.rows_examined),
            },
        )
    yield Finding("", Level.OK, _("{count:number} kinds of statement stand out", count=len(named)))
    if top.kinds:
        columns = (_("statement"), _("schema"), _("calls"), _("seconds"), _("rows read"), _("rows given"))
        yield Exhibit(_("Statements that cost most"), columns, tuple(map(_row, top.kinds[:_SHOWN])))


def _why(one: Statements, all_seconds: float, limits: StatementLimits) -> Text | None:
    if one.calls_count < limits.least_calls_count or one.total_seconds < limits.least_seconds:
        return None
    share = one.total_seconds / all_seconds if all_seconds else 0.0
    if one.rows_examined >= limits.read_notice_ratio * max(one.rows_sent, one.calls_count):
        return _(
            "it reads {examined:number} rows for each call and takes {share:percent} of all time",
            examined=one.rows_examined / one.calls_count,
            share=share,
        )
    if share >= limits.share_notice_ratio:
        return _("it takes {share:percent} of all time, in {calls:number} calls", share=share, calls=one.calls_count)
    return None


def _row(one: Statements) -> tuple[str, ...]:
    numbers = (one.calls_count, round(one.total_seconds, 1), one.rows_examined, one.rows_sent)
    return one.text, one.schema, *map(str, numbers)


TOP_STATEMENTS_CHECK: Final = Check(
    id="database.mysql.top_statements",
    title=_("MySQL: statements that cost most"),
    area=Area.DB_TUNING,
    needs=TOP_STATEMENTS,
    limits=StatementLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("performance_schema.events_statements_summary_by_digest: texts without values, calls, time, rows"),
    remedy=_(
        "EXPLAIN the statement with real values on a copy or a replica; an index over the columns of its WHERE and "
        "ORDER BY is "
        "the usual remedy, fewer columns or rows asked for the next. Effect: often the greatest of all; effort: an "
        "index can "
        "be made while the table is in use, and costs every write."
    ),
    traps=(
        _("the counts are since the start or since somebody emptied the table"),
        _("a report at night may read much on purpose"),
        _("texts are the server's own normal form, without values"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Statement Summary Tables",),
)
