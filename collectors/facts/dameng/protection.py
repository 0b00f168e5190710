"""Facts about what protects a DM8 database: backups, archiving, watching, replay, jobs."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class BackupSet:
    """One backup set of the whole database."""

    name: str
    path: str
    is_incremental: bool
    age_seconds: int


@dataclass(frozen=True, slots=True)
class BackupSets:
    """What V$BACKUPSET lists: only sets in ``folder``, the default one."""

    folder: str
    sets: tuple[BackupSet, ...]


@dataclass(frozen=True, slots=True)
class Backups:
    """The sets that are listed, and folders that backup jobs write to besides; None where that was not seen."""

    listed: BackupSets
    elsewhere: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Destination:
    """One destination of archiving. ``status`` is VALID, INVALID or ASYNC_SEND; "" where it is told on the primary only."""

    kind: str
    place: str
    status: str
    limit_mib: int | None


@dataclass(frozen=True, slots=True)
class Archiving:
    """Whether redo is archived, and where to."""

    is_on: bool
    mode: str
    destinations: tuple[Destination, ...]


@dataclass(frozen=True, slots=True)
class Watcher:
    """The watching process of a guarded instance. ``silent_seconds`` since its last message; None: none was seen."""

    mode: str
    group: str
    kind: str
    switching: str
    status: str
    is_restarting: bool
    silent_seconds: int | None


@dataclass(frozen=True, slots=True)
class Replay:
    """How far a standby has replayed. ``lag_seconds`` is None where no commit was replayed yet."""

    lag_seconds: int | None
    tasks_count: int


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job; ``code`` 0 is success."""

    code: int
    age_seconds: int


@dataclass(frozen=True, slots=True)
class Job:
    """One job and its runs of eight days, the latest first. Identity: ``name``."""

    name: str
    is_enabled: bool
    runs: tuple[JobRun, ...]


BACKUP_SETS: Final = FactKind[BackupSets]("dameng.backup_sets")
BACKUP_FOLDERS: Final = FactKind[tuple[str, ...]]("dameng.backup_folders")
BACKUPS: Final = FactKind[Backups]("dameng.backups")
ARCHIVING: Final = FactKind[Archiving]("dameng.archiving")
WATCHER: Final = FactKind[Watcher]("dameng.watcher")
REPLAY: Final = FactKind[Replay]("dameng.replay")
JOB_SCHEMA: Final = FactKind[bool]("dameng.job_schema")
JOB_RUNS: Final = FactKind[tuple[Job, ...]]("dameng.job_runs")
JOBS: Final = FactKind[tuple[Job, ...]]("dameng.jobs")
