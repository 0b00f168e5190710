"""Troubles in the kernel's log: disks, filesystems, memory, links. Hardware announces its failure here first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.kernel_log_kinds import KINDS, OTHERS_JUDGE
from collectors.base import Reason, Unseen
from collectors.facts.logs import KERNEL_LOG, READ_LOGS, KernelLog, LogSight
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class LogLimits:
    """How many corrected errors a day are still noise."""

    corrected_per_day_warn: float = limit(
        100.0, unit="per day", source="our judgement: single corrected errors are tolerable"
    )


_DAY_SECONDS = 86400


def judge(log: KernelLog, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for the log as a whole, one for each kind of trouble and what it befell."""
    recent = [one for one in log.sights if one.signature not in OTHERS_JUDGE and _is_recent(one, log)]
    yield _whole(log, recent)
    for sight in recent:
        yield _one(sight, limits.at(sight.signature), is_whole=not log.missed)


def _is_recent(sight: LogSight, log: KernelLog) -> bool:
    return sight.last_at is None or sight.last_at >= log.window_from


def _whole(log: KernelLog, recent: list[LogSight]) -> Finding:
    read = _("read {sources} from {start}", sources=tuple(one.name for one in log.sources), start=_day(log.covered_from))
    size = sum(one.size_bytes for one in log.sources)
    lost = any(one.signature == "lost-lines" for one in recent)
    if not log.is_whole or lost:
        why = "; ".join((*log.missed, *log.denied)) or ("" if lost else _day(log.covered_from))
        is_denied = bool(log.denied) and not lost
        found = unknown("", Unseen("", Reason.DENIED if is_denied else Reason.EMPTY, why))
        return Finding(
            found.subject,
            found.level,
            _("lines of the log are missing: silence proves nothing")
            if lost
            else _(
                "the log was read only from {start}, not for {days:number} days nor since the boot of {boot}: "
                "silence proves nothing",
                start=_day(log.covered_from),
                days=log.window_days,
                boot=_day(log.booted_at),
            ),
            observed=_("{read}; not read: {why}", read=read, why=why) if log.missed or log.denied else read,
            reason=found.reason,
            remedy=READ_LOGS
            if is_denied
            else _(
                "Keep the journal on disk (mkdir /var/log/journal; Storage=persistent) or the log files for at "
                "least 180 days, and "
                "let the inspecting account read them (group adm or systemd-journal, or sudo)."
            ),
        )
    return Finding(
        "",
        Level.OK,
        _("{count:number} kinds of trouble in the kernel log, each judged by itself", count=len(recent))
        if recent
        else _(
            "no known trouble in the kernel log from {start} on",
            start=_day(max(log.covered_from or log.window_from, log.window_from)),
        ),
        observed=_("{read}; {size:bytes} of files searched", read=read, size=size) if size else read,
        expected=_("none"),
        measures={"trouble_count": len(recent)},
    )


def _one(sight: LogSight, limits: LogLimits, *, is_whole: bool) -> Finding:
    kind = KINDS[sight.signature]
    level = kind.level
    if sight.signature == "hardware-corrected":
        many = _per_day(sight) >= limits.corrected_per_day_warn
        level = Level.WARN if many else level if is_whole else Level.UNKNOWN
    return Finding(
        f"{sight.signature}:{sight.entity}" if sight.entity else sight.signature,
        level,
        _("{what}: {entity}, {count:number} times", what=kind.title, entity=sight.entity, count=sight.count)
        if sight.entity
        else _("{what}: {count:number} times", what=kind.title, count=sight.count),
        observed=_("first {first}, last {last}", first=_minute(sight.first_at), last=_minute(sight.last_at)),
        expected=_("none"),
        quote=sight.quote,
        measures={"line_count": sight.count},
        remedy=kind.remedy,
    )


def _per_day(sight: LogSight) -> float:
    if not (sight.first_at and sight.last_at):
        return float(sight.count)
    return sight.count / max((sight.last_at - sight.first_at).total_seconds() / _DAY_SECONDS, 1.0)


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "?"


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "?"


KERNEL_LOG_CHECK: Final = Check(
    id="server.kernel_log",
    title=_("Kernel log"),
    area=Area.LOGS,
    needs=KERNEL_LOG,
    limits=LogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the kernel's lines in the journal, in kern.log, messages or syslog with their rotated files, and in dmesg"),
    remedy=_("Report it by what it befell (disk, memory module, interface) with the original lines attached."),
    traps=(
        _(
            "the ring buffer wraps and a journal may live in memory: silence proves something only for the "
            "period that was read"
        ),
        _("a journal that answers without entries is no witness"),
        _("suppressed lines mean that lines are missing; that is told by itself"),
        _("empty drives (fd0, sr0), refused discards, boot complaints and our own traces are left out"),
        _("corrected errors are a notice until there are a hundred a day"),
        _("kills for want of memory are judged by their own check"),
        _("a trace of calls alone is no fault: warnings print it too"),
    ),
    clause="1.4.3.4",
)
