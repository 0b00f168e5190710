"""Processor time: busy, taken by the hypervisor, and waiting for disks. Full processors make everything slow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.resources import CPU_USE, CpuUse
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class CpuLimits:
    """Shares of all processor time. ``steal_critical`` above 1 is never reached."""

    warn: float = limit(0.85, unit="ratio", source="Netdata 10min_cpu_usage", subjects=("busy",))
    critical: float = limit(0.95, unit="ratio", source="Netdata 10min_cpu_usage", subjects=("busy",))
    steal_warn: float = limit(
        0.10, unit="ratio", source="Netdata 20min_steal_cpu; awesome-prometheus-alerts", subjects=("steal",)
    )
    iowait_warn: float = limit(0.20, unit="ratio", source="Netdata 10min_cpu_iowait", subjects=("iowait",))
    iowait_critical: float = limit(0.40, unit="ratio", source="Netdata 10min_cpu_iowait", subjects=("iowait",))
    sustained_seconds: float = limit(600.0, unit="seconds", source="Netdata judges averages of ten minutes")


_LOWERED = {Level.CRITICAL: Level.WARN, Level.WARN: Level.NOTICE, Level.OK: Level.OK}
"""A glance of seconds proves less than the ten minutes that the limits were made for."""
_NEVER = 2.0


def judge(use: CpuUse, limits: Layered[CpuLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for busy time, one for steal, one for iowait."""
    window = round(use.window_seconds, 1)
    busy = limits.at("busy")
    yield _one(
        "busy",
        use,
        use.busy_ratio,
        (busy.warn, busy.critical, busy.sustained_seconds),
        _(
            "the processors are {ratio:percent} busy (momentary, in a window of {window:number} s)",
            ratio=use.busy_ratio,
            window=window,
        ),
        _(
            "user {user:percent} (guests included), system {system:percent}, {count:number} processors",
            user=use.user_ratio,
            system=use.system_ratio,
            count=use.cpu_count,
        ),
    )
    steal = limits.at("steal")
    yield _one(
        "steal",
        use,
        use.steal_ratio,
        (steal.steal_warn, _NEVER, steal.sustained_seconds),
        _(
            "the hypervisor took {ratio:percent} of processor time (momentary, in a window of {window:number} s)",
            ratio=use.steal_ratio,
            window=window,
        ),
    )
    iowait = limits.at("iowait")
    yield _one(
        "iowait",
        use,
        use.iowait_ratio,
        (iowait.iowait_warn, iowait.iowait_critical, iowait.sustained_seconds),
        _(
            "{ratio:percent} of processor time was idle, waiting for disks (momentary, in a window of {window:number} s)",
            ratio=use.iowait_ratio,
            window=window,
        ),
    )


def _one(
    subject: str,
    use: CpuUse,
    ratio: float,
    limits: tuple[float, float, float],
    summary: Text,
    observed: Text | None = None,
) -> Finding:
    warn, critical, sustained = limits
    level = LEVEL_OF_SIDE[compare(ratio, warn, critical)]
    return Finding(
        subject,
        level if use.window_seconds >= sustained else _LOWERED[level],
        summary,
        observed=observed,
        expected=_("below {warn:percent}", warn=warn),
        measures={f"{subject}_ratio": ratio},
    )


CPU: Final = Check(
    id="server.cpu",
    title=_("Processor use"),
    area=Area.RESOURCES,
    needs=CPU_USE,
    limits=CpuLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("two samples of /proc/stat: all processors together, steal and iowait by themselves"),
    remedy=_(
        "Find the programs behind it (top, pidstat 5) and judge by sar's history, not by the moment. High steal "
        "on a virtual "
        "machine: have the host's overcommitment looked at. High iowait: see the disks' latency."
    ),
    traps=(
        _("a window of seconds proves little: its levels are one step lower than those of ten minutes"),
        _("iowait is idle time; it can be nothing while the processors are busy and the disks are slow"),
        _("guests are already counted in user"),
        _("batch jobs and backups may run just now; our own collecting takes part of a processor"),
    ),
    clause="1.4.3.4",
)
