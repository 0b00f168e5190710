"""Processor time over the quarter, as sysstat kept it. A moment proves little; nineteen samples of twenty prove much."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Reason
from collectors.facts.cpu_history import CPU_HISTORY, CpuHistory
from config.limits import Layered, compare, limit
from config.text import Text, _

_SHARE: Final = 0.95


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """How busy the processors may be in all but a twentieth of the samples, and how many samples a verdict needs."""

    warn: float = limit(0.85, unit="ratio", source="Netdata 10min_cpu_usage")
    critical: float = limit(0.95, unit="ratio", source="Netdata 10min_cpu_usage")
    least_count: int = limit(144, unit="count", source="our judgement: a day of samples every ten minutes")


def judge(history: CpuHistory, limits: Layered[HistoryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding, on the 95th percentile."""
    at = limits.at("p95")
    value = history.quantile(_SHARE)
    is_enough = history.sample_count >= at.least_count
    yield Finding(
        "p95",
        LEVEL_OF_SIDE[compare(value, at.warn, at.critical)] if is_enough else Level.UNKNOWN,
        _summary(history, value) if is_enough else _too_few(history),
        observed=_(
            "{days:number} day(s), {first} to {last}; median {median:percent}, highest {highest:percent}",
            days=history.file_count,
            first=history.first_day or "-",
            last=history.last_day or "-",
            median=history.quantile(0.5),
            highest=history.quantile(1.0),
        ),
        expected=_("below {warn:percent}", warn=at.warn),
        reason="" if is_enough else Reason.NO_RECORD.value,
        measures={"busy_p95_ratio": value, "sample_count": history.sample_count},
    )


def _too_few(history: CpuHistory) -> Text:
    return _("{count:number} samples are too few for a verdict", count=history.sample_count)


def _summary(history: CpuHistory, value: float) -> Text:
    return _(
        "in 95 of 100 samples the processors were at most {ratio:percent} busy ({count:number} samples)",
        ratio=value,
        count=history.sample_count,
    )


CPU_HISTORY_CHECK: Final = Check(
    id="server.cpu_history",
    title=_("Processor time over the quarter"),
    area=Area.RESOURCES,
    needs=CPU_HISTORY,
    limits=HistoryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("sar -u of the days that sysstat kept, ninety-two at most, counted by percent on the target"),
    remedy=_(
        "Find the hours and the programs behind the busy samples (sar -u, pidstat, the schedule of jobs), move batch work "
        "or tune it, and plan more processors where the load grows from quarter to quarter."
    ),
    traps=(
        _("nights and weekends lower the percentile: a machine busy in working hours only shows in the highest"),
        _("sysstat keeps 7 to 28 days unless told otherwise: the days that were read are printed"),
        _("waiting for disks and time taken by the hypervisor do not count as busy"),
    ),
    clause="1.4.3.4",
    refs=("sar(1)", "sysstat(5)"),
)
