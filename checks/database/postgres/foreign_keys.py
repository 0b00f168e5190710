"""Foreign keys whose columns no index of the referring table begins with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.keys import FOREIGN_KEYS, ForeignKey, ForeignKeys
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class ForeignKeyLimits:
    """From what size of the referring table on the missing index is felt."""

    least_bytes: int = limit(10 * 2**20, unit="bytes", source="our judgement: a smaller table is read whole in no time")
    warn_rows: int = limit(100_000, unit="count", source="our judgement")


_NOT_NULL: Final = re.compile(r"\(?\s*(\"[^\"]+\"|[^\s()]+) IS NOT NULL\s*\)?", re.IGNORECASE)


def judge(found: Listing[ForeignKeys], limits: Layered[ForeignKeyLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a foreign key that is felt, one of each database without any."""
    for one in found.records:
        bad = [key for key in one.keys if not has_index(key)]
        felt = [key for key in bad if _is_large(key, limits.at(f"{one.database}.{key.table} {key.name}"))]
        for key in felt:
            yield _finding(one.database, key, limits.at(f"{one.database}.{key.table} {key.name}"))
        if not felt:
            yield Finding(
                one.database,
                Level.OK,
                _(
                    "{seen:number} of {count:number} foreign keys seen; {small:number} lack an index, all on small tables",
                    seen=len(one.keys),
                    count=one.count,
                    small=len(bad),
                ),
                measures={"foreign_key_count": one.count},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


def has_index(key: ForeignKey) -> bool:
    """Whether an index begins with its columns, in any order; one without the nulls of its only column is as good."""
    wanted, width = set(key.columns), len(key.columns)
    return any(
        set(columns[:width]) == wanted and (not predicate or (width == 1 and _NOT_NULL.fullmatch(predicate) is not None))
        for columns, predicate in key.indexes
    )


def _is_large(key: ForeignKey, limits: ForeignKeyLimits) -> bool:
    """By its pages or its rows: a table that was never vacuumed nor analysed has no pages in the catalogue."""
    return key.size_bytes >= limits.least_bytes or key.row_count >= limits.warn_rows


def _finding(database: str, key: ForeignKey, limits: ForeignKeyLimits) -> Finding:
    is_felt = key.row_count >= limits.warn_rows and key.parent_deleted_count > 0
    return Finding(
        f"{database}.{key.table} {key.name}",
        Level.WARN if is_felt else Level.NOTICE,
        _(
            "no index begins with its columns: each delete from {parent} reads the whole of {table} under a lock",
            parent=key.parent,
            table=key.table,
        ),
        observed=_(
            "{rows:number} rows, {size:bytes}; {deleted:number} rows deleted from {parent} since the statistics began",
            rows=max(0, key.row_count),
            size=key.size_bytes,
            deleted=key.parent_deleted_count,
            parent=key.parent,
        ),
        expected=_("an index that begins with the columns of the foreign key"),
        measures={"row_count": max(0, key.row_count), "parent_deleted_count": key.parent_deleted_count},
    )


FOREIGN_KEYS_CHECK: Final = Check(
    id="database.postgres.foreign_keys",
    title=_("PostgreSQL: foreign keys without an index"),
    area=Area.DB_TUNING,
    needs=FOREIGN_KEYS,
    limits=ForeignKeyLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("pg_constraint, the indexes of the referring tables, the count of rows deleted from the tables referred to"),
    remedy=_(
        "CREATE INDEX CONCURRENTLY on the columns of the foreign key, off peak. Effect: deletes and changes of keys in the "
        "referred table no longer read the referring one whole, and hold their locks shortly; effort: small. Where rows of "
        "the referred table are never deleted, nothing is to be done."
    ),
    traps=(
        _("the order of the columns does not matter; an index that begins with them serves, however much follows"),
        _("a partial index serves only where its condition is that the only column is not null"),
        _("of partitioned tables the parent's key is counted, not its copies in each part (11 and later)"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 5.4.5 Foreign Keys",),
)
