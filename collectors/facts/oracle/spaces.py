"""Facts about an Oracle database's space: tablespaces, their files and free chunks, disk groups, largest segments."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Definition:
    """One tablespace as it is defined.

    Identity: ``database`` and ``name``; ``next_bytes`` of uniform extents, else None.
    """

    database: str
    name: str
    contents: str
    status: str
    block_bytes: int
    is_local: bool
    allocation: str
    next_bytes: int | None


@dataclass(frozen=True, slots=True)
class DataFile:
    """One data file. ``size_bytes`` None: it is offline and tells none. ``limit_bytes`` what it may grow to, never less."""

    database: str
    tablespace: str
    number: int
    path: str
    size_bytes: int | None
    limit_bytes: int
    is_growing: bool
    online: str

    @property
    def growable_bytes(self) -> int:
        """What it may still grow by."""
        return max(0, self.limit_bytes - (self.size_bytes or 0))

    @property
    def group(self) -> str:
        """The ASM disk group that it lies in; "" on a filesystem."""
        return self.path[1:].partition("/")[0].upper() if self.path.startswith("+") else ""


@dataclass(frozen=True, slots=True)
class Free:
    """The free chunks of one tablespace, joined over its files.

    ``below`` holds the bytes in chunks smaller than 1, 8, 64 MiB.
    """

    database: str
    tablespace: str
    free_bytes: int
    largest_bytes: int
    chunks_count: int
    below: tuple[int, int, int] = (0, 0, 0)
    fsfi: float = 0.0


@dataclass(frozen=True, slots=True)
class Recycled:
    """What dropped objects still hold in one tablespace."""

    database: str
    tablespace: str
    objects_count: int
    blocks: int


@dataclass(frozen=True, slots=True)
class DiskGroup:
    """One ASM disk group.

    ``usable_bytes`` after mirroring, less what is kept for re-mirroring: negative when that is used.
    """

    name: str
    state: str
    redundancy: str
    total_bytes: int
    free_bytes: int
    usable_bytes: int
    offline_count: int


@dataclass(frozen=True, slots=True)
class Tablespace:
    """One tablespace, put together.

    ``storage_bytes``: room in the disk groups that its files may grow into; None: not known.
    """

    definition: Definition
    files: tuple[DataFile, ...]
    free: Free | None
    recycled_bytes: int | None
    largest_segment_bytes: int | None
    storage_bytes: int | None

    @property
    def subject(self) -> str:
        """Its name, which is unique in its database only."""
        return f"{self.definition.database}.{self.definition.name}"

    @property
    def size_bytes(self) -> int:
        """What its files hold now."""
        return sum(one.size_bytes or 0 for one in self.files)

    @property
    def used_bytes(self) -> int:
        """What is not free; a tablespace that is full to the last block stands in no list of free chunks."""
        return max(0, self.size_bytes - (self.free.free_bytes if self.free else 0))

    @property
    def limit_bytes(self) -> int:
        """What its files may hold, were there room for it."""
        return sum(max(one.limit_bytes, one.size_bytes or 0) for one in self.files)

    @property
    def usable_bytes(self) -> int:
        """What its files may hold with the room that is known to be there."""
        room = self.limit_bytes - self.size_bytes
        return self.size_bytes + (room if self.storage_bytes is None else min(room, self.storage_bytes))


@dataclass(frozen=True, slots=True)
class Segment:
    """One large segment (all partitions as one). Identity: database, owner, name, kind."""

    database: str
    owner: str
    name: str
    kind: str
    tablespace: str
    size_bytes: int
    extents_count: int
    most_extents: int | None
    next_bytes: int | None = None

    @property
    def subject(self) -> str:
        """Its name in its database."""
        return f"{self.database}.{self.owner}.{self.name}"


DEFINITIONS: Final = FactKind[Listing[Definition]]("oracle.tablespace_definitions")
DATA_FILES: Final = FactKind[Listing[DataFile]]("oracle.data_files")
FREE: Final = FactKind[Listing[Free]]("oracle.free_space")
RECYCLED: Final = FactKind[Listing[Recycled]]("oracle.recycle_bins")
SEGMENTS: Final = FactKind[Listing[Segment]]("oracle.segments")
DISK_GROUPS: Final = FactKind[tuple[DiskGroup, ...]]("oracle.disk_groups")
TABLESPACES: Final = FactKind[Listing[Tablespace]]("oracle.tablespaces")
