"""Whether checkpoints come by the clock or because the write-ahead log is full."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Change, Finding, Level, Scene, Then
from checks.postgres_counting import begun_again
from collectors.facts.postgres.counters import CHECKPOINTS, Checkpoints
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class CheckpointLimits:
    """What share of the checkpoints may be asked for, and of how many on it says something."""

    share: float = limit(0.3, unit="ratio", source="our judgement: most should come by checkpoint_timeout")
    least_count: int = limit(10, unit="count", source="our judgement")


def judge(
    found: Checkpoints, then: Then[Checkpoints], limits: Layered[CheckpointLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding of the server."""
    asked = found.requested_count - then.facts.requested_count
    timed = found.timed_count - then.facts.timed_count
    if found.epoch != then.facts.epoch or asked < 0 or timed < 0:
        yield begun_again("", then, scene)
        return
    count = asked + timed
    share = asked / count if count else 0.0
    is_much = asked >= limits.base.least_count and share > limits.base.share
    yield Finding(
        "",
        Level.NOTICE if is_much else Level.OK,
        _(
            "{asked:number} of {count:number} checkpoints were asked for, not by the clock: max_wal_size is too small",
            asked=asked,
            count=count,
        )
        if is_much
        else _(
            "{asked:number} of {count:number} checkpoints were asked for, the rest by the clock", asked=asked, count=count
        ),
        observed=_(
            "max_wal_size {most:bytes}, checkpoint_timeout {pause:duration}",
            most=found.max_wal_bytes,
            pause=found.timeout_seconds,
        ),
        expected=_("at most {share:percent} asked for", share=limits.base.share),
        measures={"requested_checkpoint_count": asked, "timed_checkpoint_count": timed},
    )


CHECKPOINTS_CHECK: Final = Change(
    id="database.postgres.checkpoints",
    title=_("PostgreSQL: checkpoints"),
    area=Area.DB_TUNING,
    needs=CHECKPOINTS,
    limits=CheckpointLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_stat_bgwriter (from 17 on pg_stat_checkpointer) now and in the inspection before"),
    remedy=_(
        "Raise max_wal_size (a reload does) until checkpoints come by checkpoint_timeout, if the filesystem of pg_wal has "
        "the room. Effect: fewer full pages in the log, smoother writing; effort: small. A crash recovers longer."
    ),
    traps=(
        _("a CHECKPOINT by hand, a base backup and a CREATE DATABASE ask for one too"),
        _("from version 17 on those that were skipped because nothing was written are counted as well"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 30.5 WAL Configuration",),
)
