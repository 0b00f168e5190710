"""Facts about the database servers that run on a machine, and where on it their files are."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing, Unseen
from collectors.facts.storage import Filesystem


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a server's files. ``role`` is data, wal, log, tablespace, recovery, archive or temporary."""

    role: str
    path: str


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """One server that runs. Identity: ``name``. ``kind`` is that of a target: postgres, mysql, oracle, dameng, kingbase.

    ``product`` is its common name. ``instance`` is an Oracle's ORACLE_SID. ``port`` is None where nothing names it.
    ``is_closed``: its data directory lets us not in, so that folders linked from there were not seen.
    """

    kind: str
    product: str
    instance: str
    data: str
    port: int | None
    socket: str = ""
    places: tuple[Place, ...] = ()
    is_closed: bool = False

    @property
    def name(self) -> str:
        """Product with instance, data directory or port: what stays the same for years."""
        return f"{self.product} {self.instance or self.data or self.port or ''}".strip()


@dataclass(frozen=True, slots=True)
class HostSide:
    """What a machine knows of the places of its databases: its filesystems, and the folders of what runs there.

    ``unmeasured`` are mount points whose room is not known: those of another machine's disks, and what df did not tell.
    """

    filesystems: tuple[Filesystem, ...]
    servers: tuple[DatabaseServer, ...]
    unseen: tuple[Unseen, ...] = ()
    unmeasured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerSide:
    """What a database knows of its places. ``kind`` as in DatabaseServer; ``unseen`` what it did not tell."""

    kind: str
    places: tuple[Place, ...]
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """One filesystem that holds files of databases, once for all of them. Identity: ``filesystem.mount``."""

    filesystem: Filesystem
    places: tuple[Place, ...]


DATABASE_SERVERS: Final = FactKind[Listing[DatabaseServer]]("database_servers")
"""Witness of a lost line: how many servers were found is counted beside them."""
DATABASE_PLACES: Final = FactKind[HostSide | ServerSide]("database_places")
"""Provided by machines and by databases, for the group that the two make."""
DATABASE_ROOM: Final = FactKind[Listing[Room]]("database_room")
