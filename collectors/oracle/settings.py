"""Parameters beside the server parameter file, and the statements that took most time.

No text of a statement is read: SQL_ID finds it where somebody may look. V$SQLSTATS needs no pack.
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, Statement, sql
from collectors.facts.oracle.accounts import (
    SETTINGS,
    STATEMENTS,
    Setting,
    SqlStatement,
    Statements,
)
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, about, witnessed
from collectors.oracle.spelling import table
from collectors.tables import Row

_STATEMENTS: Final = (
    "select 'all' as about, to_char(null) as sql_id, to_char(null) as name, count(*) as executions, "
    "sum(elapsed_time) as elapsed, sum(cpu_time) as cpu, sum(buffer_gets) as gets, sum(disk_reads) as reads, "
    "sum(rows_processed) as processed from v$sqlstats union all "
    "select 'fetch', to_char(null), name, value, to_number(null), to_number(null), to_number(null), to_number(null), "
    "to_number(null) from v$sysstat where name in ('table fetch continued row', 'table fetch by rowid') union all "
    "select 'top', w.sql_id, to_char(null), w.executions, w.elapsed_time, w.cpu_time, w.buffer_gets, w.disk_reads, "
    "w.rows_processed from (select s.sql_id, s.executions, s.elapsed_time, s.cpu_time, s.buffer_gets, s.disk_reads, "
    "s.rows_processed, row_number() over (order by s.elapsed_time desc) as place from v$sqlstats s "
    "where s.executions > 0) w where w.place <= 10"
)


def parse_settings(answer: Answer) -> tuple[Setting, ...]:
    """Read every parameter, with what the file has for this instance; a list stands there in several rows."""
    rows = witnessed(table(answer).rows, "v$system_parameter")
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.text("name"), []).append(row)
    return tuple(_setting(its) for its in by_name.values())


def _setting(rows: list[Row]) -> Setting:
    """What the file says of this very instance goes before what it says of all."""
    said = [row for row in rows if row.text("is_specified") == "TRUE"]
    own = [row for row in said if row.text("of_instance") != "*"] or said
    return Setting(
        name=rows[0].text("name"),
        value=rows[0].text("value"),
        is_default=rows[0].flag("isdefault"),
        is_deprecated=rows[0].flag("isdeprecated"),
        in_file=", ".join(row.text("in_file") for row in own) if own else None,
    )


def parse_statements(answer: Answer) -> Statements:
    """Read the sums, the counts of fetches and the statements that took most time."""
    rows = table(answer).rows
    every = about(rows, "all")
    if len(every) != 1:
        raise ParseError(f"{len(every)} sums of statements")
    fetches = {row.text("name"): row.number("executions") for row in about(rows, "fetch")}
    return Statements(
        total_seconds=(every[0].maybe("elapsed") or 0) / 1e6,
        top=tuple(_statement(row) for row in about(rows, "top")),
        chained_count=fetches.get("table fetch continued row", 0),
        fetched_count=fetches.get("table fetch by rowid", 0),
    )


def _statement(row: Row) -> SqlStatement:
    return SqlStatement(
        sql_id=row.text("sql_id"),
        executions=row.number("executions"),
        elapsed_seconds=row.number("elapsed") / 1e6,
        cpu_seconds=row.number("cpu") / 1e6,
        buffer_gets=row.number("gets"),
        disk_reads=row.number("reads"),
        rows=row.number("processed"),
    )


_SETTINGS: Final = (
    "select p.name, p.value, p.isdefault, p.isdeprecated, s.value as in_file, s.isspecified as is_specified, "
    "s.sid as of_instance from v$system_parameter p join v$instance i on 1 = 1 left join v$spparameter s "
    "on s.name = p.name and s.isspecified = 'TRUE' and (s.sid = '*' or s.sid = i.instance_name){WHERE} "
    "order by p.name, s.ordinal"
)
"""V$PARAMETER would show what our own session set (NLS); V$SPPARAMETER has a row each instance and item of a list."""
SETTINGS_V: Final = Collector(
    id="oracle.settings",
    provides=SETTINGS,
    on=ORACLE,
    ask=sql(
        _SETTINGS.replace("{WHERE}", ""),
        Statement(
            _SETTINGS.replace("{WHERE}", " where p.con_id in (0, to_number(sys_context('USERENV', 'CON_ID')))"), SINCE_12_1
        ),
        rights=RIGHTS,
    ),
    parse=parse_settings,
)
STATEMENTS_V: Final = Collector(
    id="oracle.statements",
    provides=STATEMENTS,
    on=ORACLE,
    ask=sql(_STATEMENTS, rights=RIGHTS, seconds=30),
    parse=parse_statements,
)
