"""Facts about base backups of PostgreSQL (pg_basebackup) that lie on a host."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class BaseBackup:
    """One base backup. Identity: ``folder``. ``form`` is plain (a data directory) or tar.

    ``is_whole``: its manifest, which pg_basebackup of version 13 and later writes last of all, is there; None where there
    is none and nothing says that it was broken off.
    """

    folder: str
    form: str
    written_at: datetime
    device: int
    is_whole: bool | None

    @property
    def series(self) -> str:
        """What stays the same from backup to backup: the folder, or the one above where its name has a number."""
        above, _slash, name = self.folder.rpartition("/")
        return above if above and any(sign.isdigit() for sign in name) else self.folder


@dataclass(frozen=True, slots=True)
class BaseBackups:
    """What was found, by the host's own clock. ``data_devices``: the file systems of the data directories that are used."""

    asked_at: datetime
    backups: tuple[BaseBackup, ...]
    data_devices: tuple[int, ...]
    unseen: tuple[Unseen, ...] = ()


BASE_BACKUPS: Final = FactKind[BaseBackups]("postgres.base_backups")
