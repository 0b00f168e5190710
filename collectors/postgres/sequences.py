"""Sequences, how far they have come, and the columns that they feed.

The server shows the value only of sequences that the account may use; ``xunjian.seq_last`` of the helper schema shows all.
A statement that names a function which is not there fails, and leaves a line in the customer's log: the helper is called
through query_to_xml, which is given its name only where it exists. What a column's default uses is found through pg_depend.

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
)
select n.nspname || '.' || c.relname as name, s.seqincrement as increment, s.seqmin as bottom, s.seqmax as top,
  s.seqcycle as cycles, coalesce(rn.nspname || '.' || r.relname || '.' || a.attname, '') as feeds,
  case a.atttypid when 21 then 32767 when 23 then 2147483647 else 9223372036854775807 end as column_top,
  has_sequence_privilege(s.seqrelid, 'select,usage') or to_regprocedure('xunjian.seq_last(oid)') is not null as is_visible,
  case when has_sequence_privilege(s.seqrelid, 'select,usage') then pg_sequence_last_value(s.seqrelid)
    when s.seqrelid is not null and to_regprocedure('xunjian.seq_last(oid)') is not null then substring(query_to_xml(
      format('select xunjian.seq_last(%s) as v', s.seqrelid), true, false, '')::text from '<v>(-?[0-9]+)</v>')::bigint
    end as last,
  (select count(*) from pg_sequence) as count
from (select 1) one left join pg_sequence s on true left join pg_class c on c.oid = s.seqrelid
  left join pg_namespace n on n.oid = c.relnamespace left join own o on o.seq = s.seqrelid
  left join pg_attribute a on a.attrelid = o.rel and a.attnum = o.att left join pg_class r on r.oid = o.rel
  left join pg_namespace rn on rn.oid = r.relnamespace
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
