"""Indexes that are not valid, constraints that were never verified, triggers that are switched off.

An index that is just being built is not valid either: from version 12 the server says which are being built,
to pg_monitor; to others only that something is. Of each kind the first hundred are named, and all are counted.

Sample (rows)::

    [["count", "", "", "87"], ["unique_index", "public.orders_no_key", "public.orders", "1"]]
"""

from collections import Counter
from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Statement, Walk, sql
from collectors.facts.postgres.objects import OBJECTS, BrokenObject, Objects
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Table

_TEXT: Final = """
with broken as (
  select case <building> when i.indisunique then 'unique_index' else 'index' end as kind,
    n.nspname || '.' || c.relname as name, tn.nspname || '.' || t.relname as on_table
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class t on t.oid = i.indrelid join pg_namespace tn on tn.oid = t.relnamespace
  where (not i.indisvalid or not i.indisready) and c.relkind = 'i'
  union all
  select 'constraint', k.conname, n.nspname || '.' || t.relname
  from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace
  where not k.convalidated
  union all
  select distinct case when g.tgisinternal then 'key_trigger' else 'trigger' end, coalesce(k.conname, g.tgname),
    n.nspname || '.' || t.relname
  from pg_trigger g join pg_class t on t.oid = g.tgrelid join pg_namespace n on n.oid = t.relnamespace
    left join pg_constraint k on k.oid = g.tgconstraint and g.tgisinternal
  where g.tgenabled = 'D'
)
select 'count' as kind, '' as name, '' as on_table, ((select count(*) from pg_index) + (select count(*) from pg_constraint)
  + (select count(*) from pg_trigger where not tgisinternal)) as count
union all
select kind, name, on_table, of_kind from (
  select *, row_number() over (partition by kind order by on_table, name) as n, count(*) over (partition by kind) as of_kind
  from broken
) b where n <= 100
"""
_PROGRESS: Final = """
    when exists (select 1 from pg_stat_progress_create_index p where p.index_relid = i.indexrelid) then 'building_index'
    when exists (select 1 from pg_stat_progress_create_index p where p.relid is null and p.datname = current_database())
      then 'unclear_index'
"""
_LOCKS: Final = """
    when exists (select 1 from pg_locks l where l.relation = i.indexrelid and l.mode like '%Exclusive%')
      then 'building_index'
    when exists (select 1 from pg_locks l where l.relation = i.indrelid and l.mode = 'ShareUpdateExclusiveLock')
      then 'unclear_index'
"""
_ASK: Final = sql(
    _TEXT.replace("<building>", _PROGRESS.strip()),
    Statement(_TEXT.replace("<building>", _LOCKS.strip()), 0, 120_000),
    since=120_000,
)


def parse(walk: Walk[Answer]) -> Listing[Objects]:
    """Read each database."""
    return read_each(walk, _objects)


def _objects(database: str, found: Table) -> Objects:
    heads = [row for row in found if row.text("kind") == "count"]
    if len(heads) != 1:
        raise ParseError("no count of objects", database)
    rows = [row for row in found if row.text("kind") != "count"]
    shown = Counter(row.text("kind") for row in rows)
    counts = {row.text("kind"): row.number("count") for row in rows}
    return Objects(
        database,
        heads[0].number("count"),
        tuple(BrokenObject(row.text("kind"), row.text("name"), row.text("on_table")) for row in rows),
        tuple((kind, count - shown[kind]) for kind, count in sorted(counts.items()) if count > shown[kind]),
    )


OBJECTS_POSTGRES: Final = Collector(id="postgres.objects", provides=OBJECTS, on=POSTGRES, ask=in_each(_ASK), parse=parse)
