"""How many tables, indexes, routines ... each schema holds: from the catalogue alone, without the server's own schemas.

Partitions come and go by the calendar and are left out with their indexes; NOT NULL is a constraint of its own from 18 on
(pg_constraint.contype n) and is left out, so that two versions can be compared.

Sample (rows)::

    [["public", "table", "12", "1", "2"], ["public", "index", "15", "1", "2"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Reason, SessionError, Walk, sql
from collectors.facts.postgres.counts import OBJECT_COUNTS, ObjectCounts, SchemaCount
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table

_TEXT: Final = """
with own as (
  select oid, nspname, row_number() over (order by nspname) as n from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema'
), found as (
  select relnamespace as schema, case relkind when 'r' then 'table' when 'p' then 'table' when 'v' then 'view'
    when 'm' then 'view' when 'S' then 'sequence' when 'f' then 'foreign_table' else 'index' end as kind
  from pg_class where relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'i', 'I') and not relispartition
  union all select pronamespace, 'routine' from pg_proc
  union all select connamespace, 'constraint' from pg_constraint k where contype not in ('n', 't') and not exists (
    select 1 from pg_class c where c.oid = k.conrelid and c.relispartition)
  union all select c.relnamespace, 'trigger' from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and not c.relispartition
), grouped as (
  select o.nspname, f.kind, count(*) as count from found f join own o on o.oid = f.schema
  where o.n <= 1000 group by 1, 2
)
select g.nspname as schema, g.kind, g.count, (select count(*) from own) as schemas, (select count(*) from grouped) as groups
from (select 1) one left join grouped g on true order by 1, 2
"""
_ASK: Final = sql(_TEXT, since=100_000, seconds=15, most=9000)


def parse(walk: Walk[Answer]) -> Listing[ObjectCounts]:
    """Read each database."""
    return read_each(walk, _counts)


def _counts(database: str, found: Table) -> ObjectCounts:
    if not found.rows:
        raise ParseError("no count of schemas", database)
    counts = tuple(_count(row) for row in found if row["kind"] is not None)
    groups = found.rows[0].number("groups")
    if len(counts) != groups:
        raise SessionError(Reason.CUT, f"{len(counts)} / {groups}")
    return ObjectCounts(database, counts, found.rows[0].number("schemas"))


def _count(row: Row) -> SchemaCount:
    return SchemaCount(row.text("schema"), row.text("kind"), row.number("count"))


OBJECT_COUNTS_POSTGRES: Final = Collector(
    id="postgres.object_counts", provides=OBJECT_COUNTS, on=POSTGRES, ask=in_each(_ASK), parse=parse
)
