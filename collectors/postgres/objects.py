"""Indexes that are not valid, constraints that were never verified, triggers that are switched off.

An index that is just being built is not valid either: from version 12 the server says which are being built.

Sample (rows)::

    [["count", "", "", "87"], ["unique_index", "public.orders_no_key", "public.orders", null]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Statement, Walk, sql
from collectors.facts.postgres.objects import OBJECTS, BrokenObject, Objects
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Table

_TEXT: Final = """
select 'count' as kind, '' as name, '' as on_table, ((select count(*) from pg_index) + (select count(*) from pg_constraint)
  + (select count(*) from pg_trigger where not tgisinternal)) as count
union all
select case when <building> then 'building_index' when i.indisunique then 'unique_index' else 'index' end,
  n.nspname || '.' || c.relname, tn.nspname || '.' || t.relname, null
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class t on t.oid = i.indrelid join pg_namespace tn on tn.oid = t.relnamespace
where (not i.indisvalid or not i.indisready) and c.relkind = 'i'
union all
select 'constraint', k.conname, n.nspname || '.' || t.relname, null
from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace
where not k.convalidated
union all
select distinct case when g.tgisinternal then 'key_trigger' else 'trigger' end, coalesce(k.conname, g.tgname),
  n.nspname || '.' || t.relname, null::bigint
from pg_trigger g join pg_class t on t.oid = g.tgrelid join pg_namespace n on n.oid = t.relnamespace
  left join pg_constraint k on k.oid = g.tgconstraint and g.tgisinternal
where g.tgenabled = 'D' limit 500
"""
_ASK: Final = sql(
    _TEXT.replace(
        "<building>", "exists (select 1 from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)"
    ),
    Statement(
        _TEXT.replace(
            "<building>", "exists (select 1 from pg_locks l where l.relation = i.indexrelid and l.mode like '%Exclusive%')"
        ),
        0,
        120_000,
    ),
    since=120_000,
)


def parse(walk: Walk[Answer]) -> Listing[Objects]:
    """Read each database."""
    return read_each(walk, _objects)


def _objects(database: str, found: Table) -> Objects:
    counts = [row.number("count") for row in found if row.text("kind") == "count"]
    if len(counts) != 1:
        raise ParseError("no count of objects", database)
    return Objects(
        database,
        counts[0],
        tuple(
            BrokenObject(row.text("kind"), row.text("name"), row.text("on_table"))
            for row in found
            if row.text("kind") != "count"
        ),
    )


OBJECTS_POSTGRES: Final = Collector(id="postgres.objects", provides=OBJECTS, on=POSTGRES, ask=in_each(_ASK), parse=parse)
