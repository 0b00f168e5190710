"""Facts about how logs are kept: sizes, how far back they reach, rotation, the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class LogFile:
    """One file below /var/log. Identity: ``path``."""

    path: str
    size_bytes: int
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class LogTrail:
    """The kept files of one kind of log. Identity: ``name`` (system, login, audit).

    ``oldest_at`` is the first entry of the oldest file where it could be read (``is_exact``), else that file's last
    change: the log reaches at least so far back.
    """

    name: str
    files_count: int
    oldest_at: datetime
    newest_at: datetime
    is_exact: bool


@dataclass(frozen=True, slots=True)
class LogKeeping:
    """How a machine keeps its logs; None is what nobody could tell.

    ``journal`` is persistent, volatile or none. ``large`` are files from 100 MiB; ``denied`` folders we may not list.
    """

    asked_at: datetime
    files_count: int
    size_bytes: int
    large: tuple[LogFile, ...]
    trails: tuple[LogTrail, ...]
    journal: str
    journal_oldest_at: datetime | None = None
    has_logrotate: bool = False
    rotated_at: datetime | None = None
    is_never_rotated: bool = False
    """No status file of logrotate is there, and whoever looked could have seen it."""
    installed_at: datetime | None = None
    installed_by: tuple[str, ...] = ()
    """What told the installation, by path or package manager; ``installed_at`` is the earliest of them."""
    forwards: bool = False
    denied: tuple[str, ...] = ()


LOGS_KEPT: Final = FactKind[LogKeeping]("logs_kept")
"""Witness of a lost line: the count of files that the same pass made."""
