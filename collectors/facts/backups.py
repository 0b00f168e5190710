"""Facts about backups: the files that a job leaves, what backup programs say of themselves, restores that were tried."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One file (or folder) that a pattern names. Identity: ``path``.

    ``is_whole`` is what a test of the archive said (gzip -t and its like), None where none was made.
    ``size_bytes`` of a folder is None.
    """

    path: str
    size_bytes: int | None
    modified_at: datetime
    device: int
    is_folder: bool = False
    is_growing: bool = False
    is_whole: bool | None = None


@dataclass(frozen=True, slots=True)
class BackupFiles:
    """What one pattern names, newest first, at most the newest forty of ``count``. ``said`` is why it may be not all."""

    pattern: str
    count: int
    files: tuple[BackupFile, ...]
    denied: str = ""
    has_folder: bool = True


@dataclass(frozen=True, slots=True)
class DataPlace:
    """A path that holds the data itself: the number of its file system's device; None where it could not be looked at."""

    path: str
    device: int | None


@dataclass(frozen=True, slots=True)
class BackupListing:
    """Every pattern that was asked for, and the places of the data. ``asked_at`` is the target's own clock."""

    asked_at: datetime
    patterns: tuple[BackupFiles, ...]
    places: tuple[DataPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolBackup:
    """One set of backups that a program keeps account of. Identity: ``tool`` and ``name`` (stanza, server, repository).

    ``newest_at`` is when its newest usable backup ended; None where it has none. ``trouble`` is the program's own word.
    """

    tool: str
    name: str
    newest_at: datetime | None
    kind: str = ""
    size_bytes: int | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ToolBackups:
    """What the backup programs of this target say. ``agents`` are there and can only be asked at their own server."""

    asked_at: datetime
    sets: Listing[ToolBackup]
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoreEvidence:
    """The last restore that was tried and whose result was written down; None where none ever was."""

    drilled_at: datetime | None
    told_by: str = ""


BACKUP_FILES: Final = FactKind[BackupListing]("backup_files")
BACKUP_TOOLS: Final = FactKind[ToolBackups]("backup_tools")
RESTORE_EVIDENCE: Final = FactKind[RestoreEvidence]("restore_evidence")
