"""Which clauses and sections each security check of Linux speaks to: rows as in ``mapping.py``."""

from typing import Final

from checks.base import Level

HIGH: Final = Level.CRITICAL
MIDDLE: Final = Level.WARN
LOW: Final = Level.NOTICE

Row = tuple[str, Level, str, str]
"""A check's id, its grade, the guide's entry or "", its references by standard."""

ACCESS: Final[tuple[Row, ...]] = (
    (
        "security.linux.ssh_permit_root_login",
        HIGH,
        "",
        "cis-debian12 5.1.20; cis-rhel9 5.1.20; openeuler 3.3.9; gbt22239 8.1.4.1a 8.1.4.2b 8.1.4.2d",
    ),
    (
        "security.linux.ssh_permit_empty_passwords",
        HIGH,
        "6.4.1.1",
        "cis-debian12 5.1.19; cis-rhel9 5.1.19; openeuler 3.3.2; gbt22239 8.1.4.1a",
    ),
    (
        "security.linux.ssh_max_auth_tries",
        MIDDLE,
        "",
        "cis-debian12 5.1.16; cis-rhel9 5.1.16; openeuler 3.3.15; gbt22239 8.1.4.1b",
    ),
    (
        "security.linux.ssh_login_grace_time",
        LOW,
        "",
        "cis-debian12 5.1.13; cis-rhel9 5.1.14; openeuler 3.3.17; gbt22239 8.1.4.1b",
    ),
    ("security.linux.ssh_idle_timeout", MIDDLE, "", "cis-debian12 5.1.7; cis-rhel9 5.1.9; gbt22239 8.1.4.1b"),
    (
        "security.linux.ssh_weak_crypto",
        MIDDLE,
        "",
        (
            "cis-debian12 5.1.6 5.1.12 5.1.15; cis-rhel9 5.1.4 5.1.5 5.1.6 1.6.x; openeuler 3.3.3 3.3.6 3.3.7; "
            "gbt22239 8.1.4.1c 8.1.4.8a"
        ),
    ),
    (
        "security.linux.ssh_access_limited",
        MIDDLE,
        "",
        "cis-debian12 5.1.4; cis-rhel9 5.1.7; openeuler 3.3.22; gbt22239 8.1.4.4c",
    ),
    ("security.linux.ssh_host_keys", MIDDLE, "", "cis-debian12 5.1.2; cis-rhel9 5.1.2; gbt22239 8.1.4.8b"),
    (
        "security.linux.ssh_hostbased_rhosts",
        HIGH,
        "",
        "cis-debian12 5.1.10 5.1.11; cis-rhel9 5.1.12 5.1.13; gbt22239 8.1.4.1a",
    ),
    (
        "security.linux.ssh_log_level",
        LOW,
        "",
        "cis-debian12 5.1.14; cis-rhel9 5.1.15; openeuler 3.3.10; gbt22239 8.1.4.3a",
    ),
    ("security.linux.ssh_authorized_keys_review", MIDDLE, "", "openeuler 3.3.18; gbt22239 8.1.4.2c"),
    (
        "security.linux.account_empty_password",
        HIGH,
        "6.4.1.1",
        "cis-debian12 7.2.2; cis-rhel9 7.2.2; openeuler 2.2.8; gbt22239 8.1.4.1a",
    ),
    (
        "security.linux.account_uid0",
        HIGH,
        "",
        "cis-debian12 5.4.2.1; cis-rhel9 5.4.2.1; openeuler 2.1.4; gbt22239 8.1.4.1a 8.1.4.2d",
    ),
    (
        "security.linux.account_duplicate_uid",
        MIDDLE,
        "",
        "cis-debian12 7.2.5; cis-rhel9 7.2.4; openeuler 2.1.8; gbt22239 8.1.4.1a",
    ),
    ("security.linux.account_system_shell", MIDDLE, "", "cis-debian12 5.4.2.7; cis-rhel9 5.4.2.7; gbt22239 8.1.4.2b"),
    (
        "security.linux.account_dormant",
        MIDDLE,
        "",
        "cis-debian12 5.4.1.5; cis-rhel9 5.4.1.5; openeuler 2.1.1; gbt22239 8.1.4.2c",
    ),
    ("security.linux.account_shared_or_unlisted", MIDDLE, "", "gbt22239 8.1.4.2a 8.1.4.2c"),
    (
        "security.linux.password_length_complexity",
        HIGH,
        "",
        "cis-debian12 5.3.3.2.2 5.3.3.2.3; cis-rhel9 5.3.3.2.2 5.3.3.2.3; openeuler 2.2.1; gbt22239 8.1.4.1a",
    ),
    (
        "security.linux.password_max_age",
        MIDDLE,
        "",
        "cis-debian12 5.4.1.1; cis-rhel9 5.4.1.1; openeuler 2.2.7; gbt22239 8.1.4.1a",
    ),
    (
        "security.linux.password_history",
        LOW,
        "",
        "cis-debian12 5.3.3.3.1; cis-rhel9 5.3.3.3.1; openeuler 2.2.2; gbt22239 8.1.4.1a",
    ),
    (
        "security.linux.password_hash",
        HIGH,
        "",
        "cis-debian12 5.4.1.4 5.3.3.4.3; cis-rhel9 5.4.1.4 5.3.3.4.3; openeuler 2.2.5; gbt22239 8.1.4.8b",
    ),
    (
        "security.linux.login_lockout",
        HIGH,
        "",
        (
            "cis-debian12 5.3.3.1.1 5.3.3.1.2 5.3.3.1.3; cis-rhel9 5.3.3.1.1 5.3.3.1.2 5.3.3.1.3; openeuler "
            "2.3.1; gbt22239 8.1.4.1b"
        ),
    ),
    ("security.linux.login_tmout", MIDDLE, "", "cis-debian12 5.4.3.2; cis-rhel9 5.4.3.2; gbt22239 8.1.4.1b"),
    ("security.linux.login_mfa", HIGH, "6.4.1.3", "gbt22239 8.1.4.1d"),
    (
        "security.linux.login_banner",
        LOW,
        "",
        "cis-debian12 5.1.5 1.6.3; cis-rhel9 5.1.8 1.7.3; openeuler 2.3.3; gbt22239 8.1.10.6c",
    ),
    (
        "security.linux.sudo_nopasswd",
        HIGH,
        "",
        "cis-debian12 5.2.4 5.2.5; cis-rhel9 5.2.4 5.2.5; openeuler 2.4.5 2.4.6; gbt22239 8.1.4.2d",
    ),
    ("security.linux.sudo_log_pty", LOW, "", "cis-debian12 5.2.2 5.2.3; cis-rhel9 5.2.2 5.2.3; gbt22239 8.1.4.3a"),
    (
        "security.linux.su_restricted",
        MIDDLE,
        "",
        "cis-debian12 5.2.7; cis-rhel9 5.2.7; openeuler 2.4.4; gbt22239 8.1.4.2d",
    ),
    ("security.linux.priv_separation", MIDDLE, "", "gbt22239 8.1.4.2d 8.1.5.1 8.1.5.2 8.1.5.3"),
)
HOST: Final[tuple[Row, ...]] = (
    (
        "security.linux.audit_auditd",
        HIGH,
        "",
        "cis-debian12 6.2.1.2; cis-rhel9 6.3.1.4; openeuler 4.1.1; gbt22239 8.1.4.3a",
    ),
    (
        "security.linux.audit_rules",
        MIDDLE,
        "",
        (
            "cis-debian12 6.2.3.x; cis-rhel9 6.3.3.x; openeuler 4.1.4 4.1.5 4.1.6 4.1.7 4.1.8 4.1.9 4.1.10 4.1.11 "
            "4.1.12 4.1.13 4.1.14 4.1.15 4.1.16 4.1.17 4.1.18 4.1.19 4.1.20 4.1.21; gbt22239 8.1.4.3a"
        ),
    ),
    (
        "security.linux.audit_lost_events",
        MIDDLE,
        "",
        "cis-debian12 6.2.1.4; cis-rhel9 6.3.1.3; openeuler 4.1.9; gbt22239 8.1.4.3b",
    ),
    (
        "security.linux.audit_immutable_protected",
        MIDDLE,
        "",
        "cis-debian12 6.2.3.20 6.2.4.x; cis-rhel9 6.3.3.20 6.3.4.x; gbt22239 8.1.4.3c 8.1.4.3d",
    ),
    (
        "security.linux.log_rsyslog",
        HIGH,
        "",
        "cis-debian12 6.1.3.2; cis-rhel9 6.2.3.2; openeuler 4.2.1; gbt22239 8.1.4.3a",
    ),
    (
        "security.linux.log_remote",
        MIDDLE,
        "",
        "cis-debian12 6.1.3.6; cis-rhel9 6.2.3.6; openeuler 4.2.x; gbt22239 8.1.4.3c 8.1.5.4d",
    ),
    (
        "security.linux.log_retention_180d",
        HIGH,
        "6.5.1.2",
        "cis-rhel9 6.2.3.8; openeuler 4.2.7; gbt22239 8.1.4.3c 8.1.5.4d",
    ),
    (
        "security.linux.time_sync",
        MIDDLE,
        "",
        "cis-debian12 2.3.1.1; cis-rhel9 2.3.1; openeuler 3.6.1 3.6.2; gbt22239 8.1.4.3b",
    ),
    (
        "security.linux.fw_enabled",
        MIDDLE,
        "",
        "cis-debian12 4.2.7 4.3.8; cis-rhel9 4.3.3 4.2.1; openeuler 3.2.1; gbt22239 8.1.3.2a 8.1.4.4c",
    ),
    ("security.linux.net_listen_approved", MIDDLE, "", "cis-debian12 2.1.22; cis-rhel9 2.1.22; gbt22239 8.1.4.4b"),
    ("security.linux.net_high_risk_port", HIGH, "6.4.3.1", "cis-debian12 2.1.x; cis-rhel9 2.1.x; gbt22239 8.1.4.4b"),
    (
        "security.linux.net_cleartext_service",
        HIGH,
        "6.4.1.2",
        "cis-debian12 2.1.6; cis-rhel9 2.1.7 2.1.15; openeuler 1.2.1 1.2.2 1.2.3; gbt22239 8.1.4.1c",
    ),
    (
        "security.linux.net_unneeded_service",
        LOW,
        "",
        "cis-debian12 2.1.x; cis-rhel9 2.1.x; openeuler 1.2.x; gbt22239 8.1.4.4a 8.1.4.4b",
    ),
    (
        "security.linux.kernel_sysctl_net",
        LOW,
        "",
        (
            "cis-debian12 3.3.1 3.3.2 3.3.5 3.3.8 3.3.10; cis-rhel9 3.3.1 3.3.2 3.3.5 3.3.8 3.3.10; openeuler "
            "3.5.7 3.5.8 3.5.9 3.5.10 3.5.11 3.5.12 3.5.13; gbt22239 8.1.4.4b"
        ),
    ),
    ("security.linux.kernel_aslr", MIDDLE, "", "cis-debian12 1.5.1; cis-rhel9 1.5.1; openeuler 3.5.1; gbt22239 8.1.4.4"),
    (
        "security.linux.kernel_core_dump",
        LOW,
        "",
        "cis-debian12 1.5.3; cis-rhel9 1.5.3 1.5.4; openeuler 3.5.20; gbt22239 8.1.4.10b",
    ),
    (
        "security.linux.mac_enforcing",
        MIDDLE,
        "",
        "cis-debian12 1.3.1.x; cis-rhel9 1.3.1.4 1.3.1.5; openeuler 2.4.2; gbt22239 8.1.4.2g",
    ),
    (
        "security.linux.boot_grub_password",
        LOW,
        "",
        "cis-debian12 1.4.1; cis-rhel9 1.4.1; openeuler 2.2.9; gbt22239 8.1.4.6",
    ),
    (
        "security.linux.file_critical_perms",
        HIGH,
        "",
        "cis-debian12 7.1.1 7.1.5 5.1.1 2.4.1.2; cis-rhel9 7.1.1 7.1.5 5.1.1 2.4.1.2; gbt22239 8.1.4.2f",
    ),
    (
        "security.linux.file_suid_baseline",
        MIDDLE,
        "",
        "cis-debian12 7.1.13; cis-rhel9 7.1.13; openeuler 1.1.13; gbt22239 8.1.4.4f",
    ),
    (
        "security.linux.file_world_writable",
        MIDDLE,
        "",
        "cis-debian12 7.1.11; cis-rhel9 7.1.11; openeuler 1.1.1 1.1.4; gbt22239 8.1.4.2f",
    ),
    ("security.linux.file_umask", LOW, "", "cis-debian12 5.4.3.3; cis-rhel9 5.4.3.3; openeuler 1.1.5; gbt22239 8.1.4.2f"),
    (
        "security.linux.file_mount_options",
        LOW,
        "",
        "cis-debian12 1.1.2.x; cis-rhel9 1.1.2.x; openeuler 1.1.12; gbt22239 8.1.4.4",
    ),
    ("security.linux.integrity_fim", MIDDLE, "", "cis-debian12 6.3.1 6.3.2; cis-rhel9 6.1.1 6.1.2; gbt22239 8.1.4.7b"),
    ("security.linux.integrity_pkg_verify", HIGH, "", "gbt22239 8.1.4.7b 8.1.4.4f"),
    ("security.linux.malware_av", HIGH, "6.4.4.1", "gbt22239 8.1.4.5"),
    ("security.linux.intrusion_bruteforce", HIGH, "", "gbt22239 8.1.4.4f 8.1.10.6f"),
    (
        "security.linux.intrusion_cron_startup_diff",
        HIGH,
        "",
        "cis-debian12 2.4.1.x; cis-rhel9 2.4.1.x; openeuler 3.4.1; gbt22239 8.1.4.4f",
    ),
    (
        "security.linux.patch_security_pending",
        HIGH,
        "",
        "cis-debian12 1.2.2.1; cis-rhel9 1.2.2.1; gbt22239 8.1.4.4e 8.1.10.5a",
    ),
    ("security.linux.patch_advisories", HIGH, "", "gbt22239 8.1.4.4e 8.1.10.5a"),
    ("security.linux.patch_index_age", MIDDLE, "", "gbt22239 8.1.10.5a"),
    ("security.linux.patch_reboot_needed", MIDDLE, "", "gbt22239 8.1.4.4e"),
    ("security.linux.patch_os_eol", HIGH, "", "gbt22239 8.1.4.4e"),
    ("security.linux.repo_gpg", MIDDLE, "", "cis-debian12 1.2.1.1 1.2.1.2; cis-rhel9 1.2.1.1 1.2.1.2; gbt22239 8.1.10.8"),
    ("security.linux.cert_expiry", HIGH, "", "gbt22239 8.1.4.8a"),
)
