"""How far is the standby behind? What it has not replayed is missing when it takes over, or must be waited for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import MANUAL, NOT_RUN
from collectors.base import Reason
from collectors.facts.dameng.protection import REPLAY, Replay
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class LagLimits:
    """Between the last commit that was received and the last that was replayed."""

    warn_seconds: int = limit(300, unit="seconds", source="our own: as for other products' standbys")
    critical_seconds: int = limit(3600, unit="seconds", source="our own: as for other products' standbys")


def judge(replay: Replay, limits: Layered[LagLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the standby."""
    if replay.lag_seconds is None:
        yield Finding("", Level.UNKNOWN, _("the standby tells no replayed commit yet"), reason=Reason.NO_RECORD.value)
        return
    lag = max(0, replay.lag_seconds)
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(lag, limits.base.warn_seconds, limits.base.critical_seconds)],
        _(
            "replay is {lag:duration} behind what was received; {count:number} task(s) wait",
            lag=lag,
            count=replay.tasks_count,
        ),
        expected=_("less than {age:duration}", age=limits.base.warn_seconds),
        measures={"lag_seconds": float(lag), "waiting_tasks_count": float(replay.tasks_count)},
    )


REPLAY_LAG: Final = Check(
    id="database.dameng.replay_lag",
    title=_("DM8: standby's replay"),
    area=Area.DB_BACKUP,
    needs=REPLAY,
    limits=LagLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$rapply_stat, v$rapply_sys"),
    remedy=_(
        "Look whether a long transaction or a large DDL is being replayed (v$rapply_log_task), at the "
        "standby's disks, and at "
        "REDOS_PARALLEL_NUM. Where tasks grow visit after visit, the standby is too weak for its primary."
    ),
    traps=(
        NOT_RUN,
        _(
            "it compares what was received with what was replayed: what the primary never sent is seen there, "
            "in its destinations"
        ),
        _("while nobody writes, both moments stand still, and the lag is what it was"),
        _("of a primary the view tells its own past as a standby, and is not read"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL,),
)
