"""Which statements take longest? A few of them are usually most of what users feel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene
from checks.dameng_words import HEALTH, MANUAL, NOT_RUN
from collectors.facts.dameng.sessions import SLOW_STATEMENTS, SlowStatement
from config.limits import Layered, limit
from config.text import _

_TOP: Final = 10
_MILLISECONDS: Final = 1000.0


@dataclass(frozen=True, slots=True)
class StatementLimits:
    """The longest run of one statement."""

    notice_seconds: float = limit(10.0, unit="seconds", source="our own: longer than a user waits")


def judge(
    statements: Sequence[SlowStatement], limits: Layered[StatementLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding of the instance, and a table of the slowest."""
    top = sorted(statements, key=lambda one: -one.longest_milliseconds)[:_TOP]
    longest = top[0].longest_milliseconds / _MILLISECONDS if top else 0.0
    level = Level.NOTICE if longest >= limits.base.notice_seconds else Level.OK
    yield Finding(
        "",
        level,
        _(
            "{count:number} kind(s) of slow statement are kept, the longest took {age:duration}",
            count=len(statements),
            age=longest,
        ),
        expected=_("less than {age:duration}", age=limits.base.notice_seconds),
        measures={"longest_seconds": longest},
    )
    if top:
        yield Exhibit(
            _("Slowest statements since the start"),
            (_("number (SQL_ID)"), _("runs"), _("longest, seconds")),
            tuple((one.number, str(one.runs_count), f"{one.longest_milliseconds / _MILLISECONDS:.1f}") for one in top),
        )


TOP_STATEMENTS: Final = Check(
    id="database.dameng.top_statements",
    title=_("DM8: slowest statements"),
    area=Area.DB_TUNING,
    needs=SLOW_STATEMENTS,
    limits=StatementLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("v$system_long_exec_sqls, v$parameter (ENABLE_MONITOR)"),
    remedy=_(
        "Look the statement up by its SQL_ID with the developers, and at its plan (explain): a missing index "
        "or old statistics are "
        "cheap to mend and show at once; changing the statement costs more and lasts longer. "
        "Effect: what most users wait for; effort: an analysis, an index in a quiet hour."
    ),
    traps=(
        NOT_RUN,
        _("statements are kept only with ENABLE_MONITOR = 1: without it nothing is judged"),
        _("the statement's text is not fetched: it may hold personal data"),
        _("a report at night may take its time: ask before tuning it"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, HEALTH),
)
