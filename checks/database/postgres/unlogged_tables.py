"""Tables that are not written to the write-ahead log."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.relations import TRAITS, Traits
from config.limits import Layered
from config.text import _

_NAMED: Final = 10


def judge(found: Listing[Traits], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a database."""
    for one in found.records:
        yield _of(one)
    yield from (unknown(one.subject, one) for one in found.unseen)


def _of(one: Traits) -> Finding:
    measures = {"unlogged_table_count": one.unlogged_count}
    if not one.unlogged_count:
        return Finding(one.database, Level.OK, _("every table is logged"), measures=measures)
    size = sum(size for _name, size in one.unlogged)
    return Finding(
        one.database,
        Level.NOTICE,
        _(
            "{count:number} unlogged tables ({size:bytes}): a crash empties them, standbys and backups do not hold them",
            count=one.unlogged_count,
            size=size,
        ),
        observed=_("{names}", names=tuple(name for name, _size in one.unlogged[:_NAMED])),
        expected=_("only what can be made anew is unlogged"),
        measures=measures,
    )


UNLOGGED_TABLES: Final = Check(
    id="database.postgres.unlogged_tables",
    title=_("PostgreSQL: unlogged tables"),
    area=Area.DB_OBJECTS,
    needs=TRAITS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_class.relpersistence"),
    remedy=_(
        "Ask whether their rows may be lost (caches, staging). Where not: ALTER TABLE ... SET LOGGED; it rewrites the "
        "table under an exclusive lock, so in a window."
    ),
    traps=(_("a physical backup holds only their empty form"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: CREATE TABLE, UNLOGGED",),
)
