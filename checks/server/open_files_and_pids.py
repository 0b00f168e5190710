"""Open files, processes and tracked connections against the kernel's limits. At the limit nothing starts or connects."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.resources import SYSTEM_LIMITS, Gauge, SystemLimits
from config.limits import Layered, compare, limit
from config.text import Text, _

_NO_LIMIT_COUNT = 2**62
"""systemd raises file-max to the largest long (2**63 - 1); from 2**62 on it is no limit."""


@dataclass(frozen=True, slots=True)
class CountLimits:
    """Used of what the kernel allows."""

    files_warn: float = limit(0.70, unit="ratio", source="node-mixin NodeFileDescriptorLimit", subjects=("files",))
    files_critical: float = limit(0.90, unit="ratio", source="node-mixin NodeFileDescriptorLimit", subjects=("files",))
    pids_warn: float = limit(0.85, unit="ratio", source="Netdata active_processes", subjects=("pids", "threads"))
    pids_critical: float = limit(0.95, unit="ratio", source="Netdata active_processes", subjects=("pids", "threads"))
    conntrack_warn: float = limit(
        0.75, unit="ratio", source="node-mixin NodeHighNumberConntrackEntriesUsed", subjects=("conntrack",)
    )
    conntrack_critical: float = limit(
        0.95, unit="ratio", source="Netdata netfilter_conntrack_full", subjects=("conntrack",)
    )


def judge(found: SystemLimits, limits: Layered[CountLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for each of open files, process ids, threads and tracked connections."""
    base = limits.at("files")
    if found.files.limit_count >= _NO_LIMIT_COUNT:
        yield Finding(
            "files",
            Level.OK,
            _("{used:number} files are open; the kernel sets no limit", used=found.files.used_count),
            measures={"files_used_count": found.files.used_count},
        )
    else:
        yield _gauge("files", found.files, (base.files_warn, base.files_critical), _("open files"))
    base = limits.at("pids")
    yield _gauge("pids", found.pids, (base.pids_warn, base.pids_critical), _("process ids (pid_max)"))
    base = limits.at("threads")
    yield _gauge("threads", found.threads, (base.pids_warn, base.pids_critical), _("threads (threads-max)"))
    yield _conntrack(found, limits.at("conntrack"))


def _conntrack(found: SystemLimits, limits: CountLimits) -> Finding:
    if found.conntrack:
        both = (limits.conntrack_warn, limits.conntrack_critical)
        return _gauge("conntrack", found.conntrack, both, _("tracked connections"))
    if found.no_conntrack:
        return Finding("conntrack", Level.ABSENT, _("connections are not tracked here"), quote=found.no_conntrack)
    return unknown("conntrack", Unseen("conntrack", Reason.EMPTY, "nf_conntrack_count"))


def _gauge(subject: str, gauge: Gauge, limits: tuple[float, float], what: Text) -> Finding:
    warn, critical = limits
    ratio = gauge.used_count / gauge.limit_count if gauge.limit_count else 1.0
    return Finding(
        subject,
        LEVEL_OF_SIDE[compare(ratio, warn, critical)],
        _("{what}: {ratio:percent} of the limit is used", what=what, ratio=ratio),
        observed=_("{used:number} of {most:number}", used=gauge.used_count, most=gauge.limit_count),
        expected=_("below {warn:percent}", warn=warn),
        measures={f"{subject}_used_ratio": ratio, f"{subject}_used_count": gauge.used_count},
    )


OPEN_FILES_AND_PIDS: Final = Check(
    id="server.open_files_and_pids",
    title=_("Open files, processes and tracked connections"),
    area=Area.RESOURCES,
    needs=SYSTEM_LIMITS,
    limits=CountLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "/proc/sys: file-nr, pid_max, threads-max, nf_conntrack_count and _max; threads from /proc/loadavg; /proc/modules"
    ),
    remedy=_(
        "Find who holds most (lsof -n | cut -c1-16 | sort | uniq -c | sort -rn | head; ps -eo nlwp,pid,args "
        "--sort=-nlwp): a leak is mended, not given more room. If the need is real, raise fs.file-max, "
        "kernel.pid_max or net.netfilter.nf_conntrack_max with sysctl, at once and in a file of "
        "/etc/sysctl.d. LimitNOFILE of a service takes hold when it is restarted, in a window; ulimit and "
        "limits.conf do not reach services of systemd."
    ),
    traps=(
        _("a limit of 2^62 files or more is none"),
        _("connection tracking that is not loaded is not applicable only where the list of modules shows none"),
        _("every thread takes a process id: threads are counted against pid_max too"),
        _("a service has a limit of its own (LimitNOFILE): this is the whole system's"),
    ),
    clause="1.4.3.4",
)
