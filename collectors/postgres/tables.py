"""Tables that need a vacuum or an analyse: from the counters of statistics and the catalogue, never from the tables.

The counters of dead rows are read per table by function (a table that was never vacuumed has no pages in the catalogue, and
may be full of them), which costs a fraction of what the view does. The mark honours what a table sets for itself, and from
version 18 the cap that autovacuum has.

Sample (rows)::

    [["count", "", "412", null, null, null, null, null, null, "f", "on"],
     ["dead", "public.a", "9", "250000", "1", "4.9", "true", "61.2", null, null, null]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Reason, Unseen, Walk, sql
from collectors.facts.postgres.objects import TABLES, DeadRows, StaleTable, Tables
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table
from config.text import _

_ASK: Final = sql(
    """
with g as (
  select current_setting('autovacuum_vacuum_threshold')::float8 as bt,
    current_setting('autovacuum_vacuum_scale_factor')::float8 as sf,
    coalesce(nullif(current_setting('autovacuum_vacuum_max_threshold', true), '-1')::float8, 'infinity'::float8) as cap
), t as (
  select c.oid, n.nspname || '.' || c.relname as name, c.relkind, pg_stat_get_live_tuples(c.oid) as live,
    pg_stat_get_dead_tuples(c.oid) as dead, pg_stat_get_mod_since_analyze(c.oid) as changed, c.reltuples,
    coalesce((select option_value::float8 from pg_options_to_table(c.reloptions)
      where option_name = 'autovacuum_vacuum_threshold'), g.bt) as bt,
    coalesce((select option_value::float8 from pg_options_to_table(c.reloptions)
      where option_name = 'autovacuum_vacuum_scale_factor'), g.sf) as sf, g.cap,
    coalesce((select option_value from pg_options_to_table(c.reloptions) where option_name = 'autovacuum_enabled'), 'true')
      as enabled
  from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join g
  where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname <> 'pg_toast'
    and (c.relpages > 0 or pg_stat_get_dead_tuples(c.oid) > 0 or pg_stat_get_mod_since_analyze(c.oid) > 0)
), u as (
  select *, dead / greatest(least(bt + sf * greatest(reltuples, 0), cap), 1) as over_ratio,
    extract(epoch from clock_timestamp()
      - greatest(pg_stat_get_last_autovacuum_time(oid), pg_stat_get_last_vacuum_time(oid))) as vacuumed,
    extract(epoch from clock_timestamp()
      - greatest(pg_stat_get_last_autoanalyze_time(oid), pg_stat_get_last_analyze_time(oid))) as analyzed
  from t where dead > 10000 or changed > 50000
)
select 'count' as kind, '' as name, (select count(*) from t) as live, null::bigint as dead, null::bigint as changed,
  null::float8 as over_ratio, null as enabled, null::float8 as vacuumed, null::float8 as analyzed,
  pg_is_in_recovery() as is_standby, current_setting('track_counts') as counts
union all
select 'dead', name, live, dead, changed, over_ratio, enabled, vacuumed, analyzed, null, null from (
  select * from u where dead > 10000 order by over_ratio desc limit 30) d
union all
select 'stale', name, live, dead, changed, over_ratio, enabled, vacuumed, analyzed, null, null from (
  select * from u where changed > 50000 order by changed desc limit 30) s
""",
    seconds=15,
)

_STANDBY: Final = _("a standby keeps no statistics of dead and changed rows: its primary does")
_COUNTS: Final = _("switch track_counts on: without it autovacuum does not work either")


def parse(walk: Walk[Answer]) -> Listing[Tables]:
    """Read each database; one whose server keeps no statistics of its tables is unseen."""
    found = read_each(walk, _tables)
    kept = tuple(one for one in found.records if isinstance(one, Tables))
    return Listing(kept, found.unseen + tuple(one for one in found.records if isinstance(one, Unseen)))


def _tables(database: str, found: Table) -> Tables | Unseen:
    rows: dict[str, list[Row]] = {"count": [], "dead": [], "stale": []}
    for row in found:
        rows.setdefault(row.text("kind"), []).append(row)
    if len(rows["count"]) != 1:
        raise ParseError("no count of tables", database)
    head = rows["count"][0]
    if head.flag("is_standby"):
        return Unseen(database, Reason.NO_RECORD, _STANDBY)
    if not head.flag("counts"):
        return Unseen(database, Reason.NO_RECORD, "track_counts = off", _COUNTS)
    return Tables(
        database,
        head.number("live"),
        tuple(
            DeadRows(
                row.text("name"),
                row.number("dead"),
                row.number("live"),
                row.maybe("over_ratio") or 0.0,
                row.flag("enabled"),
                row.maybe("vacuumed"),
            )
            for row in rows["dead"]
        ),
        tuple(
            StaleTable(row.text("name"), row.number("live"), row.number("changed"), row.maybe("analyzed"))
            for row in rows["stale"]
        ),
    )


TABLES_POSTGRES: Final = Collector(id="postgres.tables", provides=TABLES, on=POSTGRES, ask=in_each(_ASK), parse=parse)
