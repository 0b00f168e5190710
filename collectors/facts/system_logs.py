"""Facts about the system log: troubles that a signature knows, and templates of the lines that none knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from collectors.base import FactKind
from collectors.facts.logs import LogSight


@dataclass(frozen=True, slots=True)
class LogLine:
    """Lines that differ in numbers only, as the target grouped them: one of them, and how many there were."""

    program: str
    message: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    quote: str


@dataclass(frozen=True, slots=True)
class LogTemplate:
    """A kind of line in this reading. Identity: ``key``, made of program and template. Times are None without stamps."""

    key: str
    program: str
    template: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogReversal:
    """Where the stamps of a log step back by minutes: the widest step, and the line behind it."""

    seconds: float
    quote: str


@dataclass(frozen=True, slots=True)
class LogRange:
    """What was read of one file: bytes ``start`` to ``end`` of ``size``; of a compressed one, its unpacked bytes."""

    path: str
    size_bytes: int
    start_bytes: int
    end_bytes: int


@dataclass(frozen=True, slots=True)
class SystemLogReading:
    """One way of reading the system log, from its bookmark on.

    ``begun`` says from where: ``first`` (no bookmark yet), ``continued`` (behind it), ``lost`` (the target knows it no
    more: read from the beginning of the period, and lines may be missing). ``left_bytes`` or ``left_lines`` were there
    and were not read; ``uncounted`` and ``unmined`` lines matched beyond the most kinds kept.
    """

    now_at: datetime
    booted_at: datetime
    window_days: int
    name: str
    begun: str = "first"
    covered_from: datetime | None = None
    read_until: datetime | None = None
    ranges: tuple[LogRange, ...] = ()
    read_bytes: int = 0
    left_bytes: int = 0
    is_behind: bool = False
    matched_lines: int = 0
    sights: tuple[LogSight, ...] = ()
    lines: tuple[LogLine, ...] = ()
    expected: tuple[tuple[str, int, datetime | None], ...] = ()
    """The operator's own patterns: how often each was seen, and when last."""
    uncounted: int = 0
    unmined: int = 0
    reversal: LogReversal | None = None
    writer: str = ""
    """Of log files: how many processes that write them run; empty where nobody could tell."""
    denied: str = ""


@dataclass(frozen=True, slots=True)
class LogHabit:
    """How a kind of line came in the last readings: ``counts``, the newest first. Identity: ``key``."""

    key: str
    program: str
    template: str
    counts: tuple[int, ...]
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogMemory:
    """What earlier inspections of the same schedule knew. ``is_first``: there was none."""

    is_first: bool
    read_at: datetime | None = None
    covered_from: tuple[tuple[str, datetime], ...] = ()
    """By source, the earliest time from which it was read without a gap."""
    sights: tuple[LogSight, ...] = ()
    spans_seconds: tuple[float, ...] = ()
    """How long each of the last readings was, the newest first."""
    habits: tuple[LogHabit, ...] = ()
    expected: tuple[tuple[str, datetime], ...] = ()
    """When each of the operator's own patterns was seen last."""


@dataclass(frozen=True, slots=True)
class SystemLog:
    """The system log over all sources that answered, joined with what was known before.

    ``sights`` are those of the whole period asked for, also from earlier readings; ``templates`` those of this reading.
    """

    now_at: datetime
    booted_at: datetime
    window_days: int
    readings: tuple[SystemLogReading, ...]
    sights: tuple[LogSight, ...]
    templates: tuple[LogTemplate, ...]
    before: LogMemory
    covered_from: datetime | None
    since_at: datetime | None
    """From when this reading is: the last inspection, or at the first time the earliest line."""
    expected: tuple[tuple[str, datetime], ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def denied(self) -> tuple[str, ...]:
        """What the target refused to show, in its own words."""
        return tuple(one.denied for one in self.readings if one.denied)

    @property
    def window_from(self) -> datetime:
        """The start of the period asked for."""
        return self.now_at - timedelta(days=self.window_days)

    @property
    def is_gapless(self) -> bool:
        """Whether every line since the last inspection was looked at."""
        return not (self.missed or self.denied) and not any(
            one.begun == "lost" or one.left_bytes or one.is_behind or one.uncounted or one.unmined for one in self.readings
        )


SYSTEM_JOURNAL: Final = FactKind[SystemLogReading]("system_journal")
SYSTEM_LOG_FILES: Final = FactKind[SystemLogReading]("system_log_files")
LOG_MEMORY: Final = FactKind[LogMemory]("log_memory")
SYSTEM_LOG: Final = FactKind[SystemLog]("system_log")
