"""A standby's own view: it receives, it replays, it is near."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.postgres.replication import REPLAY, Replay
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class ReplayLimits:
    """How far behind it may be."""

    warn_seconds: int = limit(60, unit="seconds", source="our judgement: 60 s")
    critical_seconds: int = limit(600, unit="seconds", source="our judgement: 10 min")


def judge(found: Replay, limits: Layered[ReplayLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the standby."""
    base = limits.base
    level, summary = _verdict(found, base)
    yield Finding(
        "",
        level,
        summary,
        expected=_("it receives and replays, less than {warn:duration} behind", warn=base.warn_seconds),
        measures={} if found.delay_seconds is None else {"replay_delay_seconds": found.delay_seconds},
    )


def _verdict(found: Replay, limits: ReplayLimits) -> tuple[Level, Text]:
    if found.is_paused:
        return Level.WARN, _("replay is paused")
    if found.has_source and not found.is_receiving:
        return Level.CRITICAL, _("it receives nothing from its primary")
    if found.delay_seconds is None:
        return Level.NOTICE, _("it has replayed no transaction yet")
    delay = max(0.0, found.delay_seconds - found.apply_delay_seconds)
    level = LEVEL_OF_SIDE[compare(delay, limits.warn_seconds, limits.critical_seconds)]
    if found.apply_delay_seconds:
        return level, _(
            "{delay:duration} behind, beside the {wanted:duration} that are wanted",
            delay=delay,
            wanted=found.apply_delay_seconds,
        )
    return level, _("{delay:duration} behind", delay=delay)


REPLAY_CHECK: Final = Check(
    id="database.postgres.replay",
    title=_("PostgreSQL: replay on the standby"),
    area=Area.DB_BACKUP,
    needs=REPLAY,
    limits=ReplayLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_is_wal_replay_paused(), pg_stat_wal_receiver, the places received and replayed"),
    remedy=_(
        "Paused: ask who paused it (pg_wal_replay_pause) and resume with pg_wal_replay_resume(). Receives nothing: see the "
        "standby's log, the primary's address, pg_hba.conf, the slot. Far behind: a long query on the standby that "
        "conflicts (max_standby_streaming_delay), slow disks, or a flood of writes."
    ),
    traps=(
        _("on a primary at rest the last transaction is old: where all that was received is replayed, it is 0 behind"),
        _("a standby that is delayed on purpose (recovery_min_apply_delay) is judged by what is beyond the delay"),
        _("a standby that reads only from the archive receives no stream"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 9.28.4 Recovery Control Functions",),
)
