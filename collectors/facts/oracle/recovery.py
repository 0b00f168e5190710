"""Facts about recovery: recovery area, archive destinations, RMAN's jobs, data files, standby."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class RecoveryArea:
    """The fast recovery area. ``reclaimable_bytes`` may be more than is used; what is needed is never less than nothing."""

    path: str
    limit_bytes: int
    used_bytes: int
    reclaimable_bytes: int
    files_count: int

    @property
    def needed_bytes(self) -> int:
        """What cannot be cleared away for something new."""
        return max(0, self.used_bytes - self.reclaimable_bytes)


@dataclass(frozen=True, slots=True)
class Destination:
    """One archive destination on one instance, in use or not. Words as in GV$ARCHIVE_DEST."""

    instance_number: int
    number: int
    status: str
    target: str
    place: str
    error: str
    binding: str


@dataclass(frozen=True, slots=True)
class Destinations:
    """All destinations, with the database's archive mode: without archiving none is needed."""

    log_mode: str
    records: tuple[Destination, ...]


@dataclass(frozen=True, slots=True)
class BackupJob:
    """One kind of RMAN job: its last success and its last run, as ages; None where none of it is remembered."""

    kind: str
    last_success_seconds: float | None
    last_seconds: float | None
    last_status: str
    failed_count: int


@dataclass(frozen=True, slots=True)
class Backups:
    """What the control file remembers of backups.

    ``kept_days`` is control_file_record_keep_time: older jobs may be forgotten. ``standbys_count``: destinations where a
    standby may make the backups. ``files_count`` data files, of which
    ``never_count`` have no backup that is remembered and ``oldest_seconds`` is the age of the least recent one of the rest.
    ``unsaved_count`` archived logs older than a day have no backup and are still there.
    """

    log_mode: str
    role: str
    kept_days: int
    standbys_count: int
    files_count: int
    never_count: int
    oldest_seconds: float | None
    jobs: tuple[BackupJob, ...]
    control_seconds: float | None = None
    """Age of the latest backup of the control file that is remembered."""


@dataclass(frozen=True, slots=True)
class ArchivedLogs:
    """Archived logs on disk that no backup holds: how many, how many bytes, how old the oldest.

    ``saved_count`` logs that a backup holds, on disk or not; ``standbys_count`` destinations where a standby may make them.
    """

    log_mode: str
    unsaved_count: int
    unsaved_bytes: int
    oldest_seconds: float | None
    role: str = "PRIMARY"
    saved_count: int = 1
    standbys_count: int = 0


@dataclass(frozen=True, slots=True)
class FileState:
    """What is wrong with data files: numbers and paths. ``files_count`` is how many there are.

    ``parked`` are files of tablespaces that somebody took offline in order; they need no recovery.
    """

    files_count: int
    offline: tuple[str, ...]
    in_recovery: tuple[str, ...]
    corrupt_blocks_count: int
    corrupt_files: tuple[int, ...]
    in_backup_mode: tuple[tuple[str, float], ...]
    unrecoverable: tuple[str, ...]
    parked: tuple[str, ...] = ()
    limit_count: int | None = None
    """db_files: how many data files the instance opens at most, which only a restart changes."""


@dataclass(frozen=True, slots=True)
class Standby:
    """How far a standby is behind.

    Lags in seconds, None where it says none; ``datum_age_seconds`` since the primary spoke.
    """

    role: str
    open_mode: str
    transport_lag_seconds: float | None
    apply_lag_seconds: float | None
    datum_age_seconds: float | None
    gaps_count: int
    apply_processes: tuple[str, ...]
    online_groups: tuple[int, ...] = ()
    """Online redo log groups, thread by thread."""
    standby_groups_count: int | None = None
    """Standby redo log groups of all threads, assigned or not."""


@dataclass(frozen=True, slots=True)
class Shipping:
    """One destination of a primary that is a standby's."""

    number: int
    status: str
    kind: str
    recovery_mode: str
    gap: str
    error: str
    unique_name: str


RECOVERY_AREAS: Final = FactKind[RecoveryArea]("oracle.recovery_area")
DESTINATIONS: Final = FactKind[Destinations]("oracle.archive_destinations")
BACKUPS: Final = FactKind[Backups]("oracle.backups")
ARCHIVED_LOGS: Final = FactKind[ArchivedLogs]("oracle.archived_logs")
FILE_STATES: Final = FactKind[FileState]("oracle.file_states")
STANDBYS: Final = FactKind[Standby]("oracle.standby")
SHIPPINGS: Final = FactKind[tuple[Shipping, ...]]("oracle.shipping")
