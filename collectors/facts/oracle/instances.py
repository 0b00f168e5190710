"""Facts about one Oracle database: its instances, itself, its pluggable databases."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance (of RAC several).

    Identity: ``name``. Words as in GV$INSTANCE; a thread that runs nowhere is no instance.
    """

    name: str
    host: str
    version: str
    status: str
    database_status: str
    blocked: str
    logins: str
    uptime_seconds: float


@dataclass(frozen=True, slots=True)
class Thread:
    """One redo thread.

    ``enabled`` PUBLIC, PRIVATE or DISABLED; ``status`` OPEN or CLOSED; ``instance`` who opened it last.
    """

    number: int
    status: str
    enabled: str
    instance: str


@dataclass(frozen=True, slots=True)
class Database:
    """One database as V$DATABASE says. Identity: ``dbid`` with ``unique_name`` (a standby has its primary's dbid)."""

    dbid: str
    name: str
    unique_name: str
    open_mode: str
    role: str
    log_mode: str
    force_logging: str
    flashback: str
    protection_mode: str
    protection_level: str
    switchover: str
    is_container: bool
    version: int
    words: str


@dataclass(frozen=True, slots=True)
class Running:
    """What the question “does it run as it should” needs."""

    database: Database
    instances: tuple[Instance, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Pluggable:
    """One PDB on one instance. ``saved`` is the state that the instance brings it to at its start: OPEN, or "".

    ``database_mode`` is that of the whole: of one that is mounted, no PDB can be open.
    """

    name: str
    instance_number: int
    open_mode: str
    restricted: str
    saved: str
    violations_count: int
    role: str
    database_mode: str = ""


INSTANCES: Final = FactKind[tuple[Instance, ...]]("oracle.instances")
THREADS: Final = FactKind[tuple[Thread, ...]]("oracle.threads")
DATABASES: Final = FactKind[Database]("oracle.database")
RUNNING: Final = FactKind[Running]("oracle.running")
PLUGGABLES: Final = FactKind[tuple[Pluggable, ...]]("oracle.pluggables")
