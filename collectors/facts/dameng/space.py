"""Facts about the space of a DM8 database."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class DataFile:
    """One data file. ``limit_bytes`` is what it may grow to; that of one that does not grow is its size."""

    path: str
    size_bytes: int
    free_bytes: int
    limit_bytes: int
    is_growing: bool


@dataclass(frozen=True, slots=True)
class Tablespace:
    """One tablespace. ``status``: 0 online, 1 offline, 2 offline for restoring, 3 corrupt. Identity: ``name``."""

    name: str
    is_temporary: bool
    status: int
    files: tuple[DataFile, ...]

    @property
    def size_bytes(self) -> int:
        """All of its files."""
        return sum(one.size_bytes for one in self.files)

    @property
    def used_bytes(self) -> int:
        """What is allocated in its files."""
        return sum(one.size_bytes - one.free_bytes for one in self.files)

    @property
    def limit_bytes(self) -> int:
        """What its files may grow to."""
        return sum(one.limit_bytes for one in self.files)


TABLESPACES: Final = FactKind[tuple[Tablespace, ...]]("dameng.tablespaces")
