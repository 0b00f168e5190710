"""Security checks of Linux hosts, in the order of the report."""

from typing import Final

from checks.security.linux.account_dormant import ACCOUNT_DORMANT
from checks.security.linux.account_duplicate_uid import ACCOUNT_DUPLICATE_UID
from checks.security.linux.account_empty_password import ACCOUNT_EMPTY_PASSWORD
from checks.security.linux.account_shared_or_unlisted import ACCOUNT_SHARED_OR_UNLISTED
from checks.security.linux.account_system_shell import ACCOUNT_SYSTEM_SHELL
from checks.security.linux.account_uid0 import ACCOUNT_UID0
from checks.security.linux.audit_auditd import AUDIT_AUDITD
from checks.security.linux.audit_immutable_protected import AUDIT_IMMUTABLE_PROTECTED
from checks.security.linux.audit_lost_events import AUDIT_LOST_EVENTS
from checks.security.linux.audit_rules import AUDIT_RULES
from checks.security.linux.boot_grub_password import BOOT_GRUB_PASSWORD
from checks.security.linux.cert_expiry import CERT_EXPIRY
from checks.security.linux.file_critical_perms import FILE_CRITICAL_PERMS
from checks.security.linux.file_mount_options import FILE_MOUNT_OPTIONS
from checks.security.linux.file_suid_baseline import FILE_SUID_BASELINE
from checks.security.linux.file_umask import FILE_UMASK
from checks.security.linux.file_world_writable import FILE_WORLD_WRITABLE
from checks.security.linux.fw_enabled import FW_ENABLED
from checks.security.linux.integrity_fim import INTEGRITY_FIM
from checks.security.linux.integrity_pkg_verify import INTEGRITY_PKG_VERIFY
from checks.security.linux.intrusion_bruteforce import INTRUSION_BRUTEFORCE
from checks.security.linux.intrusion_cron_startup_diff import INTRUSION_CRON_STARTUP_DIFF
from checks.security.linux.kernel_aslr import KERNEL_ASLR
from checks.security.linux.kernel_core_dump import KERNEL_CORE_DUMP
from checks.security.linux.kernel_sysctl_net import KERNEL_SYSCTL_NET
from checks.security.linux.log_remote import LOG_REMOTE
from checks.security.linux.log_retention_180d import LOG_RETENTION_180D
from checks.security.linux.log_rsyslog import LOG_RSYSLOG
from checks.security.linux.login_banner import LOGIN_BANNER
from checks.security.linux.login_lockout import LOGIN_LOCKOUT
from checks.security.linux.login_mfa import LOGIN_MFA
from checks.security.linux.login_tmout import LOGIN_TMOUT
from checks.security.linux.mac_enforcing import MAC_ENFORCING
from checks.security.linux.malware_av import MALWARE_AV
from checks.security.linux.net_cleartext_service import NET_CLEARTEXT_SERVICE
from checks.security.linux.net_high_risk_port import NET_HIGH_RISK_PORT
from checks.security.linux.net_listen_approved import NET_LISTEN_APPROVED
from checks.security.linux.net_unneeded_service import NET_UNNEEDED_SERVICE
from checks.security.linux.password_hash import PASSWORD_HASH
from checks.security.linux.password_history import PASSWORD_HISTORY
from checks.security.linux.password_length_complexity import PASSWORD_LENGTH_COMPLEXITY
from checks.security.linux.password_max_age import PASSWORD_MAX_AGE
from checks.security.linux.patch_advisories import PATCH_ADVISORIES
from checks.security.linux.patch_index_age import PATCH_INDEX_AGE
from checks.security.linux.patch_os_eol import PATCH_OS_EOL
from checks.security.linux.patch_reboot_needed import PATCH_REBOOT_NEEDED
from checks.security.linux.patch_security_pending import PATCH_SECURITY_PENDING
from checks.security.linux.priv_separation import PRIV_SEPARATION
from checks.security.linux.repo_gpg import REPO_GPG
from checks.security.linux.ssh_access_limited import SSH_ACCESS_LIMITED
from checks.security.linux.ssh_authorized_keys_review import SSH_AUTHORIZED_KEYS_REVIEW
from checks.security.linux.ssh_host_keys import SSH_HOST_KEYS
from checks.security.linux.ssh_hostbased_rhosts import SSH_HOSTBASED_RHOSTS
from checks.security.linux.ssh_idle_timeout import SSH_IDLE_TIMEOUT
from checks.security.linux.ssh_log_level import SSH_LOG_LEVEL
from checks.security.linux.ssh_login_grace_time import SSH_LOGIN_GRACE_TIME
from checks.security.linux.ssh_max_auth_tries import SSH_MAX_AUTH_TRIES
from checks.security.linux.ssh_permit_empty_passwords import SSH_PERMIT_EMPTY_PASSWORDS
from checks.security.linux.ssh_permit_root_login import SSH_PERMIT_ROOT_LOGIN
from checks.security.linux.ssh_weak_crypto import SSH_WEAK_CRYPTO
from checks.security.linux.su_restricted import SU_RESTRICTED
from checks.security.linux.sudo_log_pty import SUDO_LOG_PTY
from checks.security.linux.sudo_nopasswd import SUDO_NOPASSWD
from checks.security.linux.time_sync import TIME_SYNC
from checks.security.shape import SecurityCheck

CHECKS: Final[tuple[SecurityCheck, ...]] = (
    SSH_PERMIT_ROOT_LOGIN,
    SSH_PERMIT_EMPTY_PASSWORDS,
    SSH_MAX_AUTH_TRIES,
    SSH_LOGIN_GRACE_TIME,
    SSH_IDLE_TIMEOUT,
    SSH_WEAK_CRYPTO,
    SSH_ACCESS_LIMITED,
    SSH_HOST_KEYS,
    SSH_HOSTBASED_RHOSTS,
    SSH_LOG_LEVEL,
    SSH_AUTHORIZED_KEYS_REVIEW,
    ACCOUNT_EMPTY_PASSWORD,
    ACCOUNT_UID0,
    ACCOUNT_DUPLICATE_UID,
    ACCOUNT_SYSTEM_SHELL,
    ACCOUNT_DORMANT,
    ACCOUNT_SHARED_OR_UNLISTED,
    PASSWORD_LENGTH_COMPLEXITY,
    PASSWORD_MAX_AGE,
    PASSWORD_HISTORY,
    PASSWORD_HASH,
    LOGIN_LOCKOUT,
    LOGIN_TMOUT,
    LOGIN_MFA,
    LOGIN_BANNER,
    SUDO_NOPASSWD,
    SUDO_LOG_PTY,
    SU_RESTRICTED,
    PRIV_SEPARATION,
    AUDIT_AUDITD,
    AUDIT_RULES,
    AUDIT_LOST_EVENTS,
    AUDIT_IMMUTABLE_PROTECTED,
    LOG_RSYSLOG,
    LOG_REMOTE,
    LOG_RETENTION_180D,
    TIME_SYNC,
    FW_ENABLED,
    NET_LISTEN_APPROVED,
    NET_HIGH_RISK_PORT,
    NET_CLEARTEXT_SERVICE,
    NET_UNNEEDED_SERVICE,
    KERNEL_SYSCTL_NET,
    KERNEL_ASLR,
    KERNEL_CORE_DUMP,
    MAC_ENFORCING,
    BOOT_GRUB_PASSWORD,
    FILE_CRITICAL_PERMS,
    FILE_SUID_BASELINE,
    FILE_WORLD_WRITABLE,
    FILE_UMASK,
    FILE_MOUNT_OPTIONS,
    INTEGRITY_FIM,
    INTEGRITY_PKG_VERIFY,
    MALWARE_AV,
    INTRUSION_BRUTEFORCE,
    INTRUSION_CRON_STARTUP_DIFF,
    PATCH_SECURITY_PENDING,
    PATCH_ADVISORIES,
    PATCH_INDEX_AGE,
    PATCH_REBOOT_NEEDED,
    PATCH_OS_EOL,
    REPO_GPG,
    CERT_EXPIRY,
)
