"""How often large indexes and tables were used since the statistics began. Only two inspections of ours make this a rate.

Of indexes only those are asked that nothing but a query needs: not unique, behind no constraint, not the replica
identity, no part of a partitioned index, at least 10 MiB.

Sample (rows)::

    [["epoch", "2026-11-22 03:00:01+00 ", "", "0", "f", "0", null], ["index", "public.orders_a", "public.orders",
    "20971520", null, "0", null]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Walk, sql
from collectors.facts.postgres.uses import USES, IndexUse, TableReads, Uses
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Table

_ASK: Final = sql(
    """
with own as (
  select oid, nspname from pg_namespace
  where nspname !~ '^pg_(toast|temp)' and nspname not in ('pg_catalog', 'information_schema')
)
select 'epoch' as kind, pg_postmaster_start_time()::text || ' ' || coalesce((select stats_reset::text from pg_stat_database
  where datname = current_database()), '') as name, '' as on_table, 0::bigint as size, pg_is_in_recovery() as is_standby,
  (select count(*) from pg_stat_replication) as scans, null::bigint as rows, null::bigint as live
union all
select 'index', n.nspname || '.' || c.relname, tn.nspname || '.' || t.relname,
  c.relpages::bigint * current_setting('block_size')::int, null, pg_stat_get_numscans(c.oid), null, null
from (
  select i.indrelid, x.oid, x.relname, x.relpages, x.relnamespace from pg_class x join pg_index i on i.indexrelid = x.oid
  where x.relkind = 'i' and x.relpages::bigint * current_setting('block_size')::int >= 10485760
    and not i.indisunique and not i.indisreplident and i.indisvalid
    and x.relnamespace in (select oid from own) and not exists (select 1 from pg_constraint k where k.conindid = x.oid)
    and not exists (select 1 from pg_inherits h where h.inhrelid = x.oid)
  order by x.relpages desc limit 500
) c join own n on n.oid = c.relnamespace join pg_class t on t.oid = c.indrelid join own tn on tn.oid = t.relnamespace
union all
select 'table', n.nspname || '.' || c.relname, '', c.relpages::bigint * current_setting('block_size')::int, null,
  pg_stat_get_numscans(c.oid), pg_stat_get_tuples_returned(c.oid), pg_stat_get_live_tuples(c.oid)
from (
  select oid, relname, relpages, relnamespace from pg_class
  where relkind in ('r', 'm') and relpersistence <> 't' and relpages::bigint * current_setting('block_size')::int >=
    10485760
    and relnamespace in (select oid from own) order by relpages desc limit 500
) c join own n on n.oid = c.relnamespace
""",
    seconds=15,
)


def parse(walk: Walk[Answer]) -> Listing[Uses]:
    """Read each database."""
    return read_each(walk, _uses)


def _uses(database: str, found: Table) -> Uses:
    heads = [row for row in found if row.text("kind") == "epoch"]
    if len(heads) != 1:
        raise ParseError("no epoch", database)
    return Uses(
        database,
        heads[0].text("name"),
        heads[0].flag("is_standby"),
        heads[0].number("scans"),
        tuple(
            IndexUse(row.text("name"), row.text("on_table"), row.number("size"), row.number("scans", 0))
            for row in found
            if row.text("kind") == "index"
        ),
        tuple(
            TableReads(
                row.text("name"), row.number("live", 0), row.number("size"), row.number("scans", 0), row.number("rows", 0)
            )
            for row in found
            if row.text("kind") == "table"
        ),
    )


USES_POSTGRES: Final = Collector(id="postgres.uses", provides=USES, on=POSTGRES, ask=in_each(_ASK), parse=parse)
