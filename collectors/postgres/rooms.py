"""How much room the large tables and indexes take and need, estimated from the catalogue: no table is read.

The widths of columns stand in pg_statistic, which only superusers may read. The helper view ``xunjian.column_width``
shows the widths and nothing else; without it pg_stats shows those of tables that the account may read. Both are
asked; per database the helper's word counts where there is one. The view is read by an inner statement that is run only
where it stands, so that no error comes into the server's log where it does not, and only where a superuser owns it and
its schema: a view of that name that anybody else made would run its functions as our account.

Sample (rows)::

    [["count", "", "", "3", null, null, null, "t", null, null, null, null, null, null],
     ["table", "public.orders", "", "12800", "500000", "100", "4i:4:0,-1i:60:0", "t", "f", "1200", "500000", "f", "t",
     "8192"]]
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Derived, Listing, ParseError, SessionError, Unseen, Walk, sql
from collectors.facts.postgres.bloat import ROOMS, ROOMS_BY_HELPER, ROOMS_BY_STATISTICS, Doubt, Room, Rooms
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.postgres.widths import columns, index_bytes, table_bytes
from collectors.tables import Row, Table

STALE_SHARE: Final = 0.1
"""Above it the estimate is off by as much as it says (measured: 73.6 % estimated where 26.9 % was free)."""
_BTREE_FILL: Final = 90
_HELPER: Final = """
  select split_part(x, ' ', 1)::oid as rel, split_part(x, ' ', 2)::int as att, split_part(x, ' ', 3)::int as width,
    split_part(x, ' ', 4)::float8 as nulls
  from regexp_split_to_table(substring((
    select query_to_xml(format($q$
      select string_agg(concat_ws(' ', starelid, staattnum, stawidth, stanullfrac), ',') as w from xunjian.column_width
      where not stainherit and starelid in (%s)
    $q$, (select coalesce(string_agg(oid::text, ','), '0') from (select oid from big union select indrelid from keys) o)),
      false, false, '')::text
    from helper where is_there) from '<w>(.*)</w>'), ',') as x
"""
_STATISTICS: Final = """
  select a.attrelid as rel, a.attnum as att, s.avg_width as width, s.null_frac as nulls
  from pg_stats s join pg_namespace n on n.nspname = s.schemaname
    join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
    join pg_attribute a on a.attrelid = c.oid and a.attname = s.attname
  where not s.inherited and s.tablename = any (array(select relname from pg_class
    where oid in (select oid from big union select indrelid from keys)))
"""
_TEXT: Final = """
with own as (
  select oid from pg_namespace where nspname !~ '^pg_(toast|temp)' and nspname not in ('pg_catalog', 'information_schema')
), big as (
  select oid, relpages, reltuples, reloptions from pg_class
  where relkind in ('r', 'm') and relpersistence <> 't' and relnamespace in (select oid from own)
    and relpages::bigint * current_setting('block_size')::int >= 10485760
  order by relpages desc limit 200
), large as (
  select i.indexrelid, i.indrelid, i.indkey, c.relpages, c.reltuples, c.reloptions,
    i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null and m.amname = 'btree' as is_plain
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
  where c.relkind = 'i' and c.relpersistence <> 't' and c.relnamespace in (select oid from own)
    and c.relpages::bigint * current_setting('block_size')::int >= 10485760
), keys as (
  select * from large where is_plain order by relpages desc limit 200
), held as (
  select relation from pg_locks where mode = 'AccessExclusiveLock' and relation is not null
    and database = (select oid from pg_database where datname = current_database())
), helper as (
  select exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_roles v on v.oid = c.relowner join pg_roles o on o.oid = n.nspowner
    where n.nspname = 'xunjian' and c.relname = 'column_width' and c.relkind = 'v' and v.rolsuper and o.rolsuper
      and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')) as is_there
), w as (<widths>), of_table as (
  select a.attrelid, string_agg(case when a.attisdropped then 'x' else a.attlen::text || a.attalign::text || ':'
    || coalesce(w.width::text, '') || ':' || coalesce(w.nulls::text, '') end, ',' order by a.attnum) as columns
  from pg_attribute a left join w on w.rel = a.attrelid and w.att = a.attnum
  where a.attnum > 0 and a.attrelid in (select oid from big) group by a.attrelid
), of_index as (
  select k.indexrelid, string_agg(a.attlen::text || a.attalign::text || ':' || coalesce(w.width::text, '') || ':'
    || coalesce(w.nulls::text, ''), ',' order by k.n) as columns
  from (select indexrelid, indrelid, u.att, u.n from keys, unnest(keys.indkey::int2[]) with ordinality as u(att, n)) k
    join pg_attribute a on a.attrelid = k.indrelid and a.attnum = k.att
    left join w on w.rel = a.attrelid and w.att = a.attnum
  group by k.indexrelid
), found as (
  select 'table' as kind, b.oid, b.oid as on_table, b.relpages, b.reltuples, b.reloptions, o.columns
  from big b join of_table o on o.attrelid = b.oid
  union all
  select 'index', k.indexrelid, k.indrelid, k.relpages, k.reltuples, k.reloptions, o.columns
  from keys k join of_index o on o.indexrelid = k.indexrelid
)
select 'count' as kind, '' as name, '' as on_table, (select count(*) from large where not is_plain) as pages,
  null::float8 as rows, null::int as fill, null as columns, <helper> as is_visible, null::boolean as is_held,
  null::bigint as changed, null::bigint as live, null::boolean as is_analyzed, current_setting('block_size')::int as page
union all
select f.kind, n.nspname || '.' || c.relname, case f.kind when 'index' then tn.nspname || '.' || t.relname else '' end,
  f.relpages, f.reltuples, (select option_value::int from pg_options_to_table(f.reloptions) where option_name =
    'fillfactor'),
  f.columns, <visible>, exists (select 1 from held where relation in (f.oid, f.on_table)),
  pg_stat_get_mod_since_analyze(f.on_table), pg_stat_get_live_tuples(f.on_table),
  coalesce(pg_stat_get_last_analyze_time(f.on_table), pg_stat_get_last_autoanalyze_time(f.on_table)) is not null,
  current_setting('block_size')::int
from found f join pg_class c on c.oid = f.oid join pg_namespace n on n.oid = c.relnamespace
  join pg_class t on t.oid = f.on_table join pg_namespace tn on tn.oid = t.relnamespace
"""
_IS_THERE: Final = "(select is_there from helper)"
_BY_HELPER: Final = sql(
    _TEXT.replace("<widths>", _HELPER).replace("<visible>", _IS_THERE).replace("<helper>", _IS_THERE),
    seconds=15,
    rights="helper",
)
_BY_STATISTICS: Final = sql(
    _TEXT.replace("<widths>", _STATISTICS)
    .replace("<visible>", "has_any_column_privilege(f.on_table, 'select')")
    .replace("<helper>", "false"),
    seconds=15,
)


def parse(walk: Walk[Answer]) -> Listing[Rooms]:
    """Read each database; a row of nulls tells whether the helper view was there."""
    return read_each(walk, _rooms)


def _rooms(database: str, found: Table) -> Rooms:
    heads = [row for row in found if row.text("kind") == "count"]
    if len(heads) != 1:
        raise ParseError("no count of indexes", database)
    tables = tuple(_room(row) for row in found if row.text("kind") == "table")
    indexes = tuple(_room(row) for row in found if row.text("kind") == "index")
    return Rooms(database, tables, indexes, heads[0].number("pages"), heads[0].flag("is_visible"))


def _room(row: Row) -> Room:
    page, is_index = row.number("page"), row.text("kind") == "index"
    doubt, rows = _doubt(row), row.maybe("rows") or 0.0
    fill = row.number("fill", _BTREE_FILL if is_index else 100)
    measure = index_bytes if is_index else table_bytes
    needed = None if doubt is not Doubt.NONE else measure(columns(row.text("columns")), rows, fill, page)
    return Room(row.text("name"), row.text("on_table"), row.number("pages") * page, needed, doubt)


def _doubt(row: Row) -> Doubt:
    """The first reason for which the estimate would say nothing. Never analysed is 0 rows up to 13, -1 from 14 on."""
    if row.flag("is_held"):
        return Doubt.LOCKED
    if (row.maybe("rows") or 0.0) <= 0:
        return Doubt.NEVER_ANALYZED
    if any(one.width is None for one in columns(row.text("columns"))):
        return Doubt.NO_WIDTHS if row.flag("is_visible") else Doubt.HIDDEN
    changed, live = row.number("changed"), row.number("live")
    if not live and not changed and not row.flag("is_analyzed"):
        return Doubt.LOST
    return Doubt.STALE if changed > STALE_SHARE * live else Doubt.NONE


def derive(
    helper: Listing[Rooms] | Absent | SessionError, statistics: Listing[Rooms] | Absent | SessionError
) -> Listing[Rooms]:
    """Per database the helper's word where there is one, else that of pg_stats; unseen where there is neither."""
    if isinstance(statistics, Absent | SessionError):
        if isinstance(helper, Absent | SessionError):
            raise statistics
        lost = (
            (Unseen("", statistics.reason, statistics.detail, statistics.remedy),)
            if isinstance(statistics, SessionError)
            else ()
        )
        return Listing(helper.records, (*helper.unseen, *lost))
    told = {one.database: one for one in statistics.records}
    if isinstance(helper, Listing):
        told |= {one.database: one for one in helper.records if one.is_through_helper or one.database not in told}
    unseen = tuple(one for one in statistics.unseen if one.subject not in told)
    return Listing(tuple(told[name] for name in sorted(told)), unseen)


ROOMS_HELPER_POSTGRES: Final = Collector(
    id="postgres.rooms.helper", provides=ROOMS_BY_HELPER, on=POSTGRES, ask=in_each(_BY_HELPER), parse=parse
)
ROOMS_STATISTICS_POSTGRES: Final = Collector(
    id="postgres.rooms.statistics",
    provides=ROOMS_BY_STATISTICS,
    on=POSTGRES,
    ask=in_each(_BY_STATISTICS),
    parse=parse,
)
ROOMS_DERIVED: Final = Derived(
    id="postgres.rooms", provides=ROOMS, of=(ROOMS_BY_HELPER, ROOMS_BY_STATISTICS), derive=derive
)
