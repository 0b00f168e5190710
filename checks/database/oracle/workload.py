"""Which statements took most of the last seven days? By the workload repository, where its licence is declared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Reason
from collectors.facts.oracle.accounts import WORKLOAD, SqlStatement, Workload
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class WorkloadLimits:
    """One statement's share of the time."""

    share: float = limit(0.3, unit="ratio", source="our own: one statement with a third of the time is worth a look")
    least_seconds: float = limit(3600.0, unit="seconds", source="our own: an hour of seven days")


def judge(workload: Workload, limits: Layered[WorkloadLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding; the top as a table."""
    if not workload.samples_count:
        summary = _("no snapshot of the last seven days holds a statement")
        yield Finding("", Level.UNKNOWN, summary, reason=Reason.NO_RECORD.value)
        return
    top = max(workload.top, key=lambda one: one.elapsed_seconds, default=None)
    share = top.elapsed_seconds / workload.total_seconds if top is not None and workload.total_seconds else 0.0
    is_much = top is not None and share >= limits.base.share and top.elapsed_seconds >= limits.base.least_seconds
    yield Finding(
        "",
        Level.NOTICE if is_much else Level.OK,
        _(
            "the first statement took {share:percent} of {total:duration} in seven days",
            share=share,
            total=workload.total_seconds,
        ),
        quote=top.sql_id if top is not None else "",
    )
    if workload.top:
        yield Exhibit(
            _("Statements that took most time in seven days (workload repository)"),
            (_("SQL_ID"), _("Executions"), _("Seconds"), _("Buffer gets a run"), _("Rows a run")),
            tuple(_row(one) for one in workload.top),
        )


def _row(one: SqlStatement) -> tuple[str, str, str, str, str]:
    runs = one.executions or 1
    gets, rows = f"{one.buffer_gets / runs:.0f}", f"{one.rows / runs:.1f}"
    return one.sql_id, f"{one.executions}", f"{one.elapsed_seconds:.1f}", gets, rows


WORKLOAD_CHECK: Final = Check(
    id="database.oracle.workload",
    title=_("Oracle: statements of the last seven days (AWR)"),
    area=Area.DB_TUNING,
    needs=WORKLOAD,
    limits=WorkloadLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("dba_hist_sqlstat, dba_hist_snapshot: only where licensed_packs names diagnostics, else nothing of it is sent"),
    remedy=_(
        "Look at its plans over time (awrsqrpt.sql with the SQL_ID) together with the application's people: did the plan "
        "change, did the data grow, is it run too often? Effect: the whole database's time; effort: an hour's reading."
    ),
    traps=(
        NOT_RUN,
        _("that the views answer is no proof of a licence: control_management_pack_access allows them by default"),
        _("a snapshot keeps the top statements only: what runs often and briefly may be missing"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_HIST_SQLSTAT", "Oracle Database Licensing Information: Management Packs"),
)
