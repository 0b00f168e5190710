"""Facts about memory, processors, load and the kernel's own limits. None of these has a second witness for its numbers."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind

NOT_THERE: Final = ("No such file or directory", "Operation not supported", "Not supported")
"""How a target says that its kernel has no such file, or that pressure is switched off (psi=0)."""


@dataclass(frozen=True, slots=True)
class Pressure:
    """Pressure stall over five minutes, as the share of time lost (kernel: Documentation/accounting/psi.rst).

    ``some``: at least one task waited; ``full``: all did. ``full_ratio`` is None where the kernel does not tell it.
    """

    some_ratio: float
    full_ratio: float | None


@dataclass(frozen=True, slots=True)
class MemoryLimit:
    """The memory limit of the control group in which we were answered; ``used_bytes`` without what can be dropped."""

    limit_bytes: int
    used_bytes: int


@dataclass(frozen=True, slots=True)
class Memory:
    """How much memory there is and how much can still be had.

    ``total_bytes`` includes ``hugepages_bytes``, which only programs that ask for huge pages can use. ``available_bytes``
    is the kernel's estimate (MemAvailable) or, with ``is_estimated``, ours for kernels before 3.14.
    ``available_bytes`` includes ``arc_bytes``, what ZFS would give back.
    """

    total_bytes: int
    available_bytes: int
    is_estimated: bool
    hugepages_bytes: int
    hugepages_free_bytes: int
    arc_bytes: int = 0
    group: MemoryLimit | None = None

    @property
    def ordinary_bytes(self) -> int:
        """What ordinary programs share: all without the reserved huge pages."""
        return self.total_bytes - self.hugepages_bytes


@dataclass(frozen=True, slots=True)
class VmActivity:
    """Swapping during a window, and what the kernel counted since boot.

    ``oom_kill_count`` is None before kernel 4.13. ``pressure`` is memory's, None with the reason in ``no_pressure``.
    """

    window_seconds: float
    uptime_seconds: float
    swapped_in_pages: int
    swapped_out_pages: int
    oom_kill_count: int | None
    swap_bytes: int
    swap_free_bytes: int
    swap_devices: tuple[str, ...]
    pressure: Pressure | None
    no_pressure: str = ""


@dataclass(frozen=True, slots=True)
class CpuUse:
    """How the processors spent a window, as shares of all their time. ``user_ratio`` includes guests and nice.

    ``busy_ratio`` is all but idle, iowait and steal.
    """

    window_seconds: float
    cpu_count: int
    busy_ratio: float
    user_ratio: float
    system_ratio: float
    iowait_ratio: float
    steal_ratio: float


@dataclass(frozen=True, slots=True)
class LoadPressure:
    """Load averages (1, 5, 15 minutes), processors online, tasks running and blocked now, and pressure by resource.

    A resource whose pressure the kernel does not tell is missing from ``pressures``; ``no_pressure`` says why.
    """

    loads: tuple[float, float, float]
    cpu_count: int
    running_count: int
    blocked_count: int
    cpu_pressure: Pressure | None
    io_pressure: Pressure | None
    no_pressure: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """How many of something are in use, and how many there may be."""

    used_count: int
    limit_count: int


@dataclass(frozen=True, slots=True)
class SystemLimits:
    """Open files, threads and tracked connections against what the kernel allows.

    ``conntrack`` is None where it is not in use; then ``no_conntrack`` is the witness, or empty where there is none.
    """

    files: Gauge
    pids: Gauge
    threads: Gauge
    conntrack: Gauge | None
    no_conntrack: str = ""


MEMORY: Final = FactKind[Memory]("memory")
VM_ACTIVITY: Final = FactKind[VmActivity]("vm_activity")
CPU_USE: Final = FactKind[CpuUse]("cpu_use")
LOAD_PRESSURE: Final = FactKind[LoadPressure]("load_pressure")
SYSTEM_LIMITS: Final = FactKind[SystemLimits]("system_limits")
