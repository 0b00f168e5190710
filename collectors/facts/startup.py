"""Facts about what runs by itself: at each program's start, at each boot, at its hour."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class StartupFiles:
    """Files by which something starts that no package manager and no service manager tells of.

    ``preloads`` are the libraries that /etc/ld.so.preload puts into every program; ``files`` are the local start files
    that are executable or read at each login, by path, with the checksum of their effective lines (cksum(1)).
    """

    preloads: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Startup:
    """All that starts by itself, by kind and name. Identity: both.

    Kinds: preload, file (rc.local and its like, with the checksum of its lines), job, timer, unit, script. ``unseen`` are
    kinds that were not seen, in whole or in part.
    """

    entries: tuple[tuple[str, str], ...]
    unseen: tuple[Unseen, ...] = ()


STARTUP_FILES: Final = FactKind[StartupFiles]("startup_files")
"""Witness of a lost line: the number of lines of the whole answer."""
STARTUP: Final = FactKind[Startup]("startup")
