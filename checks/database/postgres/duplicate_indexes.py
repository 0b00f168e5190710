"""Indexes that another index of the same table makes needless."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.keys import INDEXES, Index, Indexes
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class DuplicateLimits:
    """From what size on a needless index is worth a word."""

    least_bytes: int = limit(10 * 2**20, unit="bytes", source="our judgement: below 10 MiB dropping it gains nothing")


def judge(found: Listing[Indexes], limits: Layered[DuplicateLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a needless index, one of each database without any."""
    for one in found.records:
        bad = [
            (table.table, needless, kept)
            for table in one.tables
            for needless, kept in needless_of(table.indexes)
            if needless.size_bytes >= limits.at(f"{one.database}.{table.table} {needless.name}").least_bytes
        ]
        for table, needless, kept in bad:
            yield _finding(f"{one.database}.{table} {needless.name}", table, needless, kept)
        if not bad:
            yield Finding(
                one.database,
                Level.OK,
                _(
                    "no needless index was found on {seen:number} of {count:number} tables with several indexes",
                    seen=len(one.tables),
                    count=one.count,
                ),
                measures={"table_count": len(one.tables)},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


def needless_of(indexes: Sequence[Index]) -> Iterator[tuple[Index, Index]]:
    """Pairs of a needless index and the one that does its work. Of two equal ones the one that something needs is kept."""
    dropped: set[str] = set()
    for one in sorted(indexes, key=_worth):
        kept = next(
            (o for o in sorted(indexes, key=_worth, reverse=True) if o.name not in dropped and _covers(o, one)), None
        )
        if kept is not None and not one.serves:
            dropped.add(one.name)
            yield one, kept


def _worth(one: Index) -> tuple[bool, bool, int, int, str]:
    """What is kept of two that do each other's work: what a constraint needs, what is unique, what holds more."""
    return bool(one.serves), one.is_unique, len(one.keys), len(one.included), one.name


def _covers(kept: Index, one: Index) -> bool:
    """Whether ``kept`` serves every query that ``one`` serves, and keeps out the doubles that it keeps out."""
    is_comparable = (
        kept.name != one.name
        and kept.method == one.method == "btree"
        and not (kept.has_expression or one.has_expression)
        and kept.predicate == one.predicate
    )
    if not is_comparable or kept.keys[: len(one.keys)] != one.keys:
        return False
    if one.is_unique and not (kept.is_unique and len(kept.keys) == len(one.keys)):
        return False
    held = {*kept.included, *(key.split(":")[0] for key in kept.keys)}
    return held.issuperset(one.included)


def _finding(subject: str, table: str, one: Index, kept: Index) -> Finding:
    is_equal = len(one.keys) == len(kept.keys)
    return Finding(
        subject,
        Level.NOTICE,
        _("does the same as {kept} on {table}", kept=kept.name, table=table)
        if is_equal
        else _("is the beginning of {kept} on {table}, which serves its queries too", kept=kept.name, table=table),
        observed=_(
            "{size:bytes} that each write keeps up; effect of dropping it: faster writes, less to back up; effort: small",
            size=one.size_bytes,
        ),
        expected=_("each index serves what no other serves"),
        measures={"index_bytes": one.size_bytes},
    )


DUPLICATE_INDEXES: Final = Check(
    id="database.postgres.duplicate_indexes",
    title=_("PostgreSQL: duplicate and redundant indexes"),
    area=Area.DB_TUNING,
    needs=INDEXES,
    limits=DuplicateLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_(
        "columns, operator classes, collations, directions, included columns and predicates of the indexes of the 400 "
        "tables with the largest of them (pg_index), and which constraints need them"
    ),
    remedy=_(
        "Keep its definition (pg_get_indexdef), test on a copy that the plans stay, then DROP INDEX CONCURRENTLY off peak. "
        "An index that only begins another one is smaller than that: for a few hot queries it may be worth its keep."
    ),
    traps=(
        _("another operator class (text_pattern_ops), direction, predicate or collation makes another index"),
        _("indexes behind a constraint, a foreign key, the replica identity or CLUSTER are never called needless"),
        _("a unique index is needless only beside another unique one of the same columns"),
        _("before version 11 there are no included columns, and the catalogue has no column that counts them"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 11.3 Multicolumn Indexes, pg_index",),
)
