"""Processes that the kernel killed for want of memory. A killed database is an outage that looks like a crash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.local_time import day, minute
from collectors.base import Reason, Unseen
from collectors.facts.logs import OOM_KILLS, READ_LOGS, KernelLog, LogSight, OomKills
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
    """One finding from the counter, one from the log, one for each program that was killed."""
    sights = _sights(kills.log)
    yield _since_boot(kills)
    yield _in_log(kills, sights, scene)
    for sight in sights:
        yield _killed(sight, limits.at(sight.entity), scene)


def _sights(log: KernelLog | None) -> tuple[LogSight, ...]:
    if not log:
        return ()
    return tuple(
        one
        for one in log.sights
        if one.signature in ("oom", "oom-limit") and (one.last_at is None or one.last_at >= log.window_from)
    )


def _since_boot(kills: OomKills) -> Finding:
    if kills.no_count:
        return unknown("since boot", kills.no_count)
    if kills.count is None:
        return Finding(
            "since boot", Level.ABSENT, _("this kernel does not count kills (before 4.13)"), quote="/proc/vmstat"
        )
    summary = (
        _(
            "the kernel killed {count:number} processes since boot, {uptime:duration} ago",
            count=kills.count,
            uptime=kills.uptime_seconds,
        )
        if kills.count
        else _("no process was killed for want of memory since boot, {uptime:duration} ago", uptime=kills.uptime_seconds)
    )
    return Finding(
        "since boot",
        Level.WARN if kills.count else Level.OK,
        summary,
        expected=_("none"),
        measures={"oom_kill_count": kills.count},
    )


def _in_log(kills: OomKills, sights: tuple[LogSight, ...], scene: Scene) -> Finding:
    """The log proves nothing when part of it is missing; the counter helps out where it alone spans the period."""
    log = kills.log
    if log is None or log.missed:
        return unknown("", kills.no_log or Unseen("", Reason.FAILED, "; ".join(log.missed if log else ())))
    if sights:
        logged = sum(one.count for one in sights)
        return Finding(
            "",
            Level.WARN,
            _(
                "the kernel killed processes {logged:number} times, by its log of {range}",
                logged=logged,
                range=_range(log, scene),
            ),
            expected=_("none"),
            measures={"oom_logged_count": logged},
        )
    is_spanned = kills.count == 0 and timedelta(seconds=kills.uptime_seconds) >= timedelta(days=log.window_days)
    if not log.is_whole and not is_spanned:
        if log.denied:
            return unknown("", Unseen("", Reason.DENIED, "; ".join(log.denied), READ_LOGS))
        return unknown("", Unseen("", Reason.NO_RECORD, day(log.covered_from, scene) if log.covered_from else ""))
    return Finding(
        "",
        Level.OK,
        _("no process was killed for want of memory, by the kernel's log of {range}", range=_range(log, scene))
        if log.is_whole
        else _("not restarted within {days:number} days, and no kill was counted since", days=log.window_days),
        expected=_("none"),
        measures={"oom_logged_count": 0},
    )


def _range(log: KernelLog, scene: Scene) -> Text:
    """The days that were read: from the earliest line, or the period's begin where the log reaches further back."""
    begins = max(log.covered_from, log.window_from) if log.covered_from else log.window_from
    return _("{first} to {last}", first=day(begins, scene), last=day(log.now_at, scene))


def _killed(sight: LogSight, limits: OomLimits, scene: Scene) -> Finding:
    is_critical = any(fnmatchcase(sight.entity, name) for name in limits.critical_programs)
    program, count = sight.entity, sight.count
    last = minute(sight.last_at, scene)
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
