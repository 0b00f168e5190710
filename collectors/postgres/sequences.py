"""Sequences, how far they have come, and the columns that they feed.

The server shows the value only of sequences that the account may use; ``xunjian.seq_last`` of the helper schema shows all.
A statement that names a function which is not there fails, and leaves a line in the customer's log: the helper is called
through query_to_xml, which is given its name only where it exists and only superusers can have made it: a schema of that
name that anybody else made would run its code as our account. What a column's default uses is found through pg_depend; of
several columns (partitions) the narrowest counts. Each value that is asked for locks its sequence until the transaction
ends (20,000 use up the server's table of locks: measured), so only 500 are asked, first those whose table's rows come
nearest to what the column holds. Temporary sequences end with their session and are left out.

Sample (rows)::

    [["public.orders_id_seq", "1", "1", "9223372036854775807", "f", "public.orders.id", "2147483647", "t", "2040109", "6"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Walk, sql
from collectors.facts.postgres.objects import SEQUENCES, Sequence, Sequences
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table

_ASK: Final = sql(
    """
with own as (
  select d.objid as seq, d.refobjid as rel, d.refobjsubid as att from pg_depend d
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
    and d.refobjsubid > 0
  union
  select d.refobjid, ad.adrelid, ad.adnum from pg_attrdef ad
    join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = ad.oid and d.refclassid = 'pg_class'::regclass
      and d.refobjid <> ad.adrelid
), fed as (
  select distinct on (o.seq) o.seq, case a.atttypid when 21 then 32767 when 23 then 2147483647 else 9223372036854775807 end
      as top, r.relispartition as is_part, n.nspname || '.' || r.relname || '.' || a.attname as name,
      r.reltuples as rows
  from own o join pg_attribute a on a.attrelid = o.rel and a.attnum = o.att join pg_class r on r.oid = o.rel
    join pg_namespace n on n.oid = r.relnamespace order by o.seq, 2, 3, 4
), lasting as (
  select s.*, c.relname, n.nspname from pg_sequence s join pg_class c on c.oid = s.seqrelid
    join pg_namespace n on n.oid = c.relnamespace where c.relpersistence <> 't'
), chosen as (
  select s.*, f.name, f.top from lasting s left join fed f on f.seq = s.seqrelid
  order by greatest(f.rows, 0) / greatest(least(s.seqmax, f.top), 1) desc nulls last, least(s.seqmax, f.top), s.seqrelid
  limit 500
), helper as (
  select exists (select 1 from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles f on f.oid = p.proowner
    join pg_roles o on o.oid = n.nspowner
    where n.nspname = 'xunjian' and p.proname = 'seq_last' and p.pronargs = 1 and p.proargtypes[0] = 'oid'::regtype
      and p.prosecdef and f.rolsuper and o.rolsuper and has_schema_privilege(n.oid, 'usage')
      and has_function_privilege(p.oid, 'execute')) as is_there
)
select s.nspname || '.' || s.relname as name, s.seqincrement as increment, s.seqmin as bottom, s.seqmax as top,
  s.seqcycle as cycles, coalesce(s.name, '') as feeds, coalesce(s.top, 9223372036854775807) as column_top,
  has_sequence_privilege(s.seqrelid, 'select,usage') or h.is_there as is_visible,
  case when has_sequence_privilege(s.seqrelid, 'select,usage') then pg_sequence_last_value(s.seqrelid)
    when s.seqrelid is not null and h.is_there then substring(query_to_xml(
      format('select xunjian.seq_last(%s::oid) as v', s.seqrelid), true, false, '')::text from '<v>(-?[0-9]+)</v>')::bigint
    end as last,
  (select count(*) from lasting) as count
from helper h left join chosen s on true
order by 1
""",
    rights="helper",
)


def parse(walk: Walk[Answer]) -> Listing[Sequences]:
    """Read each database."""
    return read_each(walk, _sequences)


def _sequences(database: str, found: Table) -> Sequences:
    rows = [row for row in found if row["name"] is not None]
    if not found.rows:
        raise ParseError("no count of sequences", database)
    return Sequences(
        database,
        tuple(_sequence(row) for row in rows if row.flag("is_visible")),
        sum(1 for row in rows if not row.flag("is_visible")),
        found.rows[0].number("count"),
    )


def _sequence(row: Row) -> Sequence:
    return Sequence(
        name=row.text("name"),
        last=None if row["last"] is None else row.number("last"),
        increment=row.number("increment"),
        bottom=row.number("bottom"),
        top=row.number("top"),
        is_cycling=row.flag("cycles"),
        column=row.text("feeds"),
        column_top=row.number("column_top"),
    )


SEQUENCES_POSTGRES: Final = Collector(
    id="postgres.sequences", provides=SEQUENCES, on=POSTGRES, ask=in_each(_ASK), parse=parse
)
