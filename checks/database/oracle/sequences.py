"""Do sequences come near their end? Past it every insert that takes a number fails (ORA-08004)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.limits import SEQUENCES, SequenceNumber, SequenceNumbers
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class SequenceLimits:
    """Share of the numbers that are used up."""

    warn: float = limit(0.8, unit="ratio", source="our own: time to change the columns that it feeds")
    critical: float = limit(0.95, unit="ratio", source="our own: before inserts fail")


def judge(found: Listing[SequenceNumbers], limits: Layered[SequenceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a sequence near its end, one of each container where none is."""
    for one in found.records:
        near = [(sequence, limits.at(f"{one.database}.{sequence.owner}.{sequence.name}")) for sequence in one.used]
        levels = [_level(sequence, bounds) for sequence, bounds in near]
        for (sequence, _bounds), level in zip(near, levels, strict=True):
            yield _finding(one.database, sequence, level)
        if all(level is Level.OK for level in levels):
            yield Finding(one.database, Level.OK, _("none of {count:number} sequences is near its end", count=one.count))


def _level(one: SequenceNumber, limits: SequenceLimits) -> Level:
    return LEVEL_OF_SIDE[compare(one.used_ratio, limits.warn, limits.critical)]


def _finding(database: str, one: SequenceNumber, level: Level) -> Finding:
    return Finding(
        f"{database}.{one.owner}.{one.name}",
        level,
        _("{share:percent} of its numbers are used", share=one.used_ratio),
        quote=f"{one.owner}.{one.name} last_number={one.last} min={one.least} max={one.most} increment={one.step}",
        measures={"used_ratio": one.used_ratio},
    )


SEQUENCES_CHECK: Final = Check(
    id="database.oracle.sequences",
    title=_("Oracle: sequences near their end"),
    area=Area.DB_OBJECTS,
    needs=SEQUENCES,
    limits=SequenceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_sequences of users: last_number, min_value, max_value, cycle_flag"),
    remedy=_(
        "Ask which columns it feeds and how wide they are, widen them where need be, then raise the end (alter sequence "
        "... maxvalue or nomaxvalue). See first why it came so far: a large increment, a cache that is thrown away with "
        "every restart, a load that takes numbers for nothing."
    ),
    traps=(
        NOT_RUN,
        _("a sequence that begins again at its end (CYCLE) is meant to, and is not judged"),
        _("last_number counts what is cached as used: a restart loses it, and so does the count"),
        _("one that counts downwards is judged from its upper end"),
        _("a column that is narrower than its sequence overflows earlier: what a sequence feeds stands in no view"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_SEQUENCES",),
)
