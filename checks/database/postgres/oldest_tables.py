"""Which tables hold the oldest transaction ids of each database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.relations import TRAITS, OldTable, Traits
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class OldLimits:
    """An age beside the mark at which autovacuum begins with that table by force."""

    behind: float = limit(1.5, unit="ratio", source="our judgement: at 1 autovacuum begins; at 1.5 it does not keep up")
    shown: float = limit(0.5, unit="ratio", source="our judgement: younger tables need no eye")


def judge(found: Listing[Traits], limits: Layered[OldLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a table that is far behind, one of each database without; those that age are a table."""
    rows: list[tuple[str, OldTable]] = []
    for one in found.records:
        bad = [table for table in one.oldest if _ratio(table) >= limits.at(f"{one.database}.{table.table}").behind]
        yield from (_finding(one.database, table) for table in bad)
        if not bad:
            yield _fine(one)
        rows += [(one.database, table) for table in one.oldest if _ratio(table) >= limits.base.shown]
    if rows:
        yield Exhibit(
            _("Tables with the oldest transaction ids"),
            (_("Database"), _("Table"), _("Age"), _("Share of the mark"), _("Size")),
            tuple(
                (
                    database,
                    table.table,
                    _("{age:number}", age=table.xid_age),
                    _("{ratio:percent}", ratio=round(_ratio(table), 3)),
                    _("{size:bytes}", size=table.size_bytes),
                )
                for database, table in rows
            ),
        )
    yield from (unknown(one.subject, one) for one in found.unseen)


def _ratio(one: OldTable) -> float:
    return one.xid_age / max(1, one.freeze_max_age)


def _finding(database: str, one: OldTable) -> Finding:
    return Finding(
        f"{database}.{one.table}",
        Level.WARN,
        _("its oldest transaction id is {ratio:percent} of autovacuum's mark", ratio=_ratio(one))
        if not one.is_being_vacuumed
        else _("its oldest transaction id is {ratio:percent} of autovacuum's mark; a vacuum is at work", ratio=_ratio(one)),
        observed=_("age {age:number}, {size:bytes}", age=one.xid_age, size=one.size_bytes),
        expected=_("near {mark:number}, where autovacuum begins by force", mark=one.freeze_max_age),
        measures={"xid_age": one.xid_age},
    )


def _fine(one: Traits) -> Finding:
    age = max((table.xid_age for table in one.oldest), default=0)
    return Finding(
        one.database,
        Level.OK,
        _("no table is far behind; the oldest transaction id is {age:number} old", age=age),
        measures={"xid_age": age},
    )


OLDEST_TABLES: Final = Check(
    id="database.postgres.oldest_tables",
    title=_("PostgreSQL: tables with the oldest transaction ids"),
    area=Area.DB_STATUS,
    needs=TRAITS,
    limits=OldLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("age(relfrozenxid) of the ten oldest tables of each database, what is set for the table, running vacuums"),
    remedy=_(
        "See the check of what holds back VACUUM first; then VACUUM (FREEZE, VERBOSE) on the tables named, off peak, the "
        "smallest first. A table that autovacuum is always stopped on (DDL, locks) needs a window."
    ),
    traps=(
        _("reaching the mark is normal: autovacuum begins there; and a table may have a mark of its own"),
        _("TOAST tables age by themselves and are named as such (pg_toast)"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 24.1.5 Preventing Transaction ID Wraparound Failures",),
)
