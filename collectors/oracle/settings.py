"""Parameters beside the server parameter file, patches of the dictionary, and the statements that took most time.

No text of a statement is read: SQL_ID finds it where somebody may look. V$SQLSTATS needs no pack.
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, sql
from collectors.facts.oracle.accounts import (
    PATCHES,
    SETTINGS,
    STATEMENTS,
    Patch,
    Setting,
    SqlStatement,
    Statements,
)
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, about, rows_of, witnessed
from collectors.tables import Row, table

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
    """Read every parameter that somebody set, is deprecated, or stands in the file with another value."""
    return witnessed(rows_of(answer, _setting), "v$parameter")


def _setting(row: Row) -> Setting:
    return Setting(
        name=row.text("name"),
        value=row.text("value"),
        is_default=row.flag("isdefault"),
        is_deprecated=row.flag("isdeprecated"),
        in_file=row.text("in_file") if row.text("is_specified") == "TRUE" else None,
    )


def parse_patches(answer: Answer) -> tuple[Patch, ...]:
    """Read every patch; a database that was never patched has none, which is an answer."""
    return rows_of(answer, _patch)


def _patch(row: Row) -> Patch:
    return Patch(
        number=row.text("patch_id"),
        action=row.text("action"),
        status=row.text("status"),
        words=row.text("description"),
        age_seconds=float(row.number("age", 0)),
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


SETTINGS_V: Final = Collector(
    id="oracle.settings",
    provides=SETTINGS,
    on=ORACLE,
    ask=sql(
        "select p.name, p.value, p.isdefault, p.isdeprecated, s.value as in_file, s.isspecified as is_specified "
        "from v$parameter p left join v$spparameter s on s.name = p.name and s.isspecified = 'TRUE' "
        "order by p.name",
        rights=RIGHTS,
    ),
    parse=parse_settings,
)
PATCHES_DBA: Final = Collector(
    id="oracle.patches",
    provides=PATCHES,
    on=ORACLE,
    ask=sql(
        "select to_char(patch_id) as patch_id, action, status, description, round((sysdate - "
        "cast(action_time as date)) * 86400) as age from dba_registry_sqlpatch order by action_time",
        rights=RIGHTS,
        since=SINCE_12_1,
    ),
    parse=parse_patches,
)
STATEMENTS_V: Final = Collector(
    id="oracle.statements",
    provides=STATEMENTS,
    on=ORACLE,
    ask=sql(_STATEMENTS, rights=RIGHTS, seconds=30),
    parse=parse_statements,
)
