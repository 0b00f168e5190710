"""Processes that the kernel killed for want of memory. A killed database is an outage that looks like a crash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.logs import OOM_KILLS, LogSight, OomKills
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class OomLimits:
    """Which programs, by name in the kernel's log (at most 15 characters), make a kill critical."""

    critical_programs: tuple[str, ...] = limit(
        (
            "oracle*",
            "ora_*",
            "postgres",
            "postmaster",
            "mysqld",
            "mariadbd",
            "dmserver",
            "kingbase",
            "gaussdb",
            "java",
            "redis-server",
            "mongod",
            "beam.smp",
        ),
        unit="names",
        source="our judgement: databases and application servers",
    )


def judge(kills: OomKills, limits: Layered[OomLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for the target, one for each program that was killed."""
    sights = _sights(kills)
    yield _whole(kills, sights)
    for sight in sights:
        yield _killed(sight, limits.at(sight.entity))


def _sights(kills: OomKills) -> tuple[LogSight, ...]:
    if not kills.log:
        return ()
    start = kills.log.window_from
    return tuple(
        one
        for one in kills.log.sights
        if one.signature in ("oom", "oom-limit") and (one.last_at is None or one.last_at >= start)
    )


def _whole(kills: OomKills, sights: tuple[LogSight, ...]) -> Finding:
    count = kills.count or 0
    if count or sights:
        logged = sum(one.count for one in sights)
        return Finding(
            "",
            Level.WARN,
            _counted(count, logged),
            expected=_("none"),
            measures={"oom_kill_count": max(count, logged)},
        )
    if _is_proven(kills):
        return Finding("", Level.OK, _none(kills), expected=_("none"), measures={"oom_kill_count": 0})
    why = kills.no_log or "; ".join(kills.log.unseen if kills.log else ())
    return unknown("", Unseen("", Reason.EMPTY, why or "the kernel log does not reach back far enough"))


def _counted(count: int, logged: int) -> Text:
    if not logged:
        return _("the kernel killed {count:number} processes since boot; its log no longer names them", count=count)
    if not count:
        return _("the kernel killed processes {logged:number} times, by its log", logged=logged)
    return _(
        "the kernel killed {count:number} processes since boot; its log shows {logged:number}", count=count, logged=logged
    )


def _is_proven(kills: OomKills) -> bool:
    """The counter proves the time since boot, the log what is before it; one that reaches over the window is enough."""
    if kills.log and kills.log.is_whole:
        return True
    if kills.count is None or kills.uptime_seconds is None:
        return False
    return kills.log is not None and timedelta(seconds=kills.uptime_seconds) >= timedelta(days=kills.log.window_days)


def _none(kills: OomKills) -> Text:
    if kills.count is None:
        return _("no process was killed for want of memory, by the kernel's log")
    return _(
        "no process was killed for want of memory since boot, {uptime:duration} ago", uptime=kills.uptime_seconds or 0.0
    )


def _killed(sight: LogSight, limits: OomLimits) -> Finding:
    is_critical = any(fnmatchcase(sight.entity, name) for name in limits.critical_programs)
    program, count = sight.entity, sight.count
    last = f"{sight.last_at:%Y-%m-%d %H:%M}" if sight.last_at else "?"
    if sight.signature == "oom-limit":
        summary = _(
            "{program} was killed {count:number} times at the memory limit of its control group, last {last}",
            program=program,
            count=count,
            last=last,
        )
    else:
        summary = _(
            "{program} was killed {count:number} times because memory ran out, last {last}",
            program=program,
            count=count,
            last=last,
        )
    return Finding(
        f"{sight.signature}:{sight.entity}",
        Level.CRITICAL if is_critical else Level.WARN,
        summary,
        expected=_("none"),
        quote=sight.quote,
        measures={"killed_count": sight.count},
    )


OOM_KILLS_CHECK: Final = Check(
    id="server.oom_kills",
    title=_("Processes killed for want of memory"),
    area=Area.RESOURCES,
    needs=OOM_KILLS,
    limits=OomLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("oom_kill in /proc/vmstat (since boot, kernel 4.13 and later) and the kernel log of the period"),
    remedy=_(
        "See in the log which process was killed and how large it was (total-vm, anon-rss), find what took the "
        "memory at that "
        "time (sar -r, the application's logs), then limit or add memory. Killed at the limit of its control "
        "group: raise that "
        "limit (MemoryMax, the container's limit) or shrink the program; the host itself had memory."
    ),
    traps=(
        _("the counter starts anew at each boot: what was before is only in the log"),
        _("a kill at a control group's limit is a limit, not a shortage of the host, and is named so"),
        _("a kill before the period still stands in the counter"),
    ),
    clause="1.4.3.4",
)
