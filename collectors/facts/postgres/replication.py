"""Facts about WAL archiving, replication slots, standbys, and a standby itself."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Archiver:
    """WAL archiving. Ages in seconds, None where it never happened; counts since the statistics began.

    ``command_class`` says what archives: "command", "library", "pretended" (a command that does nothing) or "none".
    ``waiting_count`` is of files that wait to be archived, None where the version does not tell. ``written_bytes`` is how
    far the write-ahead log has come, so that two inspections show whether there was anything to archive.
    """

    mode: str
    command_class: str
    archived_count: int
    failed_count: int
    last_archived_seconds: float | None
    last_failed_seconds: float | None
    last_failed_file: str
    timeout_seconds: int
    waiting_count: int | None
    written_bytes: int
    is_standby: bool
    is_behind: bool
    """Whether more write-ahead log was finished than was archived, as far as the server tells."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One replication slot. Identity: ``name``. ``retained_bytes`` is None on a standby, ``wal_status`` "" before 13.

    ``inactive_seconds`` is None where nobody knows since when.
    """

    name: str
    kind: str
    is_active: bool
    is_temporary: bool
    retained_bytes: int | None
    wal_status: str
    invalidation: str
    is_synced: bool
    inactive_seconds: float | None
    room_bytes: int
    """What may be retained at most (max_slot_wal_keep_size); -1 is without end."""


@dataclass(frozen=True, slots=True)
class Standby:
    """One standby that is connected to this server. Identity: ``name`` and ``address``."""

    name: str
    address: str
    state: str
    sync_state: str
    lag_bytes: int | None
    lag_seconds: float | None


@dataclass(frozen=True, slots=True)
class Replication:
    """The standbys of a server, and what it waits for."""

    standbys: tuple[Standby, ...]
    synchronous_names: str
    is_standby: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """A standby's own view. ``delay_seconds`` is None where it has never replayed a transaction."""

    is_paused: bool
    is_receiving: bool
    delay_seconds: float | None
    behind_bytes: int | None
    apply_delay_seconds: float
    has_source: bool


ARCHIVER: Final = FactKind[Archiver]("postgres.archiver")
SLOTS: Final = FactKind[Listing[Slot]]("postgres.slots")
REPLICATION: Final = FactKind[Replication]("postgres.replication")
REPLAY: Final = FactKind[Replay]("postgres.replay")
