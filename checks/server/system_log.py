"""Troubles in the system log beside the kernel's: services, clusters, storage, clock, resources, lost lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.local_time import day, minute
from checks.system_log_kinds import SYSTEM_KINDS
from collectors.base import Reason, Unseen, reason_of
from collectors.facts.logs import READ_LOGS, LogSight
from collectors.facts.system_logs import SYSTEM_LOG, SystemLog, SystemLogReading
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class SilenceLimits:
    """When silence of a log, a step of its clock, or repetition is worth a word."""

    silent_hours: float = limit(
        24.0, unit="hours", source="our judgement: a running host logs something every day", subjects=("written:*",)
    )
    reversal_seconds: float = limit(
        300.0, unit="seconds", source="our judgement: loggers write a little out of order", subjects=("order:*",)
    )


_NEWEST_FIRST = timedelta(minutes=10)
"""A log that starts this long after the boot still covers it."""


def judge(log: SystemLog, limits: Layered[SilenceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for the log as a whole, for each log's silence, and for each kind of trouble and what it befell."""
    yield _whole(log, scene)
    yield from (_silence(one, log, limits.at(one.name), scene) for one in log.readings if not one.denied)
    for one in log.readings:
        if one.reversal and one.reversal.seconds >= limits.at(one.name).reversal_seconds:
            yield _reversal(one, one.reversal.seconds)
    for sight in log.sights:
        yield _one(sight, log, scene)


def _whole(log: SystemLog, scene: Scene) -> Finding:
    """What was read, and whether silence proves anything."""
    start = log.covered_from
    read = _("read {sources} from {start}", sources=tuple(one.name for one in log.readings), start=day(start, scene))
    size, left = sum(one.read_bytes for one in log.readings), sum(one.left_bytes for one in log.readings)
    if size or left:
        read = _("{read}; {size:bytes} now, {left:bytes} left out", read=read, size=size, left=left)
    measures = {"trouble_count": len(log.sights), "read_bytes": size, "left_bytes": left}
    is_covered = start is not None and (start <= log.window_from or start <= log.booted_at + _NEWEST_FIRST)
    if log.is_gapless and is_covered:
        words = (
            _("the system log was read from {start} to {end}", start=day(start, scene), end=day(log.now_at, scene))
            if log.sights
            else _("no known trouble in the system log from {start} on", start=day(start, scene))
        )
        return Finding("", Level.OK, words, observed=read, expected=_("read for the whole period"), measures=measures)
    reason, why = _why(log, scene)
    return Finding(
        "",
        Level.UNKNOWN,
        why,
        observed=read,
        measures=measures,
        reason=reason.value,
        remedy=READ_LOGS if reason is Reason.DENIED else _KEEP,
    )


_KEEP: Final = _(
    "Keep the journal on disk (Storage=persistent) or the log files for at least 180 days, rotate them before they grow "
    "beyond 1 GiB, and inspect more often than they are rotated away."
)


def _why(log: SystemLog, scene: Scene) -> tuple[Reason, Text]:
    said = "; ".join((*log.denied, *log.missed))
    if log.denied or log.missed:
        reason = Reason.DENIED if log.denied else reason_of(log.missed[0])
        return reason, _("part of the system log was not read ({why}): silence proves nothing", why=said)
    if any(one.begun == "lost" for one in log.readings):
        return Reason.NO_RECORD, _(
            "the place where the last inspection stopped is no longer there: lines in between may be missing"
        )
    if not log.is_gapless:
        return Reason.CUT, _("the system log has more lines than could be read: silence proves nothing")
    start = day(log.covered_from, scene)
    return Reason.NO_RECORD, _(
        "the log was read only from {start}, not for {days:number} days nor since the boot: silence proves nothing",
        start=start,
        days=log.window_days,
    )


def _silence(one: SystemLogReading, log: SystemLog, limits: SilenceLimits, scene: Scene) -> Finding:
    """Whether a log is being written at all."""
    subject = f"written:{one.name}"
    until = one.read_until
    if until is None:
        return Finding(
            subject,
            Level.UNKNOWN,
            _("{name}: its last line has no time", name=one.name),
            reason=Reason.NOT_UNDERSTOOD.value,
        )
    quiet = max((one.now_at - until).total_seconds(), 0.0)
    measures = {"silent_seconds": quiet}
    observed = _("last line {at}", at=minute(until, scene))
    expected = _("a line within {hours:number} hours", hours=limits.silent_hours)
    if quiet < limits.silent_hours * 3600:
        words = _("{name} is being written", name=one.name)
        return Finding(subject, Level.OK, words, observed=observed, expected=expected, measures=measures)
    others = any(
        other is not one
        and other.read_until
        and (one.now_at - other.read_until).total_seconds() < limits.silent_hours * 3600
        for other in log.readings
    )
    is_dead = one.writer == "0"
    if is_dead and not others and (log.missed or log.denied):
        return unknown(subject, Unseen(subject, Reason.NOT_ASKED, one.name))
    words = _("{name}: no new line for {quiet:duration}", name=one.name, quiet=quiet)
    if is_dead:
        words = _("{name}: no new line for {quiet:duration}; no process writes it", name=one.name, quiet=quiet)
    return Finding(
        subject,
        Level.NOTICE if others and is_dead else Level.WARN,
        words,
        observed=observed,
        expected=expected,
        measures=measures,
        remedy=_WRITE,
    )


_WRITE: Final = _(
    "See whether rsyslogd, syslog-ng or systemd-journald runs, whether its disk is full, and "
    "write a test line with logger. "
    "Files that were given up on purpose: remove them, so that nobody takes them for the log."
)


def _reversal(one: SystemLogReading, seconds: float) -> Finding:
    return Finding(
        f"order:{one.name}",
        Level.WARN,
        _("{name}: times step back by {seconds:duration}", name=one.name, seconds=seconds),
        expected=_("times that only grow"),
        quote=one.reversal.quote if one.reversal else "",
        measures={"reversal_seconds": seconds},
        remedy=_(
            "Find what set the clock back (hardware clock at the start, a person, the hypervisor), and "
            "let chrony keep it. The "
            "order of events in this log is not to be trusted there."
        ),
    )


def _one(sight: LogSight, log: SystemLog, scene: Scene) -> Finding:
    kind = SYSTEM_KINDS[sight.signature]
    recent = _is_recent(sight.last_at, log)
    return Finding(
        f"{sight.signature}:{sight.entity}" if sight.entity else sight.signature,
        kind.level,
        _("{what}: {entity}, {count:number} times", what=kind.title, entity=sight.entity, count=sight.count)
        if sight.entity
        else _("{what}: {count:number} times", what=kind.title, count=sight.count),
        observed=_(
            "first {first}, last {last}{again}",
            first=minute(sight.first_at, scene),
            last=minute(sight.last_at, scene),
            again=_(", also since the last inspection") if recent else Text(""),
        ),
        expected=_("none"),
        quote=sight.quote,
        measures={"line_count": sight.count},
        remedy=kind.remedy,
    )


def _is_recent(at: datetime | None, log: SystemLog) -> bool:
    return bool(at and log.before.read_at and at > log.before.read_at)


SYSTEM_LOG_CHECK: Final = Check(
    id="server.system_log",
    title=_("System log"),
    area=Area.LOGS,
    needs=SYSTEM_LOG,
    limits=SilenceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "the lines of all programs in the journal and in messages or syslog with their rotated and compressed files, from "
        "where the last inspection stopped"
    ),
    remedy=_(
        "Work through the lines by what they befell (unit, node, disk, program): each finding says what to "
        "look at. Hand the original lines to the owner of the program or to its vendor."
    ),
    traps=(
        _("what an application quotes is no trouble of the system: each signature says which program must have spoken"),
        _("words like error in a line judge nothing: only signatures do"),
        _("a service that was stopped (status 15/TERM) did not fail"),
        _("lines of the kernel and failed logins are judged by their own checks"),
        _("a file that is no longer written beside a living journal is a notice, not a dead logger"),
        _("lines that were lost or not read withhold the verdict of silence, and what was found stands"),
    ),
    clause="1.4.3.4",
    refs=("systemd.journal-fields(7)", "rsyslogd(8)"),
)
