"""Partitioned tables: what stands in their default part, and until when their parts by time reach.

The bounds come from ``pg_get_expr(relpartbound)``, which waits for no lock (measured). Dates are compared as dates by the
server, and only where the first column of the key is a date or a timestamp: a text may look like a date and be none.

Sample (rows)::

    [["public.log", "12", "", null, null, "2026-12-01", "2026-11-01", "9", "30", "f", "1"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Statement, Walk, sql
from collectors.facts.postgres.partitions import PARTITIONS, Partitioned, Partitions
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table

_TEXT: Final = r"""
with p as (
  select t.partrelid, t.partstrat, t.partattrs, <default> as other, row_number() over (order by t.partrelid) as n from
    pg_partitioned_table t
), bounds as (
  select h.inhparent, pg_get_expr(c.relpartbound, c.oid) as words,
    p.partstrat = 'r' and coalesce(a.atttypid in (1082, 1114, 1184), false) as is_time
  from pg_inherits h join pg_class c on c.oid = h.inhrelid join p on p.partrelid = h.inhparent
    left join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
  where p.n <= 500
), dated as (
  select inhparent, words like '%TO (MAXVALUE%' as is_endless,
    case when is_time then substring(words from $x$TO \('(\d{4}-\d\d-\d\d)$x$)::date end as upper,
    case when is_time then substring(words from $x$FROM \('(\d{4}-\d\d-\d\d)$x$)::date end as lower
  from bounds
), last as (
  select inhparent, count(*) as parts, bool_or(is_endless) as is_endless, max(upper) as upper from dated group by inhparent
)
select n.nspname || '.' || c.relname as name, coalesce(l.parts, 0) as parts,
  coalesce(dn.nspname || '.' || d.relname, '') as default_name,
  case when pg_stat_get_tuples_inserted(d.oid) > 0 then pg_stat_get_live_tuples(d.oid)
    else d.reltuples::bigint end as default_rows,
  d.relpages::bigint * current_setting('block_size')::int as default_size,
  case when p.partstrat = 'r' then l.upper - current_date end as left_days,
  case when p.partstrat = 'r' then (select max(x.upper - x.lower) from dated x where x.inhparent = l.inhparent
    and x.upper = l.upper) end as width_days,
  coalesce(l.is_endless, false) as is_endless, (select count(*) from p) as count
from (select 1) one left join p on p.n <= 500 left join pg_class c on c.oid = p.partrelid
  left join pg_namespace n on n.oid = c.relnamespace left join last l on l.inhparent = p.partrelid
  left join pg_class d on d.oid = p.other left join pg_namespace dn on dn.oid = d.relnamespace
order by 1
"""
_ASK: Final = sql(
    _TEXT.replace("<default>", "nullif(t.partdefid, 0)"),
    Statement(_TEXT.replace("<default>", "null::oid"), 0, 110_000),
    since=110_000,
    seconds=15,
)


def parse(walk: Walk[Answer]) -> Listing[Partitions]:
    """Read each database."""
    return read_each(walk, _partitions)


def _partitions(database: str, found: Table) -> Partitions:
    if not found.rows:
        raise ParseError("no count of partitioned tables", database)
    tables = tuple(_partitioned(row) for row in found if row["name"] is not None)
    return Partitions(database, tables, found.rows[0].number("count"))


def _partitioned(row: Row) -> Partitioned:
    is_endless = row.flag("is_endless")
    return Partitioned(
        name=row.text("name"),
        part_count=row.number("parts"),
        default_name=row.text("default_name"),
        default_rows=None if row["default_rows"] is None else max(0, row.number("default_rows")),
        default_bytes=None if row["default_size"] is None else row.number("default_size"),
        left_days=None if row["left_days"] is None or is_endless else row.number("left_days"),
        width_days=None if row["width_days"] is None or is_endless else row.number("width_days"),
        is_endless=is_endless,
    )


PARTITIONS_POSTGRES: Final = Collector(
    id="postgres.partitions", provides=PARTITIONS, on=POSTGRES, ask=in_each(_ASK), parse=parse
)
