"""Indexes and foreign keys as flat rows of pg_index and pg_constraint; which of them is too much or missing is judged here.

``pg_get_indexdef`` and the view pg_indexes wait behind an exclusive lock on the table, pg_get_expr and the catalogue's own
columns do not (measured). Only the tables with the largest indexes are looked at: at 100,000 tables the whole of pg_index
would be read otherwise.

Sample (rows of indexes)::

    [["public.orders", "orders_a", "819200", "btree", "2:1978:0:0", "", "f", "", "f", "", "1"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Statement, Walk, sql
from collectors.facts.postgres.keys import (
    FOREIGN_KEYS,
    INDEXES,
    ForeignKey,
    ForeignKeys,
    Index,
    IndexedTable,
    Indexes,
)
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table

_INDEXES: Final = """
with own as (
  select oid from pg_namespace where nspname !~ '^pg_(toast|temp)' and nspname not in ('pg_catalog', 'information_schema')
), several as (
  select i.indrelid, max(c.relpages) as pages from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indisvalid and c.relnamespace in (select oid from own) group by i.indrelid having count(*) > 1
), chosen as (
  select indrelid from several order by pages desc, indrelid limit 400
), needed as (
  select conindid, string_agg(distinct case contype when 'f' then 'foreign_key' else 'constraint' end, ',') as serves
  from pg_constraint where conindid <> 0 group by conindid
)
select tn.nspname || '.' || t.relname as on_table, c.relname as name,
  c.relpages::bigint * current_setting('block_size')::int as size, m.amname as method,
  (select string_agg(k.att || ':' || i.indclass[k.n - 1] || ':' || i.indcollation[k.n - 1] || ':' || i.indoption[k.n - 1],
    ',' order by k.n) from unnest(i.indkey::int2[]) with ordinality as k(att, n) where k.n <= <keys>) as keys,
  coalesce((select string_agg(k.att::text, ',' order by k.n) from unnest(i.indkey::int2[]) with ordinality as k(att, n)
    where k.n > <keys>), '') as included,
  i.indexprs is not null as has_expression, coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
  i.indisunique as is_unique,
  concat_ws(',', case when i.indisreplident then 'replica_identity' end, case when i.indisclustered then 'cluster' end,
    case when exists (select 1 from pg_inherits h where h.inhrelid = i.indexrelid) then 'partition' end,
    n.serves) as serves,
  (select count(*) from several) as count
from (select 1) one left join (chosen join pg_index i on i.indrelid = chosen.indrelid and i.indisvalid
  join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
  join pg_class t on t.oid = i.indrelid join pg_namespace tn on tn.oid = t.relnamespace
  left join needed n on n.conindid = i.indexrelid) on true
order by 1, 2
"""
_ASK_INDEXES: Final = sql(
    _INDEXES.replace("<keys>", "i.indnkeyatts"),
    Statement(_INDEXES.replace("<keys>", "i.indnatts"), 0, 110_000),
    since=110_000,
    seconds=15,
)
_FOREIGN_KEYS: Final = """
with f as (
  select k.oid, k.conname, k.conrelid, k.confrelid, k.conkey, c.relpages, c.reltuples, c.relkind
  from pg_constraint k join pg_class c on c.oid = k.conrelid where k.contype = 'f' <own>
), chosen as (
  select * from f order by relpages desc, oid limit 500
)
select n.nspname || '.' || c.relname as on_table, f.conname as name, pn.nspname || '.' || p.relname as parent,
  array_to_string(f.conkey, ' ') as keys, greatest(f.reltuples::bigint, pg_stat_get_live_tuples(f.conrelid)) as rows,
  f.relpages::bigint * current_setting('block_size')::int as size, pg_stat_get_tuples_deleted(f.confrelid) as deleted,
  array_to_string(i.indkey::int2[], ' ') as index_keys, coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
  (select count(*) from f) as count
from (select 1) one left join chosen f on true left join pg_class c on c.oid = f.conrelid
  left join pg_namespace n on n.oid = c.relnamespace left join pg_class p on p.oid = f.confrelid
  left join pg_namespace pn on pn.oid = p.relnamespace
  left join (pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_am m on m.oid = ic.relam
    and m.amname in ('btree', 'hash')) on i.indrelid = f.conrelid and i.indisvalid and i.indisready
order by 1, 2, i.indexrelid
"""
_ASK_FOREIGN_KEYS: Final = sql(
    _FOREIGN_KEYS.replace("<own>", "and k.conparentid = 0"),
    Statement(_FOREIGN_KEYS.replace("<own>", ""), 0, 110_000),
    since=110_000,
    seconds=15,
)


def indexes(walk: Walk[Answer]) -> Listing[Indexes]:
    """Read each database."""
    return read_each(walk, _indexes)


def foreign_keys(walk: Walk[Answer]) -> Listing[ForeignKeys]:
    """Read each database."""
    return read_each(walk, _foreign_keys)


def _indexes(database: str, found: Table) -> Indexes:
    tables: dict[str, list[Index]] = {}
    for row in found:
        if row["on_table"] is not None:
            tables.setdefault(row.text("on_table"), []).append(_index(row))
    return Indexes(database, tuple(IndexedTable(name, tuple(its)) for name, its in tables.items()), _count(found, database))


def _index(row: Row) -> Index:
    return Index(
        name=row.text("name"),
        size_bytes=row.number("size"),
        method=row.text("method"),
        keys=_parts(row.text("keys"), ","),
        included=_parts(row.text("included"), ","),
        has_expression=row.flag("has_expression"),
        predicate=row.text("predicate"),
        is_unique=row.flag("is_unique"),
        serves=_parts(row.text("serves"), ","),
    )


def _foreign_keys(database: str, found: Table) -> ForeignKeys:
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        if row["on_table"] is not None:
            rows.setdefault((row.text("on_table"), row.text("name")), []).append(row)
    return ForeignKeys(database, tuple(_foreign_key(of) for of in rows.values()), _count(found, database))


def _foreign_key(of: list[Row]) -> ForeignKey:
    one = of[0]
    return ForeignKey(
        table=one.text("on_table"),
        name=one.text("name"),
        parent=one.text("parent"),
        columns=_numbers(one.text("keys")),
        row_count=one.number("rows"),
        size_bytes=one.number("size"),
        parent_deleted_count=one.number("deleted", 0),
        indexes=tuple(
            (_numbers(row.text("index_keys")), row.text("predicate")) for row in of if row["index_keys"] is not None
        ),
    )


def _parts(text: str, between: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(between) if one)


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(one) for one in text.split())
    except ValueError:
        raise ParseError("no numbers of columns", text[:200]) from None


def _count(found: Table, database: str) -> int:
    if not found.rows:
        raise ParseError("no count", database)
    return found.rows[0].number("count")


INDEXES_POSTGRES: Final = Collector(
    id="postgres.indexes", provides=INDEXES, on=POSTGRES, ask=in_each(_ASK_INDEXES), parse=indexes
)
FOREIGN_KEYS_POSTGRES: Final = Collector(
    id="postgres.foreign_keys", provides=FOREIGN_KEYS, on=POSTGRES, ask=in_each(_ASK_FOREIGN_KEYS), parse=foreign_keys
)
