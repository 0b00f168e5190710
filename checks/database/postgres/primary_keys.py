"""Tables without a primary key."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.relations import TRAITS, Traits
from config.limits import Layered
from config.text import _

_NAMED: Final = 10


def judge(found: Listing[Traits], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a table whose updates a publication cannot send, one of each database for all others."""
    for one in found.records:
        for table in one.keyless:
            if table.is_published:
                yield Finding(
                    f"{one.database}.{table.table}",
                    Level.WARN,
                    _("has no primary key and is published: its updates and deletes fail"),
                    observed=_("{rows:number} rows", rows=table.row_count),
                    expected=_("a primary key, or another replica identity"),
                )
        yield _rest(one)
    yield from (unknown(one.subject, one) for one in found.unseen)


def _rest(one: Traits) -> Finding:
    names = tuple(table.table for table in one.keyless if not table.is_published)[:_NAMED]
    measures = {"keyless_table_count": one.keyless_count}
    if not one.keyless_count:
        return Finding(one.database, Level.OK, _("each table has a primary key"), measures=measures)
    if one.logical_slot_count:
        summary = _(
            "{count:number} tables have no primary key, and {slots:number} logical slot(s) read this database: their "
            "updates and deletes do not come across whole",
            count=one.keyless_count,
            slots=one.logical_slot_count,
        )
        level = Level.WARN
    else:
        summary, level = _("{count:number} tables have no primary key", count=one.keyless_count), Level.NOTICE
    observed = _("the largest: {names}", names=names) if names else None
    return Finding(one.database, level, summary, observed, _("a primary key on each table of records"), measures=measures)


PRIMARY_KEYS: Final = Check(
    id="database.postgres.primary_keys",
    title=_("PostgreSQL: tables without a primary key"),
    area=Area.DB_OBJECTS,
    needs=TRAITS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("pg_index (primary key, replica identity), publications, logical replication slots"),
    remedy=_(
        "Add a primary key: build a unique index CONCURRENTLY, then ALTER TABLE ... ADD PRIMARY KEY USING INDEX. "
        "Until then REPLICA IDENTITY FULL lets a published table be updated, at a price. Tables of "
        "logs and staging may do without."
    ),
    traps=(
        _("a replica identity by another unique index, or FULL, serves as well"),
        _("the parts of a partitioned table are not counted, their parent is"),
        _("a publication of a whole schema (15 and later) or of all tables counts"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 31.1 Publication",),
)
