"""Collations and extensions of each database, whose recorded version is another than what the system has now.

A control file that is broken aborts the whole list of extensions (met on a package of version 10): so they are a
question of their own.

Sample (rows of collations)::

    [["count", "", "", "", "792", "t"], ["collation", "public.german", "153.14", "153.120", null, null]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Statement, Walk, sql
from collectors.facts.postgres.versions import COLLATIONS, EXTENSIONS, Collations, Extensions, Versioned
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table

_OF_DATABASE: Final = """
union all
select 'database', datname, datcollversion, coalesce(pg_database_collation_actual_version(oid), ''), null, null
from pg_database where datname = current_database() and datcollversion is distinct from
  pg_database_collation_actual_version(oid)
"""
_COLLATIONS: Final = """
select 'count' as kind, '' as name, '' as made_with, '' as now,
  (select count(*) from pg_collation where collversion is not null) as count, <known> as knows_database
union all
select 'collation', n.nspname || '.' || c.collname, c.collversion, coalesce(pg_collation_actual_version(c.oid), ''),
  null, null
from pg_collation c join pg_namespace n on n.oid = c.collnamespace
where c.collversion is not null and c.collversion is distinct from pg_collation_actual_version(c.oid)
"""
_LEAST: Final = " limit 200"
_ASK_COLLATIONS: Final = sql(
    _COLLATIONS.replace("<known>", "true") + _OF_DATABASE + _LEAST,
    Statement(_COLLATIONS.replace("<known>", "false") + _LEAST, 0, 150_000),
    since=150_000,
)
_ASK_EXTENSIONS: Final = sql(
    """
select 'extension' as kind, e.extname as name, e.extversion as made_with, coalesce(a.default_version, '') as now,
  a.default_version is distinct from e.extversion as differs
from pg_extension e left join pg_available_extensions a on a.name = e.extname order by 2
"""
)


def collations(walk: Walk[Answer]) -> Listing[Collations]:
    """Read each database."""
    return read_each(walk, _collations)


def extensions(walk: Walk[Answer]) -> Listing[Extensions]:
    """Read each database."""
    return read_each(walk, _extensions)


def _collations(database: str, found: Table) -> Collations:
    heads = [row for row in found if row.text("kind") == "count"]
    if len(heads) != 1:
        raise ParseError("no count of collations", database)
    differing = tuple(_versioned(row) for row in found if row.text("kind") != "count")
    return Collations(database, differing, heads[0].number("count"), heads[0].flag("knows_database"))


def _extensions(database: str, found: Table) -> Extensions:
    if not found.rows:
        raise ParseError("no extension at all, not even plpgsql", database)
    return Extensions(database, tuple(_versioned(row) for row in found if row.flag("differs")), len(found.rows))


def _versioned(row: Row) -> Versioned:
    return Versioned(row.text("kind"), row.text("name"), row.text("made_with"), row.text("now"))


COLLATIONS_POSTGRES: Final = Collector(
    id="postgres.collations", provides=COLLATIONS, on=POSTGRES, ask=in_each(_ASK_COLLATIONS), parse=collations
)
EXTENSIONS_POSTGRES: Final = Collector(
    id="postgres.extensions", provides=EXTENSIONS, on=POSTGRES, ask=in_each(_ASK_EXTENSIONS), parse=extensions
)
