"""Are the online redo logs mirrored, sound, and large enough? The loss of the current one loses committed changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.activity import REDO, LogGroup, Redo
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class RedoLimits:
    """Groups a thread, and switches an hour in the mean of seven days."""

    least_groups_count: int = limit(
        3, unit="count", source="Oracle Administrator's Guide: two is the least; common practice three"
    )
    notice_switches_count: float = limit(
        6.0,
        unit="switches an hour",
        source="Oracle Performance Tuning Guide: a switch every twenty minutes at most; ours is every ten",
    )
    warn_peak_count: float = limit(30.0, unit="switches an hour", source="our own: every two minutes in the busiest hour")


def judge(redo: Redo, limits: Layered[RedoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a thread, and one a group with something the matter."""
    switches = {thread: (mean, most) for thread, mean, most in redo.switches}
    for thread in sorted({group.thread for group in redo.groups}):
        its = [group for group in redo.groups if group.thread == thread]
        mean, most = switches.get(thread, (0.0, 0))
        level, summary = _verdict(its, mean, most, limits.base)
        sizes = {group.size_bytes for group in its}
        yield Finding(
            f"thread {thread}",
            level,
            summary,
            observed=_("{count:number} group(s) of {size:bytes}", count=len(its), size=min(sizes)),
            quote="; ".join(f"group# {g.number} {g.status} bytes={g.size_bytes} members={len(g.members)}" for g in its),
            measures={"switches_an_hour": round(mean, 2), "most_switches_an_hour": float(most)},
        )
    for group in redo.groups:
        yield from _of_members(group)


def _verdict(its: list[LogGroup], mean: float, most: int, limits: RedoLimits) -> tuple[Level, Text]:
    if most >= limits.warn_peak_count:
        return Level.WARN, _("{most:number} switches in the busiest hour of seven days: the logs are too small", most=most)
    if len(its) < limits.least_groups_count:
        return Level.NOTICE, _("only {count:number} group(s): the writer may have to wait for the archiver", count=len(its))
    if compare(mean, limits.notice_switches_count, limits.notice_switches_count).value != "within":
        return Level.NOTICE, _("{mean:number} switches an hour in the mean of seven days", mean=round(mean, 1))
    if len({group.size_bytes for group in its}) > 1:
        return Level.NOTICE, _("the groups are of different sizes")
    return Level.OK, _("{mean:number} switches an hour in the mean, {most:number} at most", mean=round(mean, 1), most=most)


def _of_members(group: LogGroup) -> Iterator[Finding]:
    wrong = [f"{path} {status}" for path, status in group.members if status in {"INVALID", "DELETED"}]
    if wrong:
        yield Finding(
            f"group {group.number}",
            Level.CRITICAL,
            _("{count:number} of {all:number} members cannot be written", count=len(wrong), all=len(group.members)),
            quote="; ".join(wrong),
        )
    elif len(group.members) == 1 and not group.members[0][0].startswith("+"):
        yield Finding(
            f"group {group.number}",
            Level.NOTICE,
            _("it has one member only: with its disk, committed changes are lost"),
            quote=group.members[0][0],
        )


REDO_LOGS: Final = Check(
    id="database.oracle.redo_logs",
    title=_("Oracle: online redo logs"),
    area=Area.DB_STATUS,
    needs=REDO,
    limits=RedoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$log, v$logfile, v$log_history of seven days"),
    remedy=_(
        "A member that cannot be written: look at its disk, then drop and add it. Switches: add larger groups (a "
        "switch every "
        "fifteen to thirty minutes at peak), drop the small ones once they are INACTIVE. One member: add a second one on "
        "another disk. With a standby do the same for the standby logs."
    ),
    traps=(
        NOT_RUN,
        _("a STALE member is one that is being written for the first time, no fault"),
        _("a single member on a mirrored ASM disk group has a second copy below"),
        _("a cluster is made with two groups a thread: a notice, no alarm"),
        _("a load at night makes a busy hour: it is seven days' busiest hour that is looked at"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$LOG, V$LOGFILE, V$LOG_HISTORY",),
)
