"""Troubles in the kernel's log: disks, filesystems, memory, links. Hardware announces its failure here first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.kernel_log_kinds import KINDS, OTHERS_JUDGE
from checks.local_time import day, minute
from collectors.base import Reason, reason_of
from collectors.facts.logs import KERNEL_LOG, READ_LOGS, KernelLog, LogSight
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class LogLimits:
    """How many corrected errors a day are still noise."""

    corrected_per_day_warn: float = limit(
        100.0,
        unit="per day",
        source="our judgement: single corrected errors are tolerable",
        subjects=("hardware-corrected*",),
    )


_DAY_SECONDS = 86400


def judge(log: KernelLog, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for the log as a whole, one for each kind of trouble and what it befell."""
    recent = [one for one in log.sights if one.signature not in OTHERS_JUDGE and _is_recent(one, log)]
    yield _whole(log, recent, scene)
    for sight in recent:
        yield _one(sight, limits.at(sight.signature), scene, is_whole=not log.missed)


def _is_recent(sight: LogSight, log: KernelLog) -> bool:
    return sight.last_at is None or sight.last_at >= log.window_from


def _is_loss(sight: LogSight, log: KernelLog) -> bool:
    """Whether lines of the kernel itself are missing; what only the log files lack, a journal of the whole period has."""
    if sight.signature == "lost-file-lines":
        return not any(
            one.name == "journal" and one.covered_from and one.covered_from <= log.window_from for one in log.sources
        )
    return (sight.signature, sight.entity) == ("held-back-lines", "net_ratelimit") or sight.signature == "lost-lines"


def _whole(log: KernelLog, recent: list[LogSight], scene: Scene) -> Finding:
    start = day(log.covered_from, scene)
    read = _("read {sources} from {start}", sources=tuple(one.name for one in log.sources), start=start)
    is_lost = any(_is_loss(one, log) for one in recent)
    if is_lost or not log.is_whole:
        return _partly(log, read, scene, is_lost=is_lost)
    size = sum(one.size_bytes for one in log.sources)
    start = day(max(log.covered_from or log.window_from, log.window_from), scene)
    return Finding(
        "",
        Level.OK,
        _("the kernel log was read from {start} to {end}", start=start, end=day(log.now_at, scene))
        if recent
        else _("no known trouble in the kernel log from {start} on", start=start),
        observed=_("{read}; {size:bytes} of files searched", read=read, size=size) if size else read,
        expected=_("read for the whole period") if recent else _("none"),
        measures={"trouble_count": len(recent)},
    )


def _partly(log: KernelLog, read: Text, scene: Scene, *, is_lost: bool) -> Finding:
    """Part of the log is missing. What was refused or failed is told with its own reason."""
    start = day(log.covered_from, scene)
    why = "; ".join((*log.missed, *log.denied))
    reason = Reason.CUT if any(one.uncounted for one in log.sources) else Reason.NO_RECORD
    if not is_lost and (log.denied or log.missed):
        reason = Reason.DENIED if log.denied else reason_of(log.missed[0])
    return Finding(
        "",
        Level.UNKNOWN,
        _("lines of the log are missing: silence proves nothing")
        if is_lost
        else _(
            "the log was read only from {start}, not for {days:number} days nor since the boot of {boot}: "
            "silence proves nothing",
            start=start,
            days=log.window_days,
            boot=day(log.booted_at, scene),
        ),
        observed=_("{read}; not read: {why}", read=read, why=why) if why else read,
        reason=reason.value,
        remedy=READ_LOGS
        if reason is Reason.DENIED
        else _(
            "Keep the journal on disk (mkdir /var/log/journal; Storage=persistent) or the log files for at "
            "least 180 days, and "
            "let the inspecting account read them (group adm or systemd-journal, or sudo)."
        ),
    )


def _one(sight: LogSight, limits: LogLimits, scene: Scene, *, is_whole: bool) -> Finding:
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
        observed=_("first {first}, last {last}", first=minute(sight.first_at, scene), last=minute(sight.last_at, scene)),
        expected=_("none"),
        quote=sight.quote,
        measures={"line_count": sight.count},
        remedy=kind.remedy,
    )


def _per_day(sight: LogSight) -> float:
    if not (sight.first_at and sight.last_at):
        return float(sight.count)
    return sight.count / max((sight.last_at - sight.first_at).total_seconds() / _DAY_SECONDS, 1.0)


KERNEL_LOG_CHECK: Final = Check(
    id="server.kernel_log",
    title=_("Kernel log"),
    area=Area.LOGS,
    needs=KERNEL_LOG,
    limits=LogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the kernel's lines in the journal, in kern.log, messages or syslog with their rotated files, and in dmesg"),
    remedy=_(
        "Work through the lines by what they befell (disk, memory module, interface): each finding says what "
        "to look at. Report failed hardware to the maker with the original lines and the BMC's event log."
    ),
    traps=(
        _(
            "the ring buffer wraps and a journal may live in memory: silence proves something only for the "
            "period that was read"
        ),
        _("a journal that answers without entries is no witness"),
        _("lines that the kernel itself lost withhold the verdict; what one program wrote too much of does not"),
        _("empty drives (fd0, sr0), refused discards, empty SATA ports and boot complaints are left out"),
        _("a link that goes down within five minutes of a restart is no trouble, where the stamps tell it"),
        _("a disk that refuses a request prints FAILED Result too: the sense key or the host byte decides"),
        _("corrected errors are a notice until there are a hundred a day"),
        _("kills for want of memory are judged by their own check"),
        _("a trace of calls alone is no fault: warnings print it too"),
    ),
    clause="1.4.3.4",
)
