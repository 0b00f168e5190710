"""Collectors for Linux, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.linux.arrays import ARRAYS_MDSTAT
from collectors.linux.bonds import BONDS_PROC
from collectors.linux.boots import BOOTS, BOOTS_JOURNAL, BOOTS_WTMP
from collectors.linux.clock_sources import CLOCK_SOURCES_CHRONY, CLOCK_SOURCES_NTPQ
from collectors.linux.clocks import CLOCKS, CLOCKS_SERVICES, CLOCKS_TIMEDATECTL
from collectors.linux.cpu_uses import CPU_USES
from collectors.linux.disks import DISKS_DISKSTATS
from collectors.linux.filesystems import FILESYSTEMS_DF
from collectors.linux.hardware import ASSETS_DERIVED, HARDWARE_SYSFS
from collectors.linux.identities import IDENTITIES
from collectors.linux.inodes import INODES_DF
from collectors.linux.jobs import JOB_FILES_LS, JOBS_FILES_AND_TIMERS, SCHEDULED_JOBS_DERIVED
from collectors.linux.kernel_logs import KERNEL_LOGS, KERNEL_LOGS_DMESG, KERNEL_LOGS_FILES, KERNEL_LOGS_JOURNAL
from collectors.linux.links import LINKS_PROC
from collectors.linux.listeners import LISTENERS_NETSTAT, LISTENERS_SS, LISTENERS_TABLES
from collectors.linux.loads import LOADS
from collectors.linux.logs_kept import LOGS_KEPT_FIND
from collectors.linux.memory import MEMORY_PROC
from collectors.linux.mount_tables import MOUNT_TABLES
from collectors.linux.oom_kills import OOM_KILLS_DERIVED
from collectors.linux.processes import PROCESSES_STAT
from collectors.linux.remote_mounts import REMOTE_MOUNTS_STATFS
from collectors.linux.services import BOOT_SERVICES_SCRIPTS, SERVICES_DERIVED
from collectors.linux.system_limits import SYSTEM_LIMITS_PROC
from collectors.linux.units import UNITS_SYSTEMCTL
from collectors.linux.vm_activities import VM_ACTIVITIES
from collectors.linux.volume_groups import VOLUME_GROUPS_LVM

COLLECTORS: Final[tuple[Wired, ...]] = (
    IDENTITIES,
    FILESYSTEMS_DF,
    INODES_DF,
    MOUNT_TABLES,
    REMOTE_MOUNTS_STATFS,
    ARRAYS_MDSTAT,
    VOLUME_GROUPS_LVM,
    DISKS_DISKSTATS,
    UNITS_SYSTEMCTL,
    BOOT_SERVICES_SCRIPTS,
    SERVICES_DERIVED,
    PROCESSES_STAT,
    BONDS_PROC,
    LINKS_PROC,
    LISTENERS_SS,
    LISTENERS_NETSTAT,
    LISTENERS_TABLES,
    LOGS_KEPT_FIND,
    JOBS_FILES_AND_TIMERS,
    JOB_FILES_LS,
    SCHEDULED_JOBS_DERIVED,
    HARDWARE_SYSFS,
    ASSETS_DERIVED,
    MEMORY_PROC,
    VM_ACTIVITIES,
    CPU_USES,
    LOADS,
    SYSTEM_LIMITS_PROC,
    CLOCK_SOURCES_CHRONY,
    CLOCK_SOURCES_NTPQ,
    CLOCKS_TIMEDATECTL,
    CLOCKS_SERVICES,
    CLOCKS,
    KERNEL_LOGS_JOURNAL,
    KERNEL_LOGS_FILES,
    KERNEL_LOGS_DMESG,
    KERNEL_LOGS,
    OOM_KILLS_DERIVED,
    BOOTS_WTMP,
    BOOTS_JOURNAL,
    BOOTS,
)
