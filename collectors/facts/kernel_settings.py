"""Facts about what the kernel is set to, and the dumps that it left when it crashed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class Databases:
    """Which databases run here; ``unseen`` when that could not be seen, or not all of it."""

    products: tuple[str, ...] = ()
    unseen: Unseen | None = None


@dataclass(frozen=True, slots=True)
class MemorySettings:
    """Settings of memory that databases care about.

    ``huge_pages`` is the chosen word of transparent_hugepage/enabled (always, madvise, never), "" where the kernel has no
    such thing. ``swappiness`` None where it does not say.
    """

    huge_pages: str
    swappiness: int | None
    swap_bytes: int


@dataclass(frozen=True, slots=True)
class DatabaseHostSettings:
    """The settings with what runs beside them."""

    settings: MemorySettings
    databases: Databases


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that a crashed kernel left. Identity: ``path``."""

    path: str
    size_bytes: int
    written_at: datetime


@dataclass(frozen=True, slots=True)
class CrashDumps:
    """Whether a crash would leave a dump, and those that lie there.

    ``is_supported``: the kernel can at all. ``reserved_bytes`` is the memory set aside, ``asked_for`` the boot parameter.
    ``elsewhere``: kdump.conf's target when it is not /var/crash here. ``folder_unseen``: dumps could not be looked for.
    """

    is_supported: bool
    is_loaded: bool
    reserved_bytes: int
    asked_for: str
    dumps: tuple[Dump, ...] = ()
    elsewhere: str = ""
    folder_unseen: Unseen | None = None


@dataclass(frozen=True, slots=True)
class CrashReadiness:
    """The dumps with what decides how much they matter; ``virtualisation`` "" is a physical machine, None not seen."""

    dumps: CrashDumps
    virtualisation: str | None
    databases: Databases


MEMORY_SETTINGS: Final = FactKind[MemorySettings]("memory_settings")
DATABASE_HOST_SETTINGS: Final = FactKind[DatabaseHostSettings]("database_host_settings")
CRASH_DUMPS: Final = FactKind[CrashDumps]("crash_dumps")
"""Witness of a lost line: the number of dumps told before their names."""
CRASH_READINESS: Final = FactKind[CrashReadiness]("crash_readiness")
