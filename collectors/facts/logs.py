"""Facts about the kernel's log: what was read, which time it covers, and the troubles recognised in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from collectors.base import FactKind, Unseen
from config.text import _

_BOOT_LINES = timedelta(minutes=10)
"""A log that starts this long after the boot still covers it: loggers start late, and clocks are set meanwhile."""


@dataclass(frozen=True, slots=True)
class LogSight:
    """One trouble seen in a log. Identity: ``signature`` and ``entity``. Times are None where the log has no stamps."""

    signature: str
    entity: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    quote: str


@dataclass(frozen=True, slots=True)
class LogSource:
    """One log as it was read. ``covered_from`` is its earliest stamp that was read; None where nobody can tell.

    ``uncounted`` are matching lines of kinds beyond the most kept; ``size_bytes`` what was searched, 0 if not told.
    ``denied`` is the target's own word where it refused to show this log.
    """

    name: str
    covered_from: datetime | None
    read_until: datetime | None
    size_bytes: int
    sights: tuple[LogSight, ...] = ()
    uncounted: int = 0
    denied: str = ""


@dataclass(frozen=True, slots=True)
class LogReading:
    """One way of reading the kernel's log: its moment, the boot, the days asked for, and the source."""

    now_at: datetime
    booted_at: datetime
    window_days: int
    source: LogSource


@dataclass(frozen=True, slots=True)
class KernelLog:
    """The kernel's log over all sources that answered. ``missed`` says why others did not; ``denied``, what was refused."""

    now_at: datetime
    booted_at: datetime
    window_days: int
    sources: tuple[LogSource, ...]
    sights: tuple[LogSight, ...]
    missed: tuple[str, ...] = ()

    @property
    def denied(self) -> tuple[str, ...]:
        """What the target refused to show, in its own words."""
        return tuple(one.denied for one in self.sources if one.denied)

    @property
    def window_from(self) -> datetime:
        """The start of the period asked for."""
        return self.now_at - timedelta(days=self.window_days)

    @property
    def covered_from(self) -> datetime | None:
        """The earliest stamp that any source was read from."""
        return min((one.covered_from for one in self.sources if one.covered_from), default=None)

    @property
    def is_whole(self) -> bool:
        """Whether silence proves anything: the window is covered, or the boot's time where nothing older can be had.

        An answer that is missing may have shown more than those that came, so then it proves nothing.
        """
        if self.missed or self.covered_from is None or any(one.uncounted for one in self.sources):
            return False
        if self.covered_from <= self.window_from:
            return True
        return self.covered_from <= self.booted_at + _BOOT_LINES and not self.denied


@dataclass(frozen=True, slots=True)
class OomKills:
    """Processes killed for want of memory: the kernel's count since boot, and what its log shows.

    ``count`` is None before kernel 4.13. ``no_count`` and ``no_log`` say why the counter or the log could not be read.
    """

    count: int | None = None
    uptime_seconds: float = 0.0
    log: KernelLog | None = None
    no_count: Unseen | None = None
    no_log: Unseen | None = None


READ_LOGS: Final = _(
    "Let the inspecting account read it: the journal and the log files by the groups adm and systemd-journal, dmesg as "
    "root (sudo: true in the target's entry and a sudoers line for dmesg); then inspect again."
)
"""The grants that open the kernel's log."""


JOURNAL: Final = FactKind[LogReading]("kernel_journal")
LOG_FILES: Final = FactKind[LogReading]("kernel_log_files")
RING_BUFFER: Final = FactKind[LogReading]("kernel_ring_buffer")
KERNEL_LOG: Final = FactKind[KernelLog]("kernel_log")
OOM_KILLS: Final = FactKind[OomKills]("oom_kills")
