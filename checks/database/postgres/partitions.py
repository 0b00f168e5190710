"""Partitioned tables: rows that found no part of their own, and parts that end soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown, worst
from collectors.base import Listing
from collectors.facts.postgres.partitions import PARTITIONS, Partitioned, Partitions
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class PartitionLimits:
    """How far ahead parts should stand."""

    warn_days: int = limit(30, unit="days", source="our judgement: a month to make the next part in")
    parts_ahead: int = limit(3, unit="count", source="our judgement: of short parts (days, weeks) so many suffice")
    past_days: int = limit(90, unit="days", source="our judgement: one that ended longer ago is an archive")


def judge(found: Listing[Partitions], limits: Layered[PartitionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a partitioned table that wants something done, one of each database where none does."""
    for one in found.records:
        bad = [made for table in one.tables if (made := _judged(one.database, table, limits)) is not None]
        yield from bad
        if not bad:
            yield Finding(
                one.database,
                Level.OK,
                _(
                    "{seen:number} of {count:number} partitioned tables seen: their parts reach far enough, no default "
                    "part holds rows",
                    seen=len(one.tables),
                    count=one.count,
                ),
                measures={"partitioned_table_count": one.count},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


def _judged(database: str, one: Partitioned, limits: Layered[PartitionLimits]) -> Finding | None:
    subject = f"{database}.{one.name}"
    found = [said for said in (_ends(one, limits.at(subject)), _default(one)) if said is not None]
    if not found:
        return None
    level = worst(level for level, _summary in found)
    summary = next(summary for its, summary in found if its is level)
    return Finding(
        subject,
        level,
        summary,
        observed=_("{count:number} parts; default part: {name}", count=one.part_count, name=one.default_name or "-"),
        expected=_("parts stand ready ahead of time, and the default part is empty"),
        measures={"left_days": one.left_days} if one.left_days is not None else {},
    )


def _ends(one: Partitioned, limits: PartitionLimits) -> tuple[Level, Text] | None:
    """By time: whether the last part ends soon. A table of short parts needs only a few ahead."""
    if one.left_days is None:
        return None
    wanted = min(limits.warn_days, limits.parts_ahead * (one.width_days or limits.warn_days))
    if one.left_days >= wanted:
        return None
    if one.left_days < -limits.past_days:
        return Level.NOTICE, _("its last part ended {days:number} days ago: an archive, or forgotten", days=-one.left_days)
    if one.left_days >= 0:
        return Level.WARN, _("its last part ends in {days:number} days, and no other follows", days=one.left_days)
    if one.default_name:
        return Level.WARN, _("its last part ended {days:number} days ago: rows go to the default part", days=-one.left_days)
    return Level.CRITICAL, _("its last part ended {days:number} days ago: inserts of today fail", days=-one.left_days)


def _default(one: Partitioned) -> tuple[Level, Text] | None:
    if not one.default_rows:
        return None
    return Level.WARN, _(
        "its default part {name} holds about {rows:number} rows ({size:bytes})",
        name=one.default_name,
        rows=one.default_rows,
        size=one.default_bytes or 0,
    )


PARTITIONS_CHECK: Final = Check(
    id="database.postgres.partitions",
    title=_("PostgreSQL: partitions"),
    area=Area.DB_OBJECTS,
    needs=PARTITIONS,
    limits=PartitionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_partitioned_table, the bounds of the parts, pages and rows of default parts by the catalogue"),
    remedy=_(
        "Make the next parts now, and have a job (pg_partman, cron) make them ahead. Rows in a default part hinder new "
        "parts: in a window detach it, make the right parts, move the rows, attach it again empty."
    ),
    traps=(
        _("a part without end (MAXVALUE) needs no successor, but grows for ever"),
        _("a table of short parts needs only a few ahead; one that ended long ago is an archive"),
        _(
            "a default part may have pages and no row: rows count by the statistics, and by the catalogue where those "
            "were lost"
        ),
        _("version 10 has no default parts; hash and list partitions have no end"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 5.11 Table Partitioning",),
)
