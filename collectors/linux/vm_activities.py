"""Swapping between two samples, kills by the kernel since boot, swap space and memory pressure.

Sample::

    /proc/uptime:1420.83 2723.97
    /proc/vmstat:pswpin 0
    /proc/vmstat:pswpout 0
    /proc/vmstat:oom_kill 0
    /proc/meminfo:SwapTotal:             0 kB
    /proc/meminfo:SwapFree:              0 kB
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.resources import VM_ACTIVITY, VmActivity
from collectors.linux.kernel_files import KernelFiles, grep, read, uptime, window
from collectors.linux.pressures import pressure
from config.text import _

_VMSTAT, _MEMINFO, _PRESSURE = "/proc/vmstat", "/proc/meminfo", "/proc/pressure/memory"


def parse(answer: Answer) -> VmActivity:
    """Read both samples. Raises SessionError where a counter went back: the target was started again in between."""
    before, after = read(answer, answer.earlier), read(answer)
    seconds = window(before, after)
    first, last = _counters(before), _counters(after)
    swap = after.fields(_MEMINFO)
    try:
        swapped = tuple(last[name] - first[name] for name in ("pswpin", "pswpout"))
        size, free = swap["SwapTotal"], swap["SwapFree"]
    except KeyError as error:
        raise ParseError(f"no {error.args[0]}") from error
    if min(swapped) < 0:
        raise SessionError(Reason.FAILED, _("a counter went back between the samples"))
    found = pressure(after, _PRESSURE)
    return VmActivity(
        window_seconds=seconds,
        uptime_seconds=uptime(after),
        swapped_in_pages=swapped[0],
        swapped_out_pages=swapped[1],
        oom_kill_count=last.get("oom_kill"),
        swap_bytes=size,
        swap_free_bytes=free,
        swap_devices=tuple(line.split()[0] for line in after.lines.get("/proc/swaps", []) if line.split()),
        pressure=found,
        no_pressure="" if found else after.why_missing(_PRESSURE),
    )


def _counters(files: KernelFiles) -> dict[str, int]:
    files.need(_VMSTAT)
    return files.fields(_VMSTAT)


VM_ACTIVITIES: Final = Collector(
    id="linux.vm_activities.proc",
    provides=VM_ACTIVITY,
    on=LINUX,
    ask=Shell(
        grep(
            "^(pswpin|pswpout|oom_kill) |^Swap(Total|Free):|^(some|full) |^[0-9]+[.][0-9]+ |"
            "[[:space:]](partition|file)[[:space:]]",
            "/proc/uptime",
            _VMSTAT,
            _MEMINFO,
            "/proc/swaps",
            _PRESSURE,
        ),
        tool="grep",
        seconds=5,
        kib=16,
        samples=2,
    ),
    parse=parse,
)
