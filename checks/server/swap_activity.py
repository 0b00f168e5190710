"""Swapping now. A host that swaps in and out all the time answers slowly; swap that is merely used harms nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.resources import NOT_THERE, VM_ACTIVITY, VmActivity
from config.limits import Layered, compare, limit
from config.text import Text, _, verbatim


@dataclass(frozen=True, slots=True)
class SwapLimits:
    """Pages in and out a second, time lost for want of memory, and swap used (which is only told)."""

    pages_warn: float = limit(100.0, unit="pages per second", source="our judgement", subjects=("activity",))
    stall_warn: float = limit(
        0.05, unit="ratio", source="our judgement (PSI memory full, five minutes)", subjects=("stalls",)
    )
    stall_critical: float = limit(
        0.20, unit="ratio", source="our judgement (PSI memory full, five minutes)", subjects=("stalls",)
    )
    used_notice: float = limit(
        0.80, unit="ratio", source="awesome-prometheus-alerts swap; Netdata used_swap 90 %", subjects=("use",)
    )


def judge(activity: VmActivity, limits: Layered[SwapLimits], scene: Scene) -> Iterator[Finding]:
    """Findings on activity, use and stalls."""
    yield _activity(activity, limits.at("activity"))
    yield _use(activity, limits.at("use"))
    yield _stalls(activity, limits.at("stalls"))


def _activity(activity: VmActivity, limits: SwapLimits) -> Finding:
    rate = (activity.swapped_in_pages + activity.swapped_out_pages) / activity.window_seconds
    is_in_memory = bool(activity.swap_devices) and all("zram" in device for device in activity.swap_devices)
    level = Level.OK if rate <= limits.pages_warn else Level.NOTICE if is_in_memory else Level.WARN
    return Finding(
        "activity",
        level,
        _(
            "{rate:number} pages a second swapped in and out (momentary, in a window of {window:number} s)",
            rate=rate,
            window=round(activity.window_seconds, 1),
        ),
        observed=_(
            "{in_count:number} pages in, {out_count:number} pages out",
            in_count=activity.swapped_in_pages,
            out_count=activity.swapped_out_pages,
        ),
        expected=_("at most {warn:number} pages a second", warn=limits.pages_warn),
        quote=" ".join(activity.swap_devices),
        measures={"swapped_pages_per_second": rate},
    )


def _use(activity: VmActivity, limits: SwapLimits) -> Finding:
    if not activity.swap_bytes:
        return Finding("use", Level.OK, _("no swap space is set up"), measures={"swap_bytes": 0})
    used = max(activity.swap_bytes - activity.swap_free_bytes, 0)
    ratio = used / activity.swap_bytes
    return Finding(
        "use",
        Level.NOTICE if ratio >= limits.used_notice else Level.OK,
        _("{ratio:percent} of swap space is used", ratio=ratio),
        observed=_("{used:bytes} of {size:bytes}", used=used, size=activity.swap_bytes),
        expected=_("below {most:percent}; more is told, not faulted", most=limits.used_notice),
        measures={"swap_used_ratio": ratio, "swap_used_bytes": used, "swap_bytes": activity.swap_bytes},
    )


def _stalls(activity: VmActivity, limits: SwapLimits) -> Finding:
    stall = activity.pressure.full_ratio if activity.pressure else None
    if stall is None and activity.no_pressure.endswith(NOT_THERE):
        return Finding("stalls", Level.ABSENT, _not_told(), quote=activity.no_pressure)
    if stall is None:
        return unknown("stalls", Unseen("stalls", Reason.EMPTY, activity.no_pressure or "/proc/pressure/memory"))
    return Finding(
        "stalls",
        LEVEL_OF_SIDE[compare(stall, limits.stall_warn, limits.stall_critical)],
        _("{stall:percent} of the last five minutes were lost for want of memory", stall=stall),
        observed=_("PSI memory full {stall:percent}", stall=stall),
        expected=_("below {warn:percent}", warn=limits.stall_warn),
        measures={"memory_stall_ratio": stall},
    )


def _not_told() -> Text:
    return _("the kernel does not tell pressure (before 4.20, or switched off: {what})", what=verbatim("psi=0"))


SWAP_ACTIVITY: Final = Check(
    id="server.swap_activity",
    title=_("Swap activity"),
    area=Area.RESOURCES,
    needs=VM_ACTIVITY,
    limits=SwapLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("two samples of pswpin and pswpout in /proc/vmstat; swap space used; /proc/pressure/memory"),
    remedy=_(
        "Look at si and so of vmstat 1 together with available memory, find what grows, and move it or add "
        "memory. Never switch swap off (swapoff) while memory is short. On database hosts set vm.swappiness "
        "to 1 to 10 and keep the SGA in huge pages, agreed with their administrator."
    ),
    traps=(
        _("swap that is used but quiet is a notice at most: what was not needed for months lies there"),
        _("no swap space is right on many database and container hosts"),
        _("a window of seconds misses bursts: it is told as momentary"),
        _("swap in compressed memory (zram) reaches no disk: a notice"),
    ),
    clause="1.4.3.4",
)
