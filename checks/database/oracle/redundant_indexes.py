"""Do indexes repeat what a longer one does? Every change of the table pays for each of them."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.objects import INDEXING, Index, Indexing
from config.limits import Layered
from config.text import _

_SHOWN: Final = 10


def judge(indexing: Listing[Indexing], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each container."""
    for one in indexing.records:
        pairs = list(_pairs(one))
        if not pairs:
            yield Finding(
                one.database, Level.OK, _("none of {count:number} indexes repeats another", count=len(one.indexes))
            )
            continue
        yield Finding(
            one.database,
            Level.NOTICE,
            _("{count:number} index(es) are the beginning of another one", count=len(pairs)),
            quote="; ".join(f"{a.owner}.{a.name} < {b.owner}.{b.name} ({', '.join(a.columns)})" for a, b in pairs[:_SHOWN]),
            measures={"redundant_count": float(len(pairs))},
        )


def _pairs(one: Indexing) -> Iterator[tuple[Index, Index]]:
    """Each index that another one of its table begins with; of equal ones Oracle allows no second that is visible."""
    by_table: dict[str, list[Index]] = {}
    for index in one.indexes:
        by_table.setdefault(index.table, []).append(index)
    for its in by_table.values():
        for short in its:
            longer = next((long for long in its if _repeats(short, long)), None)
            if longer is not None:
                yield short, longer


def _repeats(short: Index, long: Index) -> bool:
    if short is long or short.is_unique or short.is_key or not long.is_visible or short.is_reversed or long.is_reversed:
        return False
    return len(short.columns) < len(long.columns) and long.columns[: len(short.columns)] == short.columns


REDUNDANT_INDEXES: Final = Check(
    id="database.oracle.redundant_indexes",
    title=_("Oracle: redundant indexes"),
    area=Area.DB_TUNING,
    needs=INDEXING,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("dba_indexes, dba_ind_columns, dba_constraints"),
    remedy=_(
        "Make the shorter one invisible first (alter index ... invisible), watch for a month end, then drop it. Effect: "
        "faster changes and less space; effort: minutes, with a look at hints that name it."
    ),
    traps=(
        NOT_RUN,
        _("an index that holds up a primary or unique key, or is unique, is never redundant"),
        _("a reverse key index serves no range, and is not compared"),
        _("descending columns, bitmaps and functions make another index, and are not compared"),
        _("the shorter index is smaller: a query that reads it whole may become slower"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_INDEXES, DBA_IND_COLUMNS",),
)
