"""Collectors for Linux, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.linux.bonds import BONDS_PROC
from collectors.linux.filesystems import FILESYSTEMS_DF
from collectors.linux.identities import IDENTITIES
from collectors.linux.links import LINKS_PROC
from collectors.linux.listeners import LISTENERS_NETSTAT, LISTENERS_SS, LISTENERS_TABLES
from collectors.linux.processes import PROCESSES_STAT
from collectors.linux.services import BOOT_SERVICES_SCRIPTS, SERVICES_DERIVED
from collectors.linux.units import UNITS_SYSTEMCTL

COLLECTORS: Final[tuple[Wired, ...]] = (
    IDENTITIES,
    FILESYSTEMS_DF,
    UNITS_SYSTEMCTL,
    BOOT_SERVICES_SCRIPTS,
    SERVICES_DERIVED,
    PROCESSES_STAT,
    BONDS_PROC,
    LINKS_PROC,
    LISTENERS_SS,
    LISTENERS_NETSTAT,
    LISTENERS_TABLES,
)
