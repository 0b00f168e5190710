"""Checks of servers, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.server.accounts import ACCOUNTS_CHECK
from checks.server.assets import ASSETS_CHECK
from checks.server.backup_freshness import BACKUP_FRESHNESS
from checks.server.backup_tools import BACKUP_TOOLS_CHECK
from checks.server.bmc_events import BMC_EVENTS
from checks.server.bmc_sensors import BMC_SENSORS
from checks.server.bonding import BONDING
from checks.server.btrfs_devices import BTRFS_DEVICES
from checks.server.clock import CLOCK_CHECK
from checks.server.cluster import CLUSTER_CHECK
from checks.server.clusterware import CLUSTERWARE_CHECK
from checks.server.configuration_drift import CONFIGURATION_DRIFT
from checks.server.cpu import CPU
from checks.server.cpu_history import CPU_HISTORY_CHECK
from checks.server.database_host_settings import DATABASE_HOST_SETTINGS_CHECK
from checks.server.databases_found import DATABASES_FOUND
from checks.server.disk_health import DISK_HEALTH_CHECK
from checks.server.disk_latency import DISK_LATENCY
from checks.server.disk_wear import DISK_WEAR
from checks.server.drbd import DRBD
from checks.server.error_growth import ERROR_GROWTH
from checks.server.failed_units import FAILED_UNITS
from checks.server.fc_ports import FC_PORTS_CHECK
from checks.server.filesystem_growth import FILESYSTEM_GROWTH
from checks.server.filesystem_readonly import FILESYSTEM_READONLY
from checks.server.filesystem_usage import FILESYSTEM_USAGE
from checks.server.fstab_consistency import FSTAB_CONSISTENCY
from checks.server.hardware_health import HARDWARE_HEALTH
from checks.server.inode_growth import INODE_GROWTH
from checks.server.inode_usage import INODE_USAGE
from checks.server.kdump import KDUMP
from checks.server.kernel_log import KERNEL_LOG_CHECK
from checks.server.link_errors import LINK_ERRORS
from checks.server.listening_ports import LISTENING_PORTS
from checks.server.load_pressure import LOAD_PRESSURE_CHECK
from checks.server.local_certificates import LOCAL_CERTIFICATES
from checks.server.log_novelty import LOG_NOVELTY
from checks.server.log_retention import LOG_RETENTION
from checks.server.login_failures import LOGIN_FAILURES_CHECK
from checks.server.lvm import LVM
from checks.server.md_raid import MD_RAID
from checks.server.memory import MEMORY_CHECK
from checks.server.memory_ecc import MEMORY_ECC
from checks.server.memory_growth import MEMORY_GROWTH
from checks.server.multipath import MULTIPATH
from checks.server.oom_kills import OOM_KILLS_CHECK
from checks.server.open_files_and_pids import OPEN_FILES_AND_PIDS
from checks.server.patch_level import PATCH_LEVEL_CHECK
from checks.server.power_redundancy import POWER_REDUNDANCY
from checks.server.quorum import QUORUM
from checks.server.raid_controller import RAID_CONTROLLER
from checks.server.remote_mounts import REMOTE_MOUNTS
from checks.server.required_services import REQUIRED_SERVICES
from checks.server.restore_evidence import RESTORE_EVIDENCE_CHECK
from checks.server.scheduled_jobs import SCHEDULED_JOBS_CHECK
from checks.server.ssh_server import SSH_SERVER_CHECK
from checks.server.swap_activity import SWAP_ACTIVITY
from checks.server.system_log import SYSTEM_LOG_CHECK
from checks.server.tape_devices import TAPE_DEVICES
from checks.server.tcp_overflows import TCP_OVERFLOWS
from checks.server.thin_pool_growth import THIN_POOL_GROWTH
from checks.server.unexpected_reboot import UNEXPECTED_REBOOT
from checks.server.virtual_address import VIRTUAL_ADDRESS
from checks.server.zfs_pools import ZFS_POOLS
from checks.server.zombie_and_stuck_processes import ZOMBIE_AND_STUCK_PROCESSES

CHECKS: Final[tuple[AnyCheck, ...]] = (
    FILESYSTEM_USAGE,
    INODE_USAGE,
    FILESYSTEM_GROWTH,
    INODE_GROWTH,
    FILESYSTEM_READONLY,
    FSTAB_CONSISTENCY,
    REMOTE_MOUNTS,
    MD_RAID,
    LVM,
    THIN_POOL_GROWTH,
    MULTIPATH,
    FC_PORTS_CHECK,
    TAPE_DEVICES,
    ZFS_POOLS,
    BTRFS_DEVICES,
    DRBD,
    DISK_LATENCY,
    BONDING,
    LINK_ERRORS,
    TCP_OVERFLOWS,
    FAILED_UNITS,
    REQUIRED_SERVICES,
    ZOMBIE_AND_STUCK_PROCESSES,
    LISTENING_PORTS,
    LOG_RETENTION,
    SCHEDULED_JOBS_CHECK,
    ASSETS_CHECK,
    HARDWARE_HEALTH,
    MEMORY_ECC,
    BMC_SENSORS,
    POWER_REDUNDANCY,
    BMC_EVENTS,
    DISK_HEALTH_CHECK,
    DISK_WEAR,
    RAID_CONTROLLER,
    ERROR_GROWTH,
    MEMORY_CHECK,
    MEMORY_GROWTH,
    SWAP_ACTIVITY,
    OOM_KILLS_CHECK,
    CPU,
    CPU_HISTORY_CHECK,
    LOAD_PRESSURE_CHECK,
    OPEN_FILES_AND_PIDS,
    DATABASE_HOST_SETTINGS_CHECK,
    DATABASES_FOUND,
    CLOCK_CHECK,
    KERNEL_LOG_CHECK,
    SYSTEM_LOG_CHECK,
    LOG_NOVELTY,
    UNEXPECTED_REBOOT,
    LOGIN_FAILURES_CHECK,
    ACCOUNTS_CHECK,
    SSH_SERVER_CHECK,
    PATCH_LEVEL_CHECK,
    LOCAL_CERTIFICATES,
    BACKUP_FRESHNESS,
    BACKUP_TOOLS_CHECK,
    RESTORE_EVIDENCE_CHECK,
    CONFIGURATION_DRIFT,
    KDUMP,
    CLUSTER_CHECK,
    QUORUM,
    VIRTUAL_ADDRESS,
    CLUSTERWARE_CHECK,
)
