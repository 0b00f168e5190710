"""Are indexes unusable? Inserts into a unique one fail, and queries that relied on another read the whole table."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.objects import INDEX_STATES, IndexStates, UnusableIndex
from config.limits import Layered
from config.text import _


def judge(states: Listing[IndexStates], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each container, one an index that cannot be used."""
    for one in states.records:
        if not one.unusable:
            yield Finding(one.database, Level.OK, _("all {count:number} indexes can be used", count=one.indexes_count))
        for index in one.unusable:
            yield _finding(one.database, index)


def _finding(database: str, index: UnusableIndex) -> Finding:
    summary = _("the index is unusable")
    if index.parts_count:
        summary = _("{count:number} partition(s) of the index are unusable", count=index.parts_count)
    level = Level.CRITICAL if index.is_unique else Level.WARN
    if index.is_unique:
        summary = _("{what}, and it is unique: inserts fail", what=summary)
    return Finding(
        f"{database}.{index.owner}.{index.name}",
        level,
        summary,
        quote=f"{index.owner}.{index.name} UNUSABLE {index.parts_count}",
    )


UNUSABLE_INDEXES: Final = Check(
    id="database.oracle.unusable_indexes",
    title=_("Oracle: unusable indexes"),
    area=Area.DB_OBJECTS,
    needs=INDEX_STATES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_indexes, dba_ind_partitions, dba_ind_subpartitions"),
    remedy=_(
        "Find out what made it so (move of the table, a partition that was dropped without update indexes, a direct load), "
        "rebuild it online in a quiet hour (alter index ... rebuild [partition] online), and add update indexes to the job."
    ),
    traps=(
        NOT_RUN,
        _("a partitioned index reads N/A as a whole: its partitions and subpartitions are looked at"),
        _("somebody may have set it unusable for a load that is running now"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_INDEXES, DBA_IND_PARTITIONS",),
)
