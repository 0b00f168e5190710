"""Does undo suffice? Without it transactions fail (ORA-30036) and long queries too (ORA-01555)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.activity import UNDO, Undo
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class UndoLimits:
    """What open transactions hold, and errors of the last seven days."""

    warn: float = limit(0.85, unit="ratio", source="our own: held by open transactions, which nothing frees")
    notice_too_old_count: int = limit(1, unit="count", source="our own: a query failed with ORA-01555")
    warn_too_old_count: int = limit(10, unit="count", source="our own: more than a query a day failed with ORA-01555")


def judge(undo: Listing[Undo], limits: Layered[UndoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an undo tablespace."""
    for one in undo.records:
        level, summary = _verdict(one, limits.at(one.subject))
        states = dict(one.by_status)
        yield Finding(
            one.subject,
            level,
            summary,
            observed=_(
                "active {active:bytes}, unexpired {unexpired:bytes}, expired {expired:bytes} of {limit:bytes}; "
                "longest query "
                "{longest:duration}, kept for {kept:duration}",
                active=states.get("ACTIVE", 0),
                unexpired=states.get("UNEXPIRED", 0),
                expired=states.get("EXPIRED", 0),
                limit=one.limit_bytes,
                longest=one.errors.longest_seconds,
                kept=one.errors.retention_seconds,
            ),
            quote=f"{one.by_status} ssolderrcnt={one.errors.too_old_count} nospaceerrcnt={one.errors.no_space_count}",
            measures={
                "active_bytes": float(states.get("ACTIVE", 0)),
                "too_old_count": float(one.errors.too_old_count),
                "no_space_count": float(one.errors.no_space_count),
            },
        )


def _verdict(one: Undo, limits: UndoLimits) -> tuple[Level, Text]:
    if one.errors.no_space_count:
        return Level.CRITICAL, _(
            "{count:number} time(s) in seven days a transaction found no undo space", count=one.errors.no_space_count
        )
    active = dict(one.by_status).get("ACTIVE", 0)
    share = active / one.limit_bytes if one.limit_bytes else 1.0
    if share >= limits.warn:
        return Level.WARN, _("open transactions hold {share:percent} of it", share=share)
    if one.errors.too_old_count >= limits.notice_too_old_count:
        return Level.WARN if one.errors.too_old_count >= limits.warn_too_old_count else Level.NOTICE, _(
            "{count:number} query(ies) of seven days failed with ORA-01555", count=one.errors.too_old_count
        )
    return Level.OK, _("open transactions hold {share:percent} of it, and no query was short of it", share=share)


UNDO_SPACE: Final = Check(
    id="database.oracle.undo_space",
    title=_("Oracle: undo"),
    area=Area.DB_SPACE,
    needs=UNDO,
    limits=UndoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_undo_extents, gv$undostat of seven days, dba_data_files"),
    remedy=_(
        "ORA-01555: compare the longest query with what is kept; shorten the query, or give the tablespace room and raise "
        "undo_retention. No space: find the transaction that holds it (long transactions of this report) before files are "
        "added."
    ),
    traps=(
        NOT_RUN,
        _("expired undo is free, and unexpired undo of a fixed file fills it by design: a full tablespace is no fault"),
        _("the errors are of the whole database: of several undo tablespaces each shows them"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_UNDO_EXTENTS, V$UNDOSTAT",),
)
