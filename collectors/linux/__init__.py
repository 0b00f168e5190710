"""Collectors for Linux, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.linux.access_control import MANDATORY_ACCESS_KERNEL
from collectors.linux.accounts import ACCOUNTS_FILES
from collectors.linux.advisories import ADVISORIES_DERIVED, ADVISORIES_KEPT
from collectors.linux.arrays import ARRAYS_MDSTAT
from collectors.linux.audits import AUDIT_AUDITCTL
from collectors.linux.auth_failures import AUTH_FAILURES_LOGS
from collectors.linux.authorized_keys import AUTHORIZED_KEYS_FILES, KEY_LOGINS_DERIVED
from collectors.linux.backup_files import BACKUP_FILES_FIND
from collectors.linux.backup_tools import BACKUP_TOOLS_INFO
from collectors.linux.banners import BANNER_FILES_READ, BANNER_TEXTS_SHOWN, BANNERS_DERIVED
from collectors.linux.bmc_events import EVENT_LOGS_IPMI
from collectors.linux.bonds import BONDS_PROC
from collectors.linux.boot_loader import BOOT_LOADER_GRUB
from collectors.linux.boots import BOOTS, BOOTS_JOURNAL, BOOTS_WTMP
from collectors.linux.btrfs_devices import BTRFS_DEVICES_SYSFS
from collectors.linux.certificates import CERTIFICATES_OPENSSL
from collectors.linux.clock_sources import CLOCK_SOURCES_CHRONY, CLOCK_SOURCES_NTPQ
from collectors.linux.clocks import CLOCKS, CLOCKS_SERVICES, CLOCKS_TIMEDATECTL
from collectors.linux.clusterware import CLUSTERWARE_CRSCTL
from collectors.linux.corosync import COROSYNC
from collectors.linux.counters import COUNTERS_DERIVED
from collectors.linux.cpu_history import CPU_HISTORY_SAR
from collectors.linux.cpu_uses import CPU_USES
from collectors.linux.crash_dumps import CRASH_DUMPS_KDUMP, CRASH_READINESS_DERIVED
from collectors.linux.critical_files import CRITICAL_FILES_FIND
from collectors.linux.database_servers import DATABASE_PLACES_DERIVED, DATABASE_SERVERS_PROC
from collectors.linux.disks import DISKS_DISKSTATS
from collectors.linux.exposure import EXPOSURE_DERIVED
from collectors.linux.fc_ports import FC_PORTS_SYSFS
from collectors.linux.file_integrity import INTEGRITY_FILES_WATCHERS, INTEGRITY_WATCH_DERIVED
from collectors.linux.file_walk import FILE_WALK_FIND
from collectors.linux.filesystems import FILESYSTEMS_DF
from collectors.linux.hardware import ASSETS_DERIVED, HARDWARE_SYSFS
from collectors.linux.hwmon import SENSORS_HWMON
from collectors.linux.identities import IDENTITIES
from collectors.linux.inodes import INODES_DF
from collectors.linux.installed_packages import PACKAGES_LIST
from collectors.linux.java_applications import JAVA_JSTAT
from collectors.linux.jobs import JOB_FILES_LS, JOBS_FILES_AND_TIMERS, SCHEDULED_JOBS_DERIVED
from collectors.linux.kafka_brokers import KAFKA_SCRIPTS
from collectors.linux.keepalived import KEEPALIVED
from collectors.linux.kernel_hardening import KERNEL_HARDENING_PROC
from collectors.linux.kernel_logs import KERNEL_LOGS, KERNEL_LOGS_DMESG, KERNEL_LOGS_FILES, KERNEL_LOGS_JOURNAL
from collectors.linux.kernel_modules import KERNEL_MODULES_PROC
from collectors.linux.links import LINKS_PROC
from collectors.linux.listeners import LISTENERS_NETSTAT, LISTENERS_SS, LISTENERS_TABLES
from collectors.linux.loads import LOADS
from collectors.linux.log_forwarding import LOG_FORWARDING_FILES
from collectors.linux.log_memory import LOG_MEMORY_KEPT
from collectors.linux.log_services import LOG_SERVICES_DERIVED
from collectors.linux.login_settings import LOGIN_RULES_DERIVED, LOGIN_SETTINGS_FILES
from collectors.linux.logs_kept import LOGS_KEPT_FIND
from collectors.linux.malware import MALWARE_PROTECTION_DERIVED, SIGNATURE_FILES_CLAMAV
from collectors.linux.mdadm_details import ARRAYS_MDADM
from collectors.linux.memory import MEMORY_PROC
from collectors.linux.memory_errors import MEMORY_ERRORS_EDAC
from collectors.linux.memory_settings import DATABASE_HOST_SETTINGS_DERIVED, MEMORY_SETTINGS_PROC
from collectors.linux.mount_tables import MOUNT_TABLES
from collectors.linux.multipaths import MULTIPATHS_MULTIPATHD
from collectors.linux.mysql_logs import MYSQL_LOG_MEMORY, MYSQL_LOGS_LINUX, MYSQL_LOGS_OVER_TIME
from collectors.linux.network_counters import NETWORK_COUNTERS_PROC
from collectors.linux.nginx import NGINX_TEST
from collectors.linux.oom_kills import OOM_KILLS_DERIVED
from collectors.linux.oracle_alert_logs import ALERT_LOGS_LINUX
from collectors.linux.oracle_listeners import LISTENERS_LSNRCTL
from collectors.linux.pacemaker import PACEMAKER
from collectors.linux.package_files import PACKAGE_FILES_VERIFIED
from collectors.linux.package_versions import PACKAGE_VERSIONS_LIST
from collectors.linux.packet_filter import PACKET_FILTER_RULES
from collectors.linux.pam import PAM_FILES
from collectors.linux.patches import PATCHES_RELEASE
from collectors.linux.pools import POOLS_ZPOOL
from collectors.linux.postgres_base_backups import BASE_BACKUPS_LINUX
from collectors.linux.postgres_logs import SERVER_LOG_MEMORY, SERVER_LOGS_LINUX, SERVER_LOGS_OVER_TIME
from collectors.linux.processes import PROCESSES_STAT
from collectors.linux.rabbit_brokers import RABBITMQ_CTL
from collectors.linux.raid_arcconf import RAID_ARCCONF
from collectors.linux.raid_controllers import PCI_STORAGE_SYSFS, RAID_CONTROLLERS_DERIVED
from collectors.linux.raid_megacli import RAID_MEGACLI
from collectors.linux.raid_ssacli import RAID_SSACLI
from collectors.linux.raid_storcli import RAID_STORCLI
from collectors.linux.redis_servers import REDIS_CLI, REDIS_KEEPERS_CLI
from collectors.linux.remote_mounts import REMOTE_MOUNTS_STATFS
from collectors.linux.replicated_devices import REPLICATED_DRBD
from collectors.linux.required_processes import REQUIRED_PROCESSES_PS
from collectors.linux.restores import RESTORE_EVIDENCE_ASKED
from collectors.linux.rman_logs import RMAN_LOGS_LINUX
from collectors.linux.routing import ROUTING_IP
from collectors.linux.sensors import POWER_PARTS_IPMI, SENSORS_IPMI
from collectors.linux.services import BOOT_SERVICES_SCRIPTS, SERVICES_DERIVED
from collectors.linux.settings import SETTINGS_DERIVED
from collectors.linux.settings_files import SETTINGS_FILES_READ
from collectors.linux.smart import DISK_HEALTH_SMART
from collectors.linux.ssh_effective import SSH_EFFECTIVE_SSHD
from collectors.linux.ssh_reach import SSH_REACH_DERIVED, SSH_TRUST_DERIVED
from collectors.linux.ssh_server import SSH_SERVER_SETTINGS
from collectors.linux.startup import STARTUP_DERIVED, STARTUP_FILES_LOADER
from collectors.linux.sudo_programs import SUDO_PROGRAMS_STAT, SUDO_RIGHTS_DERIVED
from collectors.linux.sudoers import SUDOERS_FILES
from collectors.linux.system_limits import SYSTEM_LIMITS_PROC
from collectors.linux.system_logs import SYSTEM_LOGS, SYSTEM_LOGS_FILES, SYSTEM_LOGS_JOURNAL
from collectors.linux.tapes import TAPES_SYSFS
from collectors.linux.traits import TRAITS_FILES
from collectors.linux.units import UNITS_SYSTEMCTL
from collectors.linux.updates import UPDATES_INDEXES
from collectors.linux.vm_activities import VM_ACTIVITIES
from collectors.linux.volume_groups import VOLUME_GROUPS_LVM

COLLECTORS: Final[tuple[Wired, ...]] = (
    IDENTITIES,
    FILESYSTEMS_DF,
    INODES_DF,
    MOUNT_TABLES,
    REMOTE_MOUNTS_STATFS,
    ARRAYS_MDSTAT,
    ARRAYS_MDADM,
    VOLUME_GROUPS_LVM,
    MULTIPATHS_MULTIPATHD,
    FC_PORTS_SYSFS,
    TAPES_SYSFS,
    POOLS_ZPOOL,
    BTRFS_DEVICES_SYSFS,
    REPLICATED_DRBD,
    DISKS_DISKSTATS,
    UNITS_SYSTEMCTL,
    BOOT_SERVICES_SCRIPTS,
    SERVICES_DERIVED,
    PROCESSES_STAT,
    BONDS_PROC,
    LINKS_PROC,
    NETWORK_COUNTERS_PROC,
    LISTENERS_SS,
    LISTENERS_NETSTAT,
    LISTENERS_TABLES,
    ROUTING_IP,
    PACKET_FILTER_RULES,
    LOGS_KEPT_FIND,
    JOBS_FILES_AND_TIMERS,
    JOB_FILES_LS,
    SCHEDULED_JOBS_DERIVED,
    HARDWARE_SYSFS,
    ASSETS_DERIVED,
    MEMORY_ERRORS_EDAC,
    SENSORS_IPMI,
    SENSORS_HWMON,
    POWER_PARTS_IPMI,
    EVENT_LOGS_IPMI,
    DISK_HEALTH_SMART,
    PCI_STORAGE_SYSFS,
    RAID_STORCLI,
    RAID_MEGACLI,
    RAID_SSACLI,
    RAID_ARCCONF,
    RAID_CONTROLLERS_DERIVED,
    MEMORY_PROC,
    VM_ACTIVITIES,
    CPU_USES,
    CPU_HISTORY_SAR,
    LOADS,
    SYSTEM_LIMITS_PROC,
    MEMORY_SETTINGS_PROC,
    DATABASE_HOST_SETTINGS_DERIVED,
    DATABASE_SERVERS_PROC,
    DATABASE_PLACES_DERIVED,
    SERVER_LOGS_LINUX,
    SERVER_LOG_MEMORY,
    SERVER_LOGS_OVER_TIME,
    BASE_BACKUPS_LINUX,
    MYSQL_LOGS_LINUX,
    MYSQL_LOG_MEMORY,
    MYSQL_LOGS_OVER_TIME,
    CLOCK_SOURCES_CHRONY,
    CLOCK_SOURCES_NTPQ,
    CLOCKS_TIMEDATECTL,
    CLOCKS_SERVICES,
    CLOCKS,
    KERNEL_LOGS_JOURNAL,
    KERNEL_LOGS_FILES,
    KERNEL_LOGS_DMESG,
    KERNEL_LOGS,
    SYSTEM_LOGS_JOURNAL,
    SYSTEM_LOGS_FILES,
    LOG_MEMORY_KEPT,
    SYSTEM_LOGS,
    OOM_KILLS_DERIVED,
    BOOTS_WTMP,
    BOOTS_JOURNAL,
    BOOTS,
    ACCOUNTS_FILES,
    LOGIN_SETTINGS_FILES,
    SUDOERS_FILES,
    SUDO_PROGRAMS_STAT,
    SUDO_RIGHTS_DERIVED,
    BANNER_FILES_READ,
    BANNER_TEXTS_SHOWN,
    BANNERS_DERIVED,
    PAM_FILES,
    LOGIN_RULES_DERIVED,
    MANDATORY_ACCESS_KERNEL,
    BOOT_LOADER_GRUB,
    SSH_SERVER_SETTINGS,
    SSH_EFFECTIVE_SSHD,
    AUTHORIZED_KEYS_FILES,
    KEY_LOGINS_DERIVED,
    SSH_REACH_DERIVED,
    SSH_TRUST_DERIVED,
    KERNEL_HARDENING_PROC,
    CRITICAL_FILES_FIND,
    FILE_WALK_FIND,
    PACKAGE_FILES_VERIFIED,
    PATCHES_RELEASE,
    UPDATES_INDEXES,
    PACKAGES_LIST,
    PACKAGE_VERSIONS_LIST,
    ADVISORIES_KEPT,
    ADVISORIES_DERIVED,
    KERNEL_MODULES_PROC,
    CERTIFICATES_OPENSSL,
    AUTH_FAILURES_LOGS,
    AUDIT_AUDITCTL,
    LOG_FORWARDING_FILES,
    LOG_SERVICES_DERIVED,
    EXPOSURE_DERIVED,
    SIGNATURE_FILES_CLAMAV,
    MALWARE_PROTECTION_DERIVED,
    INTEGRITY_FILES_WATCHERS,
    INTEGRITY_WATCH_DERIVED,
    STARTUP_FILES_LOADER,
    STARTUP_DERIVED,
    BACKUP_FILES_FIND,
    BACKUP_TOOLS_INFO,
    RESTORE_EVIDENCE_ASKED,
    CRASH_DUMPS_KDUMP,
    CRASH_READINESS_DERIVED,
    PACEMAKER,
    COROSYNC,
    KEEPALIVED,
    CLUSTERWARE_CRSCTL,
    REQUIRED_PROCESSES_PS,
    NGINX_TEST,
    ALERT_LOGS_LINUX,
    RMAN_LOGS_LINUX,
    LISTENERS_LSNRCTL,
    JAVA_JSTAT,
    REDIS_CLI,
    REDIS_KEEPERS_CLI,
    RABBITMQ_CTL,
    KAFKA_SCRIPTS,
    TRAITS_FILES,
    COUNTERS_DERIVED,
    SETTINGS_FILES_READ,
    SETTINGS_DERIVED,
)
