"""Disk latency. Slow disks make everything above them slow, and tell of a rebuild, a lost path or a dying disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.volumes import DISK_ACTIVITY, DiskActivity
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class LatencyLimits:
    """Mean time of a request, mean number in flight, and how many requests and seconds a verdict needs."""

    warn_await_seconds: float = limit(0.020, unit="seconds", source="Zabbix Linux template")
    critical_await_seconds: float = limit(0.100, unit="seconds", source="awesome-prometheus-alerts (there a warning)")
    warn_queue_count: float = limit(10.0, unit="count", source="node_exporter mixin NodeDiskIOSaturation")
    least_count: int = limit(50, unit="count", source="our judgement")
    sustained_seconds: float = limit(900.0, unit="seconds", source="our judgement")


_LOWERED: Final = {Level.CRITICAL: Level.WARN, Level.WARN: Level.NOTICE, Level.OK: Level.OK}
"""A glance of seconds proves less than the quarter of an hour that the limits were made for."""


def judge(disks: Listing[DiskActivity], limits: Layered[LatencyLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a disk."""
    for disk in disks.records:
        at = limits.at(disk.disk)
        level, summary = _verdict(disk, at)
        is_measured = disk.completed_count >= at.least_count
        yield Finding(
            disk.disk,
            level,
            summary,
            observed=_(
                "{count:number} requests in {window:duration} (a momentary value), mean queue {queue:number}, busy "
                "{busy:percent}",
                count=disk.completed_count,
                window=disk.window_seconds,
                queue=round(disk.queue_count, 2),
                busy=disk.busy_ratio,
            ),
            expected=_("below {warn:number} ms a request", warn=round(at.warn_await_seconds * 1000, 2)),
            quote=f"/proc/diskstats {disk.disk}",
            measures={"busy_ratio": disk.busy_ratio, "queue_count": disk.queue_count}
            | ({"await_seconds": disk.await_seconds} if is_measured else {}),
        )


def _verdict(disk: DiskActivity, limits: LatencyLimits) -> tuple[Level, Text]:
    """Judge one disk. That nothing is completed while requests wait is already a warning only, and not lowered again."""
    window = round(disk.window_seconds, 1)
    if not disk.completed_count and disk.in_flight_count:
        return Level.WARN, _(
            "{disk} completed nothing in {window:number} s while {count:number} request(s) waited: it hangs, or its "
            "counter leaks",
            disk=disk.disk,
            window=window,
            count=disk.in_flight_count,
        )
    if disk.completed_count < limits.least_count:
        return Level.OK, _("{disk} was idle in the window: too few requests to judge its latency", disk=disk.disk)
    side = compare(disk.await_seconds, limits.warn_await_seconds, limits.critical_await_seconds)
    is_queued = side is Side.WITHIN and disk.queue_count > limits.warn_queue_count
    level = Level.WARN if is_queued else LEVEL_OF_SIDE[side]
    if disk.window_seconds < limits.sustained_seconds:
        level = _LOWERED[level]
    if is_queued:
        return level, _(
            "{disk} has {queue:number} requests queued on average (momentary, in a window of {window:number} s)",
            disk=disk.disk,
            queue=round(disk.queue_count, 1),
            window=window,
        )
    return level, _(
        "{disk} takes {taken:number} ms a request (momentary, in a window of {window:number} s)",
        disk=disk.disk,
        taken=round(disk.await_seconds * 1000, 2),
        window=window,
    )


DISK_LATENCY: Final = Check(
    id="server.disk_latency",
    title=_("Disk latency"),
    area=Area.RESOURCES,
    needs=DISK_ACTIVITY,
    limits=LatencyLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("two looks at /proc/diskstats some seconds apart; whole disks that stand on no other block device"),
    remedy=_(
        "A few seconds are a glimpse: confirm over hours with sar -d or iostat -x 5. Then look for a rebuilding "
        "array, a lost path (multipath -ll), a controller without write cache (battery), medium errors (smartctl -A, "
        "dmesg), and which process writes (iotop, pidstat -d). Move backups and batch jobs out of the hours of "
        "business."
    ),
    traps=(
        _("below 50 requests in the window there is no verdict on latency"),
        _("a window of seconds proves little: its levels are one step lower than those of a quarter of an hour"),
        _("dm and md devices would count the same request twice: only the disks below them are judged"),
        _("100 % busy is normal for SSDs and arrays, which work in parallel: shown, not judged"),
        _("a disk that completes nothing while requests wait is not idle"),
        _("time counters wrap every 49.7 days"),
    ),
    clause="1.4.3.4",
    refs=("kernel Documentation/admin-guide/iostats", "iostat(1)"),
)
