"""Foreign keys with their columns, and ordinary indexes with theirs, a row a column; our own code tells what fits what.

A join in SQL took two indexes of one column each for one of two columns: the rows are asked flat for that reason.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from collectors.base import Answer, Collector, Derived, Listing, Walk, listing
from collectors.facts.oracle.objects import FOREIGN_KEYS, INDEXES, INDEXING, ForeignKey, Index, Indexing
from collectors.oracle.containers import ORACLE, by_container, in_each, needed
from collectors.oracle.owners import of_owners
from collectors.tables import Row

_MOST: Final = 60_000
_KEYS: Final = (
    "select c.owner, c.constraint_name, c.table_name, k.column_name, k.position from dba_constraints c "
    "join dba_cons_columns k on k.owner = c.owner and k.constraint_name = c.constraint_name "
    "where c.constraint_type = 'R' and c.status = 'ENABLED' and {OWNER:c.owner} "
    "order by c.owner, c.constraint_name, k.position"
)
_INDEXES: Final = (
    "select i.owner, i.index_name, i.table_owner || '.' || i.table_name as table_name, i.uniqueness, i.visibility, "
    "i.leaf_blocks, i.index_type, c.column_name, c.column_position, c.descend, k.constraint_name from dba_indexes i "
    "join dba_ind_columns c on c.index_owner = i.owner and c.index_name = i.index_name left join dba_constraints k "
    "on k.index_owner = i.owner and k.index_name = i.index_name and k.constraint_type in ('P', 'U') "
    "where i.index_type in ('NORMAL', 'NORMAL/REV', 'IOT - TOP') and {OWNER:i.owner} "
    "order by i.owner, i.index_name, c.column_position"
)


def _keys(database: str, rows: tuple[Row, ...]) -> tuple[str, tuple[ForeignKey, ...]]:
    def key(row: Row) -> tuple[str, str]:
        return row.text("owner"), row.text("constraint_name")

    return database, tuple(_key(list(part)) for _name, part in groupby(rows, key))


def _key(rows: list[Row]) -> ForeignKey:
    return ForeignKey(
        owner=rows[0].text("owner"),
        name=rows[0].text("constraint_name"),
        table=f"{rows[0].text('owner')}.{rows[0].text('table_name')}",
        columns=_columns(rows),
    )


def _indexes(database: str, rows: tuple[Row, ...]) -> tuple[str, tuple[Index, ...]]:
    def key(row: Row) -> tuple[str, str]:
        return row.text("owner"), row.text("index_name")

    return database, tuple(_index(list(part)) for _name, part in groupby(rows, key))


def _index(rows: list[Row]) -> Index:
    first = rows[0]
    return Index(
        owner=first.text("owner"),
        name=first.text("index_name"),
        table=first.text("table_name"),
        columns=_columns(rows),
        is_unique=first.text("uniqueness") == "UNIQUE",
        is_key=any(row.text("constraint_name") for row in rows),
        leaf_blocks=first.number("leaf_blocks", 0),
        is_visible=first.text("visibility") != "INVISIBLE",
        is_reversed=first.text("index_type") == "NORMAL/REV",
    )


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    """The columns in their order, once each: an index that two constraints stand on comes twice."""
    named = (row.text("column_name") + (" DESC" if row.get("descend") == "DESC" else "") for row in rows)
    return tuple(dict.fromkeys(named))


def parse_keys(walk: Walk[Answer]) -> Listing[tuple[str, tuple[ForeignKey, ...]]]:
    """Read the foreign keys of every container."""
    return by_container(walk, _keys)


def parse_indexes(walk: Walk[Answer]) -> Listing[tuple[str, tuple[Index, ...]]]:
    """Read the ordinary indexes of every container."""
    return by_container(walk, _indexes)


def derive(
    keys: Listing[tuple[str, tuple[ForeignKey, ...]]] | Exception,
    indexes: Listing[tuple[str, tuple[Index, ...]]] | Exception,
) -> Listing[Indexing]:
    """Put the keys and indexes of each container together; one that lacks either is Unseen."""
    of_keys, of_indexes = needed(keys), needed(indexes)
    missed = {one.subject: one for part in (of_keys, of_indexes) for one in part.unseen}
    by_database = dict(of_indexes.records)
    found = (Indexing(name, its, by_database[name]) for name, its in of_keys.records if name in by_database)
    return listing(found, tuple(missed.values()))


FOREIGN_KEYS_DBA: Final = Collector(
    id="oracle.foreign_keys",
    provides=FOREIGN_KEYS,
    on=ORACLE,
    ask=in_each(of_owners(_KEYS, most=_MOST)),
    parse=parse_keys,
)
INDEXES_DBA: Final = Collector(
    id="oracle.indexes",
    provides=INDEXES,
    on=ORACLE,
    ask=in_each(of_owners(_INDEXES, most=_MOST)),
    parse=parse_indexes,
)
INDEXING_ORACLE: Final = Derived(id="oracle.indexing", provides=INDEXING, of=(FOREIGN_KEYS, INDEXES), derive=derive)
