"""Which statements take most of the time? A handful usually makes most of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.accounts import STATEMENTS, SqlStatement, Statements
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class StatementLimits:
    """One statement's share of the time, and chained rows beside the rows that were fetched."""

    share: float = limit(0.3, unit="ratio", source="our own: one statement with a third of the time is worth a look")
    least_seconds: float = limit(600.0, unit="seconds", source="our own: a database that does nothing has a top too")
    chained_share: float = limit(0.02, unit="ratio", source="our own: one row in fifty costs a second read")


def judge(statements: Statements, limits: Layered[StatementLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding of the time, one of chained rows; the top as a table."""
    yield _of_time(statements, limits.base)
    yield _of_chained(statements, limits.base)
    if statements.top:
        yield Exhibit(
            _("Statements that took most time (since they were loaded)"),
            (_("SQL_ID"), _("Executions"), _("Seconds"), _("Buffer gets a run"), _("Rows a run")),
            tuple(_row(one) for one in statements.top),
        )


def _of_time(statements: Statements, limits: StatementLimits) -> Finding:
    top = max(statements.top, key=lambda one: one.elapsed_seconds, default=None)
    share = top.elapsed_seconds / statements.total_seconds if top is not None and statements.total_seconds else 0.0
    total = statements.total_seconds
    level, summary = Level.OK, _("the first statement takes {share:percent} of {total:duration}", share=share, total=total)
    if top is not None and share >= limits.share and top.elapsed_seconds >= limits.least_seconds:
        level = Level.NOTICE
        summary = _("the statement {sql_id} takes {share:percent} of the time", sql_id=top.sql_id, share=share)
    return Finding("time", level, summary, quote=top.sql_id if top is not None else "")


def _of_chained(statements: Statements, limits: StatementLimits) -> Finding:
    share = statements.chained_count / statements.fetched_count if statements.fetched_count else 0.0
    level, summary = Level.OK, _("{share:percent} of the rows fetched lay in two blocks", share=share)
    if share >= limits.chained_share:
        level, summary = Level.NOTICE, _("{share:percent} of the rows fetched were chained or migrated", share=share)
    return Finding(
        "chained",
        level,
        summary,
        quote=f"table fetch continued row={statements.chained_count} table fetch by rowid={statements.fetched_count}",
        measures={"continued_count": float(statements.chained_count), "fetched_count": float(statements.fetched_count)},
    )


def _row(one: SqlStatement) -> tuple[str, str, str, str, str]:
    runs = one.executions or 1
    return (
        one.sql_id,
        f"{one.executions}",
        f"{one.elapsed_seconds:.1f}",
        f"{one.buffer_gets / runs:.0f}",
        f"{one.rows / runs:.1f}",
    )


TOP_STATEMENTS: Final = Check(
    id="database.oracle.top_statements",
    title=_("Oracle: statements that take most time, chained rows"),
    area=Area.DB_TUNING,
    needs=STATEMENTS,
    limits=StatementLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("v$sqlstats, v$sysstat; no text of a statement, no pack"),
    remedy=_(
        "Look at its plan (dbms_xplan.display_cursor with the SQL_ID) together with the application's people: a "
        "missing index, "
        "stale statistics, a literal in place of a bind variable, or it is simply run too often. Chained rows: "
        "raise pctfree "
        "and move the table; rows wider than a block stay chained. "
        "Effect: the whole database's time; effort: an hour's reading, then an index or a changed statement."
    ),
    traps=(
        NOT_RUN,
        _("times are since the statement was loaded into the shared pool, not since yesterday"),
        _("rows with more than 255 columns, or with LOBs, are chained by design"),
        _("chain_cnt of dba_tables is filled by ANALYZE only, and not used"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$SQLSTATS, Statistics Descriptions",),
)
