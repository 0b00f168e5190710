"""The statements that took most time in seven days, by the workload repository: read only where the pack is declared.

The session's gate withholds the statement else (collectors.sessions.oracle_packs) and says which pack it needs.
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, ParseError, sql
from collectors.facts.oracle.accounts import WORKLOAD, SqlStatement, Workload
from collectors.oracle.containers import ORACLE, RIGHTS, about
from collectors.oracle.spelling import table
from collectors.tables import Row

_NOT_SENT: Final = "not_sent"
_SUMS: Final = (
    "sum(s.executions_delta) as executions, sum(s.elapsed_time_delta) as elapsed, sum(s.cpu_time_delta) as cpu, "
    "sum(s.buffer_gets_delta) as gets, sum(s.disk_reads_delta) as reads, sum(s.rows_processed_delta) as processed"
)
_FROM: Final = (
    "from dba_hist_sqlstat s join dba_hist_snapshot n on n.snap_id = s.snap_id and n.dbid = s.dbid "
    "and n.instance_number = s.instance_number where n.end_interval_time > sysdate - 7"
)
_TEXT: Final = (
    f"select 'all' as about, to_char(null) as sql_id, {_SUMS}, count(*) as samples {_FROM} union all "  # noqa: S608 - our own constants
    "select 'top', w.sql_id, w.executions, w.elapsed, w.cpu, w.gets, w.reads, w.processed, to_number(null) from "
    f"(select s.sql_id, {_SUMS}, row_number() over (order by sum(s.elapsed_time_delta) desc) as place {_FROM} "
    "group by s.sql_id) w where w.place <= 10"
)


def parse(answer: Answer) -> Workload:
    """Read the sum and the top. Absent where nobody declared the pack: then the statement was not sent."""
    rows = table(answer).rows
    if rows and _NOT_SENT in rows[0]:
        raise Absent(f"access.sql.licensed_packs: no “{rows[0].text(_NOT_SENT)}”")
    every = about(rows, "all")
    if len(every) != 1:
        raise ParseError(f"{len(every)} sums of statements")
    return Workload(
        samples_count=every[0].number("samples"),
        total_seconds=(every[0].maybe("elapsed") or 0) / 1e6,
        top=tuple(_statement(row) for row in about(rows, "top")),
    )


def _statement(row: Row) -> SqlStatement:
    return SqlStatement(
        sql_id=row.text("sql_id"),
        executions=row.number("executions", 0),
        elapsed_seconds=row.number("elapsed", 0) / 1e6,
        cpu_seconds=row.number("cpu", 0) / 1e6,
        buffer_gets=row.number("gets", 0),
        disk_reads=row.number("reads", 0),
        rows=row.number("processed", 0),
    )


WORKLOAD_AWR: Final = Collector(
    id="oracle.workload", provides=WORKLOAD, on=ORACLE, ask=sql(_TEXT, rights=RIGHTS, seconds=60), parse=parse
)
