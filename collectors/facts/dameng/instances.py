"""Facts about a DM8 instance: its state, its licence, its redo logs, its parameters and what its own log counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Instance:
    """The one that answered. ``status`` is OPEN, MOUNT or SUSPEND, ``mode`` NORMAL, PRIMARY or STANDBY."""

    name: str
    host: str
    words: str
    status: str
    mode: str
    uptime_seconds: int
    database: str
    created: str


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence in use. ``days_left`` is None where it names no end; ``kind`` 1 release, 2 test, 3 trial, 4 other."""

    series: str
    kind: str
    ends: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class RedoFile:
    """One online redo file. Identity: ``path``."""

    path: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Redo:
    """The online redo logs together; ``switches_count`` in the last day (the server keeps 128)."""

    files: tuple[RedoFile, ...]
    free_bytes: int
    total_bytes: int
    switches_count: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what holds now, and what the file says for the next start. Identity: ``name``."""

    name: str
    now: str
    in_file: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Parameters of interest and all that wait for a restart, with the machine's memory and processors."""

    parameters: Mapping[str, Parameter]
    waiting: tuple[Parameter, ...]
    memory_bytes: int
    cpu_count: int


@dataclass(frozen=True, slots=True)
class LogLevel:
    """What the server's own log holds of one level; ages in seconds."""

    level: str
    lines_count: int
    recent_count: int
    youngest_seconds: int
    oldest_seconds: int


INSTANCE: Final = FactKind[Instance]("dameng.instance")
LICENCE: Final = FactKind[Licence]("dameng.licence")
REDO: Final = FactKind[Redo]("dameng.redo")
SETTINGS: Final = FactKind[Settings]("dameng.settings")
LOG_LEVELS: Final = FactKind[tuple[LogLevel, ...]]("dameng.log_levels")
