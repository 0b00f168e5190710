"""Facts about the age of a system: its release, the running and the installed kernels, the last change of packages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class PatchLevel:
    """How old a system is. ``os_id``, ``os_version``, ``os_name`` are os-release's ID, VERSION_ID and PRETTY_NAME.

    ``os_detail`` holds VERSION and the release file's line, which name service packs. ``kernels`` are the installed ones
    by release; empty where none can be seen (a container). ``kernel_built_at`` is the date that the running kernel bears.
    ``package_system`` is rpm or dpkg by what the database holds, "" where there is none. ``restart`` says who asks for a
    restart, "" nobody; ``has_restart_witness``: whether something on this system would say so. ``core_packages``: when each
    package was installed that stays in use until the next start; empty where the list was not whole. ``booted_at``: the
    last start, None where the kernel did not tell.
    """

    asked_at: datetime
    os_id: str
    os_version: str
    os_name: str
    os_detail: str
    kernel: str
    kernels: tuple[str, ...] = ()
    kernel_built_at: datetime | None = None
    package_system: str = ""
    packages_count: int = 0
    last_change_at: datetime | None = None
    restart: str = ""
    has_restart_witness: bool = False
    is_livepatched: bool = False
    is_container: bool = False
    booted_at: datetime | None = None
    core_packages: Mapping[str, datetime] = field(default_factory=dict, hash=False)


PATCH_LEVEL: Final = FactKind[PatchLevel]("patch_level")
