"""Tables with old transaction ids, without primary key, without write-ahead log: from pg_class, without touching them.

Sample (rows)::

    [["count", "", "412", "0", "3", "1", null], ["old", "public.orders", "61000000", "104857600", "200000000", null, "f"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Statement, Walk, sql
from collectors.facts.postgres.relations import TRAITS, Keyless, OldTable, Traits
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table

_TEXT: Final = """
with k as (
  select current_setting('block_size')::bigint as page, current_setting('autovacuum_freeze_max_age')::bigint as mark
), own as (
  select oid, nspname from pg_namespace
  where nspname !~ '^pg_(toast|temp)' and nspname not in ('pg_catalog', 'information_schema')
), old as (
  select c.oid, n.nspname || '.' || c.relname as name, age(c.relfrozenxid) as age, c.relpages * k.page as size,
    least(k.mark, coalesce((select option_value::bigint from pg_options_to_table(c.reloptions)
      where option_name = 'autovacuum_freeze_max_age'), k.mark)) as mark
  from k, pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm', 't') and c.relfrozenxid <> '0' order by 3 desc, 2 limit 10
), sent as (
  select 1 as one from pg_publication where puballtables and (pubupdate or pubdelete)
), keyless as (
  select n.nspname || '.' || c.relname as name, c.reltuples::bigint as rows, exists (select 1 from sent) or exists (
    select 1 from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where r.prrelid = c.oid and (p.pubupdate or p.pubdelete)) <by_schema> as is_sent
  from pg_class c join own n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relpersistence = 'p' and not c.relispartition and c.relreplident <> 'f'
    and not exists (select 1 from pg_index i where i.indrelid = c.oid and (i.indisprimary or i.indisreplident))
), bare as (
  select n.nspname || '.' || c.relname as name, c.relpages * k.page as size
  from k, pg_class c join own n on n.oid = c.relnamespace where c.relkind = 'r' and c.relpersistence = 'u'
)
select 'count' as kind, '' as name, (select count(*) from pg_class where relkind in ('r', 'p', 'm')) as a,
  (select count(*) from keyless) as b, (select count(*) from bare) as c,
  (select count(*) from pg_replication_slots where slot_type = 'logical' and database = current_database()) as d,
  null::boolean as flag
union all
select 'old', name, age, size, mark, null,
  exists (select 1 from pg_stat_progress_vacuum p where p.relid = old.oid) from old
union all
select 'keyless', name, rows, null, null, null, is_sent from (
  select * from keyless order by is_sent desc, rows desc, name limit 50) x
union all
select 'unlogged', name, size, null, null, null, null from (select * from bare order by size desc, name limit 50) y
"""
_BY_SCHEMA: Final = """or exists (select 1 from pg_publication_namespace s join pg_publication p on p.oid = s.pnpubid
    where s.pnnspid = c.relnamespace and (p.pubupdate or p.pubdelete))"""
_ASK: Final = sql(
    _TEXT.replace("<by_schema>", _BY_SCHEMA),
    Statement(_TEXT.replace("<by_schema>", ""), 0, 150_000),
    since=150_000,
    seconds=15,
)


def parse(walk: Walk[Answer]) -> Listing[Traits]:
    """Read each database."""
    return read_each(walk, _traits)


def _traits(database: str, found: Table) -> Traits:
    rows: dict[str, list[Row]] = {"count": [], "old": [], "keyless": [], "unlogged": []}
    for row in found:
        rows.setdefault(row.text("kind"), []).append(row)
    if len(rows["count"]) != 1:
        raise ParseError("no count of tables", database)
    count = rows["count"][0]
    return Traits(
        database=database,
        count=count.number("a"),
        oldest=tuple(
            OldTable(row.text("name"), row.number("a"), row.number("c"), row.number("b"), row.flag("flag"))
            for row in rows["old"]
        ),
        keyless=tuple(Keyless(row.text("name"), max(0, row.number("a")), row.flag("flag")) for row in rows["keyless"]),
        keyless_count=count.number("b"),
        unlogged=tuple((row.text("name"), row.number("a")) for row in rows["unlogged"]),
        unlogged_count=count.number("c"),
        logical_slot_count=count.number("d"),
    )


TABLE_TRAITS_POSTGRES: Final = Collector(
    id="postgres.table_traits", provides=TRAITS, on=POSTGRES, ask=in_each(_ASK), parse=parse
)
