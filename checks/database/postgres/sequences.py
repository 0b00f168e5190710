"""Sequences and the columns they feed: how much room is left before inserts fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.postgres.objects import SEQUENCES, Sequence, Sequences
from config.limits import Layered, compare, limit
from config.text import _

FOLLOWED: Final = 0.25
"""Ours: from here on a sequence has a finding of its own, so that its history begins in good time."""


@dataclass(frozen=True, slots=True)
class SequenceLimits:
    """Share of the numbers that are used up."""

    warn: float = limit(0.75, unit="ratio", source="check_postgres 85 %; ours leaves time to change a column's type")
    critical: float = limit(0.90, unit="ratio", source="check_postgres 95 %; as above")


def judge(found: Listing[Sequences], limits: Layered[SequenceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a sequence near its end, one of each database that has none so far."""
    for one in found.records:
        bad = 0
        for sequence in one.sequences:
            subject = f"{one.database}.{sequence.name}"
            mine = limits.at(subject)
            ratio = used_ratio(sequence)
            level = LEVEL_OF_SIDE[compare(ratio, mine.warn, mine.critical)]
            if level is Level.OK and ratio < FOLLOWED:
                continue
            bad += level is not Level.OK
            yield _finding(subject, sequence, ratio, Level.NOTICE if sequence.is_cycling else level, mine)
        if one.hidden_count:
            detail = _("{count:number} of {all:number} sequences are hidden", count=one.hidden_count, all=one.count)
            yield unknown(one.database, Unseen(one.database, Reason.DENIED, detail, _HELPER))
        elif (left := one.count - len(one.sequences)) > 0:
            detail = _("{count:number} of {all:number} sequences were not looked at", count=left, all=one.count)
            yield unknown(one.database, Unseen(one.database, Reason.NOT_ASKED, detail, _IN_PARTS))
        elif not bad:
            yield Finding(
                one.database,
                Level.OK,
                _("none of {count:number} sequences is near its end", count=one.count),
                measures={"sequence_count": one.count},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


_HELPER: Final = _(
    "install the helper that “xunjian doctor --grants postgres” prints: it shows the value of a sequence and nothing else"
)


_IN_PARTS: Final = _(
    "each value that is read locks its sequence until the statement ends, so only the 500 likeliest were read: look at the "
    "others in pg_sequences some hundred at a time"
)


def used_ratio(one: Sequence) -> float:
    """Share of the numbers between the sequence's start and its end, or the end of the column's type, that are used."""
    if one.last is None:
        return 0.0
    if one.increment > 0:
        top = min(one.top, one.column_top)
        return (one.last - one.bottom + 1) / max(1, top - one.bottom + 1)
    bottom = max(one.bottom, -one.column_top - 1)
    return (one.top - one.last + 1) / max(1, one.top - bottom + 1)


def _finding(subject: str, one: Sequence, ratio: float, level: Level, limits: SequenceLimits) -> Finding:
    return Finding(
        subject,
        level,
        _("{ratio:percent} of its numbers are used; it feeds {column}", ratio=ratio, column=one.column or "-"),
        observed=_(
            "at {last:number}; the column holds at most {most:number}",
            last=one.last or 0,
            most=min(one.top, one.column_top),
        ),
        expected=_("below {warn:percent}", warn=limits.warn),
        measures={"sequence_used_ratio": ratio},
    )


SEQUENCES_CHECK: Final = Check(
    id="database.postgres.sequences",
    title=_("PostgreSQL: sequences near their end"),
    area=Area.DB_OBJECTS,
    needs=SEQUENCES,
    limits=SequenceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_sequence, the last value, and the type of the column that takes it"),
    remedy=_(
        "Plan the change of the column to bigint (and of those that refer to it) in good time: it rewrites the table, so "
        "on a large one by a new column with a trigger and a switch in a window. A sequence that itself is too small: "
        "ALTER SEQUENCE ... AS bigint is done at once."
    ),
    traps=(
        _("a bigint sequence that feeds an integer column ends where the column does"),
        _("a descending sequence is judged from its upper end"),
        _("a sequence whose value may not be seen is not inspected; other tools say that it is unused"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: CREATE SEQUENCE",),
)
