"""Facts about files and who may touch them: those that decide over the host, and those that a walk found odd."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing, Unseen


@dataclass(frozen=True, slots=True)
class FileRights:
    """Who may do what with one file or folder. Identity: ``path``; links are followed.

    ``mode`` is its rights with the bits above (0o4755). ``user`` and ``group`` are names, digits where there is none.
    """

    path: str
    mode: int
    user: str
    group: str


@dataclass(frozen=True, slots=True)
class CriticalFiles:
    """The rights of the files that decide over the host; ``missing`` are those looked for that are not there."""

    files: Listing[FileRights]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetIdFile:
    """A program that runs with its owner's rights (setuid, setgid). Identity: ``path``.

    ``package`` owns it, "" none does, None where that was not seen.
    """

    path: str
    mode: int
    user: str
    group: str
    package: str | None = None


@dataclass(frozen=True, slots=True)
class Orphans:
    """The files of one user or group that the host does not know. Identity: ``who`` (``user 1005``); ``path`` is one."""

    who: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class FileWalk:
    """What one walk over the local filesystems found.

    ``writable`` are files, and folders without the sticky bit, that everybody may write to; ``rhosts`` files of trust by
    name (.rhosts, .shosts, hosts.equiv, shosts.equiv). ``more`` counts what lies beyond the bound, by kind: setid,
    writable, rhosts. ``unseen`` are folders and filesystems that were not walked; ``left_aside`` those of containers'
    images, on purpose. ``folders_count`` is how many folders were walked, ``walked`` the mount points.
    """

    setid: tuple[SetIdFile, ...]
    writable: tuple[FileRights, ...]
    orphans: tuple[Orphans, ...]
    rhosts: tuple[str, ...]
    walked: tuple[str, ...]
    folders_count: int
    more: tuple[tuple[str, int], ...] = ()
    left_aside: tuple[str, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    package_system: str = ""

    def beyond(self, kind: str) -> int:
        """How many of a kind were found beyond those that are named."""
        return dict(self.more).get(kind, 0)


CRITICAL_FILES: Final = FactKind[CriticalFiles]("critical_files")
FILE_WALK: Final = FactKind[FileWalk]("file_walk")
