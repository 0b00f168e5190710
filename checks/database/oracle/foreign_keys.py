"""Have foreign keys an index? Without one, a change of the parent locks the whole child table."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.objects import INDEXING, ForeignKey, Index, Indexing
from config.limits import Layered
from config.text import _

_SHOWN: Final = 10


def judge(indexing: Listing[Indexing], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each container."""
    for one in indexing.records:
        by_table: dict[str, list[Index]] = {}
        for index in one.indexes:
            by_table.setdefault(index.table, []).append(index)
        missing = [key for key in one.keys if not any(_serves(index, key) for index in by_table.get(key.table, ()))]
        yield _finding(one, missing)


def _serves(index: Index, key: ForeignKey) -> bool:
    """The key's columns are the first of the index, in any order."""
    return index.is_visible and set(index.columns[: len(key.columns)]) == set(key.columns)


def _finding(one: Indexing, missing: list[ForeignKey]) -> Finding:
    if not missing:
        return Finding(one.database, Level.OK, _("all {count:number} foreign keys have an index", count=len(one.keys)))
    return Finding(
        one.database,
        Level.NOTICE,
        _("{count:number} of {all:number} foreign keys have no index", count=len(missing), all=len(one.keys)),
        quote="; ".join(f"{key.table}({', '.join(key.columns)}) {key.name}" for key in missing[:_SHOWN]),
        measures={"missing_count": float(len(missing))},
    )


FOREIGN_KEYS_CHECK: Final = Check(
    id="database.oracle.foreign_keys",
    title=_("Oracle: foreign keys without an index"),
    area=Area.DB_TUNING,
    needs=INDEXING,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("dba_constraints, dba_cons_columns, dba_indexes, dba_ind_columns"),
    remedy=_(
        "Ask whether rows of the parent are deleted or their key changed; if so create the index online in a quiet hour. "
        "Effect: no lock of the whole child table, fewer deadlocks (ORA-00060); effort: minutes to an hour each, and every "
        "insert into the child pays for one more index."
    ),
    traps=(
        NOT_RUN,
        _("two indexes of one column each do not serve a key of two columns"),
        _("the order of the key's columns within the index does not matter"),
        _("the primary key of an index-organised table and a reverse key index serve too"),
        _("a key whose parent never changes needs no index"),
        _("an index that is invisible to the optimizer is not counted"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Concepts: locks and foreign keys",),
)
