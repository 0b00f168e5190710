"""Facts about programs that watch files for changes: which are installed, what they wrote and when, what starts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class IntegrityFile:
    """The newest file of one role that a product wrote. Identity: ``product`` and ``role``.

    Roles: ``database`` is what files are compared with, ``made`` a database that was written and is not in use, ``report``
    a log or report of a run, ``scan`` the end of a scan as the product's log tells it.
    """

    product: str
    role: str
    written_at: datetime
    size_bytes: int
    path: str


@dataclass(frozen=True, slots=True)
class IntegrityFiles:
    """What is installed, and what it wrote.

    ``system`` (dpkg or rpm) is the list of packages that answered, "" where none did: then what was not found is not
    proved to be missing. ``installed`` names each product found, with its package or program. ``unseen`` are places that
    could not be looked into.
    """

    asked_at: datetime
    system: str
    installed: Mapping[str, str]
    files: tuple[IntegrityFile, ...]
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class IntegrityWatch:
    """The files, beside what runs and what is scheduled.

    ``processes`` are all names (15 characters). ``starters`` are the jobs that start a product, by product;
    ``jobs_unseen`` is set where there may be more jobs than were seen.
    """

    files: IntegrityFiles
    processes: frozenset[str] | Unseen
    starters: Mapping[str, tuple[str, ...]]
    jobs_unseen: Unseen | None = None


INTEGRITY_FILES: Final = FactKind[IntegrityFiles]("integrity_files")
"""Witness of a lost line: the number of lines of the whole answer."""
INTEGRITY_WATCH: Final = FactKind[IntegrityWatch]("integrity_watch")
