"""Which statements take the server's time, from pg_stat_statements; its file of texts is not read for that.

The view reads the whole file of texts however little of it is shown (700 MB were met): so ``pg_stat_statements(false)``
gives the numbers, and a second question the texts of the first ten alone, where there are at most 10,000 entries.
Literals are replaced on the server once more; of utility statements, which the extension leaves as they are before
version 16, only the first words are read.

The extension stands in whichever schema it was made in, while our search path is pg_catalog alone: the inner statement
is put together by the server with that schema's name and run by query_to_xml, and its rows come as XML. It is asked in each
database, because only those have the functions in which the extension was made; each shows the statements of all.

Sample (rows)::

    [["7", "public", "<table ...><row><database>shop</database>...</row></table>"]]
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar
from xml.etree.ElementTree import Element

from collectors.base import (
    Absent,
    Answer,
    Collector,
    Derived,
    ParseError,
    Reason,
    SessionError,
    Walk,
    sql,
)
from collectors.base import Statement as Text
from collectors.facts.postgres.statements import (
    NAMED_STATEMENTS,
    STATEMENT_TEXTS,
    TOP_STATEMENTS,
    Statement,
    Statements,
)
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.postgres.query_texts import NORMALISED
from collectors.tables import Row, Table
from collectors.xml_roots import root_of
from config.text import _

R = TypeVar("R")

_GRANT: Final = _("grant pg_monitor to the inspecting account: without it the statements of others are hidden")
_PRELOAD: Final = _("put pg_stat_statements into shared_preload_libraries and restart in a window")
_NUMBERS: Final = """
select (select count(*) from pg_extension) as extensions, n.nspname as schema,
  case when n.oid is not null then query_to_xml(format($q$
    with s as (
      select dbid, queryid, sum(calls) as calls, sum(<time>) as ms, sum(rows) as rows, sum(shared_blks_read) as blocks,
        sum(temp_blks_written) as temp
      from %1$I.pg_stat_statements(false) group by 1, 2
    )
    select d.datname as database, s.queryid, s.calls, s.ms, s.rows, s.blocks, s.temp,
      (select count(*) from s) as entries, (select coalesce(sum(ms), 0) from s) as all_ms,
      (select count(*) from s where queryid is null) as hidden, current_setting('block_size') as page,
      <epoch> as epoch, <left_out> as left_out
    from s left join pg_database d on d.oid = s.dbid order by s.ms desc nulls last limit 50
  $q$, n.nspname), true, false, '')::text end as found
from (select 1) one left join (pg_extension e join pg_namespace n on n.oid = e.extnamespace)
  on e.extname = 'pg_stat_statements'
"""
_INFO: Final = "(select {name} from %1$I.pg_stat_statements_info)"
_STARTED: Final = "pg_postmaster_start_time()::text"
_FROM_14: Final = (
    _NUMBERS.replace("<epoch>", _INFO.format(name="stats_reset"))
    .replace("<left_out>", _INFO.format(name="dealloc"))
    .replace("<time>", "total_exec_time")
)
_BEFORE: Final = _NUMBERS.replace("<epoch>", _STARTED).replace("<left_out>", "null")
_ASK: Final = sql(
    _FROM_14,
    Text(_BEFORE.replace("<time>", "total_exec_time"), 130_000, 140_000),
    Text(_BEFORE.replace("<time>", "total_time"), 0, 130_000),
    since=140_000,
    rights="pg_monitor",
)
_TEXTS: Final = r"""
select (select count(*) from pg_extension) as extensions, n.nspname as schema,
  case when n.oid is not null then query_to_xml(format($q$
    select queryid, <words> as words from (select queryid, min(query) as query
    from %1$I.pg_stat_statements((select count(*) <= 10000 from %1$I.pg_stat_statements(false)))
    where queryid in (select queryid from %1$I.pg_stat_statements(false) where queryid is not null
      group by queryid order by sum(<time>) desc limit 10)
    group by queryid) t
  $q$, n.nspname), true, false, '')::text end as found
from (select 1) one left join (pg_extension e join pg_namespace n on n.oid = e.extnamespace)
  on e.extname = 'pg_stat_statements'
""".replace("<words>", NORMALISED)
_ASK_TEXTS: Final = sql(
    _TEXTS.replace("<time>", "total_exec_time"),
    Text(_TEXTS.replace("<time>", "total_time"), 0, 130_000),
    since=130_000,
    seconds=5,
    rights="pg_monitor",
)
_END: Final = "</table>"
_MILLI: Final = 1000.0


def numbers(walk: Walk[Answer]) -> Statements:
    """Read the first database that has the extension. Raises Absent where none has it and all were seen."""
    rows = _only(walk, _statements)
    if any(one.query_id == "" for one in rows.statements):
        raise SessionError(Reason.DENIED, "pg_stat_statements", _GRANT)
    return rows


def texts(walk: Walk[Answer]) -> tuple[tuple[str, str], ...]:
    """Read the texts by query id."""
    return _only(walk, lambda row: tuple((_of(one, "queryid"), _of(one, "words")) for one in _rows(row)))


def _only(walk: Walk[Answer], read: Callable[[Row], R]) -> R:
    found = read_each(walk, lambda _database, table: _row(table))
    here = [row for row in found.records if row["schema"] is not None]
    if here:
        return read(here[0])
    for one in found.unseen:
        raise SessionError(
            one.reason, one.detail, _PRELOAD if "shared_preload_libraries" in str(one.detail) else one.remedy
        )
    raise Absent("pg_extension")


def _row(table: Table) -> Row:
    row = table.one()
    if not row.number("extensions"):
        raise ParseError("no extension at all, not even plpgsql", table.database)
    return row


def _rows(row: Row) -> tuple[Element, ...]:
    return tuple(root_of(row.text("found"), _END))


def _of(one: Element, name: str) -> str:
    return one.findtext(name) or ""


def _statements(row: Row) -> Statements:
    found = [Row({part.tag: part.text for part in one}) for one in _rows(row)]
    if not found:
        raise ParseError("not even our own statements", row.text("found")[:200])
    return Statements(
        statements=tuple(_statement(one) for one in found),
        count=found[0].number("entries"),
        total_seconds=(found[0].maybe("all_ms") or 0.0) / _MILLI,
        epoch=found[0].text("epoch"),
        left_out_count=int(left_out) if (left_out := found[0].get("left_out")) else None,
    )


def _statement(one: Row) -> Statement:
    page = one.number("page")
    return Statement(
        database=one.text("database"),
        query_id=one.text("queryid"),
        call_count=one.number("calls"),
        total_seconds=(one.maybe("ms") or 0.0) / _MILLI,
        row_count=one.number("rows"),
        read_bytes=one.number("blocks") * page,
        temp_bytes=one.number("temp") * page,
    )


def derive(
    found: Statements | Absent | SessionError, words: tuple[tuple[str, str], ...] | Absent | SessionError
) -> Statements:
    """The statements, with their texts where those were read."""
    if isinstance(found, Absent | SessionError):
        raise found
    known = {} if isinstance(words, Absent | SessionError) else dict(words)
    return replace(found, statements=tuple(replace(one, text=known.get(one.query_id, "")) for one in found.statements))


STATEMENTS_POSTGRES: Final = Collector(
    id="postgres.statements", provides=TOP_STATEMENTS, on=POSTGRES, ask=in_each(_ASK), parse=numbers
)
STATEMENT_TEXTS_POSTGRES: Final = Collector(
    id="postgres.statement_texts", provides=STATEMENT_TEXTS, on=POSTGRES, ask=in_each(_ASK_TEXTS), parse=texts
)
NAMED_STATEMENTS_DERIVED: Final = Derived(
    id="postgres.named_statements", provides=NAMED_STATEMENTS, of=(TOP_STATEMENTS, STATEMENT_TEXTS), derive=derive
)
