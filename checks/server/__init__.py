"""Checks of servers, in the order of the report."""

from typing import Any, Final

from checks.base import Check
from checks.server.assets import ASSETS_CHECK
from checks.server.bonding import BONDING
from checks.server.clock import CLOCK_CHECK
from checks.server.cpu import CPU
from checks.server.disk_latency import DISK_LATENCY
from checks.server.failed_units import FAILED_UNITS
from checks.server.filesystem_readonly import FILESYSTEM_READONLY
from checks.server.filesystem_usage import FILESYSTEM_USAGE
from checks.server.fstab_consistency import FSTAB_CONSISTENCY
from checks.server.inode_usage import INODE_USAGE
from checks.server.kernel_log import KERNEL_LOG_CHECK
from checks.server.link_errors import LINK_ERRORS
from checks.server.listening_ports import LISTENING_PORTS
from checks.server.load_pressure import LOAD_PRESSURE_CHECK
from checks.server.log_retention import LOG_RETENTION
from checks.server.lvm import LVM
from checks.server.md_raid import MD_RAID
from checks.server.memory import MEMORY_CHECK
from checks.server.oom_kills import OOM_KILLS_CHECK
from checks.server.open_files_and_pids import OPEN_FILES_AND_PIDS
from checks.server.remote_mounts import REMOTE_MOUNTS
from checks.server.required_services import REQUIRED_SERVICES
from checks.server.scheduled_jobs import SCHEDULED_JOBS_CHECK
from checks.server.swap_activity import SWAP_ACTIVITY
from checks.server.unexpected_reboot import UNEXPECTED_REBOOT
from checks.server.zombie_and_stuck_processes import ZOMBIE_AND_STUCK_PROCESSES

CHECKS: Final[tuple[Check[Any, Any], ...]] = (
    FILESYSTEM_USAGE,
    INODE_USAGE,
    FILESYSTEM_READONLY,
    FSTAB_CONSISTENCY,
    REMOTE_MOUNTS,
    MD_RAID,
    LVM,
    DISK_LATENCY,
    BONDING,
    LINK_ERRORS,
    FAILED_UNITS,
    REQUIRED_SERVICES,
    ZOMBIE_AND_STUCK_PROCESSES,
    LISTENING_PORTS,
    LOG_RETENTION,
    SCHEDULED_JOBS_CHECK,
    ASSETS_CHECK,
    MEMORY_CHECK,
    SWAP_ACTIVITY,
    OOM_KILLS_CHECK,
    CPU,
    LOAD_PRESSURE_CHECK,
    OPEN_FILES_AND_PIDS,
    CLOCK_CHECK,
    KERNEL_LOG_CHECK,
    UNEXPECTED_REBOOT,
)
