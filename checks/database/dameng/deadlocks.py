"""Do deadlocks happen? Each one is a piece of work that the application lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.dameng_words import HEALTH, MANUAL, NOT_RUN
from collectors.facts.dameng.sessions import DEADLOCKS, Deadlocks
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class DeadlockLimits:
    """Deadlocks in a week."""

    warn_count: int = limit(10, unit="count", source="our own: more than one a day is a fault of the application")


def judge(deadlocks: Deadlocks, limits: Layered[DeadlockLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the instance."""
    level = Level.OK
    if deadlocks.recent_count:
        level = Level.WARN if deadlocks.recent_count >= limits.base.warn_count else Level.NOTICE
    yield Finding(
        "",
        level,
        _("{count:number} deadlock(s) in the last seven days", count=deadlocks.recent_count),
        observed=_(
            "{count:number} known since the start {age:duration} ago",
            count=deadlocks.known_count,
            age=max(0, deadlocks.uptime_seconds),
        ),
        expected=_("fewer than {count:number}", count=limits.base.warn_count),
        measures={"deadlocks_count": float(deadlocks.recent_count)},
    )


DEADLOCKS_CHECK: Final = Check(
    id="database.dameng.deadlocks",
    title=_("DM8: deadlocks"),
    area=Area.DB_STATUS,
    needs=DEADLOCKS,
    limits=DeadlockLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("v$deadlock_history"),
    remedy=_(
        "Give the developers the statements of v$deadlock_history and their times: the same tables must be "
        "changed in the same "
        "order everywhere, in short transactions, with an index behind each condition."
    ),
    traps=(
        NOT_RUN,
        _("the list starts again with the server and is bounded: fewer may stand there than there were"),
        _("a row with TOO_MANY_CHECKS is no real cycle, and is counted with them"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, HEALTH),
)
