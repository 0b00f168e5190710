"""The largest tables of each database: by the catalogue's count of pages, and of the first 30 by their files.

The functions of size wait for whoever holds a table exclusively, or stands in the queue for it, and hold up those
behind. So the catalogue is asked alone; the files only of tables that nobody holds so, nor waits for, nor one of their
indexes.

Sample (rows)::

    [["public.orders", "r", "104857600", "20971520", "0", "412"]]
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from collectors.base import Absent, Answer, Collector, Derived, Listing, ParseError, SessionError, Walk, sql
from collectors.facts.postgres.relations import CATALOGUED, FILE_SIZES, LARGEST, FileSizes, Largest, Relation
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Table

_ASK: Final = sql(
    """
with k as (select current_setting('block_size')::bigint as page), big as (
  select oid, relname, relnamespace, relkind, relpages, reltoastrelid from pg_class
  where relkind in ('r', 'm') and relpersistence <> 't' order by relpages desc, oid limit 60
)
select n.nspname || '.' || c.relname as name, c.relkind, c.relpages * k.page as size,
  coalesce((select sum(x.relpages::bigint) from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid =
    c.oid), 0)
    * k.page as indexes,
  coalesce((select t.relpages::bigint from pg_class t where t.oid = c.reltoastrelid), 0) * k.page as toast,
  (select count(*) from pg_class where relkind in ('r', 'm')) as count
from k, big c join pg_namespace n on n.oid = c.relnamespace
order by c.relpages desc, 1
"""
)
_FILES: Final = sql(
    """
with held as (
  select relation from pg_locks where mode = 'AccessExclusiveLock' and relation is not null
    and database = (select oid from pg_database where datname = current_database())
)
select n.nspname || '.' || c.relname as name, pg_total_relation_size(c.oid) as size
from (
  select oid, relname, relnamespace, relpages from pg_class c
  where relkind in ('r', 'm') and relpersistence <> 't' and relpages > 0
    and not exists (select 1 from held where relation in (c.oid, c.reltoastrelid))
    and not exists (select 1 from pg_index i, held where i.indrelid in (c.oid, c.reltoastrelid) and relation = i.indexrelid)
  order by relpages desc limit 30
) c join pg_namespace n on n.oid = c.relnamespace
"""
)
_SHOWN: Final = 30


def catalogued(walk: Walk[Answer]) -> Listing[Largest]:
    """Read each database by its catalogue."""
    return read_each(walk, _largest)


def files(walk: Walk[Answer]) -> Listing[FileSizes]:
    """Read what the files have, database by database."""
    return read_each(
        walk,
        lambda database, found: FileSizes(database, tuple((row.text("name"), row.number("size")) for row in found)),
    )


def _largest(database: str, found: Table) -> Largest:
    if not found.rows:
        raise ParseError("no tables, not even the catalogue's own", database)
    made = [
        Relation(row.text("name"), row.text("relkind"), row.number("size"), row.number("indexes"), row.number("toast"))
        for row in found
    ]
    made.sort(key=lambda one: -one.size_bytes)
    return Largest(database, tuple(made[:_SHOWN]), found.rows[0].number("count"))


def derive(
    found: Listing[Largest] | Absent | SessionError, sizes: Listing[FileSizes] | Absent | SessionError
) -> Listing[Largest]:
    """The tables by the catalogue, with the size of their files where it was told."""
    if isinstance(found, Absent | SessionError):
        raise found
    known: Mapping[str, Mapping[str, int]] = (
        {} if isinstance(sizes, Absent | SessionError) else {one.database: dict(one.sizes) for one in sizes.records}
    )
    return Listing(tuple(_sized(one, known.get(one.database, {})) for one in found.records), found.unseen)


def _sized(one: Largest, sizes: Mapping[str, int]) -> Largest:
    made = [replace(of, exact_bytes=sizes.get(of.name)) for of in one.relations]
    return replace(one, relations=tuple(sorted(made, key=lambda of: -of.size_bytes)))


RELATIONS_POSTGRES: Final = Collector(
    id="postgres.relations", provides=CATALOGUED, on=POSTGRES, ask=in_each(_ASK), parse=catalogued
)
RELATION_FILES_POSTGRES: Final = Collector(
    id="postgres.relation_files", provides=FILE_SIZES, on=POSTGRES, ask=in_each(_FILES), parse=files
)
LARGEST_DERIVED: Final = Derived(id="postgres.largest", provides=LARGEST, of=(CATALOGUED, FILE_SIZES), derive=derive)
